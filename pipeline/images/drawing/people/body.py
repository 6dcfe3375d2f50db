"""The body under the clothes: proportions, how cloth is shaded, arms, hands, legs and shoes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.images.drawing.ink import Ink, Point, darken
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, shape
from pipeline.images.drawing.people.sitter import ARMPIT, HIP, NECK, SHOULDER, WAIST, Build, Sitter


def cloth(ink: Ink, who: Sitter, data: str, color: str, edge: Sequence[Point] = ()) -> None:
    """
    A piece of cloth in *color* with the outline *data*.

    *edge* is where its shadow begins when the light comes from the right, from top to bottom;
    the shadow fills what lies to the left of it.
    """
    ink.path(data, fill=color)
    if not edge:
        return
    away = -who.view.lit
    run = flipped(edge, -away)
    with ink.group(clip_path=ink.clip(data)):
        far = [(away * 420.0, run[-1][1]), (away * 420.0, run[0][1])]
        ink.path(shape(run, far), fill=who.tones.shade(color), opacity=0.8)


def folds(
    ink: Ink, who: Sitter, color: str, *lines: Sequence[Point], width: float = 8, opacity: float = 0.55
) -> None:
    """Folds as tapered strokes in the shadow of *color*; fewer of them from afar."""
    for line in lines if who.fine else lines[::2]:
        ink.path(brush(line, width), fill=who.tones.shade(darken(color, 0.08)), opacity=opacity)


def torso(build: Build, low: float, *, loose: float = 0.0, wide: float | None = None) -> list[Point]:
    """The right half of the trunk from the neck to *low*; *loose* is the ease of the cloth."""
    hem = build.hip + loose if wide is None else wide
    half = [
        (build.neck, NECK - 14),
        (build.neck + 26, NECK + 14),
        (build.shoulder * 0.8, SHOULDER - 8),
        (build.shoulder - 4, SHOULDER + 14),
        (build.shoulder - 16 + loose * 0.3, ARMPIT),
        (build.chest + loose * 0.5, ARMPIT + 44),
        (build.waist + loose, WAIST),
    ]
    return [*half, (build.hip + loose, HIP), (hem, low)] if low > HIP else [*half, (hem, low)]


def whole(half: Sequence[Point]) -> str:
    """Path data of a shape whose right half runs from top to bottom."""
    return shape([*half], mirrored(half))
