"""How long a vendor is waited for, and that nobody waits in vain a second time."""

from __future__ import annotations

import pytest
import stamina
from vendors.runway import Runway
from vendors.stand_in import Reply, picture, serving

from pipeline import clips
from pipeline.clips.engine import ClipRequest
from pipeline.errors import Wait
from pipeline.hosted import gate, waiting
from pipeline.story import Move


@pytest.fixture
def slept(monkeypatch):
    """The seconds that were waited."""
    told: list[float] = []
    monkeypatch.setattr(waiting, "sleep", told.append)
    monkeypatch.setenv("RUNWAYML_API_SECRET", Runway.env["RUNWAYML_API_SECRET"])
    gate.forget()
    yield told
    gate.forget()


def animate(url, folder):
    (folder / "frame.png").write_bytes(picture())
    engine = clips.ENGINES["runway"](spec={"base_url": url, "poll": {"every_seconds": 0}})
    request = ClipRequest("Rain.", folder / "frame.png", 5, 72, 128, 24, Move.PUSH, 7)
    engine.animate(request, folder / "out.mp4")


def test_after_one_shot_waited_in_vain_for_a_limit_the_others_fail_at_once(slept, tmp_path):
    with serving(Runway()) as server, stamina.set_testing(True, attempts=3):
        server.faults.instead["submit"] = [server.vendor.trouble("busy")] * 100
        with pytest.raises(Wait, match="Daily task limit"):
            animate(server.url, tmp_path)
        asked = server.count("submit")
        with pytest.raises(Wait, match="out for this run"):
            animate(server.url, tmp_path)

    assert server.count("submit") == asked
    assert 1 < asked < 10


def test_a_vendor_that_nobody_reaches_is_not_waited_for_twice(slept, tmp_path):
    with pytest.raises(Wait, match="can't be reached"):
        animate("http://127.0.0.1:9", tmp_path)
    waited = sum(slept)
    with pytest.raises(Wait, match="out for this run"):
        animate("http://127.0.0.1:9", tmp_path)

    assert waited > 60
    assert sum(slept) == waited


def test_a_vendor_that_was_down_for_a_moment_is_asked_for_the_next_shot(slept, tmp_path):
    with serving(Runway()) as server, stamina.set_testing(True, attempts=3):
        server.faults.instead["submit"] = [Reply({"error": "maintenance"}, 503)]
        with pytest.raises(Wait, match="maintenance"):
            animate(server.url, tmp_path)
        animate(server.url, tmp_path)

    assert (tmp_path / "out.mp4").is_file()
