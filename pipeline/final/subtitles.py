"""
Subtitles: what is read on the picture, when, and how it looks.

Numbers are those of the field: the length limits of Netflix's timed-text guides, rows that fit a
phone held upright, and places that phone apps leave free (below about 0.25 of the height from the
bottom they put their own text, and 90 of 1080 at the sides).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.final import ass, timing
from pipeline.final.breaking import Shape, split
from pipeline.final.film import Film
from pipeline.final.fonts import Font
from pipeline.final.parts import advance
from pipeline.story import Language, Mode
from pipeline.timeline import ShotSpan, Timeline

if TYPE_CHECKING:
    from pysubs2 import SSAEvent, SSAStyle

Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]

#: Characters a second that are read with ease, by Netflix's guides for adults.
_READABLE = {"zh": 9, "en": 20}
#: Rows of a caption, and letter sizes of it that are read in a second.
_CAPTION_ROWS, _CAPTION_PACE = 6, 6
#: Where captions begin, below the top; a share of the height.
_CAPTION_TOP = 0.22
_ASIDES = frozenset((Mode.INNER, Mode.NARRATION))


@options(frozen=True, config=OPTIONS)
class Subtitles:
    """How the subtitles look, and how long they stay. Lengths are in 1/1080 of the picture's shorter side."""

    burn: bool = True
    """Draw the spoken words into the picture. The script's captions are drawn in any case."""
    font_size: Annotated[int, Field(ge=24, le=160)] = 64
    """Size of a letter; at 64 a row has 14 hanzi or about 26 letters."""
    caption_size: Annotated[int, Field(ge=24, le=160)] = 60
    """Size of a letter in the script's captions."""
    colour: Colour = "#FFFFFF"
    """Colour of what people say."""
    aside_colour: Colour = "#FFE9AE"
    """Colour of the narrator and of thoughts."""
    outline_colour: Colour = "#0B0B10"
    """Colour of the outline and the shadow."""
    outline: Annotated[float, Field(ge=0, le=20)] = 5.0
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


@dataclass(frozen=True)
class Cue:
    """*lines* on the picture from *start* to *end* seconds of the episode, both on a frame."""

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str = ""
    kind: Literal["line", "caption"] = "line"
    mode: Mode = Mode.SPEECH


def cues(timeline: Timeline, language: Language, options: Subtitles) -> tuple[Cue, ...]:
    """
    Every cue of the film, by its start.

    Spoken cues never overlap, captions neither; none crosses a cut.
    """
    found: list[Cue] = []
    for span in timeline.shots:
        found += _captions(span, language, options)
        found += _spoken(span, language, options)
    return tuple(sorted(found, key=lambda cue: cue.start))


def _spoken(span: ShotSpan, language: Language, options: Subtitles) -> Iterator[Cue]:
    """The cues of what is heard in a shot."""
    shape = _shape(language, options.font_size, options.side)
    heard = [one for line in span.lines for one in timing.heard(line, split(line.line.text, shape))]
    for one, first, last in timing.frames(heard, span, options.least_seconds, options.most_seconds):
        line = one.line.line
        yield Cue(first / span.fps, last / span.fps, one.piece.rows, line.speaker, mode=line.mode)


def _shape(language: Language, size: int, side: int) -> Shape:
    """One row of at most 16 hanzi in Chinese, two rows of about 26 letters in English."""
    width = min(16.0, (ass.SHORT_SIDE - 2 * side) / size)
    if language == "zh":
        return Shape(language, width, ideal=0.85 * width)
    return Shape(language, width, ideal=1.25 * width, rows=2)


def _captions(span: ShotSpan, language: Language, options: Subtitles) -> Iterator[Cue]:
    """The caption of a shot from its first frame on; the pages of a long one share its time."""
    width = (ass.SHORT_SIDE - 2 * options.side) / options.caption_size
    shape = Shape(language, width, ideal=0.85 * width)
    written = span.shot.caption.splitlines()
    rows = [row for text in written for piece in split(text, shape) for row in piece.rows]
    pages = [tuple(rows[at : at + _CAPTION_ROWS]) for at in range(0, len(rows), _CAPTION_ROWS)]
    read = [0.0, *accumulate(advance("".join(page)) / _CAPTION_PACE for page in pages)]
    frames = min(span.frames, round(max(options.caption_seconds, read[-1]) * span.fps))
    edges = [span.start_frame + round(frames * seconds / (read[-1] or 1)) for seconds in read]
    for page, first, last in zip(pages, edges, edges[1:], strict=False):
        if last > first:
            yield Cue(first / span.fps, last / span.fps, page, kind="caption")


