import pysubs2
import pytest
from font_files import build

from pipeline.final.subtitles import typefaces
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.lettering import Lettering, choose, folder

OURS = r"{\fnShortdrama Sans\fs62.5}"
pytestmark = pytest.mark.usefixtures("installed")


def test_what_the_bundled_font_has_is_written_as_it_is():
    assert Lettering().written("你好, world {x}", 64) == "你好, world ｛x｝"


def test_what_it_lacks_is_written_in_the_font_that_has_it_in_letters_of_the_same_size():
    written = Lettering().written("吃𠮷龘的", 50)

    assert written == r"吃{\fnRare Serif\fs60}𠮷" + OURS + r"{\fnRare Hei\fs60}龘" + OURS + "的"
    assert pysubs2.SSAEvent(text=written).plaintext == "吃𠮷龘的"


def test_what_no_font_has_is_named():
    assert Lettering().lacking("你한𠮷국 한") == "한국"
    assert [font.family for font in Lettering().standing_in("龘你𠮷")] == ["Rare Hei", "Rare Serif"]


def test_fonts_are_asked_in_the_order_in_which_they_are_given(tmp_path):
    build(tmp_path / "mine.ttf", "Mine", "龘")

    lettering = choose("Hand Script", ("mine.ttf",), tmp_path)

    assert [font.family for font in lettering.fonts] == ["Hand Script", "Mine", "Shortdrama Sans"]
    assert lettering.font("你").family == "Hand Script"
    assert lettering.font("龘").family == "Mine"
    assert lettering.font("国") == bundled()


def test_libass_is_given_the_bundled_font_and_those_that_are_needed(tmp_path):
    lettering = Lettering()

    assert lettering.files("你好") == ()
    assert folder((), tmp_path) == bundled().path.parent
    files = lettering.files("龘𠮷")
    assert [file.name for file in files] == ["rare-sans.ttf", "rare.ttf"]
    assert folder(files, tmp_path) == folder(files, tmp_path)
    there = [file.resolve().name for file in sorted(folder(files, tmp_path).iterdir())]
    assert there == [bundled().path.name, "rare-sans.ttf", "rare.ttf"]


def test_the_system_is_not_searched_for_what_is_there(monkeypatch):
    monkeypatch.setattr(typefaces, "system", lambda: pytest.fail("searched"))

    assert Lettering().written("你好", 64) == "你好"
