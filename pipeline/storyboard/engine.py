"""
The manual for a storyboard engine.

1. Write `pipeline/storyboard/<name>.py` with one frozen dataclass; its fields are its options.
2. `outline` reads a whole script once: title, people, places, episodes.
3. `write` breaks one episode into scenes, shots and lines. Every line of dialogue is kept word
   for word and in order; what is neither shown nor heard is listed in `Episode.unused`.
4. Raise only errors of `pipeline.errors`.
5. Add the class to `ENGINES` in `pipeline/storyboard/__init__.py`: the contract suite runs over it.
"""

from __future__ import annotations

from typing import Protocol

from pipeline.engine import Engine
from pipeline.script.screenplay import Screenplay
from pipeline.story import Episode, Outline


class StoryEngine(Engine, Protocol):
    """Turns a script into a storyboard."""

    def outline(self, screenplay: Screenplay) -> Outline:
        """The people, places and episodes of the whole script."""
        ...

    def write(self, screenplay: Screenplay, outline: Outline, number: int) -> Episode:
        """Episode *number* as scenes, shots and lines; `ScriptError` where there is no such episode."""
        ...
