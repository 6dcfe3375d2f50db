"""The wall around the budget holds for threads, for processes and across crashes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import BudgetError, Refused
from pipeline.spending import Budget, Ledger, Money, price_of

FRAME = "images/e01s01-01.png"
ONE_DOLLAR = Budget(amount=1.0)


class Dear:
    def price(self, request) -> Money:
        return Money(0.5 * request, "CNY")


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return Ledger(tmp_path / ".made" / "ledger.jsonl")


def pay(ledger: Ledger, amount: float, budget: Budget = ONE_DOLLAR, currency: str = "USD") -> None:
    with ledger.paying(FRAME, "dear", Money(amount, currency), budget):
        pass


def test_what_was_spent_is_counted_by_currency(ledger):
    pay(ledger, 0.25)
    pay(ledger, 0.5)
    pay(ledger, 3, Budget(amount=10, currency="CNY"), "CNY")

    assert ledger.totals() == [Money(3.0, "CNY"), Money(0.75, "USD")]


def test_a_free_call_leaves_no_trace(ledger, tmp_path):
    with ledger.paying(FRAME, "free", None, ONE_DOLLAR):
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_call_beyond_the_budget_is_not_made(ledger):
    pay(ledger, 0.7)
    beyond = ledger.paying(FRAME, "dear", Money(0.4), ONE_DOLLAR)

    with (
        pytest.raises(BudgetError, match=r"0\.40 USD.*of the budget of 1\.00 USD 0\.70 USD are spent"),
        beyond,
    ):
        pytest.fail("the call was made")
    assert ledger.total("USD") == pytest.approx(0.7)


def test_a_budget_can_be_spent_to_the_last_cent(ledger):
    for _ in range(10):
        pay(ledger, 0.1)

    with pytest.raises(BudgetError):
        pay(ledger, 0.01)


def test_without_a_budget_everything_is_allowed_and_still_counted(ledger):
    pay(ledger, 1000, Budget())

    assert ledger.total("USD") == 1000


def test_a_budget_of_nothing_allows_nothing_that_costs(ledger):
    with pytest.raises(BudgetError):
        pay(ledger, 0.01, Budget(amount=0))


def test_a_price_in_another_currency_than_the_budget_is_refused(ledger):
    with pytest.raises(BudgetError, match=r"dear is paid in CNY, and the budget is in USD\."):
        pay(ledger, 0.1, ONE_DOLLAR, "CNY")


def test_while_a_call_runs_its_price_is_reserved(ledger):
    with ledger.paying(FRAME, "dear", Money(0.6), ONE_DOLLAR):
        assert ledger.total("USD") == 0.6
        with pytest.raises(BudgetError):
            pay(ledger, 0.6)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_call_that_fails_or_is_stopped_is_released(ledger, error):
    with pytest.raises(error), ledger.paying(FRAME, "dear", Money(0.6), ONE_DOLLAR):
        raise error

    assert ledger.total("USD") == 0
    assert [entry["state"] for entry in ledger.entries()] == ["reserved", "released"]


def test_a_crash_in_the_middle_of_a_call_counts_as_spent(ledger, tmp_path):
    paying = ledger.paying(FRAME, "dear", Money(0.6), ONE_DOLLAR)
    paying.__enter__()
    after_the_crash = Ledger(tmp_path / ".made" / "ledger.jsonl")

    assert after_the_crash.total("USD") == 0.6
    with pytest.raises(BudgetError):
        pay(after_the_crash, 0.6)


@pytest.mark.parametrize("left", [5, 40, 90, -1])
def test_a_line_cut_off_by_a_crash_is_passed_over_and_takes_no_other_with_it(ledger, tmp_path, left):
    file = tmp_path / ".made" / "ledger.jsonl"
    with ledger.paying("images/林夏.png", "dear", Money(0.2), ONE_DOLLAR):
        whole = file.read_bytes()
    file.write_bytes(whole.strip() + b"\n" + whole.strip()[:left])
    assert ledger.total("USD") == 0.2

    with ledger.paying(FRAME, "dear", Money(0.3), ONE_DOLLAR):
        assert ledger.total("USD") == 0.5


def test_a_line_cut_off_within_a_chinese_character_is_passed_over(ledger, tmp_path):
    pay(ledger, 0.2)
    with (tmp_path / ".made" / "ledger.jsonl").open("ab") as file:
        file.write('\n{"call": "x", "name": "images/林'.encode()[:-1])

    assert ledger.total("USD") == 0.2


def test_threads_together_do_not_break_through_the_wall(ledger):
    def try_to_pay(_number: int) -> bool:
        try:
            pay(ledger, 0.1, Budget(amount=0.5))
        except BudgetError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        paid = list(threads.map(try_to_pay, range(24)))

    assert sum(paid) == 5
    assert ledger.total("USD") == pytest.approx(0.5)


PAY_FOUR_TIMES = """
import sys
from pathlib import Path
from pipeline.errors import BudgetError, Refused
from pipeline.spending import Budget, Ledger, Money

for _ in range(4):
    try:
        with Ledger(Path(sys.argv[1])).paying("a", "dear", Money(0.1), Budget(amount=0.5)):
            print("paid")
    except BudgetError:
        print("refused")
"""


def test_processes_together_do_not_break_through_the_wall(ledger, tmp_path):
    command = [sys.executable, "-c", PAY_FOUR_TIMES, str(tmp_path / ".made" / "ledger.jsonl")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = "".join(process.communicate(timeout=60)[0] for process in processes)

    assert (said.count("paid"), said.count("refused")) == (5, 3)
    assert ledger.total("USD") == pytest.approx(0.5)


def test_the_price_is_what_the_engine_says_and_nothing_where_it_says_none():
    assert price_of(Dear(), 4) == Money(2.0, "CNY")
    assert price_of(object(), 4) is None


def test_money_reads_as_an_amount_and_a_currency():
    assert str(Money(1.005, "CNY")) == "1.00 CNY"


@pytest.mark.parametrize("wrong", [{"amount": -1}, {"currency": "dollars"}, {"currency": "usd"}, {"sum": 1}])
def test_a_budget_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Budget).validate_python(wrong)


def test_what_a_failed_call_costs_all_the_same_is_spent(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl")

    def fail():
        error = Refused("No.", "Other words.")
        error.paid = 0.25
        raise error

    with pytest.raises(Refused), ledger.paying("a.json", "model", Money(2), Budget()):
        fail()

    assert ledger.total("USD") == 0.25


def test_a_receipt_is_settled_with_what_was_asked_in_the_end(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl")
    with ledger.paying("a.json", "model", Money(2), Budget()) as receipt:
        receipt.settle(0.5)

    assert ledger.total("USD") == 0.5
