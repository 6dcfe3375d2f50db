"""
Subtitles: what is read on the picture, when, and how it looks.

Numbers are those of the field: the length limits of Netflix's timed-text guides, rows that fit a
phone held upright, and places that phone apps leave free (below about 0.25 of the height from the
bottom they put their own text, and 90 of 1080 at the sides).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import accumulate, groupby, pairwise
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.final.film import Film
from pipeline.final.subtitles import ass, timing
from pipeline.final.subtitles.breaking import Shape, divide, split
from pipeline.final.subtitles.fonts import strip_unshown
from pipeline.final.subtitles.parts import advance
from pipeline.final.subtitles.styles import Colour, Letters, Thickness
from pipeline.story import Language, Mode
from pipeline.timeline import LineSpan, ShotSpan, Timeline

#: Characters a second that are read with ease, by Netflix's guides for adults.
_READABLE = {"zh": 9, "en": 20}
#: The longest row in letter sizes, by the same guides: 16 hanzi, 42 characters in English.
_WIDEST = {"zh": 16.0, "en": 23.0}
#: Rows of a caption, and letter sizes of it that are read in a second.
_CAPTION_ROWS, _CAPTION_PACE = 6, 6
#: Where captions begin, below the top; a share of the height.
_CAPTION_TOP = 0.22
NOTHING: Mapping[str, str] = MappingProxyType({})

Covered = Annotated[float, Field(ge=0, le=0.45)]


@options(frozen=True, config=OPTIONS)
class Subtitles:
    """How the subtitles look, and how long they stay. Lengths are in 1/1080 of the picture's shorter side."""

    burn: bool = True
    """Draw the spoken words into the picture. The script's captions are drawn in any case."""
    style: Annotated[str, Field(pattern=r"^[\w-]{1,60}$")] = "plain"
    """plain, boxed, speaker, karaoke, bilingual, or a file `styles/<name>.yaml` of the drama."""
    second: Literal["none", "en", "zh"] = "none"
    """A second language below the first, translated by the language model of the storyboard."""
    font: str = ""
    """A font of the system by its name, or a font file; empty for the one that comes with the program."""
    fonts: tuple[str, ...] = ()
    """Fonts that draw what the first one lacks, in order; behind them the system's are searched."""
    font_size: Letters = 64
    """Size of a letter; at 64 a row has 14 hanzi or about 26 letters."""
    caption_size: Letters = 60
    """Size of a letter in the script's captions."""
    second_size: Letters = 40
    """Size of a letter in the second language."""
    colour: Colour = "#FFFFFF"
    """Colour of what people say."""
    aside_colour: Colour = "#FFE9AE"
    """Colour of the narrator and of thoughts."""
    outline_colour: Colour = "#0B0B10"
    """Colour of the outline and the shadow."""
    outline: Thickness = 5.0
    """Thickness of the outline."""
    bottom: Annotated[float, Field(ge=0.02, le=0.8)] = 0.25
    """Where the lowest row stands: share of the height below it. Phone apps cover up to 0.24."""
    side: Annotated[int, Field(ge=0, le=300)] = 90
    """What stays free at the left and at the right."""
    least_seconds: Annotated[float, Field(ge=0.2, le=3)] = 0.6
    """No cue is shorter where there is room."""
    most_seconds: Annotated[float, Field(ge=2, le=15)] = 6.0
    """No cue is longer."""
    caption_seconds: Annotated[float, Field(ge=1, le=15)] = 2.0
    """A caption stays at least so long, or to the end of its shot."""


@options(frozen=True, config=OPTIONS)
class Zones:
    """What a platform covers of the picture, as shares of its height and of its width."""

    top: Covered = 0.0
    """From the top."""
    bottom: Covered = 0.0
    """From the bottom."""
    left: Covered = 0.0
    """From the left."""
    right: Covered = 0.0
    """From the right."""

    def __or__(self, other: Zones) -> Zones:
        """What either of two platforms covers."""
        return Zones(*(max(pair) for pair in zip(astuple(self), astuple(other), strict=True)))


def within(options: Subtitles, zones: Zones, film: Film) -> Subtitles:
    """*options* with all rows where *zones* leave room in the picture of *film*; rows stay in its middle."""
    side = round(max(zones.left, zones.right) * ass.canvas(film)[0])
    bottom = max(options.bottom, zones.bottom)
    return replace(options, bottom=min(bottom, 0.8), side=min(max(options.side, side), 300))


@dataclass(frozen=True)
class Cue:
    """
    *lines* on the picture from *start* to *end* seconds of the episode, both on a frame.

    *heard* says of each letter of *lines* from when to when it is heard, in seconds of the episode.
    *below* are rows of a caption in the second language; for spoken words it has cues of the kind `second`.
    """

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str = ""
    kind: Literal["line", "caption", "second"] = "line"
    mode: Mode = Mode.SPEECH
    heard: tuple[tuple[float, float], ...] = ()
    below: tuple[str, ...] = ()


def cues(
    timeline: Timeline, language: Language, options: Subtitles, second: Mapping[str, str] = NOTHING
) -> tuple[Cue, ...]:
    """
    Every cue of the film, by its start.

    *second* has the text of lines and captions in the second language, by the ids of lines and shots.
    Spoken cues never overlap, captions neither; none crosses a cut.
    """
    found: list[Cue] = []
    for span in timeline.shots:
        found += _captions(span, language, options, second.get(span.shot.id, ""))
        spoken = list(_spoken(span, language, options))
        found += [cue for _, cue in spoken]
        for line, group in groupby(spoken, key=lambda pair: pair[0]):
            found += _second(second.get(line.line.id, ""), [cue for _, cue in group], span.fps, options)
    return tuple(sorted(found, key=lambda cue: cue.start))


