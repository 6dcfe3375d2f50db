"""A JSON schema with an end: without one, a model that is led by it may go on for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: What a storyboard is written with: hanzi, kana, Latin and their punctuation, and no control characters.
_READABLE = (
    r"[ -!#-\[\]-~\u00A1-\u024F\u2010-\u2027\u2030-\u203B"
    r"\u3000-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uFF01-\uFF5E]"
)


def bounded(schema: Mapping[str, Any], longest_text: int, most_items: int) -> dict[str, Any]:
    """
    *schema* with an end to every text (characters) and list (items) that has none, and no unknown keys.

    Texts without a pattern of their own are held to readable characters.
    """
    return {
        key: _inside(key, value, longest_text, most_items)
        for key, value in _ended(schema, longest_text, most_items).items()
    }


def _inside(key: str, value: Any, longest_text: int, most_items: int) -> Any:
    if key in ("properties", "$defs"):
        return {name: bounded(part, longest_text, most_items) for name, part in value.items()}
    if key == "items" and isinstance(value, Mapping):
        return bounded(value, longest_text, most_items)
    if key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        return [bounded(part, longest_text, most_items) for part in value]
    return value


def _ended(schema: Mapping[str, Any], longest_text: int, most_items: int) -> dict[str, Any]:
    kind = schema.get("type")
    if kind == "string" and not {"enum", "const", "pattern"} & set(schema):
        least, most = schema.get("minLength", 0), schema.get("maxLength", longest_text)
        kept = {key: value for key, value in schema.items() if key not in ("minLength", "maxLength")}
        return {**kept, "pattern": f"^{_READABLE}{{{least},{max(least, most)}}}$"}
    if kind == "array":
        return {**schema, "maxItems": schema.get("maxItems", max(most_items, schema.get("minItems", 0)))}
    if kind == "object":
        return {**schema, "additionalProperties": False}
    return dict(schema)


def readable(text: str) -> bool:
    """Whether *text* has only the characters that `bounded` allows."""
    return re.fullmatch(f"{_READABLE}*", text) is not None
