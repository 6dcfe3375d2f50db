"""Requests go where they should with what they need; answers of any kind come back as something known."""

from __future__ import annotations

import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import stamina
from answering import Said, answering, as_json
from pydantic import TypeAdapter

from pipeline import addresses, keys
from pipeline.hosted import body
from pipeline.hosted.kinds import Fault, NotSent, Unanswered
from pipeline.hosted.spec import Job, Request
from pipeline.hosted.web import Answer, Web, _client

POST = Request("/make", "POST", json={"prompt": "{prompt}", "seed": "{seed}"})
GET = Request("/jobs/{id}")
VALUES = {"prompt": "Rain.", "seed": 7, "id": "job-1"}


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    monkeypatch.setenv("LAMP_KEY", "sk-planted")


@pytest.fixture
def server():
    with answering() as server, stamina.set_testing(True, attempts=3):
        server.says["/make"] = [as_json({"id": "job-1"})]
        yield server


def web(base_url: str, files=None, **told) -> Web:
    data = {
        "base_url": base_url, "submit": {"request": {"path": "/"}}, "result": {"url": "url"},
        "price": {"as_of": "2026-11-21", "source": "its page"}, "auth": {"env": ["LAMP_KEY"]},
        "errors": {"code": "error.code", "message": "error.message", "kinds": {"7": "quota"}},
    }  # fmt: skip
    return Web(TypeAdapter(Job).validate_python({**data, **told}), files or {})


def fault(server, said: Said, **told) -> Fault:
    server.says["/make"] = [said]
    with pytest.raises(Fault) as error:
        web(server.url, **told).send(POST, VALUES)
    return error.value


def test_a_request_is_sent_as_the_spec_says(server):
    request = Request(
        "/make", "PUT", query={"a": "{seed}"}, headers={"X-Seed": "{seed}"}, json={"p": "{prompt}"}
    )
    answer = web(server.url, headers={"X-All": "{uuid}"}).send(request, VALUES)

    heard = server.heard[0]
    assert answer == Answer({"id": "job-1"}, 200)
    assert (heard.method, heard.path, json.loads(heard.content)) == ("PUT", "/make?a=7", {"p": "Rain."})
    assert heard.headers["x-seed"] == "7"
    assert len(heard.headers["x-all"]) == 36
    assert heard.headers["authorization"] == "Bearer sk-planted"


def test_pictures_are_parts_of_a_form(server):
    files = {"image": [("image.png", b"dots")], "references": [("image.png", b"one"), ("image.jpg", b"two")]}
    request = Request(
        "/make", "POST", form={"seed": "{seed}"}, files={"image": "{image}", "image[]": "{references}"}
    )
    web(server.url, files).send(request, VALUES)

    content = server.heard[0].content
    assert content.count(b'name="image[]"; filename="image.') == 2
    assert b'name="seed"\r\n\r\n7\r\n' in content
    assert all(part in content for part in (b"dots", b"one", b"two", b"image/jpeg"))


def test_a_form_without_pictures_is_a_plain_one(server):
    web(server.url).send(Request("/make", "POST", form={"prompt": "{prompt}"}), VALUES)

    assert server.heard[0].content == b"prompt=Rain."


def test_what_costs_money_has_a_connection_of_its_own(server):
    sender = web(server.url, timeout_seconds=61)
    for paid in (True, False, True):
        sender.send(POST, VALUES, paid=paid)

    assert (idle(61, kept=False), idle(61, kept=True)) == (0, 1)


def test_threads_that_begin_together_share_their_connections():
    with ThreadPoolExecutor(16) as pool:
        clients = list(pool.map(lambda _: _client(1.25, kept=True), range(16)))

    assert len(set(map(id, clients))) == 1


def idle(timeout_seconds: float, *, kept: bool) -> int:
    """How many connections wait to be used again."""
    pool = _client(timeout_seconds, kept=kept)._transport._pool
    return sum(one.is_idle() for one in pool.connections)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("job-1", "/jobs/job-1"),
        ("models/veo/1", "/jobs/models/veo/1"),
        ("a b?c=d#e", "/jobs/a%20b%3Fc%3Dd%23e"),
        ("x&y=1%2e", "/jobs/x%26y%3D1%252e"),
        (7, "/jobs/7"),
        (3.5e17, "/jobs/350000000000000000"),
        ("http://evil.com/", "/jobs/http://evil.com/"),
    ],
)
def test_what_a_vendor_gave_stays_in_its_place_in_the_path(given, path):
    assert web("https://api.lamp.com").address(GET, {"id": given}) == f"https://api.lamp.com{path}"


