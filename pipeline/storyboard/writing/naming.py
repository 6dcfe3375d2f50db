"""Whom and where a language model means by the names it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.script.cast import age_in, sex_in
from pipeline.script.speech import cue
from pipeline.story import Age, Character, Mode, Place
from pipeline.storyboard.likeness import ALIKE, bare, likeness, words
from pipeline.storyboard.people import is_crowd

_BRACKET = re.compile(r"[（(\[【]([^（()）\[\]【】]*)[）)\]】]?")
_NOBODY = re.compile(
    r"[他她它我你]们?|无人?|没有人?|未知|某人|空|nobody|no one|none|null|unknown|n/?a|it|i|you|we|s?he|they",
    re.IGNORECASE,
)
_LONGEST_NAME = 40
_JOINED = re.compile(r"\s+(?:and|&)\s+|\s*&\s*|(?<=..)[和与](?=..)")


class Cast:
    """The people of the outline, and the *guests* that turn up while an episode is told."""

    def __init__(self, characters: Sequence[Character]) -> None:
        self.guests: dict[str, Character] = {}
        self._names = {name: person.name for person in reversed(characters) for name in _called(person)}
        self._known: dict[str, str] = {}

    def speaker(self, name: str) -> tuple[str, Mode | None]:
        """
        Who speaks by *name*, as the outline calls them, and from where, if a remark in it says so.

        Nobody is the narrator; a name that nobody has becomes a guest.
        """
        said = cue(_BRACKET.sub("", name).strip(' ：:*"“”'), _BRACKET.findall(name))
        mode = None if said.mode is Mode.SPEECH else said.mode
        return self.who(said.speaker), mode

    def people(self, names: Iterable[str]) -> tuple[str, ...]:
        """Who is in a picture, without narrators and crowds."""
        parts = (part for name in names for part in self._apart(name))
        found = (self.speaker(part)[0] for part in parts if not is_crowd(part))
        return tuple(dict.fromkeys(filter(None, found)))

    def known(self, name: str) -> str:
        """What the outline, or the episode so far, calls the person *name*; empty for a stranger."""
        if name not in self._known:
            self._known[name] = _owner(name, self._names)
        return self._known[name]

    def who(self, name: str) -> str:
        """The person *name*, a guest where it is a stranger; empty where it is no name."""
        name = " ".join(name.split())[:_LONGEST_NAME].strip()
        if name not in self._names and (_NOBODY.fullmatch(name) or not bare(name)):
            return ""
        known = self.known(name)
        if not known:
            self.guests[name] = Character(name=name, sex=sex_in(name), age=age_in(name) or Age.YOUNG)
            self._names[name] = name
            self._known.clear()
        return known or name

    def _apart(self, name: str) -> list[str]:
        """*name*, or the names in it: `林夏和顾言`."""
        parts = _JOINED.split(name)
        return parts if all(map(self.known, parts)) else [name]


def _called(person: Character) -> tuple[str, ...]:
    """All names of *person*, the one that counts last."""
    return (*person.aliases, person.name)


def place_called(name: str, places: Sequence[Place]) -> str:
    """What the outline calls the place *name*; empty where it has none like it."""
    found = _owner(name, {place.name: place.name for place in places})
    if found or not bare(name):
        return found
    holding = [
        place.name for place in places if bare(name) in bare(place.name) or bare(place.name) in bare(name)
    ]
    if len(holding) == 1:
        return holding[0]
    said = words(name)
    score, at = max(
        ((likeness(said, words(place.name)), -at) for at, place in enumerate(places)), default=(0, 0)
    )
    return places[-at].name if score >= ALIKE else ""


def _owner(name: str, owners: dict[str, str]) -> str:
    """Whose *name* is: by its letters, else as a part of one name, else as a name with words before it."""
    if name in owners:
        return owners[name]
    same = {bare(known).casefold(): owner for known, owner in reversed(owners.items())}
    said = bare(name).casefold()
    if said in same:
        return same[said]
    longer = {owner for known, owner in owners.items() if _ends(known, name) or _is_word(known, name)}
    shorter = {owner for known, owner in owners.items() if _ends(name, known)}
    found = longer if len(longer) == 1 else shorter
    return found.pop() if len(found) == 1 else ""


def _ends(whole: str, end: str) -> bool:
    """Whether *end* is what a longer name ends with: 晚晴 of 苏晚晴, Nora of Young Nora."""
    if len(end) < 2 or len(end) >= len(whole):
        return False
    return whole.casefold().endswith(f" {end.casefold()}" if end[0].isascii() else end)


def _is_word(whole: str, part: str) -> bool:
    """Whether *part* is one of the words of a Latin name: Nora of Nora Bell."""
    return len(part) > 2 and part.isascii() and part.casefold() in whole.casefold().split()
