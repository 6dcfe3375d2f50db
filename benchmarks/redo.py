"""
What is made again, and how long nothing takes: `python benchmarks/redo.py`.

Makes the sample small, runs it again, and asks for new takes of one shot. Counts every start of
ffmpeg by what it is for. Then the second run is timed against starting Python with Prefect, and
against a Prefect flow that does nothing; each is the best of three.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sample import begin_small

from pipeline.cli import app

_SHOT = "e01s01-03"
_KINDS = {"The encoding of": "clips", "segment": "shots", "join": "joins", "": "sound"}
_IMPORT = "import flows, prefect"
_EMPTY = """
from prefect import flow
from flows.here import run_here

@flow
def nothing():
    return None

run_here(nothing)
"""


class _Starts(logging.Handler):
    """Counts the starts of ffmpeg by kind, and keeps the name of each work."""

    def __init__(self) -> None:
        super().__init__()
        self.works: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        assert isinstance(record.args, tuple)
        self.works.append(str(record.args[0]))

    def taken(self) -> Counter[str]:
        """What was counted since the last time; in all, without the sound, these are video encodes."""
        works, self.works = self.works, []
        return Counter(
            next(kind for start, kind in _KINDS.items() if work.startswith(start)) for work in works
        )


def drama(*words: str) -> None:
    """Run the command `drama` in this process."""
    app(list(words), standalone_mode=False)


def fastest(*command: str) -> float:
    """The least wall-clock seconds of three runs."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def main() -> None:
    """Print what each run encoded, and the times."""
    starts = _Starts()
    logging.getLogger("drama.ffmpeg").addHandler(starts)
    logging.getLogger("drama.ffmpeg").setLevel(logging.DEBUG)
    counts = Table("run", "clips encoded", "shots encoded", "joins (no encoding)", "sound")
    times = Table("command", "s")
    with tempfile.TemporaryDirectory() as work:
        os.environ["PREFECT_HOME"] = str(Path(work, "prefect"))
        folder = str(begin_small(Path(work, "rain-night")))
        for what, words in {
            "first": ("run", folder),
            "second": ("run", folder),
            f"redo {_SHOT}": ("redo", folder, _SHOT),
            f"redo {_SHOT} --stage clips": ("redo", folder, _SHOT, "--stage", "clips"),
        }.items():
            drama(*words)
            taken = starts.taken()
            counts.add_row(what, *(str(taken[kind]) for kind in _KINDS.values()))
        times.add_row('python -c "import prefect"', f"{fastest('-c', _IMPORT):.1f}")
        times.add_row("an empty Prefect flow", f"{fastest('-c', _EMPTY):.1f}")
        times.add_row("drama run, nothing to do", f"{fastest('-m', 'pipeline', 'run', folder):.1f}")
    Console().print(counts, times)


if __name__ == "__main__":
    main()
