"""The pictures: a portrait of each character and the first frame of each shot."""

from __future__ import annotations

from pipeline.hosted.engine import engines
from pipeline.images.comfyui import ComfyUIImages
from pipeline.images.command import Command
from pipeline.images.drawn import Drawn
from pipeline.images.engine import ImageEngine
from pipeline.images.flux import Flux
from pipeline.images.hosted import HostedImages
from pipeline.images.space import SpaceImages

#: Every image engine by the name that profiles use; each vendor in `configs/hosted/` is one.
ENGINES: dict[str, type[ImageEngine]] = {
    "drawn": Drawn,
    "flux": Flux,
    "comfyui": ComfyUIImages,
    "command": Command,
    "space": SpaceImages,
    **engines(HostedImages),
}
