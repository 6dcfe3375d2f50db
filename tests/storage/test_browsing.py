"""Dramas in a bucket: found by their names, begun by a script, looked at in a browser, and nothing else."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from pipeline.drama import adopt, begin, open_drama, script_file
from pipeline.dramas import Dramas
from pipeline.errors import FolderError, InputError, NameUnknown
from pipeline.storage import browsing, home

SCRIPT = "第1集 雨\n\n1-1 夜 外 街口\n林夏：你还活着？\n".encode()
THERE = (
    "shows/rain/drama.yaml",
    "shows/rain/images/e01.png",
    "shows/rain/storyboard.html",
    "shows/rain/.made/old.png",
    "shows/rain.txt",
    "shows/shelf/snow/drama.yaml",
    "shows/shelf/deep/er/drama.yaml",
    "shows/.hidden/drama.yaml",
    "shows/fog.txt",
    "shows/a.jpg",
    "secret/drama.yaml",
    "secret/film.mp4",
)


@pytest.fixture
def dramas(s3, tmp_path, monkeypatch):
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path / "cache"))
    for name in THERE:
        s3.store(name, SCRIPT if name.endswith(".txt") else b"x")
    browsing.shelf.cache_clear()
    return Dramas(Path("s3://dramas/shows/"))


def test_dramas_and_scripts_are_listed_as_on_a_disk(dramas):
    assert dramas.names() == ["fog.txt", "rain", "shelf/snow"]
    assert dramas.place == "s3://dramas/shows"


def test_a_list_asks_once_per_folder_that_is_no_drama_and_not_again_for_some_seconds(s3, dramas):
    before = len(s3.asked)
    for _ in range(3):
        dramas.insist()

    assert len(s3.asked) - before == 1 + 2 + 2


@pytest.mark.parametrize("name", ["rain", "shelf/snow", "fog.txt", " rain "])
def test_what_lies_there_is_found_by_its_name(dramas, name):
    assert home.spelled(dramas.find(name)) == f"s3://dramas/shows/{name.strip()}"


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "rain/../../secret",
        "/secret",
        "s3://dramas/secret",
        "s3://dramas/shows",
        "s3://dramas/shows/../secret",
        "",
        ".",
        "..",
        "rain/..",
        "./rain",
        "rain/",
    ],
)
def test_nothing_outside_can_be_named(dramas, name):
    with pytest.raises(InputError, match=r"Name one as it lies there: fog\.txt, rain"):
        dramas.find(name)


@pytest.mark.parametrize("name", ["snow", "shelf", "none.txt", "x" * 5000, "a\0b", "a\nb"])
def test_a_name_of_nothing_is_refused_with_those_that_there_are(dramas, name):
    with pytest.raises(InputError, match="rain, shelf/snow"):
        dramas.find(name)


def test_an_address_is_told_by_its_name(dramas):
    assert dramas.name_of("s3://dramas/shows/rain") == dramas.name_of("rain") == "rain"
    assert dramas.find("s3://dramas/shows/rain") == dramas.find("rain")
    with pytest.raises(InputError):
        dramas.name_of("s3://dramas/secret")


def test_a_bucket_without_dramas_is_a_letter(dramas):
    with pytest.raises(InputError, match="holds no drama and no script"):
        Dramas(Path("s3://dramas/nowhere")).insist()


def test_a_script_begins_a_drama_beside_it_for_all_machines(s3, dramas, tmp_path, monkeypatch):
    root = adopt(dramas.find("fog.txt"), "offline")

    assert home.spelled(root) == "s3://dramas/shows/fog"
    assert s3.objects["shows/fog/script.txt"].content == SCRIPT
    assert b"storyboard" in s3.objects["shows/fog/drama.yaml"].content
    home._copies.clear()
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path / "elsewhere"))
    s3.store("shows/fog.txt", SCRIPT + b"\n")
    assert (
        open_drama(adopt(root.with_suffix(".txt"), "offline")).root / "script.txt"
    ).read_bytes() == SCRIPT + b"\n"
    s3.store("shows/fog/script.txt", b"mine")
    s3.store("shows/fog.txt", b"another\n")
    with pytest.raises(
        FolderError, match=r"Both s3://dramas/shows/fog\.txt and s3://dramas/shows/fog/script\.txt"
    ):
        adopt(root.with_suffix(".txt"), "offline")


def test_a_drama_without_a_script_is_told_by_its_address(dramas):
    begin(dramas.root / "new", "offline")
    drama = open_drama(dramas.root / "new")

    with pytest.raises(FolderError, match="s3://dramas/shows/new needs one script, and has none"):
        script_file(drama.root)


def test_a_script_that_is_not_there_begins_nothing(s3, dramas):
    before = set(s3.objects)
    with pytest.raises(FolderError, match=r"There is no s3://dramas/shows/none\.txt"):
        adopt(dramas.root / "none.txt", "offline")
    assert set(s3.objects) == before


def test_an_empty_drama_is_begun_in_the_bucket_and_nowhere_here(s3, dramas, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(Path("s3://dramas/shows/new"), "offline")

    assert "shows/new/drama.yaml" in s3.objects
    assert not (tmp_path / "s3:").exists()


def test_what_people_look_at_is_read_from_the_bucket_and_nothing_else(dramas):
    from flows.files import link, serving

    with serving(dramas.place) as address:
        picture = httpx.get(f"{address}/rain/images/e01.png")
        assert (picture.content, picture.headers["content-type"]) == (b"x", "image/png")
        root = home._copy("s3://dramas/shows/rain")[0]
        assert httpx.get(link(root / "storyboard.html")).content == b"x"
        for name in (
            "rain/drama.yaml",
            "rain/.made/old.png",
            "rain/none.png",
            "../secret/film.mp4",
            "rain.txt",
        ):
            assert httpx.get(f"{address}/{name.replace('..', '%2e%2e')}").status_code == 404


def test_what_is_unknown_is_said_to_be(dramas):
    with pytest.raises(NameUnknown):
        dramas.find("nothing")
