"""What a model's filled-in shots tell: whose words these are, and which pieces of the script."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.story import Feeling, Mode
from pipeline.storyboard.beat import is_tag
from pipeline.storyboard.feelings import feeling_of
from pipeline.storyboard.likeness import bare, spoken
from pipeline.storyboard.source import Piece
from pipeline.storyboard.writing.matching import Finder
from pipeline.storyboard.writing.naming import Cast
from pipeline.storyboard.writing.shots import LineForm, SceneForm, ShotForm

_LONGEST_TAG = 40


@dataclass(frozen=True)
class Told:
    """A line of an episode; *number* is the piece of the script that it says, 0 for none."""

    number: int
    speaker: str
    text: str
    mode: Mode
    feeling: Feeling = Feeling.CALM
    note: str = ""
    invented: bool = False


@dataclass(frozen=True)
class Take:
    """A shot as the model wants it, with the script's words; *shows* are the pieces that it tells."""

    form: ShotForm
    people: tuple[str, ...]
    lines: tuple[Told, ...]
    shows: tuple[int, ...]
    caption: str = ""

    @property
    def tells(self) -> set[int]:
        """The numbers of all pieces that are shown or heard in it."""
        return {*self.shows, *(line.number for line in self.lines)} - {0}

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.form.seen or self.form.moves or self.lines or self.shows or self.caption)


class Telling:
    """Turns filled-in scenes into takes, one after the other: no line of the script is told twice."""

    def __init__(self, pieces: Sequence[Piece], cast: Cast) -> None:
        self.finder = Finder(pieces)
        self.cast = cast
        self._heard: set[tuple[str, str]] = set()

    def scenes(self, forms: Sequence[SceneForm]) -> list[tuple[SceneForm, list[Take]]]:
        """The takes of every scene in which there are any."""
        told = [(form, [self._take(shot) for shot in form.shots]) for form in forms]
        scenes = [(form, [self._with_shown_lines(take) for take in takes]) for form, takes in told]
        kept = [(form, _in_order([take for take in takes if not take.empty])) for form, takes in scenes]
        return [(form, takes) for form, takes in kept if takes]

    def untold(self, takes: Sequence[Take]) -> list[Piece]:
        """The pieces that none of *takes* tells; who says `she said` is seen when the line is heard."""
        told = set().union(*(take.tells for take in takes))
        pieces = [piece for piece in self.finder.pieces if piece.number not in told]
        return [piece for piece in pieces if not _is_tag_of(piece, self.finder, told)]

    def _take(self, form: ShotForm) -> Take:
        """*form* with the script's words; the last that it shows is its caption."""
        shown = self.finder.numbered(form.shows)
        lines = tuple(line for asked in form.lines for line in self._lines(asked, shown))
        pictured = shown or self.finder.told_in(f"{form.seen} {form.moves}")
        self.finder.shown.update(piece.number for piece in pictured)
        sources = (piece for asked in form.lines for piece in self.finder.numbered(asked.source))
        told = [piece for piece in (*pictured, *sources) if not piece.said and piece.kind != "caption"]
        captions = [piece for piece in shown if piece.kind == "caption"] or self._captions(form)
        return Take(
            form=form,
            people=self.cast.people(form.people),
            lines=lines,
            shows=tuple(dict.fromkeys(piece.number for piece in (*told, *captions[:1]))),
            caption=captions[0].text if captions else "",
        )

    def _captions(self, form: ShotForm) -> list[Piece]:
        """The captions of the script that the model may want on this shot."""
        wanted = bare(form.caption)
        captions = [piece for piece in self.finder.pieces if piece.kind == "caption" and wanted]
        return [piece for piece in captions if wanted in bare(piece.text)]

    def _lines(self, form: LineForm, shown: Sequence[Piece]) -> Iterator[Told]:
        speaker, mode = self.cast.speaker(form.speaker) if form.speaker else ("", None)
        named = self.finder.numbered(form.source)
        trusted = any(not p.speaker or not speaker or self.cast.who(p.speaker) == speaker for p in named)
        narrates = mode is Mode.NARRATION
        meant = (
            named
            if named and not speaker
            else self.finder.meant(form.source, form.words, trusted=trusted, loose=not narrates)
        )
        said = [piece for piece in meant if piece.said]
        if said:
            yield from (self._said(piece, form, speaker, mode) for piece in said if self._first(piece))
        elif speaker:
            yield from self._uttered(form, speaker, mode, meant)
        else:
            yield from self._narrated(form, meant or tuple(shown))

    def _said(self, piece: Piece, form: LineForm, speaker: str, mode: Mode | None) -> Told:
        who = self._who_says(piece, speaker)
        how = piece.mode if piece.mode is not Mode.SPEECH else mode or form.mode
        if not who:
            how = Mode.NARRATION
        elif how is Mode.NARRATION:
            how = Mode.OFFSCREEN
        feeling = form.feeling if form.feeling is not Feeling.CALM else feeling_of(piece.note, piece.text)
        return Told(piece.number, who, piece.text, how, feeling, piece.note)

    def _who_says(self, piece: Piece, speaker: str) -> str:
        """Whom the script names, unless only the model's *speaker* is one whom the outline knows."""
        named = self.cast.known(piece.speaker) if piece.speaker else ""
        stranger = not named or named in self.cast.guests
        if stranger and speaker and speaker not in self.cast.guests:
            return speaker
        return self.cast.who(piece.speaker) or speaker

    def _uttered(
        self, form: LineForm, speaker: str, mode: Mode | None, meant: Sequence[Piece]
    ) -> Iterator[Told]:
        """What a person says that is no line of dialogue: words of the telling, else an invention."""
        text = spoken(form.words)
        if not text or not self._anew(speaker, text):
            return
        how = mode or form.mode
        how = Mode.OFFSCREEN if how is Mode.NARRATION else how
        source = next((piece for piece in meant if text in spoken(piece.text)), None)
        number = source.number if source else 0
        yield Told(number, speaker, form.words, how, form.feeling, invented=source is None)

    def _narrated(self, form: LineForm, told: Sequence[Piece]) -> Iterator[Told]:
        """What the narrator tells: a script's own words, a novel's in the model's."""
        found = self.finder.numbered(form.source) or self.finder.told_in(form.words)
        own = [piece for piece in found if piece.kind == "dialogue"]
        if own and (self.finder.scripted or not spoken(form.words)):
            for piece in own:
                if self._first(piece):
                    yield Told(piece.number, "", piece.text, Mode.NARRATION, form.feeling, piece.note)
        elif spoken(form.words) and self._anew("", spoken(form.words)):
            number = next((piece.number for piece in (*found, *told) if not piece.said), 0)
            yield Told(number, "", form.words, Mode.NARRATION, form.feeling, invented=not number)

    def _with_shown_lines(self, take: Take) -> Take:
        """*take* with the dialogue that it only claims to show, where no shot lets it be heard."""
        shown = [piece for piece in self.finder.numbered(take.form.shows) if piece.said]
        missing = [piece for piece in shown if piece.number not in self.finder.used]
        lines = tuple(self._said(piece, LineForm(), "", None) for piece in missing if self._first(piece))
        return replace(take, lines=(*take.lines, *lines))

    def _first(self, piece: Piece) -> bool:
        """Whether *piece* is told for the first time, which it now is."""
        first = piece.number not in self.finder.used
        self.finder.used.add(piece.number)
        return first

    def _anew(self, speaker: str, text: str) -> bool:
        """Whether these words were not heard yet, which they now are."""
        new = (speaker, text) not in self._heard
        self._heard.add((speaker, text))
        return new


