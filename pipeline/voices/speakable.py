"""Text for speaking is not text for reading: numbers in words, no stage directions, no signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.story import Language
from pipeline.voices import spoken_en, spoken_zh
from pipeline.voices.pinyin import HANZI, syllables
from pipeline.voices.reading import Rule

_HANZI = re.compile(f"[{HANZI}]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_LATIN_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
#: The name of the rule for words of a lexicon; a line brings only those that it has.
_LEXICON = "lexicon"
_MOST_LEXICONS = 64
_ENDS = "。！？!?，,、；;：:."
_VANISHING = {"Pi", "Pf", "Ps", "Pe", "Mn", "Me", "So", "Sk"}
# One character for one, so that places in the text stay what they are.
_HALF = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)} | {"￥": "¥", "　": " ", "﹪": "%"}
_HALF |= {mark: mark for mark in "，！？；：～（）"}

#: Pairs of a word and how it is said: its pinyin, or other words.
Lexicon = tuple[tuple[str, str], ...]
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
    stands for. *language* is the one to read it in. *readings* are the places of hanzi whose syllable
    a lexicon names, and the syllable (`huan2`); `pinyin.py` has how each voice is told.
    """

    text: str
    origin: tuple[tuple[int, int], ...]
    language: Language
    readings: tuple[tuple[int, str], ...] = ()

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


def speakable(text: str, language: Language, lexicon: Lexicon = ()) -> Spoken:
    """
    *text* as it is said.

    With hanzi it is Mandarin, with other letters English, and with neither it is *language*.
    Remarks in brackets and markup are left out, as are signs, quotes and emoji; dashes and dots
    become pauses. The words of *lexicon* are said as it has them: in other words, or by their pinyin.
    """
    plain = "".join(map(_half, text))
    language = _language(re.sub(_ASIDE, "", plain), language)
    rules, known = _rules(language, lexicon), _by_pinyin(lexicon)
    said, before = "", ""
    origin: list[tuple[int, int]] = []
    readings: list[tuple[int, str]] = []
    for match in _pattern(language, lexicon).finditer(plain):
        assert match.lastgroup
        words = rules[match.lastgroup][1](match.group())
        if {before, match.lastgroup} != {"sign"} and _LATIN.fullmatch(said[-1:] + words[:1]):
            words = f" {words}"
        if match.lastgroup == _LEXICON and match.group() in known:
            readings += enumerate(known[match.group()], len(said))
            origin += [(at, at + 1) for at in range(*match.span())]
        else:
            origin += [match.span()] * len(words)
        said += words
        before = match.lastgroup
    return Spoken(said, tuple(origin), language, tuple(readings))


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


@lru_cache(_MOST_LEXICONS)
def _pattern(language: Language, lexicon: Lexicon) -> re.Pattern[str]:
    named = (f"(?P<{name}>{pattern})" for name, (pattern, _) in _rules(language, lexicon).items())
    return re.compile("|".join(named), re.DOTALL)


@lru_cache(_MOST_LEXICONS)
def _rules(language: Language, lexicon: Lexicon) -> dict[str, Rule]:
    """All rules by name, in the order in which they are tried; the last takes any character."""
    own = spoken_zh if language == "zh" else spoken_en
    return {
        "aside": (_ASIDE, lambda _: ""),
        **_by_lexicon(lexicon),
        **own.RULES,
        "pause": (rf"(?:{_DASHES})+\s?[{re.escape(_ENDS)}]*", lambda dashes: _pause(dashes, own.PAUSE)),
        "apostrophe": (r"(?<=[A-Za-z])[’'](?=[A-Za-z])", lambda _: "'"),
        "joint": (r"(?<=[^\W\d])-(?=[^\W\d])", lambda _: "-"),
        "space": (r"\s+", lambda _: " "),
        "sign": (r".", lambda sign: own.SIGNS.get(sign) or _sign(sign)),
    }


def _by_lexicon(lexicon: Lexicon) -> dict[str, Rule]:
    """The rule that reads the words of *lexicon*, the longest first and Latin ones only whole."""
    known = _by_pinyin(lexicon)
    said = {word: word if word in known else other for word, other in _halved(lexicon).items()}
    if not said:
        return {}
    words = "|".join(map(_whole, sorted(said, key=len, reverse=True)))
    return {_LEXICON: (words, said.__getitem__)}


def _by_pinyin(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The syllables of those words of *lexicon* that have one for each character."""
    found = {word: syllables(said) for word, said in _halved(lexicon).items()}
    return {word: read for word, read in found.items() if len(read) == len(word)}


def _halved(lexicon: Lexicon) -> dict[str, str]:
    return {"".join(map(_half, word)): said for word, said in lexicon if word}


def _whole(word: str) -> str:
    before = r"(?<![A-Za-z0-9])" if _LATIN_OR_DIGIT.match(word[0]) else ""
    after = r"(?![A-Za-z0-9])" if _LATIN_OR_DIGIT.match(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _pause(dashes: str, comma: str) -> str:
    return dashes[-1] if dashes[-1] in _ENDS.removesuffix(".") else comma


def _sign(sign: str) -> str:
    """A letter or a mark that is read stays; brackets, quotes, emoji and controls vanish."""
    if sign.isalnum() or sign in _ENDS or unicodedata.combining(sign):
        return sign
    vanishes = sign in "\"'" or unicodedata.category(sign) in _VANISHING
    return "" if vanishes or unicodedata.category(sign)[0] == "C" else " "
