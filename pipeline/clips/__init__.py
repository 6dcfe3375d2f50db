"""The moving shots: a picture, the time it has, and the voices that are heard, made into a clip."""

from __future__ import annotations

from pipeline.clips.comfyui import ComfyUIClips
from pipeline.clips.command import Command
from pipeline.clips.diffusers import Diffusers
from pipeline.clips.engine import ClipEngine
from pipeline.clips.hosted import HostedClips
from pipeline.clips.parallax import Parallax
from pipeline.clips.space import SpaceClips
from pipeline.hosted.engine import engines

#: Every clip engine by the name that profiles use; each vendor in `configs/hosted/` is one.
ENGINES: dict[str, type[ClipEngine]] = {
    "parallax": Parallax,
    "comfyui": ComfyUIClips,
    "command": Command,
    "space": SpaceClips,
    "diffusers": Diffusers,
    **engines(HostedClips),
}
