"""A film as it is looked at: opened once for each thing that several checks ask for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.ffmpeg import Media, probe
from pipeline.final.check.stretches import Stretch, stretches, suspected
from pipeline.final.sound.loudness import Loudness, measure

if TYPE_CHECKING:
    from av import AudioFrame

#: The rate at which sound is looked at, and the windows per second of its level.
RATE = 16_000
WINDOWS = 20

Sounds = NDArray[np.float32]


@dataclass(frozen=True)
class Shown:
    """A cue of a subtitle track: *text* from *start* to *end* seconds."""

    start: float
    end: float
    text: str


class Material:
    """The film in *path*; each part is read when it is first asked for. `BadResult` where it is no film."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.media: Media = probe(path)

    @property
    def fps(self) -> float:
        """Frames per second; 1 where there are no pictures, so that times can be told."""
        return self.media.fps or 1.0

    def frame(self, seconds: float) -> int:
        """The number of the frame that is seen at *seconds*."""
        return int(seconds * self.fps + 1e-3)

    def at(self, seconds: float) -> str:
        """*seconds* for a person."""
        return f"{seconds:.2f} s (frame {self.frame(seconds)})"

    @cached_property
    def sound(self) -> Sounds:
        """Its sound, mono at `RATE`, from the start of the film."""
        return heard(self.path)

    @cached_property
    def levels(self) -> NDArray[np.float64]:
        """The level of its sound in dBFS, `WINDOWS` times a second."""
        window = RATE // WINDOWS
        whole = self.sound[: len(self.sound) // window * window].reshape(-1, window)
        # Without a copy of the whole sound.
        power = np.einsum("ij,ij->i", whole, whole, dtype=np.float64) / window
        return np.asarray(10 * np.log10(np.maximum(power, 1e-12)), np.float64)

    @cached_property
    def loudness(self) -> Loudness:
        """How loud it is; silent where it has no sound."""
        return measure(self.path) if self.media.audio_codec else Loudness(-math.inf, -math.inf)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Where its picture is black, or does not move."""
        return tuple(stretches(self.path, suspected(self.path)))

    @cached_property
    def cues(self) -> tuple[Shown, ...]:
        """What its first subtitle track shows."""
        return tuple(_cues(self.path))


def heard(path: Path) -> Sounds:
    """The sound of *path*, mono at `RATE`, from time 0 on; silence before its first sample."""
    import av

    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", RATE)
        parts: list[AudioFrame] = []
        start = 0.0
        for frame in container.decode(audio=0):
            if not parts:
                start = max(0.0, frame.time or 0.0)
            parts += resampler.resample(frame)
        parts += resampler.resample(None)
    silence = np.zeros(round(start * RATE), np.float32)
    return np.concatenate([silence, *(part.to_ndarray()[0] for part in parts)])


def _cues(path: Path) -> list[Shown]:
    import av

    with av.open(str(path)) as container:
        tracks = container.streams.subtitles
        if not tracks or tracks[0].codec_context.name != "mov_text":
            return []
        # 3GPP timed text (TS 26.245, 5.17): the length of the text in two bytes, the text, then its styles.
        return [
            Shown(start, start + float(packet.duration * packet.time_base), text)
            for packet in container.demux(tracks[0])
            if packet.size > 2
            and packet.pts is not None
            and packet.duration is not None
            and (data := bytes(packet))
            and (text := data[2 : 2 + int.from_bytes(data[:2])].decode("utf-8", "replace").strip())
            for start in (float(packet.pts * packet.time_base),)
        ]
