"""Voices by CosyVoice on Alibaba's DashScope, with the times of their words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from pipeline.addresses import host_of
from pipeline.engine import OPTIONS, dataclass
from pipeline.spending import Money
from pipeline.voices.dashscope_voices import RATES, VOICES, follows_words, instruction, paces
from pipeline.voices.engine import Offered, VoiceAbilities, VoiceRequest, Word
from pipeline.voices.pricing import Rate

if TYPE_CHECKING:
    from pipeline.hosted.spec import Job
    from pipeline.voices.speakable import Spoken

_RATE = 24_000
_SEEDS = 65_536
#: The limits of `rate` and `pitch`.
_SLOWEST, _FASTEST = 0.5, 2.0


@dataclass(frozen=True, config=OPTIONS)
class DashScope:
    """
    CosyVoice as Alibaba hosts it: natural, in Chinese and English, with the time of every character.

    Each model has voices of its own. Few of them follow a feeling in words; the others speak a little
    faster or slower, higher or lower for it. Served from Beijing.
    """

    remote: ClassVar[bool] = True
    ticketed: ClassVar[bool] = True
    aside: ClassVar[tuple[str, ...]] = ("base_url", "voices", "costs", "at_once", "timeout_seconds")

    model: str = "cosyvoice-v3-flash"
    """cosyvoice-v3-flash, cosyvoice-v3-plus, cosyvoice-v2; the v3.5 models have your own voices only."""
    base_url: str = "https://dashscope.aliyuncs.com/api/v1"
    """The address of the API, or of your workspace: https://ID.cn-beijing.maas.aliyuncs.com/api/v1."""
    voices: tuple[Offered, ...] = ()
    """Voices to cast from, as {name, sex, age, languages, manner}; empty for those known of the model."""
    rate: float = Field(default=1.0, ge=0.5, le=2)
    """How fast everybody speaks."""
    pitch: float = Field(default=1.0, ge=0.5, le=2)
    """How high everybody speaks."""
    volume: int = Field(default=50, ge=0, le=100)
    """How loud the vendor makes it; lines are levelled afterwards."""
    feelings: bool = True
    """Whether feelings change how a line is said."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """More for the `input` of each request, such as {enable_aigc_tag: true}."""
    costs: Rate = Rate()
    """What speech costs; empty for the price list that is known."""
    at_once: int = Field(default=3, ge=1)
    """How many lines are spoken side by side."""
    timeout_seconds: float = Field(default=60.0, gt=0)
    """How long the vendor may be silent."""

    @property
    def abilities(self) -> VoiceAbilities:
        """The voices of the model; those that are your own follow a note."""
        offered = tuple(
            replace(one, notes=follows_words(self.model, one.name))
            for one in self.voices or VOICES.get(self.model, ())
        )
        notes = self.feelings and any(one.notes for one in offered)
        return VoiceAbilities(offered, notes=notes, lexicon=True)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        from pipeline.voices.calling import without_key

        if not host_of(self.base_url):
            return f"{self.base_url!r} is no address. Write that of the API under `base_url`."
        if not self.abilities.voices:
            return f"No voices are known of {self.model}. Name yours: `voices: [{{name: ..., sex: female}}]`."
        if self.rate_card.amount is None:
            return (
                f"The price of {self.model} is not known. Write it down for the budget: `costs: {{amount: 1,"
                " per: 10k characters, hanzi: 2, currency: CNY, as_of: today, source: me}`."
            )
        return without_key(self._job())

    def price(self, request: VoiceRequest) -> Money | None:
        """What the line costs by the price list."""
        from pipeline.voices.speech import cost

        return cost(self.rate_card, request)

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """
        Have the line spoken and write it to *out*; a line of punctuation alone is a pause.

        The errors are those of `pipeline.hosted.kinds`, by the vendor's codes.
        """
        from pipeline.hosted.spec import Request
        from pipeline.hosted.web import Web
        from pipeline.voices import calling, finish, speech
        from pipeline.voices.dashscope_wire import PATH, heard

        spoken = speech.prepared(request, self.unavailable(), pinyin=True)
        if not spoken.audible:
            return finish.silent(request.text, out)
        job, values = self._job(), {"model": self.model, "input": self._input(request, spoken)}
        body = {name: f"{{{name}}}" for name in values}
        asked = Request(PATH, "POST", headers={"X-DashScope-SSE": "enable"}, json=body)
        with calling.calling("DashScope", calling.gate_to("dashscope", job), self.price(request)) as call:
            said = call.ask(lambda: heard(Web(job).receive(asked, values, paid=True), job.errors))
            if said.characters and self.rate_card.per == "10k characters":
                call.billed((self.rate_card.amount or 0.0) * said.characters / 10_000)
            return speech.finished(said.pcm, spoken, out, said.words, _RATE)

    def _input(self, request: VoiceRequest, spoken: Spoken) -> dict[str, Any]:
        from pipeline.voices import speech
        from pipeline.voices.pronouncing import hot_fix

        voice = speech.called(request, self.abilities.voices)
        told = instruction(self.model, voice, request) if self.feelings else ""
        rate, pitch = paces(request, instructed=bool(told) or not self.feelings)
        fixed = hot_fix(request.lexicon)
        return {
            "text": spoken.text,
            "voice": voice,
            "format": "pcm",
            "sample_rate": _RATE,
            "volume": self.volume,
            "rate": _within(self.rate * rate),
            "pitch": _within(self.pitch * pitch),
            "seed": request.seed % _SEEDS,
            "language_hints": [spoken.language],
            "word_timestamp_enabled": True,
            **({"instruction": told} if told else {}),
            **({"hot_fix": fixed} if fixed else {}),
            **self.extra,
        }

    def _job(self) -> Job:
        """Keys and error codes are those of the vendor's clips."""
        from pipeline.hosted.specs import read

        return replace(
            read("dashscope", "clips"),
            base_url=self.base_url.rstrip("/"),
            at_once=self.at_once,
            timeout_seconds=self.timeout_seconds,
        )

    @property
    def rate_card(self) -> Rate:
        """What speech costs: by the option `costs`, else by the price list that is known."""
        return self.costs if self.costs.amount is not None else RATES.get(self.model, Rate())


def _within(factor: float) -> float:
    return round(min(_FASTEST, max(_SLOWEST, factor)), 3)
