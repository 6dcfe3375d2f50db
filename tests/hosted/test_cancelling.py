"""A job that is taken back at the vendor's."""

from __future__ import annotations

import pytest
import stamina
from vendors.runway import Runway
from vendors.stand_in import Reply, serving

from pipeline import clips
from pipeline.errors import Unsettled
from pipeline.hosted import gate
from pipeline.spending import Money
from pipeline.tickets import Tickets

RUNNING = Reply({"status": "RUNNING"})


@pytest.fixture
def server(monkeypatch):
    for name, key in Runway.env.items():
        monkeypatch.setenv(name, key)
    gate.forget()
    with serving(Runway()) as server, stamina.set_testing(True, attempts=3):
        yield server


@pytest.fixture
def ticket(tmp_path):
    ticket = Tickets(tmp_path).of("clips/e01s01-01.mp4", "runway", {}, 0)
    ticket.sending(Money(0.25))
    return ticket


def engine(server, **spec):
    return clips.ENGINES["runway"](spec={"base_url": server.url, **spec})


def sent(server, ticket):
    """The job of *ticket*, as the vendor has it."""
    job = server.vendor.new_job({"duration": 5, "model": "gen4_turbo"})
    ticket.waiting({"id": job.id})
    return job


def test_the_vendor_is_told_which_job_to_stop(server, ticket):
    job = sent(server, ticket)
    job.polls = 5

    assert engine(server).cancel(ticket) == 0
    assert server.vendor.cancelled == [job.id]


def test_what_the_vendor_bills_for_a_stopped_job_is_told(server, ticket):
    sent(server, ticket)
    server.faults.instead["poll"] = [RUNNING, Reply({"status": "CANCELLED", "cost": {"credits": 10}})]

    assert engine(server).cancel(ticket) == pytest.approx(0.1)


def test_a_job_that_the_vendor_forgets_when_it_is_stopped_costs_nothing(server, ticket):
    sent(server, ticket)
    server.faults.instead["poll"] = [RUNNING, Reply({"error": "Task not found"}, 404)]

    assert engine(server).cancel(ticket) == 0


def test_a_job_that_was_done_already_can_still_be_fetched(server, ticket):
    sent(server, ticket).polls = -1

    with pytest.raises(Unsettled, match=r"job job-1: it was done before it could be taken back\..*run again"):
        engine(server).cancel(ticket)
    assert ticket.open
    # Runway deletes what is done, and does not give the money back.
    assert server.vendor.cancelled == []


def test_a_job_that_is_done_meanwhile_can_still_be_fetched(server, ticket):
    sent(server, ticket).polls = 1

    with pytest.raises(Unsettled, match="before it could be taken back"):
        engine(server).cancel(ticket)


def test_a_vendor_that_does_not_do_it_is_quoted(server, ticket):
    sent(server, ticket)
    server.faults.instead["cancel"] = [Reply({"error": "Too late."}, 400)]

    with pytest.raises(Unsettled, match=r"could not be taken back \(Too late"):
        engine(server).cancel(ticket)
    assert ticket.open


def test_a_vendor_that_takes_no_job_back_is_named(server, ticket):
    sent(server, ticket)

    with pytest.raises(Unsettled, match=r"Runway takes no job back: .* goes on as job job-1\."):
        engine(server, cancel=None).cancel(ticket)
    assert server.log == []


def test_a_job_without_a_name_can_not_be_taken_back(server, ticket):
    with pytest.raises(Unsettled, match=r"nobody knows as which job\..*`--id ID`"):
        engine(server).cancel(ticket)
    assert server.log == []
