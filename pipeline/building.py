"""How a file is made that is not there: the engines in turn, what they are paid, and the job's ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.attempt import Attempt, Check, State, carry_out, first_to_deliver
from pipeline.ledger import Ledger
from pipeline.placing import Placing, full_disk
from pipeline.records import Record, Records
from pipeline.spending import Budget
from pipeline.tickets import Ticket, Tickets


@dataclass(frozen=True)
class Building:
    """The making of one file that stands as *state* says, after so many *redos* were asked for."""

    state: State
    redos: int
    records: Records
    placing: Placing
    tickets: Tickets

    def deliver(
        self, attempts: Sequence[Attempt], ledger: Ledger, budget: Budget, check: Check | None
    ) -> Record:
        """The record of the file that the first of *attempts* delivers, whole in its temporary place."""
        # A job that is under way goes first: whoever else delivered would be paid as well.
        under_way = [attempt for attempt in attempts if self._ticket(attempt).open]
        in_order = [*under_way, *(a for a in attempts if a not in under_way and not a.only_keeps)]
        return first_to_deliver(in_order, lambda attempt: self._try(attempt, ledger, budget, check))

    def _ticket(self, attempt: Attempt) -> Ticket:
        return self.tickets.of(self.state.name, attempt.engine, attempt.recipe, self.redos)

    def _try(self, attempt: Attempt, ledger: Ledger, budget: Budget, check: Check | None) -> Record:
        name, ticket = self.state.name, self._ticket(attempt)
        ticket.insist(attempt.unavailable)
        job = ticket if attempt.ticketed else None
        under_way = [one.call for one in self.tickets.all(name) if one.open]
        paying = ledger.paying(name, attempt.engine, attempt.price, budget, job=job, under_way=under_way)
        temporary = self.placing.temporary(name)
        record = None
        try:
            with full_disk(name, self.records.made), paying as receipt, self.tickets.held(ticket):
                record = self._numbered(carry_out(name, attempt, temporary, check))
                receipt.settle(record.cost)
        except BaseException:
            if record is None:
                self.placing.sweep(name)
            else:
                # It is there, and only what it cost can't be put down: the next one puts it in place.
                self.records.write(self.records.coming(name), record)
            raise
        return record

    def _numbered(self, record: Record) -> Record:
        # A file made by hand has no number yet; it gets the one before, when it moves to the takes.
        take = self.records.next_take(record.name) + (self.state.is_ == "by hand")
        return record.model_copy(update={"take": take, "redos": self.redos})
