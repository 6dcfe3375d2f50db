"""The wall of a day holds over all dramas of a user, and each call is counted once."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import everywhere
from pipeline.errors import BudgetError, FolderError, Refused
from pipeline.ledger import Ledger
from pipeline.quoting import allowance
from pipeline.spending import Budget, Money

FRAME = "images/e01s01-01.png"
TWO_DOLLARS = Budget(per_day_all=2.0)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SHORTDRAMA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def rain(tmp_path) -> Ledger:
    return Ledger(tmp_path / "rain" / ".made" / "ledger.jsonl")


@pytest.fixture
def snow(tmp_path) -> Ledger:
    return Ledger(tmp_path / "snow" / ".made" / "ledger.jsonl")


class Job:
    """A job that outlives this process."""

    def __init__(self) -> None:
        self.call, self.id, self.open = "", "job-7", True


def pay(ledger: Ledger, amount: float, budget: Budget = TWO_DOLLARS) -> None:
    with ledger.paying(FRAME, "dear", Money(amount), budget):
        pass


def spent() -> float:
    return sum(call.price.amount for call in everywhere.calls(everywhere.today()) if call.counts)


def test_a_call_that_would_pass_the_day_of_all_dramas_is_not_made(rain, snow):
    pay(rain, 1.5)

    with pytest.raises(BudgetError, match=r"budget of 2\.00 USD for all dramas of one day\."):
        pay(snow, 0.6)

    assert snow.calls() == []
    pay(snow, 0.5)
    assert spent() == pytest.approx(2.0)


def test_dramas_without_that_wall_are_counted_too(rain, snow):
    pay(rain, 1.9, Budget())

    with pytest.raises(BudgetError):
        pay(snow, 0.2)


def test_what_another_wall_stops_is_not_counted(rain):
    with pytest.raises(BudgetError, match="for this drama"):
        pay(rain, 1.0, Budget(amount=0.5, per_day_all=2.0))

    assert spent() == 0


def test_a_call_that_failed_is_released_and_one_that_cost_less_is_put_down_as_that(rain):
    with pytest.raises(Refused), rain.paying(FRAME, "dear", Money(1.0), TWO_DOLLARS):
        raise Refused("No.", "Ask for something else.")
    with rain.paying(FRAME, "dear", Money(1.0), TWO_DOLLARS) as receipt:
        receipt.settle(0.25)

    assert spent() == 0.25


def test_a_job_that_outlives_its_process_is_counted_once(rain):
    job = Job()
    with pytest.raises(KeyboardInterrupt), rain.paying(FRAME, "dear", Money(1.0), TWO_DOLLARS, job=job):
        raise KeyboardInterrupt
    with rain.paying(FRAME, "dear", Money(1.0), TWO_DOLLARS, job=job):
        pass

    assert spent() == 1.0
    assert rain.total("USD") == 1.0


def test_what_is_settled_later_stands_on_the_page_of_its_day(rain, monkeypatch):
    job = Job()
    with pytest.raises(KeyboardInterrupt), rain.paying(FRAME, "dear", Money(1.0), TWO_DOLLARS, job=job):
        raise KeyboardInterrupt
    day = everywhere.today()
    monkeypatch.setattr(everywhere, "today", lambda: date(2199, 1, 1))
    rain.settle(job.call, 0.5)

    assert not everywhere.page(date(2199, 1, 1)).exists()
    assert [call.price.amount for call in everywhere.calls(day)] == [0.5]


def test_what_is_left_for_all_dramas_is_told(rain, snow):
    pay(rain, 0.5)

    assert allowance(TWO_DOLLARS, snow) == "The budget leaves 1.50 USD for all dramas today."


def test_a_home_that_is_a_file_is_told_before_anything_is_paid(rain, home):
    home.write_text("")

    with pytest.raises(FolderError):
        pay(rain, 0.5)

    assert rain.calls() == []
