"""
Jobs that were sent to a vendor and cost money: a page each, on disk before anything is sent.

    .made/tickets/clips/e01s02-03.mp4/runway-3f2a91c0d4e5b6a7.json

A ticket is *sending* from just before the call that costs money until its answer is there, then
*waiting*, with what the vendor calls the job. It is closed when the file is in its place, and
dropped when the vendor said that there will be none. What a vendor *refused* stays remembered, so
that it is not asked the same again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import FolderError, Unsettled
from pipeline.recipe import Recipe
from pipeline.records import write_whole
from pipeline.spending import Money
from pipeline.storage.home import home_of

Standing = Literal["new", "sending", "waiting", "refused"]


class Page(BaseModel):
    """
    What is remembered of one job; *job* is all that is needed to ask for it.

    *request* is the hash of the recipe; *client* the id that we give it, *call* its line in the ledger.
    """

    model_config = ConfigDict(frozen=True)

    page: int = 1
    name: str
    engine: str
    request: str
    standing: Standing = "new"
    client: str
    job: dict[str, Any] = Field(default_factory=dict)
    at: str = ""
    price: Money | None = None
    call: str = ""
    why: str = ""


class Ticket:
    """One job, and the *file* that remembers it; without a file it is remembered by this process only."""

    def __init__(self, page: Page, file: Path | None = None) -> None:
        self._file = file
        self.page = page
        #: The line in the ledger that is reserved for it.
        self.call = page.call
        #: What the vendor calls the job, also after it is over; empty where that is not known.
        self.id = str(page.job.get("id") or "")
        #: What the vendor told of the finished job; `paid` is what it cost.
        self.told: dict[str, Any] = {}

    @property
    def open(self) -> bool:
        """Whether a job may be under way that was, or will be, paid."""
        return self.page.standing in ("sending", "waiting")

    def insist(self, unavailable: str) -> None:
        """`Unsettled` where a job is open and its engine *unavailable*: another one would be paid as well."""
        if unavailable and self.open:
            raise Unsettled(
                f"{self.page.name} is with {self.page.engine}, which can't be asked for it: {unavailable}",
                "It is paid only once: run again when that is set, or see `drama jobs FOLDER`.",
            )

    def sending(self, price: Money | None) -> None:
        """The call that costs money is made next; `FolderError` where that can't be written down."""
        at, before = datetime.now(UTC).isoformat(timespec="seconds"), self.page
        try:
            self._write(standing="sending", at=at, price=price, call=self.call)
        except FolderError:
            # It is not made, so nobody shall wonder what became of it.
            self.page = before
            if self._file:
                self._file.unlink(missing_ok=True)
            raise

    def waiting(self, job: Mapping[str, Any]) -> None:
        """The vendor took the job; *job* is what it is asked for with."""
        self.id = str(job.get("id") or "")
        self._write(standing="waiting", job=dict(job))

    def refuse(self, why: str) -> None:
        """The vendor won't make it, whatever the time."""
        self._write(standing="refused", why=why, job={})

    def drop(self) -> None:
        """There will be nothing of it: the next call is a new job."""
        self.page = self.page.model_copy(
            update={"standing": "new", "job": {}, "client": uuid.uuid4().hex, "call": ""}
        )
        if self._file:
            home_of(self._file).remove(self._file)

    def _write(self, **changes: Any) -> None:
        self.page = self.page.model_copy(update=changes)
        if self._file:
            write_whole(self._file, self.page.model_dump_json(indent=1))


_current: ContextVar[Ticket] = ContextVar("ticket")


def current() -> Ticket:
    """The ticket of the file that is made here and now; outside of a drama, a new one."""
    try:
        return _current.get()
    except LookupError:
        return Ticket(Page(name="", engine="", request="", client=uuid.uuid4().hex))


class Tickets:
    """All tickets of one drama, below the folder *made*."""

    def __init__(self, made: Path) -> None:
        self._root = made / "tickets"

    def of(self, name: str, engine: str, recipe: Recipe, redos: int) -> Ticket:
        """The ticket for making *name* by that *recipe*: the one that is there, or a new one."""
        request = sha256(json.dumps([recipe, redos], sort_keys=True).encode()).hexdigest()[:16]
        file = self._root / name / f"{engine}-{request}.json"
        page = _read(file) or Page(name=name, engine=engine, request=request, client=uuid.uuid4().hex)
        return Ticket(page, file)

    def all(self, name: str = "") -> Iterator[Ticket]:
        """Every ticket that is on disk, or those of the file *name*, by the names of the files."""
        folder = self._root / name
        for file in sorted(folder.rglob("*.json")) if folder.is_dir() else ():
            if page := _read(file):
                yield Ticket(page, file)

    @contextmanager
    def held(self, ticket: Ticket) -> Iterator[Ticket]:
        """While the block runs, *ticket* is the `current` one of this thread."""
        token = _current.set(ticket)
        try:
            yield ticket
        finally:
            _current.reset(token)


def _read(file: Path) -> Page | None:
    if not file.is_file():
        return None
    try:
        return Page.model_validate_json(file.read_bytes())
    except ValueError as error:
        raise FolderError(
            f"The ticket {file} is damaged, and it may stand for a job that was paid.",
            "Look at the vendor's page what became of the job, then delete the file.",
        ) from error
