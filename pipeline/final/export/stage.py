"""What is exported of an episode: `final/e01.otio` in every run, what editors take when it is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline import ffmpeg
from pipeline.attempt import Attempt, Made
from pipeline.drama import Drama
from pipeline.errors import FolderError, in_short
from pipeline.final.export.cut_stage import Asked, Cut
from pipeline.final.output import Output
from pipeline.final.sound.stage import stem_files
from pipeline.final.stage import Reel
from pipeline.final.subtitles import stage as subtitle_stage
from pipeline.recipe import recipe


@dataclass(frozen=True)
class _Plain:
    """No options."""


@dataclass(frozen=True)
class _Copy:
    """A file of the drama, or with *still* its last picture."""

    file: Path
    still: bool = False


def otio(cut: Cut) -> Made:
    """
    The cut as `final/e01.otio`, from which other programs can take it up.

    Stems that were exported once are on it, and kept as the film is.
    """
    if cut.stems:
        _stems(cut)
    return _otio(cut)


def export(cut: Cut, form: str) -> list[Made]:
    """
    The files of *cut* in *form*, one of `FORMATS`; a draft folder has many.

    `FolderError` where a person changed one of them since it was exported, `InputError` where the format
    can't hold such a film.
    """
    return FORMATS[form](cut)


def _with_stems(make: Callable[[Cut], Made]) -> Callable[[Cut], Made]:
    """*make*, with music and effects to lie under the voices."""

    def made(cut: Cut) -> Made:
        _stems(cut)
        return make(cut)

    return made


def _stems(cut: Cut) -> list[Made]:
    return list(stem_files(cut.drama, cut.output, cut.reel, cut.voices, cut.takes).values())


def _otio(cut: Cut) -> Made:
    def write() -> str:
        from pipeline.final.export import otio

        return otio.text(cut.handed(), cut.output.folder)

    return _text(cut, ".otio", cut.asked(), write)


def _fcpxml(cut: Cut) -> Made:
    """It says where the drama's folder lies, since the format wants whole addresses."""

    def write() -> str:
        from pipeline.final.export import fcpxml, otio

        timeline = otio.timeline(cut.handed(), cut.output.folder)
        return fcpxml.text(timeline, cut.output.film, cut.drama.root / cut.output.folder)

    return _text(cut, ".fcpxml", cut.asked(str(cut.drama.root)), write)


def _edl(cut: Cut) -> Made:
    def write() -> str:
        from pipeline.final.export import edl, otio

        return edl.text(otio.timeline(cut.handed(), cut.output.folder), cut.output.film.fps)

    return _text(cut, ".edl", cut.asked(), write)


def _jianying(cut: Cut) -> list[Made]:
    """A draft folder, its media first: as long as one is missing there is no draft to be opened."""
    from pipeline.final.export import jianying, otio

    _stems(cut)
    timeline = otio.timeline(cut.handed(), cut.output.folder)
    draft = jianying.draft(timeline, cut.output.film, cut.looks.options)
    folder = cut.output.beside(cut.reel.episode.id, ".jianying")
    files = [*draft.media, *draft.stills, *draft.texts]
    _insist_ours(cut.drama, [f"{folder}/{name}" for name in files])
    media = [_copy(cut, f"{folder}/{name}", source) for name, source in draft.media.items()]
    stills = [_copy(cut, f"{folder}/{name}", source, still=True) for name, source in draft.stills.items()]
    asked = cut.asked()
    texts = [
        _make(cut, f"{folder}/{name}", "jianying", asked, _writing(partial(str, text)))
        for name, text in draft.texts.items()
    ]
    return [*media, *stills, *texts]


def _copy(cut: Cut, name: str, source: str, *, still: bool = False) -> Made:
    """A medium inside a draft: a copy, since a link would change with what it is linked to."""
    path = cut.drama.project.path(source)

    def build(out: Path) -> None:
        if still:
            last = ["-sseof", "-1", "-i", str(path), "-update", "1", "-fflags", "+bitexact"]
            ffmpeg.run([*last, "-c:v", "png", "-f", "image2", str(out)], what=f"last picture of {source}")
        else:
            shutil.copyfile(path, out)

    return _make(cut, name, "copy", _Copy(path, still), build)


def _text(cut: Cut, ending: str, asked: Asked, write: Callable[[], str]) -> Made:
    return _make(cut, cut.output.beside(cut.reel.episode.id, ending), ending[1:], asked, _writing(write))


def _writing(write: Callable[[], str]) -> Callable[[Path], None]:
    def build(out: Path) -> None:
        out.write_text(write(), encoding="utf-8", newline="\n")

    return build


def _make(cut: Cut, name: str, engine: str, asked: object, build: Callable[[Path], None]) -> Made:
    attempt = Attempt(engine, recipe(engine, _Plain(), asked, cut.drama.project.sha256), build)
    return cut.drama.project.make(name, [attempt], keep_takes=False)


def _insist_ours(drama: Drama, names: list[str]) -> None:
    """`FolderError` where a person changed one of *names* or put it there."""
    changed = [name for name in names if drama.project.state(name).is_ == "by hand"]
    if changed:
        raise FolderError(
            f"{in_short(changed)} was changed by hand since it was exported, and is not written over.",
            "Move it away, or delete it, and export again.",
        )


def _one(ending: str, make: Callable[[Cut], Made]) -> Callable[[Cut], list[Made]]:
    """*make* as an export of one file, which nobody changed."""

    def exported(cut: Cut) -> list[Made]:
        _insist_ours(cut.drama, [cut.output.beside(cut.reel.episode.id, ending)])
        return [make(cut)]

    return exported


def _subtitles(make: Callable[[Drama, Output, Reel], Made]) -> Callable[[Cut], Made]:
    return lambda cut: make(cut.drama, cut.output, cut.reel)


#: What can be exported, by the name that a person types.
FORMATS: Mapping[str, Callable[[Cut], list[Made]]] = {
    "otio": _one(".otio", _with_stems(_otio)),
    "fcpxml": _one(".fcpxml", _with_stems(_fcpxml)),
    "edl": _one(".edl", _edl),
    "jianying": _jianying,
    "stems": _stems,
    "srt": _one(".srt", _subtitles(subtitle_stage.srt)),
    "vtt": _one(".vtt", _subtitles(subtitle_stage.vtt)),
    "ass": _one(".ass", _subtitles(subtitle_stage.ass)),
}
