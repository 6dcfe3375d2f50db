"""
The folder of one drama, which is the checkpoint: make a file, or keep it.

`Project.make` is the only place that decides whether work is done. A file is *kept* when it was
made by a recipe that would be used now, when a person made or changed it, or when a person chose
that take; else it is *made*, whole or not at all. Where a process dies in between, the next one
that comes by finishes or undoes what was begun.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.ahead import Ahead
from pipeline.attempt import Attempt, Check, Made, State, Status
from pipeline.building import Building
from pipeline.errors import FolderError, NameUnknown
from pipeline.ledger import Ledger
from pipeline.placing import Placing, storage
from pipeline.recipe import changed
from pipeline.records import BY_HAND, Record, Records, Wish, sha256_of
from pipeline.spending import Budget
from pipeline.storage.home import address, here, home_of
from pipeline.tickets import Ticket, Tickets

STAGES = ("storyboard", "images", "voices", "clips", "final")


class Project:
    """
    The folder *root* of one drama, on this machine: its own, or a copy of one that is at home elsewhere.

    With *planning* nothing is written: `make` says what it would do. Safe to use from several
    threads and by several processes at once.
    """

    def __init__(self, root: Path, *, budget: Budget | None = None, planning: bool = False) -> None:
        self.root = root
        self.planning = planning
        self.records = Records(root)
        self.ledger = Ledger(self.records.made / "ledger.jsonl")
        self.tickets = Tickets(self.records.made)
        self._placing = Placing(root, self.records)
        self._budget = budget or Budget()
        self._hashes: dict[tuple[str, int, int], str] = {}
        self._ahead = Ahead(self.ledger, self._budget)
        self._home = home_of(root)

    def __reduce__(self) -> tuple[object, ...]:
        """The same drama on another machine, where a copy lies elsewhere."""
        return _opened, (address(self.root), self._budget, self.planning)

    def path(self, name: str) -> Path:
        """Where the file *name* lies; `FolderError` where the name leads out of the folder."""
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name or not pure.parts:
            raise FolderError(
                f"{name!r} is not a name inside the drama's folder.", "Names never lead out of it."
            )
        return self.root / pure

    def sha256(self, path: Path) -> str:
        """The content's hash of a file here or elsewhere; read once while the file does not change."""
        if planned := self._ahead.sha256(path):
            return planned
        with storage(path.name):
            stat = path.stat()
            key = (str(path), stat.st_size, stat.st_mtime_ns)
            if key not in self._hashes:
                self._hashes[key] = sha256_of(path)
            return self._hashes[key]

    def seed(self, name: str, base: int) -> int:
        """The seed of *name*: its own, stable, another one after each redo, or the one asked for."""
        wish = self.records.wishes().get(name, Wish())
        if wish.seed is not None:
            return wish.seed
        digest = hashlib.sha256(f"{base}/{name}/{wish.redos}".encode()).digest()
        return int.from_bytes(digest[:4]) >> 1

    def state(self, name: str) -> State:
        """How *name* stands on disk."""
        self._home.look(name)
        path, record = self.path(name), self.records.read(self.records.page(name))
        coming = self.records.read(self.records.coming(name))
        if not path.is_file():
            return State(name, "missing", record)
        stat = path.stat()
        if record and (stat.st_size, stat.st_mtime_ns) == (record.size, record.mtime_ns):
            return State(name, "whole", record)
        digest = self.sha256(path)
        for known in (record, coming):
            if known and known.sha256 == digest:
                return State(name, "whole", known)
        return State(name, "by hand", None)

    def make(
        self,
        name: str,
        attempts: Sequence[Attempt],
        *,
        keep_takes: bool = True,
        check: Check | None = None,
    ) -> Made:
        """
        The file *name*, kept or made by the first of *attempts* that delivers.

        *check* looks at a new file before it is put in place and raises what is wrong with it;
        *keep_takes* says whether the file that it replaces is kept among the takes. Engines are
        passed over on an `EngineError`; when the last one fails, its error is raised.
        """
        if self.planning:
            return self._plan(name, attempts)
        if self._home.far and (kept := self._undisturbed(name, attempts)):
            return kept
        with self._placing.alone(name), storage(name):
            self._placing.settle(name)
            state = self.state(name)
            kept = self._keep(state, attempts) or self._restore(state, attempts)
            if kept:
                self.close_ticket(name)
                return kept
            return self._build(state, attempts, keep_takes, check)

    def redo(self, name: str, seed: int | None = None, by: str = "") -> None:
        """Wish, once for the run *by*, for a new take of *name* with *seed*; the next `make` fulfils it."""
        with self._placing.alone("wishes"), storage(name):
            wishes = self.records.wishes()
            before, state = wishes.get(name, Wish()), self.state(name)
            if not by or before.by != by:
                over = self.sha256(self.path(name)) if state.is_ == "by hand" else ""
                wishes[name] = Wish(redos=before.redos + 1, seed=seed, over=over, by=by)
                self.records.write_wishes(wishes)

    def wished(self, name: str) -> bool:
        """Whether a redo of *name* was asked for that is not there yet."""
        record = self.state(name).record
        return self._wish(name).redos > (record.redos if record else 0)

    def choose(self, name: str, take: int) -> Made:
        """Bring back an earlier *take* of *name*; it is then kept until a redo is asked for."""
        with self._placing.alone(name), storage(name):
            self._placing.settle(name)
            state = self.state(name)
            pin = {"pinned": self._wish(name).redos}
            if state.record and state.record.take == take and state.is_ == "whole":
                pinned = state.record.model_copy(update=pin)
                self.records.write(self.records.page(name), pinned)
                return self._told(pinned, "kept")
            earlier = {record.take: record for record in self.records.takes(name)}
            if take not in earlier:
                known = ", ".join(map(str, sorted(earlier))) or "none"
                raise NameUnknown(f"{name} has no earlier take {take}.", f"Its earlier takes: {known}.")
            pinned = earlier[take].model_copy(update=pin)
            return self._told(self._placing.bring_back(pinned, replaces=state.record), "restored")

    def close_ticket(self, name: str) -> None:
        """The job that *name*, which is there, came from is over: also where a process died meanwhile."""
        record = self.records.read(self.records.page(name))
        if record and any(self.tickets.all(name)):
            ticket = self.tickets.of(name, record.engine, record.recipe, record.redos)
            if ticket.open and ticket.page.price:
                self.ledger.settle(ticket.call, ticket.page.price.amount, ticket)
            ticket.drop()

    def _wish(self, name: str) -> Wish:
        return self.records.wishes().get(name, Wish())

    def _keep(self, state: State, attempts: Sequence[Attempt]) -> Made | None:
        name, record = state.name, state.record
        if state.is_ == "by hand" and self.sha256(self.path(name)) != self._wish(name).over:
            if not self.planning:
                self._home.put(self.path(name))
            return Made(name, self.path(name), "by hand", BY_HAND, 0)
        if state.is_ != "whole" or record is None:
            return None
        redos = self._wish(name).redos
        as_now = record.redos == redos and record.recipe in [attempt.recipe for attempt in attempts]
        if not as_now and record.pinned != redos:
            return None
        if not self.planning:
            self._refresh(record)
        return self._told(record, "kept")

    def _undisturbed(self, name: str, attempts: Sequence[Attempt]) -> Made | None:
        """What is kept without anybody's waiting for a lock on the network: nothing goes on there."""
        with storage(name):
            state = self.state(name)
            if self.records.coming(name).is_file() or any(self.tickets.all(name)):
                return None
            return self._keep(state, attempts)

    def _refresh(self, record: Record) -> None:
        """Remember a new date of an unchanged file (the folder was copied), so it is not read again."""
        path = self.path(record.name)
        stat = path.stat()
        if stat.st_mtime_ns != record.mtime_ns and not self._home.date(path, record.mtime_ns):
            current = record.model_copy(update={"mtime_ns": stat.st_mtime_ns})
            self.records.write(self.records.page(record.name), current)

    def _restore(self, state: State, attempts: Sequence[Attempt]) -> Made | None:
        """Bring back an earlier take that was made exactly as the file would be made now."""
        recipes, redos = [attempt.recipe for attempt in attempts], self._wish(state.name).redos
        for record in self.records.takes(state.name):
            if record.engine != BY_HAND and record.redos == redos and record.recipe in recipes:
                if self.planning:
                    self._ahead.restored(self.path(state.name), record.sha256)
                    there = self.records.take_file(record.name, record.take)
                    self._home.bring(there)
                    return replace(self._told(record, "restored"), path=there)
                found = record.model_copy(update={"pinned": None})
                return self._told(self._placing.bring_back(found, replaces=state.record), "restored")
        return None

    def _plan(self, name: str, attempts: Sequence[Attempt]) -> Made:
        state = self.state(name)
        if kept := self._keep(state, attempts) or self._restore(state, attempts):
            return kept
        attempt, under_way = self._ahead.choose(attempts, lambda one: self._ticket(name, one).open)
        why = "missing"
        if state.record and state.is_ == "whole":
            why = "changed: " + (", ".join(changed(state.record.recipe, attempt.recipe)) or "a redo")
        previews = attempt.preview and not attempt.unavailable
        path = self._ahead.preview(name, attempt) if previews else self.path(name)
        self._ahead.planned(self.path(name), attempt)
        return Made(name, path, "planned", attempt.engine, 0, {}, (), why, attempt.price, under_way)

    def _build(
        self, state: State, attempts: Sequence[Attempt], keep_takes: bool, check: Check | None
    ) -> Made:
        building = Building(state, self._wish(state.name).redos, self.records, self._placing, self.tickets)
        record = building.deliver(attempts, self.ledger, self._budget, check)
        placed = self._placing.place(record, replaces=state.record, keep_takes=keep_takes)
        self.close_ticket(state.name)
        return self._told(placed, "made")

    def _ticket(self, name: str, attempt: Attempt) -> Ticket:
        return self.tickets.of(name, attempt.engine, attempt.recipe, self._wish(name).redos)

    def _told(self, record: Record, status: Status) -> Made:
        path = self.path(record.name)
        return Made(record.name, path, status, record.engine, record.take, record.notes, record.passed_over)


def _opened(folder: str, budget: Budget, planning: bool) -> Project:
    return Project(here(Path(folder)), budget=budget, planning=planning)
