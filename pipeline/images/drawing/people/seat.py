"""Sitting: the seat behind somebody, and the legs that come forward."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, darken, lighten
from pipeline.images.drawing.people.body import cloth, folds
from pipeline.images.drawing.people.legs import shoes
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, shape
from pipeline.images.drawing.people.sitter import GROUND, HIP, Sitter

#: How much lower the head of somebody is who sits, in head units of the body.
DROP = 310.0
#: Below it the clothes of somebody who stands are cut off; the legs begin above.
CUT = HIP + 16
_LOW = GROUND - DROP
_CLOTHED = (
    "robe", "ruqun", "cloak", "official", "dragon", "bride", "monk", "armour", "qipao", "gown", "student",
    "dress", "wedding", "nurse", "blouse",
)  # fmt: skip
_OF_MAIN = ("suit", "police", "army", "zhongshan", "tech", "techcoat")


def behind(ink: Ink, who: Sitter) -> None:
    """What somebody sits on, as far as it is seen behind them."""
    if who.seat in ("bed", "counter"):
        _box(ink, who)
    elif who.seat:
        _chair(ink, who)


def _box(ink: Ink, who: Sitter) -> None:
    color = who.tones.lit("#8c7f8e" if who.seat == "bed" else "#6d4a36")
    ink.rect(-560, HIP - 6, 1120, _LOW - HIP, rx=26 if who.seat == "bed" else 6, fill=darken(color, 0.25))
    ink.rect(-560, HIP - 6, 1120, 74, rx=26 if who.seat == "bed" else 6, fill=color)
    ink.rect(-560, HIP + 66, 1120, 12, fill=darken(color, 0.45), opacity=0.6)


def _chair(ink: Ink, who: Sitter) -> None:
    wicker = who.seat == "wicker"
    color = who.tones.lit("#b58a55" if wicker else "#5d4033")
    half = who.build.shoulder + 52
    for side in (-1, 1):
        ink.rect(side * (half + 22) - 15, 560, 30, _LOW - 550, rx=8, fill=darken(color, 0.4))
    back = shape(
        [(-half, 700), (-half - 8, 330), (-half + 60, 232), (0, 206)],
        mirrored([(-half, 700), (-half - 8, 330), (-half + 60, 232), (0, 206)]),
    )
    cloth(ink, who, back, darken(color, 0.1), [(-40, 200), (-60, 460), (-50, 720)])
    if wicker:
        with ink.group(clip_path=ink.clip(back)):
            for x in range(-320, 320, 34):
                ink.stroke(f"M{x},200 l170,520 M{x},200 l-170,520", darken(color, 0.35), 6, opacity=0.55)
    ink.path(back, fill="none", stroke=lighten(color, 0.12), stroke_width=20)
    for side in (-1, 1):
        rest = [(half - 8, 566), (half + 40, 556), (half + 46, 590), (half - 4, 604)]
        ink.path(shape(flipped(rest, side)), fill=who.lit(side, lighten(color, 0.1)))


def legs(ink: Ink, who: Sitter) -> None:
    """Thighs towards us and shins down to the ground, in trousers or under a long cloth."""
    tones, look = who.tones, who.look
    with ink.group(transform=f"translate(0 {-DROP:.0f})"):
        for side in (-1, 1):
            shoes(ink, who, side, tones.lit("#26222a"))
    if look.garment in _CLOTHED:
        _lap(ink, who, tones.main)
    elif look.garment in _OF_MAIN:
        _trousers(ink, who, tones.main)
    else:
        lots = ("#2a3040", "#3d5070", "#3a3a40", "#6a6256", "#23242b", "#8d7f6a")
        _trousers(ink, who, tones.lit(look.lot("trousers", lots)))


def _lap(ink: Ink, who: Sitter, color: str) -> None:
    hip = who.build.hip
    half = [(hip + 8, 590), (hip + 42, 676), (hip + 40, 760), (hip + 16, 900), (hip + 22, _LOW - 26)]
    hem = [(hip + 22, _LOW - 26), (0.0, _LOW - 12)]
    cloth(
        ink,
        who,
        shape(half, hem, mirrored(hem), mirrored(half)),
        darken(color, 0.12),
        [(-30, 580), (-60, _LOW)],
    )
    top = [(hip + 8, 590), (hip + 42, 676), (hip + 36, 742), (hip * 0.5, 772), (0.0, 738)]
    cloth(ink, who, shape(top, mirrored(top)), color, [(-20, 580), (-50, 790)])
    run = [(0.0, 730), (-6, 860), (4, _LOW - 20)]
    folds(
        ink,
        who,
        color,
        run,
        [(60, 780), (70, 900), (64, 1030)],
        [(-66, 780), (-76, 900), (-70, 1030)],
        width=12,
    )


def _trousers(ink: Ink, who: Sitter, color: str) -> None:
    hip = who.build.hip
    for side in (-1, 1):
        tone = who.lit(side, color)
        outer = [(hip + 12, 720), (hip + 2, 880), (hip - 26, _LOW - 34)]
        inner = [(hip - 84, _LOW - 34), (26, 880), (22, 740)]
        cloth(ink, who, shape(flipped(outer, side), flipped(inner, side)), darken(tone, 0.14))
        thigh = [
            (hip - 6, 586),
            (hip + 26, 670),
            (hip + 20, 748),
            (hip - 34, 786),
            (24, 768),
            (4, 690),
            (0, 600),
        ]
        ink.path(shape(flipped(thigh, side)), fill=tone)
        knee = [(34, 764), (hip - 40, 782), (hip + 8, 752)]
        ink.path(brush(flipped(knee, side), 8), fill=who.tones.shade(darken(color, 0.15)), opacity=0.7)
    gap = [(0.0, 610), (2, 700), (0, 770)]
    ink.path(brush(gap, 9), fill=darken(color, 0.5), opacity=0.7)
