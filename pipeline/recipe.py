"""
A recipe: all that decides what a file will contain, as plain data that can be compared.

Options and request fields that have their default value are left out, so that a new option does
not make paid work again; so are those that the engine names in its class variable `aside` (where and
how fast it works, not what comes out). An engine whose results change for the same recipe raises its
class variable `version` (1 where it has none). Files enter by their content, never by path or date.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Recipe = dict[str, Any]
Hasher = Callable[[Path], str]


def recipe(
    name: str, engine: object, request: object, sha256: Hasher, *, unread: tuple[str, ...] = ()
) -> Recipe:
    """
    The recipe of *request* made by *engine*, whose name in the profile is *name*.

    *sha256* gives the content hash of a file; *unread* names fields of the request that this
    engine does not read.
    """
    asked = {key: value for key, value in fields(request).items() if key not in unread}
    aside = getattr(engine, "aside", ())
    options = {key: value for key, value in fields(engine).items() if key not in aside}
    return {
        "engine": name,
        "version": getattr(engine, "version", 1),
        "options": plain(options, sha256),
        "request": plain(asked, sha256),
    }


def fields(value: object) -> dict[str, Any]:
    """The fields of a dataclass that differ from their defaults."""
    assert dataclasses.is_dataclass(value)
    return {
        field.name: getattr(value, field.name)
        for field in dataclasses.fields(value)
        if getattr(value, field.name) != _default(field)
    }


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    if isinstance(field.default, FieldInfo):
        return field.default.get_default(call_default_factory=True, validated_data={})
    return field.default


def plain(value: Any, sha256: Hasher) -> Any:  # noqa: PLR0911 - a table of types, one row each
    """*value* as JSON data: dataclasses and models as mappings, paths as the hash of their content."""
    match value:
        case Path():
            return sha256(value)
        case Enum():
            return value.value
        case BaseModel():
            return plain(value.model_dump(exclude_defaults=True), sha256)
        case Mapping():
            return {str(key): plain(item, sha256) for key, item in value.items()}
        case list() | tuple():
            return [plain(item, sha256) for item in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return plain(fields(value), sha256)
        case None | bool() | int() | str():
            return value
        case float():
            return round(value, 6)
    raise TypeError(f"{type(value).__name__} can't be part of a recipe: {value!r}")


def changed(before: Recipe, now: Recipe) -> list[str]:
    """The names of what differs between two recipes, in the words of the request and the options."""
    if before.get("engine") != now.get("engine"):
        return ["engine"]
    names = [
        key
        for part in ("options", "request")
        for key in sorted({*before.get(part, {}), *now.get(part, {})})
        if before.get(part, {}).get(key) != now.get(part, {}).get(key)
    ]
    return names or (["version"] if before != now else [])
