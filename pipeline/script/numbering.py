"""The numbers that Word counts by itself before paragraphs: `第一集`, `Chapter 4`, `1-2`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pipeline.script.markup import word

_CHINESE = {
    *("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "koreanDigital2"),
}
_ROMAN_LETTERS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN_LETTERS, strict=True))


@dataclass(frozen=True)
class _Level:
    """How a level of a list counts: in which *form*, from where, and what its *text* says around `%1`."""

    form: str
    text: str
    start: int


class Numbering:
    """Counts along while a document is read from its beginning to its end."""

    def __init__(self, document: Any) -> None:
        self._levels = _levels(document)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, element: Any, styles: list[Any]) -> str:
        """The number before the paragraph *element*, with a blank behind it; nothing for bullets."""
        list_id, depth = _place(element, styles)
        abstract, levels = self._levels.get(list_id, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form in {"bullet", "none"}:
            return ""
        return f"{re.sub('%([1-9])', lambda m: _number(levels, counts, int(m[1]) - 1), level.text)} "


def _number(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, _Level("decimal", "", 1))
    count = counts.get(depth, level.start)
    if level.form in _CHINESE:
        return _chinese(count)
    if level.form in {"upperRoman", "lowerRoman"}:
        return _roman(count) if level.form == "upperRoman" else _roman(count).lower()
    if level.form in {"upperLetter", "lowerLetter"} and 0 < count <= 26:
        return chr((ord("A") if level.form == "upperLetter" else ord("a")) + count - 1)
    return str(count)


def _chinese(count: int) -> str:
    """一 to 九千九百九十九; digits beyond."""
    if not 0 < count < 10_000:
        return str(count)
    units = zip(str(count).zfill(4), ("千", "百", "十", ""), strict=True)
    spoken = "".join(
        "零" if digit == "0" else "零一二三四五六七八九"[int(digit)] + unit for digit, unit in units
    )
    return re.sub("^一十", "十", re.sub("零+", "零", spoken).strip("零"))


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (count // value)
        count %= value
    return letters


def _place(element: Any, styles: list[Any]) -> tuple[str, int]:
    """Which list a paragraph belongs to, by itself or by its style, and how deep."""
    list_id = depth = None
    for properties in (element, *(style.element for style in styles)):
        list_id = list_id or next(iter(word(properties, "./w:pPr/w:numPr/w:numId/@w:val")), None)
        depth = depth or next(iter(word(properties, "./w:pPr/w:numPr/w:ilvl/@w:val")), None)
    return list_id or "", int(depth) if depth and depth.isdecimal() else 0


def _levels(document: Any) -> dict[str, tuple[str, dict[int, _Level]]]:
    """For each list of *document* the definition that it counts by, and the levels of that."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):  # python-docx has no empty part to offer
        return {}
    defined = {_value(a, "./@w:abstractNumId"): _defined(a) for a in word(root, "./w:abstractNum")}
    used = {
        _value(num, "./@w:numId"): _value(num, "./w:abstractNumId/@w:val") for num in word(root, "./w:num")
    }
    return {number: (abstract, defined.get(abstract, {})) for number, abstract in used.items()}


def _defined(abstract: Any) -> dict[int, _Level]:
    return {
        int(_value(level, "./@w:ilvl") or 0): _Level(
            _value(level, "./w:numFmt/@w:val") or "decimal",
            _value(level, "./w:lvlText/@w:val"),
            int(_value(level, "./w:start/@w:val") or 1),
        )
        for level in word(abstract, "./w:lvl")
    }


def _value(element: Any, path: str) -> str:
    return next(iter(word(element, path)), "")
