"""The storyboard: from a script to people, places, scenes, shots and lines."""

from __future__ import annotations

from pipeline.storyboard.engine import StoryEngine
from pipeline.storyboard.openai import OpenAI
from pipeline.storyboard.rules import Rules
from pipeline.storyboard.transformers import Transformers

ENGINES: dict[str, type[StoryEngine]] = {
    "rules": Rules,
    "openai": OpenAI,
    "transformers": Transformers,
}
