"""
A picture in layers, so that a camera can move through it.

A layered picture is plain SVG in layers from back to front, in units of a canvas that is
1920 high; x grows to the right and y down, and (0, 0) is the upper left corner of the *frame*.
Layers are drawn beyond the frame by `BLEED` units on every side, so that a move shows no edge.

The picture travels inside the PNG that was painted from it, as a text chunk that also holds a
checksum of the pixels: whoever replaces or edits the PNG gets a single picture again, never
layers that don't belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CANVAS_HEIGHT = 1920
BLEED = 150


@dataclass(frozen=True)
class Shadow:
    """A soft shadow under a layer; offsets and *softness* (standard deviation) in canvas units."""

    dx: float
    dy: float
    softness: float
    opacity: float


@dataclass(frozen=True)
class Rim:
    """Light along one edge of a layer, from the side that (*dx*, *dy*) points away from."""

    dx: float
    dy: float
    color: str
    opacity: float


@dataclass(frozen=True)
class Layer:
    """
    One sheet of the picture.

    *svg* is markup without the outer `<svg>`: definitions and shapes, with ids that are unique
    within the layer. *depth* is 0 for what never moves (the sky), 1 for the plane of the people,
    above 1 for what is nearer than they are. *moving* holds the parts that change with time, each
    as its states, of which the first named is the resting one:

    - `{"eyes": {"open": svg, "closed": svg}, "mouth": {"closed": svg, "half": svg, "open": svg}}`

    *person* names who is on this layer (empty for scenery); *breath* is how strongly it breathes
    (1 for a person), *sway* how far its top swings in canvas units (a branch, a lantern), *flicker*
    how much its light wavers (0 to 1), *blur* the softness of the whole layer in canvas units.
    *opaque* says that it covers the whole canvas.
    """

    name: str
    depth: float
    svg: str
    opaque: bool = False
    person: str = ""
    moving: dict[str, dict[str, str]] = field(default_factory=dict)
    breath: float = 0.0
    sway: float = 0.0
    flicker: float = 0.0
    blur: float = 0.0
    shadow: Shadow | None = None
    rim: Rim | None = None


@dataclass(frozen=True)
class LayeredPicture:
    """
    A whole picture: *layers* from back to front on a canvas *width* x `CANVAS_HEIGHT` units.

    *falling* names what moves in the air (`rain`, `snow`, `dust`, `embers`, `leaves`, or empty);
    *tint* colours it. *grain* (0 to 1) and *vignette* (0 to 1) are laid over everything.
    """

    width: int
    layers: tuple[Layer, ...]
    falling: str = ""
    tint: str = "#dfe8ff"
    grain: float = 0.3
    vignette: float = 0.5
    seed: int = 0
