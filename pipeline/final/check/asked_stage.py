"""What a drama asks of one of its films."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.drama import Drama
from pipeline.final.check.asked import Asked
from pipeline.final.label.label import mark_events
from pipeline.final.output import Output
from pipeline.final.picture.joining import iso_639_2
from pipeline.final.subtitles.desk import looks_of
from pipeline.final.subtitles.files import shot_ass

if TYPE_CHECKING:
    from pipeline.final.stage import Reel


def asked(drama: Drama, output: Output, reel: Reel) -> Asked:
    """What the film *output* of *reel* is to be."""
    final, timeline = output.final, reel.timeline
    languages = [reel.outline.language, *({final.subtitles.second} - {"none"})]
    return Asked(
        timeline=timeline,
        film=output.film,
        codec=final.encoding.codec,
        sound=final.sound,
        tracks=tuple(map(iso_639_2, languages)) if any(timeline.lines) else (),
        label=final.label,
        mark=_mark(drama, output, reel),
        voices={name: made.path for name, made in reel.voices.items()},
        clips={name: made.path for name, made in reel.clips.items()},
        output=output,
    )


def _mark(drama: Drama, output: Output, reel: Reel) -> str:
    """The visible label alone, as it is drawn over the beginning of the film."""
    whole = replace(reel.timeline.shots[0], start_frame=0, frames=reel.timeline.frames)
    events = mark_events(output.final.label, whole, output.film, reel.outline.language, output.zones)
    return shot_ass((), whole, looks_of(drama, output, reel.outline), events)
