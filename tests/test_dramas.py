"""A folder that holds dramas and scripts."""

from __future__ import annotations

import pytest

from pipeline.dramas import Dramas
from pipeline.errors import InputError, NameUnknown


@pytest.fixture
def dramas(tmp_path):
    for name in ("rain/drama.yaml", "shelf/snow/drama.yaml", "fog.txt", "rain.txt", "a.jpg", ".x/drama.yaml"):
        (tmp_path / "dramas" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "dramas" / name).write_text("x")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/drama.yaml").write_text("x")
    return Dramas(tmp_path / "dramas")


def test_dramas_and_scripts_are_listed_and_a_script_that_has_a_drama_only_once(dramas):
    assert dramas.names() == ["fog.txt", "rain", "shelf/snow"]


@pytest.mark.parametrize("name", ["rain", "shelf/snow", "fog.txt", " rain "])
def test_what_lies_there_is_found_by_its_name(dramas, name):
    assert dramas.find(name) == dramas.root / name.strip()


@pytest.mark.parametrize(
    "name", ["../secret", "rain/../../secret", "{root}/secret", "", ".", "..", "rain/.."]
)
def test_nothing_outside_can_be_named(dramas, name):
    with pytest.raises(InputError, match=r"leads out of .* Name one as it lies there: fog.txt, rain"):
        dramas.find(name.replace("{root}", str(dramas.root.parent)))


def test_a_link_that_leads_out_is_not_followed(dramas):
    (dramas.root / "link").symlink_to(dramas.root.parent / "secret")

    with pytest.raises(InputError, match="leads out"):
        dramas.find("link")


@pytest.mark.parametrize("name", ["snow", "shelf", "x" * 5000, "a\0b"])
def test_a_name_of_nothing_is_refused_with_those_that_there_are(dramas, name):
    with pytest.raises(InputError, match="rain, shelf/snow"):
        dramas.find(name)


def test_a_path_from_where_one_stands_is_told_by_its_name(dramas, monkeypatch):
    monkeypatch.chdir(dramas.root / "shelf")

    assert [dramas.name_of(dramas.root / "rain"), dramas.name_of("snow")] == ["rain", "shelf/snow"]
    assert dramas.name_of("rain") == "rain"


def test_a_folder_without_dramas_and_one_that_is_not_there_are_letters(tmp_path):
    with pytest.raises(InputError, match="holds no drama and no script"):
        Dramas(tmp_path).insist()
    with pytest.raises(InputError, match="There is no folder"):
        Dramas(tmp_path / "nowhere").insist()


def test_what_is_not_there_is_unknown(dramas):
    with pytest.raises(NameUnknown):
        dramas.find("nothing")
