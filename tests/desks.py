"""A desk for engines under test: no drama, no files; answers are kept in memory and counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import prompts
from pipeline.spending import Money
from pipeline.story import Outline
from pipeline.storyboard.engine import Answer, Form


@dataclass
class Memory:
    """A `Work` that remembers every answer by its name and question."""

    seed: int = 1
    before: Outline | None = None
    kept: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def prompt(self, name: str, values: Mapping[str, str]) -> str:
        return prompts.render(name, values, Path("nowhere"))

    def answer(
        self, name: str, question: object, form: type[Form], ask: Callable[[], Answer], price: Money | None
    ) -> Form | None:
        key = (name, repr(question))
        if key not in self.kept:
            self.asked.append(name)
            self.kept[key] = ask()
        answered = self.kept[key].form
        return form.model_validate_json(answered.model_dump_json()) if answered else None

    def keep_words(self, name: str, words: str) -> str:
        self.failed[name] = words
        return f"storyboard/answers/{name}.failed.txt"
