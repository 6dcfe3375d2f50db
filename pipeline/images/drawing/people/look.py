"""
What a person looks like: always the same for the same name, sex, age, era and description.

What the description says is taken from it; all the rest is drawn from the name, one lot for each feature,
so that two people of a cast rarely look alike and nobody changes between shots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from pipeline.images.drawing.ink import mix, seeded
from pipeline.images.drawing.people import hairdos, wardrobe, words
from pipeline.images.drawing.people.hairdos import Hairdo
from pipeline.images.engine import Person
from pipeline.story import Age, Era

Known = Literal["female", "male"]
_T = TypeVar("_T")

_SKINS = ("#fdeae0", "#fce3d6", "#fadccb", "#fde6dc", "#f6d2bb", "#fbdfd0")
_SKINS_MEN = ("#f9dfcd", "#f6d6c0", "#f2ceb3", "#fae3d5", "#ecc5a6", "#f7dac8")
_HAIRS = ("#17151b", "#1b1920", "#231a1b", "#2b1f1e", "#14161f", "#33231f")
_HAIRS_NOW = (*_HAIRS, "#4a3026", "#5c3b2a", "#3a2a2c")
_HAIRS_NEXT = (*_HAIRS, "#c9d3e0", "#3d5c8f", "#6a4a86", "#b9778c", "#2d6a70")
_GREYS = ("#c9ccd3", "#dfe1e6", "#a9abb3", "#8f9199")
_LIPS = ("#c8574f", "#b84a50", "#cf6a6a", "#b9433f", "#d07870")
_IRISES = ("#4a2c1c", "#3a2418", "#5a3822", "#2e2320", "#4d3526", "#33302c")
_IRISES_NEXT = (*_IRISES, "#3a6f9a", "#3f8a7d", "#7a5aa0")
FACES = ("oval", "heart", "round", "long", "soft")
EYES = ("almond", "round", "phoenix", "gentle", "narrow")
BROWS = ("straight", "arched", "sword", "soft", "thick")


@dataclass(frozen=True)
class Look:
    """Every visible trait of a person; colours are `#rrggbb` in plain daylight."""

    name: str
    sex: Known
    age: Age
    era: Era
    skin: str
    hair: str
    iris: str
    lips: str
    face: str
    eyes: str
    brows: str
    hairdo: Hairdo
    garment: str
    main: str
    second: str
    trim: str
    metal: str
    scarf: str
    pattern: str
    extras: frozenset[str]

    @property
    def female(self) -> bool:
        """Whether she is a woman or a girl."""
        return self.sex == "female"

    @property
    def young(self) -> bool:
        """Whether the face has no lines yet."""
        return self.age in (Age.CHILD, Age.TEEN, Age.YOUNG)

    @property
    def ears_covered(self) -> bool:
        """Whether the hair falls over the ears."""
        return self.hairdo.back in ("straight", "lob", "bob", "waves", "curled")

    def lot(self, subject: str, choices: Sequence[_T]) -> _T:
        """One of *choices*, always the same for this name and *subject*."""
        return _lot(self.name, subject, choices)


def _lot(name: str, subject: str, choices: Sequence[_T]) -> _T:
    return seeded("look", name, subject).choice(choices)


def look_of(person: Person, era: Era) -> Look:
    """The look of *person* in *era*."""
    name, text = person.name, person.look
    sex = _sex(person)
    female = sex == "female"
    garment = words.first_of(words.GARMENTS, text)
    garment = garment or _lot(name, "garment", wardrobe.garments(era, female, person.age))
    main, second, trim = _cloth(person, era, garment, female)
    return Look(
        name=name,
        sex=sex,
        age=person.age,
        era=era,
        skin=_skin(name, female, person.age),
        hair=words.hair_color(text) or _hair(name, person.age, era),
        iris=_lot(name, "iris", _IRISES_NEXT if era is Era.FUTURE else _IRISES),
        lips=_lot(name, "lips", _LIPS),
        face=_lot(name, "face", FACES),
        eyes=_lot(name, "eyes", EYES),
        brows=_lot(name, "brows", BROWS),
        hairdo=_hairdo(person, era, garment, female),
        garment=garment,
        main=main,
        second=second,
        trim=trim,
        metal=_lot(name, "metal", wardrobe.METALS),
        scarf=words.scarf_color(text) or _lot(name, "scarf", wardrobe.SCARVES),
        pattern="plain" if garment in wardrobe.UNFIGURED else _lot(name, "pattern", wardrobe.PATTERNS[era]),
        extras=_extras(name, text, era, female, person.age),
    )


def _sex(person: Person) -> Known:
    either: tuple[Known, Known] = ("female", "male")
    return _lot(person.name, "sex", either) if person.sex == "unknown" else person.sex


def _skin(name: str, female: bool, age: Age) -> str:
    skin = _lot(name, "skin", _SKINS if female or age is Age.CHILD else _SKINS_MEN)
    return mix(skin, "#d9a988", 0.25) if age is Age.OLD else skin


def _hair(name: str, age: Age, era: Era) -> str:
    if age is Age.OLD:
        return _lot(name, "hair", _GREYS)
    colors = {Era.MODERN: _HAIRS_NOW, Era.FUTURE: _HAIRS_NEXT}.get(era, _HAIRS)
    hair = _lot(name, "hair", colors)
    return mix(hair, "#6d6c74", 0.22) if age is Age.MIDDLE else hair


def _hairdo(person: Person, era: Era, garment: str, female: bool) -> Hairdo:
    worn = hairdos.HAIR_OF_GARMENT.get(garment)
    said = words.first_of(words.HAIRDOS, person.look)
    if worn and not said:
        return worn
    named = hairdos.hairdos_named(said, era, female) if said else ()
    return _lot(person.name, "hairdo", named or hairdos.hairdos(era, female, person.age))


def _cloth(person: Person, era: Era, garment: str, female: bool) -> tuple[str, str, str]:
    """The main colour, the second and that of seams and collars."""
    usual = wardrobe.SUITS if garment in ("suit", "zhongshan") else wardrobe.CLOTHS[era]
    fitting = [cloth for cloth in usual if female or cloth[0] not in wardrobe.ROSY]
    main, second, trim = wardrobe.UNIFORMS.get(garment) or _lot(person.name, "cloth", fitting)
    said = words.cloth_color(person.look)
    fixed = garment in wardrobe.UNIFORMS and garment not in wardrobe.DYED
    return (said, mix(said, second, 0.6), trim) if said and not fixed else (main, second, trim)


def _extras(name: str, text: str, era: Era, female: bool, age: Age) -> frozenset[str]:
    extras = set(words.all_of(words.EXTRAS, text))
    if female and age is not Age.CHILD and _lot(name, "earrings", (True, True, False)):
        extras.add("earrings")
    if not female and age is Age.MIDDLE and _lot(name, "beard", (True, False, False)):
        extras.add("moustache" if era is not Era.ANCIENT else _lot(name, "beards", ("beard", "moustache")))
    if not female and age is Age.OLD and _lot(name, "beard", (True, era is Era.ANCIENT, False)):
        extras.add("beard")
    if era is Era.MODERN and age is Age.OLD and _lot(name, "glasses", (True, False)):
        extras.add("glasses")
    if female and age is Age.YOUNG and _lot(name, "mole", (True, False, False, False, False)):
        extras.add("mole")
    return frozenset(extras)
