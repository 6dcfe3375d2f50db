"""
How fast the offline animatic is: seconds of film made in a second, on all cores of this machine.

    python benchmarks/animatic_speed.py [--seconds 4] [--shots 4] [--width 1080] [--height 1920]

Draws a street in the rain with two people who speak, then makes as many shots side by side as there
are cores. CPU seconds count ffmpeg too.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from pipeline.clips.engine import ClipRequest, Talk
from pipeline.clips.parallax import Parallax
from pipeline.images.drawn import Drawn
from pipeline.images.engine import Brief, ImageRequest, Person
from pipeline.story import Age, Angle, Era, Feeling, Move, Place, PlaceKind, Size, Time, Weather

FPS = 24
BRIEF = Brief(
    place=Place(name="长街", kind=PlaceKind.STREET),
    inside=False,
    time=Time.NIGHT,
    weather=Weather.RAIN,
    era=Era.MODERN,
    size=Size.MEDIUM,
    angle=Angle.EYE,
    people=(
        Person("林夏", "female", Age.YOUNG, "长发，红色大衣", Feeling.SAD),
        Person("顾城", "male", Age.YOUNG, "黑色西装", Feeling.COLD),
    ),
    seen="",
    flashback=False,
)


def main() -> None:
    """Print a table of what was measured."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        table = Table("work", "film s", "CPU s", "frames per CPU s", "wall s", "film s per wall s")
        _measure(table, options, Path(folder))
    Console().print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a shot")
    parser.add_argument("--shots", type=int, default=4, help="how many shots")
    parser.add_argument("--width", type=int, default=1080)
    parser.add_argument("--height", type=int, default=1920)
    return parser.parse_args()


def _measure(table: Table, options: argparse.Namespace, folder: Path) -> None:
    picture, voice = folder / "frame.png", folder / "voice.wav"
    size = options.width, options.height
    drawing = ImageRequest("", BRIEF, *size, seed=1)
    _row(table, "one picture", 0, lambda: Drawn().draw(drawing, picture))
    _speak(voice, options.seconds)
    talk = Talk("林夏", 0.2, options.seconds, voice)
    shot = ClipRequest("", picture, options.seconds, *size, FPS, Move.PUSH, 0, (talk,))

    def make(seed: int) -> None:
        Parallax().animate(replace(shot, seed=seed), folder / f"{seed}.mp4")

    _row(table, "one shot", options.seconds, lambda: make(0))
    cores, film = os.cpu_count() or 1, options.shots * options.seconds
    with ThreadPoolExecutor(cores) as pool:
        _row(
            table,
            f"{options.shots} shots, {cores} side by side",
            film,
            lambda: list(pool.map(make, range(options.shots))),
        )


def _row(table: Table, work: str, film: float, run: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), _cpu_seconds()
    run()
    wall, cpu = time.perf_counter() - wall, _cpu_seconds() - cpu
    speed = (
        (f"{film * FPS / cpu:.1f}", f"{wall:.1f}", f"{film / wall:.2f}") if film else ("", f"{wall:.1f}", "")
    )
    table.add_row(work, f"{film:g}" if film else "", f"{cpu:.1f}", *speed)


def _cpu_seconds() -> float:
    """What this process and its ended children have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _speak(voice: Path, seconds: float, rate: int = 16000) -> None:
    """A tone that comes and goes four times a second, as syllables do."""
    at = np.arange(int(seconds * rate)) / rate
    sound = np.sin(2 * np.pi * 180 * at) * np.abs(np.sin(2 * np.pi * 2 * at)) * 12000
    with wave.open(str(voice), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(sound.astype("<i2").tobytes())


if __name__ == "__main__":
    main()
