"""What went wrong with a vendor, in the kinds that decide what is done about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.errors import BadResult, EngineError, NotHere, Refused, Rejected, Unpaid, Wait
from pipeline.hosted.fill import plain
from pipeline.hosted.spec import Errors, Kind
from pipeline.keys import hidden

#: What each kind becomes for whoever chose the engine, and what helps.
_LETTERS: dict[Kind, tuple[type[EngineError], str]] = {
    "transient": (Wait, "The vendor is down or overloaded: run again later."),
    "rate_limit": (Wait, "The vendor allows no more at once: run again later, or lower `at_once`."),
    "quota": (Unpaid, "Add money or credits to the account, then run again."),
    "auth": (NotHere, "Check the key, and that it is one of this region and product."),
    "unavailable": (NotHere, "Check the model's name, or choose another one."),
    "moderation": (Refused, "Change the words of the shot, or the picture it begins with."),
    "invalid": (Rejected, "Correct the engine's options in drama.yaml."),
    "failed": (BadResult, "Run again, or use another engine."),
    "duplicate": (Rejected, "The job was sent before: look for it on the vendor's page."),
    "lost": (BadResult, "Look at the vendor's page whether it was billed; run again to send it anew."),
}
_STATUSES: dict[int, Kind] = {
    400: "invalid", 401: "auth", 402: "quota", 403: "auth", 404: "unavailable", 405: "invalid",
    408: "transient", 409: "transient", 410: "unavailable", 413: "invalid", 415: "invalid",
    422: "invalid", 425: "transient", 429: "rate_limit",
}  # fmt: skip
#: Whoever got such an answer does not know whether the request came through.
_AMBIGUOUS = (408, 502, 504, 520, 524)
_LONGEST_QUOTE = 300
#: Words decide by how they begin; an answer may be a whole page.
_LONGEST_WORDS = 4000


@dataclass
class Fault(Exception):
    """A vendor's answer that is an error: its *kind*, its *words*, and how long it asks to wait."""

    kind: Kind
    words: str
    status: int = 0
    wait_seconds: float | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether the request may have been carried out all the same."""
        return self.status in _AMBIGUOUS and self.kind == "transient"

    def letter(self, vendor: str, paid: float = 0.0) -> EngineError:
        """The error for whoever chose the engine."""
        kind, help_ = _LETTERS[self.kind]
        error = kind(f"{vendor} answers: {self.words}.", help_)
        error.paid = paid
        return error


class NotSent(Exception):
    """Nobody was there to take a request; nothing was sent."""


class Unanswered(Exception):
    """A request was sent, and no whole answer came."""


def words_of(error: Fault | NotSent | Unanswered) -> str:
    """What the vendor said, or why nothing was heard of it, short and without any key."""
    return error.words if isinstance(error, Fault) else quoted(error)


def kind_of(errors: Errors, code: Any, words: str, status: int) -> Kind | None:
    """What an answer means: the vendor's code first, its words second, the HTTP status last; None if fine."""
    said = "" if code is None else plain(code)
    if said in errors.kinds:
        return errors.kinds[said]
    wrong = bool(said) and said not in {plain(fine) for fine in errors.fine}
    if wrong or status >= 400:
        for pattern, kind in errors.words.items():
            if re.search(pattern, words[:_LONGEST_WORDS], re.IGNORECASE):
                return kind
    if str(status) in errors.statuses:
        return errors.statuses[str(status)]
    if status >= 400:
        return _STATUSES.get(status, "transient" if status >= 500 else "invalid")
    return "failed" if wrong else None


def quoted(words: Any) -> str:
    """What a vendor said, short, on one line, without any key and without what moves a cursor."""
    line = hidden(" ".join(str(words).split())).rstrip(".") or "nothing more"
    shown = "".join(filter(str.isprintable, line))
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[:_LONGEST_QUOTE]}…"
