"""
A program of the user's own, which is given values and files and writes one file.

It is started without a shell, in a new folder that is gone afterwards, and with the environment of
this process but for what looks like a key. All values lie in that folder as `request.json`.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, FolderError, NotHere
from pipeline.hosted.fill import filled, holes
from pipeline.hosted.gate import gate_of
from pipeline.keys import secret
from pipeline.process import last_lines, run

#: A text that the command names and that is no larger counts by its content; programs and models are none.
_LARGEST_SCRIPT = 2**20


def _parts(command: Any) -> Any:
    """The parts of *command*: numbers as text, and scripts as paths, since their content counts."""
    if not isinstance(command, list | tuple):
        raise ValueError('write a list, `[python, my.py, --prompt, "{prompt}", --out, "{out}"]`')  # noqa: TRY004 - pydantic takes ValueError
    words = [str(part) if isinstance(part, int | float) else part for part in command]
    return tuple(_part(word, first=not place) for place, word in enumerate(words))


def _part(word: Any, *, first: bool) -> Any:
    # The first one is looked for as a shell does: a bare name is no file of this folder.
    if not isinstance(word, str) or (first and os.sep not in word):
        return word
    with suppress(OSError, ValueError, RuntimeError):  # too long for a path, or of nobody's home
        file = Path(word).expanduser()
        if file.is_file():
            return file.absolute() if _is_script(file) else str(file.absolute())
    return word


def _is_script(file: Path) -> bool:
    return file.stat().st_size <= _LARGEST_SCRIPT and b"\0" not in file.read_bytes()


# Explained by `description`, which goes on to the engines that inherit these options.
@dataclass(frozen=True, config=OPTIONS)
class Program:
    """A program of your own, run once for every file."""

    aside: ClassVar[tuple[str, ...]] = ("timeout_seconds", "at_once", "pass_keys")
    #: The values that it is given, beside `out` and `request`.
    given: ClassVar[tuple[str, ...]] = ()

    command: Annotated[tuple[Path | str, ...], BeforeValidator(_parts)] = Field(
        default=(),
        description="The program and its arguments, with holes such as {prompt}; no shell reads them.",
    )
    timeout_seconds: float = Field(
        default=1800.0, gt=0, description="It is ended when it takes longer than that."
    )
    at_once: int = Field(
        default=1, ge=1, description="How many run at the same time; one, where it needs the graphics card."
    )
    pass_keys: tuple[str, ...] = Field(
        default=(), description="The keys that it gets, as environment variables; no others are passed on."
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        asked, known = holes(self.words), {*self.given, "out", "request"}
        if unknown := sorted(asked - known):
            raise ValueError(f"it asks for {', '.join(unknown)}, and is given {', '.join(sorted(known))}")
        if self.command and not asked & {"out", "request"}:
            raise ValueError("it does not learn where to write: add {out}, or {request}")
        return self

    @property
    def words(self) -> list[str]:
        """The command with its holes."""
        return [str(part) for part in self.command]

    @property
    def name(self) -> str:
        """What to call it: its script, else the program."""
        scripts = [part.name for part in self.command if isinstance(part, Path)]
        return scripts[0] if scripts else Path(self.words[0]).name

    def asks_for(self, value: str) -> bool:
        """Whether there is a hole for *value* in the command."""
        return value in holes(self.words)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        if not self.command:
            return 'No program is set: write `command: [python, my.py, --out, "{out}"]` with one of yours.'
        if shutil.which(self.words[0]) is None:
            return f"There is no program {self.words[0]!r} here. Install it, or correct `command`."
        missing = [name for name in self.pass_keys if not secret(name)]
        if missing:
            return f"{self.name} needs a key: set the environment variable {' and '.join(missing)}."
        return ""

    @contextmanager
    def workplace(self, out: Path) -> Iterator[Workplace]:
        """A new folder to run it in for *out*, when it is its turn; the folder is gone afterwards."""
        if problem := self.unavailable():
            raise NotHere(problem)
        if not out.parent.is_dir():
            raise FolderError(f"{out} can't be written: there is no such folder.", "Make the folder first.")
        gate = gate_of(("command", *self.words), self.at_once)
        with (
            gate.passed(),
            tempfile.TemporaryDirectory(prefix="drama-", ignore_cleanup_errors=True) as folder,
        ):
            yield Workplace(self, Path(folder))


class Workplace:
    """Where *program* runs once: a *folder* with what it is given, and then with what it wrote."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program, self.folder = program, folder

    def picture(self, name: str, file: Path, shape: tuple[int, int] | None = None) -> str:
        """The path of a copy of the picture in *file*, a PNG, with *shape* cut to that proportion."""
        from pipeline.hosted.offer import Picture
        from pipeline.hosted.pictures import content_of

        as_it_is = Picture(most_mb=1000, most_pixels=2**15, fit=True)
        _, content = content_of(file, as_it_is, shape)
        copy = self.folder / f"{name}.png"
        copy.write_bytes(content)
        return str(copy)

    def run(self, values: Mapping[str, Any], name: str, accept: Callable[[Path], None]) -> Path:
        """
        The file *name* that the program made of *values*.

        *accept* looks at it, brings it into shape, and raises what is wrong with it. `BadResult` with
        the program's last lines where it fails, `NotHere` where it can't be started or given its values.
        """
        made, request = self.folder / name, self.folder / "request.json"
        given = {**values, "out": str(made), "request": str(request)}
        request.write_text(json.dumps(given, indent=1), "utf-8")
        command = _arguments(filled(self.program.words, given))
        with tempfile.TemporaryFile() as log:
            try:
                run(command, self.folder, self.program.pass_keys, self.program.timeout_seconds, log)
                _there(made)
                accept(made)
            except BadResult as error:
                happened = f"{self.program.name} failed: {error.happened.rstrip('.')}.{last_lines(log)}"
                raise BadResult(happened, error.help or "Correct the program, or `command`.") from error
        return made


def put(made: Path, out: Path) -> None:
    """Copy the finished file *made* to *out*; `FolderError`, and nothing there, where that fails."""
    try:
        shutil.copyfile(made, out)
    except OSError as error:
        with suppress(OSError):
            out.unlink(missing_ok=True)
        raise FolderError(
            f"{out} can't be written ({error.strerror}).", "Make room, or give access to the folder."
        ) from error


def _there(made: Path) -> None:
    if not made.is_file() or not made.stat().st_size:
        raise BadResult("it wrote nothing where {out} says")


def _arguments(filled_in: list[Any]) -> list[str]:
    """As a program gets them: a list as several, numbers as text."""
    items = [item for part in filled_in for item in (part if isinstance(part, list) else [part])]
    return [f"{item:g}" if isinstance(item, float) else str(item) for item in items]
