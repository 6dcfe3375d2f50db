"""
The second language: `storyboard/e01.en.json`, the text of every line and caption. Yours to edit.

The language model of the storyboard translates a scene at a time, so that an edit of one line asks
for its scene alone. Lines go by their ids, captions by those of their shots.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel

from pipeline import prompts
from pipeline.attempt import Attempt, Made, Notes
from pipeline.drama import Drama
from pipeline.errors import BadResult, StoryboardError, in_short
from pipeline.profile import Chosen
from pipeline.records import write_whole
from pipeline.story import Episode, Language, Outline, Scene
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.asking.teller import Teller
from pipeline.storyboard.desk import Desk
from pipeline.storyboard.files import load, text_of
from pipeline.storyboard.outlining.reading import LANGUAGES
from pipeline.storyboard.writing.shots import Source, Text

#: Of a scene that is asked for in parts, the last texts before a part are told with it.
_BEFORE = 3
_PROMPTS = ("translator", "translate", "again")
_HANZI = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HELP = "Write it there, or ask for a new one with `drama redo`."


class Translation(RootModel[dict[str, str]]):
    """What a translation holds: texts by the ids of lines, and of shots for their captions."""


class _LineForm(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    number: Source = Field(default=(), description="the number of the piece")
    words: Text = Field(default="", description="the same in the other language, nothing else")


class _SceneForm(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    lines: tuple[_LineForm, ...] = Field(default=(), description="every piece, in order")


@dataclass(frozen=True)
class _Text:
    """What is read in one place: the *words* of a line or caption, and *how* they are said."""

    id: str
    words: str
    how: str


@dataclass(frozen=True)
class _Scene:
    """The *texts* of a scene, where it plays, and who speaks there with which sex."""

    where: str
    people: Mapping[str, str]
    texts: tuple[_Text, ...]


@dataclass(frozen=True)
class _Asked:
    """All that decides a translation."""

    language: Language
    scenes: Mapping[str, _Scene]
    prompts: Mapping[str, str]


def translate(drama: Drama, outline: Outline, episode: Episode, language: Language) -> Made:
    """
    Make or keep `storyboard/e01.en.json`, the text of *episode* in *language*.

    `StoryboardError` where no engine of the profile can translate and nobody has written the file, or
    where the file lacks a text.
    """
    name = f"storyboard/{episode.id}.{language}.json"
    tellers = [chosen for chosen in drama.profile.storyboard if isinstance(chosen.engine, Teller)]
    if not tellers:
        made = _by_hand(drama, name, language)
    else:
        attempts = [_attempt(drama, chosen, name, outline, episode, language) for chosen in tellers]
        made = drama.project.make(name, attempts)
    if made.status != "planned":
        _check(made, episode)
    return made


def texts(made: Made) -> dict[str, str] | None:
    """The texts of a translation by id; nothing where a plan can't know them."""
    return None if made.status == "planned" else load(made, Translation).root


def _by_hand(drama: Drama, name: str, language: Language) -> Made:
    state = drama.project.state(name)
    if state.is_ == "missing":
        engines = ", ".join(chosen.name for chosen in drama.profile.storyboard)
        raise StoryboardError(
            f"`final.subtitles.second` asks for {LANGUAGES[language]}, and {engines} can't translate.",
            f"Write {name} by hand (the id of each line, and of each shot with a caption: its text), or"
            " choose an engine for the storyboard that asks a language model, such as openai.",
        )
    return Made(name, drama.project.path(name), "kept" if state.record else "by hand", "by hand", 0)


def _check(made: Made, episode: Episode) -> None:
    said = texts(made) or {}
    lacking = [
        one.id for scene in episode.scenes for one in _texts(scene) if not said.get(one.id, "").strip()
    ]
    if lacking:
        raise StoryboardError(f"{made.name} has no text for {in_short(lacking)}.", _HELP)


def _texts(scene: Scene) -> tuple[_Text, ...]:
    """What is heard and read in *scene*, in order."""
    found: list[_Text] = []
    for shot in scene.shots:
        found += [_Text(shot.id, shot.caption, "caption")] if shot.caption else []
        found += [
            _Text(
                line.id, line.text, f"{line.speaker or 'narrator'}, {line.mode.value}, {line.feeling.value}"
            )
            for line in shot.lines
        ]
    return tuple(found)


