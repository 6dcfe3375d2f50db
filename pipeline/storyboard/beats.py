"""What a scene shows and tells, one beat after the other; how it is framed comes later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.script.mentions import Mentions
from pipeline.script.screenplay import Element, ScriptScene
from pipeline.story import Language, Mode
from pipeline.storyboard.beat import Beat, What, is_tag, joined
from pipeline.storyboard.details import Glance, glances
from pipeline.storyboard.feelings import feeling_of, is_strong
from pipeline.storyboard.pace import shown_seconds, speech_seconds
from pipeline.storyboard.presence import present
from pipeline.storyboard.seen import Piece, face, speaking
from pipeline.storyboard.splitting import at_least, pieces, sentences

_PRONOUN = re.compile(r"[她他]|\b(?:she|he|her|his|him|they|their)\b", re.IGNORECASE)
_PLURAL = re.compile(r"[她他]们|两人|\b(?:they|their|them)\b", re.IGNORECASE)
_PHONE = re.compile(r"手机|电话|接听|来电|\bphone\b|\bcall(?:s|ing)?\b", re.IGNORECASE)

#: Silence before and after the words of a shot.
BREATH_SECONDS = 1.0
#: In a line that takes longer the picture cuts to who hears it.
_REACTION_SECONDS = 4.5
_LEAST_REACTION_SECONDS = 1.2


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
    _answering: tuple[str, ...] = ()
    _phone: bool = False
    _detailed: bool = False

    def beats(self) -> list[Beat]:
        """The beats in the order of the script; a caption lies on the picture that follows it."""
        self._cast = [person for name in self.scene.people for person in self.mentions.named(name)]
        beats: list[Beat] = []
        caption = ""
        for index, element in enumerate(self.scene.elements):
            if element.kind == "caption":
                if caption:
                    beats.append(self._caption(caption))
                caption = element.text
                continue
            self._answering = self._next_speaker(index)
            for beat in self._read(element):
                shown = self._opening(beat, index) if not any(b.opens for b in beats) else beat
                shown = replace(shown, line_number=element.line_number)
                if caption:
                    seconds = self._bounded(max(shown.seconds, shown_seconds(caption)))
                    shown = replace(shown, caption=caption, seconds=seconds)
                caption = ""
                both = (
                    joined(beats[-1], shown, self.longest - BREATH_SECONDS, self.language) if beats else None
                )
                beats[-1 if both else len(beats) :] = [both or shown]
        return [*beats, self._caption(caption)] if caption else beats

    def _read(self, element: Element) -> Iterator[Beat]:
        self._phone = self._phone or (element.kind == "action" and _PHONE.search(element.text) is not None)
        if element.kind == "action":
            return self._action(element.text)
        return self._narration(element) if element.mode is Mode.NARRATION else self._dialogue(element)

    def _action(self, text: str) -> Iterator[Beat]:
        """One beat for each sentence, or for several short ones of one person; and for each detail."""
        everyone = self._meet(text)
        for sentence in at_least(text, self.shortest, shown_seconds, self._apart):
            for glance in glances(sentence, self.mentions):
                for part in pieces(glance.text, self.longest, shown_seconds):
                    subject = present(sentence, self.mentions)[:1] or (
                        everyone if self.language == "zh" else ()
                    )
                    yield self._shown(replace(glance, text=part.strip()), "action", subject)

    def _narration(self, element: Element) -> Iterator[Beat]:
        """What the narrator tells is seen as an action is, while it is heard."""
        feeling = feeling_of(element.note, element.text)
        longest = self.longest - BREATH_SECONDS
        for sentence in at_least(element.text, self.shortest, self._speech, self._told_apart):
            for glance in glances(sentence, self.mentions):
                for part in pieces(glance.text, longest, self._speech):
                    piece = Piece("", part.strip(), Mode.NARRATION, feeling, element.note)
                    beat = self._shown(replace(glance, text=part.strip()), "narration", self._last)
                    yield replace(beat, seconds=self.shortest, pieces=(piece,))

    def _shown(self, glance: Glance, what: What, everyone: tuple[str, ...]) -> Beat:
        """One *glance*; who is neither named nor meant by a pronoun is one of *everyone*."""
        goes_on = what == "narration" and self._detailed
        detail = self._detailed = glance.detail and not self._detailed
        seconds = self._bounded(shown_seconds(glance.text))
        if detail:
            self._remember(self._meet(glance.text))
            owner = (glance.owner,) if glance.owner else ()
            return Beat(what, glance.text, owner, seconds, detail=True)
        named = self._people(glance.text)
        self._detailed = goes_on and not named
        people = named or (() if goes_on else everyone)
        self._remember(people)
        strong = is_strong(feeling_of(glance.text, ""), "")
        return Beat(what, glance.text, people, seconds, strong=strong)

    def _people(self, text: str) -> tuple[str, ...]:
        """Who is named in *text* and there; with whom a pronoun before the first name means."""
        named = self._meet(text)
        start = next((start for _, start, _ in self.mentions.hits(text)), len(text))
        if not _PRONOUN.search(text[:start]):
            return named
        meant = self._last if _PLURAL.search(text[:start]) else self._last[:1]
        return tuple(dict.fromkeys((*meant, *named)))

    def _apart(self, before: str, sentence: str) -> bool:
        """Whether *sentence* is about somebody else than what stands before it."""
        who, now = present(before, self.mentions), present(sentence, self.mentions)
        told = bool(who) or _PRONOUN.search(before) or shown_seconds(before) >= _LEAST_REACTION_SECONDS
        return bool(now) and set(now) != set(who) and bool(told)

    def _told_apart(self, before: str, sentence: str) -> bool:
        return is_tag(sentence) or self._apart(before, sentence)

    def _dialogue(self, element: Element) -> Iterator[Beat]:
        feeling = feeling_of(element.note, element.text)
        speaker = self.mentions.owner(element.speaker)
        self._detailed = False
        for index, text in enumerate(self._breaths(element)):
            piece = Piece(speaker, text.strip(), element.mode, feeling, element.note if index == 0 else "")
            yield self._told(piece, listening=index % 2 == 1)

    def _breaths(self, element: Element) -> list[str]:
        """The line in parts that fit into shots, or that leave time for a look at the listener."""
        text, longest = element.text, self.longest - BREATH_SECONDS
        reaction = max(_REACTION_SECONDS, *map(self._speech, sentences(text)), 0)
        parts = pieces(text, min(reaction, longest), self._speech)
        heard = element.mode is Mode.SPEECH and all(self._speech(p) >= _LEAST_REACTION_SECONDS for p in parts)
        return parts if heard else pieces(text, longest, self._speech)

    def _told(self, piece: Piece, *, listening: bool) -> Beat:
        people = self._visible(piece, listening=listening)
        what: What = "listen" if people and piece.speaker not in people else "talk"
        seen = speaking(piece, people, self.language, phone=self._phone)
        strong = what == "talk" and is_strong(piece.feeling, piece.text)
        return Beat(what, seen, people, self.shortest, (piece,), strong=strong)

    def _visible(self, piece: Piece, *, listening: bool) -> tuple[str, ...]:
        """Who is in the picture while *piece* is heard, the speaker first."""
        speakers = self.mentions.named(piece.speaker)
        near = (*self._addressed(piece), *self._answering, *self._last, *self._cast)
        others = tuple(name for name in dict.fromkeys(near) if name not in speakers)
        if piece.mode is Mode.OFFSCREEN or (listening and others and piece.mode is Mode.SPEECH):
            return others[:1] or self._last
        self._meet(piece.speaker)
        if piece.mode is Mode.INNER:
            self._remember(speakers)
            return speakers
        self._last = (*speakers, *others)[:2]
        return self._last

    def _addressed(self, piece: Piece) -> tuple[str, ...]:
        """Who of the scene is called by name, or by the end of it (`Grandma` for Grandma Lu's `陆奶奶`)."""
        if piece.mode is not Mode.SPEECH:
            return ()
        called = re.match(r"[^，,！!？?。]{2,4}(?=[，,！!])", piece.text)
        kin = [name for name in self._cast if called and name.endswith(called[0])]
        return (*kin, *(name for name in self.mentions.named(piece.text) if name in self._cast))

    def _next_speaker(self, index: int) -> tuple[str, ...]:
        """Who speaks next after the element at *index*, most likely the one spoken to."""
        speaker = self.scene.elements[index].speaker
        later = (e for e in self.scene.elements[index + 1 :] if e.mode is Mode.SPEECH and e.speaker)
        following = next((e.speaker for e in later if e.speaker != speaker), "")
        return tuple(name for name in self.mentions.named(following) if name in self._cast)

    def _opening(self, beat: Beat, index: int) -> Beat:
        """*beat* of the element at *index* as the one that shows the place, unless it is a detail."""
        if beat.detail:
            return beat
        people = tuple(dict.fromkeys((*beat.people, *self._waiting(index))))
        self._cast.extend(name for name in people if name not in self._cast)
        return replace(beat, people=people, opens=True)

    def _waiting(self, index: int) -> list[str]:
        """Who is there from the start: listed or soon to speak, and not brought in by a later action."""
        entrances: dict[str, int] = {}
        for at, element in enumerate(self.scene.elements):
            acted = element.kind == "action" or element.mode is Mode.NARRATION
            spoken = element.speaker if element.mode is Mode.SPEECH else ""
            for name in present(element.text, self.mentions) if acted else self.mentions.named(spoken):
                entrances.setdefault(name, at if acted else -1)
        listed = [name for listed in self.scene.people for name in self.mentions.named(listed)]
        return [name for name in dict.fromkeys((*listed, *entrances)) if entrances.get(name, -1) <= index]

    def _remember(self, people: tuple[str, ...]) -> None:
        """*people* are those whom a pronoun means next, and beside them whom it meant before."""
        self._last = tuple(dict.fromkeys((*people, *self._last)))[: max(2, len(people))]

    def _meet(self, text: str) -> tuple[str, ...]:
        """Who is in *text*; from now on they belong to the scene."""
        named = present(text, self.mentions)
        self._cast.extend(name for name in named if name not in self._cast)
        return named

    def _caption(self, text: str) -> Beat:
        """A caption with no picture of its own lies on the face of who heard the last words."""
        people = self._last[1:2] or self._last[:1]
        seen = face(people, text, self.language)
        return Beat("caption", seen, people, self._bounded(shown_seconds(text)), caption=text)

    def _bounded(self, seconds: float) -> float:
        return round(min(max(seconds, self.shortest), self.longest), 2)

    def _speech(self, text: str) -> float:
        return speech_seconds(text, self.language)

    def in_order(self, people: tuple[str, ...]) -> tuple[str, ...]:
        """*people* from left to right: whoever came first into the scene stands on the left."""
        return tuple(sorted(people, key=self._cast.index))