@pytest.mark.parametrize("given", ["../../account", "..", "a/../b"])
def test_and_leads_to_no_other_place(given):
    with pytest.raises(Fault, match="leads elsewhere"):
        web("https://api.lamp.com").address(GET, {"id": given})


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://eu.lamp.com/jobs/1?a=b", "https://eu.lamp.com/jobs/1?a=b"),
        ("/jobs/1", "https://api.lamp.com/jobs/1"),
        ("jobs/1", "https://api.lamp.com/jobs/1"),
        ("@evil.com/x", "https://api.lamp.com/@evil.com/x"),
        (".evil.com/x", "https://api.lamp.com/.evil.com/x"),
        (":80@evil.com/x", "https://api.lamp.com/:80@evil.com/x"),
        ("ftp://evil.com/x", "https://api.lamp.com/ftp://evil.com/x"),
    ],
)
def test_an_address_that_the_vendor_gave_stands_for_itself(monkeypatch, given, address):
    monkeypatch.setattr(addresses, "is_public", lambda _: True)

    assert web("https://api.lamp.com/").address(Request("{status_url}"), {"status_url": given}) == address


def test_it_may_not_be_in_a_private_network():
    with pytest.raises(Fault, match="inside a private network, 169"):
        web("https://api.lamp.com").address(Request("{at}"), {"at": "http://169.254.169.254/meta"})


def test_an_address_that_nobody_gave_is_said():
    with pytest.raises(Fault, match="gave no address"):
        web("https://api.lamp.com").address(Request("{at}"), {})


def test_a_server_can_be_its_own_and_only_address():
    assert web("https://x.com/v4/app/run").address(Request(""), {}) == "https://x.com/v4/app/run"


@pytest.mark.parametrize(
    "address",
    ["https://api.lamp.com/x", "https://eu.api.lamp.com/", "https://a.run.lamp.net", "https://API.LAMP.com"],
)
def test_the_key_goes_to_the_vendors_hosts(address):
    assert web("https://api.lamp.com", hosts=["run.lamp.net"]).key_headers(address)


@pytest.mark.parametrize(
    "address",
    ["https://evil.com/", "http://api.lamp.com/", "https://api.lamp.com:8443/", "https://api.lamp.com.evil.com/",
     "https://api.lamp.com@evil.com/", "https://evil.com\\@api.lamp.com:99999/", "https://evilapi.lamp.com.x/",
     "https://evil.com/?https://api.lamp.com", "https://evil.com#@api.lamp.com", "http://[::1"],
)  # fmt: skip
def test_the_key_goes_nowhere_else(address):
    assert web("https://api.lamp.com", hosts=["run.lamp.net"]).key_headers(address) == {}


def test_a_key_stays_with_its_port():
    assert web("http://127.0.0.1:9000").key_headers("http://127.0.0.1:9000/x")
    assert web("http://127.0.0.1:9000").key_headers("http://127.0.0.1:9001/x") == {}


@pytest.mark.parametrize("key", ["sk-“planted”", "sk-plan\nted", "sk plan ted", "sk-\x00planted"])
def test_a_key_that_was_copied_badly_is_said_and_not_told(server, monkeypatch, key):
    if "\x00" not in key:
        monkeypatch.setenv("LAMP_KEY", key)
    else:
        monkeypatch.setattr("pipeline.hosted.web.token_of", lambda _: key)
    with pytest.raises(Fault, match="the key in LAMP_KEY has characters") as error:
        web(server.url).send(POST, VALUES)
    assert error.value.kind == "auth"
    assert server.heard == []


@pytest.mark.parametrize(
    "request_",
    [
        Request("/make", "POST", json={"a": "{nan}"}),
        Request("/make", "POST", json={"a": "{half}"}),
        Request("/make", "POST", json={"a": "{day}"}),
        Request("/make", headers={"X-A": "{half}"}),
        Request("/make", headers={"X-A": "{lines}"}),
        Request("/make", headers={"X-A": "{rain}"}),
    ],
)
def test_what_can_not_be_sent_is_said_and_was_not_sent(server, request_):
    values = {
        "nan": float("nan"),
        "half": "\ud83d",
        "day": datetime.now(UTC),
        "lines": "a\r\nX-B: c",
        "rain": "雨",
    }
    with pytest.raises(Fault) as error:
        web(server.url).send(request_, values)
    assert error.value.kind == "invalid"
    assert not error.value.ambiguous
    assert server.heard == []


def test_nobody_there_means_not_sent():
    with pytest.raises(NotSent):
        web("http://127.0.0.1:9").send(POST, VALUES)


