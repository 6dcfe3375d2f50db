"""The queue before a vendor: who waits, who goes, and what a complaint changes."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from pipeline.errors import Unpaid
from pipeline.hosted import gate, waiting
from pipeline.hosted.gate import Gate, gate_of
from pipeline.tickets import Page, Ticket, _current

LONG = 5.0


class Clock:
    """Time goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(waiting, "now", lambda: clock.now)
    monkeypatch.setattr(waiting, "sleep", clock.sleep)
    return clock


class Job(Thread):
    """One job in a thread of its own: inside from `came` until it is told to `go`."""

    def __init__(self, gate: Gate, *, at_once: bool = False, rests: bool = False, name: str = "") -> None:
        super().__init__(daemon=True)
        self.page = Page(name=name, engine="", request="", client="")
        self.gate, self.at_once, self.rests = gate, at_once, rests
        self.came, self.rested, self.go, self.error = Event(), Event(), Event(), None
        self.start()

    def run(self) -> None:
        _current.set(Ticket(self.page))
        try:
            with self.gate.passed(at_once=self.at_once):
                self.came.set()
                if self.rests:
                    self.gate.slower(7)
                    self.gate.rest()
                    self.rested.set()
                self.go.wait(LONG)
        except Unpaid as error:
            self.error = error

    def ended(self) -> bool:
        self.go.set()
        self.join(LONG)
        return not self.is_alive()


def refused(gate: Gate) -> None:
    with gate.passed():
        gate.slower(5)
        gate.rest()


def inside(*jobs: Job) -> bool:
    return all(job.came.wait(LONG) for job in jobs)


def waits(job: Job) -> bool:
    return not job.came.wait(0.05)


def test_so_many_go_through_as_the_vendor_allows():
    gate = Gate(2)
    first, second = Job(gate), Job(gate)
    assert inside(first, second)
    third = Job(gate)
    assert waits(third)
    assert first.ended()
    assert inside(third)
    assert second.ended()
    assert third.ended()


def test_a_picture_that_comes_later_goes_before_a_clip():
    gate = Gate(1)
    running = Job(gate)
    assert inside(running)
    clip = Job(gate, name="clips/e01s01-01.mp4")
    assert waits(clip)
    picture = Job(gate, name="images/e02s01-01.png")
    assert waits(picture)

    assert running.ended()
    assert inside(picture)
    assert waits(clip)
    assert picture.ended()
    assert inside(clip)
    assert clip.ended()


def test_a_job_that_runs_at_the_vendors_already_takes_a_place_and_waits_for_none():
    gate = Gate(1)
    one, resumed = Job(gate), Job(gate, at_once=True)
    assert inside(one, resumed)
    late = Job(gate)
    assert one.ended()
    assert waits(late)
    assert resumed.ended()
    assert inside(late)
    assert late.ended()


def test_a_complaint_makes_everybody_wait_and_one_job_less_run(clock):
    gate = Gate(3)
    with gate.passed():
        gate.slower(30)
        gate.rest()

    assert sum(clock.slept) == pytest.approx(30)
    assert gate.limit == 1


def test_who_was_too_many_gives_up_the_place_until_there_is_one():
    gate = Gate(2)
    running = Job(gate)
    assert inside(running)
    refused = Job(gate, rests=True)
    assert not refused.rested.wait(0.05)
    assert gate.limit == 1
    assert running.ended()
    assert refused.rested.wait(LONG)
    assert refused.ended()


def test_after_as_many_jobs_as_run_at_once_one_more_may():
    gate = Gate(3)
    with gate.passed():
        gate.slower(0)
        assert gate.limit == 1
        gate.well()
        assert gate.limit == 2
        gate.well()
        assert gate.limit == 2
        gate.well()
        assert gate.limit == 3
        for _ in range(9):
            gate.well()
        assert gate.limit == 3


def test_at_least_one_job_may_always_run():
    gate = Gate(1)
    with gate.passed():
        for _ in range(3):
            gate.slower(0)
        gate.rest()

    assert gate.limit == 1


def test_whoever_waits_at_a_gate_that_closes_gets_its_error():
    gate = Gate(1)
    one = Job(gate)
    assert inside(one)
    late = Job(gate)
    assert waits(late)
    gate.close(Unpaid("No credits.", "Add some."))
    late.join(LONG)
    assert str(late.error) == "It is out for this run. No credits. Add some."
    assert one.ended()
    assert one.error is None


def test_whoever_rests_inside_a_gate_that_closes_does_not_go_on():
    gate = Gate(2)
    running = Job(gate)
    assert inside(running)
    refused = Job(gate, rests=True)
    assert not refused.rested.wait(0.05)
    gate.close(Unpaid("No credits."))
    refused.join(LONG)
    assert refused.error
    assert running.ended()


def test_a_closed_gate_is_tried_again_after_a_while(clock):
    gate = Gate(1)
    gate.close(Unpaid("No credits."))
    with pytest.raises(Unpaid), gate.passed():
        pytest.fail("it was open")
    clock.now += 3600
    with gate.passed():
        pass


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_place_is_free_again_however_a_job_ends(error):
    gate = Gate(1)
    with pytest.raises(error), gate.passed():
        raise error
    with gate.passed():
        pass


def test_a_place_is_free_again_when_somebody_is_stopped_while_resting(monkeypatch):
    def stopped(_: float) -> None:
        raise KeyboardInterrupt

    gate = Gate(1)
    monkeypatch.setattr(waiting, "sleep", stopped)
    with pytest.raises(KeyboardInterrupt):
        refused(gate)
    with gate.passed():
        pass


def test_a_vendor_and_account_have_one_gate():
    gate.forget()
    first = gate_of(("lamp", "key"), 3)

    assert gate_of(("lamp", "key"), 5) is first
    assert gate_of(("lamp", "other"), 5) is not first
    gate.forget()
    assert gate_of(("lamp", "key"), 5) is not first
