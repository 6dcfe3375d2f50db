"""
How well picture and sound stay together: `python benchmarks/av_sync.py`.

A hundred shots of different lengths, each with a flash on its first frame and a tone burst at the
same moment, go through the whole cut. Printed is how far the heard burst lies from the seen flash,
at worst and at the end. The film passes its own check, which also seeks to several places.

Then the same pictures are joined over a steady tone. A tone follows from its last two samples, so
what does not is a click or a gap: the worst of it at the joins is set against the worst elsewhere.
"""

from __future__ import annotations

import argparse
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from pipeline.ffmpeg import run
from pipeline.final.check.asked import Asked
from pipeline.final.check.film import check_film
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.cut import segment
from pipeline.final.picture.joining import join
from pipeline.final.sound.sound import Sound, mix
from pipeline.final.sound.speech import ready
from pipeline.ids import line_id, shot_id
from pipeline.story import Line, Mode, Scene, Shot
from pipeline.timeline import LineSpan, ShotSpan, Timeline

RATE = 48_000
FILM = Film(width=108, height=192, fps=24)
ENCODING = Encoding()
SOUND = Sound(music=False, ambience=False)
BURST = 0.1


def laid(shots: int) -> Timeline:
    """Shots of 15 to 37 frames, each with a line at its very beginning."""
    spans, frame = [], 0
    for number in range(1, shots + 1):
        frames = 15 + number * 7 % 23
        line = Line(id=line_id(1, 1, number, 1), text="好")
        shot = Shot(id=shot_id(1, 1, number), lines=(line,))
        scene = Scene(id="e01s01", place="桥", shots=(shot,))
        start = frame / FILM.fps
        spans.append(ShotSpan(scene, shot, frame, frames, FILM.fps, (LineSpan(line, start, start + BURST),)))
        frame += frames
    return Timeline(FILM.fps, tuple(spans))


def tone(out: Path, hertz: float, seconds: float) -> Path:
    """A steady tone, mono and 16 bit."""
    t = np.arange(round(seconds * RATE)) / RATE
    with wave.open(str(out), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((8000 * np.sin(2 * np.pi * hertz * t)).astype("<i2").tobytes())
    return out


def segments(folder: Path, timeline: Timeline) -> list[Path]:
    """One segment for each shot, white on its first frame and dark grey after it."""
    flash = folder / "flash.mp4"
    source = "color=0x303030:s=108x192:r=24:d=2,drawbox=w=iw:h=ih:c=white:t=fill:enable='eq(n,0)'"
    run(["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", str(flash)])
    made = []
    for span in timeline.shots:
        made.append(folder / f"{span.shot.id}.mp4")
        segment(flash, span, ass="", fonts=folder, film=FILM, encoding=ENCODING, out=made[-1])
    return made


def joined(parts: Sequence[Path], sound: Path, out: Path) -> Path:
    """The film of *parts* over *sound*."""
    join(
        parts,
        sound,
        film=FILM,
        encoding=ENCODING,
        metadata={},
        language="zh",
        out=out,
    )
    return out


def flashes(film: Path) -> NDArray[np.float64]:
    """Seconds at which a white frame is shown."""
    with av.open(str(film)) as container:
        frames = ((frame.time, frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0))
        return np.array([time for time, luma in frames if luma > 128])


def heard(film: Path) -> NDArray[np.float64]:
    """The left channel, each packet at the time it says of itself, so that a gap would stay a gap."""
    with av.open(str(film)) as container:
        frames = [(frame.pts, frame.to_ndarray()[0]) for frame in container.decode(audio=0)]
    sound = np.zeros(frames[-1][0] + len(frames[-1][1]))
    for start, samples in frames:
        sound[max(0, start) : start + len(samples)] = samples[max(0, -start) :]
    return sound


def bursts(
    sound: NDArray[np.float64], burst: NDArray[np.float32], near: Sequence[float]
) -> NDArray[np.float64]:
    """Seconds at which *burst* is heard, for each moment in *near* and up to 0.2 s from it."""
    reach = RATE // 5
    found = []
    for moment in near:
        first = max(0, round(moment * RATE) - reach)
        match = np.correlate(sound[first : first + 2 * reach + len(burst)], burst, "valid")
        found.append((first + int(match.argmax())) / RATE)
    return np.array(found)


def roughness(sound: NDArray[np.float64], hertz: float, joins: Sequence[float]) -> tuple[float, float]:
    """By how much the tone does not follow from itself, in parts of its level: at *joins*, and elsewhere."""
    expected = 2 * np.cos(2 * np.pi * hertz / RATE) * sound[1:-1] - sound[:-2]
    error = np.abs(sound[2:] - expected) / np.abs(sound).max()
    at_joins = np.zeros(len(error), bool)
    for moment in joins:
        at_joins[max(0, round(moment * RATE) - 1200) : round(moment * RATE) + 1200] = True
    # Both ends of the tone are steps of their own.
    at_joins[:4800] = at_joins[-4800:] = False
    return float(error[at_joins].max()), float(error[4800:-4800][~at_joins[4800:-4800]].max())


def main() -> None:
    """Print the offsets and the roughness."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shots", type=int, default=100)
    timeline = laid(parser.parse_args().shots)
    starts = [span.start for span in timeline.shots]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = segments(folder, timeline)
        burst = tone(folder / "burst.wav", 1000, BURST)
        mix(timeline, {line.line.id: burst for line in timeline.lines}, SOUND, 1, folder / "sound.wav")
        film = joined(parts, folder / "sound.wav", folder / "film.mp4")
        check_film(film, Asked(timeline=timeline, film=FILM, codec="h264", sound=SOUND))
        seen = flashes(film)
        offsets = bursts(heard(film), ready(burst, Mode.SPEECH), starts) - seen
        steady = joined(parts, tone(folder / "steady.wav", 440, timeline.seconds), folder / "steady.mp4")
        at_joins, elsewhere = roughness(heard(steady), 440, starts[1:])
    print(f"{len(seen)} flashes in {timeline.seconds:.1f} s of film")
    print(f"flash against its place  worst {1000 * np.abs(seen - starts).max():.2f} ms")
    worst, last = 1000 * np.abs(offsets).max(), 1000 * offsets[-1]
    print(f"burst against its flash  worst {worst:.2f} ms, last {last:.2f} ms")
    print(f"one frame is             {1000 / FILM.fps:.2f} ms")
    print(f"roughness of a tone      at joins {at_joins:.4f}, elsewhere {elsewhere:.4f} of its level")


if __name__ == "__main__":
    main()
