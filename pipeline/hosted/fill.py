"""Requests of a spec, filled in with the values of a shot."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_HOLE = re.compile(r"\{(\w+)(?:!([sj]))?\}")


class _Missing:
    """What stands where a value is not there: its key or item is left out."""


_MISSING = _Missing()


def filled(template: Any, values: Mapping[str, Any]) -> Any:
    """
    *template* with its holes filled in from *values*.

    A text that is one hole becomes the value itself, of whatever kind; `{name!s}` makes it text, and
    `{name!j}` JSON.
    Where a value is None, what holds it is left out of its mapping or list, and so is a mapping or
    list that has nothing in it because of that. `{each: references, as: ...}` becomes a list, with
    the fields of each item as further values.
    """
    found = _filled(template, values)
    return None if found is _MISSING else found


def _filled(template: Any, values: Mapping[str, Any]) -> Any:
    match template:
        case str():
            return _text(template, values)
        case {"each": name, "as": each}:
            items = values.get(name) or ()
            return [_filled(each, {**values, **item}) for item in items] or _MISSING
        case Mapping():
            inner = {key: _filled(value, values) for key, value in template.items()}
            there = {key: value for key, value in inner.items() if value is not _MISSING}
            return there if there or not template else _MISSING
        case list() | tuple():
            listed = [item for one in template if (item := _filled(one, values)) is not _MISSING]
            return listed if listed or not template else _MISSING
    return template


def _text(template: str, values: Mapping[str, Any]) -> Any:
    holes = list(_HOLE.finditer(template))
    if any(values.get(hole[1]) is None for hole in holes):
        return _MISSING
    if len(holes) == 1 and holes[0].span() == (0, len(template)) and not holes[0][2]:
        return values[holes[0][1]]
    return _HOLE.sub(lambda hole: _written(values[hole[1]], as_json=hole[2] == "j"), template)


def _written(value: Any, *, as_json: bool) -> str:
    return json.dumps(value, ensure_ascii=False) if as_json else plain(value)


def plain(value: Any) -> str:
    """*value* as a vendor reads it: whole numbers without a point, yes and no as JSON has them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def holes(template: Any) -> set[str]:
    """The names of all values that *template* asks for; `each` items bring their own."""
    match template:
        case str():
            return {hole[1] for hole in _HOLE.finditer(template)}
        case {"each": name, "as": each}:
            return {str(name)} | (
                holes(each) - {"image", "name", "number", "type", "word", "pinyin", "tones"}
            )
        case Mapping():
            return {name for value in template.values() for name in holes(value)}
        case Sequence():
            return {name for value in template for name in holes(value)}
    return set()
