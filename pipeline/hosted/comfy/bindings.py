"""
The file beside a workflow, `<name>.bindings.yaml`: where in it a shot's values go, and what it can make.

Nodes are named by their title in the editor, whatever its case, or by their class. What stands in
`bind` is filled in for each shot; everything else stays as the workflow has it.
"""

from __future__ import annotations

from dataclasses import field
from math import ceil, sqrt
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from pipeline.engine import OPTIONS, dataclass


@dataclass(frozen=True, config=OPTIONS, kw_only=True)
class Node:
    """One node of a workflow."""

    title: str = ""
    """Its title in the editor."""
    class_type: str = ""
    """Its class, as KSampler; with a title too, both must fit."""

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not self.title and not self.class_type:
            raise ValueError("write the `title` of the node, or its `class_type`")
        return self

    def __str__(self) -> str:
        named = [f"the title {self.title!r}"] if self.title else []
        return " and ".join([*named, *([f"the class {self.class_type}"] if self.class_type else [])])


@dataclass(frozen=True, config=OPTIONS, kw_only=True)
class Place(Node):
    """An input of a node, where a value goes."""

    input: str
    """The name of the input."""
    all: bool = False
    """Whether it goes into every node that fits, where there are several."""


def _listed(places: Any) -> Any:
    return [places] if isinstance(places, dict) else places


#: One place, or a list of them that get the same value.
Places = Annotated[tuple[Place, ...], BeforeValidator(_listed)]


@dataclass(frozen=True, config=OPTIONS)
class Bind:
    """Where each value goes."""

    image: Places = ()
    """The picture that a clip begins with; the node is a LoadImage."""
    last: Places = ()
    """The picture that it ends with."""
    references: tuple[Place, ...] = ()
    """Pictures of people, one node for each; nodes without one are left out of the job."""
    video: Places = ()
    """The clip whose lips are to move; the node loads a video."""
    sound: Places = ()
    """What the lips are to say; the node is a LoadAudio."""
    prompt: Places = ()
    """What is to be seen."""
    negative: Places = ()
    """What is not to be seen; the words stand under `values`."""
    seed: Places = ()
    """The seed."""
    width: Places = ()
    """The width in pixels."""
    height: Places = ()
    """The height in pixels."""
    frames: Places = ()
    """How many frames a clip has."""
    seconds: Places = ()
    """How long a clip is, where a node wants seconds."""
    fps: Places = ()
    """Frames per second; those of the film where `values` says nothing else."""
    prefix: Places = ()
    """What the name of the saved file begins with."""


@dataclass(frozen=True, config=OPTIONS)
class Frames:
    """How seconds become frames: the next number that is a multiple of *step*, *plus* some."""

    per_second: float = Field(gt=0)
    """The frames of one second."""
    step: int = Field(default=1, ge=1)
    """Some models make every fourth or eighth number only."""
    plus: int = Field(default=0, ge=0)
    """And one more for the first picture."""

    def of(self, seconds: float) -> int:
        """The frames of a clip of at least so many *seconds*."""
        wanted = round(seconds * self.per_second, 3) - self.plus
        return max(ceil(wanted / self.step), 0) * self.step + self.plus


@dataclass(frozen=True, config=OPTIONS)
class Size:
    """Which sizes the model makes: the shape is the film's."""

    pixels: int = Field(gt=0)
    """About how many pixels a picture has, width by height."""
    step: int = Field(default=8, ge=1)
    """Width and height are multiples of it."""

    def of(self, width: int, height: int) -> tuple[int, int]:
        """The width and height to make for a film of that shape."""
        scale = sqrt(self.pixels / (width * height))
        return self._whole(width * scale), self._whole(height * scale)

    def _whole(self, side: float) -> int:
        return max(round(side / self.step), 1) * self.step


@dataclass(frozen=True, config=OPTIONS)
class Source:
    """Where a model comes from, for whoever does not have it."""

    folder: str
    """The folder below the server's `models`."""
    url: str
    """Where it is downloaded."""


@dataclass(frozen=True, config=OPTIONS)
class Bindings:
    """What the file says."""

    makes: Literal["clips", "images", "lips"]
    """What comes out."""
    bind: Bind
    """Where values go."""
    output: Node | None = None
    """The node whose file counts, where several save one."""
    values: dict[str, Any] = field(default_factory=dict)
    """Values that are the same for every shot, by their names in `bind`."""
    lengths: tuple[float, ...] = ()
    """The seconds of a clip, shortest first; nothing for any length."""
    longest: float = Field(default=60.0, gt=0)
    """The most seconds of a clip."""
    frames: Frames | None = None
    """How seconds become frames."""
    size: Size | None = None
    """Which sizes it makes; nothing for any."""
    models: dict[str, Source] = field(default_factory=dict)
    """The model files that it needs, by name."""
