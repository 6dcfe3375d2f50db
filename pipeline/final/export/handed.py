"""What is handed to an editor: the shots, voices and stems of one film, and when they are seen and heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.attempt import Made
from pipeline.ffmpeg import Media, probe
from pipeline.final.film import Film
from pipeline.final.picture import cut
from pipeline.final.picture.cut import Fit
from pipeline.final.subtitles.subtitles import Cue
from pipeline.timeline import ShotSpan, Timeline

#: The samples per second of the film's sound, in which exports place what is heard.
RATE = 48_000


@dataclass(frozen=True)
class Source:
    """
    A file of the drama: its *name* in the drama's folder, who made which take of it, and what it holds.

    *fit* says how the clip of a shot was brought to the length of its shot.
    """

    name: str
    engine: str
    take: int
    media: Media
    fit: Fit | None = None


@dataclass(frozen=True)
class Handed:
    """
    One film, as editors get it.

    *pictures* go by the ids of shots (and `title` and `credits`, where there are such cards), *voices*
    by the ids of lines, *stems* by what is heard in them, such as `music`. *language* is that of the words in
    *cues*, and *colours* has that of a speaker's words, where it is not the same for all.
    """

    title: str
    language: str
    timeline: Timeline
    film: Film
    pictures: Mapping[str, Source]
    voices: Mapping[str, Source]
    stems: Mapping[str, Source] = field(default_factory=dict)
    cues: tuple[Cue, ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)


def heard(made: Made) -> Source:
    """A file with sound; `BadResult` where it can't be read."""
    return Source(made.name, made.engine, made.take, probe(made.path))


def shown(made: Made, span: ShotSpan, film: Film) -> Source:
    """The clip of *span*; `BadResult` where no film can be cut from it."""
    fit = cut.fitted(cut.looked_at(made.path, span, film), span)
    return Source(made.name, made.engine, made.take, probe(made.path), fit)
