"""Lips: the mouths in a finished clip say what is heard. Off unless a profile has a section `lips`."""

from __future__ import annotations

from pipeline.clips.lips.comfyui import ComfyUILips
from pipeline.clips.lips.engine import LipEngine
from pipeline.clips.lips.hosted import HostedLips
from pipeline.hosted.engine import engines

#: By the name that profiles use; each vendor in `configs/hosted/` with `lips` is one.
ENGINES: dict[str, type[LipEngine]] = {"comfyui": ComfyUILips, **engines(HostedLips)}