def _in_order(takes: Sequence[Take]) -> list[Take]:
    """*takes* of a scene with their dialogue in the script's order; one without goes with the next."""
    firsts = [min(_said_in(take), default=0) for take in takes] + [sys.maxsize]
    for at in reversed(range(len(takes))):
        firsts[at] = firsts[at] or firsts[at + 1]
    ordered = sorted(range(len(takes)), key=firsts.__getitem__)
    return [_with_lines_in_order(takes[at]) for at in ordered]


def _said_in(take: Take) -> list[int]:
    return [line.number for line in take.lines if line.number and line.mode is not Mode.NARRATION]


def _with_lines_in_order(take: Take) -> Take:
    """*take* with its dialogue sorted, and all other lines where they were."""
    moved = {*_said_in(take)}
    said = iter(sorted((line for line in take.lines if line.number in moved), key=lambda line: line.number))
    return replace(take, lines=tuple(next(said) if line.number in moved else line for line in take.lines))


def _is_tag_of(piece: Piece, finder: Finder, told: set[int]) -> bool:
    """Whether *piece* only says who says the line beside it, which is told."""
    if piece.said or len(piece.text) > _LONGEST_TAG or not is_tag(piece.text):
        return False
    beside = finder.numbered((piece.number - 1, piece.number + 1))
    return any(other.said and other.number in told for other in beside)
