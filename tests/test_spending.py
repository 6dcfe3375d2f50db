"""Money, prices, and a budget that is in one currency."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import BudgetError
from pipeline.spending import Budget, Money, price_of


class Dear:
    def price(self, request) -> Money:
        return Money(0.5 * request, "CNY")


def test_the_price_is_what_the_engine_says_and_nothing_where_it_says_none():
    assert price_of(Dear(), 4) == Money(2.0, "CNY")
    assert price_of(object(), 4) is None


@pytest.mark.parametrize(
    ("amount", "told"),
    [(1.005, "1.00"), (0, "0.00"), (12.345, "12.35"), (0.05, "0.05"), (0.003, "0.0030"), (0.0125, "0.0125")],
)
def test_money_reads_as_an_amount_and_a_currency_in_as_many_digits_as_it_takes(amount, told):
    assert str(Money(amount, "CNY")) == f"{told} CNY"


def test_a_budget_has_the_walls_that_are_set():
    assert Budget().walls == {}
    assert Budget(amount=5, per_day=0).walls == {"amount": 5, "per_day": 0}


def test_money_in_another_currency_is_worth_what_its_rate_says():
    budget = Budget(rates={"CNY": 0.14})

    assert budget.value(Money(10)) == 10
    assert budget.value(Money(10, "CNY")) == pytest.approx(1.4)


def test_money_without_a_rate_is_refused_with_the_line_to_write():
    with pytest.raises(BudgetError, match=r"no rate for CNY\..*`budget: \{rates: \{CNY: \.\.\.\}\}`"):
        Budget(rates={"EUR": 1.1}).value(Money(10, "CNY"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": -1},
        {"currency": "dollars"},
        {"currency": "usd"},
        {"sum": 1},
        {"per_run": -1},
        {"rates": {"yuan": 1}},
        {"rates": {"CNY": 0}},
    ],
)
def test_a_budget_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Budget).validate_python(wrong)
