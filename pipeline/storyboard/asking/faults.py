"""What went wrong at a server of language models, in our errors: the vendor's own code comes first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus

from pipeline.errors import BadResult, NotHere, Refused, Unpaid, Wait
from pipeline.storyboard.asking.model import TooMuch

#: Codes and words of OpenAI, DashScope, DeepSeek, Moonshot, Zhipu, MiniMax, Ark and common gateways.
_UNPAID = re.compile(
    r"\b(?:insufficient_(?:user_)?quota|billing_hard_limit_reached|arrearage|1113|1008|insufficient_balance|"
    r"accountoverdueerror|exceeded_current_quota_error|freetieronly|insufficient (?:balance|funds|credits?)|"
    r"payment required)\b|exceeded your current quota|余额不足|欠费",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"content_filter|content_policy_violation|data_?inspection_?failed|moderation_blocked|"
    r"\b(?:1300|1301|1026|1027)\b|sensitivecontentdetected|content exists risk|inappropriate content|"
    r"content management policy|敏感|违规|不当内容",
    re.IGNORECASE,
)
_TOO_MUCH = re.compile(
    r"context_length_exceeded|string_above_max_length|\b1261\b|maximum context length|"
    r"context (?:length|window|size)|(?:prompt|input|request) (?:is )?too (?:long|large)|"
    r"range of input length|exceeded model token limit|too many (?:input )?tokens",
    re.IGNORECASE,
)
_KEY = re.compile(r"\bsk-[\w*.\-]+|(?<=[Bb]earer )\S+")
_LONGEST = 300
_BUSY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


@dataclass(frozen=True)
class Server:
    """Who is asked, as messages name it; *key* is the environment variable that holds *secret*."""

    address: str
    model: str
    key: str
    secret: str = field(default="", repr=False)

    def quoted(self, said: str) -> str:
        """What it *said* on one line, in short and without any key."""
        open_ = said.replace(self.secret, "…") if self.secret else said
        line = " ".join(_KEY.sub("…", open_).split())
        return (line[:_LONGEST].rstrip(".") or "it gives no reason") + "."

    def fault(self, status: int, code: str, said: str) -> Exception:
        """The error that HTTP *status*, the vendor's *code* and what it *said* amount to."""
        whole, quoted = f"{code} {said}", self.quoted(said)
        if status == HTTPStatus.PAYMENT_REQUIRED or _UNPAID.search(whole):
            return Unpaid(f"The account at {self.address} has no money left: {quoted}", "Add money to it.")
        if _REFUSED.search(whole):
            return self.refusal(said)
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or _TOO_MUCH.search(whole):
            return TooMuch(quoted)
        return self._by_status(status, quoted)

    def refusal(self, said: str) -> Refused:
        """It won't tell this story; *said* is why."""
        return Refused(
            f"{self.model} at {self.address} refuses the text: {self.quoted(said)}",
            "Change the words of the script at this place, or use another model.",
        )

    def silence(self, seconds: float) -> Wait:
        """It did not answer for so many *seconds*."""
        return Wait(
            f"{self.address} gave no answer within {seconds:g} s.",
            "Run again later, or allow more `timeout_seconds`.",
        )

    def absence(self, said: str) -> NotHere:
        """Nobody listens at its address."""
        return NotHere(
            f"No server answers at {self.address}: {self.quoted(said)}",
            "Start it, or correct `base_url` in drama.yaml.",
        )

    def nonsense(self, said: str) -> BadResult:
        """What came back is no answer of a language model."""
        return BadResult(
            f"{self.address} sent something that is no chat completion: {self.quoted(said)}",
            "Check `base_url`: for most servers it ends in /v1.",
        )

    def _by_status(self, status: int, quoted: str) -> Exception:
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return NotHere(
                f"{self.address} does not accept the key in {self.key}: {quoted}",
                f"Set {self.key} to a key of this vendor and region, with access to {self.model}.",
            )
        if status == HTTPStatus.NOT_FOUND:
            return NotHere(
                f"{self.address} has no model {self.model}: {quoted}",
                "Correct `model` or `base_url` in drama.yaml; most addresses end in /v1.",
            )
        if status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Wait(
                f"{self.address} is busy or down ({status}): {quoted}",
                "Run again later, or lower `side_by_side`; what was answered is kept.",
            )
        if status == HTTPStatus.OK:
            return self.nonsense(quoted)
        return NotHere(
            f"{self.address} does not take the question ({status}): {quoted}",
            "Check `model`, `answers` and `extra` of the storyboard engine in drama.yaml.",
        )
