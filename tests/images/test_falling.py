from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from pipeline.images.falling import Falling
from pipeline.images.flocks import FLOCKS
from pipeline.images.layers import LayeredPicture

WIDTH, HEIGHT = 216, 384
KINDS = [kind for kind in FLOCKS if kind]


def falling(kind, **changes):
    picture = LayeredPicture(1080, (), falling=kind, **changes)
    return Falling(picture, WIDTH, HEIGHT, HEIGHT / 1920)


def painted(weather, seconds):
    frame = np.full((HEIGHT, WIDTH, 3), 30, np.uint8)
    weather.behind(frame, seconds)
    weather.before(frame, seconds)
    return frame


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_seen_and_moves(kind):
    weather = falling(kind)
    assert (painted(weather, 0) > 33).sum() > 20
    assert (painted(weather, 0) != painted(weather, 0.5)).any()


@pytest.mark.parametrize("kind", KINDS)
def test_a_moment_is_the_same_whichever_came_before(kind):
    weather = falling(kind)
    painted(weather, 7.3)
    assert (painted(weather, 2.0) == painted(falling(kind), 2.0)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_it_never_ends(kind):
    assert (painted(falling(kind), 600) > 33).sum() > 20


def test_clear_air_is_empty():
    assert (painted(falling(""), 1) == 30).all()


def test_what_is_far_is_painted_apart():
    far, near = np.zeros((2, HEIGHT, WIDTH, 3), np.uint8)
    falling("snow").behind(far, 0)
    falling("snow").before(near, 0)
    assert far.any()
    assert near.any()
    assert (far != near).any()


def test_the_tint_colours_it():
    red = painted(falling("embers", tint="#ff2000"), 1).astype(int) - 30
    assert red[..., 2].sum() > 4 * abs(red[..., 0]).sum()


@pytest.mark.parametrize(("kind", "down"), [("snow", 1), ("embers", -1)])
def test_snow_falls_and_embers_rise(kind, down):
    before, after = (painted(falling(kind), seconds).astype(float)[..., 0] - 30 for seconds in (0, 0.1))
    scores = {
        shift: (before[40:-40] * np.roll(after, -shift, axis=0)[40:-40]).sum() for shift in range(-6, 7)
    }
    assert max(scores, key=scores.get) * down > 0


def test_a_flake_moves_by_fractions_of_a_pixel():
    frames = [painted(falling("dust"), seconds) for seconds in np.arange(0, 0.5, 1 / 24)]
    changes = [np.abs(later.astype(int) - earlier).max() for earlier, later in pairwise(frames)]
    assert max(changes) < 40
