"""A workflow in ComfyUI's API format, read with its bindings and filled in with the values of a shot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import ProfileError
from pipeline.hosted.comfy.bindings import Bind, Bindings, Node, Place
from pipeline.options import Reading, instead

#: The nodes by their ids: each has a `class_type` and `inputs`, which are values or links.
Graph = dict[str, dict[str, Any]]
#: An input of a node, by the node's id.
Spot = tuple[str, str]

NAMES = tuple(one.name for one in fields(Bind))
PICTURES = ("image", "last", "references", "video", "sound")
_EXPORT = "In ComfyUI choose Workflow > Export (API), and use the file that it saves."


@dataclass(frozen=True)
class Workflow:
    """The *graph* in the file *name*, and what its *bindings* say."""

    name: str
    graph: Graph
    bindings: Bindings

    def spots(self, name: str) -> list[Spot]:
        """Where the value *name* goes: a name in `bind`, or `Title.input`; none where that is nowhere."""
        if name in NAMES:
            places: Sequence[Place] = getattr(self.bindings.bind, name)
            return [(id_, place.input) for place in places for id_ in nodes_of(self.graph, place)]
        return next((spots for spots in self._dotted(name) if spots), [])

    def filled(self, values: Mapping[str, Any]) -> Graph:
        """The graph with *values* in their places; a value that is None leaves what is there."""
        graph = deepcopy(self.graph)
        for name, value in values.items():
            spots = self.spots(name) if value is not None else []
            each = value if name == "references" else [value] * len(spots)
            for (id_, input_), one in zip(spots, each, strict=False):
                graph[id_]["inputs"][input_] = one
        return graph

    def problems(self, values: Mapping[str, Any]) -> list[str]:
        """What is wrong with *values* that a user sets: those that go nowhere."""
        wrong = [name for name in values if name in PICTURES or not self.spots(name)]
        return [
            f"There is no place for the value {name!r} in {self.name}. Write a name of its bindings"
            f" ({', '.join(name for name in NAMES if self.spots(name) and name not in PICTURES)})"
            " or `Title.input` of one of its nodes, whose value no other node gives."
            for name in wrong
        ]

    def saving(self) -> list[str]:
        """The ids of the nodes whose files count; empty for all."""
        return nodes_of(self.graph, self.bindings.output) if self.bindings.output else []

    def _dotted(self, name: str) -> Iterator[list[Spot]]:
        parts = name.split(".")
        for at in range(1, len(parts)):
            node, input_ = ".".join(parts[:at]), ".".join(parts[at:])
            ids = nodes_of(self.graph, Node(title=node)) or nodes_of(self.graph, Node(class_type=node))
            yield [(id_, input_) for id_ in ids if is_value(self.graph[id_]["inputs"].get(input_))]


def is_value(given: Any) -> bool:
    """Whether an input is a value; a link to another node is a list of its id and a number."""
    return given is not None and not is_link(given)


def is_link(given: Any) -> bool:
    """Whether an input comes from another node."""
    return isinstance(given, list) and len(given) == 2 and isinstance(given[0], str)


def title_of(node: Mapping[str, Any]) -> str:
    """What the editor calls *node*."""
    return str(node.get("_meta", {}).get("title") or node["class_type"])


def nodes_of(graph: Graph, wanted: Node) -> list[str]:
    """The ids of the nodes that *wanted* may mean."""
    return [
        id_
        for id_, node in graph.items()
        if (not wanted.title or title_of(node).casefold() == wanted.title.casefold())
        and (not wanted.class_type or node["class_type"] == wanted.class_type)
    ]


def read(file: Path, bindings: Path) -> Workflow:
    """The workflow in *file* with its *bindings*; `ProfileError` with every problem in either."""
    graph = _graph(file)
    text = _text(bindings, f"Write one beside {file.name}; those in assets/workflows show how.")
    try:
        node, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise ProfileError(f"{bindings} is not valid YAML: {error}.", "Correct it there.") from error
    reading = Reading(node)
    read_: Bindings | None = reading.options(Bindings, data, ())
    if read_ and not reading.problems:
        _look_at(graph, read_, reading)
    if read_ is None or reading.problems:
        listed = "\n".join(f"  - {problem}" for problem in reading.problems)
        raise ProfileError(f"{bindings.name} can't be used:\n{listed}")
    return Workflow(file.name, graph, read_)


def _text(file: Path, help_: str) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"The file {file} can't be read: {error}.", help_) from error


def _graph(file: Path) -> Graph:
    try:
        data = json.loads(_text(file, "Give the path of a workflow, or the name of one that is shipped."))
    except ValueError as error:
        raise ProfileError(f"{file.name} is not valid JSON: {error}.", _EXPORT) from error
    if isinstance(data, dict) and isinstance(data.get("nodes"), list):
        raise ProfileError(f"{file.name} is in the format of ComfyUI's editor, not of its API.", _EXPORT)
    if not isinstance(data, dict) or not data or not all(map(_is_node, data.values())):
        raise ProfileError(f"{file.name} is no workflow: its nodes need a class_type and inputs.", _EXPORT)
    lost = [
        f"{input_} of {title_of(node)!r} comes from node {given[0]}, which is not there"
        for node in data.values()
        for input_, given in node["inputs"].items()
        if is_link(given) and given[0] not in data
    ]
    if lost:
        raise ProfileError(f"{file.name} is not whole: {'; '.join(lost)}.", _EXPORT)
    return data


def _is_node(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("class_type"), str)
        and isinstance(node.get("inputs"), dict)
    )


def _look_at(graph: Graph, bindings: Bindings, reading: Reading) -> None:
    for name in NAMES:
        for place in getattr(bindings.bind, name):
            problem = _problem(graph, place, place.input, many=place.all)
            if problem:
                reading.problem(("bind", name), *problem)
    if bindings.output and (problem := _problem(graph, bindings.output, "", many=True)):
        reading.problem(("output",), *problem)
    for name in bindings.values:
        if name in PICTURES or name not in NAMES or not getattr(bindings.bind, name):
            bound = [name for name in NAMES if getattr(bindings.bind, name) and name not in PICTURES]
            reading.problem(("values", name), "it is not among what is bound", instead(name, bound))


def _problem(graph: Graph, wanted: Node, input_: str, *, many: bool) -> tuple[str, str] | None:
    """What is wrong with a place, and what helps."""
    ids = nodes_of(graph, wanted)
    if not ids:
        known = sorted({title_of(node) for node in graph.values()} if wanted.title else _classes(graph))
        return f"no node has {wanted}", instead(wanted.title or wanted.class_type, known)
    if len(ids) > 1 and not many:
        return (
            f"{len(ids)} nodes have {wanted}",
            "Give the one that is meant a title of its own in ComfyUI, or write `all: true`.",
        )
    for id_ in ids if input_ else ():
        inputs = graph[id_]["inputs"]
        if input_ not in inputs:
            return f"{title_of(graph[id_])!r} has no input {input_!r}", instead(input_, inputs)
        if is_link(inputs[input_]):
            source = title_of(graph[inputs[input_][0]])
            return (
                f"{input_!r} of {title_of(graph[id_])!r} comes from the node {source!r}",
                "Bind the input of that node, or take the link away in ComfyUI.",
            )
    return None


def _classes(graph: Graph) -> set[str]:
    return {node["class_type"] for node in graph.values()}
