"""Arms in sleeves and how they are held; the hands at their ends are drawn with them."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.images.drawing.ink import Point
from pipeline.images.drawing.people.pen import flipped
from pipeline.images.drawing.people.sitter import ARMPIT, NECK, SHOULDER, Sitter
from pipeline.images.drawing.people.stance import stature

#: The outer and the inner line of a right arm.
_Lines = tuple[list[Point], list[Point]]


def at_head(who: Sitter, x: float, y: float) -> Point:
    """Where a point of the head lies in the units of the body, which is smaller in children."""
    body = stature(who.look.age, female=who.look.female).body
    return x / body, NECK - (NECK - y) / body


def _pocket(who: Sitter, ease: float) -> _Lines:
    build, s = who.build, who.build.shoulder
    outer = [
        (s - 26, SHOULDER - 2),
        (s + 12, SHOULDER + 42),
        (s + 30 + ease, 400),
        (s + 26 + ease, 520),
        (build.hip + 16, 650),
    ]
    inner = [(build.chest - 6, ARMPIT + 10), (s - 22, 400), (s - 24 - ease, 500), (build.hip - 34, 632)]
    return outer, inner


def _clasped(who: Sitter, ease: float) -> _Lines:
    build, s = who.build, who.build.shoulder
    outer = [
        (s - 26, SHOULDER - 2),
        (s + 10, SHOULDER + 42),
        (s + 24 + ease, 400),
        (s + 8 + ease, 510),
        (s - 50, 590 + ease),
        (24, 626 + ease),
    ]
    inner = [(build.chest - 6, ARMPIT + 10), (s - 20, 400), (s - 40, 490), (s - 84, 540), (20, 574)]
    return outer, inner


def _raised(who: Sitter, ease: float) -> _Lines:
    build, s = who.build, who.build.shoulder
    outer = [
        (s - 26, SHOULDER - 2),
        (s + 14, SHOULDER + 42),
        (s + 34 + ease, 400),
        (s + 26, 486 + ease),
        (s - 6, 500 + ease),
        (s - 10, 396),
    ]
    inner = [(build.chest - 6, ARMPIT + 10), (s - 26, 380), (s - 52, 440), (s - 56, 400)]
    return outer, inner


def _ear(who: Sitter, ease: float) -> _Lines:
    build, s = who.build, who.build.shoulder
    outer = [
        (s - 26, SHOULDER - 2),
        (s + 18, SHOULDER + 42),
        (s + 40 + ease, 380),
        (s + 24 + ease, 440),
        (s - 6, 420),
        (s - 8, 300),
        at_head(who, 138, 116),
    ]
    inner = [(build.chest - 6, ARMPIT + 10), (s - 34, 330), (s - 44, 300), at_head(who, 104, 112)]
    return outer, inner


def _crossed(who: Sitter, ease: float) -> _Lines:
    build, s = who.build, who.build.shoulder
    outer = [
        (s - 26, SHOULDER - 2),
        (s + 14, SHOULDER + 42),
        (s + 30 + ease, 380),
        (s + 10 + ease, 452 + ease),
        (s - 60, 462 + ease),
        (-72, 428),
    ]
    inner = [(build.chest - 6, ARMPIT + 10), (s - 26, 352), (s - 60, 382), (-66, 366)]
    return outer, inner


def _heart(who: Sitter, ease: float) -> _Lines:
    build, s = who.build, who.build.shoulder
    outer = [
        (s - 26, SHOULDER - 2),
        (s + 14, SHOULDER + 42),
        (s + 32 + ease, 400),
        (s + 12, 480 + ease),
        (s - 40, 468 + ease),
        (34, 356),
    ]
    inner = [(build.chest - 6, ARMPIT + 10), (s - 26, 372), (s - 56, 400), (58, 318)]
    return outer, inner


def _down(who: Sitter, ease: float) -> _Lines:
    build, s = who.build, who.build.shoulder
    outer = [
        (s - 26, SHOULDER - 2),
        (s + 12, SHOULDER + 42),
        (s + 22 + ease, 400),
        (s + 22 + ease, 540),
        (s + 12 + ease, 680),
    ]
    inner = [(build.chest - 6, ARMPIT + 10), (s - 20, 400), (s - 20 - ease, 540), (s - 24 - ease, 682)]
    return outer, inner


_POSES: dict[str, Callable[[Sitter, float], _Lines]] = {
    "pocket": _pocket,
    "clasped": _clasped,
    "raised": _raised,
    "ear": _ear,
    "crossed": _crossed,
    "heart": _heart,
    "down": _down,
}


def arm(who: Sitter, side: int, pose: str, loose: float = 0.0) -> _Lines:
    """The outer and the inner line of a sleeve, both from the shoulder to the wrist."""
    outer, inner = _POSES[pose](who, loose)
    return flipped(outer, side), flipped(inner, side)
