"""From the bytes that a server sent to samples."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from pipeline.errors import BadResult
from pipeline.voices import sound

_AGAIN = "Run again; where it stays so, look at the server's own log."
_SHOWN = 80


def decoded(data: bytes, pcm_rate: int = 0) -> tuple[sound.Samples, int]:
    """
    The samples, mixed to mono, and the rate in Hz of the sound in *data*.

    With a *pcm_rate* it is 16 bit little-endian mono PCM of that rate, else a file of any kind (WAV, MP3,
    FLAC, Opus ...). What the head of a WAV says of its length is not believed, since servers that stream
    write it before they know. `BadResult` where there is no sound, half a sample, or nothing readable.
    """
    if not data:
        raise BadResult("The answer holds no sound at all.", _AGAIN)
    if pcm_rate and len(data) % 2:
        raise BadResult(f"The sound was cut off: {len(data)} bytes are no whole samples of 16 bits.", _AGAIN)
    return (sound.from_pcm(data), pcm_rate) if pcm_rate else _read(data)


def _read(data: bytes) -> tuple[sound.Samples, int]:
    import av

    try:
        with av.open(BytesIO(data), "r") as container:
            if not container.streams.audio:
                raise BadResult("The answer is a media file without sound.", _AGAIN)
            resampler = av.AudioResampler(format="flt", layout="mono")
            frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
            frames += resampler.resample(None)
    except (av.FFmpegError, ValueError) as error:
        raise BadResult(f"The sound can't be read ({error}){_begins(data)}.", _AGAIN) from error
    samples = np.concatenate([np.empty(0, np.float32), *(frame.to_ndarray()[0] for frame in frames)])
    if not samples.size:
        raise BadResult("The sound is empty.", _AGAIN)
    return samples, frames[0].sample_rate


def resampled(samples: sound.Samples, rate: int, to: int) -> sound.Samples:
    """*samples* of *rate* Hz at *to* Hz, by the filter of libswresample."""
    if rate == to:
        return samples
    import av

    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="flt", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="flt", layout="mono", rate=to)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([np.empty(0, np.float32), *(part.to_ndarray()[0] for part in frames)])


def _begins(data: bytes) -> str:
    """How *data* begins where it is text: an error in words instead of a sound."""
    start = data[:_SHOWN].decode("utf-8", "replace")
    return f": it begins with {start!r}" if start.isprintable() else ""
