"""
What it takes to wait for a vendor: `python benchmarks/hosted_waiting.py [--seconds 30] [--shots 200]`.

The clips of a whole episode are made by a stand-in for Runway on this machine that takes its time over
each, and no more than so many at once. The ideal is as long as the vendor needs for all of them. The
clock runs from the first job that the vendor takes to the last file that is fetched; CPU and memory are
those of the process that waits, and of Prefect's server beside it. The pictures are noise, the heaviest
there are.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table
from shots import begin, command

from vendors.runway import Runway  # isort: skip - shots.py says where it lies
from vendors.stand_in import Asked, Job, Phase, Reply, Server, serving

#: How often a job is asked after, at the pace that Runway asks for: every 5 s of 30.
_POLLS = 6


class Slow(Runway):
    """Runway, which takes *seconds* for each job, and *at_once* of them."""

    def __init__(self, seconds: float, at_once: int) -> None:
        super().__init__()
        self.seconds_each, self.at_once = seconds, at_once
        self.ready: dict[str, float] = {}
        self.most = 0
        self.first = 0.0

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        """Turn down what is too much."""
        if phase == "submit":
            running = sum(ready > time.monotonic() for ready in self.ready.values())
            if running >= self.at_once:
                return self.trouble("busy")
            self.most = max(self.most, running + 1)
        return super().answer(phase, asked)

    def new_job(self, asked: Mapping[str, Any], client: str = "") -> Job:
        """Begin it now."""
        job = super().new_job(asked, client)
        now = time.monotonic()
        self.first = self.first or now
        self.ready[job.id] = now + self.seconds_each
        return job

    def look(self, id_: str) -> Job | None:
        """Done when its time is over."""
        job = self.jobs[id_]
        job.polls = 1 if time.monotonic() < self.ready[id_] else -1
        return job


@dataclass
class Use:
    """CPU seconds, peak memory in MiB and most threads of a process."""

    cpu: float = 0.0
    peak: float = 0.0
    threads: int = 0

    def look(self, process: psutil.Process) -> None:
        """Measure now."""
        times, memory = process.cpu_times(), process.memory_info()
        self.cpu = max(self.cpu, times.user + times.system)
        self.peak = max(self.peak, memory.rss / 2**20)
        self.threads = max(self.threads, process.num_threads())


@dataclass
class Watch:
    """What the process *pid* and its children use, the children together."""

    pid: int
    own: Use = field(default_factory=Use)
    children: dict[int, Use] = field(default_factory=dict)

    def look(self) -> None:
        """Measure now; who has ended is passed over."""
        try:
            process = psutil.Process(self.pid)
            self.own.look(process)
            for child in process.children(recursive=True):
                self.children.setdefault(child.pid, Use()).look(child)
        except psutil.NoSuchProcess:
            pass

    @property
    def server(self) -> Use:
        """Prefect's server: the largest of the children."""
        return max(self.children.values(), key=lambda use: use.peak, default=Use())


@dataclass(frozen=True)
class Run:
    """A run as it was watched; *idle* is the CPU that was used when the first job was taken."""

    watch: Watch
    idle: float
    seconds: float
    said: str


def run(folder: Path, vendor: Slow) -> Run:
    """Make the clips in *folder*."""
    began, idle = time.monotonic(), 0.0
    with (folder.parent / "log").open("w+b") as log:
        with subprocess.Popen(command(folder, "clips"), stdout=log, stderr=log) as process:
            watch = Watch(process.pid)
            while process.poll() is None:
                watch.look()
                idle = idle or (watch.own.cpu if vendor.first else 0.0)
                time.sleep(0.2)
        log.seek(0)
        return Run(watch, idle, time.monotonic() - began, log.read().decode())


def told(done: Run, server: Server, vendor: Slow, waited: float, ideal: float) -> Iterator[tuple[str, str]]:
    """What it took, row by row."""
    own, prefect = done.watch.own, done.watch.server
    yield "jobs billed", str(server.billed)
    yield "most at once", str(vendor.most)
    yield "submits turned down", str(server.count("submit") - server.billed)
    yield "polls", str(server.count("poll"))
    yield "ideal, s", f"{ideal:.0f}"
    yield "from the first job to the last file, s", f"{waited:.1f}"
    yield "of the ideal", f"{waited / ideal:.3f}"
    yield "whole run, s", f"{done.seconds:.1f}"
    yield "CPU s before the first job", f"{done.idle:.1f}"
    yield "CPU s from then on", f"{own.cpu - done.idle:.1f}"
    yield "peak MiB", f"{own.peak:.0f}"
    yield "threads", str(own.threads)
    yield "Prefect's server: CPU s", f"{prefect.cpu:.1f}"
    yield "Prefect's server: peak MiB", f"{prefect.peak:.0f}"
    yield "Prefect's server: database is locked", str(done.said.count("database is locked"))


def main() -> None:
    """Print what it took; end with 1 where a clip is missing."""
    options = _options()
    vendor = Slow(options.seconds, options.at_once)
    table = Table("", "")
    with tempfile.TemporaryDirectory() as name, serving(vendor) as server:
        os.environ |= {"PREFECT_HOME": str(Path(name) / "prefect"), **vendor.env}
        poll = {"every_seconds": options.seconds / _POLLS}
        spec = {"base_url": server.url, "at_once": options.at_once, "poll": poll}
        engines = {"runway": {"spec": spec}}
        folder = begin(Path(name) / "rain", options.shots, engines, width=720, height=1280)
        done = run(folder, vendor)
        files = list((folder / "clips").glob("*.mp4"))
        last = max((file.stat().st_mtime for file in files), default=0.0) - time.time() + time.monotonic()
    ideal = ceil(options.shots / options.at_once) * options.seconds
    table.add_row("clips", f"{len(files)} of {options.shots}")
    for row in told(done, server, vendor, last - vendor.first, ideal):
        table.add_row(*row)
    Console().print(table)
    if len(files) != options.shots:
        print(done.said[-3000:])
    sys.exit(len(files) != options.shots)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shots", type=int, default=200, help="how many clips")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the vendor takes for each")
    parser.add_argument("--at-once", type=int, default=20, help="how many it takes at once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
