"""What people stand on, and what shines on it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix, seeded
from pipeline.images.drawing.land import ridge, sheet
from pipeline.images.drawing.view import BOTTOM, View

#: A light over the ground: where it stands, its colour, how wide its reflection is.
Shine = tuple[float, str, float]


def plain(ink: Ink, view: View, y: float, tone: str) -> None:
    """Level ground from *y* down, bright where it meets the air."""
    far = mix(tone, view.light.mist, 0.55)
    stops = ((0, far, 1), (0.22, mix(far, tone, 0.7), 1), (0.55, tone, 1), (1, darken(tone, 0.5), 1))
    view.wash(ink, *stops, top=y, bottom=BOTTOM)


def mounds(ink: Ink, view: View, part: str, y: float, tone: str, *, height: float = 40) -> None:
    """Soft uneven ground: earth, grass or snow."""
    upper = mix(tone, view.light.mist, 0.3)
    if view.snowy:
        upper, tone = lighten(view.light.ground, 0.35), mix(view.light.ground, view.light.ambient, 0.25)
    sheet(ink, ridge(view, part, y, height, sharpness=0.05), upper, darken(tone, 0.3), fade=700, edge=0.5)


def paving(ink: Ink, view: View, y: float, tone: str, *, rows: int = 9) -> None:
    """Joints of slabs that run to the vanishing point, over level ground from *y* down."""
    line = darken(tone, 0.35)
    span = BOTTOM - y
    with ink.group(stroke=line, stroke_width=2.5, stroke_opacity=0.4, fill="none"):
        for row in range(1, rows):
            at = y + span * (row / rows) ** 2.1
            ink.path(f"M{view.left:.0f},{at:.0f} H{view.right:.0f}")
        for step in range(-14, 15):
            near = view.center + step * 230
            far = view.center + step * 60
            ink.path(f"M{far:.0f},{y:.0f} L{near:.0f},{BOTTOM}")


def boards(ink: Ink, view: View, y: float, tone: str) -> None:
    """A wooden floor from *y* down."""
    plain(ink, view, y, tone)
    with ink.group(stroke=darken(tone, 0.4), stroke_width=3, stroke_opacity=0.35, fill="none"):
        for step in range(-26, 27):
            ink.path(f"M{view.center + step * 74:.0f},{y:.0f} L{view.center + step * 205:.0f},{BOTTOM}")


def pool(ink: Ink, at: Point, width: float, color: str, opacity: float) -> None:
    """Lamp light that lies on the ground."""
    with ink.group(transform=f"translate({at[0]:.0f} {at[1]:.0f}) scale(1 .26)"):
        ink.glow(0, 0, width, color, opacity)


def reflections(ink: Ink, view: View, y: float, shines: Iterable[Shine], strength: float = 0.6) -> None:
    """The light of each of *shines* on water or wet ground: a soft column from *y* down, with ripples."""
    for x, color, width in shines:
        with ink.group(transform=f"translate({x:.0f} {y:.0f}) scale({width / 560:.3f} 1)"):
            ink.glow(0, 60, 520, color, strength * 0.75)
        random = seeded(view.name, "shine", x)
        stops = ((0, lighten(color, 0.25), strength), (0.35, color, strength * 0.6), (1, color, 0))
        with ink.group(fill=ink.linear((0, y), (0, y + 560), *stops)):
            at, step = y + 6.0, 9.0
            while at < y + 540:
                long = width * random.uniform(0.25, 0.95)
                thick = step * random.uniform(0.14, 0.34)
                ink.rect(x + random.uniform(-0.16, 0.16) * width - long / 2, at, long, thick, rx=thick / 2)
                at, step = at + step, step * 1.085


def puddles(ink: Ink, view: View, y: float) -> None:
    """Still water that mirrors the sky."""
    random = view.random("puddles")
    tone = mix(view.light.sky[2], view.light.key, 0.2)
    for _ in range(round(7 * view.width / 1080)):
        at = random.uniform(y + 120, BOTTOM - 120)
        near = (at - y) / (BOTTOM - y)
        wide = random.uniform(90, 260) * (0.4 + near)
        x = random.uniform(view.left, view.right)
        ink.ellipse(x, at, wide, wide * 0.12, fill=tone, opacity=0.3)
        ink.ellipse(x + wide * 0.1, at - 2, wide * 0.7, wide * 0.06, fill=lighten(tone, 0.3), opacity=0.3)


def outdoors(ink: Ink, view: View, y: float, tone: str, shines: Iterable[Shine] = ()) -> None:
    """A paved open place from *y* down in its weather, with the light of lamps on it."""
    shines = tuple(shines)
    if view.snowy:
        mounds(ink, view, "snow", y + 8, tone, height=14)
    else:
        plain(ink, view, y, mix(tone, view.light.ambient, 0.35) if view.wet else tone)
        paving(ink, view, y, tone)
    if view.wet:
        puddles(ink, view, y)
    if view.lit:
        for x, color, width in shines:
            pool(ink, (x, y + 250), width * 2.6, color, 0.3 * view.light.lamps)
    if view.wet:
        reflections(ink, view, y, shines)
