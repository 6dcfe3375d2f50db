"""A model that listens to a line and says when each word is heard, for voices that can't tell."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from pydantic import model_validator

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, NotHere

if TYPE_CHECKING:  # numpy, which options are read without
    from pipeline.voices import sound
    from pipeline.voices.speakable import Spoken
    from pipeline.voices.timing import Timed

_LANGUAGES = {"zh": "Chinese", "en": "English"}
#: The model is one for all lines, and works on one at a time.
_turn = Lock()


@dataclass(frozen=True, config=OPTIONS)
class Aligner:
    """Who listens for the words. Alone, `qwen` stands for `{by: qwen}`."""

    by: Literal["none", "qwen"] = "none"
    """none reckons the times from the text and the silences; qwen is Qwen3-ForcedAligner, by qwen-asr."""
    model: str = "Qwen/Qwen3-ForcedAligner-0.6B"
    """The folder of the weights, or their id on a hub."""
    device: str = "cpu"
    """cpu, cuda, cuda:1 or mps."""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        return {"by": given} if isinstance(given, str) else given

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        if self.by == "qwen" and find_spec("qwen_asr") is None:
            return (
                "The aligner needs the package qwen-asr. Install it with `pip install qwen-asr` (it brings "
                "transformers 4.57, which local models can't share), or set `aligner: none`."
            )
        return ""

    def times(self, samples: sound.Samples, rate: int, spoken: Spoken) -> list[Timed]:
        """
        Each word that is heard in *samples*, with its start and end; nothing where nobody listens.

        `NotHere` where the package or the weights are missing, `BadResult` where the model fails.
        """
        if self.by == "none":
            return []
        with _turn:
            model = self._loaded()
            try:
                found = model.align(
                    audio=(samples, rate), text=spoken.text, language=_LANGUAGES[spoken.language]
                )
            except (RuntimeError, ValueError) as error:
                raise BadResult(
                    f"The aligner failed on {spoken.text!r}: {error}.", "Run again, or set `aligner: none`."
                ) from error
        return [(word.text, float(word.start_time), float(word.end_time)) for word in found[0]]

    def ready(self) -> None:
        """Load the model before a line is paid for; `NotHere` as in `times`."""
        if self.by != "none":
            with _turn:
                self._loaded()

    def _loaded(self) -> Any:
        if problem := self.unavailable():
            raise NotHere(problem)
        return _loaded(self.model, self.device)


@lru_cache(1)
def _loaded(model: str, device: str) -> Any:
    from qwen_asr import Qwen3ForcedAligner

    try:
        return Qwen3ForcedAligner.from_pretrained(model, device_map=device)
    except (OSError, RuntimeError, ValueError) as error:
        raise NotHere(
            f"The aligner {model} can't be loaded on {device}: {error}.",
            f"Download it with `hf download {model}`, or set `aligner: none`.",
        ) from error
