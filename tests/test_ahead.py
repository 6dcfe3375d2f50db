"""What a plan assumes: who would make a file, within the budget, and what is under way."""

from __future__ import annotations

import pytest

from pipeline.ahead import Ahead
from pipeline.attempt import Attempt
from pipeline.ledger import Ledger
from pipeline.spending import Budget, Money


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return Ledger(tmp_path / "ledger.jsonl")


def attempt(engine: str, **told) -> Attempt:
    return Attempt(engine, {"engine": engine}, lambda out: out.write_text(engine) and None, **told)


DEAR = attempt("dear", price=Money(0.6), gives_way=True)
FREE = attempt("free")


def chosen(ahead: Ahead, *attempts: Attempt, under_way: str = "") -> tuple[str, bool]:
    found, sent = ahead.choose(attempts, lambda one: one.engine == under_way)
    return found.engine, sent


def test_the_first_that_can_run_here_is_chosen(ledger):
    ahead = Ahead(ledger, Budget())

    assert chosen(ahead, attempt("far", unavailable="No key."), FREE) == ("free", False)
    assert chosen(ahead, attempt("far", unavailable="No key.")) == ("far", False)


def test_who_only_keeps_is_not_chosen_unless_its_job_is_under_way(ledger):
    ahead, before = Ahead(ledger, Budget()), attempt("before", only_keeps=True)

    assert chosen(ahead, before, FREE) == ("free", False)
    assert chosen(ahead, FREE, before, under_way="before") == ("before", True)


def test_the_plan_spends_the_budget_as_a_run_would_and_then_gives_way(ledger):
    ahead = Ahead(ledger, Budget(amount=1.3))

    assert [chosen(ahead, DEAR, FREE)[0] for _ in range(4)] == ["dear", "dear", "free", "free"]


def test_a_job_under_way_is_not_spent_again(ledger):
    ahead = Ahead(ledger, Budget(amount=0.6))

    assert chosen(ahead, DEAR, FREE, under_way="dear") == ("dear", True)
    assert chosen(ahead, DEAR, FREE) == ("dear", False)


def test_an_engine_that_was_named_stays_chosen_beyond_the_budget(ledger):
    named = attempt("named", price=Money(2))

    assert chosen(Ahead(ledger, Budget(amount=1)), named, FREE) == ("named", False)


def test_a_price_without_a_rate_gives_way_where_there_is_a_wall(ledger):
    yuan = attempt("yuan", price=Money(1, "CNY"), gives_way=True)

    assert chosen(Ahead(ledger, Budget(amount=9)), yuan, FREE) == ("free", False)
    assert chosen(Ahead(ledger, Budget()), yuan, FREE) == ("yuan", False)


def test_equal_plans_have_equal_hashes_and_a_preview_is_built_aside(ledger, tmp_path):
    ahead, path = Ahead(ledger, Budget()), tmp_path / "a.png"
    assert ahead.sha256(path) is None
    ahead.planned(path, FREE)
    first = ahead.sha256(path)
    ahead.planned(path, DEAR)

    assert first.startswith("planned ")
    assert ahead.sha256(path) != first
    assert ahead.preview("images/a.png", FREE).read_text() == "free"
    assert not path.exists()
