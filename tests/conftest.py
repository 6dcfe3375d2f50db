"""A small drama, made by engines that are quick and otherwise ordinary."""

from __future__ import annotations

import os
import wave
from collections import Counter
from dataclasses import dataclass as plain
from dataclasses import field
from pathlib import Path

import pytest

from pipeline import clips, images, voices
from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import Refused
from pipeline.ffmpeg import feed
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.voices.engine import VoiceRequest, Word

SCRIPT = """《雨夜》

人物小传：
林夏（女，24岁）：白裙，长发。
老陈（男，70岁）：灰色棉袄。

第1集 重逢

1-1 夜 外 街口
人物：林夏、老陈
△大雨倾盆，林夏撑着伞站在路灯下。
林夏：（惊讶）你还活着？
老陈：我一直都在。
【字幕：三年前】

1-2 日 内 客厅
△老陈放下茶杯。
旁白：那天之后，谁也没有再提起。
林夏：I will find the truth.

第2集 真相

2-1 日 外 河边
老陈：走吧。
"""

PROFILE = """
film: {width: 72, height: 128, fps: 8}
storyboard: {engine: rules}
images: {engine: sketch}
voices: {engine: hum}
clips: {engine: turn}
final: {encoding: {preset: ultrafast, crf: 30}}
"""


@plain
class Calls:
    """What the quick engines were asked for: how often, by shot or line; and what they are to refuse."""

    images: Counter[str] = field(default_factory=Counter)
    voices: Counter[str] = field(default_factory=Counter)
    clips: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)

    def take(self, stage: str, out: Path) -> None:
        getattr(self, stage)[out.stem] += 1
        if out.name in self.refused:
            raise Refused(f"{out.name} is refused.", "Use other words.")

    @property
    def total(self) -> int:
        return self.images.total() + self.voices.total() + self.clips.total()


CALLS = Calls()


@dataclass(frozen=True, config=OPTIONS)
class Sketch:
    """One flat colour, by the seed."""

    shade: int = 0

    @property
    def abilities(self) -> ImageAbilities:
        return ImageAbilities(references=1)

    def unavailable(self) -> str:
        return ""

    def draw(self, request: ImageRequest, out: Path) -> None:
        import cv2
        import numpy as np

        CALLS.take("images", out)
        colour = np.frombuffer(request.seed.to_bytes(4, "big"), np.uint8)[1:] | 64
        pixels = np.full((request.height, request.width, 3), colour, np.uint8)
        cv2.imwrite(str(out), pixels)


@dataclass(frozen=True, config=OPTIONS)
class Hum:
    """A tone as long as the text, with every character a word."""

    pitch: int = 220

    def unavailable(self) -> str:
        return ""

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        import numpy as np

        CALLS.take("voices", out)
        each, rate = 0.08, 16000
        seconds = each * len(request.text)
        times = np.arange(round(seconds * rate)) / rate
        sound = np.sin(2 * np.pi * (self.pitch + request.seed % 50) * times) * 8000
        with wave.open(str(out), "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(sound.astype("<i2").tobytes())
        return tuple(Word(i, i + 1, i * each, (i + 1) * each) for i in range(len(request.text)))


@dataclass(frozen=True, config=OPTIONS)
class Turn:
    """The picture, growing brighter."""

    lengths: tuple[float, ...] = ()

    @property
    def abilities(self) -> ClipAbilities:
        return ClipAbilities(lengths=self.lengths)

    def unavailable(self) -> str:
        return ""

    def animate(self, request: ClipRequest, out: Path) -> None:
        import cv2

        CALLS.take("clips", out)
        picture = cv2.imread(str(request.image))
        size = f"{picture.shape[1]}x{picture.shape[0]}"
        raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", size, "-r", str(request.fps), "-i", "-"]
        with feed([*raw, "-pix_fmt", "yuv420p", "-preset", "ultrafast", str(out)]) as frames:
            for number in range(round(request.seconds * request.fps)):
                frames.write(cv2.add(picture, number % 32).tobytes())


@dataclass(frozen=True, config=OPTIONS)
class Broken:
    """Can't run here."""

    @property
    def abilities(self) -> ImageAbilities:
        return ImageAbilities()

    def unavailable(self) -> str:
        return "It needs a GPU."

    def draw(self, request: ImageRequest, out: Path) -> None:
        raise AssertionError("never called")


@pytest.fixture(autouse=True, scope="session")
def _own_prefect(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Prefect's database of the tests is not the user's."""
    os.environ.setdefault("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The quick engines are known to profiles; what they are asked for is counted from here on."""
    monkeypatch.setitem(images.ENGINES, "sketch", Sketch)
    monkeypatch.setitem(images.ENGINES, "broken", Broken)
    monkeypatch.setitem(voices.ENGINES, "hum", Hum)
    monkeypatch.setitem(clips.ENGINES, "turn", Turn)
    for counter in (CALLS.images, CALLS.voices, CALLS.clips, CALLS.refused):
        counter.clear()
    return CALLS


@pytest.fixture
def folder(tmp_path: Path, calls: Calls) -> Path:
    """A drama with its script, nothing made yet."""
    root = tmp_path / "rain"
    root.mkdir()
    (root / "script.txt").write_text(SCRIPT, "utf-8")
    (root / "drama.yaml").write_text(PROFILE, "utf-8")
    return root
