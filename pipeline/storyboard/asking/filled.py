"""A form filled in with what a model answered, and what is wrong with it, in words for the model."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipeline.storyboard.engine import Form

_LISTS = {"list_type", "tuple_type"}
_QUOTED = 60


@dataclass(frozen=True)
class Filled(Generic[Form]):
    """
    The *form* with what could be used of an answer, and the *complaints* about what could not.

    Nothing where the answer is another thing altogether.
    """

    form: Form | None
    complaints: tuple[str, ...]


def filled(data: Any, form: type[Form]) -> Filled[Form]:
    """*data* as a *form*: what is null is left out, a single value may stand for a list of one."""
    data = _without_nothing(_unwrapped(data, form))
    if not isinstance(data, dict) or not set(data) & set(form.model_fields):
        return Filled(None, (f"The JSON object must have the keys {', '.join(form.model_fields)}.",))
    errors = _errors(data, form)
    data = _mended(data, (error for error in errors if error["type"] in _LISTS))
    errors = _errors(data, form)
    used = _mended(data, errors)
    complaints = tuple(map(_complaint, errors))
    try:
        return Filled(form.model_validate(used), complaints)
    except ValidationError:
        return Filled(None, complaints)


def _unwrapped(data: Any, form: type[BaseModel]) -> Any:
    """*data* without the wrapping that models like: `{"storyboard": {...}}`, or a list without its key."""
    known = form.model_fields
    if isinstance(data, list):
        lists = [name for name, field in known.items() if _is_list(field.annotation)]
        return {lists[0]: data} if len(lists) == 1 else data
    if len(data) == 1 and not set(data) & set(known):
        (inner,) = data.values()
        return inner if isinstance(inner, dict) else data
    return data


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (list, tuple)


def _without_nothing(data: Any) -> Any:
    """*data* without what is null: each field has its default."""
    if isinstance(data, dict):
        return {key: _without_nothing(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_without_nothing(item) for item in data if item is not None]
    return data


def _errors(data: Any, form: type[BaseModel]) -> Sequence[ErrorDetails]:
    try:
        form.model_validate(data)
    except ValidationError as error:
        return error.errors(include_url=False)
    return ()


def _mended(data: Any, errors: Iterable[ErrorDetails]) -> Any:
    """*data* with single values made lists where *errors* want lists, and all else of them left out."""
    mended = copy.deepcopy(data)
    # From behind, so that places in lists stay what they are.
    for error in sorted(errors, key=lambda error: _order(error["loc"]), reverse=True):
        owner, key = _found(mended, error["loc"])
        if owner is None:
            continue
        if error["type"] in _LISTS:
            owner[key] = [owner[key]]
        else:
            del owner[key]
    return mended


def _order(place: tuple[int | str, ...]) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, part) for part in place]


def _found(data: Any, place: tuple[int | str, ...]) -> tuple[Any, Any]:
    """The list or mapping in which the last part of *place* stands, and that part; nothing if it does not."""
    *path, last = place
    for part in path:
        data = data[part]
    there = last in data if isinstance(data, dict) else isinstance(last, int) and last < len(data)
    return (data, last) if there else (None, last)


def _complaint(error: ErrorDetails) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    if error["type"] == "missing":
        return f"{where.lstrip('.')} is missing."
    context: Mapping[str, Any] = error.get("ctx", {})
    should = f"Possible are {context['expected']}" if "expected" in context else error["msg"]
    there = repr(error["input"])
    return f"{where.lstrip('.')} is {there if len(there) <= _QUOTED else there[:_QUOTED] + '…'}. {should}."
