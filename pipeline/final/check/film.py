"""
The film's own check: a film that fails it is an error, never a deliverable.

It decodes the sound twice and few of the pictures, so that it takes a small part of the film's length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.errors import BadResult, FfmpegError, FilmError
from pipeline.final.check import container, mark, pictures, sound
from pipeline.final.check.asked import NOTHING, Asked
from pipeline.final.check.material import Material
from pipeline.final.check.report import Finding, Name, Report, Result

#: Every check, in the order in which they are told.
CHECKS: Mapping[Name, Callable[[Material, Asked], Result]] = {
    "length": container.length,
    "streams": container.streams,
    "coding": container.coding,
    "index": container.index,
    "playing": pictures.playing,
    "black": pictures.black,
    "frozen": pictures.frozen,
    "voices": sound.voices,
    "subtitles": sound.subtitles,
    "loudness": sound.loudness,
    "offset": sound.offset,
    "mark": mark.mark,
    "metadata": container.metadata,
    "platform": container.platform,
}


def examine(path: Path, asked: Asked = NOTHING) -> Report:
    """What is right and wrong with the film in *path*, measured by what was *asked*."""
    try:
        material = Material(path)
    except BadResult as error:
        unread = "the file can't be read"
        first, *others = CHECKS
        rest = [Result(name, unknown=unread) for name in others]
        return Report(path, (Result(first, (Finding(error.happened),)), *rest))
    return Report(path, tuple(_result(name, material, asked) for name in CHECKS))


def _result(name: Name, material: Material, asked: Asked) -> Result:
    import av

    try:
        return CHECKS[name](material, asked)
    except (BadResult, FfmpegError) as error:
        return Result(name, (Finding(error.happened),))
    except av.FFmpegError as error:
        return Result(name, (Finding(f"It can't be decoded: {error}."),))


def check_film(path: Path, asked: Asked) -> Report:
    """The report of the film in *path*; `FilmError` with everything that is wrong, where something is."""
    report = examine(path, asked)
    if report.wrong:
        listed = "\n".join(f"  - {finding.said}" for finding in report.wrong)
        raise FilmError(
            f"{path.name} failed its check and was not delivered:\n{listed}\n",
            "Run the same command again; if it fails again, redo the shots that are named.",
        )
    return report
