"""Jobs that go on at vendors: listed, taken over, forgotten, taken back."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from rich.console import Console

from pipeline import jobs
from pipeline.attempt import Attempt
from pipeline.drama import Drama, open_drama
from pipeline.errors import FolderError, InputError, NameUnknown, Unsettled
from pipeline.placing import Placing
from pipeline.spending import Budget, Money
from pipeline.tickets import Ticket

CLIP = "clips/e01s01-01.mp4"


def attempt() -> Attempt:
    """What makes the clip that the jobs of these tests are for."""
    recipe = {"engine": "runway"}
    return Attempt("runway", recipe, lambda out: out.write_text("clip") and None, Money(0.5), ticketed=True)


@pytest.fixture
def drama(folder) -> Drama:
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("{engine: turn}", "{engine: [runway, turn]}"))
    return open_drama(folder)


def send(drama: Drama, name: str = CLIP, engine: str = "runway", job: str = "j1") -> Ticket:
    """A job under way, with its line in the ledger; without an id its answer was lost."""
    ticket = drama.project.tickets.of(name, engine, {"engine": engine}, 0)
    with (
        suppress(KeyboardInterrupt),
        drama.project.ledger.paying(name, engine, Money(0.5), Budget(), job=ticket),
    ):
        ticket.sending(Money(0.5))
        if job:
            ticket.waiting({"id": job})
        raise KeyboardInterrupt
    return ticket


@pytest.fixture
def unsent(drama):
    """What was reserved for a job by a process that died before it sent it."""
    ticket = drama.project.tickets.of(CLIP, "runway", {"engine": "runway"}, 0)
    dying = drama.project.ledger.paying(CLIP, "runway", Money(0.5), Budget(), job=ticket)
    dying.__enter__()
    return dying


def states(drama: Drama) -> list[tuple[str, float]]:
    return [(call.state, call.price.amount) for call in drama.project.ledger.calls()]


def names(tickets) -> list[str]:
    return [ticket.page.name for ticket in tickets]


def test_jobs_are_listed_with_what_is_known_of_them(drama):
    send(drama)
    send(drama, "clips/e01s01-02.mp4", job="")
    console = Console(width=200)
    with console.capture() as told:
        console.print(jobs.as_table(jobs.under_way(drama.project)))

    first, second = (line for line in told.get().splitlines() if "runway" in line)
    assert [cell.strip() for cell in first.strip("│").split("│")][::2] == [CLIP, "waiting", "j1"]
    assert "sending" in second
    assert "0.50 USD" in second


def test_what_was_refused_is_no_job(drama):
    send(drama).refuse("blood")

    assert jobs.under_way(drama.project) == []


def test_a_job_whose_file_is_there_is_closed_and_its_price_spent(drama):
    ticket = send(drama)
    drama.project.make(CLIP, [attempt()])
    ticket._write()  # as a process left it that died before it could close the ticket

    assert jobs.under_way(drama.project) == []
    assert list(drama.project.tickets.all()) == []


def test_a_job_is_kept_while_its_file_is_gone(drama):
    drama.project.make(CLIP, [attempt()])
    drama.project.path(CLIP).unlink()
    send(drama)

    assert names(jobs.under_way(drama.project)) == [CLIP]


def test_what_was_reserved_for_a_job_that_was_never_sent_is_released(drama, unsent):
    send(drama, "clips/e01s01-02.mp4")
    send(drama, "clips/e01s01-03.mp4", job="")

    jobs.release_unsent(drama.project)

    assert states(drama) == [("released", 0), ("reserved", 0.5), ("reserved", 0.5)]


def test_what_another_process_is_about_to_send_stays_reserved(drama, unsent):
    with Placing(drama.project.root, drama.project.records).alone(CLIP):
        jobs.release_unsent(drama.project)

    assert states(drama) == [("reserved", 0.5)]


@pytest.mark.parametrize("target", [CLIP, "clips/e01s01-01", "e01s01-01", "e01s01", "e01"])
def test_a_job_is_meant_by_its_file_or_what_it_belongs_to(drama, target):
    send(drama)
    send(drama, "clips/e02s01-01.mp4")

    assert names(jobs.meant(drama.project, target)) == [CLIP]


def test_what_has_no_job_is_told_with_what_has(drama):
    send(drama)

    with pytest.raises(
        NameUnknown, match=r"No job is under way for 'e09'\. There are jobs for: clips/e01s01-01"
    ):
        jobs.meant(drama.project, "e09")


def test_a_job_that_was_found_on_the_vendors_page_is_waited_for(drama):
    ticket = send(drama, job="")

    jobs.take_over(drama, jobs.meant(drama.project, CLIP), "found-7")

    (again,) = drama.project.tickets.all()
    assert (again.page.standing, again.id, again.page.client) == ("waiting", "found-7", ticket.page.client)
    assert states(drama) == [("reserved", 0.5)]


def test_one_id_is_not_that_of_two_jobs(drama):
    send(drama)
    send(drama, "clips/e01s01-02.mp4")

    with pytest.raises(
        InputError, match=r"these are several: clips/e01s01-01.mp4 by runway, clips/e01s01-02"
    ):
        jobs.take_over(drama, jobs.meant(drama.project, "e01"), "found-7")


def test_a_vendor_that_is_asked_with_more_than_an_id_is_said(drama, folder):
    spec = "{submit: {keep: {where: urls.get}}, poll: {request: {path: '{where}'}}}"
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("turn]}", f"turn], runway: {{spec: {spec}}}}}"))
    changed = open_drama(folder)
    send(changed, job="")

    with pytest.raises(InputError, match=r"by more than its id: where\. Download the file .*e01s01-01\.mp4"):
        jobs.take_over(changed, jobs.meant(changed.project, CLIP), "found-7")


@pytest.mark.parametrize(("job", "counted"), [("j1", ("spent", 0.5)), ("", ("released", 0.0))])
def test_a_forgotten_job_is_spent_where_the_vendor_has_it_and_free_where_nobody_found_it(drama, job, counted):
    jobs.forget(drama, send(drama, job=job))

    assert list(drama.project.tickets.all()) == []
    assert states(drama) == [counted]
    assert [call.job for call in drama.project.ledger.calls()] == [job]


class Mine:
    """A server of one's own, that stops what it is told to."""

    def __init__(self) -> None:
        self.stopped: list[object] = []

    def cancel(self, job) -> None:
        self.stopped.append(job["id"])


