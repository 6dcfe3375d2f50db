"""Options as they stand in a YAML file, checked against their class; every mistake with its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import ProfileError

Options = TypeVar("Options")

#: Profiles go no deeper, and YAML can tie a mapping into itself.
_DEEPEST = 5


#: A path of keys, what is wrong there, and what helps.
Slip = tuple[tuple[Any, ...], str, str]


class Slips(ValueError):
    """What a check of options found wrong below them; each of the *slips* is told with its own line."""

    def __init__(self, slips: Iterable[Slip]) -> None:
        self.slips = tuple(slips)
        super().__init__("; ".join(what for _, what, _ in self.slips))


class Reading:
    """One pass over the YAML *node*; collects *problems* instead of stopping at the first."""

    def __init__(self, node: yaml.Node | None) -> None:
        self._node = node
        self.problems: list[str] = []
        self._look_for_doubles(node, ())

    def options(self, kind: type, section: Any, at: tuple[Any, ...]) -> Any:
        """The *section* that stands at *at* as options of *kind*; nothing where there are problems."""
        section = {} if section is None else section
        if not isinstance(section, dict):
            self.problem(at, f"{section!r} stands where options should", "Write `name: value` lines there.")
            return None
        try:
            return TypeAdapter(kind).validate_python(section)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._explain(kind, at, detail)
            return None

    def problem(self, place: tuple[Any, ...], what: str, help_: str) -> None:
        """Note *what* is wrong at *place*, a path of keys, and what helps."""
        self._note(_line(self._node, place), place, what, help_)

    def _note(self, line: int, place: tuple[Any, ...], what: str, help_: str) -> None:
        self.problems.append(f"line {line}, {'.'.join(map(str, place))}: {what}. {help_}")

    def _explain(self, kind: type, at: tuple[Any, ...], detail: Mapping[str, Any]) -> None:
        place = (*at, *detail["loc"])
        found = detail.get("ctx", {}).get("error")
        if isinstance(found, Slips):
            for below, what, help_ in found.slips:
                self.problem((*place, *below), what, help_)
        elif detail["type"] == "unexpected_keyword_argument":
            owner = _owner(kind, detail["loc"][:-1])
            known = [field.name for field in fields(owner)] if is_dataclass(owner) else []
            self.problem(place, "there is no such option", instead(str(place[-1]), known))
        elif detail["type"] == "missing":
            self.problem(place, "this option is missing", "It has no default: write it there.")
        else:
            said = detail["msg"].removeprefix("Value error, ").rstrip(".")
            given = "this" if isinstance(detail["input"], Mapping) else repr(detail["input"])
            end = "" if said.endswith("?") else "."
            self.problem(place, f"{given} is not possible", f"{said[0].upper()}{said[1:]}{end}")

    def _look_for_doubles(self, node: yaml.Node | None, at: tuple[Any, ...]) -> None:
        """YAML itself would take the last of two equal keys without a word."""
        if not isinstance(node, yaml.MappingNode) or len(at) == _DEEPEST:
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                self._note(key.start_mark.line + 1, (*at, name), "this is there twice", "Keep one of them.")
            seen.add(name)
            self._look_for_doubles(value, (*at, name))


def read_file(file: Path, kind: type[Options], called: str) -> Options:
    """All of *file* as options of *kind*, *called* so; `ProfileError` with every mistake and its line."""
    try:
        text = file.read_text("utf-8-sig")
        node, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise ProfileError(f"The {called} {file} can't be read: {error}.", "Correct it there.") from error
    reading = Reading(node)
    options = reading.options(kind, data, ())
    if reading.problems or not isinstance(options, kind):
        listed = "\n".join(f"  - {problem}" for problem in reading.problems)
        raise ProfileError(f"The {called} {file} has {len(reading.problems)} problem(s):\n{listed}")
    return options


def _owner(kind: Any, path: tuple[Any, ...]) -> Any:
    """The options class that *path* leads to, from *kind* down; nothing where it leads elsewhere."""
    for part in path:
        kind = _inside(_options_in(kind), part)
    return _options_in(kind)


def _inside(kind: Any, part: Any) -> Any:
    inner = get_args(kind)
    if get_origin(kind) is tuple and isinstance(part, int):
        return inner[0]
    return get_type_hints(kind).get(str(part)) if is_dataclass(kind) else None


def _options_in(kind: Any) -> Any:
    """What a choice such as `Poll | None` offers beside plain values."""
    offered = [one for one in get_args(kind) if is_dataclass(one)]
    return offered[0] if offered and get_origin(kind) in (Union, UnionType) else kind


def _line(node: yaml.Node | None, place: tuple[Any, ...]) -> int:
    """The line, from 1, where the key at *place* stands, or its nearest parent that is there."""
    line = node.start_mark.line if node else 0
    for part in place:
        if not isinstance(node, yaml.MappingNode):
            break
        found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
        if not found:
            break
        line, node = found[0].start_mark.line, found[1]
    return line + 1


def instead(name: str, known: Iterable[str]) -> str:
    """What could have been meant by *name*, of what is *known*."""
    known = list(known)
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Possible are: {', '.join(known)}."
