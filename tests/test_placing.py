"""Moving into place: whatever moment a process dies in, the next one finds its way."""

from __future__ import annotations

import errno

import pytest

from pipeline.errors import FolderError
from pipeline.placing import Placing, flat, storage
from pipeline.records import BY_HAND, Record, Records, sha256_of

FRAME = "images/e01s01-01.png"


@pytest.fixture
def records(tmp_path) -> Records:
    return Records(tmp_path)


@pytest.fixture
def placing(tmp_path, records) -> Placing:
    return Placing(tmp_path, records)


def written(placing: Placing, content: str, take: int = 1) -> Record:
    """A new take of the frame, lying whole in `.made/tmp`."""
    file = placing.temporary(FRAME)
    file.write_text(content)
    return Record(
        name=FRAME,
        take=take,
        engine="paint",
        recipe={"content": content},
        sha256=sha256_of(file),
        size=len(content),
        mtime_ns=1,
        made_at="2024-05-01T10:00:00+00:00",
        temporary=f"{file.parent.name}/{file.name}",
    )


def put(placing: Placing, content: str, take: int = 1, replaces: Record | None = None) -> Record:
    return placing.place(written(placing, content, take), replaces=replaces, keep_takes=True)


def test_a_placed_file_is_there_with_its_record_and_nothing_half_made(tmp_path, placing, records):
    placed = put(placing, "red")

    assert (tmp_path / FRAME).read_text() == "red"
    assert records.read(records.page(FRAME)) == placed
    assert placed.mtime_ns == (tmp_path / FRAME).stat().st_mtime_ns
    assert not records.coming(FRAME).exists()
    assert list((records.made / "tmp").iterdir()) == []


def test_the_file_that_it_replaces_is_kept_as_a_take(placing, records):
    first = put(placing, "red")
    put(placing, "blue", 2, first)

    assert [take.model_copy(update={"mtime_ns": 0}) for take in records.takes(FRAME)] == [
        first.model_copy(update={"mtime_ns": 0})
    ]
    assert records.take_file(FRAME, 1).read_text() == "red"


def test_the_file_that_it_replaces_is_given_up_where_takes_are_not_kept(placing, records):
    first = put(placing, "red")
    placing.place(written(placing, "blue", 2), replaces=first, keep_takes=False)

    assert list(records.takes(FRAME)) == []


def test_a_file_that_was_changed_while_the_new_one_was_made_is_kept_as_made_by_hand(
    tmp_path, placing, records
):
    first = put(placing, "red")
    (tmp_path / FRAME).write_text("mine")
    put(placing, "blue", 2, first)

    (take,) = records.takes(FRAME)
    assert (take.engine, take.take) == (BY_HAND, 3)
    assert records.take_file(FRAME, 3).read_text() == "mine"


def test_a_file_that_was_on_its_way_arrives_later(tmp_path, placing, records):
    put(placing, "red")
    records.write(records.coming(FRAME), written(placing, "blue", 2))

    placing.settle(FRAME)

    assert (tmp_path / FRAME).read_text() == "blue"
    assert records.read(records.page(FRAME)).take == 2
    assert [take.take for take in records.takes(FRAME)] == [1]


def test_a_file_that_arrived_without_its_record_is_remembered(tmp_path, placing, records):
    coming = written(placing, "red")
    records.write(records.coming(FRAME), coming)
    (tmp_path / "images").mkdir()
    (records.made / "tmp" / coming.temporary).rename(tmp_path / FRAME)

    placing.settle(FRAME)

    assert records.read(records.page(FRAME)).sha256 == coming.sha256
    assert not records.coming(FRAME).exists()


def test_a_file_whose_record_was_never_written_is_swept_up(tmp_path, placing, records):
    written(placing, "red")

    placing.settle(FRAME)

    assert not (tmp_path / FRAME).exists()
    assert list((records.made / "tmp").iterdir()) == []


def test_half_made_files_of_others_are_left_alone(placing, records):
    other = placing.temporary("images/e01s01-02.png")
    other.write_text("at work")

    placing.sweep(FRAME)

    assert other.read_text() == "at work"


def test_a_name_with_signs_of_a_pattern_is_swept_up_like_any_other(placing, records):
    placing.temporary("images/[a]*.png").write_text("x")

    placing.sweep("images/[a]*.png")

    assert list((records.made / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "permission is denied"),
        (errno.ENAMETOOLONG, "the name is too long"),
        (errno.ENOLCK, "the disk gives no locks"),
    ],
)
def test_what_the_disk_refuses_is_said_with_the_file_and_what_helps(number, said):
    with (
        pytest.raises(FolderError, match=rf"{FRAME} can't be written.*{said}.*Nothing that was made is lost"),
        storage(FRAME),
    ):
        raise OSError(number, "refused", "some/file")


def test_an_error_that_is_not_of_the_disk_stays_what_it_is():
    with pytest.raises(ConnectionResetError), storage(FRAME):
        raise ConnectionResetError(errno.ECONNRESET, "reset")


def test_a_name_becomes_one_file_name():
    assert flat("final/shots/e01s01-01.mp4") == "final~shots~e01s01-01.mp4"
