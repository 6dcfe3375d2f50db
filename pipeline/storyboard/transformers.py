"""The storyboard by a language model on one's own machine, through transformers: no key, no network."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere
from pipeline.local import shelf
from pipeline.local.checkpoint import copy_of
from pipeline.local.memory import PACKAGES, Wish
from pipeline.storyboard.asking.bounds import bounded
from pipeline.storyboard.asking.model import Ask, Reply
from pipeline.storyboard.asking.question import LanguageWeights, Question, Taste
from pipeline.storyboard.asking.teller import PROMPT_TOKENS, Teller

_PACKAGES = ("torch", "transformers", "llguidance")


@dataclass(frozen=True, config=OPTIONS)
class Transformers(Teller):
    """
    A model on this machine. Its answers are led token by token, so they always have the right shape.

    It is loaded once per device and answers one question at a time there, whatever `side_by_side` says; it
    makes room for the models of pictures and clips when it has told all.
    """

    aside: ClassVar[tuple[str, ...]] = (*Teller.aside, "device")

    model: str = ""
    """Folder of a checkpoint, or its id on a hub, such as Qwen/Qwen3-8B."""

    device: str | tuple[str, ...] = "auto"
    """auto (all graphics cards, or the processor), cpu, cuda:1, mps, or a list of them."""

    precision: Literal["auto", "bfloat16", "float16", "float32"] = "auto"
    """auto is float32 on a CPU and bfloat16 elsewhere."""

    quantise: Literal["auto", "none", "8bit", "4bit"] = "auto"
    """Smaller weights for smaller cards (packages torchao, bitsandbytes); auto where it would not fit."""

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
        package = PACKAGES.get(self.quantise, "")
        if package and find_spec(package) is None:
            return f"`quantise: {self.quantise}` needs {package}: pip install {package}."
        if not self.model:
            return "No model is chosen: write `model:` with the folder of a checkpoint or its id on a hub."
        return self._absent()

    def complete(self, ask: Ask) -> Reply:
        """What the model says to *ask*: JSON of its schema, unless it is cut off."""
        if why := self.unavailable():
            raise NotHere(why)
        # What it reads, what tells it how, and what it writes: for each of them it remembers something.
        tokens = self.reads_at_once + PROMPT_TOKENS + self.most_tokens
        weights = LanguageWeights(self.model, Wish(self.precision, self.quantise), tokens)
        schema = bounded(ask.schema, self.longest_text, self.most_items)
        taste = Taste(self.temperature, self.most_tokens)
        devices = (self.device,) if isinstance(self.device, str) else self.device
        return Reply(**shelf.ask(Question(weights, ask.messages, schema, taste, ask.seed), devices))

    def _absent(self) -> str:
        """Why the model is not on this machine; empty where it is. What is fetched in a run would stop it."""
        folder = Path(self.model).expanduser()
        if (folder / "config.json").is_file() or copy_of(self.model, "config.json"):
            return ""
        if folder.is_dir():
            return f"{folder / 'config.json'} is missing. Give the folder of a checkpoint of transformers."
        return f"{self.model} is not on this machine. Fetch it with `hf download {self.model}`."
