"""Shots and lines in time: without a gap, without an overlap, in whole frames."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pipeline.story import Episode, Line, Scene, Shot
from pipeline.timeline import Pacing, Spoken, Transition, lay
from pipeline.voices.engine import Word

FIRST, SECOND, THIRD = "e01s01-01-1", "e01s01-01-2", "e01s01-01-3"


def scene(number: int, *shots: Shot) -> Scene:
    return Scene(id=f"e01s{number:02d}", place="客厅", shots=shots)


def said(id_: str, speaker: str) -> Line:
    return Line(id=id_, speaker=speaker, text="你好")


def episode() -> Episode:
    """A shot with three lines, one without words, and one in another scene."""
    talk = Shot(
        id="e01s01-01",
        lines=(said(FIRST, "林夏"), said(SECOND, "林夏"), said(THIRD, "老陈")),
        least_seconds=2,
    )
    look = Shot(id="e01s01-02", least_seconds=2.5)
    short = Shot(id="e01s02-01", lines=(said("e01s02-01-1", ""),), least_seconds=4)
    return Episode(id="e01", number=1, scenes=(scene(1, talk, look), scene(2, short)))


SPOKEN = {FIRST: Spoken(1.0), SECOND: Spoken(0.5), THIRD: Spoken(2.0), "e01s02-01-1": Spoken(1.0)}


def test_an_episode_lies_in_time_as_its_voices_and_the_silences_say():
    timeline = lay(episode(), SPOKEN, fps=10)

    # 0.3 + 1.0 + 0.3 (she goes on) + 0.5 + 0.45 (he answers) + 2.0 + 0.4 = 4.95 s: 50 frames.
    assert [(span.start_frame, span.frames) for span in timeline.shots] == [(0, 50), (50, 25), (75, 40)]
    assert [(round(line.start, 3), round(line.end, 3)) for line in timeline.lines] == [
        (0.3, 1.3),
        (1.6, 2.1),
        (2.55, 4.55),
        (7.8, 8.8),
    ]
    assert (timeline.frames, timeline.seconds) == (115, 11.5)


def test_a_scene_ends_with_more_air_than_a_shot():
    def length(pacing: Pacing) -> int:
        one = Shot(id="e01s01-01", lines=(said(FIRST, "林夏"),), least_seconds=0.5)
        other = Shot(id="e01s01-02", lines=(said("e01s01-02-1", "林夏"),), least_seconds=0.5)
        told = Episode(id="e01", number=1, scenes=(scene(1, one, other),))
        spoken = {FIRST: Spoken(1.0), "e01s01-02-1": Spoken(1.0)}
        return [span.frames for span in lay(told, spoken, 10, pacing).shots]

    assert length(Pacing(before_first=0, after_last=0.1, scene_end=0.9)) == [11, 19]


@pytest.mark.parametrize("fps", [24, 25, 30, 60])
def test_a_shot_of_whole_frames_gets_no_frame_more(fps):
    one = Shot(id="e01s01-01", lines=(said(FIRST, ""),), least_seconds=0.5)
    told = Episode(id="e01", number=1, scenes=(scene(1, one),))

    timeline = lay(told, {FIRST: Spoken(1.6)}, fps, Pacing(before_first=0.1, scene_end=0.3))

    assert timeline.frames == 2 * fps


def test_the_words_of_a_line_go_with_it():
    words = (Word(0, 1, 0.0, 0.4), Word(1, 2, 0.5, 1.0))

    timeline = lay(episode(), SPOKEN | {FIRST: Spoken(1.0, words)}, fps=10)

    assert next(timeline.lines).words == words


def test_a_line_that_nobody_spoke_is_an_error_of_the_caller():
    with pytest.raises(KeyError, match=FIRST):
        lay(episode(), {}, fps=10)


def test_a_shot_is_found_by_its_id():
    span = lay(episode(), SPOKEN, fps=10).shot("e01s01-02")

    assert (span.start, span.end, span.seconds) == (5.0, 7.5, 2.5)


def test_cards_make_the_film_longer_and_the_story_later():
    timeline = lay(episode(), SPOKEN, fps=10, cards=(2.5, 4))

    assert (timeline.opening, timeline.closing, timeline.frames) == (25, 40, 115 + 65)
    assert [span.start_frame for span in timeline.shots] == [25, 75, 100]
    assert next(timeline.lines).start == pytest.approx(2.8)


def test_a_film_is_joined_from_cards_transitions_and_what_is_left_of_the_shots():
    laid = lay(episode(), SPOKEN, fps=10, cards=(1, 1))
    one, two, three = laid.shots
    dissolve = Transition("dissolve", 3, 2)
    shots = (one, replace(two, leave=dissolve), replace(three, enter=dissolve))

    pieces = list(replace(laid, shots=shots).pieces)

    assert [(piece.kind, piece.name, piece.frames) for piece in pieces] == [
        ("title", "e01-title", 10),
        ("shot", "e01s01-01", 50),
        ("shot", "e01s01-02", 22),
        ("transition", "e01s02-01-in", 5),
        ("shot", "e01s02-01", 38),
        ("credits", "e01-credits", 10),
    ]
    assert [span.shot.id for span in pieces[3].spans] == ["e01s01-02", "e01s02-01"]


def test_transitions_are_not_heard():
    laid = lay(episode(), SPOKEN, fps=10)
    entered = laid.shots[2].scene.model_copy(update={"enter": "wipe"})
    shots = (*laid.shots[:2], replace(laid.shots[2], scene=entered, enter=Transition("wipe", 2, 2)))

    assert replace(laid, shots=shots).heard == laid.heard == laid


@pytest.mark.parametrize("wrong", [{"before_first": -0.1}, {"scene_end": 6}, {"pause": 1}])
def test_a_pacing_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Pacing).validate_python(wrong)


silences = st.floats(0, 5)
pacings = st.builds(Pacing, silences, silences, silences, silences, silences)


@st.composite
def told(draw: st.DrawFn) -> tuple[Episode, dict[str, Spoken]]:
    """Any episode of up to three scenes, with how long each line is."""
    spoken: dict[str, Spoken] = {}

    def shot(id_: str) -> Shot:
        lengths = draw(st.lists(st.floats(0.05, 20), max_size=3))
        ids = [f"{id_}-{number}" for number in range(1, len(lengths) + 1)]
        spoken.update({line: Spoken(seconds) for line, seconds in zip(ids, lengths, strict=True)})
        lines = tuple(said(line, draw(st.sampled_from(["", "林夏", "老陈"]))) for line in ids)
        return Shot(id=id_, lines=lines, least_seconds=draw(st.floats(0.5, 60)))

    scenes = tuple(
        scene(number, *(shot(f"e01s{number:02d}-{n:02d}") for n in range(1, draw(st.integers(2, 4)))))
        for number in range(1, draw(st.integers(2, 4)))
    )
    return Episode(id="e01", number=1, scenes=scenes), spoken


rates = st.integers(1, 120)


@settings(deadline=None)
@given(told(), rates, pacings)
def test_shots_follow_each_other_without_a_gap_in_the_order_of_the_story(told, fps, pacing):
    story, spoken = told
    timeline = lay(story, spoken, fps, pacing)

    at = 0
    for span in timeline.shots:
        assert span.start_frame == at
        assert span.frames > 0
        at += span.frames
    assert timeline.frames == at
    assert [(span.scene, span.shot) for span in timeline.shots] == list(story.shots)


@settings(deadline=None)
@given(told(), rates, pacings)
def test_every_line_lies_in_its_shot_with_the_silences_around_it(told, fps, pacing):
    story, spoken = told
    hair = 1e-6

    for span in lay(story, spoken, fps, pacing).shots:
        assert [line.line for line in span.lines] == list(span.shot.lines)
        at = span.start + pacing.before_first
        for line in span.lines:
            assert line.start >= at - hair
            assert line.end - line.start == pytest.approx(spoken[line.line.id].seconds)
            at = line.end + min(pacing.same_speaker, pacing.other_speaker)
        if span.lines:
            assert span.lines[-1].end + min(pacing.after_last, pacing.scene_end) <= span.end + hair


@settings(deadline=None)
@given(told(), rates, pacings)
def test_a_shot_is_as_long_as_it_needs_and_less_than_a_frame_longer(told, fps, pacing):
    story, spoken = told

    for span in lay(story, spoken, fps, pacing).shots:
        tail = pacing.scene_end if span.shot == span.scene.shots[-1] else pacing.after_last
        words = span.lines[-1].end - span.start + tail if span.lines else 0.0
        needed = max(words, span.shot.least_seconds)
        assert needed * fps - 1e-4 <= span.frames < math.ceil(needed * fps + 1e-4) + 1e-4
