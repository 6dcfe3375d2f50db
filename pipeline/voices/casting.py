"""Who gets which voice."""

from __future__ import annotations

from collections import Counter

from pipeline.story import Age, Character, Outline, Sex
from pipeline.voices.engine import Voice

NARRATOR = Voice(name="", sex="male", age=Age.MIDDLE)


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
