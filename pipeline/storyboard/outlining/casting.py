"""Who is in the story: everyone of whom the chunks tell, each once, and whoever was forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from pipeline.script.screenplay import Screenplay
from pipeline.story import Character, Merged
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.letters import Letters, letters_of
from pipeline.storyboard.outlining.appearing import Appearances, talking
from pipeline.storyboard.outlining.merging import (
    Groups,
    Seen,
    apart_in,
    claims_of,
    seen_in,
    sexes_of,
    unite_called,
    unite_known,
)
from pipeline.storyboard.outlining.names import is_role
from pipeline.storyboard.outlining.reading import PersonForm, Reading
from pipeline.storyboard.outlining.sameness import ask_who_is_same, candidates
from pipeline.storyboard.people import gather

log = logging.getLogger("drama")

#: In a book, who says less may be a wrong guess at a speaker.
_LEAST_LINES = 3
#: Who is mentioned less, in one chunk, and says nothing, is left to the episodes as a guest.
_LEAST_TIMES = 3


@dataclass(frozen=True)
class Person:
    """
    One person and all that was told of them.

    *ruled* is what plain rules know, *before* what an earlier outline says.
    """

    name: str
    aliases: tuple[str, ...]
    seen: tuple[Seen, ...] = ()
    ruled: Character | None = None
    before: Character | None = None


@dataclass(frozen=True)
class Cast:
    """Everyone, in the order of the first appearance; those of an earlier outline first."""

    people: tuple[Person, ...]
    merged: tuple[Merged, ...]


def cast_of(
    screenplay: Screenplay,
    letters: Letters,
    said: Sequence[Reading],
    asker: Asker,
    before: Sequence[Character] = (),
) -> Cast:
    """The people of *screenplay*; one who has several names is one, as far as that is sure."""
    seen = seen_in(said)
    ruled = list(_ruled(screenplay, letters))
    everyone = [*seen, *_unseen(seen, [*before, *ruled])]
    groups = _grouped(screenplay, everyone, seen, before)
    unite_known(groups, before, certain=True)
    unite_known(groups, ruled, certain=False)
    pairs = candidates(groups, everyone, unite_called(groups, seen))
    ask_who_is_same(groups, everyone, pairs, asker, screenplay.language)
    casting = _Casting(groups, everyone, letters, [*before, *screenplay.characters, *ruled])
    people = casting.people(ruled, before)
    named = {letters_of(name): person.name for person in people for name in (person.name, *person.aliases)}
    return Cast(tuple(people), tuple(groups.decisions(casting.spelled, named)))


def _ruled(screenplay: Screenplay, letters: Letters) -> Iterator[Character]:
    """Whoever speaks: in a book only those who say more than a line or two."""
    lines = Appearances(letters, ()).lines
    for character in gather(screenplay):
        said = sum(lines[key] for key in {letters_of(name) for name in (character.name, *character.aliases)})
        if not screenplay.chapters or said >= _LEAST_LINES:
            yield character


def _unseen(seen: Sequence[Seen], known: Sequence[Character]) -> Iterator[Seen]:
    """Those of *known* of whom no chunk tells."""
    keys = {person.key for person in seen}
    for character in known:
        key = letters_of(character.name)
        if key and key not in keys:
            keys.add(key)
            form = PersonForm(name=character.name, who=character.look)
            yield Seen(-1, character.name, (), form)


def _grouped(
    screenplay: Screenplay, everyone: Sequence[Seen], seen: Sequence[Seen], before: Sequence[Character]
) -> Groups:
    """Every name alone, and what speaks against uniting them."""
    apart = {*apart_in(seen), *talking(screenplay), *_apart_before(before)}
    groups = Groups(apart, sexes_of(seen, [*screenplay.characters, *before]), screenplay.language)
    for person in everyone:
        groups.add(person.key)
    return groups


def _apart_before(before: Sequence[Character]) -> Iterator[frozenset[str]]:
    """Two people of an earlier outline stay two."""
    names = [{letters_of(name) for name in (person.name, *person.aliases)} for person in before]
    for ones, others in combinations(names, 2):
        yield from (frozenset(pair) for pair in product(ones, others) if pair[0] != pair[1])


class _Casting:
    """Makes people of groups of names; *known* are spelled as they are there."""

    def __init__(
        self, groups: Groups, everyone: Sequence[Seen], letters: Letters, known: Sequence[Character]
    ) -> None:
        self._groups = groups
        self._seen: dict[str, list[Seen]] = {}
        for person in everyone:
            self._seen.setdefault(person.key, []).append(person)
        self._claims = claims_of(everyone)
        for character in known:
            for alias in character.aliases:
                self._claims.setdefault(letters_of(alias), set()).add(letters_of(character.name))
        spellings = [*(character.name for character in known), *(person.name for person in everyone)]
        self.spelled = {letters_of(name): name for name in reversed(spellings)}
        others = [name for person in everyone for name in person.others]
        aliases = [alias for character in known for alias in character.aliases]
        self._times = Appearances(letters, [*spellings, *aliases, *others])
        self._listed = {letters_of(character.name) for character in known}

    def people(self, ruled: Sequence[Character], before: Sequence[Character]) -> list[Person]:
        """Everyone but walk-ons, in order."""
        walking = [keys for keys in self._groups if self._walks_on(keys)]
        if walking:
            log.info("guests of an episode: %s", ", ".join(self.spelled[keys[0]] for keys in walking))
        found = [self._person(keys, ruled, before) for keys in self._groups if keys not in walking]
        order = {character.name: index for index, character in enumerate(before)}
        late = len(order)
        return sorted(found, key=lambda person: (order.get(person.name, late), self._first(person)))

    def _walks_on(self, keys: Sequence[str]) -> bool:
        chunks = {person.chunk for key in keys for person in self._seen[key]}
        says = any(self._times.lines[key] for key in keys)
        times = sum(self._times.times[key] for key in keys)
        return len(chunks) < 2 and not says and times < _LEAST_TIMES and self._listed.isdisjoint(keys)

    def _first(self, person: Person) -> tuple[bool, int, int]:
        """Where somebody is named first; who never is, by any known name, comes after all others."""
        keys = [letters_of(name) for name in (person.name, *person.aliases)]
        places = [self._times.first[key] for key in keys if key in self._times.first]
        return not places, min(places, default=0), min((seen.chunk for seen in person.seen), default=0)

    def _person(
        self, keys: tuple[str, ...], ruled: Sequence[Character], before: Sequence[Character]
    ) -> Person:
        known = next((character for character in before if letters_of(character.name) in keys), None)
        rule = next((character for character in ruled if letters_of(character.name) in keys), None)
        seen = tuple(person for key in keys for person in self._seen[key] if person.chunk >= 0)
        name = known.name if known else self._name(keys)
        names = [
            *(known.aliases if known else ()),
            *(self.spelled[key] for key in keys),
            *(text for c in ruled if letters_of(c.name) in keys for text in (c.name, *c.aliases)),
        ]
        names += [alias for person in seen for alias in person.others if self._only(alias, keys)]
        return Person(name, tuple(_once(name, names)), seen, rule, known)

    def _name(self, keys: tuple[str, ...]) -> str:
        """What the text calls somebody most; what somebody is only where there is nothing better."""
        listed = [key for key in keys if key in self._listed]
        best = max(listed or keys, key=lambda key: (not is_role(self.spelled[key]), self._times.times[key]))
        return self.spelled[best]

    def _only(self, alias: str, keys: tuple[str, ...]) -> bool:
        """Whether *alias* is another name of this person and of no other."""
        key = letters_of(alias)
        return key not in self._groups and self._claims[key] <= set(keys)


def _once(name: str, names: Sequence[str]) -> Iterator[str]:
    """*names* but *name*, each once."""
    return (other for other in dict.fromkeys(names) if other != name)
