"""Work that was started, and how: whoever makes an episode hands over a `Call` to start it with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.attempt import Made
from pipeline.errors import DramaError, Skipped


class Promise(Protocol):
    """A file that is being made."""

    def result(self) -> Made:
        """
        The file, once it is there.

        Raises what kept it from being made, or `Skipped` where another file that it needs failed.
        """
        ...


class Call(Protocol):
    """Starts a stage's function with its arguments, among them promises of other files."""

    def __call__(self, label: str, function: Callable[..., Made], *arguments: Any) -> Promise:
        """A promise of the file; *label* says in the story's words what is made (`clip e01s02-03`)."""
        ...


@dataclass(frozen=True)
class Done:
    """A promise that is already kept, or broken."""

    made: Made | None
    error: DramaError | None = None

    def result(self) -> Made:
        """The file, or the error."""
        if self.error:
            raise self.error
        assert self.made
        return self.made


def at_once(label: str, function: Callable[..., Made], *arguments: Any) -> Done:
    """Do the work here and now."""
    if any(isinstance(argument, Done) and argument.error for argument in arguments):
        return Done(None, Skipped(f"{label} waits for a file that could not be made."))
    try:
        return Done(function(*(a.result() if isinstance(a, Done) else a for a in arguments)))
    except DramaError as error:
        return Done(None, error)
