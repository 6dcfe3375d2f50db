"""The storyboard: `storyboard/outline.json`, then one file per episode. Yours to edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.attempt import Attempt, Made, Notes
from pipeline.drama import Drama, script_file
from pipeline.errors import StoryboardError
from pipeline.ids import episode_id
from pipeline.profile import Chosen
from pipeline.records import write_whole
from pipeline.script import read
from pipeline.script.screenplay import Screenplay
from pipeline.story import Episode, Outline
from pipeline.storyboard.desk import Desk
from pipeline.storyboard.engine import StoryEngine
from pipeline.storyboard.files import OUTLINE, load, text_of, write_schemas
from pipeline.storyboard.parts import digest, length
from pipeline.storyboard.recut import recut


@dataclass(frozen=True)
class _Asked:
    """All that decides a storyboard file: its part of the script and of the outline, and the prompts."""

    script: str
    outline: Mapping[str, Any] | None = None
    number: int = 0
    prompts: Mapping[str, str] = field(default_factory=dict)


class Storyboards:
    """
    The storyboard of one drama; its script is read, and its outline made, once.

    A plan can't tell what a language model will write: then there is no outline or no episode to read.
    """

    def __init__(self, drama: Drama) -> None:
        self._drama = drama
        self._outlined: Made | None = None
        self._cut: tuple[Outline, Screenplay] | None = None

    @cached_property
    def screenplay(self) -> Screenplay:
        """The script as it was read."""
        story, file = self._drama.profile.story, script_file(self._drama.root)
        screenplay = _read(file, file.stat().st_size, file.stat().st_mtime_ns)
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
            asked = _Asked(digest(self.screenplay))
            self._outlined = self._make(
                OUTLINE,
                lambda _: asked,
                lambda engine, work: engine.outline(self.screenplay, work),
                sum(map(length, self.screenplay.episodes)),
            )
            if not self._drama.project.planning:
                write_schemas(self._drama.root)
        return self._outlined

    @cached_property
    def told(self) -> Outline | None:
        """The outline, made where need be; nothing where a plan can't know it."""
        made = self.outline()
        return load(made, Outline) if self.readable(made) else None

    def readable(self, made: Made) -> bool:
        """Whether it is known what *made* holds; an old file says nothing of the one to come."""
        return made.status != "planned" or made.path != self._drama.project.path(made.name)

    def numbers(self) -> list[int]:
        """All episodes of the outline; of one that is not known those of the script, none for a book."""
        if self.told:
            return [episode.number for episode in self.told.episodes]
        return [] if self.screenplay.chapters else [part.number for part in self.screenplay.episodes]

    def episode(self, outline: Outline, number: int) -> Made:
        """Make the scenes, shots and lines of episode *number*."""
        cut = self.cut(outline)
        part = next((episode for episode in cut.episodes if episode.number == number), None)

        def asked(engine: StoryEngine) -> _Asked:
            return _Asked(digest(part or cut), engine.needs(cut, outline, number), number)

        return self._make(
            _file(number),
            asked,
            lambda engine, work: engine.write(cut, outline, number, work),
            length(part) if part else 0,
        )

    def ahead(self, number: int | None) -> Made:
        """Plan episode *number*, or all, of an outline that is not known yet."""
        parts = self.screenplay.episodes
        lengths = [length(part) for part in parts if part.number == number] or [*map(length, parts)]
        if number is None:
            chosen, name = self._drama.profile.storyboard[0], "storyboard/e*.json"
            why = "changed: outline" if any(self._drama.root.glob(name)) else "missing"
            price = chosen.engine.quote(sum(lengths))
            return Made(name, self._drama.root / name, "planned", chosen.name, 0, why=why, price=price)
        mean = sum(lengths) // len(lengths)
        made = self._make(_file(number), lambda _: _Asked("", number=number), None, mean)
        return replace(made, why="changed: outline") if made.why not in ("", "missing") else made

    def _make(
        self,
        name: str,
        asked: Callable[[StoryEngine], _Asked],
        write: Callable[[StoryEngine, Desk], BaseModel] | None,
        characters: int,
    ) -> Made:
        def attempt(chosen: Chosen[StoryEngine]) -> Attempt:
            desk = Desk(self._drama, chosen, name)

            def build(out: Path) -> Notes:
                assert write
                write_whole(out, text_of(write(chosen.engine, desk)))
                return desk.notes

            request = replace(asked(chosen.engine), prompts=desk.templates())
            previews = chosen.engine.previews and write is not None
            made = self._drama.attempt(chosen, request, build, preview=previews)
            # In a run each answer pays for itself.
            planning = self._drama.project.planning
            return replace(made, price=chosen.engine.quote(characters)) if planning else made

        return self._drama.project.make(name, [attempt(chosen) for chosen in self._drama.profile.storyboard])


@lru_cache(maxsize=1)
def _read(script: Path, size: int, mtime_ns: int) -> Screenplay:  # noqa: ARG001 - as long as they stay
    """The *script*, read once per process: a plan, a run and every film of a series begin with it."""
    return read(script)


def _file(number: int) -> str:
    return f"storyboard/{episode_id(number)}.json"


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
