"""Which names mean one person: those that a reader said so of, unless something speaks against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.story import Character, Language, Merged, Sex
from pipeline.storyboard.letters import letters_of
from pipeline.storyboard.outlining.names import cleaned, is_role
from pipeline.storyboard.outlining.reading import PersonForm, Reading

_CALLED: dict[Language, str] = {
    "zh": "读到“{one}”时，文中也称其为“{other}”",
    "en": "where “{one}” comes, the text also says “{other}”",
}
_OWN: dict[Language, str] = {"zh": "剧本里“{other}”就是“{one}”", "en": "in the script “{other}” is “{one}”"}


@dataclass(frozen=True)
class Seen:
    """A person as the chunk of that number tells of them, with clean names."""

    chunk: int
    name: str
    others: tuple[str, ...]
    form: PersonForm

    @property
    def key(self) -> str:
        """The letters of the name."""
        return letters_of(self.name)


def seen_in(said: Sequence[Reading]) -> list[Seen]:
    """Everyone whom the model told of; without a name of their own they have the first of the others."""
    found: list[Seen] = []
    for chunk, reading in enumerate(said):
        for form in reading.form.people:
            names: dict[str, str] = {}
            for name in filter(None, map(cleaned, (form.name, *form.other_names))):
                names.setdefault(letters_of(name), name)
            if names:
                first, *others = names.values()
                found.append(Seen(chunk, first, tuple(others), form))
    return found


class Groups:
    """
    Names in groups, each for one person; a name is known by its letters.

    Groups are never united that hold two who are *apart*, or two of different *sexes*.
    """

    def __init__(self, apart: Iterable[frozenset[str]], sexes: dict[str, Sex], language: Language) -> None:
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in map(tuple, apart):
            self._apart[one].add(other)
            self._apart[other].add(one)
        self._sexes = sexes
        self._groups: dict[str, list[str]] = {}
        self._why: list[tuple[str, str, str]] = []
        self.language = language

    def add(self, key: str) -> None:
        """Know the name *key*, alone in its group if it is new."""
        self._groups.setdefault(key, [key])

    def __contains__(self, key: str) -> bool:
        return key in self._groups

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(tuple(group) for key, group in self._groups.items() if group[0] == key)

    def of(self, key: str) -> tuple[str, ...]:
        """The names of the same person as *key*."""
        return tuple(self._groups[key])

    def same(self, one: str, other: str) -> bool:
        """Whether both are one person so far."""
        return self._groups[one] is self._groups[other]

    def possible(self, one: str, other: str) -> bool:
        """Whether nothing speaks against it that both are one person."""
        ones, others = self._groups[one], self._groups[other]
        if any(not self._apart[key].isdisjoint(others) for key in ones):
            return False
        return len({self._sexes.get(key, "unknown") for key in (*ones, *others)} - {"unknown"}) < 2

    def unite(self, one: str, other: str, why: str = "", *, certain: bool = False) -> bool:
        """Take both for one person, if that is possible or *certain*; *why* is remembered."""
        if self.same(one, other):
            return True
        if not certain and not self.possible(one, other):
            return False
        ones, others = self._groups[one], self._groups[other]
        ones += others
        self._groups.update(dict.fromkeys(others, ones))
        self._why.append((one, other, why))
        return True

    def decisions(self, spelled: dict[str, str], named: dict[str, str]) -> list[Merged]:
        """
        What was united, and why.

        *spelled* has the names of letters, *named* what the person is called to whose group a key
        is the first.
        """
        found: dict[str, tuple[list[str], list[str]]] = {}
        for one, other, why in self._why:
            name = named.get(self._groups[one][0], "")
            if name and why:
                others, whys = found.setdefault(name, ([], []))
                others += (spelled[key] for key in (one, other) if spelled[key] != name)
                whys.append(why)
        return [
            Merged(name=name, others=tuple(dict.fromkeys(others)), why="; ".join(dict.fromkeys(whys)))
            for name, (others, whys) in found.items()
        ]


def apart_in(seen: Sequence[Seen]) -> Iterator[frozenset[str]]:
    """Who stands beside the other in one chunk: its reader took them for two."""
    chunks: defaultdict[int, list[Seen]] = defaultdict(list)
    for person in seen:
        chunks[person.chunk].append(person)
    for people in chunks.values():
        for one, other in combinations(people, 2):
            called = {letters_of(name) for name in (*one.others, *other.others)}
            if one.key != other.key and not called & {one.key, other.key}:
                yield frozenset((one.key, other.key))


def sexes_of(seen: Sequence[Seen], characters: Sequence[Character]) -> dict[str, Sex]:
    """The sex of everyone: as the script's cast list says, else as most chunks tell."""
    votes: defaultdict[str, Counter[Sex]] = defaultdict(Counter)
    for person in seen:
        if person.form.sex != "unknown":
            votes[person.key][person.form.sex] += 1
    told = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    return told | {letters_of(c.name): c.sex for c in characters if c.sex != "unknown"}


def unite_known(groups: Groups, known: Sequence[Character], *, certain: bool) -> None:
    """Unite the names and aliases of *known* people, as far as they are among the groups."""
    for character in known:
        for alias in character.aliases:
            if letters_of(alias) in groups:
                why = "" if certain else _OWN[groups.language].format(one=character.name, other=alias)
                groups.unite(letters_of(character.name), letters_of(alias), why, certain=certain)


def unite_called(groups: Groups, seen: Sequence[Seen]) -> list[tuple[str, str]]:
    """
    Unite who is called by another's name; the pairs for which that is no proof are left to be asked.

    No proof is what somebody is (妈妈, the doctor), nor a name that two are called by.
    """
    open_pairs: list[tuple[str, str]] = []
    claims = claims_of(seen)
    for person in seen:
        for other in person.others:
            key = letters_of(other)
            if key not in groups or groups.same(person.key, key):
                continue
            proof = len(claims[key]) == 1 and not is_role(other) and not is_role(person.name)
            why = _CALLED[groups.language].format(one=person.name, other=other)
            if not (proof and groups.unite(person.key, key, why)):
                open_pairs.append((person.key, key))
    return open_pairs


def claims_of(seen: Sequence[Seen]) -> dict[str, set[str]]:
    """Of each other name those who are called by it."""
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for person in seen:
        for other in person.others:
            claims[letters_of(other)].add(person.key)
    return claims
