"""Takes as shots that last as long as they may: long ones are divided, and every caption has its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from pipeline.ids import line_id, shot_id
from pipeline.script.mentions import Mentions
from pipeline.story import Language, Line, Mode, Shot, Size
from pipeline.storyboard.beats import BREATH_SECONDS
from pipeline.storyboard.pace import shown_seconds, speech_seconds
from pipeline.storyboard.presence import present
from pipeline.storyboard.seen import Piece as Words
from pipeline.storyboard.seen import face, speaking
from pipeline.storyboard.source import Piece
from pipeline.storyboard.splitting import pieces
from pipeline.storyboard.writing.shots import ShotForm
from pipeline.storyboard.writing.telling import Take, Told

#: Between the words of two lines.
_GAP_SECONDS = 0.3
_MOST_PEOPLE = 4
#: How the second part of a shot that is too long is seen.
_OTHER = {
    Size.WIDE: Size.MEDIUM,
    Size.FULL: Size.MEDIUM,
    Size.MEDIUM: Size.CLOSE,
    Size.CLOSE: Size.MEDIUM,
    Size.DETAIL: Size.CLOSE,
}


class Bounds(Protocol):
    """How long shots are."""

    @property
    def shortest_shot_seconds(self) -> float:
        """No shot is shorter."""
        ...

    @property
    def longest_shot_seconds(self) -> float:
        """No shot is longer, as far as its words can be told before they are spoken."""
        ...


def longest_words(bounds: Bounds) -> float:
    """How many seconds of words fit into a shot."""
    return bounds.longest_shot_seconds - BREATH_SECONDS


@dataclass(frozen=True)
class Cutter:
    """Turns takes into shots; *pieces* are those of the script by their number."""

    pieces: dict[int, Piece]
    mentions: Mentions
    language: Language
    bounds: Bounds

    def divided(self, takes: Sequence[Take]) -> list[Take]:
        """*takes*, of which those with too many words for one shot are several."""
        return [part for take in takes for part in self._parts(take)]

    def shots(self, takes: Sequence[Take], episode: int, scene: int) -> Iterator[Shot]:
        """The shots of a scene, numbered."""
        for number, take in enumerate(takes, start=1):
            yield self._shot(take, (episode, scene, number))

    def _parts(self, take: Take) -> Iterator[Take]:
        """*take*, or its lines one after the other in as few as their words fit into."""
        groups: list[list[Told]] = [[]]
        for line in (part for whole in take.lines for part in self._short(whole)):
            if groups[-1] and self._said([*groups[-1], line]) > longest_words(self.bounds):
                groups.append([])
            groups[-1].append(line)
        for index, group in enumerate(groups):
            yield self._part(take, tuple(group), index)

    def _part(self, take: Take, lines: tuple[Told, ...], index: int) -> Take:
        if not index:
            return replace(take, lines=lines)
        size = _OTHER[take.form.size] if index % 2 else take.form.size
        form = ShotForm(size=size, angle=take.form.angle, move=take.form.move)
        return Take(form, take.people, lines, ())

    def _short(self, line: Told) -> Iterator[Told]:
        measure = partial(speech_seconds, language=self.language)
        for part in pieces(line.text, longest_words(self.bounds), measure):
            yield replace(line, text=part.strip())

    def _shot(self, take: Take, ids: tuple[int, int, int]) -> Shot:
        people = self._people(take)
        return Shot(
            id=shot_id(*ids),
            size=take.form.size,
            angle=take.form.angle,
            move=take.form.move,
            seen=take.form.seen or self._seen(take, people),
            people=people,
            lines=tuple(self._lines(take.lines, ids)),
            caption=take.caption,
            least_seconds=self._seconds(take),
            moves=take.form.moves,
            invented=not take.tells and all(line.invented for line in take.lines),
        )

    def _lines(self, lines: Sequence[Told], ids: tuple[int, int, int]) -> Iterator[Line]:
        for number, line in enumerate(lines, start=1):
            yield Line(
                id=line_id(*ids, number),
                speaker=line.speaker,
                text=line.text,
                mode=line.mode,
                feeling=line.feeling,
                note=line.note,
                invented=line.invented,
            )

    def _people(self, take: Take) -> tuple[str, ...]:
        """As the model says; else who is named in what is seen, else who speaks; crowds are nobody."""
        speakers = dict.fromkeys(line.speaker for line in take.lines if line.mode is Mode.SPEECH)
        speaking = tuple(name for speaker in speakers for name in self.mentions.named(speaker))
        named = present(take.form.seen or self._shown(take), self.mentions)
        return (take.people or named or speaking)[:_MOST_PEOPLE]

    def _seen(self, take: Take, people: tuple[str, ...]) -> str:
        """What a picture shows of which the model says nothing."""
        shown = self._shown(take)
        if shown or not take.lines:
            return shown or take.form.moves or face(people, take.caption, self.language)
        first = take.lines[0]
        words = Words(first.speaker, first.text, first.mode, first.feeling, first.note)
        return speaking(words, people, self.language, phone=False)

    def _shown(self, take: Take) -> str:
        shown = (self.pieces[number] for number in take.shows)
        between = "" if self.language == "zh" else " "
        return between.join(piece.text for piece in shown if piece.kind != "caption")

    def _seconds(self, take: Take) -> float:
        """As long as the model says, but not much longer than its words, and never out of bounds."""
        shortest, longest = self.bounds.shortest_shot_seconds, self.bounds.longest_shot_seconds
        wanted = take.form.seconds
        if take.lines:
            wanted = min(wanted, self._said(take.lines) + BREATH_SECONDS)
        elif not wanted:
            wanted = shown_seconds(take.form.seen or self._shown(take))
        read = shown_seconds(take.caption) if take.caption else 0.0
        return round(min(max(wanted, read, shortest), longest), 2)

    def _said(self, lines: Sequence[Told]) -> float:
        said = sum(speech_seconds(line.text, self.language) for line in lines)
        return said + _GAP_SECONDS * (len(lines) - 1)


def with_captions(scenes: Sequence[list[Take]], captions: Sequence[Piece]) -> list[list[Take]]:
    """
    *scenes* in which each of *captions* lies on one take.

    One that the model forgot lies on the take of what follows it in the script, or of what stands
    before it; where that has a caption already, on a take of its own. A take that only repeated a
    caption is left out, and with it a scene that had no other.
    """
    shown: set[int] = set()
    once = [[_without_repeated(take, captions, shown) for take in takes] for takes in scenes]
    kept = [[take for take in takes if not take.empty] for takes in once]
    for caption in captions:
        if caption.number not in shown:
            _put(kept, caption)
    return kept


def _without_repeated(take: Take, captions: Sequence[Piece], shown: set[int]) -> Take:
    """*take* with the one caption that it has for the first time."""
    own = next((c for c in captions if c.number in take.shows and c.text == take.caption), None)
    first = own is not None and own.number not in shown
    others = {caption.number for caption in captions} - ({own.number} if own and first else set())
    shown.update({own.number} if own else ())
    shows = tuple(number for number in take.shows if number not in others)
    return replace(take, shows=shows, caption=take.caption if first else "")


def _put(scenes: list[list[Take]], caption: Piece) -> None:
    """Lay *caption* on the take nearest to it in the script."""
    places = [(scene, at) for scene, takes in enumerate(scenes) for at in range(len(takes))]
    scene, at = min(places, key=lambda place: _distance(scenes[place[0]][place[1]], caption.number))
    take = scenes[scene][at]
    captioned = replace(take, shows=(*take.shows, caption.number), caption=caption.text)
    if not take.caption:
        scenes[scene][at] = captioned
        return
    after = take.shows[-1] < caption.number  # what a take shows last is its caption
    alone = Take(ShotForm(size=Size.CLOSE), take.people, (), (caption.number,), caption.text)
    scenes[scene].insert(at + after, alone)


def _distance(take: Take, number: int) -> float:
    """How far *take* is from the piece *number*: rather one behind it than one before, and one with room."""
    away = [told - number if told > number else number - told + 0.5 for told in take.tells]
    return min(away, default=sys.maxsize) + (2 if take.caption else 0)