def _spoken(span: ShotSpan, language: Language, options: Subtitles) -> Iterator[tuple[LineSpan, Cue]]:
    """The cues of what is heard in a shot, each with its line."""
    shape = _shape(language, options.font_size, options.side)
    heard = [one for line in span.lines for one in timing.heard(line, split(line.line.text, shape))]
    for one, first, last in timing.frames(heard, span, options.least_seconds, options.most_seconds):
        line, piece = one.line.line, one.piece
        times, text = timing.letters(one.line), strip_unshown
        letters = tuple(
            times[at]
            for at in range(piece.first, piece.last)
            if line.text[at].isalnum() and text(line.text[at])
        )
        yield (
            one.line,
            Cue(first / span.fps, last / span.fps, piece.rows, line.speaker, mode=line.mode, heard=letters),
        )


def _second(text: str, first: Sequence[Cue], fps: int, options: Subtitles) -> Iterator[Cue]:
    """The translation *text* of a line in cues that come and go with its *first* ones."""
    if not text or options.second == "none":
        return
    shape = _shape(options.second, options.second_size, options.side)
    parts = divide(text, shape, [advance("".join(cue.lines)) for cue in first])
    # A text that was too short to be divided stays as long as all of them.
    ends = [cue.end for cue in first] if len(parts) == len(first) else [first[-1].end]
    for cue, end, pieces in zip(first, ends, parts, strict=False):
        weights = [advance("".join(piece.rows)) for piece in pieces]
        edges = _edges(round(cue.start * fps), round(end * fps), weights)
        for piece, (start, stop) in zip(pieces, pairwise(edges), strict=True):
            yield Cue(start / fps, stop / fps, piece.rows, cue.speaker, "second", cue.mode)


def _edges(first: int, last: int, weights: Sequence[float]) -> list[int]:
    """The frames from *first* to *last* cut into parts by their *weights*."""
    read = [0.0, *accumulate(weights)]
    return [first + round((last - first) * weight / (read[-1] or 1)) for weight in read]


def _shape(language: Language, size: int, side: int) -> Shape:
    """One row of at most 16 hanzi in Chinese, two rows of about 26 letters in English."""
    width = min(_WIDEST[language], (ass.SHORT_SIDE - 2 * side) / size)
    if language == "zh":
        return Shape(language, width, ideal=0.85 * width)
    return Shape(language, width, ideal=1.25 * width, rows=2)


def _captions(span: ShotSpan, language: Language, options: Subtitles, second: str) -> Iterator[Cue]:
    """The caption of a shot from its first frame on; the pages of a long one share its time."""
    rows = _rows(span.shot.caption, language, options.caption_size, options)
    below = _rows(second, options.second, options.second_size, options) if options.second != "none" else []
    pages = [tuple(rows[at : at + _CAPTION_ROWS]) for at in range(0, len(rows), _CAPTION_ROWS)]
    weights = [advance("".join(page)) / _CAPTION_PACE for page in pages]
    frames = min(span.frames, round(max(options.caption_seconds, sum(weights)) * span.fps))
    edges = _edges(span.start_frame, span.start_frame + frames, weights)
    parts = _edges(0, len(below), [1] * len(pages))
    for page, (first, last), (begin, end) in zip(pages, pairwise(edges), pairwise(parts), strict=True):
        if last > first:
            under = tuple(below[begin:end])
            yield Cue(first / span.fps, last / span.fps, page, kind="caption", below=under)


def _rows(text: str, language: Language, size: int, options: Subtitles) -> list[str]:
    """The rows of a caption, each line of *text* for itself."""
    width = (ass.SHORT_SIDE - 2 * options.side) / size
    shape = Shape(language, width, ideal=0.85 * width)
    return [row for line in text.splitlines() for piece in split(line, shape) for row in piece.rows]


def warnings(cues: Sequence[Cue], language: Language) -> list[str]:
    """That spoken cues are too fast to be read with ease; speech decides, so they are shown all the same."""
    spoken = [cue for cue in cues if cue.kind == "line"]
    fast = [cue for cue in spoken if _haste(cue, language) > 1]
    if not fast:
        return []
    worst = max(fast, key=lambda cue: _haste(cue, language))
    readable = _READABLE[_read_as(worst, language)]
    told = (
        f"{len(fast)} of {len(spoken)} subtitles pass too fast: {readable} characters a second are read with"
        f" ease, and “{' '.join(worst.lines)}” at {worst.start:.1f} s has {_speed(worst, language):.1f}."
    )
    return [told]


def _haste(cue: Cue, language: Language) -> float:
    """How fast it passes; 1 is what is read with ease."""
    return _speed(cue, language) / _READABLE[_read_as(cue, language)]


def _read_as(cue: Cue, language: Language) -> Language:
    """The language that *cue* is read in: an English line in a Chinese film is read as English."""
    return (
        "en"
        if not any(advance(letter) == 1 and letter.isalpha() for letter in "".join(cue.lines))
        else language
    )


def _speed(cue: Cue, language: Language) -> float:
    """Characters a second. Signs are seen, not read; in English everything counts, as the guides have it."""
    words = "".join(cue.lines)
    letters = words if _read_as(cue, language) == "en" else list(filter(str.isalnum, words))
    return len(letters) / (cue.end - cue.start)
