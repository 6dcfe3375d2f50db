"""The files of a storyboard: JSON that people edit, written in full and read with care."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.attempt import Made
from pipeline.errors import StoryboardError
from pipeline.records import write_whole
from pipeline.story import Episode, Outline
from pipeline.storyboard import mistakes

T = TypeVar("T", bound=BaseModel)

#: The version of the files that people edit: it changes when older programs could not read them.
VERSION = 1

#: Where the schema of each lies, from the file itself; what a model answered has none.
_SCHEMAS: dict[type[BaseModel], str] = {
    Outline: "./schema/outline.json",
    Episode: "./schema/episode.json",
}


def text_of(model: BaseModel) -> str:
    """*model* as JSON with all defaults: whoever edits it sees what can be said."""
    told = model.model_dump(mode="json")
    if type(model) in _SCHEMAS:
        told = {"$schema": _SCHEMAS[type(model)], "version": VERSION, **told}
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


def write_schemas(folder: Path) -> None:
    """Put the JSON schemas for editors into *folder*/schema, where they are not there as they should be."""
    for kind, place in _SCHEMAS.items():
        path = folder / place
        text = _schema(kind)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
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