def _attempt(  # noqa: PLR0917 - what is to be translated, into what, and by whom
    drama: Drama, chosen: Chosen[Any], name: str, outline: Outline, episode: Episode, language: Language
) -> Attempt:
    scenes = {scene.id: _asked(outline, scene) for scene in episode.scenes}
    templates = {one: sha256(prompts.template(one, drama.root).encode()).hexdigest()[:16] for one in _PROMPTS}
    desk = Desk(drama, chosen, name)

    def build(out: Path) -> Notes:
        asker = chosen.engine.asker(desk)
        jobs = [
            partial(_Translator(asker, scene, language).translated, name, scene.texts)
            for name, scene in scenes.items()
        ]
        write_whole(
            out, text_of(Translation({key: said for part in asker.all(jobs) for key, said in part.items()}))
        )
        return desk.notes

    made = drama.attempt(chosen, _Asked(language, scenes, templates), build)
    # In a run each answer pays for itself.
    characters = sum(len(one.words) for scene in scenes.values() for one in scene.texts)
    return replace(made, price=chosen.engine.quote(characters)) if drama.project.planning else made


def _asked(outline: Outline, scene: Scene) -> _Scene:
    speakers = {line.speaker for shot in scene.shots for line in shot.lines}
    people = {person.name: person.sex for person in outline.characters if person.name in speakers}
    return _Scene(f"{scene.place}, {scene.time.value}", people, _texts(scene))


@dataclass(frozen=True)
class _Translator:
    """Asks for one *scene* in *language*."""

    asker: Asker
    about: _Scene
    language: Language

    def translated(
        self, name: str, texts: tuple[_Text, ...], before: tuple[_Text, ...] = ()
    ) -> dict[str, str]:
        """The *texts* called *name*, or their halves where the answer grew too long."""
        if not texts:
            return {}
        form = self.asker.ask(
            f"{name}.{self.language}",
            self._words(texts, before),
            _SceneForm,
            partial(self._complaints, texts),
            system="translator",
        )
        if form is None and len(texts) > 1:
            half = len(texts) // 2
            one, other = texts[:half], texts[half:]
            first = self.translated(f"{name}a", one, before)
            return first | self.translated(f"{name}b", other, one[-_BEFORE:])
        said = _said(form) if form else {}
        lacking = [one.id for at, one in enumerate(texts, start=1) if not said.get(at)]
        if lacking:
            raise BadResult(
                f"{self.asker.called} did not translate {in_short(lacking)}.",
                "Run again after `drama redo`, use another model, or write the file by hand.",
            )
        return {one.id: said[at] for at, one in enumerate(texts, start=1)}

    def _words(self, texts: tuple[_Text, ...], before: tuple[_Text, ...]) -> str:
        listed = [f"[{at}] {one.how}: {one.words}" for at, one in enumerate(texts, start=1)]
        values = {
            "language": LANGUAGES[self.language],
            "people": "\n".join(f"- {name} ({sex})" for name, sex in self.about.people.items()),
            "scene": self.about.where,
            "before": "\n".join(f"{one.how}: {one.words}" for one in before),
            "source": "\n".join(listed),
        }
        return self.asker.work.prompt("translate", values)

    def _complaints(self, texts: tuple[_Text, ...], form: _SceneForm) -> list[str]:
        said, language = _said(form), LANGUAGES[self.language]
        found: list[str] = []
        for at, one in enumerate(texts, start=1):
            if not said.get(at):
                found.append(f"piece {at} is missing: {one.words}")
            elif _untranslated(said[at], one.words, self.language):
                found.append(f"piece {at} is not in {language}: {said[at]}")
        return found


def _said(form: _SceneForm) -> dict[int, str]:
    return {line.number[0]: line.words.strip() for line in form.lines if line.number and line.words.strip()}


def _untranslated(words: str, source: str, language: Language) -> bool:
    """Whether *words* are in the language of their *source*; names and numbers may stay what they are."""
    if language == "en":
        return _HANZI.search(words) is not None
    return words == source and " " in source
