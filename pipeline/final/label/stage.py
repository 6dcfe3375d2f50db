"""The statement beside a film, `final/e01-label.txt`: that AI made it, by which engines, and its marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.final.label import label, manifest
from pipeline.final.label.desk import Source, sources
from pipeline.final.output import Output
from pipeline.final.stage import Reel, made_by
from pipeline.records import sha256_of
from pipeline.wording import Wording


@dataclass(frozen=True)
class _Statement:
    """All that decides a statement."""

    film: Path
    title: str
    language: str
    sources: tuple[Source, ...]


def statement(drama: Drama, output: Output, reel: Reel, film: Made) -> Made:
    """What is to be known of *film* by whoever publishes it, in the language of the story."""
    found = sources(drama, reel.episode)
    wording = Wording(reel.outline.language)
    title = f"{reel.outline.title} · {wording.title(reel.episode.number, reel.episode.title)}"
    asked = _Statement(film.path, title, reel.outline.language, found)

    def build(out: Path) -> None:
        rows = [title, "", *_said(film.path, output, wording), "", *_listed(found, wording)]
        out.write_text("\n".join(rows) + "\n", encoding="utf-8")

    name = output.beside(reel.episode.id, "-label.txt")
    return made_by(drama, name, "statement", options=output.final.label.unsigned, asked=asked, build=build)


def _said(film: Path, output: Output, wording: Wording) -> Iterator[str]:
    """What the film is, and by which marks it says so itself; they are read back from it."""
    options, say = output.final.label, wording.say
    yield say("This film was made by artificial intelligence.")
    yield f"{say('film')}{say(': ')}{film.name}"
    yield f"SHA-256{say(': ')}{sha256_of(film)}"
    words = label.words(options, wording.language)
    shown = f"“{words}”{say(', ')}{wording.seconds(options.seconds)}" if options.visible else say("none")
    yield f"{say('mark in the picture')}{say(': ')}{shown}"
    for field, value in (label.read_aigc(film) or {}).items():
        if value:
            yield f"AIGC {field}{say(': ')}{value}"
    if options.c2pa and (found := manifest.read(film)):
        yield f"C2PA{say(': ')}{manifest.origin(found[0])}{say(', ')}{found[0]['label']}"


def _listed(found: tuple[Source, ...], wording: Wording) -> Iterator[str]:
    """Every file, who made it, and the hash of its content."""
    return (f"{source.name}  {wording.say(source.engine)}  {source.sha256}" for source in found)
