"""Lines and shapes, and how a head turns."""

from __future__ import annotations

import re

import pytest

from pipeline.images.drawing.people.pen import View, brush, flipped, mirrored, points, sampled, shape

FRONT, TURNED = View(0, 1, fine=True), View(1, 1, fine=True)


def test_a_face_seen_from_the_front_lies_where_it_is_drawn() -> None:
    assert FRONT.at(40, 20) == (40, 20)


def test_a_turned_face_moves_towards_where_it_looks() -> None:
    assert TURNED.at(0, 0)[0] > 10
    assert TURNED.at(0, 0, out=16)[0] > TURNED.at(0, 0)[0]


def test_the_far_half_of_a_turned_face_is_narrower() -> None:
    (left, _), (middle, _), (right, _) = TURNED.on([(-64, 0), (0, 0), (64, 0)])
    assert right - middle < middle - left


def test_a_mirrored_run_goes_on_where_the_run_ends() -> None:
    half = [(0.0, 0.0), (5.0, 10.0), (3.0, 20.0)]
    assert mirrored(half) == [(-3, 20), (-5, 10), (0, 0)]
    assert flipped(half, -1)[1] == (-5, 10)


def test_a_shape_has_a_corner_where_its_sides_meet() -> None:
    assert shape([(0, 0), (10, 0)], [(10, 0), (10, 10)]).count("L") == 1


def test_samples_run_through_the_points() -> None:
    line = sampled([(0, 0), (10, 5), (20, 0)], 5)
    assert (line[0], line[2], line[-1]) == ((0, 0), (10, 5), (20, 0))


def test_a_brush_swells_in_the_middle_and_ends_in_a_point() -> None:
    xy = [float(number) for number in re.findall(r"-?[\d.]+", brush([(0, 0), (50, 0), (100, 0)], 10))]
    assert xy[:2] == [0, 0]
    assert max(xy[1::2]) == pytest.approx(5)


def test_points_are_read_from_text() -> None:
    assert points("1,2 -3.5,4") == [(1, 2), (-3.5, 4)]
