"""
Mandarin syllables as a lexicon writes them: `huan2 qian2`.

Tones are digits from 1 to 5, where 5 is the neutral one; ü is also written v or u:.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ALL = "b p m f d t n l g k h zh ch sh r z c s"
_FRONT = "b p m d t n l j q x"
_BACK = "g k h zh ch sh"
#: The initials that each final goes with in Hanyu Pinyin (GB/T 16159); `-` is none.
_FINALS = {
    "a": "- b p m f d t n l g k h zh ch sh z c s y w",
    "ai": "- b p m d t n l g k h zh ch sh z c s w",
    "an": f"- {_ALL} y w",
    "ang": f"- {_ALL} y w",
    "ao": "- b p m d t n l g k h zh ch sh r z c s y",
    "e": "- m d t n l g k h zh ch sh r z c s y",
    "ei": "- b p m f d n l g k h zh sh z w",
    "en": "- b p m f d n g k h zh ch sh r z c s w",
    "eng": f"- {_ALL} w",
    "er": "-",
    "i": f"{_FRONT} zh ch sh r z c s y",
    "ia": "d l j q x",
    "ian": _FRONT,
    "iang": "n l j q x",
    "iao": _FRONT,
    "ie": _FRONT,
    "in": "b p m n l j q x y",
    "ing": f"{_FRONT} y",
    "iong": "j q x",
    "iu": "m d n l j q x",
    "o": "- b p m f l y w",
    "ong": "d t n l g k h zh ch r z c s y",
    "ou": "- p m f d t n l g k h zh ch sh r z c s y",
    "u": f"{_ALL} j q x y w",
    "ua": f"{_BACK} r",
    "uai": _BACK,
    "uan": f"d t n l {_BACK} r z c s j q x y",
    "uang": _BACK,
    "ue": "n l j q x y",
    "ui": f"d t {_BACK} r z c s",
    "un": f"d t n l {_BACK} r z c s j q x y",
    "uo": f"d t n l {_BACK} r z c s",
    "v": "n l",
    "ve": "n l",
}
_WITH_TONE = re.compile(r"(?:[a-z]+[0-9])+")
_LETTERS = re.compile(r"[a-z0-9]+")
_SYLLABLE = re.compile(r"([a-z]+)([1-5])")
#: What helps where a line of a lexicon is wrong.
HELP = "Write a syllable with its tone for each hanzi (`还钱: huan2 qian2`; 5 is neutral), or other words."
#: The hanzi of Unicode, as a class of a regular expression has them.
HANZI = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANZI = re.compile(rf"[{HANZI}]+")


def syllables(said: str) -> tuple[str, ...]:
    """The syllables of *said*, with v for ü; none where it is other words, or no right pinyin."""
    found = tuple(part + tone for part, tone in _SYLLABLE.findall(_plain(said)))
    right = "".join(found) == "".join(_plain(said).split())
    return found if right and all(one[:-1] in _known() for one in found) else ()


def wrong(word: str, said: str) -> str:
    """What is wrong with the line `word: said` of a lexicon; empty where nothing is."""
    if not word.strip() or not said.strip():
        return "a word and how it is said are both needed"
    if not _meant(word, said):
        return ""
    if not _HANZI.fullmatch(word):
        return f"pinyin reads hanzi, and {word!r} has other characters"
    found = syllables(said)
    if not found:
        return f"{said!r} is no pinyin with tones"
    if len(found) != len(word):
        return f"{word!r} has {len(word)} hanzi, and {said!r} {_count(len(found))}"
    return ""


def _meant(word: str, said: str) -> bool:
    """Whether *said* is meant as pinyin: a part has the digit of a tone, or each hanzi has its syllable."""
    parts = _plain(said).split()
    if any(map(_WITH_TONE.fullmatch, parts)):
        return all(map(_LETTERS.fullmatch, parts))
    bare = [unicodedata.normalize("NFD", part).encode("ascii", "ignore").decode() for part in parts]
    return bool(_HANZI.fullmatch(word)) and len(bare) == len(word) and all(part in _known() for part in bare)


def _count(syllables: int) -> str:
    return "one syllable" if syllables == 1 else f"{syllables} syllables"


@cache
def _known() -> frozenset[str]:
    pairs = ((initial, final) for final, initials in _FINALS.items() for initial in initials.split())
    return frozenset(initial.strip("-") + final for initial, final in pairs)


def _plain(said: str) -> str:
    return unicodedata.normalize("NFC", said).lower().replace("u:", "v").replace("ü", "v")
