"""The forms in which our server sends sound: those of OpenAI's API reference."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from pipeline.voices.decoding import resampled
from pipeline.voices.sound import Samples

Format = Literal["wav", "mp3", "opus", "aac", "flac", "pcm"]
#: Hz of all but a WAV, which can say another: OpenAI's PCM has it, and Opus knows no 22050.
RATE = 24_000


@dataclass(frozen=True)
class Kind:
    """The type of its *media*; where it is packed, ffmpeg's names of *container* and *codec*."""

    media: str
    container: str = ""
    codec: str = ""


KINDS: dict[Format, Kind] = {
    "wav": Kind("audio/wav"),
    "mp3": Kind("audio/mpeg", "mp3", "libmp3lame"),
    "opus": Kind("audio/ogg", "ogg", "libopus"),
    "aac": Kind("audio/aac", "adts", "aac"),
    "flac": Kind("audio/flac", "flac", "flac"),
    "pcm": Kind("audio/pcm"),
}


def encoded(samples: Samples, rate: int, form: Format) -> tuple[bytes, int]:
    """*samples* of *rate* Hz in that *form*, mono, 16 bit where not packed; and the rate that it has."""
    if form == "wav":
        return _wav(_pcm(samples), rate), rate
    pcm = _pcm(resampled(samples, rate, RATE))
    return pcm.tobytes() if form == "pcm" else _packed(pcm, KINDS[form]), RATE


def _pcm(samples: Samples) -> npt.NDArray[np.int16]:
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2")


def _wav(pcm: npt.NDArray[np.int16], rate: int) -> bytes:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())
    return whole.getvalue()


def _packed(pcm: npt.NDArray[np.int16], kind: Kind) -> bytes:
    import av

    whole = io.BytesIO()
    with av.open(whole, "w", format=kind.container) as file:
        stream = file.add_stream(kind.codec, rate=RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(pcm[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return whole.getvalue()
