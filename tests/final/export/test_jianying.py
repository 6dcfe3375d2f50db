"""What stands in a draft of Jianying: whole references, whole microseconds, nothing over another."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from handing import FILM, TITLE, handed

from pipeline.final.export import jianying, otio
from pipeline.final.export.jianying_form import DRAFT
from pipeline.final.subtitles.subtitles import Subtitles
from pipeline.timeline import Transition


def made(film=None):
    return jianying.draft(otio.timeline(film or handed()), FILM, Subtitles())


@pytest.fixture
def content():
    return json.loads(made().texts["draft_content.json"])


def tracks(content):
    return {track["name"]: track["segments"] for track in content["tracks"]}


def spans(segments):
    return [(one["target_timerange"]["start"], one["target_timerange"]["duration"]) for one in segments]


def material(content, kind, segment):
    return next(one for one in content["materials"][kind] if one["id"] == segment["material_id"])


def all_segments(content):
    return [segment for track in content["tracks"] for segment in track["segments"]]


def test_every_kind_of_thing_has_tracks_of_its_own(content):
    assert [(track["type"], track["name"]) for track in content["tracks"]] == [
        ("video", "picture"),
        ("audio", "林夏"),
        ("audio", "老陈"),
        ("audio", "narrator"),
        ("audio", "music"),
        ("text", "subtitles"),
        ("text", "captions"),
    ]


def test_every_cut_is_at_its_frame_in_whole_microseconds(content):
    assert spans(tracks(content)["picture"]) == [
        (0, 2_000_000),
        (2_000_000, 4_625_000),
        (6_625_000, 2_000_000),
        (8_625_000, 1_000_000),
        (9_625_000, 2_625_000),
    ]
    assert content["duration"] == 12_250_000


def test_every_line_begins_at_its_microsecond(content):
    assert spans(tracks(content)["林夏"]) == [(2_300_000, 1_234_562), (5_211_562, 1_010_000)]
    assert spans(tracks(content)["老陈"]) == [(3_984_562, 777_000)]
    assert spans(tracks(content)["narrator"]) == [(9_925_000, 1_500_000)]


def test_nothing_overlaps_on_a_track_at_a_rate_that_does_not_divide_a_second():
    film = handed()
    shots = tuple(replace(span, fps=30) for span in film.timeline.shots)
    content = json.loads(
        made(replace(film, timeline=replace(film.timeline, fps=30, shots=shots))).texts["draft_content.json"]
    )

    for track in content["tracks"]:
        assert all(a + length <= b for (a, length), (b, _) in pairwise(spans(track["segments"])))
    picture = spans(tracks(content)["picture"])
    assert all(a + length == b for (a, length), (b, _) in pairwise(picture))


def test_every_reference_resolves_and_every_id_is_there_once(content):
    materials = [one["id"] for kind in content["materials"].values() for one in kind]
    segments = all_segments(content)

    assert {one["material_id"] for one in segments} <= set(materials)
    assert {ref for one in segments for ref in one["extra_material_refs"]} <= set(materials)
    ids = [*materials, *(one["id"] for one in segments), *(one["id"] for one in content["tracks"])]
    assert len(ids) == len(set(ids))


def test_every_medium_lies_inside_the_draft_and_is_registered():
    draft = made()
    content, meta = (json.loads(draft.texts[name]) for name in ("draft_content.json", "draft_meta_info.json"))
    used = [one["path"] for kind in ("videos", "audios") for one in content["materials"][kind]]

    assert {path.removeprefix(f"{DRAFT}/") for path in used} == {*draft.media, *draft.stills}
    registered = {one["file_Path"]: one for one in meta["draft_materials"][0]["value"]}
    assert sorted(registered) == sorted(used)
    assert {one["metetype"] for one in registered.values()} == {"video", "photo", "music"}
    assert draft.media["Resources/clips/e01s01-01.mp4"] == "clips/e01s01-01.mp4"


def test_no_segment_uses_more_than_its_medium_has(content):
    for kind, names in (("videos", ["picture"]), ("audios", ["林夏", "老陈", "narrator", "music"])):
        for segment in (one for name in names for one in tracks(content)[name]):
            source = segment["source_timerange"]
            assert source["start"] + source["duration"] <= material(content, kind, segment)["duration"]


def test_a_slowed_clip_has_its_speed_and_a_held_picture_is_a_still(content):
    _, slowed, moving, held, _ = tracks(content)["picture"]

    assert slowed["speed"] == pytest.approx(105 / 111)
    assert slowed["source_timerange"] == {"start": 0, "duration": 4_375_000}
    assert material(content, "videos", moving)["type"] == "video"
    assert material(content, "videos", held)["type"] == "photo"
    assert made().stills == {"Resources/clips/e01s01-03.mp4.png": "clips/e01s01-03.mp4"}


def test_a_clip_of_another_shape_covers_the_picture(content):
    one, _, other, _, _ = tracks(content)["picture"]

    assert one["clip"]["scale"] == {"x": 1.0, "y": 1.0}
    # 128x72 fits into 108x192 as 108x60.75, and must be 192 high.
    assert other["clip"]["scale"]["x"] == pytest.approx(192 / 60.75, rel=1e-5)


def test_a_transition_hangs_on_the_shot_before_it(content):
    (transition,) = content["materials"]["transitions"]
    held = tracks(content)["picture"][3]

    assert (transition["name"], transition["duration"]) == ("叠化", 500_000)
    assert transition["id"] in held["extra_material_refs"]


def test_a_transition_that_the_program_does_not_know_is_a_cut():
    film = handed()
    shots = tuple(
        replace(span, enter=Transition("whip", 6, 6)) if span.enter else span for span in film.timeline.shots
    )

    content = json.loads(
        made(replace(film, timeline=replace(film.timeline, shots=shots))).texts["draft_info.json"]
    )

    assert content["materials"]["transitions"] == []


def test_sounds_have_no_picture_and_pictures_no_sound(content):
    assert all(one["clip"] is None for one in tracks(content)["林夏"])
    assert {one["volume"] for one in tracks(content)["picture"]} == {0.0}


def test_windows_and_macos_find_the_file_that_each_reads():
    windows, mac = (json.loads(made().texts[name]) for name in ("draft_content.json", "draft_info.json"))

    assert (windows["platform"]["os"], mac["platform"]["os"]) == ("windows", "mac")
    assert windows["tracks"] == mac["tracks"]
    assert windows["canvas_config"] == {"width": 108, "height": 192, "ratio": "original"}
    assert (windows["fps"], windows["name"]) == (24.0, TITLE)


def test_the_same_film_has_the_same_bytes():
    assert made() == made()
