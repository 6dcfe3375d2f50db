"""What vendors of speech ask for a line: by its characters, its bytes, or about how long it is."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.spending import Money
from pipeline.story import Language
from pipeline.storyboard.pace import speech_seconds

_HANZI = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
#: A voice may be slower than reckoned; a quote is what a line costs at most.
_SLOWER = 1.5


@dataclass(frozen=True, config=OPTIONS)
class Rate:
    """What speech costs by a vendor's price list."""

    amount: float | None = Field(default=None, ge=0)
    """The price of that much speech; empty where nobody knows it, 0 where it is free."""
    per: Literal["minute", "10k characters", "1M characters", "1M bytes"] = "minute"
    """How much speech the amount is for; bytes are those of UTF-8."""
    hanzi: int = Field(default=1, ge=1)
    """As how many characters the vendor counts a hanzi."""
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    """By its three letters."""
    as_of: str = ""
    """The day on which that was true."""
    source: str = ""
    """Where it stands."""

    def __str__(self) -> str:
        if self.amount is None:
            return "not known"
        return f"{self.amount:g} {self.currency} a {self.per} ({self.as_of})" if self.amount else "free"

    def cost(self, text: str, language: Language) -> Money | None:
        """What it costs to have *text* spoken, at most; nothing where that is free, or not known."""
        if not self.amount:
            return None
        return Money(round(self.amount * self._units(text, language), 6), self.currency)

    def units(self, text: str) -> int:
        """How many characters of *text* the vendor bills."""
        return len(text) + (self.hanzi - 1) * len(_HANZI.findall(text))

    def _units(self, text: str, language: Language) -> float:
        match self.per:
            case "minute":
                return _SLOWER * speech_seconds(text, language) / 60
            case "10k characters":
                return self.units(text) / 1e4
            case "1M characters":
                return self.units(text) / 1e6
        return len(text.encode(errors="replace")) / 1e6
