"""A studio for benchmarks: a Prefect server, workers, dramas, and a vendor's stand-in for clips."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import psutil
from sample import begin_series
from stored import put, store
from ui_tour import free_port

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
# Before `tests/flows`, which would hide the real one.
sys.path.insert(0, str(Path(__file__).parents[1]))

from vendors.runway import Runway
from vendors.stand_in import Job, Server

from pipeline.drama import open_drama

POOL = "studio"
#: How often a job is asked after until it is done, and how often a vendor allows that, in seconds.
_POLLS, _EVERY_SECONDS = 12, 0.5
_START_SECONDS = 120
#: A server on busy cores.
_ANSWER_SECONDS = 30


class Busy(Runway):
    """Runway, which is at work on a job for some seconds and counts the most that it had side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.most = 0

    def new_job(self, *asked: Any, **told: Any) -> Job:
        """A job that is at work for some seconds."""
        job = super().new_job(*asked, **told)
        job.polls = _POLLS
        self.most = max(self.most, sum(one.polls > 0 for one in self.jobs.values()))
        return job


@dataclass
class Studio:
    """
    The server with its database at *database* and the workers, all of them processes, in the folder *home*.

    An empty *database* is SQLite; with a *bucket*, an address, the dramas lie there.
    """

    home: Path
    database: str = ""
    bucket: str = ""
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def api(self) -> str:
        """What PREFECT_API_URL is."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def dramas(self) -> Path:
        """The folder of the dramas."""
        return self.home / "dramas"

    def start(self, name: str, *command: str, **told: str) -> subprocess.Popen[bytes]:
        """Start a Prefect *command* or one of ours, called *name* in its log, *told* by its environment."""
        environment = os.environ | {
            "PREFECT_HOME": str(self.home / name), "PREFECT_API_URL": self.api, "DO_NOT_TRACK": "1",
            "PYTHONPATH": str(Path(__file__).parents[1]), "SHORTDRAMA_HOME": str(self.home / "user"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE":
                "prefect.server.concurrency.lease_storage.filesystem",
            **told,
        }  # fmt: skip
        if self.database:
            environment["PREFECT_API_DATABASE_CONNECTION_URL"] = self.database
        with (self.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the server, and wait until it answers."""
        process = self.start("server", "prefect", "server", "start", "--port", str(self.port))
        self.until(lambda: httpx.get(f"{self.api}/health").is_success)
        return process

    def deploy(self) -> None:
        """Have the forms there, and the pool."""
        self.start(
            "serve", "pipeline", "serve", self.bucket or str(self.dramas), "--pool", POOL, "--at-once", "8"
        )
        self.until(lambda: httpx.get(f"{self.api}/deployments/name/redo/redo").is_success)

    def worker(self, name: str, **told: str) -> subprocess.Popen[bytes]:
        """Start a worker that makes one film at a time, on a machine of its own as far as copies go."""
        command = ("worker", "start", "--pool", POOL, "--name", name, "--limit", "1")
        return self.start(
            name, "prefect", *command, SHORTDRAMA_CACHE=str(self.home / "caches" / name), **told
        )

    def online(self, names: Iterable[str]) -> bool:
        """Whether the workers of these *names* have told of themselves."""
        found = httpx.post(f"{self.api}/work_pools/{POOL}/workers/filter", json={}).json()
        return set(names) <= {one["name"] for one in found if one["status"] == "ONLINE"}

    def until(self, true: Any, seconds: float = _START_SECONDS) -> None:
        """Wait for something to be *true*; while the server does not answer, nothing is."""
        last = time.monotonic() + seconds
        while time.monotonic() < last:
            with suppress(httpx.TransportError):
                if true():
                    return
            time.sleep(0.2)
        raise TimeoutError(f"{seconds} s, see the logs in {self.home}")

    def run(self, drama: Path, episode: int) -> str:
        """Ask for an episode of the *drama* below `dramas`, or of that name; the id of the run."""
        deployment = httpx.get(f"{self.api}/deployments/name/make-episode/make-episode").json()["id"]
        name = drama.relative_to(self.dramas).as_posix()
        asked = {"parameters": {"folder": name, "episode": episode}}
        answer = httpx.post(
            f"{self.api}/deployments/{deployment}/create_flow_run", json=asked, timeout=_ANSWER_SECONDS
        )
        if answer.is_error:
            raise RuntimeError(answer.text)
        return str(answer.json()["id"])

    def state(self, run: str) -> str:
        """The state of a run, by its name."""
        return str(httpx.get(f"{self.api}/flow_runs/{run}", timeout=3).json()["state"]["name"])

    def made(self, runs: Sequence[str]) -> int:
        """How many files *runs* made, and did not find there, as the server counts their tasks."""
        asked = {
            "flow_runs": {"id": {"any_": list(runs)}},
            "task_runs": {"state": {"name": {"any_": ["Completed"]}}},
        }
        return int(httpx.post(f"{self.api}/task_runs/count", json=asked).json())

    def at_once(self, engine: str, most: int) -> None:
        """Set the limits of an *engine* on the server, as one does on its page Concurrency."""
        limits = httpx.post(f"{self.api}/v2/concurrency_limits/filter", json={}).json()
        for limit in limits:
            if limit["name"].startswith(engine):
                httpx.patch(f"{self.api}/v2/concurrency_limits/{limit['id']}", json={"limit": most})

    def ended(self, run: str) -> bool:
        """Whether a run has come to its end."""
        return self.state(run) in ("Completed", "Failed", "Partial", "Crashed", "Cancelled")

    def again(self, run: str) -> None:
        """What Retry does on the page of a run."""
        state = {"type": "SCHEDULED", "name": "AwaitingRetry"}
        httpx.post(f"{self.api}/flow_runs/{run}/set_state", json={"state": state, "force": True})

    def end(self) -> None:
        """End all that was started, at once."""
        for process in self.processes:
            strike(process)


