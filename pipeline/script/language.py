"""Which language a text is in, and its numbers."""

from __future__ import annotations

import re

from pipeline.story import Language

_HANZI = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

#: Characters of which a Chinese number is written, for use in a character class.
CHINESE_NUMERALS = "0-9０-９零〇一二两三四五六七八九十百千"


def language_of(text: str) -> Language:
    """Chinese where *text* has at least as many hanzi as Latin words."""
    hanzi = sum(1 for _ in _HANZI.finditer(text))
    words = sum(1 for _ in _LATIN_WORD.finditer(text))
    return "zh" if hanzi and hanzi >= words else "en"


def chinese_number(text: str) -> int | None:
    """`十二`, `12`, `１２`, `一二` or `一百零三` as a number; nothing where it is none."""
    if text.isdecimal():
        return int(text[:9])
    if not text or any(character not in _DIGITS and character not in _UNITS for character in text):
        return None
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text[:9]))
    return _number_with_units(text)


def _number_with_units(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def english_number(text: str) -> int | None:
    """`12`, `twelve` (up to twenty) or `XII` as a number; nothing where it is none."""
    word = text.strip().lower()
    if word.isdecimal():
        return int(word[:9])
    if word in _ENGLISH:
        return _ENGLISH.index(word)
    return _roman_number(word) if word and all(letter in _ROMAN for letter in word) else None


def _roman_number(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
