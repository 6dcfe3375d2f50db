"""Machines that work on one drama in a bucket, each with a copy of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.attempt import Attempt
from pipeline.project import Project
from pipeline.spending import Money
from pipeline.storage import home
from pipeline.storage.bucket import Bucket
from pipeline.storage.mirror import Mirror
from pipeline.tickets import current

PRICE = Money(0.5)
DRAMA = "rain"


def machine(folder: Path, name: str, lease_seconds: float = 60.0) -> Project:
    """The drama as the machine *name* has it, which is opened anew."""
    mirror = Mirror(Bucket("dramas", DRAMA), folder / name / DRAMA, lease_seconds)
    home._copies[f"s3://{name}/{DRAMA}"] = (mirror.root, mirror)
    mirror.open()
    return Project(mirror.root)


@dataclass
class Painter:
    """Writes its colour, and counts in a file, for all processes, how often it was asked."""

    log: Path
    colour: str = "red"

    @property
    def made(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.is_file() else []

    def note(self, what: str) -> None:
        with self.log.open("a") as file:
            file.write(f"{what}\n")

    def attempt(self, name: str) -> Attempt:
        return Attempt("paint", {"engine": "paint", "request": {"colour": self.colour}}, self.build_of(name))

    def build_of(self, name: str) -> Callable[[Path], None]:
        def build(out: Path) -> None:
            self.note(name)
            out.write_text(f"{name} {self.colour}")

        return build


@dataclass
class Vendor(Painter):
    """Takes a job and money, and gives the file to whoever comes with the job's ticket."""

    def attempt(self, name: str) -> Attempt:
        recipe = {"engine": "vendor", "request": {"colour": self.colour}}
        return Attempt("vendor", recipe, self.build_of(name), PRICE, ticketed=True, remote=True)

    def build_of(self, name: str) -> Callable[[Path], None]:
        def build(out: Path) -> None:
            ticket = current()
            if not ticket.open:
                ticket.sending(PRICE)
                self.note(f"paid {name}")
                ticket.waiting({"id": "job-1"})
            self.note(f"fetched {name}")
            out.write_text(f"{name} {self.colour}")

        return build


def in_a_process(work: Callable[[], object]) -> int:
    """The id of a new process that does *work* and ends without a word."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def ended(child: int) -> int:
    """The signal that ended the process, or 0."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
