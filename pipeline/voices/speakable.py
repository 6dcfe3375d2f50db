"""Text for speaking is not text for reading: numbers in words, no stage directions, no signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.story import Language
from pipeline.voices import spoken_en, spoken_zh

_HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_ENDS = "。！？!?，,、；;：:."
_VANISHING = {"Pi", "Pf", "Ps", "Pe", "Mn", "Me", "So", "Sk"}
# One character for one, so that places in the text stay what they are.
_HALF = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)} | {"￥": "¥", "　": " ", "﹪": "%"}
_HALF |= {mark: mark for mark in "，！？；：～（）"}

Rule = tuple[str, Callable[[str], str]]
_ASIDE = (
    r"（[^（）]{0,200}）|【[^【】]{0,200}】|\[[^\[\]]{0,200}\]|\((?![\d\s-]+\))[^()]{0,200}\)"
    r"|</?[A-Za-z][^<>]{0,200}>"
)
_DASHES = r"\s?(?:\.{2,}|…|—|–|--+|[~～]|(?<=\s)-(?=\s))"


@dataclass(frozen=True)
class Spoken:
    """
    What a voice is given, and where it comes from.

    For each character of *text*, *origin* has the part `(first, last)` of the original that it
    stands for. *language* is the one to read it in.
    """

    text: str
    origin: tuple[tuple[int, int], ...]
    language: Language

    @property
    def audible(self) -> bool:
        """Whether there is anything but punctuation."""
        return any(character.isalnum() for character in self.text)

    def source(self, first: int, last: int) -> tuple[int, int] | None:
        """The part of the original that `text[first:last]` says, without punctuation around it."""
        places = [
            self.origin[at] for at in range(first, min(last, len(self.text))) if self.text[at].isalnum()
        ]
        if not places:
            return None
        return places[0][0], max(place[1] for place in places)


def speakable(text: str, language: Language) -> Spoken:
    """
    *text* as it is said.

    With hanzi it is Mandarin, with other letters English, and with neither it is *language*.
    Remarks in brackets and markup are left out, as are signs, quotes and emoji; dashes and dots
    become pauses.
    """
    plain = "".join(map(_half, text))
    language = _language(re.sub(_ASIDE, "", plain), language)
    rules = _rules(language)
    said, origin, before = "", [], ""
    for match in _pattern(language).finditer(plain):
        assert match.lastgroup
        words = rules[match.lastgroup][1](match.group())
        if {before, match.lastgroup} != {"sign"} and _LATIN.fullmatch(said[-1:] + words[:1]):
            words = f" {words}"
        said += words
        origin += [match.span()] * len(words)
        before = match.lastgroup
    return Spoken(said, tuple(origin), language)


def pause(text: str) -> float:
    """How long, in seconds, a line without words is silent: 0.4 to 0.8 by its marks."""
    marks = sum(1 for character in text if not character.isspace())
    return min(0.8, 0.4 + 0.1 * marks)


def _half(character: str) -> str:
    """Full-width signs and the digits of any script as those of ASCII."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return _HALF.get(character, character)


def _language(text: str, otherwise: Language) -> Language:
    if _HANZI.search(text):
        return "zh"
    return "en" if _LETTER.search(text) else otherwise


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    named = (f"(?P<{name}>{pattern})" for name, (pattern, _) in _rules(language).items())
    return re.compile("|".join(named), re.DOTALL)


@cache
def _rules(language: Language) -> dict[str, Rule]:
    """All rules by name, in the order in which they are tried; the last takes any character."""
    own = spoken_zh if language == "zh" else spoken_en
    return {
        "aside": (_ASIDE, lambda _: ""),
        **own.RULES,
        "pause": (rf"(?:{_DASHES})+\s?[{re.escape(_ENDS)}]*", lambda dashes: _pause(dashes, own.PAUSE)),
        "apostrophe": (r"(?<=[A-Za-z])[’'](?=[A-Za-z])", lambda _: "'"),
        "joint": (r"(?<=[^\W\d])-(?=[^\W\d])", lambda _: "-"),
        "space": (r"\s+", lambda _: " "),
        "sign": (r".", lambda sign: own.SIGNS.get(sign) or _sign(sign)),
    }


def _pause(dashes: str, comma: str) -> str:
    return dashes[-1] if dashes[-1] in _ENDS.removesuffix(".") else comma


def _sign(sign: str) -> str:
    """A letter or a mark that is read stays; brackets, quotes, emoji and controls vanish."""
    if sign.isalnum() or sign in _ENDS or unicodedata.combining(sign):
        return sign
    vanishes = sign in "\"'" or unicodedata.category(sign) in _VANISHING
    return "" if vanishes or unicodedata.category(sign)[0] == "C" else " "
