"""All letters of a script in a row, so that words are found again wherever its blanks and marks stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from pipeline.script.screenplay import Element, Screenplay, ScriptScene

#: A beginning is at least so many letters, and never more: who has to read it stops before that.
_SHORTEST, _LONGEST = 8, 80


class _Table(dict[int, str]):
    """For `str.translate`: letters and digits in their plainest form, and nothing else."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        self[code] = "".join(character for character in plain if character.isalnum())
        return self[code]


_TABLE = _Table()


def letters_of(text: str) -> str:
    """*text* without blanks, punctuation and accents, in small letters of plain width."""
    return text.translate(_TABLE)


@dataclass(frozen=True)
class Unit:
    """
    A heading (without *element*) or a piece of a scene.

    *episode* and *scene* say where it stands in the script, counted from 0; *at* is how many
    letters stand before it.
    """

    episode: int
    scene: int
    of: ScriptScene
    element: Element | None
    at: int = 0

    @property
    def text(self) -> str:
        """Its words as the script has them."""
        return self.element.text if self.element else self.of.heading


class Letters:
    """
    *screenplay* as its `units`, and all their letters as one `text`.

    A position is how many letters stand before it.
    """

    def __init__(self, screenplay: Screenplay) -> None:
        units = list(_units(screenplay))
        letters = [letters_of(unit.text) for unit in units]
        self._starts = list(accumulate(map(len, letters), initial=0))
        self.text = "".join(letters)
        self.units = tuple(
            Unit(unit.episode, unit.scene, unit.of, unit.element, at)
            for unit, at in zip(units, self._starts, strict=False)
        )

    def find(self, words: str, after: int) -> int:
        """The first position behind *after* where *words* begin; -1 where there is none."""
        return self.text.find(letters_of(words), after + 1)

    def unit(self, position: int) -> int:
        """The index of the unit that has the letter at *position*."""
        return bisect_right(self._starts, position, hi=len(self.units)) - 1

    def beginning(self, position: int, after: int, text: str) -> str:
        """
        The shortest words with which *text*, that stands at *position*, is the first found behind *after*.

        They end where a word does. Nothing where the same words stand before.
        """
        for end in _ends_of_words(text):
            if self.find(text[:end], after) == position:
                return text[:end]
        return ""


def _units(screenplay: Screenplay) -> Iterator[Unit]:
    for number, episode in enumerate(screenplay.episodes):
        for index, scene in enumerate(episode.scenes):
            yield Unit(number, index, scene, None)
            yield from (Unit(number, index, scene, element) for element in scene.elements)


def _ends_of_words(text: str) -> Iterator[int]:
    """Where words end that are long enough to begin an episode with; a hanzi is a word."""
    count, end = 0, 0
    for index, character in enumerate(text, start=1):
        count += len(letters_of(character))
        if count > _LONGEST:
            return
        if character.isalnum():
            end = index
        goes_on = text[index : index + 1]
        if count >= _SHORTEST and end == index and not (character.isascii() and _is_latin(goes_on)):
            yield end
    if 0 < count < _SHORTEST:
        yield end


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "'")
