"""A call under way, and all that can become of it."""

from __future__ import annotations

import logging
import re
import time
from concurrent.futures import CancelledError, Future

import gradio_app
import httpx
import pytest

from pipeline.errors import Rejected, Wait
from pipeline.hosted import waiting
from pipeline.hosted.kinds import Fault
from pipeline.hosted.spaces import watching
from pipeline.hosted.spaces.watching import watched

gradio_client = pytest.importorskip("gradio_client", reason="pip install 'shortdrama[spaces]'")
from gradio_client.client import Job  # noqa: E402 - it may not be there
from gradio_client.exceptions import AppError, ValidationError  # noqa: E402
from gradio_client.utils import QueueError  # noqa: E402

slow = pytest.mark.slow


def ended(error: BaseException) -> Job:
    future: Future[None] = Future()
    future.set_exception(error)
    return Job(future)


def status(code: int) -> httpx.HTTPStatusError:
    request = httpx.Request("POST", "http://app/upload")
    return httpx.HTTPStatusError(f"HTTP {code}", request=request, response=httpx.Response(code))


@pytest.fixture
def client():
    return gradio_client.Client(gradio_app.address(), verbose=False, download_files=False)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (AppError("No face was found in the picture"), "failed"),
        (AppError("You have exceeded your GPU quota (60s requested vs. 0s left)."), "quota"),
        (AppError("60s requested vs. 0s left", title="ZeroGPU quota exceeded"), "quota"),
        (AppError("NSFW content detected"), "moderation"),
        (AppError("Your prompt violates our content policy."), "moderation"),
        (AppError("No GPU was available after 60s. Retry later"), "transient"),
        (AppError("GPU task aborted"), "transient"),
        (AppError("Value: 4k is not in the list of choices: ['720p']"), "invalid"),
        (QueueError("Queue is full! Please try again."), "transient"),
        (httpx.ReadTimeout("timed out"), "transient"),
        (CancelledError(), "transient"),
        (status(502), "transient"),
        (status(429), "transient"),
        (status(413), "invalid"),
        (ValueError("Server stopped."), "failed"),
        (KeyError("data"), "failed"),
    ],
)
def test_what_went_wrong_is_told_apart(error, kind):
    with pytest.raises(Fault) as fault:
        watched(ended(error), "e01s01-01", 1)
    assert fault.value.kind == kind
    assert fault.value.words


def test_values_that_the_app_does_not_take_are_said():
    with pytest.raises(Rejected, match=r"e01s01-01 is not taken: 1 parameter.*Correct `inputs`"):
        watched(ended(ValidationError("1 parameter(s) failed validation")), "e01s01-01", 1)


@pytest.mark.parametrize(
    ("words", "seconds"), [("1:02:03", 3723), ("0:00:30", 30), ("1 day, 0:00:01", 86401), ("a moment", None)]
)
def test_how_long_a_quota_is_used_up_is_read(words, seconds):
    with pytest.raises(Fault) as fault:
        watched(ended(AppError(f"You have exceeded your GPU quota. Try again in {words}")), "it", 1)
    assert fault.value.wait_seconds == seconds


@slow
def test_a_message_of_the_app_arrives(client):
    with pytest.raises(Fault, match="no face was found") as fault:
        watched(client.submit("no face was found", api_name="/fail"), "it", 1)
    assert fault.value.kind == "failed"


@slow
def test_an_app_that_crashes_is_told(client):
    with pytest.raises(Fault, match="raised an exception") as fault:
        watched(client.submit("crash", api_name="/fail"), "it", 1)
    assert fault.value.kind == "failed"


@slow
def test_where_it_stands_is_logged(client, caplog, monkeypatch):
    monkeypatch.setattr(watching, "_LOOK_SECONDS", 0.1)
    with caplog.at_level(logging.INFO, "drama"):
        _, seed = watched(client.submit(None, "rain", 2, 7, 4, api_name="/animate"), "e01s01-01", 1)
    assert seed == 7
    assert "e01s01-01: Denoising 50%" in caplog.messages


@slow
def test_the_place_in_the_queue_is_logged(client, caplog, monkeypatch):
    monkeypatch.setattr(watching, "_LOOK_SECONDS", 0.1)
    first = client.submit(None, "rain", 2, 1, 4, api_name="/animate")
    while first.status().code.name != "PROGRESS":
        time.sleep(0.02)
    with caplog.at_level(logging.INFO, "drama"):
        watched(client.submit(None, "snow", 2, 2, 4, api_name="/animate"), "second", 1)
    assert any(re.fullmatch(r"second: number \d+ in the queue", line) for line in caplog.messages)


@slow
def test_what_takes_too_long_is_cancelled(client):
    with pytest.raises(Wait, match="not done after"):
        watched(client.submit(api_name="/slow"), "it", 0)
    stands_still(client)


@slow
def test_what_the_user_stops_is_cancelled(client, monkeypatch):
    def ticks():
        yield 0.0
        raise KeyboardInterrupt

    clock = ticks()
    job = client.submit(api_name="/slow")
    monkeypatch.setattr(waiting, "now", lambda: next(clock))
    with pytest.raises(KeyboardInterrupt):
        watched(job, "it", 1)
    stands_still(client)


def stands_still(client) -> None:
    """The app, which does a step every 0.05 s for half a minute, ends in the middle."""
    before = 0
    for _ in range(20):
        now = client.predict(api_name="/told")["slow"]
        if now == before:
            return
        before = now
        time.sleep(0.3)
    raise AssertionError(f"it is at step {before}")
