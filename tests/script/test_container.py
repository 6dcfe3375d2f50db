import pytest

from pipeline.errors import ScriptError
from pipeline.script.container import LARGEST_FILE, check_size, heading


def test_a_file_that_is_too_large_is_told_by_its_size_without_being_read(tmp_path):
    file = tmp_path / "novel.epub"
    with file.open("wb") as opened:
        opened.truncate(5 * LARGEST_FILE)

    with pytest.raises(ScriptError, match=r"novel\.epub has 500 MB, more than 100"):
        check_size(file)


def test_a_heading_is_marked_by_its_level_but_that_of_a_scene_stays_as_it_is():
    assert heading("Dawn", 2) == "## Dawn"
    assert heading("Deep", 9) == "###### Deep"
    assert heading("INT. KITCHEN - DAY", 2) == "INT. KITCHEN - DAY"
    assert heading("International", 1) == "# International"
