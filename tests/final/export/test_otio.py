"""What stands in an OpenTimelineIO timeline, read back from its text."""

from __future__ import annotations

from dataclasses import replace

import opentimelineio
import pytest
from handing import FPS, LINES, SHOTS, TITLE, handed, picture

from pipeline.final.export import otio
from pipeline.final.picture.cut import Rule


@pytest.fixture
def read():
    return opentimelineio.adapters.read_from_string(otio.text(handed()), "otio_json")


def clips(track):
    return [item for item in track if isinstance(item, opentimelineio.schema.Clip)]


def places(track):
    """Where each clip of *track* begins in the film and how long it lasts."""
    return {
        clip.name: (clip.range_in_parent().start_time.value, clip.duration().value) for clip in clips(track)
    }


def test_every_shot_is_cut_at_its_frame(read):
    shown = clips(read.video_tracks()[0])

    assert [(clip.name, *range_(clip.range_in_parent())) for clip in shown] == [
        ("e01s01-01", 0, 48),
        ("e01s01-02", 48, 111),
        ("e01s01-03", 159, 48),
        ("e01s01-03", 207, 24),
        ("e01s02-01", 231, 63),
    ]
    assert read.duration() == opentimelineio.opentime.RationalTime(294, FPS)


def range_(timed):
    return timed.start_time.value, timed.duration.value


def test_a_clip_that_is_too_short_is_slowed_or_its_last_picture_is_held(read):
    _, slowed, moving, held, _ = clips(read.video_tracks()[0])

    assert slowed.effects[0].time_scalar == pytest.approx(105 / 111)
    assert range_(slowed.media_reference.available_range) == (0, 105)
    assert list(moving.effects) == []
    assert isinstance(held.effects[0], opentimelineio.schema.FreezeFrame)
    assert range_(held.source_range) == (47, 24)


def test_a_clip_of_another_rate_says_its_own(read):
    there = clips(read.video_tracks()[0])[2].media_reference.available_range

    assert (there.duration.value, there.duration.rate) == (32, 16)


def test_each_speaker_has_a_track_on_which_every_line_begins_at_its_sample(read):
    tracks = {track.name: places(track) for track in read.audio_tracks()}

    assert list(tracks) == ["林夏", "老陈", "narrator", "music"]
    assert {**tracks["林夏"], **tracks["老陈"], **tracks["narrator"]} == LINES
    assert tracks["music"] == {"music": (0, 588_000)}


def test_a_transition_lies_around_its_cut(read):
    transitions = [
        item for item in read.video_tracks()[0] if isinstance(item, opentimelineio.schema.Transition)
    ]

    assert [(one.name, one.in_offset.value, one.out_offset.value) for one in transitions] == [
        ("dissolve", 6, 6),
        ("fade", 12, 0),
    ]


def test_scenes_lines_and_subtitles_are_markers(read):
    marked = [
        (one.metadata[otio.OURS]["kind"], one.name, *range_(one.marked_range)) for one in read.tracks.markers
    ]

    assert ("scene", "e01s01 1-1 夜 外 街口", 0, 231) in marked
    assert ("scene", "e01s02 客厅", 231, 63) in marked
    assert ("line", "我一直都在。", 96, 18) in marked
    assert ("subtitle", "100% #真😀", 125, 29) in marked
    assert ("caption", "三年前\n江城", 159, 48) in marked


def test_files_are_named_from_the_timelines_own_folder(read):
    urls = [clip.media_reference.target_url for clip in read.find_clips()]

    assert urls[0] == "../clips/e01s01-01.mp4"
    assert urls[-1] == "stems/e01-music.wav"


def test_it_says_who_made_which_take(read):
    shot = clips(read.video_tracks()[0])[0].metadata[otio.OURS]

    assert read.name == TITLE
    assert (shot["engine"], shot["take"], shot["scene"], shot["fit"]) == ("drawn", 2, "e01s01", "trimmed")


def test_the_same_film_has_the_same_bytes():
    assert otio.text(handed()) == otio.text(handed())


def test_a_card_has_its_picture_or_else_nothing_as_long_as_it():
    film = handed()
    shots = tuple(replace(span, start_frame=span.start_frame + 24) for span in film.timeline.shots)
    longer = replace(film, timeline=replace(film.timeline, shots=shots, opening=24, closing=12))
    title = replace(picture("e01s01-01", Rule.WHOLE, 24), name="final/shots/e01-title.mp4", fit=None)

    without = otio.timeline(longer).video_tracks()[0]
    card = otio.timeline(replace(longer, pictures={**film.pictures, "title": title})).video_tracks()[0][0]

    assert isinstance(without[0], opentimelineio.schema.Gap)
    assert isinstance(without[-1], opentimelineio.schema.Gap)
    assert places(without)["e01s01-02"] == (72, SHOTS["e01s01-02"][1])
    assert without.duration().value == 294 + 24 + 12
    assert (card.name, card.duration().value) == ("title", 24)
    assert card.media_reference.target_url == "shots/e01-title.mp4"


def test_a_clip_of_one_picture_is_held_for_its_whole_shot():
    film = handed()
    one = picture("e01s01-03", Rule.HELD, 1, fps=30)

    track = otio.timeline(replace(film, pictures={**film.pictures, "e01s01-03": one})).video_tracks()[0]

    assert [range_(clip.source_range) for clip in clips(track)[2:4]] == [(0, 1), (0, 71)]
