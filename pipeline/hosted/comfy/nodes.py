"""What a ComfyUI server has: its node classes with their inputs, and the model files among those."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pipeline.errors import Rejected
from pipeline.hosted.comfy.bindings import Source
from pipeline.hosted.comfy.workflow import Graph, Spot, is_link, is_value, title_of

_CUSTOM = "Install the custom nodes that bring it, or update ComfyUI."
_MOST_LISTED = 12


class Nodes:
    """The answer to `/object_info`: for each class its inputs, required and optional."""

    def __init__(self, info: Mapping[str, Any]) -> None:
        self._info = info

    def problems(
        self, graph: Graph, models: Mapping[str, Source], filled: Collection[Spot] = ()
    ) -> Iterator[str]:
        """Why the server can't run *graph*; *filled* are inputs whose values come later."""
        for id_, node in graph.items():
            kind = node["class_type"]
            if kind not in self._info:
                close = get_close_matches(kind, self._info, n=1)
                meant = f"Did you mean {close[0]}? " if close else ""
                yield f"it has no node class {kind}. {meant}{_CUSTOM}"
                continue
            for name in self._inputs(kind, "required"):
                if name not in node["inputs"] and not self._is_grown(kind, name):
                    yield f"{title_of(node)!r} lacks the input {name!r}. Export the workflow anew."
            for name, value in node["inputs"].items():
                if is_value(value) and (id_, name) not in filled:
                    yield from self._missing(node, name, value, models)

    def without(self, graph: Graph, absent: Collection[str]) -> Graph:
        """
        *graph* without the nodes *absent*, and without whatever can't do without them.

        `Rejected` where nothing would be saved then.
        """
        gone = set(absent)
        while more := {id_ for id_, node in graph.items() if id_ not in gone and self._needs(node, gone)}:
            gone |= more
        left = {
            id_: {**node, "inputs": {k: v for k, v in node["inputs"].items() if not _leads_to(v, gone)}}
            for id_, node in graph.items()
            if id_ not in gone
        }
        if gone and not any(
            self._info.get(node["class_type"], {}).get("output_node") for node in left.values()
        ):
            titles = ", ".join(repr(title_of(graph[id_])) for id_ in absent)
            raise Rejected(
                f"The workflow needs a picture for {titles}, and the shot has none.",
                "Choose a workflow that does without, or bind another node.",
            )
        return left

    def _needs(self, node: Mapping[str, Any], gone: Collection[str]) -> bool:
        optional = self._inputs(node["class_type"], "optional")
        return any(_leads_to(given, gone) and name not in optional for name, given in node["inputs"].items())

    def _missing(
        self, node: Mapping[str, Any], name: str, value: Any, models: Mapping[str, Source]
    ) -> Iterator[str]:
        offered = self._offered(node["class_type"], name)
        if offered is None or value in offered:
            return
        listed = ", ".join(map(str, offered[:_MOST_LISTED])) or "nothing"
        more = f" and {len(offered) - _MOST_LISTED} more" if len(offered) > _MOST_LISTED else ""
        source = models.get(str(value))
        help_ = f" Put {source.url} into its folder models/{source.folder}." if source else ""
        yield f"{name} of {title_of(node)!r} is {value!r}, and it offers {listed}{more}.{help_}"

    def _offered(self, kind: str, name: str) -> list[Any] | None:
        """What can be chosen for an input; None where it is no choice, or one that uploads add to."""
        told = self._inputs(kind, "required").get(name) or self._inputs(kind, "optional").get(name)
        if not told:
            return None
        more = told[1] if len(told) > 1 else {}
        offered = told[0] if isinstance(told[0], list) else more.get("options")
        if not isinstance(offered, list) or any("upload" in key for key in more) or more.get("remote"):
            return None
        return [one.get("key") if isinstance(one, dict) else one for one in offered]

    def _inputs(self, kind: str, which: str) -> Mapping[str, Any]:
        return (self._info.get(kind, {}).get("input") or {}).get(which) or {}

    def _is_grown(self, kind: str, name: str) -> bool:
        """Whether an input stands for others with dots in their names."""
        return str(self._inputs(kind, "required")[name][0]).startswith("COMFY_")


def _leads_to(given: Any, ids: Collection[str]) -> bool:
    return is_link(given) and given[0] in ids
