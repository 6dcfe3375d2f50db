"""A job on its way, when the other side behaves strangely: nothing is paid twice, nothing is lost."""

from __future__ import annotations

import base64
import json
from itertools import repeat

import pytest
import stamina
from answering import Said, answering, as_json
from pydantic import TypeAdapter

from pipeline import keys
from pipeline.errors import BadResult, NotHere, Refused, Unsettled, Wait
from pipeline.hosted import sending, waiting
from pipeline.hosted.delivery import Order, deliver
from pipeline.hosted.gate import Gate
from pipeline.hosted.spec import Job
from pipeline.hosted.specs import over
from pipeline.hosted.web import Web
from pipeline.spending import Money
from pipeline.tickets import Tickets

LAMP = {
    "price": {"amount": 0.5, "as_of": "2026-11-21", "source": "its page"},
    "auth": {"env": ["LAMP_KEY"]},
    "errors": {"code": "code", "message": "say", "kinds": {"bad": "moderation", "twice": "duplicate"}},
    "submit": {"request": {"path": "/make", "method": "POST", "json": {"client": "{client_id}"}}, "id": "id"},
    "poll": {
        "request": {"path": "/jobs/{id}"}, "state": "state", "done": ["done", 1], "failed": ["failed", 8],
        "reason": "why", "every_seconds": 0,
    },
    "result": {"url": "url"},
}  # fmt: skip
AT_ONCE = {"poll": None, "submit": {"id": None}}
UPLOAD = {"prepare": [{"request": {"path": "/up"}, "set": {"file": "file"}}]}
FIND = {"submit": {"find": {"request": {"path": "/mine/{client_id}"}, "set": {"id": "id"}}}}
KEEP = {"submit": {"keep": {"at": "at"}}, "poll": {"request": {"path": "{at}"}}}


class Lamp:
    """A vendor that says what it is told to say; each `run` is as a new process."""

    def __init__(self, server, root) -> None:
        self.server, self.root, self.out = server, root, root / "out.mp4"
        self.spec, self.accept, self.slept = {}, lambda _: None, []
        self.say("/make", as_json({"id": "job-1"}))
        self.say("/jobs/job-1", as_json({"state": "done", "url": f"{server.url}/film"}))
        self.say("/film", Said(b"film"))

    def say(self, path: str, *answers: Said) -> None:
        self.server.says[path] = list(answers)

    @property
    def ticket(self):
        recipe = {"engine": "lamp", "options": {}, "request": {}}
        return Tickets(self.root / ".made").of("clips/out.mp4", "lamp", recipe, 0)

    def run(self, **changes) -> float:
        """Make the file; what it cost."""
        spec = over(over({**LAMP, "base_url": self.server.url}, self.spec), changes)
        job, ticket = TypeAdapter(Job).validate_python(spec), self.ticket
        order = Order(
            "Lamp", job, Money(0.5), lambda: ({"prompt": "Rain."}, {}), lambda file, _: self.accept(file)
        )
        deliver(order, ticket, Gate(2), self.out)
        assert self.out.read_bytes() == b"film"
        return ticket.told["paid"]

    def heard(self, path: str) -> list:
        return [heard for heard in self.server.heard if heard.path == path]

    @property
    def sent(self) -> int:
        return len(self.heard("/make"))


