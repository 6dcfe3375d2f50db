"""What a CosyVoice server answers: which one it is, sound, or an error, and what helps."""

from __future__ import annotations

import io
import json
import wave
from dataclasses import dataclass
from typing import Any

from pipeline.errors import BadResult, EngineError, NotHere, Rejected
from pipeline.hosted.kinds import quoted
from pipeline.voices import sound
from pipeline.voices.cosy.calls import RATES, Call, Version

START = (
    "Start one with `drama voice-server --repository FOLDER --model FOLDER`, or the official "
    "runtime/python/fastapi/server.py, and write its address under `address`."
)
#: What statuses mean that are no fault of the model's.
_STATUSES: dict[int, tuple[type[EngineError], str]] = {
    400: (Rejected, "Correct the engine's options in drama.yaml."),
    404: (NotHere, f"That is no CosyVoice server. {START}"),
    405: (
        NotHere,
        "An official server of 2024 takes GET alone: bring its repository up to date by `git pull`.",
    ),
    413: (Rejected, "Use a shorter recording: 3 to 10 s are enough."),
    422: (Rejected, "Correct the engine's options in drama.yaml."),
}
_FAILED = (BadResult, "See what the server prints; so fails a `version` that is not the model's, too.")
_CLONING = (
    "See what it prints. The official server breaks off at every recording since December 2025 with "
    "`TypeError: Invalid file: tensor`, a fault that is known as #1794. `drama voice-server` has it not, nor "
    "has the official repository as it was before: `git checkout 622a3a1~1`."
)


@dataclass(frozen=True)
class Server:
    """
    What a server says of itself; *ours* takes a seed and a speed.

    Of the official one nothing is known but that it is there.
    """

    ours: bool = False
    version: Version | None = None
    voices: tuple[str, ...] = ()
    model: str = ""


@dataclass(frozen=True)
class Said:
    """An answer that came whole: its HTTP *status* and *content*."""

    status: int
    content: bytes


class Broken(Exception):
    """The server took the call and did not speak it; the words say how."""


def introduced(said: Said) -> Server:
    """Which server it is that answers to `/health`; the official one has no such route."""
    told = _as_json(said.content)
    known = isinstance(told, dict) and "sample_rate" in told and told.get("version") in list(RATES)
    if said.status != 200 or not known:
        return Server()
    return Server(
        ours=True,
        version=told["version"],
        voices=tuple(map(str, told.get("voices") or ())),
        model=str(told.get("model") or ""),
    )


def look_at(said: Said, address: str) -> None:
    """An error of ours where the answer is one."""
    if said.status == 200:
        return
    told = _as_json(said.content)
    ours = told.get("error") if isinstance(told, dict) else None
    if isinstance(ours, dict) and ours.keys() >= {"message", "help"}:
        failed = BadResult if said.status >= 500 else Rejected
        raise failed(f"CosyVoice at {address}: {quoted(ours['message'])}.", quoted(ours["help"]) + ".")
    words = quoted(_wrong(told) or said.content.decode(errors="replace"))
    kind, help_ = _STATUSES.get(said.status, _FAILED)
    raise kind(f"CosyVoice at {address} answers: {words} (HTTP {said.status}).", help_)


def _wrong(told: Any) -> str:
    """What FastAPI says is wrong with a request; empty where it says nothing of it."""
    detail = told.get("detail") if isinstance(told, dict) else None
    if not isinstance(detail, list):
        return str(detail or "")
    return "; ".join(f"{'.'.join(map(str, one.get('loc', ())))}: {one.get('msg')}" for one in detail)


def _as_json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def heard(content: bytes, rate: int) -> tuple[sound.Samples, int]:
    """The samples of bare PCM of that *rate*, or of a WAV, which says its own."""
    if not content:
        raise Broken("answered without any sound")
    if content.startswith(b"RIFF"):
        try:
            with wave.open(io.BytesIO(content)) as file:
                rate, content = file.getframerate(), file.readframes(file.getnframes())
        except (wave.Error, EOFError) as error:
            raise Broken(f"answered with a damaged WAV ({error})") from error
    if len(content) % 2:
        raise Broken(f"broke off its answer within a sample, after {len(content)} bytes")
    return sound.from_pcm(content), rate


def what_helps(call: Call, version: Version) -> str:
    """What to do where the server took *call* and broke off."""
    if call.prompt_wav:
        return _CLONING
    if version == 1:
        return f"See what it prints: its model may have no speaker {call.spk_id}, or no mode {call.mode}."
    return (
        f"CosyVoice {version} has no speakers such as {call.spk_id}: leave `mode` at auto, and give it a "
        "recording in voices/cast/ or as `prompt`."
    )
