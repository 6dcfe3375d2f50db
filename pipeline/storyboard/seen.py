"""What a picture shows while words are heard, as a sentence in the language of the story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.story import Feeling, Language, Mode


@dataclass(frozen=True)
class Piece:
    """A line, or the part of one that fits into a shot."""

    speaker: str
    text: str
    mode: Mode
    feeling: Feeling
    note: str


def speaking(piece: Piece, people: tuple[str, ...], language: Language, *, phone: bool) -> str:
    """*people* while *piece* is heard; with a *phone* an unseen voice comes out of it."""
    if piece.mode is Mode.NARRATION:
        return piece.text
    others = [name for name in people if name != piece.speaker]
    return _SENTENCES[language](piece, others, piece.speaker in people, phone)


def face(people: tuple[str, ...], caption: str, language: Language) -> str:
    """The face that a caption lies on, or the words of the *caption* where there is nobody."""
    if not people:
        return caption
    return f"{people[0]}的脸部特写" if language == "zh" else f"The face of {people[0]}"


def over_shoulder(seen: str, listener: str, language: Language) -> str:
    """*seen* from behind the *listener*."""
    return f"越过{listener}的肩膀，{seen}" if language == "zh" else f"Over the shoulder of {listener}, {seen}"


def _in_chinese(piece: Piece, others: list[str], here: bool, phone: bool) -> str:
    listeners = "、".join(others)
    how = f"，{piece.note}" if piece.note else ""
    if piece.mode is Mode.INNER:
        return f"{piece.speaker}沉默不语，心里在想{how}"
    if here:
        return f"{piece.speaker}对{listeners}说话{how}" if others else f"{piece.speaker}说话{how}"
    voice = f"{'电话里' if phone and piece.mode is Mode.OFFSCREEN else ''}{piece.speaker}的声音"
    return f"{listeners}听着{voice}" if others else f"空荡荡的，传来{voice}"


def _in_english(piece: Piece, others: list[str], here: bool, phone: bool) -> str:
    listeners = " and ".join(others)
    how = f", {piece.note}" if piece.note else ""
    if piece.mode is Mode.INNER:
        return f"{piece.speaker} is silent, thinking{how}"
    if here:
        return f"{piece.speaker} speaks to {listeners}{how}" if others else f"{piece.speaker} speaks{how}"
    phoned = " on the phone" if phone and piece.mode is Mode.OFFSCREEN else ""
    if not others:
        return f"The voice of {piece.speaker}{phoned}"
    return f"{listeners} {'listens' if len(others) == 1 else 'listen'} to {piece.speaker}{phoned}"


_SENTENCES: dict[Language, Callable[[Piece, list[str], bool, bool], str]] = {
    "zh": _in_chinese,
    "en": _in_english,
}
