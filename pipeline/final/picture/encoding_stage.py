"""Pieces of the picture by whichever encoder works here, all of one film by one; their colours evened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.attempt import Attempt, Made, Notes
from pipeline.drama import Drama
from pipeline.errors import BadResult, FfmpegError
from pipeline.final.film import Encoding
from pipeline.final.output import Output
from pipeline.final.picture.encoder_options import HARDWARE
from pipeline.final.picture.encoders import candidates
from pipeline.final.picture.evening import Colours, Correction, correction, measured
from pipeline.recipe import recipe
from pipeline.timeline import Timeline

Build = Callable[[Path, Encoding], Notes | None]


def encoded(drama: Drama, output: Output, name: str, engine: str, *, asked: object, build: Build) -> Made:
    """
    The piece *name* of the picture, which *build* encodes by the encoding that it is handed.

    What any of the possible encoders made is kept, wherever that was; what must be made is made by the
    first that works here. *engine* says what is done, where software does it.
    """
    encoding = output.final.encoding
    attempts = [
        _attempt(drama, engine, replace(encoding, encoder=encoder), asked, build, why)
        for encoder, why in candidates(output.film, encoding).items()
    ]
    return drama.project.make(f"{output.shots}/{name}.mp4", attempts, keep_takes=False)


def _attempt(  # noqa: PLR0917 - who does what, how and for whom, and why not
    drama: Drama, engine: str, encoding: Encoding, asked: object, build: Build, why: str
) -> Attempt:
    def work(out: Path) -> Notes | None:
        try:
            return build(out, encoding)
        except FfmpegError as error:
            if not encoding.encoder:
                raise
            # It worked when it was tried: too many films at once are usual. The next one is asked.
            raise BadResult(f"{encoding.encoder} failed: {error}", "Run again when it is free.") from error

    remembered = recipe(engine, encoding, asked, drama.project.sha256)
    return Attempt(encoding.encoder or engine, remembered, work, unavailable=why)


def by_software(output: Output) -> Output:
    """The same film, where no hardware is asked."""
    encoding = replace(output.final.encoding, hardware="never")
    return replace(output, final=replace(output.final, encoding=encoding))


def mixed(pieces: Iterable[Made]) -> bool:
    """Whether *pieces* come from more than one encoder, so that they can't be joined by copying."""
    # What software made goes by the name of the work.
    return len({made.engine if made.engine in HARDWARE else "" for made in pieces}) > 1


@dataclass(frozen=True)
class _Measured:
    """All that decides what is measured."""

    clip: Path


def colours(drama: Drama, shot: str, clip: Made) -> Made:
    """The colours of the *clip* of *shot*, as `final/colours/<shot>.json`."""

    def build(out: Path) -> None:
        found = measured(clip.path)
        out.write_text(json.dumps(found and asdict(found)) + "\n", encoding="utf-8")

    attempt = Attempt(
        "colours", recipe("colours", _Nothing(), _Measured(clip.path), drama.project.sha256), build
    )
    return drama.project.make(f"final/colours/{shot}.json", [attempt], keep_takes=False)


@dataclass(frozen=True)
class _Nothing:
    """What is measured has no options."""


def corrections(timeline: Timeline, there: Mapping[str, Made], strength: float) -> dict[str, Correction]:
    """
    How the shots of *timeline* are evened by *strength*, by their ids.

    *there* are the files of `colours`. Shots that are not measured yet count nowhere and stay as they are.
    """
    read = {shot: json.loads(made.path.read_text("utf-8")) for shot, made in there.items()}
    known = {shot: Colours(**found) for shot, found in read.items() if found}
    scenes: dict[str, list[Colours]] = {}
    for span in timeline.shots:
        if span.shot.id in known:
            scenes.setdefault(span.scene.id, []).append(known[span.shot.id])
    found = {
        span.shot.id: correction(known[span.shot.id], scenes[span.scene.id], strength)
        for span in timeline.shots
        if span.shot.id in known
    }
    return {shot: one for shot, one in found.items() if one}
