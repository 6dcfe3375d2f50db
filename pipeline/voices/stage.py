"""The voices: `voices/<line>.wav`, one file per line, with the times of its words in its record."""

from __future__ import annotations

import wave
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from pipeline.attempt import Attempt, Made
from pipeline.drama import Drama
from pipeline.errors import BadResult
from pipeline.profile import Chosen
from pipeline.story import Language, Line
from pipeline.storyboard.pace import speech_seconds
from pipeline.timeline import Spoken
from pipeline.voices.engine import Voice, VoiceEngine, VoiceRequest, Word

_WORDS = TypeAdapter(tuple[Word, ...])


def speak(drama: Drama, language: Language, line: Line, cast: Mapping[str, Voice]) -> Made:
    """The sound of *line*; *cast* says whose voice each character has, the narrator's under an empty name."""
    name = f"voices/{line.id}.wav"
    request = VoiceRequest(
        text=line.text,
        language=language,
        voice=cast[line.speaker],
        feeling=line.feeling,
        mode=line.mode,
        seed=drama.seed(name),
    )

    def attempt(chosen: Chosen[VoiceEngine]) -> Attempt:
        def build(out: Path) -> Mapping[str, Any]:
            words = chosen.engine.speak(request, out)
            return {"words": _WORDS.dump_python(words, mode="json")}

        return drama.attempt(chosen, request, build)

    return drama.project.make(name, [attempt(chosen) for chosen in drama.profile.voices], check=_check)


def spoken(made: Made | None, language: Language, line: Line) -> Spoken:
    """How long the line is and when its words are heard; an estimate where it is not there yet."""
    if made is None or made.status == "planned":
        return Spoken(speech_seconds(line.text, language))
    return Spoken(seconds(made.path), _WORDS.validate_python(made.notes.get("words", ())))


def seconds(file: Path) -> float:
    """How long a WAV file is; `BadResult` where it is none."""
    try:
        with closing(wave.open(str(file), "rb")) as sound:
            return sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError, ZeroDivisionError) as error:
        raise BadResult(
            f"{file.name} is not a WAV file with PCM sound: {error}.",
            "Replace it by a 16 bit PCM WAV, or delete it to have it made again.",
        ) from error


def _check(file: Path) -> None:
    if not seconds(file):
        raise BadResult(f"{file.name} holds no sound.", "Try again, or use another voice engine.")
