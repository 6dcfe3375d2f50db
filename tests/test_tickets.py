"""A job that costs money has a page on disk before it is sent, and nobody pays for it twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.attempt import Attempt
from pipeline.errors import BadResult, FolderError, Refused, Unsettled
from pipeline.project import Project
from pipeline.spending import Budget, Money
from pipeline.tickets import Ticket, Tickets, current

CLIP = "clips/e01s01-01.mp4"
RECIPE = {"engine": "far", "options": {}, "request": {"prompt": "rain"}}


@pytest.fixture
def tickets(tmp_path) -> Tickets:
    return Tickets(tmp_path / ".made")


@pytest.fixture
def ticket(tickets) -> Ticket:
    return tickets.of(CLIP, "far", RECIPE, 0)


def again(tickets: Tickets) -> Ticket:
    """The same ticket, as another process reads it."""
    return tickets.of(CLIP, "far", RECIPE, 0)


def test_a_new_ticket_is_not_on_disk(tickets, ticket):
    assert not ticket.open
    assert list(tickets.all()) == []


def test_a_ticket_is_on_disk_while_the_job_is_sent(tickets, ticket):
    ticket.call = "line"
    ticket.sending(Money(0.5))

    page = again(tickets).page
    assert (page.standing, page.client, page.price, page.call) == (
        "sending",
        ticket.page.client,
        Money(0.5),
        "line",
    )
    assert page.at


def test_a_waiting_ticket_knows_what_the_vendor_calls_the_job(tickets, ticket):
    ticket.sending(Money(0.5))
    ticket.waiting({"id": 17, "status_url": "https://far.example/17"})

    found = again(tickets)
    assert found.open
    assert found.id == "17"
    assert found.page.job["status_url"] == "https://far.example/17"


def test_a_dropped_ticket_is_gone_and_the_next_job_has_another_client_id(tickets, ticket):
    ticket.sending(None)
    before = ticket.page.client
    ticket.waiting({"id": "j1"})
    ticket.drop()

    assert list(tickets.all()) == []
    assert not ticket.open
    assert ticket.page.client != before
    assert ticket.id == "j1", "the ledger tells which job it was"


def test_what_was_refused_is_remembered_and_not_open(tickets, ticket):
    ticket.sending(None)
    ticket.refuse("blood")

    assert (again(tickets).page.standing, again(tickets).page.why) == ("refused", "blood")
    assert not again(tickets).open


def test_another_recipe_another_engine_and_a_redo_have_tickets_of_their_own(tickets, ticket):
    ticket.sending(None)

    assert not tickets.of(CLIP, "far", {**RECIPE, "options": {"model": "x"}}, 0).open
    assert not tickets.of(CLIP, "near", RECIPE, 0).open
    assert not tickets.of(CLIP, "far", RECIPE, 1).open


def test_tickets_are_listed_for_all_files_or_for_one(tickets, ticket):
    ticket.sending(None)
    tickets.of("images/e01s01-01.png", "far", RECIPE, 0).sending(None)

    assert [one.page.name for one in tickets.all()] == [CLIP, "images/e01s01-01.png"]
    assert [one.page.name for one in tickets.all(CLIP)] == [CLIP]


@pytest.mark.parametrize("content", ["", "{", '{"page": 1}'])
def test_a_damaged_ticket_is_never_taken_for_none(tickets, ticket, tmp_path, content):
    ticket.sending(None)
    (file,) = (tmp_path / ".made/tickets").rglob("*.json")
    file.write_text(content)

    with pytest.raises(FolderError, match=r"ticket .* is damaged.*vendor's page"):
        again(tickets)


def test_the_current_ticket_is_that_of_the_file_that_is_made(tickets, ticket):
    with tickets.held(ticket):
        assert current() is ticket
    assert current() is not ticket


class Far:
    """A vendor: takes a job, and delivers when it is asked again."""

    def __init__(self, engine: str = "far", *, unavailable: str = "") -> None:
        self.engine, self.unavailable = engine, unavailable
        self.sent: list[str] = []
        self.ready = True
        self.error: Exception | None = None

    def attempt(self, prompt: str = "rain", *, price: float = 0.5) -> Attempt:
        recipe = {"engine": self.engine, "options": {}, "request": {"prompt": prompt}}
        return Attempt(
            self.engine, recipe, self.build, Money(price), self.unavailable, remote=True, ticketed=True
        )

    def build(self, out: Path) -> None:
        ticket = current()
        if not ticket.open:
            ticket.sending(Money(0.5))
            self.sent.append(ticket.page.client)
            ticket.waiting({"id": f"job-{len(self.sent)}"})
        if self.error:
            ticket.drop()
            raise self.error
        if not self.ready:
            raise Unsettled(f"It is with {self.engine}.", "Run again.")
        out.write_text("a clip")


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path, budget=Budget(amount=1.0))


def states(project: Project) -> list[tuple[str, str, float, str]]:
    return [(call.engine, call.state, call.price.amount, call.job) for call in project.ledger.calls()]


def test_a_job_that_goes_on_is_fetched_by_the_next_run_and_reserved_once(project):
    far = Far()
    far.ready = False
    for _ in range(3):
        with pytest.raises(Unsettled):
            project.make(CLIP, [far.attempt()])
    assert project.ledger.total("USD") == 0.5
    far.ready = True

    Project(project.root, budget=Budget(amount=0.5)).make(CLIP, [far.attempt()])

    assert len(far.sent) == 1
    assert states(project) == [("far", "spent", 0.5, "job-1")]
    assert list(project.tickets.all()) == []


def test_what_came_and_is_no_use_is_paid_and_not_fetched_again(project):
    far, near = Far(), Far("near")

    def check(_: Path) -> None:
        if not near.sent:
            raise BadResult("It holds no pictures.")

    project.make(CLIP, [far.attempt(price=0.4), near.attempt(price=0.5)], check=check)

    assert states(project) == [("far", "spent", 0.4, "job-1"), ("near", "spent", 0.5, "job-1")]
    assert list(project.tickets.all()) == []


def test_while_a_job_goes_on_no_other_engine_is_asked(project):
    far, near = Far(), Far("near")
    far.ready = False

    for attempts in ([far.attempt(), near.attempt()], [near.attempt(), far.attempt()]):
        with pytest.raises(Unsettled, match="with far"):
            project.make(CLIP, attempts)
    assert near.sent == []


def test_a_job_whose_engine_lost_its_key_is_waited_for_and_not_paid_again(project):
    far, near = Far(), Far("near")
    far.ready = False
    with pytest.raises(Unsettled):
        project.make(CLIP, [far.attempt(), near.attempt()])
    far.unavailable = "far needs a key."

    with pytest.raises(Unsettled, match=r"is with far, which can't be asked for it: far needs a key\."):
        project.make(CLIP, [far.attempt(), near.attempt()])
    assert near.sent == []


def test_the_reservation_of_a_job_stands_while_another_recipe_is_made(project):
    far = Far()
    far.ready = False
    with pytest.raises(Unsettled):
        project.make(CLIP, [far.attempt("rain")])
    far.ready = True

    project.make(CLIP, [far.attempt("snow")])

    assert states(project) == [("far", "reserved", 0.5, ""), ("far", "spent", 0.5, "job-2")]


@pytest.mark.parametrize("engine", ["far", "another"])
def test_a_reservation_without_a_ticket_was_never_sent_and_is_released(project, engine):
    far = Far()
    never_sent = project.tickets.of(CLIP, engine, far.attempt().recipe, 0)
    dying = project.ledger.paying(CLIP, engine, Money(0.5), Budget(), job=never_sent)
    dying.__enter__()
    assert project.ledger.total("USD") == 0.5

    project.make(CLIP, [far.attempt()])

    assert [state for _, state, *_ in states(project)] == ["released", "spent"]
    assert project.ledger.total("USD") == 0.5


def test_a_reservation_of_an_engine_that_writes_no_tickets_may_have_been_paid(project):
    dying = project.ledger.paying(CLIP, "another", Money(0.5), Budget())
    dying.__enter__()

    project.make(CLIP, [Far().attempt()])

    assert project.ledger.total("USD") == 1


def test_a_ticket_that_a_dying_process_left_is_closed_when_its_file_is_there(project, monkeypatch):
    far = Far()
    with monkeypatch.context() as dying:
        dying.setattr(Ticket, "drop", lambda _self: None)
        project.make(CLIP, [far.attempt()])
    assert [ticket.open for ticket in project.tickets.all()] == [True]

    assert project.make(CLIP, [far.attempt()]).status == "kept"
    assert list(project.tickets.all()) == []
    assert states(project) == [("far", "spent", 0.5, "job-1")]


def test_what_a_job_cost_that_failed_is_in_the_ledger_with_its_name(project):
    far = Far()
    far.error = BadResult("Broken.")
    far.error.paid = 0.2

    with pytest.raises(BadResult):
        project.make(CLIP, [far.attempt()])
    assert states(project) == [("far", "spent", 0.2, "job-1")]


def test_what_two_vendors_refused_is_offered_to_no_third_one_but_to_this_machine(project):
    vendors = [Far("one"), Far("two"), Far("three")]
    for vendor in vendors:
        vendor.error = Refused(f"{vendor.engine} refuses.", "Other words.")
    here = Attempt("here", {"engine": "here"}, lambda out: out.write_text("drawn") and None)

    made = project.make(CLIP, [*(vendor.attempt() for vendor in vendors), here])

    assert [len(vendor.sent) for vendor in vendors] == [1, 1, 0]
    assert made.engine == "here"
    assert made.passed_over == (
        "one: one refuses. Other words.",
        "two: two refuses. Other words.",
    )
    assert project.records.read(project.records.page(CLIP)).passed_over == made.passed_over


def test_where_two_vendors_refused_and_no_other_is_left_both_are_named(project):
    vendors = [Far("one"), Far("two"), Far("three")]
    for vendor in vendors:
        vendor.error = Refused(f"{vendor.engine} refuses.", "Other words.")

    with pytest.raises(Refused, match=r"two refuses\. Before that, one: one refuses\."):
        project.make(CLIP, [vendor.attempt() for vendor in vendors])
    assert vendors[2].sent == []


def test_tickets_hold_no_more_than_what_is_needed_to_ask_for_the_job(tickets, ticket, tmp_path):
    ticket.sending(Money(0.5))
    (file,) = (tmp_path / ".made/tickets").rglob("*.json")

    assert set(json.loads(file.read_text())) == {
        "page", "name", "engine", "request", "standing", "client", "job", "at", "price", "call", "why",
    }  # fmt: skip
