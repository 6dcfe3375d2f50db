"""The pages of `.made/`: written whole, read back, and forgiving of damage."""

from __future__ import annotations

import os

import pytest

from pipeline.errors import FolderError
from pipeline.records import Record, Records, Wish, sha256_of, write_whole

FRAME = "images/e01s01-01.png"
BOARD = "storyboard/e01.json"


def record(name: str = FRAME, take: int = 1, **more) -> Record:
    return Record(
        name=name,
        take=take,
        engine="paint",
        recipe={"engine": "paint", "request": {"seed": 7, "who": ["林夏"]}},
        sha256="ab" * 32,
        size=5,
        mtime_ns=1_700_000_000_123_456_789,
        made_at="2024-05-01T10:00:00+00:00",
        **more,
    )


@pytest.fixture
def records(tmp_path) -> Records:
    return Records(tmp_path)


def keep_take(records: Records, name: str, take: int, content: str = "earlier") -> None:
    records.write(records.take_page(name, take), record(name, take))
    records.take_file(name, take).write_text(content)


def test_a_record_comes_back_as_it_was_written(records):
    written = record(cost=0.25, currency="CNY", notes={"words": [[0, 1]]}, passed_over=("a: no",), pinned=0)
    records.write(records.page(FRAME), written)

    assert records.read(records.page(FRAME)) == written


def test_a_page_that_is_missing_or_damaged_is_no_record(records):
    page = records.page(FRAME)
    assert records.read(page) is None

    records.write(page, record())
    page.write_text(page.read_text()[:40])
    assert records.read(page) is None


def test_pages_lie_where_the_docstring_says(records):
    made = records.made

    assert records.page(FRAME) == made / "images/e01s01-01.png.json"
    assert records.coming(FRAME) == made / "images/e01s01-01.png.next"
    assert records.take_file(FRAME, 1) == made / "takes/images/e01s01-01.png/1.png"
    assert records.take_page(FRAME, 1) == made / "takes/images/e01s01-01.png/1.png.json"


def test_earlier_takes_are_told_by_number_and_not_by_letter(records):
    for take in (10, 9, 1):
        keep_take(records, FRAME, take)

    assert [earlier.take for earlier in records.takes(FRAME)] == [1, 9, 10]


@pytest.mark.parametrize("name", [FRAME, BOARD, "final/e01", "final/e01.tar.gz"])
def test_a_take_of_any_kind_of_file_keeps_both_its_content_and_its_page(records, name):
    keep_take(records, name, 1, '{"id": "e01"}')

    assert [earlier.take for earlier in records.takes(name)] == [1]
    assert records.take_file(name, 1).read_text() == '{"id": "e01"}'


def test_a_take_without_its_file_is_not_offered(records):
    keep_take(records, FRAME, 1)
    records.take_file(FRAME, 1).unlink()

    assert list(records.takes(FRAME)) == []


def test_the_next_take_is_beyond_all_that_are_known(records):
    assert records.next_take(FRAME) == 1
    records.write(records.page(FRAME), record(take=2))
    assert records.next_take(FRAME) == 3
    keep_take(records, FRAME, 5)
    assert records.next_take(FRAME) == 6


def test_the_next_take_is_not_the_number_of_one_on_its_way(records):
    records.write(records.coming(FRAME), record(take=1))

    assert records.next_take(FRAME) == 2


def test_wishes_come_back_by_name(records):
    wishes = {FRAME: Wish(redos=2, seed=7), "voices/e01s01-01-1.wav": Wish(redos=1, over="ab")}
    records.write_wishes(wishes)

    assert records.wishes() == wishes


def test_there_are_no_wishes_at_first(records):
    assert records.wishes() == {}


def test_damaged_wishes_are_said_plainly(records):
    records.write_wishes({FRAME: Wish(redos=1)})
    (records.made / "wishes.json").write_text("{")

    with pytest.raises(FolderError, match=r"wishes\.json is damaged.*Delete it"):
        records.wishes()


def test_a_page_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    page = tmp_path / "page.json"
    write_whole(page, "old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(page, "new")
    assert page.read_text() == "old"


def test_a_hash_is_of_the_content(tmp_path):
    file = tmp_path / "abc"
    file.write_bytes(b"abc")

    assert sha256_of(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_a_killed_writer_left_is_written_over(tmp_path, monkeypatch):
    page = tmp_path / "page.json"

    def killed(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "getpid", lambda: 12345)
        elsewhere.setattr(os, "fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            write_whole(page, "half")
    write_whole(page, "whole")

    assert [file.name for file in tmp_path.iterdir()] == ["page.json"]
    assert page.read_text() == "whole"
