"""What goes to `/v1/audio/speech` and what comes back, told apart from errors."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.hosted.kinds import Fault, quoted
from pipeline.hosted.spec import Errors, Kind
from pipeline.hosted.web import Received
from pipeline.voices.engine import Recording
from pipeline.voices.timing import Timed

#: Hz of what comes where bare PCM was asked for; all servers that are known have this rate.
PCM_RATE = 24_000
#: How the files begin that a server sends all the same.
FILES = (b"RIFF", b"ID3", b"fLaC", b"OggS", b"<")
_CODES = "error.code || error.type || detail.error || code"
_WORDS = "error.message || detail.message || message || detail[0].msg || detail || error"

#: What the codes of these servers mean; others are judged by the HTTP status.
_KINDS: dict[str, Kind] = {
    "invalid_api_key": "auth",
    "insufficient_quota": "quota",  # as HTTP 429, and waiting does not help
    "billing_hard_limit_reached": "quota",
    "rate_limit_exceeded": "rate_limit",
    "content_policy_violation": "moderation",
    "moderation_blocked": "moderation",
    "model_not_found": "unavailable",
    "server_error": "transient",
    "processing_error": "failed",  # kokoro: it would fail again
    "30001": "quota",  # SiliconFlow: no balance
    "20012": "unavailable",  # SiliconFlow: no such model
}
_SAID: dict[str, Kind] = {
    "insufficient .*(balance|credit|fund)|balance is insufficient|余额不足|current quota": "quota",
    "safety system|content.?(policy|filter)|sensitive content|inappropriate": "moderation",
}
ERRORS = Errors(_CODES, _WORDS, kinds=_KINDS, words=_SAID)


def sounding_like(recording: Recording, form: str) -> dict[str, Any]:
    """The fields that make a server speak as *recording*."""
    content = base64.b64encode(recording.sound.read_bytes()).decode()
    audio, words = f"data:audio/wav;base64,{content}", recording.words
    if form == "references":
        return {"voice": "", "references": [{"audio": audio, "text": words}]}
    return {"ref_audio": audio} | ({"ref_text": words} if words else {})


def heard(received: Received) -> tuple[bytes, list[Timed]]:
    """The sound and the times of its words; `Fault` where JSON came that holds none."""
    if received.data is None:
        return received.content, []
    told = received.data if isinstance(received.data, Mapping) else {}
    try:
        content = base64.b64decode(told["audio"], validate=True)
    except (KeyError, TypeError, binascii.Error) as error:
        raise Fault("failed", f"an answer without sound: {quoted(received.data)}") from error
    return content, list(_timed(told.get("timestamps") or ()))


def _timed(stamps: Any) -> Iterator[Timed]:
    for stamp in stamps if isinstance(stamps, list) else ():
        match stamp:
            case {
                "word": str(word),
                "start_time": int() | float() as start,
                "end_time": int() | float() as end,
            }:
                yield word, float(start), float(end)


def names(told: Any) -> tuple[str, ...]:
    """The voices in a list of names, or of objects that have one."""
    found = map(_name, told if isinstance(told, list) else ())
    return tuple(filter(None, found))


def _name(told: Any) -> str:
    return str(told.get("id") or told.get("name") or "") if isinstance(told, Mapping) else str(told)
