"""What a plan tells of money: by engine, what is under way already, and what the budget leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.attempt import Made
from pipeline.ledger import Ledger
from pipeline.quoting import Quote, allowance, beyond, cost, quotes
from pipeline.spending import Budget, Money


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return Ledger(tmp_path / "ledger.jsonl")


def made(engine: str, price: Money | None, *, under_way: bool = False, status: str = "planned") -> Made:
    return Made("clips/e01s01-01.mp4", Path(), status, engine, 0, price=price, under_way=under_way)


FILES = [
    made("kling", Money(0.5)),
    made("kling", Money(0.25)),
    made("kling", Money(0.5), under_way=True),
    made("wan", Money(3, "CNY")),
    made("parallax", None),
    made("kling", Money(9), status="kept"),
]


def test_prices_are_summed_by_engine_and_currency_and_jobs_under_way_stand_apart():
    assert quotes(FILES) == [
        Quote("kling", 2, Money(0.75), 1, Money(0.5)),
        Quote("wan", 1, Money(3, "CNY"), 0, Money(0, "CNY")),
    ]


def test_what_is_under_way_is_no_part_of_the_cost():
    assert cost(FILES) == [Money(3, "CNY"), Money(0.75)]


def test_what_is_left_is_told_for_each_wall(ledger):
    with ledger.paying("a", "kling", Money(0.5), Budget()):
        pass

    assert allowance(Budget(), ledger) == ""
    assert allowance(Budget(amount=2, per_run=1, per_day=0.3), ledger) == (
        "The budget leaves 1.50 USD for this drama, 0.50 USD for one run, 0.00 USD for today."
    )


def test_a_run_that_costs_no_more_than_is_left_passes_no_wall(ledger):
    assert list(beyond(Budget(amount=0.75), ledger, [Money(0.75)])) == []
    assert list(beyond(Budget(), ledger, [Money(1000, "CNY")])) == []


def test_currencies_are_added_up_by_their_rates(ledger):
    budget = Budget(amount=1, rates={"CNY": 0.14})

    ((wall, letter),) = beyond(budget, ledger, cost(FILES))

    assert wall == "amount"
    assert letter.startswith(
        "This run costs up to 3.00 CNY and 0.75 USD, and 1.00 USD of the budget are left."
    )


def test_a_price_without_a_rate_stands_in_the_way_of_a_budget(ledger):
    ((wall, letter),) = beyond(Budget(per_day=100), ledger, [Money(3, "CNY")])

    assert (wall, "no rate for CNY" in letter) == ("amount", True)


def test_at_the_walls_of_a_run_and_a_day_a_run_only_stops(ledger):
    told = dict(beyond(Budget(amount=9, per_run=1, per_day=2), ledger, [Money(3)]))

    assert list(told) == ["per_run", "per_day"]
    assert "leaves 2.00 USD for today. It stops there; what is made until then is kept" in told["per_day"]
