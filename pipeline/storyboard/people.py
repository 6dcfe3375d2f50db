"""Who is in the story: the cast list, whoever speaks, and what the text says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.script.cast import age_in, age_of, sex_in
from pipeline.script.mentions import Mentions
from pipeline.script.screenplay import Screenplay, ScriptScene
from pipeline.story import Age, Character, Mode, Sex

_CROWD = re.compile(
    r"众|所有人|大家|全体|人群|群众|路人们|旁人|齐声|(?:the )?crowd|all|everyone|everybody|both|voices",
    re.IGNORECASE,
)
_SHE = re.compile(
    r"(?<![^，。！？；、：\s])她|女人|女子|女孩|少女|姑娘|"
    r"\b(?:she|(?<!at )(?<!to )(?<!with )(?<!for )her|woman|girl|lady)\b",
    re.IGNORECASE,
)
_HE = re.compile(
    r"(?<![^，。！？；、：\s])他(?!们|人|乡)|男人|男子|男孩|少年|老头|小伙|\b(?:he|his|man|boy)\b",
    re.IGNORECASE,
)
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
_NEAR = 90
_ENOUGH = 12


def mentions_of(characters: tuple[Character, ...]) -> Mentions:
    """Finds *characters* by name and alias; those who stand for many are found nowhere."""
    people = [character for character in characters if not is_crowd(character.name)]
    aliases = {alias: person.name for person in people for alias in person.aliases}
    return Mentions(aliases | {person.name: person.name for person in people})


def is_crowd(name: str) -> bool:
    """Whether *name* stands for many: 众人, ALL, CROWD."""
    return _CROWD.match(name) is not None and sex_in(name) == "unknown"


def gather(screenplay: Screenplay) -> tuple[Character, ...]:
    """The cast list, then everyone else who speaks or is listed in a scene, in order of appearance."""
    cast = {character.name: character for character in screenplay.characters}
    names = list(dict.fromkeys([*cast, *_names(screenplay)]))
    owners = _owners(names, cast)
    people = {name: cast.get(name, Character(name=name)) for name in names if owners[name] == name}
    for name, owner in owners.items():
        if name != owner:
            person = people[owner]
            aliases = tuple(dict.fromkeys((*person.aliases, name)))
            people[owner] = person.model_copy(update={"aliases": aliases})
    told = _told(screenplay, mentions_of(tuple(people.values())))
    return tuple(_completed(person, told.get(person.name, [])) for person in people.values())


def _names(screenplay: Screenplay) -> Iterator[str]:
    for scene in _scenes(screenplay):
        yield from scene.people
        yield from (element.speaker for element in scene.elements if element.speaker)


def _scenes(screenplay: Screenplay) -> Iterator[ScriptScene]:
    return (scene for episode in screenplay.episodes for scene in episode.scenes)


def _owners(names: list[str], cast: dict[str, Character]) -> dict[str, str]:
    """Whose each name is: an alias, or a part of exactly one other name, is that person's."""
    wholes: dict[str, list[str]] = {}
    for name in names:
        for part in _parts(name):
            wholes.setdefault(part, []).append(name)
    same = {name.lower(): name for name in reversed(names)}
    aliases = {alias.lower(): person.name for person in cast.values() for alias in person.aliases}
    owners = {}
    for name in names:
        longer = wholes.get(name.lower(), []) if sex_in(name) == "unknown" and name not in cast else []
        owner = longer[0] if len(longer) == 1 else same[name.lower()]
        owners[name] = name if name in cast else aliases.get(name.lower(), owner)
    return {name: owners[owner] for name, owner in owners.items()}


def _parts(name: str) -> Iterator[str]:
    """By what a person is called for short: `晚晴` for 苏晚晴, `Lin` and `Xia` for Lin Xia."""
    words = name.lower().split()
    if name.isascii():
        yield from (word for word in words if len(words) > 1 and len(word) > 2)
    elif len(name) == 3:
        yield name[1:]


def _told(screenplay: Screenplay, mentions: Mentions) -> dict[str, list[str]]:
    """What follows the first mentions of everyone, up to the next name."""
    told: dict[str, list[str]] = {}
    for scene in _scenes(screenplay):
        for element in scene.elements:
            if element.kind == "action" or element.mode is Mode.NARRATION:
                _listen(element.text, mentions, told)
    return told


def _listen(text: str, mentions: Mentions, told: dict[str, list[str]]) -> None:
    hits = list(mentions.hits(text))
    ends = [*(start for _, start, _ in hits[1:]), len(text)]
    for (name, _, end), until in zip(hits, ends, strict=False):
        notes = told.setdefault(name, [])
        if len(notes) < _ENOUGH:
            notes.append(text[end : min(until, end + _NEAR)])


def _completed(person: Character, told: list[str]) -> Character:
    """The person with sex, age and look as the text tells them, where the cast list did not."""
    introduced = next(filter(None, map(_introduction, told)), "")
    sex, age = person.sex, person.age
    if sex == "unknown":
        sex = _sex(person.name, introduced, told)
    if not person.look:
        age = _age(person.name, introduced) or age
    return person.model_copy(update={"look": person.look or introduced, "sex": sex, "age": age})


def _introduction(words: str) -> str:
    """`(29), auburn hair, a grey coat, runs …` -> `29, auburn hair, a grey coat`."""
    match = _INTRODUCED.match(words)
    if match is None:
        return ""
    clauses = re.split(r"[,，]\s*", re.split(r"[.。]", words[match.end() :])[0])
    looks = [clause.strip() for clause in clauses[1:-1]] if not clauses[0].strip() else []
    comma = ", " if words.isascii() else "，"
    return comma.join([match[1].strip(), *looks])


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
