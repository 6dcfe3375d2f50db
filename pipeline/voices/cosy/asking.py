"""What is asked of CosyVoice for one line: the mode, the speaker, the feeling, and a note of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.story import Language, Sex
from pipeline.voices.cosy.calls import Call, Mode, Sample, Version, Wish, calls, chosen
from pipeline.voices.cosy.manner import instruction, manner
from pipeline.voices.cosy.recording import look_at, rather_long
from pipeline.voices.engine import Offered, VoiceRequest

#: The speakers of CosyVoice-300M-SFT and -Instruct that suit our two languages.
SPEAKERS = (
    Offered("中文女", "female", languages=("zh",), manner="CosyVoice 1"),
    Offered("中文男", "male", languages=("zh",), manner="CosyVoice 1"),
    Offered("英文女", "female", languages=("en",), manner="CosyVoice 1"),
    Offered("英文男", "male", languages=("en",), manner="CosyVoice 1"),
)
#: The modes of the model's own speakers, and those that are always told how to say it.
OWN_SPEAKERS = ("sft", "instruct")
_INSTRUCTED = ("instruct", "instruct2")

Notes = dict[str, str]


@dataclass(frozen=True)
class Manual:
    """
    Which CosyVoice it is, and how it is used: the options of the engine, as far as they matter here.

    *model* is its name where that is known, *mode* None where it is to be chosen.
    """

    version: Version
    model: str = ""
    mode: Mode | None = None
    feelings: bool = True

    def asked(
        self, request: VoiceRequest, text: str, speaker: str, sample: Sample | None
    ) -> tuple[tuple[Call, ...], Notes]:
        """The calls that speak *text* as *request* wants it, and notes on them; `Rejected` as in `calls`."""
        wanted = manner(request) if self.feelings else "calm"
        wish = Wish(text, speaker, sample, self._instruction(wanted, request.voice.sex, sample))
        mode = self.mode or chosen(self.version, wish)
        notes = {"mode": mode, **self._note(mode, wanted, wish)}
        if wish.sample and mode not in OWN_SPEAKERS:
            notes |= rather_long(wish.sample, look_at(wish.sample.sound), text)
        return tuple(calls(self.version, mode, wish)), notes

    def _instruction(self, wanted: str, sex: Sex, sample: Sample | None) -> str:
        """In words of the version; empty where it would be left unread, or nothing is to be said."""
        if self.version == 1 and self.mode != "instruct" and (sample or "-Instruct" not in self.model):
            return ""
        if wanted == "calm" and self.mode not in _INSTRUCTED:
            return ""
        # A mode that is always told something is told to be calm where the version has no words for it.
        words = instruction(self.version, wanted, sex)
        return words or (instruction(self.version, "calm", sex) if self.mode in _INSTRUCTED else "")

    def _note(self, mode: Mode, wanted: str, wish: Wish) -> Notes:
        if wanted == "calm":
            return {}
        told = mode in _INSTRUCTED and wish.instruction and instruction(self.version, wanted)
        return {"feeling" if told else "feeling_not_shown": wanted}


def suiting(speakers: tuple[Offered, ...], sex: Sex, language: Language) -> str:
    """The first of *speakers* who is of that sex and language, as far as they can be had both."""
    by_language = [one for one in speakers if language in one.languages] or list(speakers)
    return next((one for one in by_language if one.sex == sex), by_language[0]).name
