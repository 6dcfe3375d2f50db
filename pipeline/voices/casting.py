"""Who gets which voice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.story import Age, Character, Outline, Sex
from pipeline.voices.engine import Offered, Voice

NARRATOR = Voice(name="", sex="male", age=Age.MIDDLE)

#: What a voice for the narrator may be praised for.
_NARRATING = (
    "narration narrator narrating storytelling audiobook documentary 旁白 解说 讲述 讲故事 有声书 纪录片"
)

_AGES = list(Age)


def cast(outline: Outline) -> dict[str, Voice]:
    """
    A voice for every character of *outline* by name and alias, and the narrator's by the empty name.

    No two are alike: the variant counts those of the same sex and age. Who has no known sex gets
    the one that fewer have so far, beginning with female. A character that is added at the end
    changes nothing for those before.
    """
    voices = {"": NARRATOR}
    sexes: Counter[Sex] = Counter()
    kinds: Counter[tuple[Sex, Age]] = Counter()
    for character in outline.characters:
        sex = _sex(character, sexes)
        voice = Voice(character.name, sex, character.age, kinds[sex, character.age])
        voices |= dict.fromkeys((character.name, *character.aliases), voice)
        sexes[sex] += 1
        kinds[sex, character.age] += 1
    return voices


def _sex(character: Character, sexes: Counter[Sex]) -> Sex:
    if character.sex != "unknown":
        return character.sex
    return "male" if sexes["male"] < sexes["female"] else "female"


def choose(outline: Outline, offered: Sequence[Offered], given: Mapping[str, str]) -> dict[str, str]:
    """
    Which of the voices *offered* each character of *outline* speaks with, and the narrator (empty name).

    Those who are *given* a voice keep it, and it counts as taken. The others choose in the order of the
    cast, the narrator first, among the voices of the language: of the same sex, at most a step of age away,
    which the fewest have, and then the nearest in age and in manner. So two share a voice only where too
    few fit. Nobody chooses where the engine has no voice of that language.
    """
    chosen, taken = dict(given), Counter(given.values())
    able = [one for one in offered if one.speaks(outline.language)]
    wanted = {"": _NARRATING, **{person.name: _manner(person) for person in outline.characters}}
    whose = cast(outline)
    for name, manner in wanted.items() if able else ():
        if name not in chosen:
            best = min(able, key=lambda one: _misfit(one, whose[name], manner, taken))
            chosen[name] = best.name
            taken[best.name] += 1
    return chosen


def _misfit(one: Offered, voice: Voice, manner: str, taken: Counter[str]) -> tuple[bool, bool, int, int, int]:
    """How badly *one* suits, by what weighs most; of equals the first that the engine names is taken."""
    years = _years(one, voice)
    other_sex = one.sex not in ("unknown", voice.sex)
    return other_sex, years > 1, taken[one.name], years, -_shared(one.manner, manner)


def _years(one: Offered, voice: Voice) -> int:
    """Steps of age between them, one to a voice of any age; a child and a grown-up are far apart."""
    if one.age is None:
        return 1
    apart = abs(_AGES.index(one.age) - _AGES.index(voice.age))
    return apart + 1 if apart and Age.CHILD in (one.age, voice.age) else apart


def _manner(person: Character) -> str:
    return f"{person.temper} {person.voice}"


def _shared(one: str, other: str) -> int:
    """How many words two descriptions have in common: Latin ones of four letters, hanzi by pairs."""
    return len(_words(one) & _words(other))


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    latin = re.findall(r"[a-z]{4,}", text.lower())
    hanzi = re.findall(r"[\u3400-\u9fff]+", text)
    return frozenset((*latin, *(a + b for run in hanzi for a, b in pairwise(run))))
