"""The desk at which an engine tells the story: the drama's prompts, and its answers as files."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pipeline import prompts
from pipeline.attempt import Made, Notes
from pipeline.drama import Drama
from pipeline.profile import Chosen
from pipeline.records import write_whole
from pipeline.spending import Money
from pipeline.story import Outline
from pipeline.storyboard.engine import Answer, Form, StoryEngine
from pipeline.storyboard.files import ANSWERS, OUTLINE, load, text_of

_TOO_LONG = {"too_long": True}

log = logging.getLogger("drama")


class Desk:
    """The `Work` of *chosen* on the file *name*: answers are files in `storyboard/answers/`."""

    def __init__(self, drama: Drama, chosen: Chosen[StoryEngine], name: str) -> None:
        self._drama = drama
        self._chosen = chosen
        self.seed = drama.seed(name)
        self._answers: list[Made] = []

    @property
    def before(self) -> Outline | None:
        """The outline that lies there; a redo disregards it, unless a person has edited it."""
        project = self._drama.project
        state = project.state(OUTLINE)
        if state.is_ == "missing" or (state.is_ == "whole" and project.wished(OUTLINE)):
            return None
        return load(Made(OUTLINE, project.path(OUTLINE), "kept", "", 0), Outline)

    @property
    def notes(self) -> Notes:
        """How many answers there are, and what the models counted."""
        if not self._answers:
            return {}
        keys = ("calls", "tokens_read", "tokens_written")
        sums = {key: sum(made.notes.get(key, 0) for made in self._answers) for key in keys}
        return {"answers": len(self._answers), **sums}

    def templates(self) -> dict[str, str]:
        """The hash of each prompt of the engine, before values are filled in."""
        named = {name: prompts.template(name, self._drama.root) for name in self._chosen.engine.prompts}
        return {name: sha256(text.encode()).hexdigest()[:16] for name, text in named.items()}

    def prompt(self, name: str, values: Mapping[str, str]) -> str:
        """The prompt *name* with *values* filled in; the drama's own file of that name is used first."""
        return prompts.render(name, values, self._drama.root)

    def answer(
        self, name: str, question: object, form: type[Form], ask: Callable[[], Answer], price: Money | None
    ) -> Form | None:
        """The answer called *name*, kept or asked for; see `Work.answer`."""
        file = f"{ANSWERS}{name}.json"

        def build(out: Path) -> Notes:
            log.info("%s: asking %s", file, self._chosen.name, extra={"asking": file})
            answered = ask()
            write_whole(out, text_of(answered.form) if answered.form else json.dumps(_TOO_LONG))
            self._words(name).unlink(missing_ok=True)
            paid = {"paid": answered.paid.amount} if answered.paid else {}
            return {**answered.notes, **paid}

        # A part of the work on a file that may hold a core: all cores would wait for one that waits for them.
        attempt = replace(self._drama.attempt(self._chosen, question, build), price=price, remote=True)
        made = self._drama.project.make(file, [attempt])
        self._answers.append(made)
        log.info("%s: %s", made.name, made.status, extra={"made": made})
        if json.loads(made.path.read_bytes()) == _TOO_LONG:
            return None
        return load(made, form)

    def keep_words(self, name: str, words: str) -> str:
        """Write *words* beside the answers, for a person to read."""
        path = self._words(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, words)
        return path.relative_to(self._drama.root).as_posix()

    def _words(self, name: str) -> Path:
        return self._drama.project.path(f"{ANSWERS}{name}.failed.txt")
