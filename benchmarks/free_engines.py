"""
The command `drama` with engines that cost nothing: `python benchmarks/free_engines.py run FOLDER`.

Pictures, voices and clips named `free` are copies of small files. Where `FREE_PLAIN` is set, the pipeline's
plain functions make the episodes, without Prefect. Where `FREE_STAMPS` names a file, a line is written there
when a part of the way to the first task is done: its name, and the time as seconds since 1970.
"""

from __future__ import annotations

import functools
import logging
import os
import shutil
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sample import begin_series

from pipeline import clips, images, running, voices
from pipeline.chain import tell
from pipeline.cli import app
from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.ffmpeg import feed
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.promise import at_once
from pipeline.voices.engine import VoiceAbilities, VoiceRequest, Word

_WIDTH, _HEIGHT, _FPS = 64, 112, 8
_SECONDS, _RATE = 1.0, 8000
_WORK = Path(tempfile.gettempdir()) / f"free-engines-{os.getuid()}"


@dataclass(frozen=True, config=OPTIONS)
class Picture:
    """The same picture for all."""

    @property
    def abilities(self) -> ImageAbilities:
        """No references."""
        return ImageAbilities()

    def unavailable(self) -> str:
        """It always works."""
        return ""

    def draw(self, request: ImageRequest, out: Path) -> None:  # noqa: ARG002 - the same for all
        """Copy it."""
        shutil.copyfile(_WORK / "free.png", out)


@dataclass(frozen=True, config=OPTIONS)
class Voice:
    """The same second of silence for all."""

    @property
    def abilities(self) -> VoiceAbilities:
        """One voice."""
        return VoiceAbilities()

    def unavailable(self) -> str:
        """It always works."""
        return ""

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """Copy it; all is one word."""
        shutil.copyfile(_WORK / "free.wav", out)
        return (Word(0, len(request.text), 0.0, _SECONDS),)


@dataclass(frozen=True, config=OPTIONS)
class Clip:
    """The same clip for all."""

    @property
    def abilities(self) -> ClipAbilities:
        """Any length: it is not looked at."""
        return ClipAbilities()

    def unavailable(self) -> str:
        """It always works."""
        return ""

    def animate(self, request: ClipRequest, out: Path) -> None:  # noqa: ARG002 - the same for all
        """Copy it."""
        shutil.copyfile(_WORK / "free.mp4", out)


def prepare() -> None:
    """Have the files there that are copied."""
    import cv2
    import numpy as np

    _WORK.mkdir(exist_ok=True)
    grey = np.full((_HEIGHT, _WIDTH, 3), 96, np.uint8)
    cv2.imwrite(str(_WORK / "free.png"), grey)
    with wave.open(str(_WORK / "free.wav"), "wb") as sound:
        sound.setparams((1, 2, _RATE, 0, "NONE", ""))
        sound.writeframes(bytes(2 * round(_RATE * _SECONDS)))
    raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{_WIDTH}x{_HEIGHT}", "-r", str(_FPS), "-i", "-"]
    with feed([*raw, "-pix_fmt", "yuv420p", "-preset", "ultrafast", str(_WORK / "free.mp4")]) as frames:
        for _ in range(2 * _FPS):
            frames.write(grey.tobytes())


def begin(folder: Path, episodes: int, shots: int) -> Path:
    """A drama of so many *episodes*, of so many *shots* each: a line, a picture and a clip per shot."""
    profile = {
        "film": {"width": _WIDTH, "height": _HEIGHT, "fps": _FPS},
        "storyboard": {"engine": "rules"},
        "images": {"engine": "free"},
        "voices": {"engine": "free"},
        "clips": {"engine": "free"},
    }
    return begin_series(folder, profile, episodes, shots)


def _plainly(folder: Path, wanted: running.Wanted, *_: Any) -> dict[int, Any]:
    """What `running._run` does, for one episode, without Prefect."""
    from pipeline.drama import open_drama

    number = int(wanted.episodes)
    return {number: tell(open_drama(folder), number, wanted.until, at_once)}


def _stamp(what: str) -> None:
    with Path(os.environ["FREE_STAMPS"]).open("a") as file:
        file.write(f"{what} {time.time()}\n")


class _First(logging.Handler):
    """Stamps the first file that a task tells of."""

    def emit(self, record: logging.LogRecord) -> None:
        if hasattr(record, "made"):
            logging.getLogger("drama").removeHandler(self)
            _stamp("task")


def _stamped(run: Callable[..., Any]) -> Callable[..., Any]:
    """*run*, which is begun when the plan is told, with stamps on its way."""

    @functools.wraps(run)
    def stamped(*arguments: Any) -> Any:
        _stamp("plan")
        from flows import own, series  # noqa: F401 - what takes the time

        _stamp("import")
        answering = own.address

        def answered() -> str:
            address = answering()
            _stamp("server")
            return address

        own.address = answered
        logging.getLogger("drama").addHandler(_First())
        return run(*arguments)

    return stamped


def main() -> None:
    """Run the command."""
    images.ENGINES["free"] = Picture
    voices.ENGINES["free"] = Voice
    clips.ENGINES["free"] = Clip
    run: Callable[..., Any] = running._run  # noqa: SLF001 - where Prefect begins
    if "FREE_PLAIN" in os.environ:
        run = _plainly
    elif "FREE_STAMPS" in os.environ:
        _stamp("command")
        run = _stamped(run)
    running._run = run  # noqa: SLF001 - the same
    app()


if __name__ == "__main__":
    main()
