"""People as characters: one look, costume, temper and voice of all that was told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from pydantic import BaseModel, ConfigDict, Field

from pipeline.story import Age, Character, Era, Language, Sex
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.letters import letters_of
from pipeline.storyboard.outlining.casting import Person
from pipeline.storyboard.outlining.reading import LANGUAGES, PersonForm
from pipeline.storyboard.writing.shots import Text

_AT_ONCE = 12
#: So many different descriptions of one person are shown, spread evenly over the story.
_SHOWN = 8
_FIELDS = ("look", "costume", "temper", "voice")


class LookForm(BaseModel):
    """How one person is, throughout the story."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Text = Field(default="", description="the name, as in the list")
    look: Text = Field(default="", description="face, hair, build, as a painter needs it")
    costume: Text = Field(default="", description="the clothes, with their colours")
    temper: Text = Field(default="", description="the character, in a few words")
    voice: Text = Field(default="", description="how the voice sounds, in a few words")


class LooksForm(BaseModel):
    """How people are."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    people: tuple[LookForm, ...] = Field(default=(), description="everyone of the list, in its order")


def characters_of(people: Sequence[Person], asker: Asker, language: Language, era: Era) -> list[Character]:
    """
    *people* as characters; who was there before keeps all that was known.

    The model is asked for those whom several chunks describe, each in their own words.
    """
    asked = [person for person in people if person.before is None and _differs(person)]
    batches = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
    jobs = [
        partial(_ask, f"outline-people-{number:02}", batch, asker, language)
        for number, batch in enumerate(batches, start=1)
    ]
    looks = {letters_of(look.name): look for batch in asker.all(jobs) for look in batch}
    return [_character(person, looks.get(letters_of(person.name), LookForm()), era) for person in people]


def _told(person: Person, field: str) -> list[str]:
    """What the chunks say of *field*, each once, in the order of the story."""
    seen = sorted(person.seen, key=lambda seen: seen.chunk)
    return [text for text in dict.fromkeys(getattr(one.form, field) for one in seen) if text]


def _differs(person: Person) -> bool:
    return any(len(_told(person, field)) > 1 for field in _FIELDS)


def _ask(name: str, people: Sequence[Person], asker: Asker, language: Language) -> list[LookForm]:
    words = asker.work.prompt(
        "people", {"language": LANGUAGES[language], "people": "\n".join(map(_described, people))}
    )
    form = asker.ask(name, words, LooksForm, lambda form: _complaints(form, people))
    if form is not None:
        return list(form.people)
    if len(people) == 1:
        return []
    half = len(people) // 2
    return [
        *_ask(f"{name}a", people[:half], asker, language),
        *_ask(f"{name}b", people[half:], asker, language),
    ]


def _complaints(form: LooksForm, people: Sequence[Person]) -> list[str]:
    told = {letters_of(look.name) for look in form.people if look.look}
    return [f"people: {person.name} is missing." for person in people if letters_of(person.name) not in told]


def _described(person: Person) -> str:
    texts = (f"{field}: {' / '.join(_spread(_told(person, field)))}" for field in ("who", *_FIELDS))
    return "\n".join((f"## {person.name}", *(text for text in texts if not text.endswith(": "))))


def _spread(texts: Sequence[str]) -> list[str]:
    step = max(1.0, len(texts) / _SHOWN)
    return [texts[int(index * step)] for index in range(min(len(texts), _SHOWN))]


def _character(person: Person, look: LookForm, era: Era) -> Character:
    if person.before:
        names = dict.fromkeys((*person.before.aliases, *person.aliases))
        return person.before.model_copy(update={"aliases": tuple(names)})
    ruled = person.ruled or Character(name=person.name)
    described = {field: getattr(look, field) or next(iter(_told(person, field)), "") for field in _FIELDS}
    described["look"] = described["look"] or ruled.look
    forms = [seen.form for seen in person.seen]
    eras = Counter(form.era for form in forms if form.era and form.era != era)
    return Character(
        name=person.name,
        aliases=person.aliases,
        sex=_sex(forms) or ruled.sex,
        age=_age(forms) or ruled.age,
        era=ruled.era or _most(eras.elements(), least=len(forms) / 2),
        **described,
    )


def _sex(forms: Iterable[PersonForm]) -> Sex | None:
    told: Counter[Sex] = Counter(form.sex for form in forms if form.sex != "unknown")
    return told.most_common(1)[0][0] if told else None


def _age(forms: Iterable[PersonForm]) -> Age | None:
    told = Counter(form.age for form in forms if form.age)
    return told.most_common(1)[0][0] if told else None


def _most(eras: Iterable[Era], least: float) -> Era | None:
    """The era that most tell; a person is from another time only where at least *least* say so."""
    told = Counter(eras).most_common(1)
    return told[0][0] if told and told[0][1] >= least else None
