"""An episode of the script in numbered pieces, so that who tells it can say which piece is told where."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from pipeline.errors import ScriptError
from pipeline.script.quotes import split_quotes
from pipeline.script.screenplay import Element, Kind, Screenplay, ScriptEpisode, ScriptScene
from pipeline.story import Language, Mode
from pipeline.storyboard.pace import speech_seconds
from pipeline.storyboard.splitting import at_least, pieces

#: A sentence that is told faster is joined to its neighbour.
_SHORTEST_SECONDS = 2.0


@dataclass(frozen=True)
class Piece:
    """
    A sentence or so of the script, short enough for one shot; *number* counts from 1 in the episode.

    A line of dialogue that takes longer to say than a shot lasts is several pieces; joined they are
    the line. *scene* counts the script's own scenes from 0. Words in quotation marks whose speaker
    the script does not name are speech without a *speaker*.
    """

    number: int
    kind: Kind
    text: str
    scene: int
    line_number: int
    speaker: str = ""
    note: str = ""
    mode: Mode = Mode.SPEECH

    @property
    def said(self) -> bool:
        """Whether a person of the story says it: the narrator's words may be told in others."""
        return self.kind == "dialogue" and bool(self.speaker or self.mode is not Mode.NARRATION)


def episode_of(screenplay: Screenplay, number: int) -> ScriptEpisode:
    """Episode *number* of *screenplay*; `ScriptError` where there is none."""
    for episode in screenplay.episodes:
        if episode.number == number:
            return episode
    numbers = ", ".join(str(episode.number) for episode in screenplay.episodes[:30])
    raise ScriptError(f"The script {screenplay.title} has no episode {number}.", f"It has {numbers}.")


def pieces_of(episode: ScriptEpisode, language: Language, longest_seconds: float) -> tuple[Piece, ...]:
    """
    All that *episode* shows and says, in pieces that take up to *longest_seconds* to say.

    Sentences that are told, and may be told in other words, are left whole up to twice that.
    """
    found = (
        (scene, part)
        for scene, script in enumerate(episode.scenes)
        for element in script.elements
        for spoken in spoken_parts(element)
        for part in _short(spoken, language, longest_seconds)
    )
    return tuple(
        Piece(number, part.kind, part.text, scene, part.line_number, part.speaker, part.note, part.mode)
        for number, (scene, part) in enumerate(found, start=1)
    )


def spoken_parts(element: Element) -> Iterator[Element]:
    """What a narrator tells in *element*, and what he only quotes as speech; all else as it is."""
    if element.mode is not Mode.NARRATION:
        yield element
        return
    for part in split_quotes(element.text):
        yield replace(element, text=part.text.strip(), mode=Mode.SPEECH if part.said else Mode.NARRATION)


def numbered(shown: tuple[Piece, ...], episode: ScriptEpisode, language: Language) -> str:
    """*shown* of *episode* for a reader, a line each, below the headings of their scenes."""
    scripted = any(element.kind == "action" for scene in episode.scenes for element in scene.elements)
    lines: list[str] = []
    for scene, inside in itertools.groupby(shown, lambda piece: piece.scene):
        lines += _heading(episode.scenes[scene], language)
        lines += (f"[{piece.number}] {_told(piece, language, scripted=scripted)}" for piece in inside)
    return "\n".join(lines)


def _short(element: Element, language: Language, longest: float) -> Iterator[Element]:
    """*element* by sentences where it is told, whole where it is said, and never too long."""
    measure = partial(speech_seconds, language=language)
    text = " ".join(element.text.split())
    if element.kind == "caption":
        yield replace(element, text=text)
        return
    # What a person of the story tells is said by them, as `Piece.said` has it.
    told = element.kind == "action" or (element.mode is Mode.NARRATION and not element.speaker)
    groups = at_least(text, _SHORTEST_SECONDS, measure) if told else [text]
    parts = [part.strip() for group in groups for part in pieces(group, longest * (1 + told), measure)]
    for index, part in enumerate(parts):
        yield replace(element, text=part, note="" if index else element.note)


def _heading(scene: ScriptScene, language: Language) -> list[str]:
    people = ("、" if language == "zh" else ", ").join(scene.people)
    words = [scene.heading or "***", _FLASHBACK[language] * scene.flashback, f"({people})" if people else ""]
    return [" ".join(filter(None, words))]


def _told(piece: Piece, language: Language, *, scripted: bool) -> str:
    if piece.kind == "caption":
        return f"{_CAPTION[language]}: {piece.text}"
    if not piece.said and not (scripted and piece.kind == "dialogue"):
        return piece.text
    who = piece.speaker or ("?" if piece.said else _NARRATOR[language])
    how = ", ".join(filter(None, (_MODES[language].get(piece.mode, ""), piece.note)))
    return f"{who}{f' ({how})' if how else ''}: “{piece.text}”"


_CAPTION: dict[Language, str] = {"zh": "字幕", "en": "CAPTION"}
_NARRATOR: dict[Language, str] = {"zh": "旁白", "en": "NARRATOR"}
_FLASHBACK: dict[Language, str] = {"zh": "（闪回）", "en": "(flashback)"}
_MODES: dict[Language, dict[Mode, str]] = {
    "zh": {Mode.OFFSCREEN: "画外", Mode.INNER: "内心"},
    "en": {Mode.OFFSCREEN: "off screen", Mode.INNER: "thinking"},
}
