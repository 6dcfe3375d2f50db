"""Where a drama's folder is at home: an address, or this machine's disk, for which nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from s3_server import S3

from pipeline.drama import open_drama
from pipeline.errors import FolderError
from pipeline.storage import home


@pytest.mark.parametrize(
    ("folder", "far"),
    [
        ("s3://dramas/rain", True),
        (Path("s3://dramas/rain"), True),
        ("rain", False),
        (Path("/s3/rain"), False),
    ],
)
def test_an_address_is_told_from_a_folder(folder, far):
    assert home.is_far(folder) == far


def test_a_folder_of_this_disk_is_at_home(tmp_path):
    disk = home.home_of(tmp_path)

    assert not disk.far
    assert home.here(tmp_path) == tmp_path
    assert home.address(tmp_path) == str(tmp_path)


def test_lines_are_added_to_a_file_of_this_disk_after_looking_at_it(tmp_path):
    file = tmp_path / ".made" / "ledger.jsonl"
    seen: list[bytes] = []

    for line in ("\na", "\nb"):
        home.home_of(file).append(file, lambda before, line=line: seen.append(before) or line)
    assert file.read_text() == "\na\nb"
    assert seen == [b"", b"\na"]


def test_a_drama_is_opened_in_a_copy_below_the_cache(s3: S3, tmp_path, monkeypatch):
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path))
    s3.store(
        "shows/2026/rain/drama.yaml", (Path(home.__file__).parents[2] / "configs/offline.yaml").read_bytes()
    )
    drama = open_drama(Path("s3://dramas/shows/2026/rain/"))

    assert drama.root.name == "rain"
    assert drama.root.is_relative_to(tmp_path)
    assert home.address(drama.root) == "s3://dramas/shows/2026/rain"
    assert home.home_of(drama.root / "images" / "a.png").far


def test_an_address_without_a_drama_is_told(s3: S3, tmp_path, monkeypatch):
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path))

    with pytest.raises(FolderError, match=r"is no drama: it has no drama\.yaml"):
        open_drama(Path("s3://dramas/none"))
    with pytest.raises(FolderError, match="Name a bucket and a folder"):
        open_drama(Path("s3://dramas"))
