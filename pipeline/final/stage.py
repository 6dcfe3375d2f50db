"""The film: `final/shots/<shot>.mp4`, the sound and the subtitles of an episode, and `final/e01.mp4`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.attempt import Attempt, Made, Notes
from pipeline.drama import Drama
from pipeline.final import cards, cut, sound, subtitles
from pipeline.final.check import check_film
from pipeline.final.film import Film
from pipeline.final.fonts import bundled
from pipeline.final.headline import Setting
from pipeline.final.label import aigc, check_label, mark_events
from pipeline.final.lettering import Lettering
from pipeline.final.output import Output
from pipeline.recipe import plain, recipe
from pipeline.story import Episode, Language, Outline
from pipeline.timeline import Piece, ShotSpan, Timeline


@dataclass(frozen=True)
class Reel:
    """What a film shows: an *episode* of the story in *outline*, laid out in time."""

    outline: Outline
    episode: Episode
    timeline: Timeline


@dataclass(frozen=True)
class _Segment:
    """All that decides one shot of the film; *begun* and *ended* are frames that transitions have."""

    clip: Path
    frames: int
    ass: str
    film: Film
    begun: int = 0
    ended: int = 0


@dataclass(frozen=True)
class _Mix:
    """All that decides the sound of a film; *timeline* is a hash of it."""

    voices: Mapping[str, Path]
    timeline: str
    seed: int


@dataclass(frozen=True)
class _Film:
    """All that decides the joined film."""

    segments: tuple[Path, ...]
    sound: Path
    subtitles: Path
    title: str
    language: Language


@dataclass(frozen=True)
class _Text:
    """A text file, which is its own recipe."""

    text: str


def segment(drama: Drama, output: Output, reel: Reel, piece: Piece, clip: Made) -> Made:
    """The shot of *piece* at the film's parameters, with its subtitles and the label in the picture."""
    final, film, font = output.final, output.film, bundled()
    (span,) = piece.spans
    ass = written(drama, output, reel, [span], [clip])
    first, last = span.body
    asked = _Segment(clip.path, span.frames, ass, film, first, span.frames - last)

    def build(out: Path) -> Notes:
        fit = cut.segment(
            clip.path, span, ass=ass, fonts=font.path.parent, film=film, encoding=final.encoding, out=out
        )
        return {"fit": fit.rule.value, "clip_seconds": fit.clip_seconds}

    return made_by(
        drama, f"{output.shots}/{piece.name}.mp4", "cut", options=final.encoding, asked=asked, build=build
    )


def written(
    drama: Drama, output: Output, reel: Reel, spans: Sequence[ShotSpan], clips: Sequence[Made]
) -> str:
    """What is drawn over *spans*, which follow each other: an ASS file, timed from the start of the first."""
    final, film, language = output.final, output.film, reel.outline.language
    whole = replace(spans[0], frames=sum(span.frames for span in spans))
    cues = subtitles.cues(Timeline(whole.fps, tuple(spans)), language, final.subtitles)
    drawn = {engine.name for engine in drama.profile.clips if engine.engine.abilities.animatic}
    animatic = any(clip.engine in drawn for clip in clips)
    marks = mark_events(final.label, whole, film, language, animatic=animatic)
    if final.cards.title == "over":
        setting = Setting(film, language, Lettering())
        said = cards.words(final.cards, reel.outline, reel.episode)
        marks += tuple(cards.title_over(said, final.cards.title_seconds, whole, setting))
    return subtitles.shot_ass(cues, whole, film, final.subtitles, bundled(), marks)


def mix(drama: Drama, output: Output, reel: Reel, voices: Mapping[str, Made]) -> Made:
    """The sound of the whole episode: voices, music and ambience."""
    options = output.final.sound
    files = {name: made.path for name, made in voices.items()}
    seed = drama.profile.story.seed
    whole = json.dumps(plain(reel.timeline.heard, drama.project.sha256), sort_keys=True)
    asked = _Mix(files, sha256(whole.encode()).hexdigest(), seed)

    def build(out: Path) -> None:
        sound.mix(reel.timeline, files, options, seed, out)

    return made_by(
        drama,
        f"{output.folder}/sound/{reel.episode.id}.wav",
        "mix",
        options=options,
        asked=asked,
        build=build,
    )


def srt(drama: Drama, output: Output, reel: Reel) -> Made:
    """The spoken words as `final/e01.srt`, to lie beside the film and in it."""
    cues = subtitles.cues(reel.timeline, reel.outline.language, output.final.subtitles)
    # A film without words has a file all the same, of one empty line.
    return _text(drama, output, output.beside(reel.episode.id, ".srt"), subtitles.film_srt(cues) or "\n")


def ass(drama: Drama, output: Output, reel: Reel) -> Made:
    """All cues with their looks as `final/e01.ass`."""
    options = output.final.subtitles
    cues = subtitles.cues(reel.timeline, reel.outline.language, options)
    text = subtitles.film_ass(cues, output.film, options, bundled())
    return _text(drama, output, output.beside(reel.episode.id, ".ass"), text)


def film(
    drama: Drama, output: Output, reel: Reel, segments: Mapping[str, Made], parts: tuple[Made, Made]
) -> Made:
    """
    The episode as one file, joined from its *segments*; *parts* are its sound and its subtitles.

    It is checked before it is put in place; `FilmError` where it is not fit to be shown.
    """
    mixed, spoken = parts
    final = output.final
    name = Path(spoken.name).with_suffix(".mp4").as_posix()
    shots = tuple(segments[piece.name].path for piece in reel.timeline.pieces)
    asked = _Film(shots, mixed.path, spoken.path, reel.outline.title, reel.outline.language)
    has_words = any(True for _ in reel.timeline.lines)

    def build(out: Path) -> None:
        content = sha256("".join(map(drama.project.sha256, (*shots, mixed.path))).encode()).hexdigest()
        metadata = {"title": f"{reel.outline.title} {out.stem}"}
        if final.label.metadata:
            metadata["AIGC"] = aigc(final.label, f"{reel.outline.title}-{out.stem}", content)
        cut.join(
            shots,
            mixed.path,
            subtitles=spoken.path if has_words else None,
            film=output.film,
            encoding=final.encoding,
            metadata=metadata,
            language=reel.outline.language,
            out=out,
        )

    def check(file: Path) -> None:
        check_film(file, reel.timeline, output.film, final.sound, subtitles_expected=has_words)
        check_label(file, final.label)

    return made_by(drama, name, "join", options=final.label, asked=asked, build=build, check=check)


def _text(drama: Drama, output: Output, name: str, text: str) -> Made:
    def build(out: Path) -> None:
        out.write_text(text, encoding="utf-8")

    return made_by(drama, name, "subtitles", options=output.final.subtitles, asked=_Text(text), build=build)


def made_by(
    drama: Drama,
    name: str,
    engine: str,
    *,
    options: object,
    asked: object,
    build: Callable[[Path], Notes | None],
    check: Callable[[Path], None] | None = None,
) -> Made:
    """The file *name*, made on this machine by *engine* with *options*; *asked* is what else decides it."""
    attempt = Attempt(engine, recipe(engine, options, asked, drama.project.sha256), build)
    return drama.project.make(name, [attempt], keep_takes=False, check=check)
