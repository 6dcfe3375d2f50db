"""Where a Space runs, asked of a stand-in for Hugging Face."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import stamina

from pipeline.errors import NotHere, Wait
from pipeline.hosted.spaces.hub import host_of_space

SPACE = "Wan-AI/Wan-2.2-5B"


class Hub(BaseHTTPRequestHandler):
    """Answers as the server's `answers` say, by path; everything else is unknown."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Authorization")))
        status, data = self.server.answers.get(self.path, (401, {"error": "Invalid username or password."}))
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub(monkeypatch):
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server, stamina.set_testing(True, attempts=2):
        server.asked, server.answers = [], {}
        server.url = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def answers(hub, stage, status=200):
    told = {"id": SPACE, "host": f"{hub.url}/app", "runtime": {"stage": stage, "hardware": {}}}
    hub.answers[f"/api/spaces/{SPACE}"] = (status, told)


@pytest.mark.parametrize("stage", ["RUNNING", "RUNNING_BUILDING"])
def test_a_space_that_runs_has_an_address(hub, stage):
    answers(hub, stage)
    assert host_of_space(SPACE, "") == f"{hub.url}/app"
    assert hub.asked == [(f"/api/spaces/{SPACE}", None)]


def test_the_token_is_shown_to_hugging_face(hub):
    answers(hub, "RUNNING")
    host_of_space(SPACE, "hf_planted")
    assert hub.asked == [(f"/api/spaces/{SPACE}", "Bearer hf_planted")]


@pytest.mark.parametrize(
    ("stage", "said"), [("PAUSED", "paused"), ("RUNTIME_ERROR", "runtime error"), ("BUILDING", "building")]
)
def test_a_space_that_does_not_run_is_said(hub, stage, said):
    answers(hub, stage)
    with pytest.raises(NotHere, match=f"does not run: {said}"):
        host_of_space(SPACE, "")


def test_a_space_that_sleeps_is_woken(hub):
    answers(hub, "SLEEPING")
    with pytest.raises(NotHere, match="wakes up now"):
        host_of_space(SPACE, "hf_planted")
    assert hub.asked[-1] == ("/app", None)


def test_a_space_without_an_address_is_said(hub):
    hub.answers[f"/api/spaces/{SPACE}"] = (200, {"id": SPACE})
    with pytest.raises(NotHere, match="it has no address"):
        host_of_space(SPACE, "")


def test_a_space_that_nobody_knows_is_said(hub):
    with pytest.raises(NotHere, match=r"no Space Wan-AI/Wan-2\.2-5B .*HF_TOKEN"):
        host_of_space(SPACE, "")


@pytest.mark.parametrize("answer", [(503, {}), (200, b"<html>Maintenance</html>")])
def test_a_hub_that_is_down_is_worth_another_try(hub, answer):
    hub.answers[f"/api/spaces/{SPACE}"] = answer
    with pytest.raises(Wait):
        host_of_space(SPACE, "")


def test_a_hub_that_cannot_be_reached_is_said_with_the_way_round(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(NotHere, match="HF_ENDPOINT"):
        host_of_space(SPACE, "")