@pytest.mark.parametrize(
    "said",
    [
        Said(drop=True),
        Said(b'{"id": "jo', promised=99),
        Said(b"<html>Welcome</html>"),
        Said(b'{"id": '),
        Said(b"\xff\xfe{"),
        Said(b"[" * 200_000),
        Said(b"1" * 10_000),
        Said(gzip.compress(b"{}"), headers={"Content-Encoding": "gzip, gzip"}),
        Said(status=302, headers={"Location": "javascript:alert(1)"}),
    ],
    ids=[
        "dropped",
        "cut",
        "page",
        "half",
        "garbage",
        "deep",
        "long number",
        "packed twice",
        "redirect to nowhere",
    ],
)
def test_an_answer_that_can_not_be_read_is_no_answer(server, said):
    server.says["/make"] = [said]
    with pytest.raises(Unanswered):
        web(server.url).send(POST, VALUES)


def test_an_endless_answer_is_no_answer(server, monkeypatch):
    monkeypatch.setattr("pipeline.hosted.web._MOST_MB", 0.1)
    server.says["/make"] = [Said(b" " * 200_000)]
    with pytest.raises(Unanswered, match=r"larger than 0\.1 MiB"):
        web(server.url).send(POST, VALUES)


@pytest.mark.parametrize("content", [b"", b"  \n"])
def test_an_empty_answer_holds_nothing(server, content):
    server.says["/make"] = [Said(content, status=204 if not content else 200)]

    assert web(server.url).send(POST, VALUES).data == {}


@pytest.mark.parametrize(
    "data", [[], [1], "text", 7, None, True, {"error": "words"}, {"error": None}, {"error": [1]}]
)
def test_an_answer_may_be_of_any_kind(server, data):
    server.says["/make"] = [as_json(data)]

    assert web(server.url).send(POST, VALUES).find("job.id[0].x") is None


def test_numbers_that_are_none_are_nothing():
    with answering() as server:
        server.says["/make"] = [Said(b'{"a": NaN, "b": -Infinity, "c": 1e999}')]
        answer = web(server.url).send(POST, VALUES)
    assert (answer.find("a"), answer.find("b")) == (None, None)


def test_a_path_that_can_not_take_what_is_there_finds_nothing():
    answer = Answer({"urls": 7, "one": {"a": 1}})

    assert answer.find("length(urls)") is None
    assert answer.find("urls[0]") is None
    assert answer.find("join(',', one)") is None
    assert answer.find("") is None


def test_the_vendors_code_counts_even_when_all_seems_well(server):
    found = fault(server, as_json({"error": {"code": 7, "message": "No credits."}}))

    assert (found.kind, found.words, found.status) == ("quota", "No credits", 200)


def test_a_page_instead_of_an_answer_has_its_status(server):
    found = fault(server, Said(b"<html>Bad gateway</html>", status=502))

    assert (found.kind, found.ambiguous) == ("transient", True)
    assert "(HTTP 502)" in found.words


def test_redirects_are_not_followed(server):
    server.says["/other"] = [as_json({"id": "job-2"})]
    found = fault(server, Said(status=308, headers={"Location": "/other"}))

    assert (found.kind, found.words) == ("unavailable", "it moved to /other (HTTP 308)")
    assert len(server.heard) == 1


def test_what_a_vendor_says_holds_no_key(server):
    found = fault(server, as_json({"error": {"code": 7, "message": "Key sk-planted is empty"}}))

    assert found.words == "Key *** is empty"


def _in(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7), ("0.5", 0.5), ("-3", 0), ("nan", 0), ("1e9", 1e9), ("inf", float("inf")), ("soon", None),
        ("", None), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", pytest.approx(2.5e11, rel=0.1)),
        ("Fri, 32 Foo 2026 99:99:99 GMT", None), ("Fri, 01 Jan 0001 00:00:00 -0000", 0),
    ],
)  # fmt: skip
def test_how_long_to_wait_may_be_said_in_many_ways(server, said, seconds):
    assert fault(server, as_json({}, 429, **{"Retry-After": said})).wait_seconds == seconds


def test_it_may_be_a_date(server):
    waits = fault(server, as_json({}, 503, **{"Retry-After": _in(90)})).wait_seconds

    assert 60 < waits <= 90


def test_a_free_request_is_asked_again_where_the_vendor_is_busy(server):
    server.says["/jobs/job-1"] = [as_json({}, 503), Said(drop=True), as_json({"state": "done"})]

    assert web(server.url).patiently(GET, VALUES).data == {"state": "done"}


def test_what_will_not_change_is_not_asked_again(server):
    with pytest.raises(Fault):
        web(server.url).patiently(GET, VALUES)
    assert len(server.heard) == 1


def test_a_slow_answer_ends(server, monkeypatch):
    began = time.monotonic()
    ticks = iter(range(0, 100_000, 400))
    monkeypatch.setattr(body.waiting, "now", lambda: next(ticks))
    server.says["/make"] = [Said(b" " * 300_000)]
    with pytest.raises(Unanswered, match="not whole after 10 minutes"):
        web(server.url).send(POST, VALUES)
    assert time.monotonic() - began < 5
