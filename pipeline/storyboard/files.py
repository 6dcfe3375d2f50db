"""The files of a storyboard: JSON that people edit, written in full and read with care."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.attempt import Made
from pipeline.errors import StoryboardError
from pipeline.placing import storage
from pipeline.records import write_whole
from pipeline.story import Episode, Outline
from pipeline.storyboard import mistakes

T = TypeVar("T", bound=BaseModel)

OUTLINE = "storyboard/outline.json"
#: Where a language model's answers lie; they are parts of the storyboard's files.
ANSWERS = "storyboard/answers/"

#: The version of the files that people edit: it changes when older programs could not read them.
VERSION = 1

#: Where the schemas for editors lie in a drama; they are no part of the story.
SCHEMAS = "storyboard/schema/"

#: Which file has a schema, and its name; what a model answered has none.
_SCHEMAS: dict[type[BaseModel], str] = {Outline: "outline.json", Episode: "episode.json"}


def text_of(model: BaseModel) -> str:
    """*model* as JSON with all defaults: whoever edits it sees what can be said."""
    told = model.model_dump(mode="json")
    if type(model) in _SCHEMAS:
        told = {"$schema": f"./schema/{_SCHEMAS[type(model)]}", "version": VERSION, **told}
    return json.dumps(told, ensure_ascii=False, indent=1)


def load(made: Made, kind: type[T]) -> T:
    """The storyboard file *made* as a *kind*; `StoryboardError` where an edit broke it."""
    text = _text(made)
    data = mistakes.parse(made.name, text)
    if kind in _SCHEMAS and isinstance(data, dict):
        data.pop("$schema", None)
        version = data.pop("version", VERSION)
        if type(version) is not int or version < 1:
            raise mistakes.at(made.name, text, ("version",), f"{version!r} is not possible. Write {VERSION}.")
        if version > VERSION:
            raise StoryboardError(
                f"{made.name} is of version {version}, and this program reads up to {VERSION}.",
                "Update the program, or ask for a new storyboard with `drama redo`.",
            )
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise mistakes.explained(made.name, text, kind, error) from error


def _text(made: Made) -> str:
    try:
        return made.path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = error.object[: error.start].count(b"\n") + 1, error.object[error.start]
        raise StoryboardError(
            f"{made.name} is not written in UTF-8: line {line} has the byte {byte:#04x}.",
            "Save it as UTF-8 in your editor.",
        ) from error


def write_schemas(root: Path) -> None:
    """Put the schemas for editors into the drama *root*, where they are not there as they should be."""
    for kind, name in _SCHEMAS.items():
        path, text = root / SCHEMAS / name, _schema(kind)
        with storage(f"{SCHEMAS}{name}"):
            if not path.is_file() or path.read_bytes() != text.encode():
                write_whole(path, text)


@cache
def _schema(kind: type[BaseModel]) -> str:
    schema: dict[str, Any] = kind.model_json_schema()
    schema["properties"] = {
        "$schema": {"type": "string", "description": "Where editors find what this file may say."},
        "version": {"const": VERSION, "description": "The version of this kind of file."},
        **schema["properties"],
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=1)
