from pathlib import Path

import pytest
from font_files import build
from fontTools.ttLib import TTCollection, TTFont, newTable

from pipeline.errors import ProfileError
from pipeline.final.subtitles import typefaces
from pipeline.final.subtitles.typefaces import find, stand_in


def test_a_font_of_the_system_is_found_by_its_name_in_its_bold_weight(installed, tmp_path):
    font = find("hand script", tmp_path)

    assert (font.family, font.path.name) == ("Hand Script", "hand-bold.ttf")
    assert (font.line_height, font.capital) == (1.2, 0.7)
    assert font.characters == frozenset(map(ord, "你好a"))


def test_a_font_that_is_not_there_is_said_with_those_that_are_like_it(installed, tmp_path):
    with pytest.raises(
        ProfileError, match=r"no font 'Hand Scrip' on this system\. Did you mean 'Hand Script' or"
    ):
        find("Hand Scrip", tmp_path)


def test_a_font_file_lies_in_the_dramas_folder_or_has_an_absolute_path(installed, tmp_path):
    file = build(tmp_path / "fonts" / "mine.ttf", "Mine", "你")

    assert find("fonts/mine.ttf", tmp_path) == find(str(file), Path("/elsewhere"))


@pytest.mark.parametrize(
    ("name", "told"),
    [("fonts/none.ttf", "no font file"), ("../x.ttf", "leads out of"), ("fonts/text.otf", "can't be read")],
)
def test_a_file_that_is_no_font_of_the_drama_is_refused(name, told, tmp_path):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "text.otf").write_text("no font")
    with pytest.raises(ProfileError, match=told):
        find(name, tmp_path)


def test_a_font_of_which_libass_draws_one_weight_or_another_is_refused_by_name(tmp_path):
    with TTFont(build(tmp_path / "odd.ttf", "Odd", "你")) as font:
        font["fvar"] = newTable("fvar")
        font["fvar"].axes, font["fvar"].instances = [], []
        font.save(tmp_path / "vary.ttf")
    with pytest.raises(ProfileError, match=r"The font vary\.ttf can't be used: it is a variable font"):
        find("vary.ttf", tmp_path)


def test_a_name_that_would_end_a_field_of_a_subtitle_file_is_refused(tmp_path):
    build(tmp_path / "odd.ttf", "Odd, Strange", "你")
    with pytest.raises(ProfileError, match="'Odd, Strange' can't be written in a subtitle file"):
        find("odd.ttf", tmp_path)


def test_a_collection_is_taken_by_the_name_of_one_of_its_fonts(installed, tmp_path):
    parts = [build(tmp_path / f"{name}.ttf", name, "你") for name in ("One", "Two")]
    whole = TTCollection()
    whole.fonts = [TTFont(part) for part in parts]
    whole.save(installed / "both.ttc")
    typefaces.system.cache_clear()

    assert find("Two", tmp_path).number == 1
    with pytest.raises(ProfileError, match="holds several fonts: One, Two"):
        find(str(installed / "both.ttc"), tmp_path)


def test_a_rare_character_is_drawn_by_the_font_of_the_system_that_is_most_like_ours(installed):
    assert stand_in("龘").family == "Rare Hei"
    assert stand_in("𠮷").family == "Rare Serif"
    assert stand_in("囍") is None


def test_fonts_are_looked_for_where_systems_keep_them(monkeypatch):
    monkeypatch.setenv("WINDIR", "C:/Windows")

    places = [place.as_posix() for place in typefaces.folders()]

    assert {"/usr/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts"} <= set(places)
