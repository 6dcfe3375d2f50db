"""What engines share that are a workflow of a ComfyUI server: their options, and how a task is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from pipeline.addresses import host_of
from pipeline.assets import assets
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere, ProfileError
from pipeline.hosted.comfy.workflow import Workflow, read
from pipeline.hosted.gate import gate_of
from pipeline.tickets import current

_ENDING = ".bindings.yaml"


def shipped() -> dict[str, Path]:
    """The workflows that come with the program, by name."""
    files = sorted((assets() / "workflows").glob("*.json"))
    return {file.stem: file for file in files}


def _found(named: Any) -> Any:
    if not isinstance(named, str) or not named:
        return named or None
    return shipped().get(named) or Path(named).expanduser().absolute()


# Explained by `description`, which goes on to the engines that inherit these options.
@dataclass(frozen=True, config=OPTIONS)
class Comfy:
    """A workflow of a ComfyUI server."""

    makes: ClassVar[Literal["clips", "images", "lips"]] = "clips"
    remote: ClassVar[bool] = True
    ticketed: ClassVar[bool] = True
    #: Where it is made: it does not change what comes out.
    aside: ClassVar[tuple[str, ...]] = ("address", "at_once", "silent_minutes")

    workflow: Annotated[Path | None, BeforeValidator(_found)] = Field(
        default=None,
        description="The name of a workflow in assets/workflows, or the path of a JSON file in API format.",
    )
    bindings: Annotated[Path | None, BeforeValidator(_found)] = Field(
        default=None,
        description="Where in it the shot's values go; empty for the file NAME.bindings.yaml beside it.",
    )
    values: dict[str, Any] = Field(
        default_factory=dict,
        description="Further values, by their names in the bindings, or as `Title.input` of a node.",
    )
    address: str = Field(default="http://127.0.0.1:8188", description="Where the server is.")
    at_once: int = Field(default=4, ge=1, description="How many jobs to have in the server's queue.")
    silent_minutes: float = Field(
        default=10.0, ge=0, description="How long a server may be silent before another engine is tried."
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.workflow and not self.bindings:
            # A file of its own in the recipe: what is bound decides what comes out.
            object.__setattr__(self, "bindings", self.workflow.with_suffix(_ENDING))
        try:
            problems = self._chosen().problems(self.values) if self.workflow else []
        except ProfileError as error:
            raise ValueError(str(error)) from error
        if problems:
            raise ValueError(" ".join(problems))
        return self

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can, as far as can be said without asking the server."""
        if not self.workflow:
            names = ", ".join(name for name, file in shipped().items() if _makes(file) == self.makes)
            return (
                "No workflow for ComfyUI is chosen. Write under `workflow` the path of one that you exported"
                f" in API format, or one of: {names}."
            )
        makes = self._chosen().bindings.makes
        if makes != self.makes:
            return f"{self.workflow.name} makes {makes}. Choose a workflow that makes {self.makes}."
        if not host_of(self.address):
            return f"{self.address!r} is no address. Write one like http://127.0.0.1:8188."
        return ""

    def cancel(self, job: Mapping[str, Any]) -> None:
        """Take back the *job* of a ticket, whether it waits or is worked on; `Wait` where nobody is there."""
        from pipeline.hosted.comfy.delivery import take_back

        take_back(_server(self.address), job["id"])

    def _chosen(self) -> Workflow:
        if not self.workflow or not self.bindings:
            raise NotHere(self.unavailable())
        return _read(self.workflow, self.bindings, _dates(self.workflow, self.bindings))

    def _sized(self, width: int, height: int) -> dict[str, int]:
        size = self._chosen().bindings.size
        made = size.of(width, height) if size else (width, height)
        return {"width": made[0], "height": made[1]}

    def _carry_out(
        self,
        values: Mapping[str, Any],
        pictures: Mapping[str, Sequence[Path]],
        endings: Sequence[str],
        accept: Callable[[Path], None],
        out: Path,
    ) -> None:
        """Have the server make a file with *values*; see `Task`."""
        from pipeline.hosted.comfy.delivery import Task, deliver

        workflow, ticket = self._chosen(), current()
        laid = {**values, **workflow.bindings.values, **self.values}
        task = Task(workflow, laid, endings, accept, pictures, self.silent_minutes)
        gate = gate_of(("comfyui", self.address), self.at_once, shared=True)
        with gate.passed(at_once=ticket.open):
            deliver(task, _server(self.address), ticket, out)


@lru_cache(maxsize=64)
def _read(file: Path, bindings: Path, _dates: tuple[int, ...]) -> Workflow:
    """Read once, since every shot asks, and again when a file has changed."""
    return read(file, bindings)


def _dates(*files: Path) -> tuple[int, ...]:
    return tuple(file.stat().st_mtime_ns for file in files if file.is_file())


def _makes(file: Path) -> str:
    return read(file, file.with_suffix(_ENDING)).bindings.makes


@lru_cache(maxsize=16)
def _server(address: str) -> Any:
    from pipeline.hosted.comfy.server import Server

    return Server(address)
