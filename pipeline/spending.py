"""What things cost, and how much may be spent: money, prices, and the walls of the budget."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as plain_field
from typing import Annotated, Any, Literal, Protocol, runtime_checkable

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import BudgetError

#: The walls of a budget, by their option: of a whole drama, of one run, of a day, of all dramas of a day.
Wall = Literal["amount", "per_run", "per_day", "per_day_all"]

_CURRENCY = "^[A-Z]{3}$"
#: So far from the truth may an amount be that is told in cents.
_ROUGH = 0.05


@dataclass(frozen=True)
class Money:
    """An amount in a currency, by its three letters."""

    amount: float
    currency: str = "USD"

    def __str__(self) -> str:
        cents = f"{self.amount:.2f}"
        rough = abs(float(cents) - self.amount) > _ROUGH * abs(self.amount)
        return f"{self.amount:.4f} {self.currency}" if rough else f"{cents} {self.currency}"


@runtime_checkable
class Priced(Protocol):
    """An engine whose calls cost money; others are free."""

    def price(self, request: Any) -> Money | None:
        """What this call will cost, at most; nothing where it is free."""
        ...


def price_of(engine: object, request: object) -> Money | None:
    """What *engine* asks for *request*; nothing where it is free."""
    return engine.price(request) if isinstance(engine, Priced) else None


@options(frozen=True, config=OPTIONS)
class Budget:
    """How much may be spent; a call that would go beyond is not made."""

    amount: float | None = Field(default=None, ge=0)
    """The most for the whole drama; empty for no wall."""
    currency: str = Field(default="USD", pattern=_CURRENCY)
    """The currency of the amounts, by its three letters."""
    per_run: float | None = Field(default=None, ge=0)
    """The most for one run; the next one goes on."""
    per_day: float | None = Field(default=None, ge=0)
    """The most for one day, from midnight to midnight by this machine's clock."""
    per_day_all: float | None = Field(default=None, ge=0)
    """The most for one day over all dramas and runs of yours; calls for those without this wall count too."""
    rates: dict[Annotated[str, Field(pattern=_CURRENCY)], Annotated[float, Field(gt=0)]] = plain_field(
        default_factory=dict
    )
    """What one unit of another currency is worth in this one: `{CNY: 0.14}`."""

    @property
    def walls(self) -> dict[Wall, float]:
        """The amounts that are set, by their option."""
        told: dict[Wall, float | None] = {
            "amount": self.amount,
            "per_run": self.per_run,
            "per_day": self.per_day,
            "per_day_all": self.per_day_all,
        }
        return {wall: most for wall, most in told.items() if most is not None}

    def rate(self, currency: str) -> float | None:
        """What one unit of *currency* is worth in the budget's; nothing where no rate is stated."""
        return 1.0 if currency == self.currency else self.rates.get(currency)

    def value(self, money: Money) -> float:
        """What *money* is worth in the budget's currency; `BudgetError` where no rate is stated."""
        rate = self.rate(money.currency)
        if rate is None:
            raise BudgetError(
                f"The budget is in {self.currency}, and has no rate for {money.currency}.",
                f"Write what one {money.currency} is worth: `budget: {{rates: {{{money.currency}: ...}}}}` in"
                " drama.yaml, or choose an engine that is paid in another currency.",
            )
        return money.amount * rate
