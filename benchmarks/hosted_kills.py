"""
Nothing is paid twice: `python benchmarks/hosted_kills.py [--kills 50] [--shots 20] [--seed 1]`.

An episode is made by three vendors' stand-ins that have a bad day: they are busy or down, fail at
jobs, answer polls with 503 or not at all, lose the answer to a job that they took, give links that
have expired and files that break off. Meanwhile the process that makes it is killed together with all
that it started, and begun again. Where it is not known what became of a job, the benchmark plays the
user: it looks at the vendor's page and says what is there.

In the end the film must be there, each shot must have been made and billed once, and the drama's
ledger must agree with the vendors to the cent. Where a film is finished before all kills have struck,
the next one begins. One kill in five strikes before the first request, the others soon after it; one
run in five goes through Prefect, the others make the same without it, which starts sooner.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rough_vendors import VENDORS, Rough, cost, serving
from shots import begin, command
from vendors.stand_in import Job, Vendor

from pipeline import jobs
from pipeline.drama import open_drama
from pipeline.tickets import Ticket

_MOST_RUNS = 400
_SETTLED_SECONDS = 2.0


@dataclass
class Film:
    """One drama on its way, with the *servers* of its vendors by engine, and what happened to it."""

    folder: Path
    servers: Mapping[str, Rough]
    kills: int = 0
    runs: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    settled: Counter[str] = field(default_factory=Counter)

    @property
    def requests(self) -> int:
        """How many the vendors got so far."""
        return sum(len(server.log) for server in self.servers.values())

    def run(self, *, bare: bool, kill_after: tuple[str, float] | None) -> bool:
        """Run it, killed so many seconds after its `start` or its first `request`; whether it is whole."""
        self.runs += 1
        before, since = self.requests, 0.0
        with (
            (self.folder.parent / f"{self.folder.name}.log").open("ab") as log,
            subprocess.Popen(
                command(self.folder, "final", bare=bare), stdout=log, stderr=log, start_new_session=True
            ) as process,
        ):
            while process.poll() is None:
                if kill_after and not since and (kill_after[0] == "start" or self.requests > before):
                    since = time.monotonic()
                if kill_after and since and time.monotonic() - since > kill_after[1]:
                    os.killpg(process.pid, signal.SIGKILL)
                    break
                time.sleep(0.01)
            code = process.wait()
        if code == -signal.SIGKILL:
            self.kills += 1
            self.struck.update(
                ticket.page.standing for ticket in open_drama(self.folder).project.tickets.all()
            )
        return code == 0

    def settle(self) -> None:
        """Say what `drama jobs` is told, where nobody knows what became of a job."""
        drama = open_drama(self.folder)
        sending = [ticket for ticket in drama.project.tickets.all() if ticket.page.standing == "sending"]
        # Where we know the job by an id of our own, nobody is asked.
        unknown = [one for one in sending if not self.servers[one.page.engine].vendor.finds_again]
        if unknown:
            # What the killed process sent last must have come to the vendor's page.
            time.sleep(_SETTLED_SECONDS)
        for ticket in unknown:
            job = self._on_the_page(ticket)
            self.settled["there" if job else "not there"] += 1
            if job:
                jobs.take_over(drama, [ticket], job)
            else:
                jobs.forget(drama, ticket)

    def _on_the_page(self, ticket: Ticket) -> str:
        """The newest job that the vendor shows for the shot of *ticket*; empty where there is none."""
        number = int(re.findall(r"\d+", ticket.page.name)[2])
        vendor = self.servers[ticket.page.engine].vendor
        shown = [job.id for job in vendor.jobs.values() if f"number {number}." in str(job.asked)]
        return shown[-1] if shown else ""

    @property
    def billed(self) -> list[tuple[Vendor, Job]]:
        """The jobs that the vendors ask money for."""
        return [
            (server.vendor, job)
            for server in self.servers.values()
            for job in server.vendor.jobs.values()
            if job.ends == "done"
        ]

    def accounts(self) -> str:
        """What the ledger and the vendors say of each shot, for whoever looks for a mistake."""
        calls = open_drama(self.folder).project.ledger.calls()
        ours = [
            f"{call.name} {call.engine} {call.state} {call.price} {call.job}" for call in calls if call.counts
        ]
        theirs = [
            f"{vendor.engine} {job.id} {cost(vendor, job):.2f} {re.findall('number [0-9]+', str(job.asked))}"
            for vendor, job in self.billed
        ]
        return "\n".join(sorted(ours) + theirs)

    def wrong(self, shots: int) -> list[str]:
        """What is not as it should be."""
        project = open_drama(self.folder).project
        asked = sum(cost(vendor, job) for vendor, job in self.billed)
        spent = project.ledger.total("USD")
        found = {
            f"{len(self.billed)} jobs were billed": len(self.billed) != shots,
            f"the ledger says {spent:.4f}, the vendors {asked:.4f}": abs(spent - asked) > 1e-6,
            "a ticket is open": any(ticket.open for ticket in project.tickets.all()),
            "there is no film": not (self.folder / "final/e01.mp4").is_file(),
            "a clip is missing": len(list((self.folder / "clips").glob("*.mp4"))) != shots,
        }
        return [words for words, is_so in found.items() if is_so]


def through(film: Film, kills: int, chance: random.Random) -> None:
    """Make *film* through at most so many *kills*."""
    while film.runs < _MOST_RUNS:
        moment: tuple[str, float] | None = None
        if film.kills < kills:
            early = chance.random() < 0.2
            moment = ("start", chance.uniform(0, 3)) if early else ("request", chance.uniform(0, 1.5))
        film.settle()
        if film.run(bare=chance.random() < 0.8, kill_after=moment):
            return
    raise AssertionError(f"the film is not whole after {film.runs} runs")


def made(folder: Path, shots: int, kills: int, chance: random.Random) -> Film:
    """A film of so many *shots* that lived through at most so many *kills*."""
    with ExitStack() as stack:
        servers = {
            engine: stack.enter_context(serving(vendor(), random.Random(chance.random())))
            for engine, vendor in VENDORS.items()
        }
        for server in servers.values():
            os.environ |= server.vendor.env
        film = Film(start(folder, servers, shots), servers)
        through(film, kills, chance)
    return film


def main() -> None:
    """Print a line per film; end with 1 where something was paid twice, or not put down."""
    options = _options()
    chance = random.Random(options.seed)
    columns = (
        "film",
        "kills",
        "runs",
        "shots",
        "jobs sent",
        "failed",
        "billed",
        "vendors ask",
        "ledger says",
    )
    table = Table(*columns, "jobs at kills", "told by the user", "by engine")
    faults: Counter[str] = Counter()
    left, sound, number = options.kills, True, 0
    with tempfile.TemporaryDirectory() as name:
        os.environ["PREFECT_HOME"] = str(Path(name) / "prefect")
        while left > 0:
            number += 1
            film = made(Path(name) / f"rain-{number}", options.shots, left, chance)
            left -= film.kills
            table.add_row(str(number), *told(film, options.shots))
            for server in film.servers.values():
                faults += server.did
            if wrong := film.wrong(options.shots):
                sound = False
                print(f"film {number}: {'; '.join(wrong)}\n{film.accounts()}")
    Console(width=200).print(table)
    print(f"What went wrong at the vendors: {counted(faults)}")
    sys.exit(not sound)


def start(folder: Path, servers: Mapping[str, Rough], shots: int) -> Path:
    """A drama whose clips the *servers* make."""
    engines: dict[str, Any] = {
        engine: {"spec": {"base_url": server.url, "at_once": 2, "poll": {"every_seconds": 0.3}}}
        for engine, server in servers.items()
    }
    return begin(folder, shots, engines, width=72, height=128)


def told(film: Film, shots: int) -> list[str]:
    """The film's line in the table."""
    jobs = [job for server in film.servers.values() for job in server.vendor.jobs.values()]
    by_engine = Counter(vendor.engine for vendor, _ in film.billed)
    return [
        str(film.kills),
        str(film.runs),
        str(shots),
        str(len(jobs)),
        str(sum(job.ends == "failed" for job in jobs)),
        str(len(film.billed)),
        f"{sum(cost(vendor, job) for vendor, job in film.billed):.2f}",
        f"{open_drama(film.folder).project.ledger.total('USD'):.2f}",
        counted(film.struck),
        counted(film.settled),
        counted(by_engine),
    ]


def counted(things: Counter[str]) -> str:
    """How many there are of each, in words."""
    return ", ".join(f"{count} {thing}" for thing, count in things.most_common() if thing) or "none"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="how often to kill")
    parser.add_argument("--shots", type=int, default=20, help="how many shots")
    parser.add_argument("--seed", type=int, default=1, help="decides the moments and the faults")
    return parser.parse_args()


if __name__ == "__main__":
    main()