def warnings(cues: Sequence[Cue], language: Language) -> list[str]:
    """The spoken cues that are too fast to read with ease; speech decides, so they are shown all the same."""
    found: list[str] = []
    for cue in (cue for cue in cues if cue.kind == "line"):
        # Signs are seen, not read; in English everything counts, as the guides have it.
        letters = "".join(cue.lines) if language == "en" else filter(str.isalnum, "".join(cue.lines))
        speed = len(list(letters)) / (cue.end - cue.start)
        if speed > _READABLE[language]:
            found.append(
                f"{cue.start:.1f} s: “{' '.join(cue.lines)}” passes at {speed:.1f} characters a second; "
                f"{_READABLE[language]} are read with ease."
            )
    return found


def shot_ass(  # noqa: PLR0917 - what, where, how it looks, and what else
    cues: Sequence[Cue],
    span: ShotSpan,
    film: Film,
    options: Subtitles,
    font: Font,
    extra_events: Sequence[SSAEvent] = (),
) -> str:
    """
    The ASS file to burn into the shot *span*: its cues and *extra_events*, timed from its start.

    Empty where nothing is shown. libass must find *font* in the folder it is given.
    """
    seen = [
        cue for cue in cues if span.start <= cue.start < span.end and (options.burn or cue.kind == "caption")
    ]
    events = [*(_event(cue, -span.start) for cue in seen), *extra_events]
    return ass.document(film, _styles(film, options, font), events) if events else ""


def film_ass(cues: Sequence[Cue], film: Film, options: Subtitles, font: Font) -> str:
    """All cues as one ASS file, to lie beside the film; it names *font*, which players may replace."""
    return ass.document(film, _styles(film, options, font), map(_event, cues))


def film_srt(cues: Sequence[Cue]) -> str:
    """The spoken cues as SRT. Captions are left out: they are in the picture."""
    from pysubs2 import SSAFile

    file = SSAFile()
    file.events = [_event(cue) for cue in cues if cue.kind == "line"]
    return file.to_string("srt")


def _event(cue: Cue, shift: float = 0.0) -> SSAEvent:
    """*cue* for ASS, *shift* seconds later."""
    style = "Caption" if cue.kind == "caption" else "Aside" if cue.mode in _ASIDES else "Line"
    tags = r"{\fad(250,250)}" if cue.kind == "caption" else r"{\blur1.5}"
    rows = r"\N".join(map(ass.escaped, cue.lines))
    return ass.event(cue.start + shift, cue.end + shift, tags + rows, style, cue.speaker)


def _styles(film: Film, options: Subtitles, font: Font) -> dict[str, SSAStyle]:
    """The looks of cues, and `Mark` for what else is written on the picture."""
    from pysubs2 import Alignment

    height = ass.canvas(film)[1]
    looks: dict[str, Any] = {
        "primarycolor": ass.colour(options.colour),
        "outlinecolor": ass.colour(options.outline_colour),
        "backcolor": ass.colour(options.outline_colour, opacity=0.6),
        "outline": options.outline,
        "shadow": 3.0,
        "marginl": options.side,
        "marginr": options.side,
        "marginv": round(options.bottom * height),
        "alignment": Alignment.BOTTOM_CENTER,
    }
    aside = {"primarycolor": ass.colour(options.aside_colour)}
    caption = {
        "alignment": Alignment.TOP_CENTER,
        "marginv": round(_CAPTION_TOP * height),
        "borderstyle": 4,  # one box behind all rows, an extension of libass
        "backcolor": ass.colour(options.outline_colour, opacity=0.55),
        "outline": 1.0,
        "shadow": 24.0,
    }
    return {
        "Line": ass.style(font, options.font_size, **looks),
        "Aside": ass.style(font, options.font_size, **looks | aside),
        "Caption": ass.style(font, options.caption_size, **looks | caption),
        "Mark": ass.style(font, options.caption_size, **looks),
    }
