"""
What Prefect costs: `python benchmarks/overhead.py share|first|growth [--postgres]`.

Films are made as far as their clips, by engines that cost nothing (`free_engines.py`): what is left is the
program's own work and Prefect's.

*share*: an episode of 100 shots by plain functions, by `drama run`, and by that with a server that stands;
the CPU of all processes and the wall time, each the median of three, one way after the other.
*first*: from the command to the first task, and where the time goes.
*growth*: a series of 50 episodes by 40 shots in one run: the memory of the server and of the run, and the
seconds, as it goes on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import psutil
from free_engines import begin, prepare
from postgres import Postgres
from rich.console import Console
from rich.table import Table
from studio import Studio

_SCRIPT = Path(__file__).with_name("free_engines.py")
_PARTS = ("start", "plan", "import", "server", "task", "end")
#: The server has written down what it was told when it used less of a core than this for so long.
_QUIET, _QUIET_SECONDS = 0.1, 2.0


@dataclass(frozen=True)
class Cost:
    """What a command took in seconds; *server* is the CPU of one that stands."""

    wall: float
    cpu: float
    server: float = 0.0
    stamps: tuple[float, ...] = ()

    @property
    def whole(self) -> float:
        """The CPU of all processes."""
        return self.cpu + self.server


class Bench:
    """Runs commands in the folder *work*, beside a server that stands or none."""

    def __init__(self, work: Path, server: Studio) -> None:
        self.work, self.server = work, server
        self._dramas = 0

    def drama(self, episodes: int, shots: int) -> Path:
        """A new one."""
        self._dramas += 1
        return Path(begin(self.work / "dramas" / f"rain-{self._dramas}", episodes, shots))

    def start(
        self, folder: Path, *words: str, standing: bool = False, **told: str
    ) -> subprocess.Popen[bytes]:
        """Begin to make clips of *folder*, as a user does; *told* is in its environment."""
        home = {"PREFECT_HOME": str(self.work / "prefect"), "SHORTDRAMA_HOME": str(self.work / "user")}
        environment = os.environ | home | told
        environment.pop("PREFECT_API_URL", None)
        if standing:
            environment["PREFECT_API_URL"] = self.server.api
        command = [sys.executable, str(_SCRIPT), "run", str(folder), "--until", "clips", *words]
        with (self.work / "run.log").open("wb") as log:
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def cost(self, folder: Path, *words: str, standing: bool = False, **told: str) -> Cost:
        """What that takes, until it has ended, with all processes that it started."""
        stamps = self.work / "stamps"
        stamps.unlink(missing_ok=True)
        before, began = self.server_cpu(), time.time()
        process = self.start(folder, *words, standing=standing, **told)
        _, status, used = os.wait4(process.pid, 0)
        ended = time.time()
        process.returncode = os.waitstatus_to_exitcode(status)
        assert not process.returncode, (self.work / "run.log").read_text("utf-8")[-3000:]
        times = (
            [float(line.split()[1]) for line in stamps.read_text().splitlines()] if stamps.exists() else []
        )
        parts = tuple(after - before for before, after in pairwise((began, *times, ended)))
        cpu = used.ru_utime + used.ru_stime
        if not standing:
            return Cost(ended - began, cpu, stamps=parts)
        self._quiet()
        return Cost(ended - began, cpu, self.server_cpu() - before, parts)

    def server_cpu(self) -> float:
        """The CPU seconds of the server that stands."""
        return sum(sum(one.cpu_times()[:2]) for one in _family(self.server.processes[0].pid))

    def _quiet(self) -> None:
        """Wait until the server has written down what it was told."""
        while True:
            before = self.server_cpu()
            time.sleep(_QUIET_SECONDS)
            if self.server_cpu() - before < _QUIET * _QUIET_SECONDS:
                return


def _family(pid: int) -> list[psutil.Process]:
    whole = psutil.Process(pid)
    return [whole, *whole.children(recursive=True)]


def _mib(pid: int) -> float:
    try:
        return float(sum(one.memory_info().rss for one in _family(pid)) / 2**20)
    except psutil.NoSuchProcess:
        return 0.0


@contextmanager
def bench(*, postgres: bool) -> Iterator[Bench]:
    """A place to measure in, with a server that stands; all of it ends with the context."""
    prepare()
    database = Postgres() if postgres else None
    with tempfile.TemporaryDirectory(prefix="overhead-", ignore_cleanup_errors=True) as name:
        server = Studio(Path(name), database.url if database else "")
        try:
            server.serve()
            yield Bench(Path(name), server)
        finally:
            server.end()
            if database:
                database.remove()


def share(place: Bench, options: argparse.Namespace) -> Table:
    """Prefect's share of the time and the CPU of an episode."""
    ways: Mapping[str, Callable[[], Cost]] = {
        "plain functions": lambda: place.cost(place.drama(1, options.shots), FREE_PLAIN="1"),
        "drama run": lambda: place.cost(place.drama(1, options.shots)),
        "drama run, a server stands": lambda: place.cost(place.drama(1, options.shots), standing=True),
    }
    # The first start makes the database, which is measured by `first`.
    place.cost(place.drama(1, 1))
    found: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(options.times):
        for way, cost in ways.items():
            found[way].append(cost())
            print(f"{way}: {found[way][-1]}", flush=True)
    plain = found["plain functions"]
    table = Table(
        "", "wall s", "CPU s of the run", "of the server", "Prefect's share of CPU", "CPU ms a shot"
    )
    for way, costs in found.items():
        # Within one round, since other work comes and goes.
        shares = [1 - one.whole / cost.whole for one, cost in zip(plain, costs, strict=True)]
        more = [cost.whole - one.whole for one, cost in zip(plain, costs, strict=True)]
        middle = (
            median(kind) for kind in zip(*((one.wall, one.cpu, one.server) for one in costs), strict=True)
        )
        each = f"{1000 * median(more) / options.shots:.0f}"
        table.add_row(way, *(f"{seconds:.1f}" for seconds in middle), f"{median(shares):.0%}", each)
    return table


