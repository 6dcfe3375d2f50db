"""Parts of a script, as the storyboard's files depend on them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from pipeline.script.screenplay import Screenplay, ScriptEpisode


def length(part: ScriptEpisode) -> int:
    """How many characters *part* shows and says."""
    return sum(len(element.text) for scene in part.scenes for element in scene.elements)


def digest(part: Screenplay | ScriptEpisode) -> str:
    """A hash of *part*, without its line numbers: they change when another part grows."""
    data = _ADAPTERS[type(part)].dump_python(part, mode="json")
    return sha256(json.dumps(_without_line_numbers(data), sort_keys=True).encode()).hexdigest()


#: Building one takes longer than using it on an episode.
_ADAPTERS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Screenplay, ScriptEpisode)}


def _without_line_numbers(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_line_numbers(value) for key, value in data.items() if key != "line_number"}
    if isinstance(data, list):
        return [_without_line_numbers(item) for item in data]
    return data
