"""Entries of a cast list: `姓名（女，23岁）：描述`, `NAME (23, female): description`."""

from __future__ import annotations

import re

from pipeline.story import Age, Character, Sex

_ENTRY = re.compile(
    r"(?:[-•*·]\s+|\d{1,3}[.、)）]\s*)?([^（(：:，,、—–]{1,30}?)(?=\s+-\s|[（(：:，,、—–]|$)(.*)", re.DOTALL
)
_BRACKET = re.compile(r"\s*[（(]([^（()）]{0,80})[）)]")
_ALIAS = re.compile(
    r"(?:又名|别名|昵称|小名|人称|绰号|外号|aka|a\.k\.a\.|alias|nicknamed)\s*[:：]?\s*([^，,、；;。)）]{1,20})",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?<!\d)(\d{1,3})\s*(?:多)?\s*(?:岁|years? old|y\.?o\.?)|^\s*(\d{1,3})\s*$", re.IGNORECASE
)
_DECADE = re.compile(
    r"([一二两三四五六七八九]?)十[一二三四五六七八九几多来]*岁|(teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|\b[1-9]0s)",
    re.IGNORECASE,
)
_DECADES = ("teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties")
_FEMALE = re.compile(
    r"女|奶奶|姥姥|外婆|母亲|妈|姐|妹|婶|姨|婆|夫人|太太|小姐|公主|皇后|妃|娘|嫂|\b(?:female|woman|girl|she|her|mother|mom|grandmother|grandma|sister|wife|daughter|aunt|mrs|ms|miss|lady|queen|princess|f)\b",
    re.IGNORECASE,
)
_MALE = re.compile(
    r"男|爷爷|姥爷|外公|父亲|爸|哥|弟|叔|伯|舅|先生|公子|少爷|皇帝|皇上|王爷|将军|太监|和尚|\b(?:male|man|boy|he|his|him|father|dad|grandfather|grandpa|brother|husband|son|uncle|mr|sir|king|prince|lord|m)\b",
    re.IGNORECASE,
)
_AGE_WORDS = (
    (
        Age.OLD,
        re.compile(
            r"老人|老年|老太|老头|奶奶|爷爷|姥姥|姥爷|外婆|外公|婆婆|白发|银发|花甲|古稀|\b(?:old|elderly|aged|grand(?:mother|father|ma|pa)|granny)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Age.CHILD,
        re.compile(
            r"小孩|孩童|男童|女童|幼|小男孩|小女孩|\b(?:child|kid|little (?:girl|boy)|toddler)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Age.TEEN,
        re.compile(
            r"少年|少女|中学生|高中|初中|\b(?:teen|teenage|teenager|schoolgirl|schoolboy)\b", re.IGNORECASE
        ),
    ),
    (
        Age.MIDDLE,
        re.compile(r"中年|\b(?:middle-aged|middle aged)\b|父亲|母亲|\b(?:mother|father)\b", re.IGNORECASE),
    ),
    (Age.YOUNG, re.compile(r"青年|年轻|小姐|公子|\b(?:young|girl|boy)\b", re.IGNORECASE)),
)


def read_entry(line: str) -> Character | None:
    """Who an entry of a cast list introduces; nothing where it names no one."""
    match = _ENTRY.match(line.strip())
    name = match[1].strip(" *_") if match else ""
    if match is None or not name:
        return None
    look = _description(match[2])
    aliases = tuple(alias.strip() for alias in _ALIAS.findall(look))
    return Character(name=name, aliases=aliases, sex=sex_in(look), age=age_in(look) or Age.YOUNG, look=look)


def _description(rest: str) -> str:
    """`（女，23岁）：描述` -> `女，23岁，描述`."""
    bracket = _BRACKET.match(rest)
    inner = bracket[1].strip() if bracket else ""
    after = (rest[bracket.end() :] if bracket else rest).strip().lstrip("：:，,、—–- ").strip()
    comma = ", " if (inner + after).isascii() else "，"
    return comma.join(filter(None, (inner, after)))


def sex_in(words: str) -> Sex:
    """The sex that is named first in *words*."""
    female, male = _FEMALE.search(words), _MALE.search(words)
    if female and (male is None or female.start() < male.start()):
        return "female"
    return "male" if male else "unknown"


def age_in(words: str) -> Age | None:
    """The age that *words* tell in years, decades or words such as 老人; nothing where they don't."""
    years = years_in(words)
    if years is not None:
        return age_of(years)
    return next((age for age, pattern in _AGE_WORDS if pattern.search(words)), None)


def years_in(words: str) -> int | None:
    """The years that *words* tell: `23岁`, `二十多岁`, `23 years old`, `23, female`, `forties`."""
    for match in (_YEARS.search(part) for part in [words, *re.split(r"[，,、;；/]", words)]):
        if match:
            return int(match[1] or match[2])
    decade = _DECADE.search(words)
    if decade is None:
        return None
    if decade[2]:
        word = decade[2].lower()
        return (
            15
            if word == "teens"
            else 10 * (_DECADES.index(word) + 1) + 2
            if word in _DECADES
            else int(word[:2]) + 2
        )
    return 10 * ("一二三四五六七八九".find(decade[1].replace("两", "二")) + 1 if decade[1] else 1) + 2


def age_of(years: int) -> Age:
    """The age in which someone of so many *years* is played."""
    for age, below in ((Age.CHILD, 13), (Age.TEEN, 18), (Age.YOUNG, 36), (Age.MIDDLE, 60)):
        if years < below:
            return age
    return Age.OLD
