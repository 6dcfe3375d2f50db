"""The storyboard: `storyboard/outline.json`, then one file per episode. Yours to edit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from pipeline.attempt import Attempt, Made
from pipeline.drama import Drama, script_file
from pipeline.errors import StoryboardError
from pipeline.ids import episode_id
from pipeline.profile import Chosen
from pipeline.records import write_whole
from pipeline.script import read
from pipeline.script.screenplay import Screenplay, ScriptEpisode
from pipeline.story import Episode, Outline
from pipeline.storyboard.engine import StoryEngine

T = TypeVar("T", bound=BaseModel)

OUTLINE = "storyboard/outline.json"


@dataclass(frozen=True)
class _Asked:
    """All that decides a storyboard file: a hash of its part of the script, and what the outline gives it."""

    script: str
    outline: Mapping[str, Any] | None = None
    number: int = 0


class Storyboards:
    """The storyboard of one drama; its script is read, and its outline made, once."""

    def __init__(self, drama: Drama) -> None:
        self._drama = drama
        self._outlined: Made | None = None
        story = drama.profile.story
        screenplay = read(script_file(drama.root))
        if story.language != "auto":
            screenplay = replace(screenplay, language=story.language)
        self._screenplay = replace(screenplay, title=story.title) if story.title else screenplay

    def outline(self) -> Made:
        """Make the people, places and episodes."""
        if self._outlined is None:
            asked = _Asked(_words(self._screenplay))
            self._outlined = self._make(OUTLINE, asked, lambda engine: engine.outline(self._screenplay))
        return self._outlined

    def episode(self, outline: Outline, number: int) -> Made:
        """Make the scenes, shots and lines of episode *number*."""
        asked = _Asked(_words(self._of(number)), _names(outline), number)
        return self._make(
            f"storyboard/{episode_id(number)}.json",
            asked,
            lambda engine: engine.write(self._screenplay, outline, number),
        )

    def numbers(self) -> list[int]:
        """The numbers of all episodes that the outline has."""
        return [episode.number for episode in load(self.outline(), Outline).episodes]

    def _of(self, number: int) -> Screenplay | ScriptEpisode:
        """The part of the script that tells episode *number*, or all of it where it has no such part."""
        return next((e for e in self._screenplay.episodes if e.number == number), self._screenplay)

    def _make(self, name: str, asked: _Asked, write: Callable[[StoryEngine], BaseModel]) -> Made:
        def attempt(chosen: Chosen[StoryEngine]) -> Attempt:
            def build(out: Path) -> None:
                # With all defaults: whoever edits it sees what can be said.
                write_whole(out, write(chosen.engine).model_dump_json(indent=1))

            return self._drama.attempt(chosen, asked, build, preview=True)

        return self._drama.project.make(name, [attempt(chosen) for chosen in self._drama.profile.storyboard])


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


def _names(outline: Outline) -> Mapping[str, Any]:
    """What an episode takes from the outline: who and what there is, not how it looks."""
    return {
        "language": outline.language,
        "characters": [[c.name, *c.aliases] for c in outline.characters],
        "places": [place.name for place in outline.places],
    }


def load(made: Made, kind: type[T]) -> T:
    """The storyboard file *made* as a *kind*; `StoryboardError` where an edit broke it."""
    try:
        return kind.model_validate_json(made.path.read_bytes())
    except ValidationError as error:
        problems = "\n".join(
            f"  - {'.'.join(map(str, detail['loc']))}: {detail['msg']} (there is {detail['input']!r})"
            for detail in error.errors(include_url=False)
        )
        raise StoryboardError(
            f"{made.name} can't be read as a storyboard:\n{problems}\n",
            "Correct it there, or ask for a new one with `drama redo`.",
        ) from error


def check_people(outline: Outline, episode: Episode) -> None:
    """`StoryboardError` where somebody speaks or is seen in *episode* who is not in the outline."""
    known = {"", *(name for c in outline.characters for name in (c.name, *c.aliases))}
    spoken = [(line.speaker, line.id) for _, line in episode.lines]
    seen = [(name, shot.id) for _, shot in episode.shots for name in shot.people]
    strangers = [f"{name} ({where})" for name, where in spoken + seen if name not in known]
    if strangers:
        raise StoryboardError(
            f"storyboard/{episode.id}.json has people who are not in {OUTLINE}: {', '.join(strangers)}.",
            "Add them to the characters there, or correct the names.",
        )
