"""
One inference of CosyVoice: which one, with which values, by the rules of each version.

The names are those of the official repository: its server has the route `/inference_zero_shot` with the form
fields `tts_text`, `prompt_text` and `prompt_wav`, and its class the method of the same name and parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import Rejected

Version = Literal[1, 2, 3]
Mode = Literal["sft", "zero-shot", "cross-lingual", "instruct", "instruct2"]

#: Hz of what each version makes.
RATES: dict[Version, int] = {1: 22_050, 2: 24_000, 3: 24_000}
#: Divides a prompt from what is to be said. A text that holds it is taken as it is: numbers are not read out
#: and sentences not divided.
END_OF_PROMPT = "<|endofprompt|>"
#: What each prompt of version 3 begins with.
ASSISTANT = "You are a helpful assistant."
#: Which values each inference takes, besides `tts_text`.
TAKES: dict[Mode, tuple[str, ...]] = {
    "sft": ("spk_id",),
    "zero-shot": ("prompt_text", "prompt_wav"),
    "cross-lingual": ("prompt_wav",),
    "instruct": ("spk_id", "instruct_text"),
    "instruct2": ("instruct_text", "prompt_wav"),
}
_ONLY: dict[Mode, tuple[Version, ...]] = {"instruct": (1,), "instruct2": (2, 3)}
_SENTENCE_ENDS = re.compile(r"(?<=[。！？!?；;])(?![。！？!?；;])|(?<=\.)(?=\s)")
#: Bytes of UTF-8, which is 80 hanzi or about 240 letters: what the official front end makes of a long text.
_LONGEST_PIECE = 240


@dataclass(frozen=True)
class Sample:
    """The recording to speak as: its file, and the *words* in it where they are known."""

    sound: Path
    words: str = ""


@dataclass(frozen=True)
class Wish:
    """
    A text to be spoken, already prepared for speaking.

    *speaker* is one of the model's own, *instruction* how it is to be said, in the words of the version.
    """

    text: str
    speaker: str = ""
    sample: Sample | None = None
    instruction: str = ""


@dataclass(frozen=True)
class Call:
    """One inference, complete."""

    mode: Mode
    tts_text: str
    spk_id: str = ""
    prompt_text: str = ""
    instruct_text: str = ""
    prompt_wav: Path | None = None

    @property
    def route(self) -> str:
        """The name of the server's route, and of the method."""
        return f"inference_{self.mode.replace('-', '_')}"

    @property
    def texts(self) -> dict[str, str]:
        """All values that it takes but the recording."""
        taken = {name: getattr(self, name) for name in TAKES[self.mode] if name != "prompt_wav"}
        return {"tts_text": self.tts_text, **taken}


def chosen(version: Version, wish: Wish) -> Mode:
    """The inference that suits *wish* best."""
    if wish.sample is None:
        if version == 1:
            return "instruct" if wish.instruction else "sft"
        raise Rejected(
            f"CosyVoice {version} speaks as a recording, and there is none for this line.",
            "Put one into voices/cast/, or set `prompt` (a WAV of 3 to 10 s) and `prompt_words`.",
        )
    if version != 1 and wish.instruction:
        return "instruct2"
    return "zero-shot" if wish.sample.words else "cross-lingual"


def calls(version: Version, mode: Mode, wish: Wish) -> Iterator[Call]:
    """
    The inferences that speak *wish*, whose sounds follow one another; `Rejected` where *version* has none.

    There is more than one where the text has to be divided here, because the model would not.
    """
    _look_at(version, mode, wish)
    sample = wish.sample or Sample(Path())
    text, begins = wish.text, ""
    if version == 3 and mode == "cross-lingual":
        begins = f"{ASSISTANT}{END_OF_PROMPT}"
    for part in pieces(text) if begins or as_it_is(text) else (text,):
        yield Call(
            mode=mode,
            tts_text=f"{begins}{part}",
            spk_id=wish.speaker,
            prompt_text=_prompt(version, sample.words),
            instruct_text=_instruction(version, wish.instruction),
            prompt_wav=wish.sample.sound if wish.sample and "prompt_wav" in TAKES[mode] else None,
        )


def as_it_is(text: str) -> bool:
    """Whether the official front end leaves *text* alone: it holds a mark for the model."""
    return "<|" in text and "|>" in text


def pieces(text: str) -> Iterator[str]:
    """*text* in whole sentences, as many together as make a piece that the model speaks well."""
    piece = ""
    for sentence in _SENTENCE_ENDS.split(text):
        if piece and len(f"{piece}{sentence}".encode()) > _LONGEST_PIECE:
            yield piece.strip()
            piece = ""
        piece += sentence
    if piece.strip():
        yield piece.strip()


def look_at_mode(version: Version, mode: Mode) -> None:
    """`Rejected` where *version* has no such *mode*."""
    if version not in _ONLY.get(mode, (version,)):
        raise Rejected(
            f"CosyVoice {version} has no mode {mode}.",
            "Leave `mode` at auto, or see which version the model is.",
        )


def _look_at(version: Version, mode: Mode, wish: Wish) -> None:
    look_at_mode(version, mode)
    if "prompt_wav" in TAKES[mode] and wish.sample is None:
        raise Rejected(
            f"The mode {mode} speaks as a recording, and there is none.",
            "Put one into voices/cast/, or set `prompt` (a WAV of 3 to 10 s) and `prompt_words`.",
        )
    if "prompt_text" in TAKES[mode] and not (wish.sample and wish.sample.words):
        raise Rejected(
            "The mode zero-shot needs the words that are heard in the recording.",
            "Write them down (`prompt_words`), or use the mode cross-lingual.",
        )
    if "spk_id" in TAKES[mode] and not wish.speaker:
        raise Rejected(f"The mode {mode} needs the name of a speaker.", "Name one of the model's.")


def _prompt(version: Version, words: str) -> str:
    """Version 3 stops with an error where its mark is missing, the others would read it out."""
    return f"{ASSISTANT}{END_OF_PROMPT}{words}" if version == 3 and END_OF_PROMPT not in words else words


def _instruction(version: Version, words: str) -> str:
    whole = words.removesuffix(END_OF_PROMPT)
    if version == 3 and not whole.startswith(ASSISTANT):
        whole = f"{ASSISTANT} {whole}".strip()
    return f"{whole}{END_OF_PROMPT}"
