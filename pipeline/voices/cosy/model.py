"""
CosyVoice in this process, by the official repository in a folder of the user's. Imported when used.

The package `cosyvoice` of PyPI is a third party's copy that lacks most of its modules; the official one
can't be installed, and is put on Python's path.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import BadResult, EngineError, NotHere, Rejected
from pipeline.voices.cosy.calls import Call, Version, look_at_mode
from pipeline.voices.cosy.places import lacks, version_of

Samples = npt.NDArray[np.float32]
_HELP = (
    "Install the packages of its requirements.txt beside this program; newer ones where theirs do not fit."
)


class Model:
    """A loaded model: its *version*, *rate* in Hz and the *voices* that it has by name."""

    def __init__(self, repository: Path, folder: Path) -> None:
        if problem := lacks(repository, folder):
            raise NotHere(problem)
        found = version_of(folder)
        assert found
        self.version: Version = found
        self.folder = folder
        self._auto: Any = _loaded(_official(repository), folder)
        self._seeded = _seeding()
        self.rate: int = int(self._auto.sample_rate)
        if "prompt_wav" not in inspect.signature(self._auto.inference_zero_shot).parameters:
            raise NotHere(
                f"{repository} is older than December 2025: it takes no recording as a file.",
                "Bring it up to date with `git pull`.",
            )

    @property
    def told(self) -> str:
        """What it is, in one line."""
        return f"{self.folder.name}, CosyVoice {self.version}, {self.rate} Hz"

    @property
    def voices(self) -> tuple[str, ...]:
        """The speakers that it has of its own."""
        return tuple(map(str, self._auto.list_available_spks()))

    def say(
        self, call: Call, *, seed: int, speed: float = 1.0, heard: Callable[[], None] = lambda: None
    ) -> Samples:
        """
        The sound of *call*, the same for the same *seed*; *heard* is told of each sentence.

        `Rejected` for a speaker or mode that the model has not, `BadResult` where it fails.
        """
        look_at_mode(self.version, call.mode)
        self._seeded(seed)
        try:
            parts = [self._samples(one, heard) for one in self._asked(call, speed)]
        except (KeyError, ValueError) as error:
            raise Rejected(
                f"{self.folder.name} does not take that: {_said(error)}.",
                f"It has the speakers {', '.join(self.voices) or '(none)'}; see `mode` and `speakers`.",
            ) from error
        except (RuntimeError, AssertionError, TypeError, OSError) as error:
            raise BadResult(
                f"{self.folder.name} failed: {_said(error)}.",
                "Run again; a recording has to be a WAV of 16 kHz or more and of 30 s at most.",
            ) from error
        sound = np.concatenate([np.zeros(0, np.float32), *parts])
        if not sound.size:
            raise BadResult(f"{self.folder.name} made no sound of {call.tts_text!r}.", "Run again.")
        return sound

    def _asked(self, call: Call, speed: float) -> Iterator[dict[str, Any]]:
        values: dict[str, Any] = dict(call.texts)
        if call.prompt_wav:
            values["prompt_wav"] = str(call.prompt_wav)
        spoken: Iterator[dict[str, Any]] = getattr(self._auto, call.route)(
            **values, stream=False, speed=speed
        )
        return spoken

    def _samples(self, one: dict[str, Any], heard: Callable[[], None]) -> Samples:
        heard()
        return np.asarray(one["tts_speech"].numpy(), np.float32).reshape(-1)


def _official(repository: Path) -> Any:
    """The official module, of that folder and no other."""
    for folder in (repository / "third_party" / "Matcha-TTS", repository):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    try:
        module = importlib.import_module("cosyvoice.cli.cosyvoice")
    except ImportError as error:
        raise NotHere(f"CosyVoice in {repository} can't be imported: {_said(error)}.", _HELP) from error
    lies = Path(module.__file__ or "")
    if not lies.is_relative_to(repository):
        raise NotHere(
            f"Another CosyVoice is imported than that of {repository}: {lies}.",
            "Uninstall the package of that name: `pip uninstall cosyvoice`.",
        )
    return module


def _loaded(module: Any, folder: Path) -> Any:
    try:
        return module.AutoModel(model_dir=str(folder))
    except EngineError:
        raise
    except Exception as error:
        # Whatever a damaged file, a missing package or full memory makes of the libraries below it.
        raise NotHere(
            f"CosyVoice can't load {folder.name}: {_said(error)}.",
            "Download the model again; it needs about 6 GB of memory, and the packages of its README.",
        ) from error


def _seeding() -> Callable[[int], None]:
    seeding: Callable[[int], None] = importlib.import_module("cosyvoice.utils.common").set_all_random_seed
    return seeding


def _said(error: BaseException) -> str:
    return (str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__)[:300]
