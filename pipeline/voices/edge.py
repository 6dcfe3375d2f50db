"""Voices by the read-aloud service of Microsoft's Edge, through the package edge-tts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass as plain_dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, EngineError, Rejected, Wait
from pipeline.hosted.kinds import quoted
from pipeline.story import Age, Feeling
from pipeline.voices.engine import Offered, VoiceAbilities, VoiceRequest, Word

if TYPE_CHECKING:
    from pipeline.voices.timing import Timed

_PER_SECOND = 10_000_000
_TRIES = 4
_LATER = (
    "The service is unofficial and turns people away now and then: run again later, bring the package up to"
    " date (`pip install -U edge-tts`), or use another voice engine."
)
#: Sexes are Microsoft's, ages our guess; from memory. `edge-tts --list-voices` lists all of them.
_VOICES = (
    Offered("zh-CN-XiaoxiaoNeural", "female", Age.YOUNG, ("zh",), "warm"),
    Offered("zh-CN-YunxiNeural", "male", Age.YOUNG, ("zh",), "lively, sunny"),
    Offered("zh-CN-XiaoyiNeural", "female", Age.TEEN, ("zh",), "lively"),
    Offered("zh-CN-YunjianNeural", "male", Age.MIDDLE, ("zh",), "passionate; narration"),
    Offered("zh-CN-YunyangNeural", "male", Age.MIDDLE, ("zh",), "reliable, newsreader"),
    Offered("zh-CN-YunxiaNeural", "male", Age.CHILD, ("zh",), "cute boy"),
    Offered("zh-CN-liaoning-XiaobeiNeural", "female", Age.YOUNG, ("zh",), "humorous, north-eastern"),
    Offered("zh-CN-shaanxi-XiaoniNeural", "female", Age.YOUNG, ("zh",), "bright, Shaanxi"),
    Offered("en-US-AriaNeural", "female", Age.YOUNG, ("en",), "positive, confident"),
    Offered("en-US-GuyNeural", "male", Age.YOUNG, ("en",), "passionate"),
    Offered("en-US-JennyNeural", "female", Age.MIDDLE, ("en",), "friendly, considerate"),
    Offered("en-US-ChristopherNeural", "male", Age.MIDDLE, ("en",), "authoritative; narration"),
    Offered("en-US-MichelleNeural", "female", Age.MIDDLE, ("en",), "pleasant"),
    Offered("en-US-EricNeural", "male", Age.YOUNG, ("en",), "rational"),
    Offered("en-US-AnaNeural", "female", Age.CHILD, ("en",), "cute girl"),
    Offered("en-US-RogerNeural", "male", Age.OLD, ("en",), "lively"),
    Offered("en-GB-SoniaNeural", "female", Age.YOUNG, ("en",), "British"),
    Offered("en-GB-RyanNeural", "male", Age.YOUNG, ("en",), "British"),
)


@plain_dataclass(frozen=True)
class _Manner:
    """What a feeling changes: rate and volume in percent, pitch in Hz."""

    rate: int = 0
    pitch: int = 0
    volume: int = 0


_FEELINGS = {
    Feeling.CALM: _Manner(),
    Feeling.HAPPY: _Manner(6, 12, 4),
    Feeling.SAD: _Manner(-14, -10, -8),
    Feeling.ANGRY: _Manner(10, 8, 12),
    Feeling.AFRAID: _Manner(10, 14, -4),
    Feeling.SURPRISED: _Manner(4, 18, 4),
    Feeling.TENDER: _Manner(-8, -4, -10),
    Feeling.COLD: _Manner(-6, -10, -2),
}


@dataclass(frozen=True, config=OPTIONS)
class Edge:
    """
    Good voices without a key or a price, one line at a time, with the times of their words.

    The service is that of the Edge browser, meant for reading pages aloud: nobody promises that it answers,
    or that you may use what it says. Needs `pip install 'shortdrama[edge]'`; edge-tts is under the LGPLv3.
    """

    remote: ClassVar[bool] = True
    aside: ClassVar[tuple[str, ...]] = ("voices", "proxy", "timeout_seconds")

    voices: tuple[Offered, ...] = ()
    """Voices to cast from, as {name, sex, age, languages, manner}; empty for those of zh-CN and en."""
    rate: int = Field(default=0, ge=-50, le=100)
    """How much faster everybody speaks, in percent."""
    pitch: int = Field(default=0, ge=-100, le=100)
    """How much higher everybody speaks, in Hz."""
    expression: float = Field(default=1.0, ge=0, le=2)
    """How much a feeling changes pace, pitch and loudness; the service knows no feelings of its own."""
    proxy: str = ""
    """The address of a proxy, where the service is reached through one."""
    timeout_seconds: int = Field(default=60, gt=0)
    """How long the service may be silent."""

    @property
    def abilities(self) -> VoiceAbilities:
        """Its voices by name; other words of a lexicon are said, and pinyin is not."""
        return VoiceAbilities(self.voices or _VOICES, lexicon=True)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        if find_spec("edge_tts") is None:
            return "The package edge-tts is missing. Install it with `pip install 'shortdrama[edge]'`."
        return ""

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """
        Have the line spoken and write it to *out*; a line of punctuation alone is a pause.

        `Wait` where the service turns us away or says nothing, however often it is asked.
        """
        from pipeline.voices import finish, speech

        spoken = speech.prepared(request, self.unavailable())
        if not spoken.audible:
            return finish.silent(request.text, out)
        how = {"voice": speech.called(request, self.abilities.voices), **self._how(request.feeling)}
        content, timed = self._patiently(spoken.text, how)
        return speech.finished(content, spoken, out, timed)

    def _how(self, feeling: Feeling) -> dict[str, Any]:
        manner = _FEELINGS[feeling]
        return {
            "rate": f"{self.rate + round(manner.rate * self.expression):+d}%",
            "volume": f"{round(manner.volume * self.expression):+d}%",
            "pitch": f"{self.pitch + round(manner.pitch * self.expression):+d}Hz",
            "boundary": "WordBoundary",
            "proxy": self.proxy or None,
            "receive_timeout": self.timeout_seconds,
        }

    def _patiently(self, text: str, how: dict[str, Any]) -> tuple[bytes, list[Timed]]:
        """One line after another, since the service blocks who asks for two at once."""
        import stamina

        from pipeline.hosted.gate import gate_of

        gate = gate_of(("edge", self.proxy), 1)
        try:
            with gate.passed():
                for attempt in stamina.retry_context(on=Wait, attempts=_TRIES, timeout=None, wait_initial=2):
                    with attempt:
                        return _asked(text, how)
        except _TurnedAway as error:
            gate.close(error)
            raise
        raise AssertionError


class _TurnedAway(Wait):
    """The service does not talk to us, whatever the line is."""


def _asked(text: str, how: dict[str, Any]) -> tuple[bytes, list[Timed]]:
    """The MP3 that the service makes of *text*, and when its words are heard."""
    import aiohttp
    import edge_tts
    from edge_tts.exceptions import EdgeTTSException

    try:
        chunks = list(edge_tts.Communicate(text, **how).stream_sync())
    except (EdgeTTSException, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _told(error) from error
    except (ValueError, TypeError) as error:
        raise Rejected(
            f"edge-tts does not take the call: {error}.", "Correct its options in drama.yaml."
        ) from error
    content = b"".join(chunk["data"] for chunk in chunks if chunk["type"] == "audio")
    if not content:
        raise BadResult("The service of Edge sent no sound.", _LATER)
    return content, list(_timed(chunks))


def _told(error: Exception) -> EngineError:
    from edge_tts.exceptions import EdgeTTSException

    status = getattr(error, "status", None)
    said = f"HTTP {status}" if status else f"{type(error).__name__} {error}".strip()
    kind = Wait if isinstance(error, EdgeTTSException) else _TurnedAway
    return kind(f"The service of Edge turned the line away: {quoted(said)}.", _LATER)


def _timed(chunks: list[Any]) -> Iterator[Timed]:
    """Offsets and durations are in units of 100 ns."""
    for chunk in chunks:
        if chunk["type"] == "WordBoundary":
            start, length = chunk["offset"] / _PER_SECOND, chunk["duration"] / _PER_SECOND
            yield chunk["text"], start, start + length
