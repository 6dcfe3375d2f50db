"""The storyboard: `storyboard/outline.json`, then one file per episode. Yours to edit."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from pipeline import prompts
from pipeline.attempt import Attempt, Made, Notes
from pipeline.drama import Drama, script_file
from pipeline.errors import StoryboardError
from pipeline.ids import episode_id
from pipeline.profile import Chosen
from pipeline.records import write_whole
from pipeline.script import read
from pipeline.script.screenplay import Screenplay, ScriptEpisode
from pipeline.spending import Money
from pipeline.story import Episode, Outline
from pipeline.storyboard.engine import Answer, Form, StoryEngine
from pipeline.storyboard.files import load, text_of
from pipeline.storyboard.recut import recut

OUTLINE = "storyboard/outline.json"

log = logging.getLogger("drama")


@dataclass(frozen=True)
class _Asked:
    """All that decides a storyboard file: its part of the script and of the outline, and the prompts."""

    script: str
    outline: Mapping[str, Any] | None = None
    number: int = 0
    prompts: Mapping[str, str] = field(default_factory=dict)


class Storyboards:
    """The storyboard of one drama; its script is read, and its outline made, once."""

    def __init__(self, drama: Drama) -> None:
        self._drama = drama
        self._outlined: Made | None = None
        self._cut: tuple[Outline, Screenplay] | None = None

    @cached_property
    def screenplay(self) -> Screenplay:
        """The script as it was read."""
        story = self._drama.profile.story
        screenplay = read(script_file(self._drama.root))
        if story.language != "auto":
            screenplay = replace(screenplay, language=story.language)
        return replace(screenplay, title=story.title) if story.title else screenplay

    def cut(self, outline: Outline) -> Screenplay:
        """The script, cut into the episodes of *outline*."""
        if self._cut is None or self._cut[0] != outline:
            self._cut = (outline, recut(self.screenplay, outline))
        return self._cut[1]

    def outline(self) -> Made:
        """Make the people, places and episodes."""
        if self._outlined is None:
            asked = _Asked(_words(self.screenplay))
            self._outlined = self._make(
                OUTLINE, lambda _: asked, lambda engine, work: engine.outline(self.screenplay, work)
            )
        return self._outlined

    def episode(self, outline: Outline, number: int) -> Made:
        """Make the scenes, shots and lines of episode *number*."""
        cut = self.cut(outline)
        part = next((episode for episode in cut.episodes if episode.number == number), cut)

        def asked(engine: StoryEngine) -> _Asked:
            return _Asked(_words(part), engine.needs(cut, outline, number), number)

        return self._make(
            f"storyboard/{episode_id(number)}.json",
            asked,
            lambda engine, work: engine.write(cut, outline, number, work),
        )

    def numbers(self) -> list[int]:
        """The numbers of all episodes that the outline has."""
        return [episode.number for episode in load(self.outline(), Outline).episodes]

    def _make(
        self,
        name: str,
        asked: Callable[[StoryEngine], _Asked],
        write: Callable[[StoryEngine, Desk], BaseModel],
    ) -> Made:
        def attempt(chosen: Chosen[StoryEngine]) -> Attempt:
            desk = Desk(self._drama, chosen, name)

            def build(out: Path) -> Notes:
                write_whole(out, text_of(write(chosen.engine, desk)))
                return desk.notes

            request = replace(asked(chosen.engine), prompts=desk.templates())
            return self._drama.attempt(chosen, request, build, preview=chosen.engine.previews)

        return self._drama.project.make(name, [attempt(chosen) for chosen in self._drama.profile.storyboard])


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

        def build(out: Path) -> Notes:
            answered = ask()
            write_whole(out, text_of(answered.form) if answered.form else json.dumps(_TOO_LONG))
            paid = {"paid": answered.paid.amount} if answered.paid else {}
            return {**answered.notes, **paid}

        attempt = replace(self._drama.attempt(self._chosen, question, build), price=price)
        made = self._drama.project.make(f"storyboard/answers/{name}.json", [attempt])
        self._answers.append(made)
        log.info("%s: %s", made.name, made.status)
        if json.loads(made.path.read_bytes()) == _TOO_LONG:
            return None
        return load(made, form)

    def keep_words(self, name: str, words: str) -> str:
        """Write *words* beside the answers, for a person to read."""
        file = f"storyboard/answers/{name}.failed.txt"
        path = self._drama.project.path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, words)
        return file


_TOO_LONG = {"too_long": True}


def _words(part: Screenplay | ScriptEpisode) -> str:
    """A hash of a part of the script, without its line numbers: they change when another part grows."""
    data = TypeAdapter(type(part)).dump_python(part, mode="json")
    return sha256(json.dumps(_without_line_numbers(data), sort_keys=True).encode()).hexdigest()


def _without_line_numbers(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_line_numbers(value) for key, value in data.items() if key != "line_number"}
    if isinstance(data, list):
        return [_without_line_numbers(item) for item in data]
    return data


def check_people(outline: Outline, episode: Episode) -> None:
    """`StoryboardError` where somebody speaks or is seen who is neither in *outline* nor a guest."""
    people = (*outline.characters, *episode.guests)
    known = {"", *(name for c in people for name in (c.name, *c.aliases))}
    spoken = [(line.speaker, line.id) for _, line in episode.lines]
    seen = [(name, shot.id) for _, shot in episode.shots for name in shot.people]
    strangers = [f"{name} ({where})" for name, where in spoken + seen if name not in known]
    if strangers:
        raise StoryboardError(
            f"storyboard/{episode.id}.json has people who are not in {OUTLINE}: {', '.join(strangers)}.",
            "Add them to the characters there, or correct the names.",
        )
