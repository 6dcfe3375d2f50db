"""What a scene shows and tells, one beat after the other; how it is framed comes later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.script.mentions import Mentions
from pipeline.script.screenplay import Element, ScriptScene
from pipeline.story import Feeling, Language, Mode
from pipeline.storyboard.feelings import feeling_of, is_strong
from pipeline.storyboard.pace import shown_seconds, speech_seconds
from pipeline.storyboard.splitting import at_least, pieces

What = Literal["action", "talk", "listen", "narration", "caption"]

_PRONOUN = re.compile(r"[她他]|\b(?:she|he|her|his|him|they|their)\b", re.IGNORECASE)
_HEARD_OVER = {Mode.NARRATION, Mode.INNER, Mode.OFFSCREEN}

#: Silence before and after the words of a shot.
BREATH_SECONDS = 1.0


@dataclass(frozen=True)
class Piece:
    """A line, or the part of one that fits into a shot."""

    speaker: str
    text: str
    mode: Mode
    feeling: Feeling
    note: str


@dataclass(frozen=True)
class Beat:
    """What one shot will show and tell. *strong* asks the camera to come near."""

    what: What
    seen: str
    people: tuple[str, ...]
    seconds: float
    pieces: tuple[Piece, ...] = ()
    caption: str = ""
    strong: bool = False


@dataclass
class SceneReader:
    """Turns the elements of one scene into beats that last *shortest* to *longest* seconds."""

    scene: ScriptScene
    mentions: Mentions
    language: Language
    shortest: float
    longest: float
    _cast: list[str] = field(default_factory=list)
    _last: tuple[str, ...] = ()

    def beats(self) -> list[Beat]:
        """The beats in the order of the script; a caption lies on the picture that follows it."""
        self._cast = [person for name in self.scene.people for person in self.mentions.named(name)]
        beats: list[Beat] = []
        caption = ""
        for element in self.scene.elements:
            if element.kind == "caption":
                if caption:
                    beats.append(self._caption(caption))
                caption = element.text
                continue
            for beat in self._read(element):
                shown = replace(
                    beat, caption=caption, seconds=self._bounded(max(beat.seconds, shown_seconds(caption)))
                )
                _append(beats, shown if caption else beat, self.longest - BREATH_SECONDS, self.language)
                caption = ""
        return [*beats, self._caption(caption)] if caption else beats

    def _read(self, element: Element) -> Iterator[Beat]:
        if element.kind == "action":
            return self._action(element.text)
        return self._dialogue(element)

    def _action(self, text: str) -> Iterator[Beat]:
        """One beat for each sentence, or for several short ones."""
        everyone = self._meet(text)
        parts = [
            part for sentence in at_least(text, self.shortest, shown_seconds)
            for part in pieces(sentence, self.longest, shown_seconds)
        ]  # fmt: skip
        for part in parts:
            people = self._meet(part) or (self._last if _PRONOUN.search(part) else ()) or everyone
            self._last = people or self._last
            strong = is_strong(feeling_of(part, ""), "")
            yield Beat("action", part.strip(), people, self._bounded(shown_seconds(part)), strong=strong)

    def _dialogue(self, element: Element) -> Iterator[Beat]:
        feeling = feeling_of(element.note, element.text)
        speaker = self.mentions.owner(element.speaker)
        texts = pieces(element.text, self.longest - BREATH_SECONDS, self._speech)
        for index, text in enumerate(texts):
            piece = Piece(speaker, text.strip(), element.mode, feeling, element.note if index == 0 else "")
            yield self._told(piece, listening=index % 2 == 1)

    def _told(self, piece: Piece, *, listening: bool) -> Beat:
        people = self._visible(piece, listening=listening)
        what: What = "talk"
        if piece.mode is Mode.NARRATION:
            what = "narration"
        elif people and piece.speaker not in people:
            what = "listen"
        return Beat(
            what,
            self._seen(piece, people),
            people,
            self.shortest,
            (piece,),
            strong=what == "talk" and is_strong(piece.feeling, piece.text),
        )

    def _visible(self, piece: Piece, *, listening: bool) -> tuple[str, ...]:
        """Who is in the picture while *piece* is heard, the speaker first."""
        if piece.mode is Mode.NARRATION:
            return self._meet(piece.text) or self._last or tuple(self._cast[:2])
        speakers = self.mentions.named(piece.speaker)
        addressed = self.mentions.named(piece.text) if piece.mode is Mode.SPEECH else ()
        near = (*(name for name in addressed if name in self._cast), *self._last, *self._cast)
        others = tuple(name for name in dict.fromkeys(near) if name not in speakers)
        if piece.mode is Mode.OFFSCREEN or (listening and others and piece.mode is Mode.SPEECH):
            return others[:1] or self._last
        self._meet(piece.speaker)
        self._last = (*speakers, *(name for name in others if name not in speakers))[:2]
        return self._last

    def _meet(self, text: str) -> tuple[str, ...]:
        """Who is named in *text*; from now on they belong to the scene."""
        named = self.mentions.named(text)
        self._cast.extend(name for name in named if name not in self._cast)
        return named

    def _seen(self, piece: Piece, people: tuple[str, ...]) -> str:
        if piece.mode is Mode.NARRATION:
            return piece.text
        return _SENTENCES[self.language](piece, people)

    def _caption(self, text: str) -> Beat:
        """A caption with no picture of its own lies on the face that was seen last."""
        return Beat("caption", text, self._last[:1], self._bounded(shown_seconds(text)), caption=text)

    def _bounded(self, seconds: float) -> float:
        return round(min(max(seconds, self.shortest), self.longest), 2)

    def _speech(self, text: str) -> float:
        return speech_seconds(text, self.language)

    def in_order(self, people: tuple[str, ...]) -> tuple[str, ...]:
        """*people* from left to right: whoever came first into the scene stands on the left."""
        return tuple(sorted(people, key=self._cast.index))


def _append(beats: list[Beat], beat: Beat, longest: float, language: Language) -> None:
    """Add *beat*, or only its words to the picture before where they fit in there."""
    before = beats[-1] if beats else None
    if before and not beat.caption and beat.pieces and _goes_on(before, beat.pieces[0]):
        pieces_of_both = (*before.pieces, *beat.pieces)
        if sum(speech_seconds(piece.text, language) + 0.3 for piece in pieces_of_both) <= longest:
            beats[-1] = replace(before, pieces=pieces_of_both, strong=before.strong or beat.strong)
            return
    beats.append(beat)


def _goes_on(before: Beat, piece: Piece) -> bool:
    """Whether *piece* is the next breath of the same voice, or a voice over a picture without any."""
    if not before.pieces:
        unseen = piece.mode is Mode.NARRATION or not before.people or piece.speaker in before.people
        return before.what == "action" and piece.mode in _HEARD_OVER and unseen
    last = before.pieces[-1]
    return (last.speaker, last.mode, last.feeling) == (piece.speaker, piece.mode, piece.feeling)


def _seen_in_chinese(piece: Piece, people: tuple[str, ...]) -> str:
    others = "、".join(name for name in people if name != piece.speaker)
    how = f"，{piece.note}" if piece.note else ""
    if piece.mode is Mode.INNER:
        return f"{piece.speaker}沉默不语，心里在想{how}"
    if piece.speaker not in people:
        return (
            f"{others}听着{piece.speaker}的声音{how}"
            if others
            else f"空荡荡的，传来{piece.speaker}的声音{how}"
        )
    return f"{piece.speaker}对{others}说话{how}" if others else f"{piece.speaker}说话{how}"


def _seen_in_english(piece: Piece, people: tuple[str, ...]) -> str:
    others = " and ".join(name for name in people if name != piece.speaker)
    how = f", {piece.note}" if piece.note else ""
    if piece.mode is Mode.INNER:
        return f"{piece.speaker} is silent, thinking{how}"
    if piece.speaker not in people:
        return f"{others} listens to {piece.speaker}{how}" if others else f"The voice of {piece.speaker}{how}"
    return f"{piece.speaker} speaks to {others}{how}" if others else f"{piece.speaker} speaks{how}"


_SENTENCES = {"zh": _seen_in_chinese, "en": _seen_in_english}
