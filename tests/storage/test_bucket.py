"""Requests to a storage: whole objects, only over what was seen, and patience within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from s3_server import S3, Trouble

from pipeline.errors import FolderError
from pipeline.storage.bucket import Bucket


@pytest.fixture
def new_client(s3: S3) -> Iterator[None]:
    """What is set in the environment counts, and nothing of it for the next test."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    yield
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def bucket(s3: S3) -> Bucket:
    return Bucket("dramas", "rain")


def test_an_object_is_written_only_over_the_one_that_was_seen(bucket):
    first = bucket.put("a", b"1", over="")
    second = bucket.put("a", b"2", over=first)

    assert first
    assert second
    assert not bucket.put("a", b"3", over="")
    assert not bucket.put("a", b"3", over=first)
    assert not bucket.put("none", b"3", over=first)
    assert bucket.read("a").content == b"2"
    assert bucket.put("a", b"3", over=None)


def test_a_write_whose_answer_was_lost_counts_as_written(s3, bucket):
    troubles = iter([Trouble(500, late=True)])
    s3.trouble = lambda method, _key: next(troubles, None) if method == "PUT" else None

    assert bucket.put("a", b"1", over="") == s3.objects["rain/a"].etag
    assert s3.count("PUT") == 2


def test_a_file_keeps_its_date(bucket, tmp_path):
    (tmp_path / "film.mp4").write_bytes(bytes(3 * 2**20))
    bucket.put("film.mp4", tmp_path / "film.mp4", over="", mtime_ns=1_700_000_000_123_456_789)
    head = bucket.download("film.mp4", tmp_path / "copy")

    assert head["Metadata"]["mtime-ns"] == "1700000000123456789"
    assert (tmp_path / "copy").stat().st_size == 3 * 2**20


def test_what_is_not_there_is_nothing(bucket, tmp_path):
    assert bucket.read("none") is None
    assert bucket.head("none") is None
    assert bucket.download("none", tmp_path / "copy") is None
    assert not (tmp_path / "copy").exists()
    bucket.delete("none")


def test_a_list_of_many_objects_has_all_of_them_and_no_others(s3, bucket):
    s3.page = 2
    for name in ("a", "b/雨夜.png", "b/c d+e%20.png", "c"):
        bucket.put(name, b"x", over="")
    s3.store("rainy/a", b"x")

    assert sorted(bucket.list()) == ["a", "b/c d+e%20.png", "b/雨夜.png", "c"]
    assert list(bucket.list("b/雨")) == ["b/雨夜.png"]


def test_a_copy_is_made_only_of_what_was_seen(bucket):
    etag = bucket.put("a", b"1", over="")

    assert bucket.copy("a", etag, "b") == etag
    assert not bucket.copy("a", '"another"', "c")
    assert sorted(bucket.list()) == ["a", "b"]


def test_patience_ends(s3, bucket):
    s3.trouble = lambda _method, _key: Trouble()

    with pytest.raises(
        FolderError, match=r"s3://dramas/rain/ can't be worked with: .* Nothing that was made"
    ):
        bucket.put("a", b"1", over="")
    assert s3.count("PUT") == 4


@pytest.mark.parametrize(("status", "help_"), [(403, "must be allowed"), (501, "conditional writes")])
def test_what_will_not_pass_is_told_at_once(s3, bucket, status, help_):
    s3.trouble = lambda _method, _key: Trouble(status)

    with pytest.raises(FolderError, match=help_):
        bucket.put("a", b"1", over="")
    assert s3.count("PUT") == 1


@pytest.mark.usefixtures("new_client")
def test_a_storage_that_nobody_answers_for_is_told(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    with pytest.raises(FolderError, match="Could not connect"):
        Bucket("dramas", "rain").list()


@pytest.mark.usefixtures("new_client")
def test_no_key_is_told_without_it(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(Path("/nonexistent")))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(Path("/nonexistent")))

    with pytest.raises(FolderError, match=r"[Cc]redentials"):
        Bucket("dramas", "rain").list()


def test_a_storage_that_passes_over_conditions_is_refused(s3, bucket):
    bucket.insist()
    assert not s3.objects
    s3.conditions = False

    with pytest.raises(FolderError, match="no lock would hold there"):
        bucket.insist()
    assert not s3.objects
