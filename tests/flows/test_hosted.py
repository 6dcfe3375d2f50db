"""Clips from a vendor, in a flow: side by side, through a kill, and never paid twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from vendors.runway import Runway
from vendors.stand_in import Job, Server, serving

from pipeline.drama import open_drama
from pipeline.hosted import sending

pytestmark = pytest.mark.slow

#: Makes the clips of an episode, with the quick engines of the tests, in a process of its own.
MAKES = """
import sys
from pathlib import Path

from quick_engines import Hum, Sketch
from pipeline import images, voices

images.ENGINES["sketch"], voices.ENGINES["hum"] = Sketch, Hum

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.promise import at_once

tell(open_drama(Path(sys.argv[1])), 1, "clips", at_once)
"""


class Together(Runway):
    """Is done with no job before it has as many as *awaited*."""

    awaited = 0

    def look(self, id_: str) -> Job | None:
        job = self.jobs[id_]
        job.polls = -1 if len(self.jobs) >= self.awaited else 1
        return job


@pytest.fixture
def server(monkeypatch):
    for name, key in Together.env.items():
        monkeypatch.setenv(name, key)
    monkeypatch.setattr(sending, "_SETTLING_SECONDS", 0.0)
    with serving(Together()) as server:
        yield server


@pytest.fixture
def hosted(folder, server) -> Path:
    """The drama of the tests, whose clips the vendor makes, and nobody else."""
    return offered(folder, server, "runway")


def offered(folder: Path, server: Server, engines: str) -> Path:
    spec = f"{{base_url: '{server.url}', at_once: 8, most_minutes: 0.2, poll: {{every_seconds: 0.02}}}}"
    profile = folder / "drama.yaml"
    told = f"{{engine: [{engines}], runway: {{spec: {spec}}}}}"
    profile.write_text(profile.read_text("utf-8").replace("{engine: turn}", told), "utf-8")
    return folder


def run(folder, until="clips"):
    from flows.episode import make_episode
    from flows.here import run_here

    return run_here(make_episode, folder=str(folder), until=until)


def spent(folder) -> float:
    return open_drama(folder).project.ledger.total("USD")


def asked_for(server) -> float:
    """What the vendor bills for all its jobs, in dollars."""
    return sum(server.vendor.credits(job.asked) for job in server.vendor.jobs.values()) / 100


def clips_of(folder) -> list[str]:
    return sorted(file.stem for file in (folder / "clips").glob("*.mp4"))


def test_more_shots_wait_for_a_vendor_at_once_than_there_are_cores(hosted, server):
    shots = sum(1 for _ in run(hosted, until="images").result().episode.shots)
    assert shots > 2
    server.vendor.awaited = shots

    outcome = run(hosted).result()

    assert outcome.missing == {}
    assert len(clips_of(hosted)) == server.billed == shots
    assert spent(hosted) == pytest.approx(asked_for(server))


def test_who_was_killed_with_jobs_under_way_fetches_them_in_the_next_run(hosted, server):
    server.vendor.awaited = 100
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join([str(tests.parent), str(tests)])
    command = [sys.executable, "-c", MAKES, str(hosted)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths}) as process:
        while process.poll() is None and not server.count("poll"):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert (process.returncode, server.billed, clips_of(hosted)) == (-signal.SIGKILL, 1, [])
    server.vendor.awaited = 0

    outcome = run(hosted).result()

    assert outcome.missing == {}
    assert len(clips_of(hosted)) == server.billed
    assert spent(hosted) == pytest.approx(asked_for(server))


def test_a_job_of_which_nothing_is_known_leaves_its_shot_missing_and_nobody_else_is_asked(
    folder, server, calls
):
    hosted = offered(folder, server, "runway, turn")
    server.faults.dropped["submit"] = 1

    state = run(hosted)
    outcome = state.result(raise_on_failure=False)

    assert state.name == "Partial"
    assert len(outcome.missing) == 1
    assert "is not known" in next(iter(outcome.missing.values()))
    assert len(clips_of(hosted)) == server.billed - 1
    assert calls.clips.total() == 0
