"""Whether two texts say the same, but for punctuation and blanks, and how like they are otherwise."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

#: Two texts are alike that share this much of their words: half is what a reader calls so.
ALIKE = 0.5

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


def bare(text: str) -> str:
    """*text* without blanks and punctuation, wide letters as narrow ones."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def spoken(text: str) -> str:
    """*text* as `bare`; a line of signs alone (……！) is what they are."""
    return bare(text) or "".join(unicodedata.normalize("NFKC", text).split())


def words(text: str) -> list[str]:
    """The words of *text* in small letters; a hanzi is one."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def likeness(one: list[str], other: list[str]) -> float:
    """How much two texts share of their `words`, from 0 to 1; 0 where that is surely below `ALIKE`."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
