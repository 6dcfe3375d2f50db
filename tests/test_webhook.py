"""Whoever listens is told once; whoever does not costs nothing but a warning, without the address."""

from __future__ import annotations

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pipeline.webhook import post


@pytest.fixture
def listener():
    """The address of a server, what it was sent, and the code it answers with."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.heard.append(json.loads(body))
            self.send_response(self.server.code)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            # And then it is silent, for as long as somebody would read.
            self.rfile.read(1)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.heard, server.code = [], 204
        server.address = f"http://127.0.0.1:{server.server_port}/hooks/s3cret"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_news_is_sent_once_as_json(listener, caplog):
    post(listener.address, {"event": "done", "drama": "雨夜"})

    assert listener.heard == [{"event": "done", "drama": "雨夜"}]
    assert caplog.text == ""


def test_without_an_address_the_environment_is_asked(listener, monkeypatch):
    post("", {"event": "done"})
    monkeypatch.setenv("SHORTDRAMA_WEBHOOK", listener.address)
    post("", {"event": "failed"})

    assert [news["event"] for news in listener.heard] == ["failed"]


def test_news_in_letters_that_are_none_is_sent(listener):
    post(listener.address, {"drama": "\ud800"})

    assert listener.heard == [{"drama": "\ud800"}]


@pytest.mark.parametrize("code", [500, 302])
def test_a_listener_that_refuses_or_sends_elsewhere_is_named_without_its_secret(listener, caplog, code):
    listener.code = code

    with caplog.at_level(logging.INFO):
        post(listener.address, {"event": "done"})

    assert len(listener.heard) == 1
    assert f"The webhook at '127.0.0.1' was not told: it answered {code}." in caplog.text
    assert "s3cret" not in caplog.text


def test_a_proxy_that_cannot_be_used_stops_nothing(monkeypatch, caplog):
    monkeypatch.setenv("ALL_PROXY", "socks9://127.0.0.1:9")

    post("https://example.com/s3cret", {"event": "done"})

    assert "The webhook at 'example.com' was not told: ValueError." in caplog.text


def test_a_listener_on_this_machine_is_told_without_a_proxy(listener, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    post(listener.address, {"event": "done"})

    assert listener.heard == [{"event": "done"}]


_NOBODY = (
    "http://127.0.0.1:9/s3cret",
    "s3cret",
    "http://[h/s3cret",
    "ftp://h/s3cret",
    "http://h\n/s3cret",
    f"http://{'h' * 64}/s3cret",
)


@pytest.mark.parametrize("address", _NOBODY)
def test_an_address_where_nobody_listens_stops_nothing(address, caplog):
    post(address, {"event": "done"})

    assert "was not told" in caplog.text
    assert "s3cret" not in caplog.text
