"""The words around a story, in the story's language: the table is `assets/pages/<language>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

import yaml

from pipeline.assets import assets
from pipeline.story import Language


@dataclass(frozen=True)
class Wording:
    """Says things in *language*. English needs no table: what it says is written where it is said."""

    language: Language

    def say(self, word: str) -> str:
        """*word* in the language; as it is where the table does not have it."""
        return _table(self.language).get(word, word)

    def count(self, number: int, thing: str) -> str:
        """`3 shots`."""
        plural = "s" if self.language == "en" and number != 1 else ""
        return f"{number:,} {self.say(thing)}{plural}"

    def seconds(self, seconds: float) -> str:
        """`2.5 s`."""
        return f"{seconds:.1f} {self.say('s')}"

    def clock(self, seconds: float, *, exact: bool) -> str:
        """`1:05`, or `about 1:05`."""
        minutes, rest = divmod(round(seconds), 60)
        about = "" if exact else f"{self.say('about')} "
        return f"{about}{minutes}:{rest:02d}"

    def title(self, number: int, title: str) -> str:
        """`Episode 3 · The letter`."""
        return " · ".join(filter(None, (self.say("Episode {}").format(number), title)))


@cache
def _table(language: Language) -> Mapping[str, str]:
    file = assets() / "pages" / f"{language}.yaml"
    return cast("Mapping[str, str]", yaml.safe_load(file.read_text("utf-8"))) if file.is_file() else {}
