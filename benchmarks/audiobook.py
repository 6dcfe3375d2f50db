"""
A two-hour audiobook's worth of lines: `python benchmarks/audiobook.py [--lines 2000] [--engine ...]`.

The lines, two in three of them Chinese and the others English, are spoken by espeak-ng, and by a stand-in
for CosyVoice's own server on this machine that takes 300 ms for each line and speaks eight side by side.
Halfway the run is killed with all that it started, and begun again. No line that was there by then may be
made anew, and of the stand-in none may be asked twice but those that were under way.

Memory is that of the largest process, Prefect's server and espeak-ng counted as others.
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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table
from shots import command

from cosy_server import Official, model, serving  # isort: skip - shots.py says where it lies

from pipeline.ids import line_id, scene_id, shot_id
from pipeline.story import (
    Character,
    Episode,
    EpisodePlan,
    Feeling,
    Line,
    Outline,
    Place,
    Scene,
    Shot,
)
from pipeline.storyboard.files import text_of

_SECONDS_EACH, _AT_ONCE = 0.3, 8
_IN_A_SHOT = 50
_WHO = ("林夏", "陈默", "苏晚", "老周", "")
_HANZI = "雨夜归人灯门信街河山风雪月光影声梦路心手你我他来去说看听等走回"
_ENGLISH = ("rain", "night", "home", "lamp", "door", "letter", "street", "river", "snow", "shadow", "dream")


@dataclass
class Server(Official):
    """The stand-in, which takes its time."""

    def _data(self, spoken: Iterator[dict[str, Any]]) -> Iterator[bytes]:
        time.sleep(_SECONDS_EACH)
        yield from super()._data(spoken)

    @property
    def begun(self) -> Counter[str]:
        """How often it was asked for each text."""
        return Counter(fields["tts_text"] for _, _, fields in self.asked)


@dataclass(frozen=True)
class Run:
    """One run: its wall clock, the most memory of a process, and how many lines it made."""

    code: int
    seconds: float
    mebibytes: float
    lines: int


def text(chance: random.Random, number: int) -> str:
    """A line as no other is, of some 3.5 s."""
    if number % 3 == 0:
        return " ".join(chance.choices(_ENGLISH, k=9)).capitalize() + "."
    said = "".join(chance.choices(_HANZI, k=15))
    return f"{said[:7]}，{said[7:]}。"


def begin(folder: Path, lines: int, voices: Mapping[str, Any]) -> Path:
    """A drama in *folder* of so many *lines*, which *voices* speak."""
    chance, feelings = random.Random(1), list(Feeling)
    shots: dict[str, list[Line]] = {}
    for number in range(lines):
        place = number // _IN_A_SHOT + 1
        id_ = line_id(1, 1, place, number % _IN_A_SHOT + 1)
        line = Line(
            id=id_,
            speaker=chance.choice(_WHO),
            text=text(chance, number),
            feeling=chance.choice(feelings),
        )
        shots.setdefault(shot_id(1, 1, place), []).append(line)
    told = tuple(Shot(id=id_, seen="Rain.", lines=tuple(said)) for id_, said in shots.items())
    episode = Episode(id="e01", number=1, scenes=(Scene(id=scene_id(1, 1), place="街", shots=told),))
    outline = Outline(
        title="长夜",
        language="zh",
        characters=tuple(Character(name=name) for name in _WHO if name),
        places=(Place(name="街"),),
        episodes=(EpisodePlan(number=1),),
    )
    profile = {
        "film": {"width": 72, "height": 128, "fps": 8},
        "storyboard": {"engine": "rules"},
        "images": {"engine": "grain"},
        "voices": voices,
        "clips": {"engine": "parallax"},
    }
    (folder / "storyboard").mkdir(parents=True)
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "script.txt").write_text("1-1 夜 外 街\n△下雨。\n", "utf-8")
    (folder / "storyboard/outline.json").write_text(text_of(outline), "utf-8")
    (folder / "storyboard/e01.json").write_text(text_of(episode), "utf-8")
    return folder


def there(folder: Path) -> dict[str, int]:
    """When each line that lies there was made."""
    return {file.name: file.stat().st_mtime_ns for file in (folder / "voices").glob("*.wav")}


def run(folder: Path, *, kill_at: int | None = None) -> Run:
    """Make the voices, killed with all that was started as soon as so many lines are there."""
    before, began = len(there(folder)), time.monotonic()
    with (folder.parent / "log.txt").open("ab") as log:
        process = subprocess.Popen(command(folder, "voices"), stdout=log, stderr=log, start_new_session=True)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if kill_at is not None and len(there(folder)) >= kill_at:
                os.killpg(process.pid, signal.SIGKILL)
                kill_at = None
            time.sleep(0.05)
    process.returncode = os.waitstatus_to_exitcode(status)
    kibibytes = usage.ru_maxrss if sys.platform == "linux" else usage.ru_maxrss / 1024
    seconds, lines = time.monotonic() - began, len(there(folder)) - before
    return Run(process.returncode, seconds, kibibytes / 1024, lines)


@contextmanager
def _voices(engine: str, server: Server) -> Iterator[dict[str, Any]]:
    """The section of the profile."""
    if engine == "espeak":
        yield {"engine": engine}
        return
    with serving(server.app()) as address:
        yield {"engine": engine, engine: {"address": address, "version": 1, "at_once": _AT_ONCE}}


def measured(engine: str, lines: int, work: Path) -> tuple[list[str], list[str]]:
    """The row of *engine*, and what is wrong."""
    server = Server(model(1))
    with _voices(engine, server) as voices:
        folder = begin(work / engine, lines, voices)
        killed = run(folder, kill_at=lines // 2)
        kept = there(folder)
        asked_before = server.begun
        rest = run(folder)
    now = there(folder)
    anew = [name for name, made in kept.items() if now.get(name) != made]
    twice = [said for said, times in server.begun.items() if times > 1]
    under_way = len(asked_before) - len(kept) if server.asked else 0
    found = {
        f"{engine}: the first run ended with {killed.code}": killed.code != -signal.SIGKILL,
        f"{engine}: the second run ended with {rest.code}": rest.code != 0,
        f"{engine}: {len(now)} of {lines} lines are there": len(now) != lines,
        f"{engine}: made anew: {anew}": bool(anew),
        f"{engine}: asked twice: {twice}": len(twice) > under_way,
    }
    runs = [f"{one.seconds:.0f} s for {one.lines}, {one.mebibytes:.0f} MiB" for one in (killed, rest)]
    asked = [str(under_way), str(len(twice))] if server.asked else ["", ""]
    row = [engine, str(lines), *runs, str(len(kept)), str(len(anew)), *asked]
    return row, [words for words, is_so in found.items() if is_so]


def main() -> None:
    """Print a row per engine; end with 1 where a line was made or asked for twice."""
    options = _options()
    columns = ("engine", "lines", "until the kill", "after it", "there at the kill", "of them made anew")
    table = Table(*columns, "under way at the kill", "asked twice")
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        os.environ["PREFECT_HOME"] = str(Path(name, "prefect"))
        for engine in options.engine:
            row, faults = measured(engine, options.lines, Path(name))
            table.add_row(*row)
            wrong += faults
        if wrong:
            print(Path(name, "log.txt").read_text("utf-8")[-2000:], *wrong, sep="\n")
    Console(width=160).print(table)
    sys.exit(bool(wrong))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=2000, help="how many lines")
    parser.add_argument(
        "--engine", nargs="+", choices=("espeak", "cosyvoice"), default=["espeak", "cosyvoice"]
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
