"""Voices by a program of the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from pipeline import ffmpeg
from pipeline.command import Program, put
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, FfmpegError
from pipeline.voices.engine import VoiceAbilities, VoiceRequest, Word

_WORDS = TypeAdapter(tuple[Word, ...])
#: Aligners round; what lies farther beyond the end of the sound is wrong.
_BEYOND_SECONDS = 0.25


@dataclass(frozen=True, config=OPTIONS)
class Command(Program):
    """
    Voices by a program of your own, which writes a sound of any kind to {out}.

    It may say when each word is heard in `words.json`, beside it: a list of {first, last, start, end},
    the characters of the text that are heard (`text[first:last]`) and seconds of the sound.
    """

    given: ClassVar[tuple[str, ...]] = (
        "text", "language", "speaker", "sex", "age", "variant", "feeling", "mode", "seed",
    )  # fmt: skip

    @property
    def abilities(self) -> VoiceAbilities:
        """The program is told who speaks, and sees to the rest."""
        return VoiceAbilities()

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """Have the program speak the line; the times of its words where it tells them."""
        words: tuple[Word, ...] = ()

        def accept(file: Path) -> None:
            nonlocal words
            seconds = _as_wav(file)
            words = _words(file.with_name("words.json"), request.text, seconds)

        with self.workplace(out) as place:
            put(place.run(_values(request), "line.wav", accept), out)
        return words


def _values(request: VoiceRequest) -> dict[str, Any]:
    return {
        "text": request.text,
        "language": request.language,
        "speaker": request.voice.name,
        "sex": request.voice.sex,
        "age": request.voice.age.value,
        "variant": request.voice.variant,
        "feeling": request.feeling.value,
        "mode": request.mode.value,
        "seed": request.seed,
    }


def _as_wav(file: Path) -> float:
    """Make *file* a mono 16 bit WAV where it is none; its seconds."""
    from pipeline.voices import sound

    try:
        samples, rate = sound.read_wav(file)
    except BadResult:  # of another kind, which ffmpeg may know
        if not ffmpeg.probe(file).rate:
            raise BadResult("it holds no sound.", "Run again.") from None
        samples, rate = sound.read_wav(_converted(file))
    if not samples.size:
        raise BadResult("its sound is empty.", "Run again.")
    return len(samples) / rate


def _converted(file: Path) -> Path:
    whole = file.with_name("converted.wav")
    exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
    try:
        ffmpeg.run(
            ["-i", str(file), "-vn", "-ac", "1", "-c:a", "pcm_s16le", *exact, "-f", "wav", str(whole)],
            what="The conversion of the sound",
        )
    except FfmpegError as error:
        raise BadResult(f"its sound can't be read ({error.happened})", "Run again.") from error
    return whole.replace(file)


def _words(file: Path, text: str, seconds: float) -> tuple[Word, ...]:
    if not file.is_file():
        return ()
    try:
        words = _WORDS.validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadResult(
            f"words.json is wrong at {place or 'its start'}: {first['msg']}.", "Correct it."
        ) from error
    if wrong := next(_wrong(words, text, seconds), ""):
        raise BadResult(f"words.json is wrong: {wrong}.", "Correct it.")
    return tuple(replace(word, end=min(word.end, seconds)) for word in words)


def _wrong(words: Iterable[Word], text: str, seconds: float) -> Iterator[str]:
    last, end = 0, 0.0
    for number, word in enumerate(words, 1):
        if not last <= word.first < word.last <= len(text):
            yield f"word {number} is text[{word.first}:{word.last}], after {last} of {len(text)} characters"
        if not end <= word.start < min(word.end, seconds) or word.end > seconds + _BEYOND_SECONDS:
            heard = f"{word.start:g} to {word.end:g} s"
            yield f"word {number} is heard from {heard}, after {end:g} of {seconds:g} s"
        last, end = word.last, word.end
