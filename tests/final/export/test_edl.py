"""What stands in an edit decision list, read back by OpenTimelineIO's adapter and by its lines."""

from __future__ import annotations

import re
from dataclasses import replace

import opentimelineio
import pytest
from handing import handed

from pipeline.errors import InputError
from pipeline.final.export import edl, otio
from pipeline.timeline import Transition

EVENT = re.compile(r"^(\d{3})  (\w+) +V     ([CD]) +(\d{3})? *(\S+) (\S+) (\S+) (\S+)$", re.MULTILINE)


@pytest.fixture
def text():
    return edl.text(otio.timeline(handed()), 24)


def frames(timecode):
    hours, minutes, seconds, frames = map(int, timecode.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 24 + frames


def events(text):
    """Number, reel, kind and frames of dissolve of each event, and its four times in frames."""
    found = (event.groups() for event in EVENT.finditer(text))
    return [(*one[:4], *map(frames, one[4:])) for one in found]


def test_every_cut_is_at_its_frame(text):
    assert events(text) == [
        ("001", "E01S0101", "C", None, 0, 48, 0, 48),
        ("002", "E01S0102", "C", None, 0, 105, 48, 159),
        ("003", "E01S0103", "C", None, 0, 48, 159, 207),
        ("004", "E01S0103", "C", None, 47, 48, 207, 231),
        ("005", "E01S0103", "C", None, 48, 48, 231, 231),
        ("005", "E01S0201", "D", "012", 0, 63, 231, 294),
    ]


def test_the_adapter_reads_the_same_cuts(text):
    track = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=24).tracks[0]
    shown = [item for item in track if isinstance(item, opentimelineio.schema.Clip)]

    assert [(one.name, one.range_in_parent().start_time.value, one.duration().value) for one in shown] == [
        ("e01s01-01", 0, 48),
        ("e01s01-02", 48, 111),
        ("e01s01-03", 159, 48),
        ("e01s01-03", 207, 24),
        ("e01s02-01", 231, 63),
    ]
    assert shown[1].effects[0].time_scalar == pytest.approx(105 / 111, abs=0.05 / 24)
    assert isinstance(shown[3].effects[0], opentimelineio.schema.FreezeFrame)


def test_names_files_and_scenes_are_comments(text):
    assert text.startswith('TITLE: 雨 夜 "A&B" <100%> #1\'s\nFCM: NON-DROP FRAME\n')
    assert "* SOURCE FILE: ../clips/e01s02-01.mp4" in text
    assert "* LOC: 00:00:09:15 GREEN   e01s02 客厅" in text
    assert "* TRANSITION: dissolve" in text
    assert "M2   E01S0102       022.7                00:00:00:00" in text


def test_a_long_title_stays_in_one_line():
    whole = otio.timeline(replace(handed(), title="雨夜\n" * 40))

    title = edl.text(whole, 24).splitlines()[0]

    assert len(title) == len("TITLE: ") + 70
    assert "雨夜 雨夜" in title


def test_a_film_that_begins_from_black_says_so():
    film = handed()
    first, *others = film.timeline.shots
    begun = replace(film.timeline, shots=(replace(first, enter=Transition("fade", 0, 12)), *others))

    found = events(edl.text(otio.timeline(replace(film, timeline=begun)), 24))

    assert found[:2] == [
        ("001", "BL", "C", None, 0, 0, 0, 0),
        ("001", "E01S0101", "D", "012", 0, 48, 0, 48),
    ]


def test_files_with_long_names_have_reels_of_their_own():
    whole = otio.timeline(handed())
    for number, clip in enumerate(whole.find_clips(), start=98):
        clip.name = f"e01s{number}-1234"
        clip.media_reference.target_url = f"../clips/{clip.name}.mp4"

    reels = {found[1] for found in events(edl.text(whole, 24))}

    assert all(len(reel) <= 8 for reel in reels)
    assert len(reels) == 5


@pytest.mark.parametrize("fps", [8, 48, 60])
def test_a_rate_that_the_format_can_not_count_is_refused(fps):
    with pytest.raises(InputError, match=f"can't count {fps} frames"):
        edl.text(otio.timeline(handed()), fps)


def test_more_events_than_the_format_has_are_refused():
    whole = otio.timeline(handed())
    track = whole.video_tracks()[0]
    track.extend(track[0].deepcopy() for _ in range(995))

    with pytest.raises(InputError, match="at most 999 events, and this film has 1000"):
        edl.text(whole, 24)
