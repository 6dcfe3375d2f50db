"""The wall around the budget holds for threads, for processes and across crashes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from pipeline.errors import BudgetError, Refused
from pipeline.ledger import RUN, Ledger
from pipeline.spending import Budget, Money

FRAME = "images/e01s01-01.png"
ONE_DOLLAR = Budget(amount=1.0)


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return Ledger(tmp_path / ".made" / "ledger.jsonl")


def pay(ledger: Ledger, amount: float, budget: Budget = ONE_DOLLAR, currency: str = "USD") -> None:
    with ledger.paying(FRAME, "dear", Money(amount, currency), budget):
        pass


def test_what_was_spent_is_counted_by_currency(ledger):
    pay(ledger, 0.25)
    pay(ledger, 0.5)
    pay(ledger, 3, Budget(amount=10, currency="CNY", rates={"USD": 7}), "CNY")

    assert ledger.totals() == [Money(3.0, "CNY"), Money(0.75, "USD")]


def test_a_free_call_leaves_no_trace(ledger, tmp_path):
    with ledger.paying(FRAME, "free", None, ONE_DOLLAR):
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_call_beyond_the_budget_is_not_made(ledger):
    pay(ledger, 0.7)
    beyond = ledger.paying(FRAME, "dear", Money(0.4), ONE_DOLLAR)

    with (
        pytest.raises(BudgetError, match=r"dear was not asked: .* budget of 1\.00 USD for this drama\."),
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
    with pytest.raises(BudgetError, match=r"in USD, and has no rate for CNY\."):
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
from pipeline.ledger import Ledger
from pipeline.spending import Budget, Money

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


def test_a_call_is_known_by_its_job_its_run_and_the_day_on_which_it_was_reserved(ledger):
    pay(ledger, 0.25)

    (call,) = ledger.calls()
    assert (call.name, call.engine, call.price, call.state) == (FRAME, "dear", Money(0.25), "spent")
    assert call.run == RUN
    assert call.day == datetime.now(UTC).astimezone().date()


def put(ledger: Ledger, **changes) -> None:
    """A line as another run or another day has left it."""
    entry = {"call": "x", "name": FRAME, "engine": "dear", "amount": 0.6, "currency": "USD", "state": "spent"}
    ledger._path.parent.mkdir(exist_ok=True)
    with ledger._path.open("a") as file:
        file.write("\n" + json.dumps({**entry, "at": time.time(), "run": "another", **changes}))


def test_the_wall_of_a_run_counts_what_this_process_spends(ledger):
    put(ledger)
    budget = Budget(per_run=1.0)
    pay(ledger, 0.9, budget)

    with pytest.raises(BudgetError, match=r"budget of 1\.00 USD for one run\. Run again to go on"):
        pay(ledger, 0.2, budget)


def test_the_wall_of_a_day_counts_what_was_reserved_on_it_by_any_run(ledger):
    put(ledger, call="a")
    put(ledger, call="b", at=time.time() - 2 * 24 * 3600)
    budget = Budget(per_day=1.0)
    pay(ledger, 0.4, budget)

    with pytest.raises(BudgetError, match=r"budget of 1\.00 USD for one day\. Run again tomorrow"):
        pay(ledger, 0.1, budget)


def test_a_job_that_is_settled_later_counts_for_the_run_and_the_day_that_sent_it(ledger):
    put(ledger, state="reserved", at=time.time() - 2 * 24 * 3600)
    put(ledger, run="", at=time.time())

    (call,) = ledger.calls()
    assert (call.state, call.run) == ("spent", "another")
    assert ledger.left(Budget(per_run=1, per_day=1)) == {"per_run": 1, "per_day": 1}


def test_other_currencies_count_by_their_rates(ledger):
    budget = Budget(amount=1.0, rates={"CNY": 0.14})
    pay(ledger, 5, budget, "CNY")
    pay(ledger, 0.2, budget)

    assert ledger.left(budget) == {"amount": pytest.approx(0.1)}
    with pytest.raises(BudgetError):
        pay(ledger, 1, budget, "CNY")


def test_what_was_paid_in_a_currency_without_a_rate_is_not_taken_for_nothing(ledger):
    pay(ledger, 5, Budget(), "CNY")

    with pytest.raises(BudgetError, match="no rate for CNY"):
        pay(ledger, 0.1)


def test_all_calls_that_a_wall_stops_are_told_in_the_same_words(ledger):
    told = set()
    for amount in (2, 3):
        with pytest.raises(BudgetError) as stopped:
            pay(ledger, amount)
        told.add(str(stopped.value))

    assert len(told) == 1


def test_a_reserved_call_can_be_settled_by_hand_and_a_settled_one_stays(ledger):
    put(ledger, call="a", state="reserved")
    put(ledger, call="b", state="reserved")
    ledger.settle("a", 0.3)
    ledger.settle("b", 0)
    ledger.settle("a", 0.9)

    assert [(call.state, call.price.amount) for call in ledger.calls()] == [("spent", 0.3), ("released", 0)]
