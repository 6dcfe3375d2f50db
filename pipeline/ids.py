"""
Ids sort and read: episode `e01`, scene `e01s02`, shot `e01s02-03`, line `e01s02-03-1`.

They are the names of files, too: whoever knows the shot knows its picture, its clip and its voices.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

#: Ids become file names, so they are what they should be or are refused.
_EPISODE, _SCENE, _SHOT = "^e[0-9]{2,}", "s[0-9]{2,}", "-[0-9]{2,}"
EpisodeId = Annotated[str, Field(pattern=f"{_EPISODE}$")]
SceneId = Annotated[str, Field(pattern=f"{_EPISODE}{_SCENE}$")]
ShotId = Annotated[str, Field(pattern=f"{_EPISODE}{_SCENE}{_SHOT}$")]
LineId = Annotated[str, Field(pattern=f"{_EPISODE}{_SCENE}{_SHOT}-[0-9]+$")]


def episode_id(number: int) -> str:
    """`e01`; sorts up to 99 episodes and stays correct beyond."""
    return f"e{number:02d}"


def scene_id(episode: int, scene: int) -> str:
    """`e01s02`."""
    return f"{episode_id(episode)}s{scene:02d}"


def shot_id(episode: int, scene: int, shot: int) -> str:
    """`e01s02-03`."""
    return f"{scene_id(episode, scene)}-{shot:02d}"


def line_id(episode: int, scene: int, shot: int, line: int) -> str:
    """`e01s02-03-1`."""
    return f"{shot_id(episode, scene, shot)}-{line}"


def within(part: str, whole: str) -> bool:
    """Whether the id *part* is *whole* or lies in it: `e01s02-03` lies in `e01s02` and in `e01`."""
    return part == whole or re.match(rf"{re.escape(whole)}(?!\d)", part) is not None
