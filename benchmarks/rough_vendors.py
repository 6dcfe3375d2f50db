"""Stand-ins for vendors that have a bad day, for the benchmark of `kill -9`."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
# Before `tests/flows`, which would hide the real one.
sys.path.insert(0, str(Path(__file__).parents[1]))

from vendors.kling import Kling
from vendors.luma import Luma
from vendors.runway import Runway
from vendors.stand_in import Asked, Job, Reply, Server, Vendor

#: How often a job is asked after until it is done, at least and at most.
_POLLS = (4, 24)
_LONGEST_ANSWER_SECONDS = 0.4


class Rough(Server):
    """Plays a vendor on a bad day; what goes wrong when is left to *chance*."""

    def __init__(self, vendor: Vendor, chance: random.Random) -> None:
        super().__init__(vendor)
        self.chance = chance
        self.did: Counter[str] = Counter()

    def reply(self, phase: str, asked: Asked) -> Reply | None:
        """The vendor's answer, or what happens instead."""
        fault = self._fault(phase)
        self.did[fault] += 1
        match fault:
            case "busy":
                busy = self.vendor.trouble("busy")
                return Reply(busy.data, busy.status, {"Retry-After": "1"})
            case "down":
                return Reply({"error": "maintenance"}, 503)
            case "dropped poll":
                return None
        self.vendor.ends = "failed" if fault == "failed job" else "done"
        known = len(self.vendor.jobs)
        self._take_time(phase)
        answer = super().reply(phase, asked)
        for job in list(self.vendor.jobs.values())[known:]:
            job.polls = self.chance.randint(*_POLLS)
        self._take_time(phase)
        return None if fault == "lost answer" else answer

    def handle_error(self, *_: object) -> None:
        """Who asked was killed; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*_)

    def _take_time(self, phase: str) -> None:
        """So that kills strike while a job is sent."""
        if phase == "submit":
            time.sleep(self.chance.uniform(0, _LONGEST_ANSWER_SECONDS / 2))

    def spoiled(self, asked: Asked) -> str:
        """Links expire once for a job, and files break off."""
        self.log.append(("file", asked))
        first = asked.path.endswith("-1.mp4")
        fault = self._one_of({"gone": 0.2 if first else 0.0, "truncated": 0.2})
        self.did[fault] += 1
        return fault

    def _fault(self, phase: str) -> str:
        match phase:
            case "submit":
                return self._one_of({"busy": 0.1, "down": 0.45, "failed job": 0.1, "lost answer": 0.05})
            case "poll":
                return self._one_of({"down": 0.05, "dropped poll": 0.05})
        return ""

    def _one_of(self, faults: Mapping[str, float]) -> str:
        roll = self.chance.random()
        for fault, share in faults.items():
            roll -= share
            if roll < 0:
                return fault
        return ""


class Discount(Runway):
    """Runway, which asks for less than it said now and then."""

    def _polled(self, job: Job) -> Reply:
        reply = super()._polled(job)
        if "output" in reply.data:
            reply.data["cost"] = {"credits": round(100 * cost(self, job))}
        return reply


def cost(vendor: Vendor, job: Job) -> float:
    """What *vendor* bills for *job*: nothing for one that failed."""
    if job.ends != "done":
        return 0.0
    cheaper = isinstance(vendor, Discount) and int(job.id.rpartition("-")[2]) % 3 == 0
    return vendor.price - 0.05 if cheaper else vendor.price


#: The engines in the order in which a shot is offered to them. Kling finds a lost job by our own id.
VENDORS: dict[str, type[Vendor]] = {"runway": Discount, "kling": Kling, "luma": Luma}


@contextmanager
def serving(vendor: Vendor, chance: random.Random) -> Iterator[Rough]:
    """A server that plays *vendor*."""
    with Rough(vendor, chance) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
