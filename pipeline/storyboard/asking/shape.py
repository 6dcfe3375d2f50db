"""How the answer should look: a schema for servers that hold a model to it, a pattern for its eyes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

#: What strict servers understand of JSON Schema; they refuse a schema that has more.
_KEPT = ("type", "enum", "description", "minimum", "maximum", "minItems", "maxItems")


def schema_of(form: type[BaseModel]) -> dict[str, Any]:
    """
    The JSON schema of *form* as strict servers take it.

    Everything is required, nothing else is allowed, and no part refers to another. *form* must
    not contain itself.
    """
    whole = form.model_json_schema(mode="serialization")
    return _strict(whole, whole.get("$defs", {}))


def _strict(part: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in part:
        referred = parts[part["$ref"].rpartition("/")[2]]
        # What a field says of itself is nearer than what its type says.
        return _strict({**referred, **{key: part[key] for key in part if key != "$ref"}}, parts)
    strict = {key: part[key] for key in _KEPT if key in part}
    if "const" in part:
        strict["enum"] = [part["const"]]
    if "anyOf" in part:
        strict["anyOf"] = [_strict(one, parts) for one in part["anyOf"]]
    if "items" in part:
        strict["items"] = _strict(part["items"], parts)
    if part.get("type") == "object":
        fields = {name: _strict(field, parts) for name, field in part.get("properties", {}).items()}
        strict.update(properties=fields, required=list(fields), additionalProperties=False)
    return strict


def pattern_of(schema: Mapping[str, Any]) -> str:
    """*schema* as an example in which each value says what belongs there: small models follow it best."""
    return json.dumps(_example(schema), ensure_ascii=False, indent=1)


def _example(schema: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        return _explained(" | ".join(map(str, schema["enum"])), schema)
    # What a field says of itself is nearer than what its type says, or the type of its items.
    own = {key: schema[key] for key in ("description",) if key in schema}
    if "anyOf" in schema:
        return _example({**next(one for one in schema["anyOf"] if one.get("type") != "null"), **own})
    if schema["type"] == "array":
        return [_example({**schema["items"], **own})]
    if schema["type"] == "object":
        return {name: _example(field) for name, field in schema["properties"].items()}
    return _explained(_KINDS.get(schema["type"], "text"), schema)


_KINDS = {"integer": "number", "number": "number", "boolean": "true | false"}


def _explained(kind: str, schema: Mapping[str, Any]) -> str:
    said = schema.get("description", "")
    return f"{kind}: {said}" if said else kind
