"""What is known of each shot of an episode: what it shows, who speaks, which files there are of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from pipeline.contact.frames import Picture, small
from pipeline.drama import Drama
from pipeline.errors import BadResult
from pipeline.final.check.report import Finding, Report
from pipeline.outcome import Outcome
from pipeline.show import Shown, standing
from pipeline.spending import Money
from pipeline.timeline import LineSpan, ShotSpan, Timeline

#: The area of a small picture, in pixels: 240x427 of a phone held upright.
_AREA = 240 * 427


@dataclass(frozen=True)
class Heard:
    """A line, and its voice where that is there."""

    span: LineSpan
    voice: Path | None


@dataclass(frozen=True)
class Entry:
    """
    One shot: its *files*, a small *picture* (nothing where there is none yet) and its *lines*.

    *plays* is the shot as the film has it, else the clip; nothing before there is one.
    """

    span: ShotSpan
    files: tuple[Shown, ...]
    picture: Picture | None
    plays: Path | None
    lines: tuple[Heard, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def engines(self) -> list[tuple[str, Shown]]:
        """Which engine made the picture and the clip, or the words "by hand"; by stage."""
        stages = ((shown.made.name.partition("/")[0], shown) for shown in self.files)
        return [(stage, shown) for stage, shown in stages if stage in ("images", "clips")]

    @property
    def cost(self) -> list[Money]:
        """What its files cost, by currency."""
        return total(self.files)


def total(files: Iterable[Shown]) -> list[Money]:
    """What *files* cost together, by currency."""
    sums: dict[str, float] = {}
    for shown in files:
        if shown.cost:
            sums[shown.currency] = sums.get(shown.currency, 0.0) + shown.cost
    return [Money(amount, currency) for currency, amount in sorted(sums.items())]


class Contact:
    """An episode at a glance: what came of it in its *drama*, and the *report* of its film if any."""

    def __init__(self, drama: Drama, outcome: Outcome, report: Report | None = None) -> None:
        self.drama = drama
        self.outline, self.episode = outcome.story
        assert outcome.timeline
        self.timeline: Timeline = outcome.timeline
        self.missing = outcome.missing
        self.report = report
        self._files = {made.name: standing(drama.project, made) for made in outcome.files}
        film = drama.profile.film
        scale = (_AREA / (film.width * film.height)) ** 0.5
        self.size = (round(film.width * scale), round(film.height * scale))

    @property
    def film(self) -> Path | None:
        """The film, if it is there."""
        return self._there(f"final/{self.episode.id}.mp4")

    @property
    def files(self) -> list[Shown]:
        """Every file of the episode."""
        return list(self._files.values())

    @cached_property
    def entries(self) -> list[Entry]:
        """Every shot, in the order of the film."""
        return [self._entry(span) for span in self.timeline.shots]

    @property
    def scenes(self) -> list[list[Entry]]:
        """The shots scene by scene."""
        return [list(scene) for _, scene in groupby(self.entries, lambda entry: entry.span.scene.id)]

    @cached_property
    def shots_of(self) -> dict[str, str]:
        """The shot that each shot and each line belongs to, by its id."""
        lines = {line.line.id: span.shot.id for span in self.timeline.shots for line in span.lines}
        return {span.shot.id: span.shot.id for span in self.timeline.shots} | lines

    def _entry(self, span: ShotSpan) -> Entry:
        name = span.shot.id
        clip = self._there(f"clips/{name}-lips.mp4") or self._there(f"clips/{name}.mp4")
        found = () if self.report is None else self.report.findings
        lines = tuple(Heard(line, self._there(f"voices/{line.line.id}.wav")) for line in span.lines)
        return Entry(
            span,
            tuple(shown for file, shown in self._files.items() if _of(file, name)),
            self._picture(clip, self._there(f"images/{name}.png")),
            self._there(f"final/shots/{name}.mp4") or clip,
            lines,
            tuple(finding for finding in found if self.shots_of.get(finding.about) == name),
        )

    def _there(self, name: str) -> Path | None:
        path = self.drama.project.path(name)
        return path if path.is_file() else None

    def _picture(self, *files: Path | None) -> Picture | None:
        """Of the first of *files* that can be read: a broken one must not hide all others."""
        for file in filter(None, files):
            try:
                return small(file, *self.size)
            except BadResult:
                continue
        return None


def _of(file: str, shot: str) -> bool:
    """Whether *file* is of *shot*: `clips/e01s02-03.mp4`, `voices/e01s02-03-1.wav`."""
    stem = file.rpartition("/")[2].partition(".")[0]
    return stem == shot or stem.startswith(f"{shot}-")
