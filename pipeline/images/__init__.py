"""The pictures: a portrait of each character and the first frame of each shot."""

from __future__ import annotations

from pipeline.images.drawn import Drawn
from pipeline.images.engine import ImageEngine

ENGINES: dict[str, type[ImageEngine]] = {
    "drawn": Drawn,
}
