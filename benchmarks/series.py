"""
A novel of a million characters becomes a series: `python benchmarks/series.py [--characters 1000000]`.

A loopback stand-in for a language model answers each call after a set time. The whole series is
planned (`drama run --all --until storyboard`): wall time, peak memory, calls, the most of them side
by side. Then the same in another folder, killed with `kill -9` a few times in the middle and begun
again: what was asked twice is at most what was in flight at a kill.
"""

from __future__ import annotations

import argparse
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

import psutil
import yaml
from rich.console import Console
from rich.table import Table

from pipeline.profile import find

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from llm_server import Server, serving

_PEOPLE = ("林夏", "陈默", "苏晚晴", "老周", "顾言")
_PLACES = ("老街", "客厅", "天台", "医院走廊", "河边")
_WORDS = "雨夜归人灯门信街河山风雪月光影声梦路心手来去看听等走回"
_CHAPTER = 3000


@dataclass(frozen=True)
class Run:
    """How a run ended, what it took and its last words; *peak* is the process's memory in MiB."""

    code: int
    seconds: float
    peak: float
    said: str


def novel(characters: int) -> str:
    """A novel of about that many *characters*, in chapters, with people who speak."""
    chance = random.Random(1)
    chapters: list[str] = []
    size = 0
    while size < characters:
        chapter = [f"第{len(chapters) + 1}章 {_words(chance, 4)}"]
        while sum(map(len, chapter)) < _CHAPTER:
            one, other = chance.sample(_PEOPLE, 2)
            chapter.append(f"{chance.choice(_PLACES)}，{one}{_words(chance, 30)}。{_words(chance, 25)}。")
            chapter.append(f"{one}看着{other}，说：“{_words(chance, 14)}？”")
            chapter.append(f"{other}答道：“{_words(chance, 18)}。”")
        chapters.append("\n".join(chapter))
        size += len(chapters[-1])
    return "\n\n".join(chapters)


def _words(chance: random.Random, letters: int) -> str:
    return "".join(chance.choices(_WORDS, k=letters))


def begin(folder: Path, text: str, url: str, side_by_side: int) -> Path:
    """A drama of *text* whose storyboard is asked for at *url*."""
    profile = yaml.safe_load(find("novel").read_text("utf-8"))
    profile["storyboard"]["openai"] |= {"base_url": url, "model": "stand-in", "side_by_side": side_by_side}
    folder.mkdir(parents=True)
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "script.txt").write_text(text, "utf-8")
    return folder


def run(folder: Path, *, kill_when: int | None = None, server: Server | None = None) -> Run:
    """Plan the whole series in *folder*; killed once the *server* was asked *kill_when* times in all."""
    command = [sys.executable, "-m", "pipeline", "run", str(folder), "--all", "--until", "storyboard"]
    began, peak = time.monotonic(), 0.0
    log = folder.parent / f"{folder.name}.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True) as process,
    ):
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            if kill_when is not None and server and len(server.asked) >= kill_when:
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.05)
    return Run(process.returncode, time.monotonic() - began, peak, log.read_text("utf-8")[-2000:])


def _memory(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_info().rss / 2**20)
    except psutil.Error:
        return 0.0


def contents(folder: Path) -> dict[str, str]:
    """The hash of every storyboard file, by name."""
    return {
        file.name: sha256(file.read_bytes()).hexdigest() for file in (folder / "storyboard").glob("*.json")
    }


def main() -> None:
    """Print what the series took, undisturbed and disturbed."""
    options = _options()
    text = novel(options.characters)
    table = Table("run", "kills", "episodes", "calls", "asked twice", "side by side", "seconds", "peak MiB")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ |= {"PREFECT_HOME": str(work / "prefect"), "OPENAI_API_KEY": "none"}
        with serving("strict", lambda: time.sleep(options.latency)) as server:
            folder = begin(work / "whole", text, server.url, options.side_by_side)
            done = run(folder)
            assert done.code == 0, done.said
            whole, asked = contents(folder), len(server.asked)
            most = server.most_in_flight
            table.add_row("undisturbed", "0", *_told(whole, asked, 0, most, done))
        with serving("strict", lambda: time.sleep(options.latency)) as server:
            folder = begin(work / "killed", text, server.url, options.side_by_side)
            chance = random.Random(2)
            moments = sorted(chance.sample(range(1, asked), options.kills))
            runs = [run(folder, kill_when=moment, server=server) for moment in moments]
            runs.append(run(folder))
            assert runs[-1].code == 0, runs[-1].said
            questions = Counter("\n".join(asked.turns) for asked in server.asked)
            twice = questions.total() - len(questions)
            assert contents(folder) == whole, "the storyboards differ"
            together = Run(0, sum(r.seconds for r in runs), max(r.peak for r in runs), "")
            killed = str(sum(r.code == -signal.SIGKILL for r in runs))
            table.add_row(
                "killed", killed, *_told(whole, len(server.asked), twice, server.most_in_flight, together)
            )
    Console().print(
        f"{len(text):,} characters, {options.latency} s per answer, "
        f"up to {options.side_by_side} calls side by side"
    )
    Console().print(table)
    sys.exit(twice > options.kills * options.side_by_side)


def _told(storyboards: dict[str, str], calls: int, twice: int, most: int, done: Run) -> list[str]:
    return [
        str(len(storyboards) - 1),
        str(calls),
        str(twice),
        str(most),
        f"{done.seconds:.0f}",
        f"{done.peak:.0f}",
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--characters", type=int, default=1_000_000, help="length of the novel")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds that each answer takes")
    parser.add_argument("--side-by-side", type=int, default=16, help="calls at once")
    parser.add_argument("--kills", type=int, default=3, help="how often to kill the second run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
