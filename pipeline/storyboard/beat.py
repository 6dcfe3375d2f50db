"""One beat: what a shot will show and tell; and where the words of two share one picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.story import Language, Mode
from pipeline.storyboard.pace import speech_seconds
from pipeline.storyboard.seen import Piece

What = Literal["action", "talk", "listen", "narration", "caption"]

_HEARD_OVER = {Mode.NARRATION, Mode.INNER, Mode.OFFSCREEN}
_TAG = re.compile(
    r"(?:说|道|问|喊|叫|吼|答|开口|低语)[，,：:。]?\s*$|"
    r"\b(?:said|says|asked|asks|whispered|replied|shouted|cried|answered|murmured)\b[^.!?]{0,40}[.,:]?\s*$",
    re.IGNORECASE,
)
#: Between the words of two lines.
_GAP_SECONDS = 0.3


@dataclass(frozen=True)
class Beat:
    """
    What one shot will show and tell.

    *strong* asks the camera to come near, a *detail* to look at a thing (or at the mark on the
    face of the one in *people*). The beat that *opens* a scene shows the place and who is there. The script
    tells it at *line_number*.
    """

    what: What
    seen: str
    people: tuple[str, ...]
    seconds: float
    pieces: tuple[Piece, ...] = ()
    caption: str = ""
    strong: bool = False
    detail: bool = False
    opens: bool = False
    line_number: int = 0


def is_tag(text: str) -> bool:
    """Whether *text* ends by telling who speaks: `she said,`."""
    return _TAG.search(text) is not None


def joined(before: Beat, beat: Beat, longest: float, language: Language) -> Beat | None:
    """Both as one where the words of both fit the picture of one of them, else None."""
    if beat.caption or beat.detail or not beat.pieces or not _fits(before, beat, longest, language):
        return None
    if _introduces(before, beat):
        return replace(
            beat, pieces=before.pieces + beat.pieces, caption=before.caption, seconds=before.seconds
        )
    if _goes_on(before, beat):
        return replace(before, pieces=before.pieces + beat.pieces, strong=before.strong or beat.strong)
    return None


def _fits(before: Beat, beat: Beat, longest: float, language: Language) -> bool:
    words = (*before.pieces, *beat.pieces)
    return sum(speech_seconds(piece.text, language) + _GAP_SECONDS for piece in words) <= longest


def _introduces(before: Beat, beat: Beat) -> bool:
    """Whether the narrator only says in *before* that the one in *beat* speaks."""
    told = before.what == "narration" and beat.what == "talk" and not (before.opens or before.detail)
    return told and is_tag(before.pieces[-1].text) and set(before.people) <= set(beat.people)


def _goes_on(before: Beat, beat: Beat) -> bool:
    """Whether the words of *beat* are heard while the picture of *before* is still seen."""
    if before.what != beat.what and "listen" in (before.what, beat.what):
        return False
    piece = beat.pieces[0]
    same = not beat.people or set(beat.people) <= set(before.people)
    if not before.pieces:
        unseen = piece.mode is Mode.NARRATION or not before.people or piece.speaker in before.people
        return before.what == "action" and piece.mode in _HEARD_OVER and unseen
    if piece.mode is Mode.NARRATION and (not same or (before.what == "talk" and not is_tag(piece.text))):
        return False
    last = before.pieces[-1]
    voice = (last.speaker, last.mode, last.feeling) == (piece.speaker, piece.mode, piece.feeling)
    return voice or (before.what == "talk" and piece.mode is Mode.NARRATION)
