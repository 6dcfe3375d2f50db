"""
When each piece of the spoken lines is shown, in frames.

Pieces appear with their first word. They stay a little past their last one, or until just before
the next piece where that follows at once; they never overlap and never cross a cut.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import floor

from pipeline.final.subtitles.breaking import Piece
from pipeline.timeline import LineSpan, ShotSpan

#: Frames without text between two cues, so that the eye sees the change.
GAP = 2
#: Seconds: a shorter pause is bridged, after a longer one the text stays for `_HOLD`.
_PAUSE, _HOLD = 0.25, 0.2
#: How long characters take to speak, in hanzi: measured on clauses of synthetic speech.
_COMMA, _STOP, _LETTER = 1.0, 1.5, 0.28


@dataclass(frozen=True)
class Heard:
    """*piece* of *line*, heard from *start* to *end* seconds of the episode."""

    line: LineSpan
    piece: Piece
    start: float
    end: float


def heard(line: LineSpan, pieces: Sequence[Piece]) -> list[Heard]:
    """
    When each of *pieces* of *line* is heard.

    By the words' times where the voice told them, else by the share of each piece in the line.
    """
    words = sorted(line.words, key=lambda word: word.first)
    firsts, lasts = [word.first for word in words], [word.last for word in words]
    shares = _shares(line.line.text)
    seconds = line.end - line.start
    found: list[Heard] = []
    for piece in pieces:
        inside = words[bisect_right(lasts, piece.first) : bisect_left(firsts, piece.last)]
        start = inside[0].start if inside else shares[piece.first] * seconds
        end = inside[-1].end if inside else shares[piece.last] * seconds
        found.append(Heard(line, piece, line.start + start, line.start + end))
    return found


def letters(line: LineSpan) -> list[tuple[float, float]]:
    """From when to when each character of *line* is heard, in seconds of the episode."""
    shares = _shares(line.line.text)
    seconds = line.end - line.start
    found = [(before * seconds, after * seconds) for before, after in pairwise(shares)]
    for word in line.words:
        each = (word.end - word.start) / max(word.last - word.first, 1)
        for place in range(word.first, min(word.last, len(found))):
            start = word.start + (place - word.first) * each
            found[place] = (start, start + each)
    return [(line.start + start, line.start + end) for start, end in found]


def _shares(text: str) -> list[float]:
    """For every place in *text*, the share of the line's time that lies before it."""
    spoken = len(text.rstrip("。！？!?….，,、；;：:—\"'”’」』）) \n"))
    lengths = [_length(c) if place < spoken else 0.0 for place, c in enumerate(text)]
    total = sum(lengths) or 1.0
    return [0.0, *(before / total for before in accumulate(lengths))]


def _length(character: str) -> float:
    """How long *character* takes to speak, in hanzi."""
    if character in "，、；：,;:—":
        return _COMMA
    if character in "。！？…!?.":
        return _STOP
    if not character.isalnum():
        return 0.0
    return _LETTER if character.isalpha() and character < "\u2000" else 1.0


def frames(
    pieces: Sequence[Heard], span: ShotSpan, least: float, most: float
) -> list[tuple[Heard, int, int]]:
    """
    Each of *pieces* with the first frame that shows it and the first that does not, in the episode.

    All are of the shot *span* and in order. *least* and *most* are seconds; *least* yields to the
    piece that follows and to the cut.
    """
    cut = span.start_frame + span.frames
    begins = [_frame(piece.start, span.fps) for piece in pieces]
    shown: list[tuple[Heard, int, int]] = []
    free = span.start_frame
    for place, piece in enumerate(pieces):
        start = max(begins[place], free)
        following = begins[place + 1] - GAP if place + 1 < len(pieces) else cut
        silent = following / span.fps - piece.end
        end = following if silent < _PAUSE else _frame(piece.end + _HOLD, span.fps)
        end = max(end, min(start + round(least * span.fps), following))
        end = min(max(end, start + 1), start + round(most * span.fps), cut)
        if end > start:
            shown.append((piece, start, end))
            free = end
    return shown


def _frame(seconds: float, fps: int) -> int:
    """The frame nearest to *seconds*: the same within a shot wherever the shot lies in the film."""
    # The hair decides ties, which rounding errors and `round` would decide by the place in the film.
    return floor(seconds * fps + 0.5 + 1e-6)
