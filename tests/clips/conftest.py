"""A small layered picture, requests for it, and voices, for all tests of clips."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.clips.engine import ClipRequest
from pipeline.images.embed import write_png
from pipeline.images.layers import Layer, LayeredPicture
from pipeline.images.paint import still
from pipeline.story import Move

WIDTH, HEIGHT, FPS = 108, 192, 24

SKY = Layer("sky", 0, '<rect x="-200" y="-200" width="1480" height="2320" fill="#345"/>', opaque=True)
WALL = Layer("wall", 0.5, '<rect x="-150" y="800" width="1380" height="1270" fill="#565"/>')
LIN_XIA = Layer(
    "lin-xia",
    1.0,
    '<ellipse cx="540" cy="900" rx="300" ry="400" fill="#eca"/>',
    person="林夏",
    breath=1.0,
    moving={
        "eyes": {
            "open": '<circle cx="540" cy="800" r="60" fill="#000"/>',
            "closed": '<circle cx="540" cy="800" r="60" fill="#fff"/>',
        },
        "mouth": {
            "closed": "",
            "half": '<circle cx="540" cy="1100" r="60" fill="#700"/>',
            "open": '<circle cx="540" cy="1100" r="60" fill="#f00"/>',
        },
    },
)


@pytest.fixture
def picture() -> LayeredPicture:
    """A person before a wall, without grain, vignette or weather."""
    return LayeredPicture(1080, (SKY, WALL, LIN_XIA), grain=0, vignette=0, seed=5)


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., ClipRequest]:
    """Write a picture beside the test's files, and give the request for a second of it."""

    def request(picture: LayeredPicture, **changes: object) -> ClipRequest:
        (tmp_path / "in").mkdir(exist_ok=True)
        image = tmp_path / "in" / "frame.png"
        write_png(still(picture, WIDTH, HEIGHT), image, picture)
        values = {"seconds": 1.0, "move": Move.PUSH, "seed": 1} | changes
        return ClipRequest("", image, width=WIDTH, height=HEIGHT, fps=FPS, **values)

    return request


@pytest.fixture
def voice(tmp_path: Path) -> Callable[..., Path]:
    """Write a WAV in which each (seconds, loudness) is heard in turn; 1 is full scale."""

    def write(*parts: tuple[float, float], rate: int = 16000, name: str = "voice.wav") -> Path:
        tones = [np.sin(np.arange(int(seconds * rate)) * 0.3) * loudness for seconds, loudness in parts]
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes((np.concatenate(tones) * 32767).astype("<i2").tobytes())
        return tmp_path / name

    return write