@pytest.fixture
def lamp(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    monkeypatch.setenv("LAMP_KEY", "sk-planted")
    with answering() as server, stamina.set_testing(True, attempts=2):
        lamp = Lamp(server, tmp_path)
        monkeypatch.setattr(waiting, "sleep", lamp.slept.append)
        yield lamp


def test_a_job_is_sent_watched_and_fetched(lamp):
    assert lamp.run() == 0.5
    assert lamp.sent == 1


@pytest.mark.parametrize("state", ["done", "DONE", "Done", 1, 1.0, "1"])
def test_a_state_may_be_a_number_or_a_text_in_any_case(lamp, state):
    lamp.say("/jobs/job-1", as_json({"state": state, "url": f"{lamp.server.url}/film"}))
    lamp.run()


@pytest.mark.parametrize("state", ["FAILED", 8, "8"])
def test_so_may_a_failure(lamp, state):
    lamp.say("/jobs/job-1", as_json({"state": state}))
    with pytest.raises(BadResult):
        lamp.run()
    assert lamp.sent == 2


@pytest.mark.parametrize("state", [None, True, [], {"done": 1}, ["done"], "doing", 0])
def test_every_other_state_means_that_it_goes_on(lamp, state, monkeypatch):
    now = iter(range(0, 100_000, 600))
    monkeypatch.setattr(waiting, "now", lambda: next(now))
    lamp.say("/jobs/job-1", as_json({"state": state}))
    with pytest.raises(Unsettled, match="after 60 minutes"):
        lamp.run()
    assert lamp.ticket.open


@pytest.mark.parametrize("id_", ["", None, [], {}, True, ["job-1"]])
def test_an_answer_that_names_no_job_is_not_sent_again(lamp, id_):
    lamp.say("/make", as_json({"id": id_}))
    for _ in range(2):
        with pytest.raises(Unsettled, match="is not known"):
            lamp.run()
    assert lamp.sent == 1


def test_a_job_may_have_a_number(lamp):
    lamp.say("/make", as_json({"id": 350000000000000001}))
    lamp.say("/jobs/350000000000000001", as_json({"state": "done", "url": f"{lamp.server.url}/film"}))
    lamp.run()


def test_a_name_that_no_file_can_hold_loses_no_job(lamp):
    lamp.say("/make", Said(b'{"id": "job-1", "at": "/jobs/job-1?\\ud83d"}'))
    lamp.run(submit={"keep": {"at": "at"}})
    assert lamp.ticket.open


def test_a_job_that_is_not_known_at_once_is_asked_for_again(lamp):
    done = as_json({"state": "done", "url": f"{lamp.server.url}/film"})
    lamp.say("/jobs/job-1", Said(status=404), Said(status=404), done)
    lamp.run()
    assert lamp.sent == 1


def test_a_job_that_stays_unknown_is_lost_and_counts_as_paid(lamp):
    lamp.say("/jobs/job-1", Said(status=404))
    with pytest.raises(BadResult, match="knows nothing of the job job-1") as error:
        lamp.run()
    assert error.value.paid == 0.5
    assert not lamp.ticket.open


def test_another_server_is_not_believed_that_there_is_no_job(lamp):
    lamp.say("/jobs/job-1", Said(status=500))
    with pytest.raises(Unsettled):
        lamp.run()
    with (
        answering() as other,
        pytest.raises(Unsettled, match=f"was sent to {lamp.server.url}, and {other.url}"),
    ):
        lamp.run(base_url=other.url)
    assert lamp.ticket.open


@pytest.mark.parametrize(
    ("figure", "paid"),
    [(3, 0.3), ("3", 0.3), (0, 0.0), (None, 0.5), ("three", 0.5), ([3], 0.5), ({}, 0.5), (-3, 0.5)],
)
def test_the_vendors_figure_counts_where_it_is_one(lamp, figure, paid):
    lamp.say("/jobs/job-1", as_json({"state": "done", "url": f"{lamp.server.url}/film", "credits": figure}))
    assert lamp.run(bill={"units": "answer.credits", "each": 0.1}) == pytest.approx(paid)


def test_a_figure_without_end_is_none(lamp):
    lamp.say(
        "/jobs/job-1", Said(f'{{"state": 1, "url": "{lamp.server.url}/film", "credits": 1e999}}'.encode())
    )
    assert lamp.run(bill={"units": "answer.credits"}) == 0.5


def test_what_a_failed_job_cost_is_added(lamp):
    failed = as_json({"state": "failed", "credits": 2})
    lamp.say(
        "/jobs/job-1", failed, as_json({"state": "done", "url": f"{lamp.server.url}/film", "credits": 3})
    )
    assert lamp.run(bill={"units": "answer.credits", "each": 0.1}) == pytest.approx(0.5)
    assert lamp.sent == 2


def test_a_job_that_is_looked_at_twice_is_billed_once(lamp):
    lamp.say("/film", Said(status=403), Said(b"film"))
    assert lamp.run(bill={"units": "answer.credits", "each": 0.1}) == 0.5


def test_a_key_that_can_not_be_sent_leaves_no_ticket(lamp, monkeypatch):
    monkeypatch.setenv("LAMP_KEY", "“sk-planted”")
    with pytest.raises(NotHere, match="LAMP_KEY has characters"):
        lamp.run()
    assert not lamp.ticket.open


def test_an_address_of_the_vendors_with_the_key_is_not_written_down_and_still_used(lamp):
    address = "/jobs/job-1?key=sk-planted"
    lamp.say("/make", as_json({"id": "job-1", "at": lamp.server.url + address}))
    lamp.say("/jobs/job-1", Said(status=500))
    with pytest.raises(Unsettled):
        lamp.run(**KEEP)
    (page,) = (lamp.root / ".made").rglob("*.json")
    assert "sk-planted" not in page.read_text("utf-8")
    lamp.say("/jobs/job-1", as_json({"state": "done", "url": f"{lamp.server.url}/film"}))
    lamp.run(**KEEP)
    assert lamp.heard(address)
    assert lamp.sent == 1


def test_a_vendors_address_elsewhere_gets_no_key(lamp):
    with answering() as other:
        other.says["/jobs/1"] = [as_json({"state": "done", "url": f"{other.url}/film"})]
        other.says["/film"] = [Said(b"film")]
        lamp.say("/make", as_json({"id": "job-1", "at": f"{other.url}/jobs/1"}))
        lamp.run(**KEEP, result={"with_key": True})
    assert len(other.heard) == 2
    assert all("sk-planted" not in str(heard.headers) for heard in other.heard)
    assert "sk-planted" in str(lamp.server.heard[0].headers)


def test_a_file_that_is_too_large_is_kept_for_a_higher_limit(lamp):
    with pytest.raises(Unsettled, match=r"larger than 1e-06 MiB; `most_mb`"):
        lamp.run(most_mb=0.000001)
    lamp.run()
    assert lamp.sent == 1


def test_what_is_missing_here_is_not_the_vendors_fault(lamp):
    def no_ffmpeg(_):
        raise NotHere("There is no ffmpeg.", "Install it.")

    lamp.accept = no_ffmpeg
    with pytest.raises(Unsettled, match="There is no ffmpeg"):
        lamp.run()
    assert lamp.ticket.open
    assert not lamp.out.exists()


def test_a_full_disk_is_not_the_vendors_fault(lamp):
    def full(_):
        raise OSError(28, "No space left on device")

    lamp.accept = full
    with pytest.raises(OSError, match="No space"):
        lamp.run()
    assert lamp.ticket.open


FILM = base64.b64encode(b"film").decode()


@pytest.mark.parametrize(
    "answer",
    [{"url": f"data:video/mp4;base64,{FILM}"}, {"b64": FILM}, {"b64": f"data:video/mp4;base64,{FILM}"}],
)
def test_a_file_may_be_in_the_answer(lamp, answer):
    lamp.say("/jobs/job-1", as_json({"state": "done", **answer}))
    lamp.run(result={"base64": "b64"})


def test_an_address_may_be_the_first_of_several(lamp):
    lamp.say("/jobs/job-1", as_json({"state": "done", "url": [[f"{lamp.server.url}/film"], "x"]}))
    lamp.run()


@pytest.mark.parametrize(
    "url", [None, "", [], {}, 7, True, {"url": "x"}, "film.mp4", "file:///etc/passwd", "data:,x"]
)
def test_what_leads_to_no_file_is_of_no_use(lamp, url):
    lamp.say("/jobs/job-1", as_json({"state": "done", "url": url}))
    with pytest.raises(BadResult, match="can't be used") as error:
        lamp.run()
    assert error.value.paid == 0.5
    assert not lamp.ticket.open


@pytest.mark.parametrize("content", ["a", "雨", ["a"]])
def test_what_is_no_base64_is_of_no_use(lamp, content):
    lamp.say("/jobs/job-1", as_json({"state": "done", "b64": content}))
    with pytest.raises(BadResult, match="can't be used"):
        lamp.run(result={"base64": "b64"})


def test_a_vendor_may_answer_with_the_address_itself(lamp):
    lamp.say("/make", as_json({"url": f"{lamp.server.url}/film"}))
    lamp.say("/film", Said(status=500))
    with pytest.raises(Unsettled):
        lamp.run(**AT_ONCE)
    lamp.say("/film", Said(status=404), Said(b"film"))
    lamp.run(**AT_ONCE)
    assert lamp.sent == 1


def test_an_upload_that_fails_costs_nothing(lamp):
    lamp.say("/up", Said(status=503))
    with pytest.raises(Wait):
        lamp.run(**UPLOAD)
    lamp.say("/up", Said(drop=True))
    with pytest.raises(Wait):
        lamp.run(**UPLOAD)
    assert (lamp.sent, lamp.ticket.open) == (0, False)


def test_an_upload_that_gives_nothing_is_not_left_out(lamp):
    lamp.say("/up", as_json({"name": "x"}))
    with pytest.raises(BadResult, match="without file"):
        lamp.run(**UPLOAD)
    assert lamp.sent == 0


def test_a_lost_answer_is_looked_for_more_than_once(lamp):
    client = lamp_clients(lamp)
    lamp.say("/make", Said(drop=True))
    with pytest.raises(Unsettled):
        lamp.run()
    lamp.say(f"/mine/{client()}", as_json({}), Said(status=404), as_json({"id": "job-1"}))
    lamp.run(**FIND)
    assert lamp.sent == 1


def lamp_clients(lamp):
    return lambda: json.loads(lamp.heard("/make")[-1].content)["client"]


def test_a_job_that_is_nowhere_is_sent_anew_under_another_id(lamp):
    client = lamp_clients(lamp)
    lamp.say("/make", Said(drop=True))
    with pytest.raises(Unsettled):
        lamp.run()
    first = client()
    lamp.say("/make", as_json({"id": "job-1"}))
    lamp.run(**FIND)
    assert lamp.sent == 2
    assert client() != first


def test_where_one_id_makes_one_job_the_same_is_sent_again(lamp):
    client = lamp_clients(lamp)
    lamp.say("/make", Said(drop=True), as_json({"id": "job-1"}))
    lamp.run(submit={"once": True})
    assert {json.loads(heard.content)["client"] for heard in lamp.heard("/make")} == {client()}
    assert lamp.sent == 2


def test_after_a_lost_answer_no_other_id_is_used_whatever_comes(lamp):
    lamp.say("/make", Said(drop=True), as_json({}, 429))
    with pytest.raises(Unsettled):
        lamp.run(submit={"once": True})
    assert lamp.ticket.open


def test_what_was_sent_before_may_be_refused_when_it_is_sent_again(lamp):
    lamp.say("/make", Said(drop=True))
    with pytest.raises(Unsettled):
        lamp.run()
    lamp.say("/make", as_json({"code": "bad", "say": "Not nice."}, 400))
    with pytest.raises(Refused):
        lamp.run(submit={"once": True})


def test_a_vendor_that_has_it_already_is_not_sent_it_again(lamp):
    lamp.say("/make", as_json({"code": "twice", "say": "Duplicate id."}, 400))
    with pytest.raises(Unsettled, match="Duplicate id"):
        lamp.run()
    assert (lamp.sent, lamp.ticket.open) == (1, True)


def test_a_gateway_that_gives_up_leaves_the_job_unknown(lamp):
    lamp.say("/make", Said(b"<html>", status=504))
    with pytest.raises(Unsettled):
        lamp.run()
    assert lamp.ticket.open


class Stopped(KeyboardInterrupt):
    """Ctrl-C."""


@pytest.mark.parametrize("path", ["/up", "/make", "/jobs/{id}", "/film"])
def test_whenever_it_is_stopped_the_next_run_pays_once(lamp, monkeypatch, path):
    """Before it is sent nothing is on the ticket; later the job is."""
    lamp.say("/up", as_json({"file": "f-1"}))
    lamp.spec = over(UPLOAD, {"submit": {"once": True}})
    real = Web.send

    def stopping(self, request, values, **options):
        answer = real(self, request, values, **options)
        if request.path == path:
            raise Stopped
        return answer

    def stopped(_):
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(Web, "send", stopping)
        lamp.accept = stopped if path == "/film" else lamp.accept
        with pytest.raises(Stopped):
            lamp.run()
    assert lamp.ticket.page.standing == {"/up": "new", "/make": "sending"}.get(path, "waiting")
    lamp.accept = lambda _: None
    lamp.run()
    assert {json.loads(heard.content)["client"] for heard in lamp.heard("/make")} == {lamp.ticket.page.client}
    assert lamp.sent == (2 if path == "/make" else 1)


def test_when_nobody_is_there_the_next_run_begins_anew(lamp, monkeypatch):
    monkeypatch.setattr(sending, "_SUBMITS", 3)
    with pytest.raises(Wait, match="can't be reached"):
        lamp.run(base_url="http://127.0.0.1:9")
    assert not lamp.ticket.open
    assert len(lamp.slept) == 2
    lamp.run()


def test_a_vendor_that_is_always_busy_is_left_after_a_while(lamp):
    lamp.say("/make", *repeat(as_json({}, 429, **{"Retry-After": "1e9"}), 2))
    with pytest.raises(Wait):
        lamp.run()
    assert lamp.sent == sending._SUBMITS
    assert max(lamp.slept) <= 120 * 1.15
    assert not lamp.ticket.open


CHEAP = {"submit": {"cheap": True}}


def test_what_costs_next_to_nothing_is_sent_anew_where_its_answer_was_lost(lamp):
    lamp.say("/make", Said(b"<html>", status=504), as_json({"id": "job-1"}))
    assert lamp.run(**CHEAP) == 1.0
    assert lamp.sent == 2


def test_what_costs_next_to_nothing_is_sent_anew_after_a_crash_and_counts_twice(lamp):
    lamp.ticket.sending(Money(0.5))
    assert lamp.run(**CHEAP) == 1.0
    assert lamp.sent == 1


def test_a_cheap_file_that_was_in_a_lost_answer_is_asked_for_anew(lamp):
    lamp.ticket.waiting({"server": lamp.server.url})
    lamp.say("/make", as_json({"sound": "66696c6d"}))
    at_once = over(AT_ONCE, {"result": {"hex": "sound", "url": None}})
    with pytest.raises(Unsettled, match="was lost"):
        lamp.run(**at_once)
    assert lamp.run(**over(at_once, CHEAP)) == 1.0
    assert lamp.sent == 1
