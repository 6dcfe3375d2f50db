"""Who is in the story: the cast list, whoever speaks, and what the text says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.script.cast import age_in, age_of, sex_in
from pipeline.script.screenplay import Screenplay, ScriptScene
from pipeline.story import Age, Character, Mode, Sex

_CROWD = re.compile(
    r"众|所有人|大家|全体|人群|群众|路人们|旁人|齐声|(?:the )?crowd|all|everyone|everybody|both|voices", re.IGNORECASE
)
_SHE = re.compile(r"她|女人|女子|女孩|少女|姑娘|\b(?:she|her|hers|woman|girl|lady)\b", re.IGNORECASE)
_HE = re.compile(r"他(?!们|人|乡)|男人|男子|男孩|少年|老头|小伙|\b(?:he|his|him|man|boy)\b", re.IGNORECASE)
_INTRODUCED = re.compile(r"\s*[（(]([^（()）]{1,40})[）)]")
_GIVEN_FEMALE = re.compile(
    r"[婉娜娟芳丽媛婷妍莉薇梅兰菊莲娇妮姗嫣蓉倩琳怡瑶萱柔娅妙嫂婵娥黛霞艳]|\b(?:mary|anna?|emma|olivia|sophia?|mia|ava|lily|grace|"
    r"rose|alice|clara|ella|eva|lucy|julia|sarah?|kate|jane|maria|mara|nora|ruth|helen|laura|elena|linda|claire)\b",
    re.IGNORECASE,
)
_GIVEN_MALE = re.compile(
    r"[强伟刚军勇峰磊涛鹏辉建虎杰豪斌雄彪毅]|\b(?:john|james|david|michael|tom|thomas|jack|henry|william|peter|paul|"
    r"daniel|adam|mark|george|robert|sam|ben|leo|max|eli|frank|victor|martin|simon|walter|arthur)\b",
    re.IGNORECASE,
)
_NEAR = 40
_ENOUGH = 12


class Finder:
    """Finds the people of the story in a text, by name or alias; the work grows with the text."""

    def __init__(self, characters: tuple[Character, ...]) -> None:
        self._name_of = {
            name.casefold(): character.name
            for character in characters
            if not is_crowd(character.name)
            for name in (character.name, *character.aliases)
        }
        names = sorted(self._name_of, key=len, reverse=True)
        bounded = (rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in names)
        self._pattern = re.compile("|".join(bounded) or r"(?!)", re.IGNORECASE)

    def hits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Every mention: who (the character's name), and from where to where in *text*."""
        for match in self._pattern.finditer(text):
            yield self._name_of[match[0].casefold()], match.start(), match.end()

    def named(self, text: str) -> tuple[str, ...]:
        """Who is mentioned in *text*, in the order of the first mention."""
        return tuple(dict.fromkeys(name for name, _, _ in self.hits(text)))


def is_crowd(name: str) -> bool:
    """Whether *name* stands for many: 众人, ALL, CROWD."""
    return _CROWD.match(name) is not None and sex_in(name) == "unknown"


def gather(screenplay: Screenplay) -> tuple[Character, ...]:
    """The cast list, then everyone else who speaks or is listed in a scene, in order of appearance."""
    known = {character.name: character for character in screenplay.characters}
    aliases: dict[str, list[str]] = {}
    for name in _names(screenplay):
        owner = _owner(name, known)
        if owner is None:
            known[name] = Character(name=name)
        elif name != owner:
            aliases.setdefault(owner, []).append(name)
    people = tuple(_with_aliases(person, aliases.get(person.name, [])) for person in known.values())
    told = _told(screenplay, Finder(people))
    return tuple(_completed(person, told.get(person.name, [])) for person in people)


def _names(screenplay: Screenplay) -> Iterator[str]:
    for scene in _scenes(screenplay):
        yield from scene.people
        yield from (element.speaker for element in scene.elements if element.speaker)


def _scenes(screenplay: Screenplay) -> Iterator[ScriptScene]:
    return (scene for episode in screenplay.episodes for scene in episode.scenes)


def _owner(name: str, known: dict[str, Character]) -> str | None:
    """Whose name or alias *name* is; a part of exactly one longer name is that person's."""
    if name in known:
        return name
    for person in known.values():
        if name.casefold() in {person.name.casefold(), *map(str.casefold, person.aliases)}:
            return person.name
    longer = [person for person in known if _is_part(name, person)]
    return longer[0] if len(longer) == 1 else None


def _is_part(short: str, full: str) -> bool:
    """`晚晴` of `苏晚晴`, `Lin` of `Lin Xia`."""
    if short.isascii():
        return short.casefold() in full.casefold().split()
    return len(short) >= 2 and len(full) == len(short) + 1 and full.endswith(short)


def _with_aliases(person: Character, names: list[str]) -> Character:
    return person.model_copy(update={"aliases": tuple(dict.fromkeys((*person.aliases, *names)))})


def _told(screenplay: Screenplay, finder: Finder) -> dict[str, list[str]]:
    """What follows the first mentions of everyone, up to the next name."""
    told: dict[str, list[str]] = {}
    for scene in _scenes(screenplay):
        for element in scene.elements:
            if element.kind == "action" or element.mode is Mode.NARRATION:
                _listen(element.text, finder, told)
    return told


def _listen(text: str, finder: Finder, told: dict[str, list[str]]) -> None:
    hits = list(finder.hits(text))
    ends = [*(start for _, start, _ in hits[1:]), len(text)]
    for (name, _, end), until in zip(hits, ends, strict=False):
        notes = told.setdefault(name, [])
        if len(notes) < _ENOUGH:
            notes.append(text[end : min(until, end + _NEAR)])


def _completed(person: Character, told: list[str]) -> Character:
    """The person with sex, age and look as the text tells them, where the cast list did not."""
    introduced = next((match[1].strip() for words in told if (match := _INTRODUCED.match(words))), "")
    look = person.look or introduced
    sex = person.sex
    if sex == "unknown":
        sex = _sex(person.name, introduced, told)
    age = person.age if person.look else _age(person.name, introduced) or person.age
    return person.model_copy(update={"look": look, "sex": sex, "age": age})


def _sex(name: str, introduced: str, told: list[str]) -> Sex:
    named = sex_in(name)
    if named == "unknown":
        named = sex_in(introduced)
    return named if named != "unknown" else _sex_told(told) or _sex_of_given_name(name)


def _sex_told(told: list[str]) -> Sex | None:
    votes: Counter[Sex] = Counter()
    for words in told:
        she, he = _SHE.search(words), _HE.search(words)
        if she and (he is None or she.start() < he.start()):
            votes["female"] += 1
        elif he:
            votes["male"] += 1
    return votes.most_common(1)[0][0] if votes else None


def _sex_of_given_name(name: str) -> Sex:
    if _GIVEN_FEMALE.search(name if name.isascii() else name[1:]):
        return "female"
    return "male" if _GIVEN_MALE.search(name if name.isascii() else name[1:]) else "unknown"


def _age(name: str, introduced: str) -> Age | None:
    years = re.search(r"\d{1,3}", introduced)
    if years:
        return age_of(int(years[0]))
    if re.match(r"老(?![板师公婆])", name):
        return Age.OLD
    return age_in(introduced) or age_in(name)
