"""The storyboard by a language model on one's own machine, through transformers: no key, no network."""

from __future__ import annotations

from importlib.util import find_spec
from typing import ClassVar, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere
from pipeline.storyboard.asking.bounds import bounded
from pipeline.storyboard.asking.model import Ask, Reply
from pipeline.storyboard.asking.teller import Teller

_PACKAGES = ("torch", "transformers", "llguidance")


@dataclass(frozen=True, config=OPTIONS)
class Transformers(Teller):
    """
    A model in this process. Its answers are led token by token, so they always have the right shape.

    It is loaded once and answers one question at a time, whatever `side_by_side` says.
    """

    aside: ClassVar[tuple[str, ...]] = (*Teller.aside, "device")

    model: str = ""
    """Folder of a checkpoint, or its id on a hub, such as Qwen/Qwen3-8B."""

    device: str = "auto"
    """auto (a graphics card where there is one), cpu, cuda, cuda:1 or mps."""

    precision: Literal["auto", "bfloat16", "float16", "float32"] = "auto"
    """auto is float32 on a CPU and bfloat16 elsewhere."""

    quantise: Literal["none", "8bit", "4bit"] = "none"
    """Smaller weights for smaller cards; needs the package bitsandbytes."""

    temperature: float = Field(default=0.7, ge=0, le=2)
    """0 always takes the likeliest word; more is livelier, and less exact."""

    longest_text: int = Field(default=400, ge=20, le=4000)
    """No single text in an answer has more characters."""

    most_items: int = Field(default=40, ge=1, le=500)
    """No list in an answer has more items."""

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        missing = [name for name in _PACKAGES if find_spec(name) is None]
        if missing:
            return f"It needs {', '.join(missing)}: pip install 'shortdrama[local]'."
        if self.quantise != "none" and find_spec("bitsandbytes") is None:
            return f"`quantise: {self.quantise}` needs bitsandbytes: pip install bitsandbytes."
        if not self.model:
            return "No model is chosen: write `model:` with the folder of a checkpoint or its id on a hub."
        return ""

    def complete(self, ask: Ask) -> Reply:
        """What the model says to *ask*: JSON of its schema, unless it is cut off."""
        if why := self.unavailable():
            raise NotHere(why)
        from pipeline.storyboard.asking.local import Taste, Weights, local_model

        model = local_model(Weights(self.model, self.device, self.precision, self.quantise))
        schema = bounded(ask.schema, self.longest_text, self.most_items)
        return model.answer(ask.messages, schema, Taste(self.temperature, self.most_tokens), ask.seed)
