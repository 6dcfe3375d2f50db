"""What is handed to an editor: the shots, voices and stems of one film, and when they are seen and heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.attempt import Made
from pipeline.ffmpeg import Media, probe
from pipeline.final.film import Film
from pipeline.final.subtitles import Cue
from pipeline.timeline import Timeline

#: The samples per second of the film's sound, in which exports place what is heard.
RATE = 48_000


@dataclass(frozen=True)
class Source:
    """A file of the drama: its *name* in the drama's folder, who made which take of it, and what it holds."""

    name: str
    engine: str
    take: int
    media: Media


@dataclass(frozen=True)
class Handed:
    """
    One film, as editors get it.

    *pictures* go by the ids of shots (and `title` and `credits`, where there are such cards), *voices*
    by the ids of lines, *stems* by what is heard in them, such as `music`. *places* has the file of each
    by its name in the drama's folder. *language* is that of the words in *cues*.
    """

    title: str
    language: str
    timeline: Timeline
    film: Film
    pictures: Mapping[str, Source]
    voices: Mapping[str, Source]
    stems: Mapping[str, Source] = field(default_factory=dict)
    cues: tuple[Cue, ...] = ()
    places: Mapping[str, Path] = field(default_factory=dict)


def looked_at(files: Mapping[str, Made]) -> dict[str, Source]:
    """*files* with what they hold; `BadResult` where one can't be read."""
    return {key: Source(made.name, made.engine, made.take, probe(made.path)) for key, made in files.items()}
