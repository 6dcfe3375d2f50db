"""
What `kill -9` does to a film: `python benchmarks/interrupted.py [--kills 20] [--seed 1]`.

The sample is made once undisturbed. Then, in another folder of the same name, its run is killed
together with all that it started (ffmpeg, espeak-ng, Prefect's server), and run again, until as many
kills as asked for have struck; where a film is finished earlier, the next one begins in a fresh
folder. One kill in five strikes while Prefect starts or the plan is made, the others after work has
begun, at moments spread over the whole of it. Prefect's database lives through all of it.

Every file of every drama must be the same, byte for byte, as the undisturbed one. Nothing may be made
twice, and nothing half-made may stay. It takes some minutes, most of them for starting Prefect.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Timer

from rich.console import Console
from rich.table import Table
from sample import begin_small

from pipeline.project import STAGES

_KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Pace:
    """How long an undisturbed run took to its first file, and from there to its end, in seconds."""

    start: float
    work: float


@dataclass(frozen=True)
class Run:
    """One run: its exit code (negative for a signal), the labels of what it made, and its last words."""

    code: int
    made: tuple[str, ...]
    pace: Pace
    said: str


def run(folder: Path, *, kill_at_start: float | None = None, kill_at_work: float | None = None) -> Run:
    """Run the drama in *folder*; kill it that many seconds after its start, or after its first file."""
    command = [sys.executable, "-m", "pipeline", "run", str(folder)]
    began, first, said = time.monotonic(), None, []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        assert process.stdout
        _kill_after(process, kill_at_start)
        for line in process.stdout:
            said.append(line)
            if first is None and ": made by " in line:
                first = time.monotonic()
                _kill_after(process, kill_at_work)
        code = process.wait()
    end = time.monotonic()
    pace = Pace((first or end) - began, end - (first or end))
    made = (line.split(": made by ")[0].split("  ")[-1].strip() for line in said if ": made by " in line)
    return Run(code, tuple(made), pace, "".join(said[-5:]))


def _kill_after(process: subprocess.Popen[str], seconds: float | None) -> None:
    def strike() -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)

    if seconds is not None:
        timer = Timer(seconds, strike)
        timer.daemon = True
        timer.start()


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file that was made, by name."""
    files = (file for stage in STAGES for file in sorted((folder / stage).rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}


def twice(folder: Path, made: Counter[str]) -> list[str]:
    """What was made more than once, by the logs of all runs, by the records, or by takes that lie there."""
    made_again = [label for label, times in made.items() if times > 1]
    records = [page for stage in STAGES for page in (folder / ".made" / stage).rglob("*.json")]
    later = [page.name for page in records if json.loads(page.read_bytes()).get("take", 1) != 1]
    takes = folder / ".made" / "takes"
    return made_again + later + ([str(takes)] if takes.exists() else [])


def leftovers(folder: Path) -> list[str]:
    """What lies in the drama's workplace though nobody works: half-made files and half-moved records."""
    made = folder / ".made"
    beside = [file for file in folder.rglob(".*.[0-9]*") if file.is_file()]
    return [str(file) for file in [*(made / "tmp").iterdir(), *made.rglob("*.next"), *beside]]


def interrupted(folder: Path, kills: int, chance: random.Random, pace: Pace) -> tuple[int, Counter[str], Run]:
    """Make the film in *folder* through at most *kills* kills: how many, what was made, the last run."""
    struck, made = 0, Counter[str]()
    while True:
        moment = {}
        if struck < kills and chance.random() < 0.2:
            moment = {"kill_at_start": chance.uniform(0, pace.start)}
        elif struck < kills:
            moment = {"kill_at_work": chance.uniform(0, pace.work / 8)}
        done = run(folder, **moment)
        made += Counter(done.made)
        if done.code != _KILLED:
            return struck, made, done
        struck += 1


def main() -> None:
    """Print a line per drama that was disturbed; end with 1 where one differs."""
    options = _options()
    chance = random.Random(options.seed)
    table = Table("film", "kills", "files", "made", "made twice", "differ", "half-made left")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ["PREFECT_HOME"] = str(work / "prefect")
        whole = begin_small(work / "undisturbed" / "rain-night")
        first = run(whole)
        assert first.code == 0, first.said
        expected = contents(whole)
        table.add_row("undisturbed", "0", str(len(expected)), str(len(first.made)), "0", "0", "0")
        left, sound = options.kills, True
        while left:
            folder = begin_small(work / f"disturbed-{left}" / "rain-night")
            struck, made, last = interrupted(folder, left, chance, first.pace)
            assert last.code == 0, last.said
            left -= struck
            there = contents(folder)
            differ = sorted(name for name in {*expected, *there} if expected.get(name) != there.get(name))
            faults = (twice(folder, made), differ, leftovers(folder))
            sound = sound and not any(faults)
            counts = (struck, len(there), made.total(), *map(len, faults))
            table.add_row("disturbed", *map(str, counts))
            for fault in (item for kind in faults for item in kind):
                print(fault)
    Console().print(table)
    sys.exit(not sound)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=20, help="how often to kill")
    parser.add_argument("--seed", type=int, default=1, help="decides the moments")
    return parser.parse_args()


if __name__ == "__main__":
    main()
