"""The command that hands an episode to an editor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipeline.attempt import Made
from pipeline.drama import Drama, open_drama
from pipeline.episodes import ALL, named
from pipeline.errors import DramaError, InputError, in_short
from pipeline.final.export.cut_stage import Cut
from pipeline.final.export.stage import FORMATS
from pipeline.final.export.stage import export as exported
from pipeline.final.stage import Reel
from pipeline.options import instead
from pipeline.outcome import Outcome
from pipeline.plan import plan
from pipeline.telling import err, out
from pipeline.typed import All, Episodes, Folder, ProfileOption, letters


@letters
def export(
    folder: Folder,
    formats: Annotated[list[str], typer.Argument(help=f"{', '.join(FORMATS)}; several at once.")],
    *,
    episodes: Episodes = "1",
    every: All = False,
    profile: ProfileOption = "",
) -> None:
    """
    Write what other programs open: a timeline for an editor, a draft for Jianying or CapCut, subtitles.

    Clips and voices must be there; the film need not. What is exported lies in the folder `final`; a file
    there that you changed is not written over. FCPXML has to be exported again after the folder was moved.
    Clips bear neither subtitles nor the mark that they were made by AI: the film that you cut needs both.
    """
    for form in formats:
        if form not in FORMATS:
            raise InputError(f"Nothing is exported as {form!r}.", instead(form, FORMATS))
    drama = open_drama(folder, profile)
    refused: list[DramaError] = []
    for cut in _cuts(drama, _finished(folder, profile, named(ALL if every else episodes))):
        for form in dict.fromkeys(formats):
            try:
                _tell(exported(cut, form))
            except DramaError as error:
                refused.append(error)
    _insist(refused)


def _insist(refused: Sequence[DramaError]) -> None:
    """Tell what stood in the way of some formats, the last of it as an error; the others are written."""
    if not refused:
        return
    *others, last = {str(error): error for error in refused}.values()
    for other in others:
        err.print(str(other), style="red", soft_wrap=True)
    raise last


def _finished(folder: Path, profile: str, numbers: Sequence[int] | None) -> tuple[Outcome, ...]:
    """The episodes *numbers*; `InputError` where what they are cut from is not there yet."""
    planned = plan(open_drama(folder, profile, planning=True), numbers)
    planned.insist()
    needed = (made for made in planned.files if not made.name.startswith("final/"))
    lacking = [made.name for made in needed if made.status not in ("kept", "by hand")]
    if lacking:
        raise InputError(
            f"{len(lacking)} file(s) must be made before they can be exported: {in_short(lacking)}.",
            f"`drama run {folder} --until clips` makes them.",
        )
    return planned.outcomes


def _cuts(drama: Drama, outcomes: Sequence[Outcome]) -> list[Cut]:
    """Each of *outcomes* as the drama's own film is cut."""
    cuts = []
    for outcome in outcomes:
        outline, episode = outcome.story
        assert outcome.timeline
        reel = Reel(outline, episode, outcome.timeline, outcome.translations)
        files = {made.name: made for made in outcome.files}
        voices = {line.id: files[f"voices/{line.id}.wav"] for _, line in episode.lines}
        cuts.append(Cut(drama, drama.outputs[0], reel, outcome.clips, voices, outcome.takes))
    return cuts


def _tell(files: Sequence[Made]) -> None:
    """Where the file lies, or the folder of a draft; what was in place already is told as such."""
    last = files[-1]
    path = last.path if len(files) == 1 else last.path.parent
    kept = all(made.status == "kept" for made in files)
    out.print(f"{path.resolve()}{' (unchanged)' if kept else ''}", soft_wrap=True)