def first(place: Bench, options: argparse.Namespace) -> Table:
    """Where the time goes from the command to the first task, and to the end."""
    table = Table("", *_PARTS, "to the first task", "whole", "CPU s")
    stamps = {"FREE_STAMPS": str(place.work / "stamps")}
    for number in range(options.times + 1):
        for what, standing in {"no server": False, "a server stands": True}.items():
            drama = place.drama(1, 1)
            cost = place.cost(drama, standing=standing, **stamps)
            told = f"{what}, no database yet" if not number and not standing else what
            parts = (*cost.stamps, sum(cost.stamps[:-1]), cost.wall, cost.whole)
            table.add_row(told, *(f"{seconds:.1f}" for seconds in parts))
            print(told, *parts, flush=True)
        again = place.cost(drama)
        table.add_row("all is done already", *[""] * 7, f"{again.wall:.1f}", f"{again.cpu:.1f}")
    return table


def growth(place: Bench, options: argparse.Namespace) -> Table:
    """The memory of the server and of the run, as a series goes on; seconds are those of each episode."""
    columns = (
        "wall s",
        "CPU s of the run",
        "of the server",
        "the run, MiB",
        "the server, MiB",
        "database, MiB",
    )
    table = Table("episodes", *columns)
    folder, server = place.drama(options.episodes, options.shots), place.server.processes[0].pid
    steps = [1, *range(options.step, options.episodes + 1, options.step)]
    began, before, told = time.monotonic(), (0.0, place.server_cpu()), 0
    run = place.start(folder, "--all", standing=True)
    while run.poll() is None:
        time.sleep(0.5)
        made = sum(1 for _ in (folder / "clips").glob("*.mp4")) // options.shots
        if steps and made >= steps[0]:
            now, used = time.monotonic(), (_cpu(run.pid), place.server_cpu())
            spent = (now - began, *(after - earlier for earlier, after in zip(before, used, strict=True)))
            shares = (f"{seconds / (made - told):.1f}" for seconds in spent)
            sizes = (_mib(run.pid), _mib(server), _size(place.work / "server"))
            row = (f"{made}", *shares, *(f"{size:.0f}" for size in sizes))
            print(*row, flush=True)
            table.add_row(*row)
            began, before, told = now, used, made
            steps = [step for step in steps if step > made]
    assert not run.returncode, (place.work / "run.log").read_text("utf-8")[-3000:]
    return table


def _cpu(pid: int) -> float:
    try:
        return sum(psutil.Process(pid).cpu_times()[:4])
    except psutil.NoSuchProcess:
        return 0.0


def _size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.glob("prefect.db*")) / 2**20


def main() -> None:
    """Print the table that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("share", "first", "growth"))
    parser.add_argument("--postgres", action="store_true", help="for the server that stands")
    parser.add_argument("--episodes", type=int, default=50, help="of growth")
    parser.add_argument("--step", type=int, default=5, help="of growth: episodes to a line")
    parser.add_argument("--shots", type=int, default=0, help="per episode; 100, or 40 of growth")
    parser.add_argument("--times", type=int, default=3, help="how often")
    options = parser.parse_args()
    options.shots = options.shots or (40 if options.what == "growth" else 100)
    with bench(postgres=options.postgres) as place:
        table = {"share": share, "first": first, "growth": growth}[options.what](place, options)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
