"""A paid line is sent with a ticket, repeated where it costs little, and told as what it is."""

from __future__ import annotations

import pytest

from pipeline.errors import BadResult, NotHere, Unpaid, Wait
from pipeline.hosted.gate import Gate
from pipeline.hosted.kinds import Fault, NotSent, Unanswered
from pipeline.spending import Money
from pipeline.tickets import Tickets
from pipeline.voices.calling import calling

PRICE = Money(0.004)
RECIPE = {"engine": "it"}


@pytest.fixture
def tickets(tmp_path, clock):
    return Tickets(tmp_path)


def line(tickets, *answers, gate=None, price=PRICE):
    """What comes of a line when the vendor says or does *answers*, one after another; and its ticket."""
    left, ticket = list(answers), tickets.of("voices/line.wav", "it", RECIPE, 0)

    def send():
        answer = left.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    with tickets.held(ticket), calling("Lamp", gate or Gate(2), price) as call:
        assert call.ask(send) == "sound"
    return ticket


def test_an_answer_costs_its_price_and_the_ticket_stays_until_the_file_is_there(tickets):
    ticket = line(tickets, "sound")
    assert ticket.told == {"paid": 0.004}
    assert [one.page.standing for one in tickets.all()] == ["sending"]


def test_a_free_line_leaves_no_ticket(tickets):
    ticket = line(tickets, "sound", price=None)
    assert ticket.told == {}
    assert not list(tickets.all())


def test_who_is_not_reached_costs_nothing_and_is_tried_again(tickets):
    assert line(tickets, NotSent("refused"), NotSent("refused"), "sound").told["paid"] == 0.004


def test_an_answer_that_is_lost_counts_as_paid(tickets):
    assert line(tickets, Unanswered("reset"), "sound").told["paid"] == 0.008


def test_it_waits_as_long_as_the_vendor_asks(tickets, clock):
    before = clock.now
    line(tickets, Fault("rate_limit", "too many", 429, 7.0), "sound")
    assert clock.now - before == 7


def test_nobody_there_is_not_waited_for_twice(tickets):
    gate = Gate(2)
    with pytest.raises(Wait, match="can't be reached: refused"):
        line(tickets, *[NotSent("refused")] * 6, gate=gate)
    with pytest.raises(Wait, match="out for this run"):
        line(tickets, "sound", gate=gate)
    assert not list(tickets.all())


def test_a_line_whose_answer_breaks_off_again_and_again_does_not_close_the_gate(tickets):
    gate = Gate(2)
    with pytest.raises(BadResult, match="3 times: cut") as error:
        line(tickets, *[Unanswered("cut")] * 3, gate=gate)
    assert error.value.paid == pytest.approx(0.012)
    line(tickets, "sound", gate=gate)


@pytest.mark.parametrize(("kind", "error"), [("quota", Unpaid), ("auth", NotHere)])
def test_without_money_or_key_no_other_line_is_sent(tickets, kind, error):
    gate = Gate(2)
    with pytest.raises(error):
        line(tickets, Fault(kind, "no", 401), gate=gate)
    with pytest.raises(error, match="out for this run"):
        line(tickets, "sound", gate=gate)


def test_a_bad_take_was_paid_all_the_same(tickets):
    def spoken():
        ticket = tickets.of("voices/line.wav", "it", RECIPE, 0)
        with tickets.held(ticket), calling("Lamp", Gate(2), PRICE) as call:
            call.ask(lambda: "silence")
            raise BadResult("The voice said nothing.", "Run again.")

    with pytest.raises(BadResult) as error:
        spoken()
    assert error.value.paid == 0.004
    assert not list(tickets.all())


def test_the_vendors_own_figure_settles_it(tickets):
    ticket = tickets.of("voices/line.wav", "it", RECIPE, 0)
    with tickets.held(ticket), calling("Lamp", Gate(2), PRICE) as call:
        call.ask(lambda: "sound")
        call.billed(0.0025)
    assert ticket.told["paid"] == 0.0025


def test_a_run_that_is_stopped_leaves_the_ticket_and_the_next_one_counts_it(tickets):
    with pytest.raises(KeyboardInterrupt):
        line(tickets, KeyboardInterrupt())
    assert [one.page.standing for one in tickets.all()] == ["sending"]
    assert line(tickets, "sound").told["paid"] == 0.008
