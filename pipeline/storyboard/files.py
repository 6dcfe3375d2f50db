"""The files of a storyboard: JSON that people edit, written in full and read with care."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.attempt import Made
from pipeline.errors import StoryboardError

T = TypeVar("T", bound=BaseModel)


def text_of(model: BaseModel) -> str:
    """*model* as JSON with all defaults: whoever edits it sees what can be said."""
    return model.model_dump_json(indent=1)


def load(made: Made, kind: type[T]) -> T:
    """The storyboard file *made* as a *kind*; `StoryboardError` where an edit broke it."""
    try:
        return kind.model_validate_json(made.path.read_bytes())
    except ValidationError as error:
        problems = "\n".join(
            f"  - {'.'.join(map(str, detail['loc']))}: {detail['msg']} (there is {detail['input']!r})"
            for detail in error.errors(include_url=False)
        )
        raise StoryboardError(
            f"{made.name} can't be read as a storyboard:\n{problems}\n",
            "Correct it there, or ask for a new one with `drama redo`.",
        ) from error
