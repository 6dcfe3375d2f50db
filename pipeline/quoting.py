"""What a plan will cost, by engine and currency, what is being paid already, and what the budget leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.table import Table

from pipeline.attempt import Made
from pipeline.errors import BudgetError
from pipeline.ledger import NEARLY, Ledger
from pipeline.spending import Budget, Money, Wall

_CALLED: dict[Wall, str] = {
    "amount": "for this drama",
    "per_run": "for one run",
    "per_day": "for today",
    "per_day_all": "for all dramas today",
}


@dataclass(frozen=True)
class Quote:
    """What *engine* is expected to ask for so many *files*, and for those that are *under_way* already."""

    engine: str
    files: int
    expected: Money
    under_way: int
    reserved: Money


def quotes(files: Iterable[Made]) -> list[Quote]:
    """What the planned *files* will cost, by engine and currency; free ones are left out."""
    alike: dict[tuple[str, str], list[Made]] = {}
    for made in files:
        if made.status == "planned" and made.price:
            alike.setdefault((made.engine, made.price.currency), []).append(made)
    return [_quote(engine, currency, found) for (engine, currency), found in alike.items()]


def _quote(engine: str, currency: str, files: Sequence[Made]) -> Quote:
    sent, ahead = [made for made in files if made.under_way], [made for made in files if not made.under_way]
    return Quote(engine, len(ahead), _sum(ahead, currency), len(sent), _sum(sent, currency))


def _sum(files: Iterable[Made], currency: str) -> Money:
    return Money(sum(made.price.amount for made in files if made.price), currency)


def cost(files: Iterable[Made]) -> list[Money]:
    """What *files* will cost, by currency, without those that are under way."""
    found = [quote.expected for quote in quotes(files) if quote.files]
    currencies = sorted({money.currency for money in found})
    return [Money(sum(m.amount for m in found if m.currency == each), each) for each in currencies]


def as_table(found: Sequence[Quote]) -> Table:
    """One line per engine and currency."""
    table = Table("engine", "files", "expected", "under way", title="What it costs", title_justify="left")
    for quote in found:
        sent = f"{quote.under_way} file(s), {quote.reserved}" if quote.under_way else ""
        table.add_row(quote.engine, str(quote.files), str(quote.expected), sent)
    return table


def allowance(budget: Budget, ledger: Ledger) -> str:
    """In one line what *budget* leaves; empty where it has no wall."""
    try:
        left = ledger.left(budget)
    except BudgetError as error:
        return str(error)
    told = [f"{Money(max(0.0, money), budget.currency)} {_CALLED[wall]}" for wall, money in left.items()]
    return f"The budget leaves {', '.join(told)}." if told else ""


def beyond(budget: Budget, ledger: Ledger, price: Sequence[Money]) -> Iterator[tuple[Wall, str]]:
    """The walls of *budget* that a run for *price* would pass, each with a letter about it."""
    if not budget.walls:
        return
    try:
        left, value = ledger.left(budget), sum(map(budget.value, price))
    except BudgetError as error:
        yield "amount", str(error)
        return
    asked = " and ".join(map(str, price))
    for wall, money in left.items():
        there = Money(max(0.0, money), budget.currency)
        if value > money + NEARLY:
            yield wall, f"This run costs up to {asked}, and {_ends(wall, there)}"


def _ends(wall: Wall, there: Money) -> str:
    if wall == "amount":
        return f"{there} of the budget are left. Raise it, or make less."
    return (
        f"the budget leaves {there} {_CALLED[wall]}. It stops there; what is made until then is kept, and a"
        " later run goes on."
    )