def test_a_job_that_is_taken_back_is_closed_and_released(drama, monkeypatch):
    mine = Mine()
    monkeypatch.setattr(jobs, "_engine", lambda *_: mine)

    assert jobs.take_back(drama, send(drama)) == 0

    assert mine.stopped == ["j1"]
    assert list(drama.project.tickets.all()) == []
    assert states(drama) == [("released", 0.0)]


def test_an_engine_that_takes_nothing_back_leaves_the_job_as_it_is(drama):
    ticket = send(drama, engine="turn")

    with pytest.raises(Unsettled, match="turn takes no job back"):
        jobs.take_back(drama, ticket)
    assert states(drama) == [("reserved", 0.5)]
    assert names(jobs.under_way(drama.project)) == [CLIP]


def test_an_engine_that_there_is_no_more_is_said(drama):
    with pytest.raises(InputError, match="no engine gone any more"):
        jobs.take_back(drama, send(drama, engine="gone"))


def test_nothing_is_settled_by_hand_while_a_run_is_at_work_on_it(drama):
    ticket, at_work, done = send(drama), threading.Event(), threading.Event()

    def run() -> None:
        with Placing(drama.root, drama.project.records).alone(CLIP):
            at_work.set()
            done.wait()

    working = threading.Thread(target=run)
    working.start()
    at_work.wait()
    try:
        with pytest.raises(FolderError, match=r"A run is at work on clips/e01s01-01\.mp4\. Stop it first"):
            jobs.forget(drama, ticket)
    finally:
        done.set()
        working.join()
    assert states(drama) == [("reserved", 0.5)]


def test_one_line_tells_what_goes_on_without_us(drama):
    assert jobs.going_on(drama.project, drama.root) == ""
    send(drama)
    send(drama, "clips/e01s01-02.mp4")
    send(drama, "clips/e01s01-03.mp4", engine="kling")

    assert jobs.going_on(drama.project, drama.root) == (
        "3 job(s) go on at kling (1), runway (2): the next run fetches them, and they are paid only once;"
        f" `drama jobs {drama.root} --cancel` takes them back."
    )
