import json
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from pipeline.storyboard.asking.shape import pattern_of, schema_of
from pipeline.words import Size


class Look(BaseModel):
    """How a picture looks."""

    size: Annotated[Size, Field(description="how near")] = Size.MEDIUM
    shows: list[Annotated[int, Field(ge=1)]] = Field(default=[], description="its pieces")
    inside: bool = False


class Board(BaseModel):
    title: str = Field(default="", description="at most five words")
    kind: Literal["film"] = "film"
    seconds: float | None = Field(default=None, description="or null")
    looks: tuple[Look, ...] = ()


def test_the_schema_is_one_that_strict_servers_take():
    look = {
        "type": "object",
        "description": "How a picture looks.",
        "properties": {
            "size": {
                "type": "string",
                "enum": ["wide", "full", "medium", "close", "detail"],
                "description": "how near",
            },
            "shows": {
                "type": "array",
                "items": {"type": "integer", "minimum": 1},
                "description": "its pieces",
            },
            "inside": {"type": "boolean"},
        },
        "required": ["size", "shows", "inside"],
        "additionalProperties": False,
    }
    assert schema_of(Board) == {
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "at most five words"},
            "kind": {"type": "string", "enum": ["film"]},
            "seconds": {"anyOf": [{"type": "number"}, {"type": "null"}], "description": "or null"},
            "looks": {"type": "array", "items": look},
        },
        "required": ["title", "kind", "seconds", "looks"],
        "additionalProperties": False,
    }


def test_the_pattern_says_in_each_place_what_belongs_there():
    assert json.loads(pattern_of(schema_of(Board))) == {
        "title": "text: at most five words",
        "kind": "film",
        "seconds": "number: or null",
        "looks": [
            {
                "size": "wide | full | medium | close | detail: how near",
                "shows": ["number: its pieces"],
                "inside": "true | false",
            }
        ],
    }
