"""
What the last cut costs: `python benchmarks/composing.py`.

Twelve shots of five seconds are cut with subtitles, their sound is mixed, and both are joined. The
user CPU of all that, ffmpeg's and Python's, is divided by that of one bare x264 encode of the same
frames with the same settings in the same run. The bare encode decodes the same clips too, so that
only our own work makes the difference: subtitles, normalising, sound, joining, and twelve starts of
ffmpeg. Imports are not counted; they belong to the program, not to the cut.

The second ratio is for one changed shot of the twelve: its segment, the whole sound and the join
are made again, with no music remembered from before.

With `--transitions dissolve` scenes go over into each other, and a changed shot costs its transitions as
well; a phone rings in each scene in any case. `--growth 12,100,500` cuts films of so many shots, one after
the other in processes of their own, and tells time and the peak of memory a minute of film.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from pipeline.ffmpeg import run
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.blending import Side, blend
from pipeline.final.picture.cut import segment
from pipeline.final.picture.joining import join
from pipeline.final.picture.transitions import Transitions, joined
from pipeline.final.sound import ambience, music
from pipeline.final.sound.sound import Sound, mix
from pipeline.final.subtitles import subtitles
from pipeline.final.subtitles.files import shot_ass
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.looks import Looks
from pipeline.ids import line_id, scene_id, shot_id
from pipeline.story import Episode, Feeling, Line, Scene, Shot, Weather
from pipeline.timeline import ShotSpan, Spoken, Timeline, lay

TEXT = "你怎么现在才回来？雨下了整整一夜，我一直在桥上等你。"
SPOKEN = 4.2
#: Clips that are encoded beforehand; longer films show them again.
DIFFERENT = 21


def story(shots: int, seconds: float) -> Episode:
    """Scenes of three shots each, in which somebody speaks nearly all the time, as in short dramas."""

    def shot(scene: int, number: int) -> Shot:
        feeling = list(Feeling)[scene % len(Feeling)]
        line = Line(id=line_id(1, scene, number, 1), text=TEXT, speaker="林夏", feeling=feeling)
        seen = "手机响了。" if number == 1 else ""
        return Shot(id=shot_id(1, scene, number), lines=(line,), least_seconds=seconds, seen=seen)

    scenes = [
        Scene(
            id=scene_id(1, number),
            place="桥",
            weather=Weather.RAIN if number % 2 else Weather.CLEAR,
            shots=tuple(shot(number, part) for part in range(1, 4)),
        )
        for number in range(1, shots // 3 + 1)
    ]
    return Episode(id="e01", number=1, scenes=tuple(scenes))


def clip(out: Path, film: Film, seconds: float, seed: int) -> Path:
    """A clip as the clip engines give it: moving colours, H.264 at the film's size."""
    size = f"{film.width}x{film.height}"
    moving = f"gradients=s={size}:r={film.fps}:d={seconds}:n=8:speed=0.03:seed={seed}"
    run(["-f", "lavfi", "-i", moving, "-pix_fmt", "yuv420p", "-preset", "veryfast", "-crf", "16", str(out)])
    return out


