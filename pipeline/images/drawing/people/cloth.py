"""Patterns woven into cloth and what is sewn on it: motifs, buttons, seams, sashes."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, number
from pipeline.images.drawing.people.sitter import Sitter

_Box = tuple[float, float, float, float]

#: One motif in strokes, around (0, 0), and how far the next one is.
_MOTIFS: dict[str, tuple[str, float]] = {
    "cloud": (
        (
            "m-26,4 c0,-12 14,-16 20,-6 c4,-14 24,-12 24,2 c10,-2 14,10 4,14 h-42 c-10,0 -12,-8 -6,-10 "
            "m12,2 c4,-6 12,-4 12,2"
        ),
        124,
    ),
    "flower": (
        (
            "m0,-16 c10,-12 18,4 6,12 c14,-2 12,16 -2,14 c4,14 -14,14 -12,0 c-14,2 -16,-14 -2,-14 "
            "c-12,-8 0,-24 10,-12 m0,12 v4"
        ),
        104,
    ),
    "ring": ("m-22,0 a22,22 0 1,0 44,0 a22,22 0 1,0 -44,0 m9,0 a13,13 0 1,0 26,0 a13,13 0 1,0 -26,0", 116),
    "bamboo": (
        (
            "m0,-26 v24 m0,6 v24 m0,-34 c10,-12 20,-14 28,-10 c-8,8 -18,12 -28,10 m0,30 "
            "c-10,-12 -20,-14 -28,-10 c8,8 18,12 28,10"
        ),
        120,
    ),
    "dot": ("m-3,0 a3,3 0 1,0 6,0 a3,3 0 1,0 -6,0", 52),
    "circuit": ("m-20,-20 h16 l10,10 v20 l10,10 h10 m-46,-10 h14", 130),
}


def pattern(ink: Ink, who: Sitter, data: str, box: _Box, color: str, *, opacity: float = 0.4) -> None:
    """The pattern of the who's cloth, in *color*, where *data* lies; *box* is left, top, right, bottom."""
    kind = who.look.pattern
    if kind == "plain" or (not who.fine and kind in ("dot", "check")):
        return
    drawn, width = (_lines(kind, box), 5.0) if kind in ("stripe", "check") else (_repeated(kind, box), 3.2)
    with ink.group(clip_path=ink.clip(data)):
        ink.path(
            drawn, fill="none", stroke=color, stroke_width=width, opacity=opacity, stroke_linecap="round"
        )


def _repeated(kind: str, box: _Box) -> str:
    motif, step = _MOTIFS[kind]
    left, top, right, bottom = box
    pieces = []
    for row in range(int((bottom - top) / (step * 0.62)) + 1):
        y = top + row * step * 0.62
        x = left + (row % 2) * step / 2
        while x <= right:
            pieces.append(f"M{number(x)},{number(y)} {motif}")
            x += step
    return " ".join(pieces)


def _lines(kind: str, box: _Box) -> str:
    left, top, right, bottom = box
    across = range(int(left), int(right) + 1, 38)
    pieces = [f"M{x},{number(top)} V{number(bottom)}" for x in across]
    if kind == "check":
        pieces += [f"M{number(left)},{y} H{number(right)}" for y in range(int(top), int(bottom) + 1, 38)]
    return " ".join(pieces)


def buttons(ink: Ink, x: float, heights: list[float], color: str, radius: float = 6) -> None:
    """A row of buttons."""
    for y in heights:
        ink.circle(x, y, radius, fill=color)
        ink.circle(x, y, radius * 0.45, fill="#000000", opacity=0.25)


def tassel(ink: Ink, who: Sitter, x: float, y: float, color: str) -> None:
    """A jade ring on a cord with a tassel, as it hangs from a belt."""
    tones = who.tones
    jade = tones.lit("#8fc7ab", 0.7)
    ink.stroke(f"M{x},{y} v70", color, 5)
    ink.circle(x, y + 88, 15, fill="none", stroke=jade, stroke_width=10)
    ink.path(f"M{x - 9},{y + 112} h18 l5,78 h-28 Z", fill=color)
    if who.fine:
        ink.stroke(f"M{x - 5},{y + 124} v62 M{x},{y + 124} v62 M{x + 5},{y + 124} v62", tones.shade(color), 2)
    ink.rect(x - 11, y + 106, 22, 10, rx=4, fill=tones.metal)
