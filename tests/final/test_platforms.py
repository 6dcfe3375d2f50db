"""Platforms as files: those that come along, and a drama's own."""

from __future__ import annotations

import pytest

from pipeline.errors import ProfileError
from pipeline.final.platforms import known, read, read_all, shipped
from pipeline.final.subtitles.subtitles import Zones

OWN = "title: Mine\nsource: my own\nas_of: 2026-11\n"


def own(root, text, name="mine"):
    (root / "platforms").mkdir(exist_ok=True)
    (root / "platforms" / f"{name}.yaml").write_text(text, "utf-8")
    return root


def test_those_that_people_publish_on_come_along():
    assert shipped() == [
        "bilibili",
        "douyin",
        "kuaishou",
        "reels",
        "square",
        "tiktok",
        "wechat-channels",
        "youtube-shorts",
    ]


@pytest.mark.parametrize("name", shipped())
def test_each_says_where_its_numbers_are_from(name):
    platform = read(name)

    assert len(platform.source) > 40
    assert platform.least_fps <= 24 <= platform.most_fps
    assert platform.zones.top + platform.zones.bottom < 0.5


def test_what_is_left_out_has_no_limit(tmp_path):
    platform = read("mine", own(tmp_path, OWN))

    assert (platform.longest_seconds, platform.most_megabytes, platform.loudness_lufs) == (None, None, None)
    assert (platform.width, platform.height, platform.zones) == (1080, 1920, Zones())


def test_a_dramas_own_goes_first(tmp_path):
    root = own(tmp_path, OWN, "douyin")

    assert read("douyin", root).title == "Mine"
    assert read("douyin").title == "抖音 Douyin"
    assert known(own(root, OWN)) == sorted([*shipped(), "mine"])


def test_each_is_read_once(tmp_path):
    assert list(read_all(["tiktok", "douyin", "tiktok"], tmp_path)) == ["tiktok", "douyin"]


def test_an_unknown_name_is_told_with_the_one_that_may_be_meant(tmp_path):
    with pytest.raises(ProfileError) as told:
        read("duoyin", tmp_path)

    assert "'duoyin'" in str(told.value)
    assert "Did you mean 'douyin'?" in str(told.value)
    assert "platforms/<name>.yaml" in str(told.value)


def test_no_platform_has_the_name_of_a_folder_of_every_film(tmp_path):
    with pytest.raises(ProfileError, match="a folder of every film"):
        read("shots", own(tmp_path, OWN, "shots"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{OWN}widht: 720\n", "line 4, widht: there is no such option. Did you mean 'width'?"),
        (f"{OWN}width: 721\n", "line 4, width: 721 is not possible"),
        (f"{OWN}zones: {{top: 0.9}}\n", "line 4, zones.top: 0.9 is not possible"),
        (f"{OWN}zones: {{tpo: 0.1}}\n", "line 4, zones.tpo: there is no such option. Did you mean 'top'?"),
        ("title: Mine\n", "source: this option is missing"),
        ("title: [\n", "can't be read"),
    ],
)
def test_mistakes_are_told_with_their_lines(text, told, tmp_path):
    with pytest.raises(ProfileError) as error:
        read("mine", own(tmp_path, text))

    assert told in str(error.value)
    assert "mine.yaml" in str(error.value)
