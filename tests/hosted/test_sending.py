"""A job whose answer was lost is looked for, and never sent where it may be twice."""

from __future__ import annotations

import pytest
import stamina
from vendors.cogvideox import CogVideoX
from vendors.kling import Kling
from vendors.stand_in import Reply, picture, serving

from pipeline import clips
from pipeline.clips.engine import ClipRequest
from pipeline.errors import Unsettled
from pipeline.hosted import gate, waiting
from pipeline.story import Move
from pipeline.tickets import Tickets

RECIPE = {"engine": "it", "options": {}, "request": {"prompt": "rain"}}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Has the vendor of a server make one clip, as a new process would."""
    slept = [0.0]
    monkeypatch.setattr(waiting, "sleep", slept.append)
    monkeypatch.setattr(waiting, "now", lambda: sum(slept))
    (tmp_path / "frame.png").write_bytes(picture())

    def run(server):
        gate.forget()
        vendor, tickets = server.vendor, Tickets(tmp_path / ".made")
        for name, key in vendor.env.items():
            monkeypatch.setenv(name, key)
        request = ClipRequest("Rain.", tmp_path / "frame.png", 5, 72, 128, 24, Move.PUSH, 7)
        engine = clips.ENGINES[vendor.engine](spec={"base_url": server.url, "poll": {"every_seconds": 0}})
        with tickets.held(tickets.of("clips/out.mp4", vendor.engine, RECIPE, 0)):
            engine.animate(request, tmp_path / "out.mp4")

    with stamina.set_testing(True, attempts=3):
        yield run


class BusyAtSecond(CogVideoX):
    """It takes the first request, and has no time for the second one."""

    def answer(self, phase, asked):
        if phase == "submit" and len(self.jobs) == 1 and not self.busy:
            self.busy = True
            return self.trouble("busy")
        return super().answer(phase, asked)

    busy = False


def test_what_is_refused_after_a_lost_answer_is_not_known_to_be_refused(run):
    with serving(BusyAtSecond()) as server:
        server.faults.dropped["submit"] = 1

        with pytest.raises(Unsettled, match=r"is not known: the answer was lost, and then: High concurrency"):
            run(server)

        with pytest.raises(Unsettled, match="already have an existing request"):
            run(server)
        assert server.billed == 1


def test_a_job_that_never_arrived_is_sent_with_the_same_id(run):
    with serving(Kling()) as server:
        server.faults.instead["submit"] = [Reply(b"<html>Welcome!</html>")]

        run(server)

        clients = [asked.json["external_task_id"] for phase, asked in server.log if phase == "submit"]
        assert len(clients) == 2
        assert len(set(clients)) == 1
        assert server.billed == 1