def strike(process: subprocess.Popen[bytes]) -> None:
    """Kill *process* and all that it started."""
    with suppress(psutil.NoSuchProcess):
        whole = psutil.Process(process.pid)
        for part in [*whole.children(recursive=True), whole]:
            with suppress(psutil.NoSuchProcess):
                part.send_signal(signal.SIGKILL)
    process.wait()


@contextmanager
def studio(database: str = "", *, in_a_bucket: bool = False) -> Iterator[Studio]:
    """A studio whose server, storage and forms are there; all of it ends with the context."""
    with tempfile.TemporaryDirectory(prefix="studio-", ignore_cleanup_errors=True) as name:
        made = Studio(Path(name), database, "s3://films/dramas" if in_a_bucket else "")
        os.environ |= Runway.env
        try:
            if in_a_bucket:
                store(made)
            put(made, begin(made.dramas / "empty", "http://127.0.0.1:9", 1))
            made.serve()
            made.deploy()
            yield made
        finally:
            made.end()


def begin(folder: Path, url: str, episodes: int, shots: int = 2, at_once: int = 2) -> Path:
    """A small drama of so many *episodes* and *shots*, whose clips the vendor at *url* makes."""
    spec = {"base_url": url, "at_once": at_once, "poll": {"every_seconds": _EVERY_SECONDS}}
    profile = {
        "film": {"width": 64, "height": 112, "fps": 8},
        "storyboard": {"engine": "rules"},
        "images": {"engine": "drawn"},
        "voices": {"engine": "espeak"},
        "clips": {"engine": "runway", "runway": {"spec": spec}},
        "final": {"encoding": {"preset": "ultrafast", "crf": 30}},
    }
    return begin_series(folder, profile, episodes, shots)


def pictures(folder: Path) -> dict[str, str]:
    """The hash of every picture, voice, clip and film of a drama, by name."""
    files = (file for ending in ("png", "wav", "mp4") for file in folder.rglob(f"*.{ending}"))
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in files
        if ".made" not in file.parts
    }


def recorded(folder: Path) -> int:
    """How many files of a drama the pipeline made, by their records."""
    pages = (page for page in (folder / ".made").rglob("*.json") if "tickets" not in page.parts)
    return sum(b'"engine"' in page.read_bytes() for page in pages)


def wrong(folder: Path, server: Server, shots: int, films: int) -> str:
    """What is not as it should be, in words."""
    project = open_drama(folder).project
    asked, spent = sum(server.vendor.price for _ in server.vendor.jobs), project.ledger.total("USD")
    found = {
        f"{server.billed} jobs were paid for {shots} shots": server.billed != shots,
        f"the ledger says {spent:.2f}": spent <= 0 < asked,
        "a ticket is open": any(ticket.open for ticket in project.tickets.all()),
        "a file was made twice": (folder / ".made" / "takes").exists(),
        "a film is missing": len(list((folder / "final").glob("e0?.mp4"))) != films,
    }
    return "; ".join(words for words, is_so in found.items() if is_so)
