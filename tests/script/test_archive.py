import io
import re
import struct
import zipfile

import pytest
from books import packed, write

from pipeline.errors import ScriptError
from pipeline.script import archive
from pipeline.script.archive import LARGEST_PART, MOST_MARKUP, MOST_PARTS, opened


def refused(path, part=""):
    with pytest.raises(ScriptError) as caught, opened(path) as parts:
        parts.read(part)
    return caught.value.happened


def test_the_parts_of_an_archive_are_read_by_name(tmp_path):
    with opened(write(tmp_path / "a.zip", {"one": "一", "two/three": b"3"})) as parts:
        assert parts.names == {"one", "two/three"}
        assert parts.read("one").decode() == "一"


def test_a_part_that_is_missing_is_named(tmp_path):
    assert refused(write(tmp_path / "a.zip", {"one": "1"}), "two") == "a.zip lacks its part two."


def test_an_archive_that_would_grow_without_end_is_refused_before_it_is_unpacked(tmp_path):
    bomb = write(tmp_path / "a.zip", {str(number): bytes(20_000_000) for number in range(4)})

    assert bomb.stat().st_size < 100_000
    assert re.match(r"a\.zip would unpack from 0\.1 to 80 MB", refused(bomb))


def test_more_parts_than_a_book_has_are_refused_whatever_the_archive_says(tmp_path):
    bomb = tmp_path / "a.zip"
    bomb.write_bytes(b"PK\x03\x04" + b"PK\x01\x02" * (MOST_PARTS + 1))

    assert refused(bomb) == f"a.zip is a ZIP archive of more than {MOST_PARTS} parts."


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_said(tmp_path):
    data = bytearray(packed({"one": b"x" * 100_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    file = tmp_path / "a.zip"
    file.write_bytes(data)

    assert "damaged" in refused(file, "one")


def test_a_part_that_is_too_large_or_all_markup_is_not_parsed(tmp_path, monkeypatch):
    assert "nearly all markup" in refused(write(tmp_path / "a.zip", {"a": b"<" * (MOST_MARKUP + 1)}), "a")
    monkeypatch.setattr(archive, "LARGEST_PART", 10_000)
    large = tmp_path / "b.zip"
    with zipfile.ZipFile(large, "w") as stored:
        stored.writestr("b", bytes(20_000))
    assert "more than" in refused(large, "b")
    assert LARGEST_PART > 10_000


def test_a_locked_archive_asks_for_one_without_a_password(tmp_path):
    data = bytearray(packed({"one": "1"}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    file = tmp_path / "a.zip"
    file.write_bytes(data)

    assert refused(file) == "a.zip is protected with a password."


def test_a_way_of_packing_that_no_book_uses_is_refused(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("one", "1")
    file = tmp_path / "a.zip"
    file.write_bytes(data.getvalue())

    assert "unusual way (method 14)" in refused(file)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.99])
def test_half_an_archive_is_damaged(tmp_path, keep):
    data = packed({"one": "1" * 500, "two": "2"})
    file = tmp_path / "a.zip"
    file.write_bytes(data[: int(len(data) * keep)])

    assert "damaged ZIP archive" in refused(file)
