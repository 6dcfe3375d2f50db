"""What a plan knows of files that are not there yet: who would make them, their hashes, their cost."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.attempt import Attempt
from pipeline.errors import BudgetError
from pipeline.ledger import Ledger, insist
from pipeline.placing import flat
from pipeline.spending import Budget, Money, Wall


class Ahead:
    """The files that one plan is going to make, within what *ledger* leaves of *budget*."""

    def __init__(self, ledger: Ledger, budget: Budget) -> None:
        self._ledger, self._budget = ledger, budget
        self._hashes: dict[Path, str] = {}
        self._left: dict[Wall, float] | None = None
        self._aside: Path | None = None

    def sha256(self, path: Path) -> str | None:
        """The hash that stands for the content of *path*; nothing where the plan does not change it."""
        return self._hashes.get(path)

    def restored(self, path: Path, sha256: str) -> None:
        """An earlier take with that hash would lie at *path*."""
        self._hashes[path] = sha256

    def planned(self, path: Path, attempt: Attempt) -> None:
        """*attempt* would make *path*: equal plans hash alike, and no real file has such a hash."""
        self._hashes[path] = f"planned {hashlib.sha256(repr(attempt.recipe).encode()).hexdigest()}"

    def choose(
        self, attempts: Sequence[Attempt], under_way: Callable[[Attempt], bool]
    ) -> tuple[Attempt, bool]:
        """Which of *attempts* a run would make, by what is known now, and whether it was sent already."""
        for attempt in attempts:
            if under_way(attempt):
                return attempt, True
        asked = [attempt for attempt in attempts if not attempt.only_keeps]
        chosen = next((a for a in asked if not a.unavailable and not self._passed_over(a)), asked[0])
        if chosen.price:
            self._spend(chosen.price)
        return chosen, False

    def preview(self, name: str, attempt: Attempt) -> Path:
        """The file *name*, built aside by *attempt* and thrown away when the plan is."""
        if self._aside is None:
            self._aside = Path(tempfile.mkdtemp(prefix="drama-plan-"))
            weakref.finalize(self, shutil.rmtree, self._aside, ignore_errors=True)
        path = self._aside / flat(name)
        attempt.build(path)
        return path

    def _passed_over(self, attempt: Attempt) -> bool:
        """Whether *attempt* would give way, since the budget does not allow it."""
        if not attempt.gives_way or attempt.price is None:
            return False
        try:
            insist(self._room(), attempt.price, self._budget, attempt.engine)
        except BudgetError:
            return True
        return False

    def _spend(self, price: Money) -> None:
        if self._budget.rate(price.currency) is None:
            return
        self._left = {wall: left - self._budget.value(price) for wall, left in self._room().items()}

    def _room(self) -> dict[Wall, float]:
        if self._left is None:
            self._left = self._ledger.left(self._budget)
        return self._left
