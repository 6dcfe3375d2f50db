"""Voices by any server with OpenAI's `/v1/audio/speech`: hosted ones, or one's own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from pipeline.addresses import host_of, is_near
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere
from pipeline.spending import Money
from pipeline.voices.aligner import Aligner
from pipeline.voices.engine import Offered, VoiceAbilities, VoiceRequest, Word
from pipeline.voices.openai_servers import KINDS, Server, instructions, rate_of, voices_of
from pipeline.voices.pricing import Rate

if TYPE_CHECKING:
    from pipeline.hosted.spec import Job

#: How long a server may take to list its voices: somebody is waiting for the answer.
_LISTED_SECONDS = 5.0


@dataclass(frozen=True, config=OPTIONS)
class OpenAI:
    """
    Voices by OpenAI and by the many servers that answer alike, chosen by `server`.

    `openai` and `vllm-omni` are told the feeling of a line in words; `vllm-omni` (CosyVoice 3, Qwen3-TTS
    Base), `siliconflow` and `drama` (`drama voice-server`) speak as a recording; `kokoro` tells when words
    are heard. Of `other` no more is asked than text, voice, format and speed.
    """

    remote: ClassVar[bool] = True
    ticketed: ClassVar[bool] = True
    aside: ClassVar[tuple[str, ...]] = ("base_url", "key", "voices", "costs", "at_once", "timeout_seconds")

    server: Server = "openai"
    """Which server it is: openai, vllm-omni, kokoro, siliconflow, drama or other."""
    base_url: str = ""
    """Its address, usually ending in /v1; empty for the usual one of that server."""
    model: str = ""
    """The model's name there; empty for the usual one of that server."""
    voices: tuple[Offered, ...] = ()
    """Voices to cast from, as {name, sex, age, languages, manner}; empty for those that are known."""
    response_format: Literal["wav", "mp3", "flac", "opus", "aac", "pcm"] = "wav"
    """What the sound comes as; pcm is taken for 24 kHz."""
    speed: float = Field(default=1.0, ge=0.25, le=4)
    """How fast everybody speaks."""
    feelings: bool = True
    """Whether feelings and notes are sent as `instructions`, to servers that follow them."""
    times: bool = True
    """Whether kokoro is asked for the times of words, which is another of its addresses."""
    aligner: Aligner = Aligner()
    """Who listens for the times of the words that the server does not tell: none, or qwen."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """More that the server is to be sent with each line, such as {task_type: Base} for Qwen3-TTS Base."""
    key: str = ""
    """The environment variable that holds the key; empty for the usual one. Servers nearby need none."""
    costs: Rate = Rate()
    """What speech costs; empty for the price that is known. Servers nearby are free."""
    at_once: int = Field(default=4, ge=1)
    """How many lines are spoken side by side."""
    timeout_seconds: float = Field(default=120.0, gt=0)
    """How long to wait for one line."""

    @property
    def abilities(self) -> VoiceAbilities:
        """What the kind of server can do, and the voices that are known of its model."""
        kind = KINDS[self.server]
        offered = self.voices or voices_of(self.server, self._model)
        notes = kind.instructions and self.feelings
        return VoiceAbilities(offered, clones=bool(kind.clones), notes=notes, lexicon=True)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        from pipeline.voices.calling import without_key

        for name, value in {"base_url": host_of(self._address), "model": self._model}.items():
            if not value:
                return f"The voice engine openai has no {name}. Write it in drama.yaml."
        if self.server == "other" and not self.voices:
            return "No voices are known of this server. Name some: `voices: [{name: ..., sex: female}]`."
        if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", self._key):
            return "`key` is not the name of an environment variable. Write the name there, never the key."
        if self.rate_card.amount is None:
            return (
                f"The price of {self._model} at {self._address} is not known. Write it down for the budget:"
                " `costs: {amount: 0.015, per: minute, as_of: today, source: me}`, or an amount of 0."
            )
        return without_key(self._job(self._address)) or self.aligner.unavailable()

    def price(self, request: VoiceRequest) -> Money | None:
        """What the line costs, at most; nothing where that is free."""
        from pipeline.voices.speech import cost

        return cost(self.rate_card, request)

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """
        Have the line spoken and write it to *out*; a line of punctuation alone is a pause.

        The errors are those of `pipeline.hosted.kinds`, by what the server says.
        """
        from pipeline.hosted.spec import Request
        from pipeline.hosted.web import Web
        from pipeline.voices import calling, finish, speech
        from pipeline.voices import openai_wire as wire

        spoken = speech.prepared(request, self.unavailable())
        if not spoken.audible:
            return finish.silent(request.text, out)
        self.aligner.ready()
        body = self._body(request, spoken.text)
        job, path = self._job(self._address), "/audio/speech"
        gate = calling.gate_to("openai", job)
        if self._times:
            job, path = self._job(self._address.removesuffix("/v1")), "/dev/captioned_speech"
        asked = Request(path, "POST", json={name: f"{{{name}}}" for name in body})
        with calling.calling(f"{self.server} at {self._address}", gate, self.price(request)) as call:
            received = call.ask(lambda: Web(job).receive(asked, body, paid=True))
            content, timed = wire.heard(received)
            bare = self.response_format == "pcm" and not content.startswith(wire.FILES)
            rate = wire.PCM_RATE if bare else 0
            return speech.finished(content, spoken, out, timed, rate, aligner=self.aligner)

    def listed(self) -> tuple[str, ...]:
        """The voices that the server itself tells of; none of a kind that tells none. It is asked once."""
        from pipeline.hosted.kinds import Fault, NotSent, Unanswered
        from pipeline.hosted.spec import Request
        from pipeline.hosted.web import Web
        from pipeline.voices import openai_wire as wire

        if not KINDS[self.server].lists:
            return ()
        job = replace(self._job(self._address), timeout_seconds=_LISTED_SECONDS)
        try:
            return wire.names(Web(job).send(Request("/audio/voices"), {}).find("voices"))
        except Fault as fault:
            raise fault.letter(self._address) from fault
        except (NotSent, Unanswered) as error:
            raise NotHere(f"{self._address} does not answer: {error}.", "Start the server.") from error

    def _body(self, request: VoiceRequest, text: str) -> dict[str, Any]:
        from pipeline.voices import speech
        from pipeline.voices.openai_wire import sounding_like

        kind, voice = KINDS[self.server], {"voice": speech.called(request, self.abilities.voices)}
        if request.recording and kind.clones:
            voice = sounding_like(request.recording, kind.clones)
        elif not voice["voice"]:
            voice = {}
        body = {
            "model": self._model, "input": text, **voice, "response_format": self.response_format,
            "speed": self.speed,
        }  # fmt: skip
        if self._times:
            body |= {"stream": False, "return_timestamps": True}
        if not kind.instructions:
            speech.not_shown(request.feeling)
        elif self.feelings and (told := instructions(request)):
            body["instructions"] = told
        return {**body, **self.extra}

    def _job(self, address: str) -> Job:
        from pipeline.hosted.offer import Price
        from pipeline.hosted.spec import Auth, Job, Request, Result, Submit
        from pipeline.voices.openai_wire import ERRORS

        return Job(
            base_url=address,
            submit=Submit(Request("/audio/speech")),
            result=Result(),
            price=Price(self.rate_card.as_of, self.rate_card.source),
            auth=Auth(env=(self._key,)),
            errors=ERRORS,
            at_once=self.at_once,
            timeout_seconds=self.timeout_seconds,
        )

    @property
    def _times(self) -> bool:
        return KINDS[self.server].times and self.times

    @property
    def _address(self) -> str:
        return (self.base_url or KINDS[self.server].base_url).rstrip("/")

    @property
    def _model(self) -> str:
        return self.model or KINDS[self.server].model

    @property
    def _key(self) -> str:
        return self.key or KINDS[self.server].key

    @property
    def rate_card(self) -> Rate:
        """What speech costs: by the option `costs`, else by the price list that is known."""
        if self.costs.amount is not None:
            return self.costs
        return Rate(0) if is_near(self._address) else rate_of(self.server, self._model)
