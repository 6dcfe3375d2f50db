"""
CosyVoice: its official server, which answers in bare PCM and breaks off what it can't do; ours; and none.

`cosy_server.py` has the official server with a model behind it, in more detail and slower.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import cosy_server
import talking
from speakers.stand_in import Reply, Speaker, Trouble, WebSpeaker
from vendors.stand_in import Asked

from pipeline.errors import BadResult, Rejected
from pipeline.local import shelf
from pipeline.voices import sound
from pipeline.voices.cosy.calls import END_OF_PROMPT, RATES, TAKES, Call, Version
from pipeline.voices.cosy.model import _official
from pipeline.voices.cosy.server import application

_FREE = {
    "wrong_key": "it has none", "no_money": "it asks for none", "moderated": "it refuses nothing",
}  # fmt: skip
_NO_WIRE = dict.fromkeys(("busy", "down", "dropped", "a page", "garbage"), "its model is at hand")
_ROUTES = {f"/inference_{mode.replace('-', '_')}": {"tts_text", *takes} for mode, takes in TAKES.items()}


class CosyVoice1(WebSpeaker):
    """The official server with CosyVoice-300M-SFT; nothing that it answers says which it is, nor the rate."""

    engine = "cosyvoice"
    version: ClassVar[Version] = 1
    lacks = _FREE
    asks_again = False

    @contextmanager
    def speaking(self) -> Iterator[dict[str, Any]]:
        with TemporaryDirectory() as folder, super().speaking() as told:
            prompt = {} if self.version == 1 else {"prompt": cosy_server.recording(Path(folder))}
            yield {"address": told["base_url"], "version": self.version, **prompt, **self.options}

    def reply(self, asked: Asked) -> Reply:
        if asked.path not in _ROUTES:
            return Reply([b'{"detail":"Not Found"}'], 404, {"Content-Type": "application/json"})
        answer = super().reply(asked)
        self.heard[-1] = (asked.path, _form(asked))
        return answer

    def answer(self, asked: Asked) -> Reply:
        form = _form(asked)
        assert set(form) == _ROUTES[asked.path]
        self.insist(form)
        pcm = talking.pcm(form["tts_text"].rpartition("|>")[2], RATES[self.version])
        # Its chunks are sentences; on the way they are cut anywhere.
        return Reply([pcm[:1001], pcm[1001:]])

    def insist(self, form: dict[str, str]) -> None:
        """What the version insists on."""
        assert form["spk_id"] in cosy_server.cosy_model.SPEAKERS

    def say(self, trouble: Trouble) -> Reply:
        return {
            "busy": Reply([b"Bad Gateway"], 502),
            "down": Reply([b"Service Unavailable"], 503),
            "invalid": Reply(
                [b'{"detail":[{"type":"missing","loc":["body","spk_id"],"msg":"Field required"}]}'], 422
            ),
            "silent": Reply([], breaks=True),
        }[trouble]


class CosyVoice3(CosyVoice1):
    """The same with Fun-CosyVoice3: it speaks as a recording, and one of the texts must hold its mark."""

    version = 3

    def insist(self, form: dict[str, str]) -> None:
        assert form["prompt_wav"].startswith("RIFF")
        assert any(END_OF_PROMPT in text for text in form.values())


class DramaVoiceServer(Speaker):
    """`drama voice-server` itself, with a model that hums: it takes a seed, and its errors have words."""

    engine = "cosyvoice"
    lacks = {**_FREE, **_NO_WIRE, "cut_off": "it answers when all is spoken"}
    seeds = True

    version: Version = 3
    rate = 24_000
    told = "Fun-CosyVoice3-0.5B, CosyVoice 3, 24000 Hz"
    voices = ()

    @contextmanager
    def speaking(self) -> Iterator[dict[str, Any]]:
        with TemporaryDirectory() as folder, cosy_server.serving(application(self)) as address:
            yield self.reached(address, cosy_server.recording(Path(folder)))

    def reached(self, address: str, prompt: Path) -> dict[str, Any]:
        """The options that lead our engine there."""
        return {"address": address, "prompt": prompt}

    def say(self, call: Call, *, seed: int, speed: float = 1.0) -> sound.Samples:
        """What the server asks of its model."""
        if trouble := self.asked_now((call.mode, call.texts, seed, speed)):
            raise {"invalid": Rejected}.get(trouble, BadResult)("It failed.", "Look at it.")
        return talking.speech(call.tts_text.rpartition("|>")[2], self.rate, hertz=200 + seed)


class DramaSpeech(DramaVoiceServer):
    """The same server, asked as OpenAI's clients ask."""

    engine = "openai"
    seeds = False

    def reached(self, address: str, prompt: Path) -> dict[str, Any]:
        content = base64.b64encode(prompt.read_bytes()).decode()
        extra = {"ref_audio": f"data:audio/wav;base64,{content}"}
        return {"server": "drama", "base_url": f"{address}/v1", "extra": extra}


class InProcess(Speaker):
    """The official repository in a folder, with models that hum."""

    engine = "cosyvoice"
    lacks = {**_FREE, **_NO_WIRE}
    asks_again = False
    seeds = True

    @contextmanager
    def speaking(self) -> Iterator[dict[str, Any]]:
        with TemporaryDirectory() as folder, cosy_server.cloned(Path(folder)) as repository:
            module = _official(repository)
            module.CosyVoice._called = self._called
            prompt = cosy_server.recording(Path(folder))
            model = cosy_server.weights(Path(folder), 3)
            try:
                yield {"repository": str(repository), "model": str(model), "prompt": prompt}
            finally:
                shelf.stop()
                shelf.resume()

    def _called(self, name: str, **values: Any) -> None:
        """What the stubbed model calls first, and is as good a place as any to fail."""
        match self.asked_now((name, values)):
            case "invalid":
                raise ValueError("do not support it")
            case str(trouble):
                raise RuntimeError(f"CUDA error: {trouble}")


def _form(asked: Asked) -> dict[str, str]:
    """The fields of a form as they were sent, files as letters of one byte each."""
    parts = {name: content for name, [content] in asked.parts.items()}
    return {
        name: content.decode("latin-1" if name == "prompt_wav" else "utf-8")
        for name, content in parts.items()
    }