def voice(out: Path) -> Path:
    """A hum that comes and goes four times a second, like syllables."""
    t = np.arange(round(SPOKEN * 22050)) / 22050
    hum = sum(np.sin(2 * np.pi * 160 * n * t) / n for n in range(1, 12)) * np.abs(np.sin(2 * np.pi * 2 * t))
    with wave.open(str(out), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes((hum / np.abs(hum).max() * 12000).astype("<i2").tobytes())
    return out


def user_cpu(work: Callable[[], object]) -> float:
    """User CPU seconds that *work* takes in this process and in those it starts."""
    before = os.times()
    work()
    after = os.times()
    return after.user - before.user + after.children_user - before.children_user


class Bench:
    """The clips and voices of one film in *folder*, and the steps that are measured."""

    def __init__(
        self, folder: Path, film: Film, shots: int, seconds: float, transitions: Transitions | None = None
    ) -> None:
        self.folder, self.film, self.encoding = folder, film, Encoding()
        self.timeline = joined(self._laid(shots, seconds), transitions or Transitions())
        made = [clip(folder / f"clip{n}.mp4", film, seconds, n) for n in range(min(shots, DIFFERENT))]
        self.clips = [made[n % len(made)] for n in range(len(self.timeline.shots))]
        self.clip_of = {
            span.shot.id: clip for span, clip in zip(self.timeline.shots, self.clips, strict=True)
        }
        self.segments = [folder / f"{piece.name}.mp4" for piece in self.timeline.pieces]
        self.voice = voice(folder / "voice.wav")

    def _laid(self, shots: int, seconds: float) -> Timeline:
        episode = story(shots, seconds)
        return lay(episode, {line.id: Spoken(SPOKEN) for _, line in episode.lines}, self.film.fps)

    def bare(self) -> None:
        """One encode of all frames with the settings of the segments."""
        listed = self.folder / "clips.txt"
        listed.write_text("".join(f"file '{clip}'\n" for clip in self.clips), encoding="utf-8")
        encoder = ["-c:v", "libx264", "-preset", self.encoding.preset, "-crf", str(self.encoding.crf)]
        encoder += ["-profile:v", "high", "-g", str(2 * self.film.fps), "-threads", "4"]
        frames = ["-frames:v", str(self.timeline.frames)]
        source = ["-f", "concat", "-safe", "0", "-i", str(listed)]
        run([*source, *encoder, *frames, "-an", str(self.folder / "bare.mp4")])

    def cut(self, spans: Sequence[ShotSpan]) -> None:
        """The segments and transitions of *spans*, each with its subtitles."""
        options, fonts = subtitles.Subtitles(), bundled().path.parent
        cues, looks = subtitles.cues(self.timeline, "zh", options), Looks(self.film, options)
        told = {"fonts": fonts, "film": self.film, "encoding": self.encoding}
        for piece, out in zip(self.timeline.pieces, self.segments, strict=True):
            one, entering = piece.leaving, piece.entering
            if piece.kind == "shot" and entering in spans:
                ass = shot_ass(cues, entering, looks)
                segment(self.clip_of[entering.shot.id], entering, ass=ass, out=out, **told)
            elif piece.kind == "transition" and (one in spans or entering in spans):
                sides = tuple(Side(span, self.clip_of[span.shot.id]) for span in (one, entering))
                blend(sides, entering.enter, ass=shot_ass(cues, one, looks), out=out, **told)

    def mix(self) -> None:
        """The sound of the film, from nothing."""
        music.loop.cache_clear()
        ambience.loop.cache_clear()
        voices = {span.line.id: self.voice for span in self.timeline.lines}
        mix(self.timeline, voices, Sound(), 7, self.folder / "sound.wav")

    def join(self) -> None:
        """The film."""
        join(
            self.segments,
            self.folder / "sound.wav",
            film=self.film,
            encoding=self.encoding,
            metadata={"title": "bench"},
            language="zh",
            out=self.folder / "film.mp4",
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shots", type=int, default=12, help="a multiple of three")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each shot, at least 5")
    parser.add_argument("--width", type=int, default=1080)
    parser.add_argument("--height", type=int, default=1920)
    parser.add_argument("--transitions", default="cut", help="cut, dissolve, fade, flash, wipe or whip")
    parser.add_argument("--growth", default="", help="numbers of shots: 12,100,500")
    parser.add_argument("--alone", action="store_true", help="one film of --growth")
    asked = parser.parse_args()
    if asked.growth:
        grow(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        film = Film(width=asked.width, height=asked.height, fps=24)
        transitions = Transitions(between_scenes=asked.transitions)
        bench = Bench(Path(folder), film, asked.shots, asked.seconds, transitions)
        (alone if asked.alone else compare)(bench)


def compare(bench: Bench) -> None:
    """What each step costs against a bare encode."""
    shots = bench.timeline.shots
    bare = user_cpu(bench.bare)
    steps = {"segments": user_cpu(lambda: bench.cut(shots)), "sound": user_cpu(bench.mix)}
    steps["join"] = user_cpu(bench.join)
    one = user_cpu(lambda: bench.cut(shots[:1])) + user_cpu(bench.mix) + user_cpu(bench.join)
    rows = {"bare encode": bare, **steps, "whole cut": sum(steps.values()), "one changed shot": one}
    print(
        f"{bench.timeline.seconds:.1f} s of film, {len(shots)} shots"
        f" at {bench.film.width}x{bench.film.height}"
    )
    for name, seconds in rows.items():
        print(f"{name:18}{seconds:8.2f} s user CPU {seconds / bare:8.3f} of a bare encode")


def grow(asked: argparse.Namespace) -> None:
    """The same for films that grow, each in a process of its own."""
    size = ["--width", str(asked.width), "--height", str(asked.height), "--seconds", str(asked.seconds)]
    for shots in asked.growth.split(","):
        command = [sys.executable, __file__, "--alone", "--shots", str(int(shots) // 3 * 3), *size]
        subprocess.run([*command, "--transitions", asked.transitions], check=True)


def alone(bench: Bench) -> None:
    """Time and memory of one film."""
    began = time.monotonic()
    parts = {
        "segments": user_cpu(lambda: bench.cut(bench.timeline.shots)),
        "sound": user_cpu(bench.mix),
        "join": user_cpu(bench.join),
    }
    minutes = bench.timeline.seconds / 60
    ours, theirs = (
        resource.getrusage(whose).ru_maxrss / 1024
        for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    told = ", ".join(f"{name} {seconds / minutes:.2f}" for name, seconds in parts.items())
    wall = (time.monotonic() - began) / minutes
    print(
        f"{len(bench.timeline.shots):4} shots, {minutes:5.1f} min, a minute: {wall:.2f} s, of CPU {told};"
        f" {ours:.0f} MiB here, {theirs:.0f} MiB in ffmpeg"
    )


if __name__ == "__main__":
    main()
