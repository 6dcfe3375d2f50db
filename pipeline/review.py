"""A storyboard as a person looks through it: the files that are there, their time, what is not told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.errors import BadResult, DramaError, StoryboardError
from pipeline.ids import episode_id
from pipeline.script.screenplay import Element, ScriptEpisode
from pipeline.spending import Money
from pipeline.story import Episode, EpisodePlan, Line, Outline, Unused
from pipeline.storyboard.faithful import Coverage, coverage
from pipeline.storyboard.files import OUTLINE, load
from pipeline.storyboard.pace import speech_seconds
from pipeline.storyboard.stage import Storyboards
from pipeline.timeline import ShotSpan, Spoken, Timeline
from pipeline.voices.stage import seconds


@dataclass(frozen=True)
class Lost:
    """Words of the script that the film does not have as they are: *why*, or what is heard *instead*."""

    line_number: int
    text: str
    why: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Summary:
    """
    An episode in a line: how long, how much of it, how faithful to its script.

    *kept* is the share of its script's dialogue that is heard word for word, *told* that of all its
    characters; nothing where they can't be compared.
    """

    number: int
    id: str
    title: str
    seconds: float
    exact: bool
    shots: int
    lines: int
    kept: float | None
    told: float | None
    invented: int


@dataclass(frozen=True)
class Told:
    """
    One episode. *exact* says that all its voices are there, so that its time is no estimate.

    Where it can't be compared with its script, there is no *coverage* but *uncompared*, the reason.
    """

    plan: EpisodePlan
    episode: Episode
    timeline: Timeline
    exact: bool
    coverage: Coverage | None
    uncompared: str = ""

    @property
    def scenes(self) -> list[list[ShotSpan]]:
        """The shots in time, scene by scene."""
        return [list(spans) for _, spans in groupby(self.timeline.shots, lambda span: span.scene.id)]

    @property
    def summary(self) -> Summary:
        """It in a line."""
        return Summary(
            number=self.plan.number,
            id=self.episode.id,
            title=self.episode.title or self.plan.title,
            seconds=self.timeline.seconds,
            exact=self.exact,
            shots=len(self.timeline.shots),
            lines=sum(1 for _ in self.episode.lines),
            kept=self.coverage.dialogue if self.coverage else None,
            told=self.coverage.told if self.coverage else None,
            invented=sum(shot.invented for _, shot in self.episode.shots)
            + sum(line.invented for _, line in self.episode.lines),
        )

    @property
    def lost(self) -> list[Lost]:
        """What of the script is not told, or told in other words, in the script's order."""
        unused = self.episode.unused
        found = [Lost(part.line_number, part.text, part.why) for part in unused]
        if self.coverage:
            found += [
                Lost(said.line_number, _by(said), "not heard")
                for said in self.coverage.dropped
                if not any(said.line_number == part.line_number and said.text in part.text for part in unused)
            ]
            found += [
                Lost(changed.script.line_number, _by(changed.script), instead=changed.line.text)
                for changed in self.coverage.changed
            ]
        return sorted(found, key=lambda lost: lost.line_number)


def _by(said: Element) -> str:
    return f"{said.speaker}: {said.text}" if said.speaker else said.text


@dataclass(frozen=True)
class Asked:
    """What language models were asked for a storyboard; tokens are those that they read and wrote."""

    calls: int
    tokens_read: int
    tokens_written: int
    cost: tuple[Money, ...]


class Review:
    """
    The storyboard of *drama* as it lies in its folder; nothing is made.

    *boards* know the script. `StoryboardError` where there is no outline that can be read.
    """

    def __init__(self, drama: Drama, boards: Storyboards) -> None:
        self._drama = drama
        self._boards = boards
        if not (drama.root / OUTLINE).is_file():
            raise StoryboardError(
                f"{drama.root} has no storyboard yet.",
                f"Make it with `drama run {drama.root} --until storyboard`.",
            )
        self.outline = load(self._made(OUTLINE), Outline)
        self._sources: dict[int, ScriptEpisode] = {}
        self._unread = "the script has no such episode"
        try:
            self._sources = {part.number: part for part in boards.cut(self.outline).episodes}
        except DramaError as error:
            self._unread = str(error)

    @property
    def numbers(self) -> list[int]:
        """The episodes whose files are there."""
        files = (
            re.fullmatch(r"e(\d{2,})", file.stem)
            for file in (self._drama.root / "storyboard").glob("e*.json")
        )
        return sorted(int(found[1]) for found in files if found)

    def episode(self, number: int) -> Told:
        """Episode *number*; `StoryboardError` where its file is broken."""
        name = f"storyboard/{episode_id(number)}.json"
        episode = load(self._made(name), Episode)
        if episode.id != episode_id(number):
            raise StoryboardError(f"{name} holds the episode {episode.id}.", "Put it where it belongs.")
        plan = self.outline.plan(number) or EpisodePlan(number=number, title=episode.title)
        timeline, exact = self._laid(episode)
        source = self._sources.get(number)
        if source is None:
            return Told(plan, episode, timeline, exact, None, self._unread)
        return Told(plan, episode, timeline, exact, coverage(source, episode))

    @property
    def left_out(self) -> tuple[Unused, ...]:
        """What was in the script's file and is no part of the story."""
        try:
            return self._boards.screenplay.unused
        except DramaError:
            return ()

    def asked(self) -> Asked:
        """What the whole storyboard took so far."""
        records, ledger = self._drama.project.records, self._drama.project.ledger
        names = [OUTLINE, *(f"storyboard/{episode_id(number)}.json" for number in self.numbers)]
        notes = [record.notes for name in names if (record := records.read(records.page(name)))]
        latest = {
            entry["call"]: entry for entry in ledger.entries() if entry["name"].startswith("storyboard/")
        }
        paid = [entry for entry in latest.values() if entry["state"] != "released"]
        cost = [
            Money(sum(entry["amount"] for entry in paid if entry["currency"] == currency), currency)
            for currency in sorted({entry["currency"] for entry in paid})
        ]
        calls, read, written = (
            sum(note.get(key, 0) for note in notes) for key in ("calls", "tokens_read", "tokens_written")
        )
        return Asked(calls, read, written, tuple(cost))

    def _made(self, name: str) -> Made:
        return Made(name, self._drama.project.path(name), "kept", "", 0)

    def _laid(self, episode: Episode) -> tuple[Timeline, bool]:
        """The timeline, and whether all voices are there."""
        heard = {line.id: self._heard(line) for _, line in episode.lines}
        language = self.outline.language
        spoken = {
            line.id: heard[line.id] or Spoken(speech_seconds(line.text, language))
            for _, line in episode.lines
        }
        return self._drama.profile.lay(episode, spoken), all(heard.values())

    def _heard(self, line: Line) -> Spoken | None:
        """How long the voice of *line* is; nothing where it is not there, or says other words."""
        name, records = f"voices/{line.id}.wav", self._drama.project.records
        if not (self._drama.root / name).is_file():
            return None
        record = records.read(records.page(name))
        if record and record.recipe.get("request", {}).get("text", line.text) != line.text:
            return None
        try:
            return Spoken(seconds(self._drama.root / name))
        except BadResult:
            return None
