"""The moving shots: a picture, the time it has, and the voices that are heard, made into a clip."""

from __future__ import annotations

from pipeline.clips.engine import ClipEngine
from pipeline.clips.parallax import Parallax

#: Every clip engine by the name that profiles use.
ENGINES: dict[str, type[ClipEngine]] = {"parallax": Parallax}
