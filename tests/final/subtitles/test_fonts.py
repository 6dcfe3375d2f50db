import pytest
from fontTools.ttLib import TTFont

from pipeline.assets import assets
from pipeline.final.subtitles.fonts import bundled, missing, strip_unshown


@pytest.fixture(scope="module")
def font():
    with TTFont(bundled().path, lazy=True) as opened:
        yield opened


def test_the_family_that_libass_asks_for_is_the_one_in_the_file(font):
    assert font["name"].getDebugName(1) == bundled().family


def test_the_measures_of_the_font_are_those_in_the_file(font):
    metrics, em = font["OS/2"], font["head"].unitsPerEm
    assert (metrics.usWinAscent + metrics.usWinDescent) / em == bundled().line_height
    assert metrics.sCapHeight / em == bundled().capital


def test_copyright_and_licence_travel_with_the_font(font):
    assert "Adobe" in font["name"].getDebugName(0)
    assert "SIL Open Font License" in font["name"].getDebugName(13)
    licence = (assets() / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert font["name"].getDebugName(0) in licence
    assert "PERMISSION & CONDITIONS" in licence


def test_the_font_has_what_scripts_are_written_in():
    simplified = bytes(range(0xB0, 0xB2)).decode("gb2312", "ignore") + "玥珺喆祎翀婳赟旻昇堃镕囧"
    traditional = "妳們說過永遠不會離開我，對嗎？臺灣"
    latin = "Café naïve señor, nǐ hǎo “quotes” — 10 €"
    signs = "《》「」『』【】（）……——～·、。！？：；℃％￥①Ⅳ★♪ひらがなカタカナＡＢ１２"
    assert missing(simplified + traditional + latin + signs, bundled()) == ""


def test_missing_characters_are_told_once_and_in_order():
    assert missing("한국 นะ 한", bundled()) == "한국นะ"


def test_space_control_and_emoji_are_not_missed():
    assert missing("你\t好\n \u200b\ufeff\u2060😀👩‍👩‍👧❤️🇨🇳1️⃣", bundled()) == ""


def test_emoji_and_control_characters_are_stripped_and_words_stay():
    assert strip_unshown("你好😀👩‍👧 ❤️a\u0007b\u200bc\n★♥✓ é") == "你好 abc\n★♥✓ é"
