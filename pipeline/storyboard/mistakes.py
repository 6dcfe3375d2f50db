"""What is wrong with a storyboard that was edited by hand, told with the lines where it stands."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from rich.cells import cell_len

from pipeline.errors import StoryboardError
from pipeline.ids import episode_id, line_id, scene_id, shot_id

Path = tuple[str | int, ...]

#: More problems than these are only counted.
_MOST = 20
#: How much of a long line, or of a long value, is quoted.
_QUOTED = 60

_HELP = "Correct it there, or ask for a new one with `drama redo`."

#: What Python's reader of JSON says, and what it means to who edits.
_SYNTAX = {
    "Expecting ',' delimiter": "a comma, or a closing bracket, is missing here",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing here",
    "Expecting value": "a value is missing here; words stand in double quotes",
    "Unterminated string starting at": "the double quote that ends this is missing",
    "Invalid control character at": r"the double quote that ends this is missing; inside it, write \n or \t",
    "Invalid \\escape": "a backslash is written twice",
    "Extra data": "the storyboard ends before this",
}

#: The tokens of JSON that is known to be whole; blanks and colons lie between them.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\],:"]+')


class _TwiceError(Exception):
    """A mapping has a key twice."""


def parse(name: str, text: str) -> Any:
    """The JSON *text* of the file *name*; `StoryboardError` where it is none, or has a key twice."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise StoryboardError(f"{name} can't be read: {_syntax(error)}", f"\n{_HELP}") from error
    except RecursionError as error:
        raise StoryboardError(f"{name} can't be read: it is nested too deeply.", _HELP) from error
    except _TwiceError as error:
        raise _letter(
            name, [(at, path, "this is there twice.") for path, at in _twice(text)], text
        ) from error


def at(name: str, text: str, path: Path, said: str) -> StoryboardError:
    """That what stands at *path* in the *text* of the file *name* is wrong, as *said*."""
    return _letter(name, [(dict(_places(text))[path], path, said)], text)


def explained(name: str, text: str, kind: type[BaseModel], error: ValidationError) -> StoryboardError:
    """What *error* found in the *text* of the file *name*, which should be a *kind*."""
    places = dict(_places(text))
    problems: list[tuple[int, Path, str]] = []
    details = error.errors(include_url=False)
    wholes = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    for detail in details:
        path = detail["loc"]
        if detail["type"] == "too_short" and path in wholes:
            # Only because what stands in it is wrong.
            continue
        if detail["type"] == "value_error":
            problems += _ids(detail, text)
            continue
        here = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in places), ())
        problems.append((places.get(here, 0), path, _said(kind, detail)))
    return _letter(name, problems, text)


def _letter(name: str, problems: list[tuple[int, Path, str]], text: str) -> StoryboardError:
    told = [f"  - {_where(text, at, path)}: {said}" for at, path, said in sorted(problems)[:_MOST]]
    if len(problems) > _MOST:
        told.append(f"  - and {len(problems) - _MOST} more")
    return StoryboardError("\n".join([f"{name} can't be read as a storyboard:", *told]), f"\n{_HELP}")


def _where(text: str, at: int, path: Path) -> str:
    return ", ".join(filter(None, (f"line {_line(text, at)}", ".".join(map(str, path)))))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, max(at, 0)) + 1


def _said(kind: type[BaseModel], detail: Mapping[str, Any]) -> str:
    """One problem that pydantic found, as a sentence or two."""
    given = repr(detail["input"])
    given = given if len(given) <= _QUOTED else f"{given[:_QUOTED]}..."
    match detail["type"]:
        case "extra_forbidden":
            known = list(_part(kind, detail["loc"][:-1]).model_fields)
            return f"there is no such key. {_possible(str(detail['loc'][-1]), known)}"
        case "missing":
            return "this is missing. Write it there."
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
            return f"{given} is not possible. {_possible(str(detail['input']), known)}"
    return f"{given} is not possible. {_wanted(detail)}"


def _wanted(detail: Mapping[str, Any]) -> str:
    """What should stand there."""
    match detail["type"]:
        case "tuple_type":
            return "Write a list in [ ]."
        case "model_type":
            return "Write keys and values in { }."
        case "string_pattern_mismatch":
            ids = (episode_id(1), scene_id(1, 2), shot_id(1, 2, 3), line_id(1, 2, 3, 1))
            like = next(known for known in ids if re.match(detail["ctx"]["pattern"], known))
            return f"Write it like {like}."
    return f"{detail['msg'].replace('Input', 'It')}."


def _possible(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    meant = f"; did you mean {close[0]!r}?" if close else "."
    return f"Possible are: {', '.join(known)}{meant}"


def _part(kind: type[BaseModel], path: Path) -> type[BaseModel]:
    """The part of the story that *path* leads to from *kind*."""
    for key in path:
        if isinstance(key, str):
            told = kind.model_fields[key].annotation
            kind = next(
                t for t in (told, *get_args(told)) if isinstance(t, type) and issubclass(t, BaseModel)
            )
    return kind


def _ids(detail: Mapping[str, Any], text: str) -> Iterator[tuple[int, Path, str]]:
    """The ids that are out of order, each with the last place where it stands."""
    for stray in detail["ctx"]["error"].args[0].partition(": ")[2].split(", "):
        quoted = json.dumps(stray.partition(" ")[0])
        yield (
            text.rfind(quoted),
            detail["loc"],
            f"{stray}. An id begins with that of its whole, and is there once.",
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise _TwiceError
    return told


def _twice(text: str) -> Iterator[tuple[Path, int]]:
    seen: set[Path] = set()
    for path, at in _places(text):
        if path in seen:
            yield path, at
        seen.add(path)


def _places(text: str) -> Iterator[tuple[Path, int]]:
    """
    Where every key and every item of the JSON *text* stands, by its path.

    YAML's reader would know, too, but takes neither tabs nor surrogate pairs.
    """
    tokens = _TOKEN.finditer(text)
    return _inside(next(tokens), tokens, ())


def _inside(token: re.Match[str], tokens: Iterator[re.Match[str]], path: Path) -> Iterator[tuple[Path, int]]:
    number = 0
    if token[0] == "{":
        while (key := next(tokens))[0] != "}":
            if key[0] != ",":
                here = (*path, json.loads(key[0]))
                yield here, key.start()
                yield from _inside(next(tokens), tokens, here)
    elif token[0] == "[":
        while (item := next(tokens))[0] != "]":
            if item[0] != ",":
                here = (*path, number)
                yield here, item.start()
                yield from _inside(item, tokens, here)
                number += 1


def _syntax(error: json.JSONDecodeError) -> str:
    """What is wrong with the JSON, where, and the line with a mark below it."""
    said, at, text = _SYNTAX.get(error.msg, error.msg), error.pos, error.doc
    before = text[:at].rstrip()
    if text[at : at + 1] in ("}", "]") and before.endswith(","):
        said, at = "there is a comma too many", len(before) - 1
    elif error.msg.startswith("Expecting ','"):
        at = len(before)
    begin = text.rfind("\n", 0, at) + 1
    line, column = text[begin:].partition("\n")[0].expandtabs(1), at - begin
    skipped = max(0, column - _QUOTED)
    quoted = line[skipped : column + _QUOTED]
    mark = " " * cell_len(line[skipped:column]) + "^"
    return f"line {_line(text, at)}, column {column + 1}: {said}.\n  {quoted}\n  {mark}"
