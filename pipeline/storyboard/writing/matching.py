"""Which pieces of the script a language model means, by their numbers and by its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from pipeline.storyboard.likeness import ALIKE, likeness, spoken, words
from pipeline.storyboard.source import Piece

#: Fewer characters may stand in a longer line by chance.
_ENOUGH = 4


class Finder:
    """
    Finds the *pieces* of an episode.

    What is *used* (heard in a line) is only found again where no other will do; what is used or
    *shown* is no longer looked for in pictures.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.used: set[int] = set()
        self.shown: set[int] = set()
        self._by_number = {piece.number: piece for piece in pieces}
        self._spoken = {piece.number: spoken(piece.text) for piece in pieces}
        self._words = {piece.number: words(piece.text) for piece in pieces}
        self._last = 0

    @cached_property
    def scripted(self) -> bool:
        """Whether the narrator's words are lines of a script, and not a novel's telling."""
        return any(piece.kind == "action" for piece in self.pieces)

    def numbered(self, numbers: Sequence[int]) -> tuple[Piece, ...]:
        """The pieces of these *numbers*, without those that there are not."""
        return tuple(self._by_number[number] for number in numbers if number in self._by_number)

    def meant(self, numbers: Sequence[int], said: str, *, trusted: bool, loose: bool) -> tuple[Piece, ...]:
        """
        The pieces that a line tells which names *numbers* and says the words *said*.

        The numbers count where the words agree with them, or agree with nothing else and the
        numbers are *trusted*. Dialogue that is only like the words counts where that is *loose*.
        """
        named = self.numbered(numbers)
        text = spoken(said)
        if not text or any(self._agree(piece, text, said) for piece in named):
            return self._remember(self._going_on(named, text))
        found = self._run(text) or (self._alike(said) if loose else ())
        return self._remember(found or (named if trusted else ()))

    def told_in(self, text: str) -> tuple[Piece, ...]:
        """The pieces of the telling, not used yet, that *text* has most words of."""
        told = set(words(text))
        gone = self.used | self.shown
        left = [piece for piece in self.pieces if piece.number not in gone and piece.kind != "caption"]
        near = [piece for piece in left if not piece.said]
        return tuple(piece for piece in near if self._share(piece, told) >= ALIKE)

    def _share(self, piece: Piece, told: set[str]) -> float:
        own = set(self._words[piece.number])
        return len(own & told) / len(own) if len(own) > 2 else 0.0

    def _remember(self, found: tuple[Piece, ...]) -> tuple[Piece, ...]:
        self._last = found[-1].number if found else self._last
        return found

    def _agree(self, piece: Piece, text: str, said: str) -> bool:
        own = self._spoken[piece.number]
        if own == text or (min(len(own), len(text)) >= _ENOUGH and (own in text or text in own)):
            return True
        return likeness(self._words[piece.number], words(said)) >= ALIKE

    def _going_on(self, named: tuple[Piece, ...], text: str) -> tuple[Piece, ...]:
        """*named*, and the pieces of the same line behind it whose words are in *text* as well."""
        run, rest = list(named), text
        while run and run[-1].said:
            rest = rest.replace(self._spoken[run[-1].number], "", 1)
            after = self._by_number.get(run[-1].number + 1)
            if after is None or not after.said or after.speaker != run[-1].speaker:
                break
            if self._spoken[after.number] not in rest:
                break
            run.append(after)
        return tuple(run)

    def _run(self, text: str) -> tuple[Piece, ...]:
        """The pieces of dialogue that together are *text*, one after the other, or one that holds it."""
        runs = [run for piece in self._by_nearness() for run in [self._run_from(piece, text)] if run]
        if runs:
            return runs[0]
        if len(text) < _ENOUGH:
            return ()
        return next(((piece,) for piece in self._by_nearness() if text in self._spoken[piece.number]), ())

    def _run_from(self, piece: Piece, text: str) -> tuple[Piece, ...]:
        run: list[Piece] = []
        rest = text
        after: Piece | None = piece
        while after and after.said and rest.startswith(self._spoken[after.number]):
            rest = rest.removeprefix(self._spoken[after.number])
            run.append(after)
            after = self._by_number.get(after.number + 1)
        return tuple(run) if not rest else ()

    def _alike(self, said: str) -> tuple[Piece, ...]:
        """The piece of dialogue not used yet that is most like the words *said*."""
        theirs = words(said)
        free = [piece for piece in self._by_nearness() if piece.number not in self.used]
        scored = [(likeness(self._words[piece.number], theirs), -at) for at, piece in enumerate(free)]
        score, at = max(scored, default=(0.0, 0))
        return (free[-at],) if score >= ALIKE else ()

    def _by_nearness(self) -> list[Piece]:
        """The dialogue, what is not used yet first, and in it what follows the last that was found."""
        said = [piece for piece in self.pieces if piece.said]
        return sorted(said, key=lambda piece: (piece.number in self.used, abs(piece.number - self._last - 1)))
