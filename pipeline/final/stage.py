"""The film: `final/shots/<shot>.mp4`, the sound and the subtitles of an episode, and `final/e01.mp4`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from pipeline.attempt import Attempt, Made, Notes
from pipeline.drama import Drama
from pipeline.final.check.asked_stage import asked as asked_of
from pipeline.final.check.film import check_film
from pipeline.final.film import Encoding, Film
from pipeline.final.label import desk as sources
from pipeline.final.label import manifest
from pipeline.final.label.label import aigc, mark_events
from pipeline.final.label.manifest import Claim
from pipeline.final.output import Output
from pipeline.final.picture import cards, cut, joining
from pipeline.final.picture.encoding_stage import encoded
from pipeline.final.picture.evening import Correction
from pipeline.final.picture.headline import Setting
from pipeline.final.picture.joining import Track
from pipeline.final.platforms import Platform
from pipeline.final.subtitles.desk import cues_of, looks_of
from pipeline.final.subtitles.files import shot_ass
from pipeline.final.subtitles.lettering import folder
from pipeline.recipe import recipe
from pipeline.story import Episode, Language, Outline
from pipeline.timeline import Piece, ShotSpan, Timeline

#: What players call the subtitles of a language.
_TITLES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True)
class Reel:
    """What a film shows: an *episode* of the story in *outline*, laid out in time."""

    outline: Outline
    episode: Episode
    timeline: Timeline
    translations: Mapping[str, Made] = field(default_factory=dict)
    """The files of other languages than the spoken one, by language."""
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    """How the colours of shots are evened, by their ids; those that are not there stay as they are."""
    clips: Mapping[str, Made] = field(default_factory=dict)
    """What its shots are cut from, by their ids."""
    voices: Mapping[str, Made] = field(default_factory=dict)
    """The files of its lines, by their ids."""


@dataclass(frozen=True)
class _Segment:
    """All that decides one shot of the film; *begun* and *ended* are frames that transitions have."""

    clip: Path
    frames: int
    ass: str
    film: Film
    begun: int = 0
    ended: int = 0
    fonts: tuple[Path, ...] = ()
    correction: Correction | None = None


@dataclass(frozen=True)
class _Film:
    """All that decides the joined film."""

    segments: tuple[Path, ...]
    sound: Path
    subtitles: Path
    title: str
    language: Language
    second: Path | None = None
    audio_kbps: int = Encoding.audio_kbps
    claim: Claim | None = None
    platform: Platform | None = None


def segment(drama: Drama, output: Output, reel: Reel, piece: Piece, clip: Made) -> Made:
    """The shot of *piece* at the film's parameters, with its subtitles and the label in the picture."""
    film = output.film
    (span,) = piece.spans
    ass = written(drama, output, reel, [span], [clip])
    first, last = span.body
    files = looks_of(drama, output, reel.outline).lettering.files(ass)
    correction = reel.corrections.get(span.shot.id)
    asked = _Segment(clip.path, span.frames, ass, film, first, span.frames - last, files, correction)

    def build(out: Path, encoding: Encoding) -> Notes:
        fonts = folder(files, drama.project.records.made)
        fit = cut.segment(
            clip.path,
            span,
            ass=ass,
            fonts=fonts,
            film=film,
            encoding=encoding,
            out=out,
            correction=correction,
        )
        damaged = {"damaged": fit.damaged} if fit.damaged else {}
        return {"fit": fit.rule.value, "clip_seconds": fit.clip_seconds, **damaged}

    made = encoded(drama, output, piece.name, "cut", asked=asked, build=build)
    if made.status == "planned" and clip.status != "planned":
        # What lies there already is looked at before anything is encoded.
        cut.looked_at(clip.path, span, film)
    return made


def written(
    drama: Drama, output: Output, reel: Reel, spans: Sequence[ShotSpan], clips: Sequence[Made]
) -> str:
    """What is drawn over *spans*, which follow each other: an ASS file, timed from the start of the first."""
    final, film, language = output.final, output.film, reel.outline.language
    whole = replace(spans[0], frames=sum(span.frames for span in spans))
    looks = looks_of(drama, output, reel.outline)
    cues = cues_of(Timeline(whole.fps, tuple(spans)), reel.outline, looks, reel.translations)
    drawn = {engine.name for engine in drama.profile.clips if engine.engine.abilities.animatic}
    animatic = any(clip.engine in drawn for clip in clips)
    marks = mark_events(final.label, whole, film, language, output.zones, animatic=animatic)
    if final.cards.title == "over":
        setting = Setting(film, language, looks.lettering)
        said = cards.words(final.cards, reel.outline, reel.episode)
        marks += tuple(cards.title_over(said, final.cards.title_seconds, whole, setting))
    return shot_ass(cues, whole, looks, marks)


def film(
    drama: Drama,
    output: Output,
    reel: Reel,
    segments: Mapping[str, Made],
    parts: tuple[Made, Made, Made | None],
) -> Made:
    """
    The episode as one file, joined from its *segments*.

    *parts* are its sound and its subtitles, and those in the second language where there is one.

    It is checked before it is put in place; `FilmError` where it is not fit to be shown.
    """
    mixed, spoken, second = parts
    final = output.final
    name = Path(spoken.name).with_suffix(".mp4").as_posix()
    shots = tuple(segments[piece.name].path for piece in reel.timeline.pieces)
    below = second.path if second else None
    title, language = reel.outline.title, reel.outline.language
    claim = sources.claim(drama, reel.episode, final.label.c2pa, f"{title} {reel.episode.id}")
    audio_kbps = final.encoding.audio_kbps
    asked = _Film(shots, mixed.path, spoken.path, title, language, below, audio_kbps, claim, output.platform)
    tracks = _tracks(output, reel, spoken, second)

    def build(out: Path) -> None:
        joining.join(
            shots,
            mixed.path,
            subtitles=tracks,
            film=output.film,
            encoding=final.encoding,
            metadata=_metadata(drama, output, reel, out.stem, (*shots, mixed.path)),
            language=language,
            out=out,
        )
        if claim and final.label.c2pa:
            manifest.sign(out, claim, final.label.c2pa, drama.root)

    def check(file: Path) -> None:
        check_film(file, asked_of(drama, output, reel))

    return made_by(drama, name, "join", options=final.label.unsigned, asked=asked, build=build, check=check)


def _tracks(output: Output, reel: Reel, spoken: Made, second: Made | None) -> list[Track]:
    """The subtitles that can be switched on; what stands in the picture already is not shown unasked."""
    if not any(True for _ in reel.timeline.lines):
        return []
    options = output.final.subtitles
    languages = (reel.outline.language, options.second)
    return [
        Track(text.path, language, _TITLES[language], default=not options.burn and text is spoken)
        for text, language in zip((spoken, second), languages, strict=True)
        if text
    ]


def _metadata(drama: Drama, output: Output, reel: Reel, stem: str, content: Sequence[Path]) -> dict[str, str]:
    """What is written into the film *stem*, which is made of the files *content*."""
    told = {"title": f"{reel.outline.title} {stem}"}
    if output.final.label.metadata:
        whole = sha256("".join(map(drama.project.sha256, content)).encode()).hexdigest()
        told["AIGC"] = aigc(output.final.label, f"{reel.outline.title}-{stem}", whole)
    return told


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
