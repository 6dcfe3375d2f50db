"""One episode in scenes, shots and lines, asked of a language model and held to the script."""

from __future__ import annotations

import logging
from functools import partial
from itertools import chain
from typing import Protocol

from pipeline.errors import BadResult, ScriptError
from pipeline.ids import episode_id
from pipeline.script.screenplay import Screenplay, ScriptEpisode
from pipeline.story import Episode, Outline
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.faithful import coverage
from pipeline.storyboard.source import episode_of, pieces_of
from pipeline.storyboard.writing.assembling import Assembly
from pipeline.storyboard.writing.complaints import Reader
from pipeline.storyboard.writing.cutting import Bounds, longest_words
from pipeline.storyboard.writing.question import Part, natural_seconds, needs, values
from pipeline.storyboard.writing.shots import EpisodeForm, SceneForm

#: So many lines that are missing are quoted to the user; the episode's `unused` has them all.
_QUOTED = 10

log = logging.getLogger("drama")


class Options(Bounds, Protocol):
    """What decides how an episode is asked for; see `Teller`."""

    @property
    def episode_seconds(self) -> float:
        """How long an episode of a novel should be."""
        ...

    @property
    def least_told(self) -> float:
        """The share of the dialogue below which the model is asked for what it left out."""
        ...

    @property
    def reads_at_once(self) -> int:
        """Characters of the script that go into one call."""
        ...


def write(screenplay: Screenplay, outline: Outline, number: int, asker: Asker, options: Options) -> Episode:
    """
    Episode *number* as scenes, shots and lines; `ScriptError` where there is no such episode.

    A long one is asked for in parts. The dialogue is the script's; what is not told is listed in
    the episode, and told to the user where it is more than *options* allow.
    """
    script = episode_of(screenplay, number)
    pieces = pieces_of(script, outline.language, longest_words(options))
    if not pieces:
        raise ScriptError(
            f"Episode {number} of {screenplay.title} has no words.", "Write what happens in it."
        )
    writer = _Writer(screenplay, outline, script, asker, options)
    parts = Part(episode_id(number), pieces).up_to(options.reads_at_once)
    told = asker.all([partial(writer.told, part) for part in parts])
    front = screenplay.unused if script is screenplay.episodes[0] else ()
    episode = Assembly(script, pieces, outline, options).episode(list(chain(*told)), front)
    _report(script, episode, options.least_told)
    return episode


class _Writer:
    """Asks for the parts of one episode."""

    def __init__(
        self, screenplay: Screenplay, outline: Outline, script: ScriptEpisode, asker: Asker, options: Options
    ) -> None:
        self._needs = needs(screenplay, outline, script.number)
        self._outline = outline
        self._script = script
        self._asker = asker
        self._options = options

    def told(self, part: Part) -> tuple[SceneForm, ...]:
        """The scenes of *part*, or of its halves where the answer grew too long."""
        reader = Reader(part.pieces, self._outline, self._options.least_told, part.first)
        form = self._asker.ask(part.name, self._words(part), EpisodeForm, reader.complaints)
        if form is not None:
            return form.scenes
        if len(part.pieces) == 1:
            raise BadResult(
                f"The answer about one sentence of {episode_id(self._script.number)} grew too long:"
                f" {part.pieces[0].text[:60]}",
                "Allow longer answers, or use another model.",
            )
        return tuple(chain(*map(self.told, part.halves())))

    def _words(self, part: Part) -> str:
        prompt = self._asker.work.prompt
        filled = values(part, self._script, self._needs, self._options, self._seconds(part))
        example = prompt(f"episode.{self._needs['language']}", {})
        return prompt("episode", {**filled, "example": example})

    def _seconds(self, part: Part) -> float:
        """How long *part* should be: its share of what is planned, else as long as it takes."""
        planned = self._needs["plan"].get("seconds")
        if planned is None and self._needs["chapters"]:
            planned = self._options.episode_seconds
        if planned is None:
            return natural_seconds(part.pieces, self._needs)
        whole = sum(len(element.text) for scene in self._script.scenes for element in scene.elements)
        return float(planned) * min(1.0, part.characters / whole)


def _report(script: ScriptEpisode, episode: Episode, least_told: float) -> None:
    """Say which dialogue is missing where it is too much."""
    found = coverage(script, episode)
    if found.dialogue >= least_told:
        return
    lost = [*found.dropped, *(changed.script for changed in found.changed)]
    quoted = " ".join(f"“{element.text}”" for element in lost[:_QUOTED])
    log.warning(
        "%s leaves out %d of %d lines of dialogue: %s%s",
        episode.id,
        len(lost),
        found.lines,
        quoted,
        " …" if lost[_QUOTED:] else "",
    )
