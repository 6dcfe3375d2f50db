"""The files in `configs/hosted/`: found, laid over one another, and checked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from pipeline.errors import ProfileError
from pipeline.hosted.proof import problems
from pipeline.hosted.spec import Job
from pipeline.options import Reading, Slip

Made = Literal["clips", "images", "voices", "lips"]
KINDS: tuple[Made, ...] = get_args(Made)
#: What an order can be beside a clip from a picture; each may lay its own section (`when`) over the job.
When = Literal["text", "last", "references"]

FOLDER = Path(__file__).parents[2] / "configs" / "hosted"


class SpecError(ProfileError):
    """A user's `spec` has *slips*, each with its place below it."""

    def __init__(self, happened: str, slips: Sequence[Slip]) -> None:
        super().__init__(happened)
        self.slips = slips


def vendors(kind: Made) -> list[str]:
    """The vendors that make *kind*, by the names of their files."""
    return [name for name in _raw() if kind in _whole(name)]


def read(
    vendor: str,
    kind: Made,
    model: str = "",
    *,
    when: tuple[When, ...] = (),
    values: Mapping[str, Any] | None = None,
    spec: Mapping[str, Any] | None = None,
) -> Job:
    """
    How *vendor* makes *kind*: with *model* or its own, for an order that is *when*.

    *values* and *spec* are a user's, and laid over everything. `ProfileError` with every problem.
    """
    given = json.dumps([values or {}, spec or {}], sort_keys=True, default=str)
    return _read(vendor, kind, model, when, given)


def variants(vendor: str, kind: Made) -> Iterator[tuple[str, tuple[When, ...]]]:
    """Every model and order of which the file of *vendor* has something to say."""
    section = _whole(vendor)[kind]
    models = ["", *(name for name in section.get("models", {}) if "*" not in name)]
    for model in models:
        chosen = _with_model(section, model)
        yield model, ()
        for when in chosen.get("when", {}):
            yield model, (when,)


@lru_cache(maxsize=512)
def _read(vendor: str, kind: Made, model: str, when: tuple[When, ...], given: str) -> Job:
    values, spec = json.loads(given)
    whole = _whole(vendor)
    top = {key: value for key, value in whole.items() if key not in KINDS}
    job = over(top, whole[kind])
    chosen = model or values.get("model")
    job = _with_model(job, chosen or job.get("values", {}).get("model", ""))
    for name in when:
        job = over(job, job.get("when", {}).get(name, {}))
    own = {"values": {**values, **({"model": chosen} if chosen else {})}}
    job = over(over(job, own), spec)
    for key in ("models", "when", "like"):
        job.pop(key, None)
    return _checked(vendor, kind, job, spec)


def _with_model(job: Mapping[str, Any], model: str) -> dict[str, Any]:
    models: Mapping[str, Any] = job.get("models", {})
    alike = (told for name, told in models.items() if fnmatchcase(model, name))
    found: Mapping[str, Any] = models.get(model) or next(alike, {})
    return over(job, found)


def _checked(vendor: str, kind: Made, data: dict[str, Any], spec: Mapping[str, Any]) -> Job:
    reading = _Reading(_node(vendor), kind, spec)
    job: Job | None = reading.options(Job, data, ())
    for problem in problems(job) if job and not reading.problems else ():
        reading.problem(*problem)
    if reading.problems or job is None:
        listed = "\n".join(f"  - {problem}" for problem in reading.problems)
        told = f"The file configs/hosted/{vendor}.yaml can't be used:\n{listed}"
        raise SpecError(told, reading.slips) if reading.slips else ProfileError(told)
    return job


class _Reading(Reading):
    """Problems have the line of the section that holds the key, or are in the user's *spec*."""

    def __init__(self, node: yaml.Node | None, kind: str, spec: Mapping[str, Any]) -> None:
        super().__init__(node)
        self._kind, self._spec = kind, spec
        self.slips: list[Slip] = []
        self._inside = _keys(_below(node, kind))

    def problem(self, place: tuple[Any, ...], what: str, help_: str) -> None:
        if _holds(self._spec, place):
            self.problems.append(f"your `spec`, {'.'.join(map(str, place))}: {what}. {help_}")
            self.slips.append((place, what, help_))
            return
        below = (self._kind, *place) if place and place[0] in self._inside else place
        super().problem(below, what, help_)


def _below(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _keys(node: yaml.Node | None) -> set[str]:
    return {key.value for key, _ in node.value} if isinstance(node, yaml.MappingNode) else set()


def _holds(data: Any, place: tuple[Any, ...]) -> bool:
    for part in place:
        if not isinstance(data, Mapping) or str(part) not in data:
            return False
        data = data[str(part)]
    return bool(place)


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """
    *above* laid over *below*: mappings are merged, everything else is replaced, null takes away.

    Among `values` null stays: requests then go without that value.
    """
    merged = dict(below)
    for key, value in above.items():
        if key == "values" and isinstance(value, Mapping):
            merged[key] = {**merged.get(key, {}), **value}
        elif value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = over(merged[key], value)
        else:
            merged[key] = value
    return merged


@cache
def _whole(vendor: str) -> dict[str, Any]:
    """The file of *vendor*, over the one that it is `like`."""
    own = _raw()[vendor]
    like = own.get("like", "")
    if like and like not in _raw():
        raise ProfileError(f"configs/hosted/{vendor}.yaml is like {like!r}, and there is no such file.")
    return over(_whole(like), own) if like else dict(own)


@cache
def _raw() -> dict[str, dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        try:
            data = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - it is a safe loader
        except (yaml.YAMLError, ValueError) as error:
            raise ProfileError(
                f"configs/hosted/{file.name} is not valid YAML: {error}.", "Correct it."
            ) from error
        if not isinstance(data, dict):
            raise ProfileError(f"configs/hosted/{file.name} holds no fields.", "See pipeline/hosted/spec.py.")
        found[file.stem] = data
    return found


def _node(vendor: str) -> Any:
    return yaml.compose((FOLDER / f"{vendor}.yaml").read_text("utf-8"), Loader=yaml.SafeLoader)
