"""Places that are shared with other processes: taken once, given back, and asked for by name."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from pipeline import limits
from pipeline.hosted.gate import Gate, forget, gate_of
from pipeline.limits import Seat, account


class Book:
    """Writes down who holds which place."""

    def __init__(self) -> None:
        self.held, self.lines = [], []

    @contextmanager
    def place(self, name, at_once):
        self.held.append(name)
        self.lines.append((name, at_once))
        try:
            yield
        finally:
            self.held.remove(name)


@pytest.fixture
def book():
    book = Book()
    limits.share(book.place)
    yield book
    limits.share(None)
    forget()


def test_without_a_server_nobody_is_asked():
    with limits.place("runway", 2):
        assert not limits.shared()


def test_a_place_without_a_name_is_shared_with_nobody(book):
    with limits.place("", 1):
        assert book.lines == []


def test_a_seat_is_taken_once_and_can_be_taken_again(book):
    seat = Seat("gpu0 on studio", 1)
    seat.take()
    seat.take()
    assert book.held == ["gpu0 on studio"]

    seat.leave()
    seat.leave()
    assert (book.held, seat.taken) == ([], False)

    seat.take()
    assert book.lines == [("gpu0 on studio", 1)] * 2
    seat.leave()


def test_an_account_is_named_without_its_key_and_differs_from_others():
    one = account("runway", "https://api.runway.example", "k-123")

    assert one.startswith("runway ")
    assert "k-123" not in one
    assert one != account("runway", "https://api.runway.example", "k-124")
    assert account("runway") == "runway"


def test_a_job_holds_a_place_of_all_processes_while_it_is_inside(book):
    with Gate(3, "runway 1f2e3d").passed():
        assert book.held == ["runway 1f2e3d"]

    assert (book.held, book.lines) == ([], [("runway 1f2e3d", 3)])


def test_a_job_that_runs_at_the_vendors_already_waits_for_no_place(book):
    with Gate(1, "runway").passed(at_once=True):
        assert book.held == []


def test_only_gates_of_long_jobs_are_shared(book):
    assert gate_of(("runway", "address", "key"), 2, shared=True).name == account("runway", "address", "key")
    assert gate_of(("command", "say"), 2).name == ""
