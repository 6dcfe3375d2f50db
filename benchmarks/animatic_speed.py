"""
How fast the offline animatic is: seconds of film made in a second, on all cores of this machine.

    python benchmarks/animatic_speed.py [--seconds 4] [--shots 2] [--width 1080] [--height 1920]

Draws streets in the rain with two people, alone and side by side, then makes a shot of each, in which
one of them speaks. CPU seconds count ffmpeg and the processes that render.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from pipeline.clips.engine import ClipRequest, Talk
from pipeline.clips.parallax import Parallax
from pipeline.images import svg
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


class Measured(NamedTuple):
    """The seconds that some work took, on the clock and on all processors."""

    wall: float
    cpu: float


def main() -> None:
    """Print a table of what was measured."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        _measure(options, Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a shot")
    parser.add_argument("--shots", type=int, default=2, help="how many are made side by side")
    parser.add_argument("--width", type=int, default=1080)
    parser.add_argument("--height", type=int, default=1920)
    return parser.parse_args()


def _measure(options: argparse.Namespace, folder: Path) -> None:
    size, voice = (options.width, options.height), folder / "voice.wav"
    _speak(voice, options.seconds)
    talk = Talk("林夏", 0.2, options.seconds, voice)

    def draw(seed: int) -> None:
        feeling = list(Feeling)[seed % len(Feeling)]  # nobody looks the same twice, or less would be rendered
        people = tuple(replace(person, feeling=feeling) for person in BRIEF.people)
        request = ImageRequest("", replace(BRIEF, people=people), *size, seed=seed)
        Drawn().draw(request, folder / f"{seed}.png")

    def move(seed: int) -> None:
        picture = folder / f"{seed}.png"
        shot = ClipRequest("", picture, options.seconds, *size, FPS, Move.PUSH, seed, (talk,))
        Parallax().animate(shot, picture.with_suffix(".mp4"))

    _report(options, *(_alone_and_together(work, options.shots) for work in (draw, move)))


def _report(options: argparse.Namespace, drawn: Sequence[Measured], moved: Sequence[Measured]) -> None:
    table = Table("", "CPU s per picture", "wall s per picture", "frames per CPU s", "film s per wall s")
    names = ("one by one", f"{options.shots} side by side")
    film = options.shots * options.seconds
    for name, pictures, shots in zip(names, drawn, moved, strict=True):
        table.add_row(
            name,
            *(f"{seconds / options.shots:.2f}" for seconds in (pictures.cpu, pictures.wall)),
            f"{film * FPS / shots.cpu:.1f}",
            f"{film / shots.wall:.2f}",
        )
    Console().print(table)


def _alone_and_together(work: Callable[[int], None], count: int) -> tuple[Measured, Measured]:
    """*work* done *count* times, one after the other and side by side, each time with another seed."""
    work(0)  # what is loaded once is no matter of speed
    with ThreadPoolExecutor(count) as pool:
        alone = _measured(lambda: list(map(work, range(1, count + 1))))
        together = _measured(lambda: list(pool.map(work, range(count + 1, 2 * count + 1))))
    return alone, together


def _measured(run: Callable[[], object]) -> Measured:
    wall, cpu = time.perf_counter(), _cpu_seconds()
    run()
    return Measured(time.perf_counter() - wall, _cpu_seconds() - cpu)


def _cpu_seconds() -> float:
    """What this process and its children have used; only those that ended are counted by the system."""
    svg.end_idle()
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
