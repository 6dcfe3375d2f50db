"""Which scenes go over into each other, and for how many frames."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.final.picture.transitions import Transitions, joined
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan, Timeline, Transition

FPS = 24


def film(*scenes: tuple[dict, list[int]], opening: int = 0, closing: int = 0) -> Timeline:
    """A timeline of scenes, each with what the storyboard says of it and the frames of its shots."""
    spans, at = [], opening
    for number, (said, lengths) in enumerate(scenes, 1):
        shots = tuple(Shot(id=f"e01s{number:02d}-{n:02d}") for n, _ in enumerate(lengths, 1))
        scene = Scene(id=f"e01s{number:02d}", place="街", shots=shots, **said)
        for shot, frames in zip(shots, lengths, strict=True):
            spans.append(ShotSpan(scene, shot, at, frames, FPS))
            at += frames
    return Timeline(FPS, tuple(spans), opening, closing)


def entered(timeline: Timeline) -> dict[str, tuple[str, int, int]]:
    """How each shot is entered that is not cut in."""
    found = {span.shot.id: span.enter for span in timeline.shots}
    return {name: (one.kind, one.before, one.after) for name, one in found.items() if one}


def test_by_default_all_is_cut_as_it_always_was():
    laid = film(({}, [48, 48]), ({"flashback": True}, [48]))

    assert joined(laid, Transitions()) == laid


def test_scenes_go_over_into_each_other_and_shots_of_one_scene_are_cut():
    found = joined(film(({}, [48, 48]), ({}, [48, 48])), Transitions(between_scenes="dissolve"))

    assert entered(found) == {"e01s02-01": ("dissolve", 6, 6)}
    assert found.shots[1].leave == found.shots[2].enter == Transition("dissolve", 6, 6)
    assert [span.body for span in found.shots] == [(0, 48), (0, 42), (6, 48), (0, 48)]


def test_what_the_storyboard_says_goes_before_the_films_own():
    told = film(({}, [48]), ({"enter": "wipe"}, [48]), ({"enter": "cut"}, [48]), ({}, [48]))

    found = joined(told, Transitions(between_scenes="fade"))

    assert entered(found) == {"e01s02-01": ("wipe", 6, 6), "e01s04-01": ("fade", 6, 6)}


def test_flashbacks_may_have_their_own():
    told = film(({}, [48]), ({"flashback": True}, [48]), ({"flashback": True}, [48]), ({}, [48]))

    found = joined(told, Transitions(flashbacks="flash"))

    assert entered(found) == {"e01s02-01": ("flash", 6, 6), "e01s04-01": ("flash", 6, 6)}


@pytest.mark.parametrize(("frames", "half"), [(48, 6), (16, 4), (7, 1), (3, 0)])
def test_a_short_shot_has_a_short_transition_and_the_shortest_a_cut(frames, half):
    found = joined(film(({}, [48]), ({}, [frames])), Transitions(between_scenes="dissolve"))

    assert [one[1:] for one in entered(found).values()] == ([(half, half)] if half else [])


def test_a_whip_is_quicker():
    found = joined(film(({}, [48]), ({}, [48])), Transitions(between_scenes="whip"))

    assert entered(found) == {"e01s02-01": ("whip", 4, 4)}


def test_a_film_may_end_in_black_and_begin_from_it():
    found = joined(film(({"enter": "fade"}, [48]), ({}, [48])), Transitions(ending="fade"))

    assert found.shots[0].enter == Transition("fade", 0, 12)
    assert found.shots[-1].leave == Transition("fade", 12, 0)
    assert [piece.name for piece in found.pieces] == [
        "e01s01-01-in",
        "e01s01-01",
        "e01s02-01",
        "e01s02-01-out",
    ]


def test_cards_stand_between_the_story_and_the_black():
    told = film(({"enter": "fade"}, [48]), opening=24, closing=24)

    assert joined(told, Transitions(ending="fade")) == told


def test_a_film_gets_no_longer_and_loses_no_frame():
    told = film(({}, [48, 30]), ({"enter": "whip"}, [24]), ({}, [48]), opening=10, closing=20)

    found = joined(told, Transitions(between_scenes="fade"))

    assert sum(piece.frames for piece in found.pieces) == found.frames == told.frames
    assert [span.start_frame for span in found.shots] == [span.start_frame for span in told.shots]


@pytest.mark.parametrize("wrong", [{"between_scenes": "swirl"}, {"seconds": 0}, {"ending": "wipe"}])
def test_a_transition_that_there_is_not_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Transitions).validate_python(wrong)
