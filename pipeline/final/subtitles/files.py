"""Cues as files: ASS to burn into a shot or to lie beside the film, SRT and WebVTT for players."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pipeline.final.subtitles import ass
from pipeline.final.subtitles.looks import Looks
from pipeline.final.subtitles.subtitles import Cue
from pipeline.timeline import ShotSpan

if TYPE_CHECKING:
    from pysubs2 import SSAEvent


def shot_ass(cues: Sequence[Cue], span: ShotSpan, looks: Looks, extra_events: Sequence[SSAEvent] = ()) -> str:
    """
    The ASS file to burn into the shot *span*: its cues and *extra_events*, timed from its start.

    Empty where nothing is shown. libass must find the fonts of *looks* in the folder it is given.
    """
    burn = looks.options.burn
    seen = [cue for cue in cues if span.start <= cue.start < span.end and (burn or cue.kind == "caption")]
    events = [*(looks.event(cue, -span.start) for cue in seen), *extra_events]
    return ass.document(looks.film, looks.styles(seen), events) if events else ""


def film_ass(cues: Sequence[Cue], looks: Looks) -> str:
    """All cues as one ASS file, to lie beside the film; it names fonts, which players may replace."""
    return ass.document(looks.film, looks.styles(cues), map(looks.event, cues))


def film_text(
    cues: Sequence[Cue], form: Literal["srt", "vtt"], kind: Literal["line", "second"] = "line"
) -> str:
    """
    The spoken cues, or those of the second language, as plain text for players.

    Captions are left out: they are in the picture.
    """
    from pysubs2 import SSAFile

    file = SSAFile()
    file.events = [
        ass.event(cue.start, cue.end, r"\N".join(map(ass.escaped, cue.lines)), "Line")
        for cue in cues
        if cue.kind == kind
    ]
    return file.to_string(form)
