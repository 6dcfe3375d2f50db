"""What stands between the shots of a film and around them: transitions, cards and the cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.attempt import Made, Notes
from pipeline.drama import Drama
from pipeline.final.film import Encoding, Film
from pipeline.final.label.label import mark_events
from pipeline.final.output import Output
from pipeline.final.picture import cards, cut
from pipeline.final.picture.blending import Side, blend
from pipeline.final.picture.cover import best, draw, lettered, likely, named
from pipeline.final.picture.encoding_stage import encoded
from pipeline.final.picture.evening import Correction
from pipeline.final.picture.headline import Setting
from pipeline.final.sound.stage import credits_of
from pipeline.final.stage import Reel, made_by, written
from pipeline.final.subtitles.desk import looks_of
from pipeline.final.subtitles.lettering import folder
from pipeline.story import Enter
from pipeline.timeline import Piece


@dataclass(frozen=True)
class _Transition:
    """All that decides a transition: *clips* with the *frames* of their shots, in order."""

    kind: Enter
    before: int
    after: int
    clips: tuple[Path, ...]
    frames: tuple[int, ...]
    ass: str
    film: Film
    fonts: tuple[Path, ...] = ()
    corrections: tuple[Correction | None, ...] = ()


@dataclass(frozen=True)
class _Card:
    """All that decides a card of *frames* frames beside a shot of *shot* frames."""

    kind: str
    clip: Path
    shot: int
    frames: int
    ass: str
    film: Film
    fonts: tuple[Path, ...] = ()
    correction: Correction | None = None


@dataclass(frozen=True)
class _Cover:
    """All that decides a cover: the *clips* that it may be of, and *at*, its frame, where that is chosen."""

    clips: tuple[Path, ...]
    frames: tuple[int, ...]
    ass: str
    film: Film
    at: int | None = None
    fonts: tuple[Path, ...] = ()


def transition(drama: Drama, output: Output, reel: Reel, piece: Piece, *clips: Made) -> Made:
    """The transition of *piece*; *clips* are those of the shots that are seen in it, in their order."""
    known = dict(zip(piece.spans, clips, strict=True))
    asked_for = piece.entering.enter if piece.entering else piece.spans[0].leave
    assert asked_for
    sides = [
        Side(span, known[span].path, reel.corrections.get(span.shot.id)) if span else None
        for span in (piece.leaving, piece.entering)
    ]
    drawn = written(drama, output, reel, piece.spans, clips)
    frames = tuple(span.frames for span in piece.spans)
    paths = tuple(clip.path for clip in clips)
    files = looks_of(drama, output, reel.outline).lettering.files(drawn)
    asked = _Transition(
        asked_for.kind, asked_for.before, asked_for.after, paths, frames, drawn, output.film, files,
        _evened(reel, piece),
    )  # fmt: skip

    def build(out: Path, encoding: Encoding) -> None:
        blend(
            (sides[0], sides[1]),
            asked_for,
            ass=drawn,
            fonts=folder(files, drama.project.records.made),
            film=output.film,
            encoding=encoding,
            out=out,
        )

    return encoded(drama, output, piece.name, "transition", asked=asked, build=build)


def _evened(reel: Reel, piece: Piece) -> tuple[Correction | None, ...]:
    """How the shots of *piece* are evened; empty where none is."""
    found = tuple(reel.corrections.get(span.shot.id) for span in piece.spans)
    return found if any(found) else ()


def card(drama: Drama, output: Output, reel: Reel, piece: Piece, clip: Made) -> Made:
    """The title or the credits, on the picture of the *clip* beside it."""
    (span,) = piece.spans
    film = output.film
    lettering = looks_of(drama, output, reel.outline).lettering
    drawn = _drawn(drama, output, reel, piece)
    files = lettering.files(drawn)
    correction = reel.corrections.get(span.shot.id)
    asked = _Card(piece.kind, clip.path, span.frames, piece.frames, drawn, film, files, correction)

    def build(out: Path, encoding: Encoding) -> None:
        shown = cards.background(
            clip.path, span, film, piece.frames, title=piece.kind == "title", correction=correction
        )
        cut.encode(
            shown,
            piece.frames,
            ass=drawn,
            fonts=folder(files, drama.project.records.made),
            film=film,
            encoding=encoding,
            out=out,
            what=f"card {piece.name}",
        )

    return encoded(drama, output, piece.name, "card", asked=asked, build=build)


def _drawn(drama: Drama, output: Output, reel: Reel, piece: Piece) -> str:
    """What is written on a card, and the label where it is still seen."""
    film, final, language = output.film, output.final, reel.outline.language
    start = 0 if piece.kind == "title" else reel.timeline.frames - piece.frames
    time = replace(piece.spans[0], start_frame=start, frames=piece.frames)
    setting = Setting(film, language, looks_of(drama, output, reel.outline).lettering)
    thanks = credits_of(drama, output, reel.timeline) if piece.kind == "credits" else ()
    said = cards.words(final.cards, reel.outline, reel.episode, thanks)
    write = cards.title_card if piece.kind == "title" else cards.credits_card
    marks = mark_events(final.label, time, film, language, output.zones)
    return setting.document([*write(said, time.seconds, setting), *marks])


def cover(drama: Drama, output: Output, reel: Reel, clips: Mapping[str, Made]) -> Made:
    """The cover of the film, from one of its *clips*, which go by the ids of shots."""
    options, timeline = output.final.cover, reel.timeline
    chosen = named(options, timeline)
    spans = (chosen.span,) if chosen else likely(timeline)
    paths = {span.shot.id: clips[span.shot.id].path for span in spans}
    lettering = looks_of(drama, output, reel.outline).lettering
    setting = Setting(output.still, reel.outline.language, lettering)
    said = cards.named(reel.outline, reel.episode)
    ass = setting.document(lettered(said, setting)) if options.title else ""
    files, frames = lettering.files(ass), tuple(span.frames for span in spans)
    at = chosen.frame if chosen else None
    asked = _Cover(tuple(paths.values()), frames, ass, output.still, at, files)

    def build(out: Path) -> Notes:
        moment = chosen or best(paths, spans)
        fonts = folder(files, drama.project.records.made)
        draw(moment, paths[moment.span.shot.id], setting, ass=ass, fonts=fonts, out=out)
        return {"shot": moment.span.shot.id, "seconds": round(moment.seconds, 3)}

    name = output.beside(reel.episode.id, "-cover.jpg")
    return made_by(drama, name, "cover", options=replace(options, moments=()), asked=asked, build=build)
