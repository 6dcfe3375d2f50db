from __future__ import annotations

import numpy as np
import pytest

from pipeline.clips.camera import PATHS, Camera, Pose, travelled
from pipeline.images.layers import BLEED
from pipeline.story import Move

FRAME = 1 / 24


def poses(camera: Camera, seconds: float) -> np.ndarray:
    """A row of zoom, x and y for each frame; one percent of zoom weighs as much as ten units."""
    shown = [camera.at(number * FRAME) for number in range(round(seconds / FRAME))]
    return np.array([(pose.zoom * 1000, pose.x, pose.y) for pose in shown])


def test_every_move_of_the_story_has_a_path():
    assert set(PATHS) == set(Move)


@pytest.mark.parametrize("move", Move)
def test_a_shot_begins_with_the_picture_as_it_was_painted(move):
    assert Camera(move, 5).at(0) == Pose()


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("seconds", [0.5, 2, 5, 20])
def test_a_move_starts_and_ends_softly_and_never_jerks(move, seconds):
    speed = np.diff(poses(Camera(move, seconds), seconds), axis=0)
    assert np.abs(speed[[0, -1]]).max() < 0.35 * max(np.abs(speed).max(), 0.01)
    assert np.abs(np.diff(speed, axis=0)).max() < 0.2


@pytest.mark.parametrize("move", [Move.PUSH, Move.PAN_LEFT, Move.TILT_UP])
def test_the_speed_does_not_depend_on_the_length_of_a_short_shot(move):
    short, longer = (np.diff(poses(Camera(move, seconds), seconds), axis=0).max() for seconds in (2.5, 5))
    assert short == pytest.approx(longer, rel=0.01)


def test_a_long_shot_takes_its_whole_length_for_the_full_extent():
    camera = Camera(Move.PUSH, 30)
    assert camera.at(30).zoom == pytest.approx(1 + PATHS[Move.PUSH].zoom)
    assert camera.at(15).zoom == pytest.approx(1 + PATHS[Move.PUSH].zoom / 2)


def test_strength_scales_the_way_and_none_holds_still():
    assert Camera(Move.PAN_LEFT, 9, strength=0.5).at(9).x == pytest.approx(33)
    assert Camera(Move.PAN_LEFT, 9, strength=0).at(9) == Pose()


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("depth", [1.0, 1.8])
def test_no_move_goes_farther_than_the_layers_are_drawn(move, depth):
    camera = Camera(move, 20, strength=3, depth=depth, room=BLEED)
    assert camera.reach <= BLEED + 1e-6
    for seconds in np.linspace(0, 20, 90):
        pose = camera.at(seconds)
        zoom = 1 + (pose.zoom - 1) * depth
        sides = 540 * zoom - abs(pose.x) * depth + BLEED * zoom
        below = 1056 * zoom - abs(pose.y) * depth + BLEED * zoom
        assert sides >= 540
        assert below >= 1056


@pytest.mark.parametrize("whole", [0.1, 1, 1.8, 7])
def test_travelling_never_goes_back_and_loses_one_ramp_in_all(whole):
    way = [travelled(share * whole, whole) for share in np.linspace(0, 1, 50)]
    assert way[0] == 0
    assert way == sorted(way)
    assert way[-1] == pytest.approx(whole - min(0.9, whole / 2))
