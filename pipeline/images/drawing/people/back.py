"""Somebody seen from behind, near the camera: the hair, the neck and the shoulders, dark and soft."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, darken, mix
from pipeline.images.drawing.people import fringes, head, topknot, tresses
from pipeline.images.drawing.people.arms import arm
from pipeline.images.drawing.people.body import torso, whole
from pipeline.images.drawing.people.pen import brush, points, shape
from pipeline.images.drawing.people.sitter import SHOULDER, Sitter
from pipeline.images.drawing.people.stance import Stance

#: How far down long hair falls over the collar.
_FALLS = {"straight": 390.0, "lob": 190.0, "waves": 350.0, "long": 560.0, "bob": 122.0}
_LONG = (*_FALLS, "mane")


def from_behind(ink: Ink, who: Sitter, stance: Stance) -> None:
    """Draw *who* as seen by somebody who looks over their shoulder."""
    with ink.group(transform=stance.body):
        head.neck(ink, who)
        _shoulders(ink, who)
    with ink.group(transform=stance.head):
        head.ears(ink, who)
        _skull(ink, who)
        topknot.behind(ink, who)
        if who.look.hairdo.back in _LONG:
            tresses.behind(ink, who)
        _strands(ink, who)


def _shoulders(ink: Ink, who: Sitter) -> None:
    color = darken(who.tones.main, 0.35)
    for side in (-1, 1):
        outer, inner = arm(who, side, "down", 16)
        ink.path(shape(outer, inner[::-1]), fill=color)
    ink.path(whole(torso(who.build, 900, loose=14)), fill=color)
    n = who.build.neck
    collar = shape([(-n - 20, 150), (0, 128), (n + 20, 150)], [(n + 26, 186), (0, 204), (-n - 26, 186)])
    ink.path(collar, fill=darken(who.tones.main, 0.5))
    seam = [(0, 204), (2, 420), (0, 700)]
    ink.path(brush(seam, 5, start=0.8, end=0.8), fill=darken(who.tones.main, 0.55))
    light = [(who.view.lit * (n + 30), 166), (who.view.lit * who.build.shoulder * 0.8, SHOULDER + 4)]
    ink.path(brush(light, 9), fill=mix(color, who.tones.light.key, 0.4), opacity=0.6)


def _skull(ink: Ink, who: Sitter) -> None:
    """The back of the head: all hair, down to the nape."""
    hairdo, tones = who.look.hairdo, who.tones
    if hairdo.fringe == "none":
        ink.path(head.outline(who.look, who.view), fill=darken(tones.skin, 0.25))
        return
    crown = fringes.outside(hairdo.fringe, short=hairdo.back == "nape")
    nape = points("86,44 70,84 40,108 0,104 -40,108 -70,84 -86,44")
    data = shape(crown, nape)
    ink.path(data, fill=darken(tones.hair, 0.25))


def _strands(ink: Ink, who: Sitter) -> None:
    """Combed down from the crown, brightest where the light falls."""
    hairdo, tones = who.look.hairdo, who.tones
    if hairdo.fringe == "none":
        return
    low = _FALLS.get(hairdo.back, 92.0)
    for step, share in ((-5, 0.9), (-3.6, 0.6), (-2, 0.8), (0.6, 0.5), (2.2, 0.9), (3.1, 0.6), (4.6, 0.8)):
        strand = [(step * 4.0, -124), (step * 15.0, -70), (step * 18.0, 20), (step * 18.5, low * share)]
        opacity = 0.4 if step * who.view.lit > 0 else 0.18
        ink.path(brush(strand, 9 * share), fill=tones.hair_shine, opacity=opacity)
