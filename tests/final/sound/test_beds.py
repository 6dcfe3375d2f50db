"""What lies under a part of the film, and what is heard once."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.final.sound.beds import Bed, Hit, hits_in_blocks, repeated, runs
from pipeline.final.sound.instruments import BED_LEVEL, RATE
from pipeline.final.sound.speech import LEVEL
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan, Timeline

NOBODY = np.zeros_like


def ones(samples: int) -> np.ndarray:
    return np.ones((samples, 2), np.float32)


def laid(*places: str) -> Timeline:
    """A shot of four seconds in each place."""
    spans = []
    for number, place in enumerate(places, 1):
        shot = Shot(id=f"e01s{number:02}-01")
        scene = Scene(id=f"e01s{number:02}", place=place, shots=(shot,))
        spans.append(ShotSpan(scene, shot, 96 * (number - 1), 96, 24))
    return Timeline(24, tuple(spans))


def blocks(*hits: Hit, samples: int = 1000, block: int = 300, talk=NOBODY) -> np.ndarray:
    return np.concatenate(list(hits_in_blocks(hits, samples, block, talk)))


def test_neighbouring_scenes_of_one_kind_are_one_run_and_others_cross():
    first, second = runs(laid("bridge", "bridge", "home"), lambda scene: scene.place, fade=2.0)

    assert first == ("bridge", (0, 1, 7, 9))
    assert second == ("home", (7, 9, 11, 12))


def test_two_beds_that_cross_are_as_loud_as_one():
    beds = [Bed(repeated(lambda: ones(10)), 0, *when) for when in ((0, 1, 7, 9), (7, 9, 11, 12))]
    times = np.arange(2 * RATE, 10 * RATE, 97) / RATE

    power = sum(bed.heard(2 * RATE, times)[:, 0] ** 2 for bed in beds)

    assert power == pytest.approx(10 ** ((LEVEL - BED_LEVEL) / 10), rel=1e-3)


def test_a_bed_goes_on_where_its_round_ends():
    play = repeated(lambda: np.arange(20, dtype=np.float32).reshape(10, 2))

    assert play(8, 4)[:, 0].tolist() == [16, 18, 0, 2]


@pytest.mark.parametrize("block", [7, 300, 5000])
def test_a_hit_is_heard_once_at_its_place_whatever_the_blocks(block: int):
    mixed = blocks(Hit(100 / RATE, lambda: ones(450)), block=block)

    assert np.flatnonzero(mixed[:, 0]).tolist() == list(range(100, 550))


def test_hits_that_meet_are_added_and_mono_is_heard_on_both_sides():
    mixed = blocks(Hit(0, lambda: ones(50)), Hit(0, lambda: np.ones(80, np.float32)))

    assert mixed[0].tolist() == [2, 2]
    assert mixed[60].tolist() == [1, 1]


def test_a_hit_steps_back_while_somebody_speaks():
    mixed = blocks(
        Hit(0, lambda: ones(1000), under_words=-20), talk=lambda times: (times * RATE >= 500).astype(float)
    )

    assert mixed[[0, 499, 500, 999], 0] == pytest.approx([1, 1, 0.1, 0.1])


def test_a_hit_is_read_when_it_is_due():
    read = []
    heard = hits_in_blocks([Hit(700 / RATE, lambda: read.append(1) or ones(1))], 1000, 300, NOBODY)

    next(heard)
    assert read == []
    next(heard), next(heard)
    assert read == [1]
