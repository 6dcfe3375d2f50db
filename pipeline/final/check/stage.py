"""The films of an episode as they lie in its drama's folder, each to be checked by what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.final.check.asked import Asked
from pipeline.final.check.asked_stage import asked
from pipeline.final.check.film import examine
from pipeline.final.check.report import Finding, Report, Result
from pipeline.final.stage import Reel
from pipeline.outcome import Outcome


@dataclass(frozen=True)
class Lying:
    """The film of an episode as it lies in the drama's folder, with what is *asked* of it."""

    made: Made
    asked: Asked

    def examine(self) -> Report:
        """What is right and wrong with it; that the drama would make another one now is only told."""
        report = examine(self.made.path, self.asked)
        if self.made.status != "planned":
            return replace(report, results=(*report.results, Result("fresh")))
        older = Finding(f"The drama would make another film now ({self.made.why}).", wrong=False)
        return replace(report, results=(*report.results, Result("fresh", (older,))))


def lying(drama: Drama, outcome: Outcome) -> Iterator[Lying]:
    """Every film of the episode that was planned in *outcome*, whether it is there or not."""
    if outcome.episode is None or outcome.timeline is None:
        return
    files = {made.name: made for made in outcome.files}
    for output in drama.outputs:
        name = output.beside(outcome.id, ".mp4")
        path = drama.project.path(name)
        made = files.get(name) or Made(name, path, "planned", "join", 0, why="something for it is missing")
        yield Lying(made, _known(asked(drama, output, reel_of(outcome)), outcome))


def reel_of(outcome: Outcome) -> Reel:
    """What the films of *outcome* show, with the clips and voices that are there."""
    outline, episode = outcome.story
    assert outcome.timeline
    there = {made.name: made for made in outcome.files if made.path.is_file()}
    voices = {line.id: there.get(f"voices/{line.id}.wav") for _, line in episode.lines}
    return Reel(
        outline,
        episode,
        outcome.timeline,
        outcome.translations,
        clips={name: clip for name, clip in outcome.clips.items() if clip.name in there},
        voices={name: voice for name, voice in voices.items() if voice},
    )


def _known(wanted: Asked, outcome: Outcome) -> Asked:
    """*wanted* without its timeline where that is an estimate, because voices are missing."""
    exact = len(wanted.voices) == sum(1 for _ in outcome.story[1].lines)
    return wanted if exact else replace(wanted, timeline=None)


def drama_of(film: Path) -> Path | None:
    """The folder of the drama that *film* lies in, if it does."""
    folders = film.absolute().parents
    return next((folder for folder in folders if (folder / "drama.yaml").is_file()), None)
