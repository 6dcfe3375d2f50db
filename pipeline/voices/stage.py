"""The voices: `voices/<line>.wav`, one file per line, with the times of its words in its record."""

from __future__ import annotations

import wave
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
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
from pipeline.voices.desk import Cast
from pipeline.voices.engine import VoiceEngine, VoiceRequest, Word
from pipeline.voices.recordings import as_wav
from pipeline.voices.tempo import hasten

_WORDS = TypeAdapter(tuple[Word, ...])
#: Seeds are smaller.
_SEEDS = 2**31


def speak(drama: Drama, language: Language, line: Line, cast: Cast) -> Made:
    """
    The sound of *line*, spoken as *cast* says.

    What can't be used is spoken once more with another seed before the next engine is asked.
    """
    name = f"voices/{line.id}.wav"
    seed = drama.seed(name)
    attempts = [
        _attempt(drama, chosen, line, cast, _request(drama, chosen, language, line, cast, seed=one))
        for chosen in drama.profile.voices
        for one in (seed, (seed + 1) % _SEEDS)
    ]
    attempts[1::2] = [replace(attempt, again=True) for attempt in attempts[1::2]]
    return drama.project.make(name, attempts, check=_check)


def _request(
    drama: Drama, chosen: Chosen[VoiceEngine], language: Language, line: Line, cast: Cast, *, seed: int
) -> VoiceRequest:
    """What *chosen* is asked for: no more than it can do, so that the rest decides nothing."""
    can, voice = chosen.engine.abilities, cast.voices[line.speaker]
    recording = cast.recordings.get(voice.name) if can.clones else None
    called = "" if recording else cast.called.get(chosen.name, {}).get(voice.name, "")
    return VoiceRequest(
        text=line.text,
        language=language,
        # Who has a voice or a recording of their own is told apart by that.
        voice=replace(voice, variant=0) if called or recording else voice,
        feeling=line.feeling,
        mode=line.mode,
        seed=seed,
        called=called,
        recording=recording,
        note=line.note if can.follows_notes(called) else "",
        lexicon=_lexicon(drama, line) if can.lexicon else (),
    )


def _lexicon(drama: Drama, line: Line) -> tuple[tuple[str, str], ...]:
    """How words of *line* are read: other words of the drama's lexicon are nothing to it."""
    return tuple((word, said) for word, said in drama.profile.story.lexicon.items() if word in line.text)


def _attempt(
    drama: Drama, chosen: Chosen[VoiceEngine], line: Line, cast: Cast, request: VoiceRequest
) -> Attempt:
    can, fastest = chosen.engine.abilities, drama.profile.pacing.fastest

    def build(out: Path) -> Mapping[str, Any]:
        heard = request.recording
        if heard:
            heard = replace(heard, sound=as_wav(heard.sound, out.with_name("recording.wav")))
        words = chosen.engine.speak(replace(request, recording=heard), out)
        if fastest > 1 and out.is_file():
            words = hasten(out, words, request.text, request.language, fastest)
        return {"words": _WORDS.dump_python(words, mode="json"), **_left_out(drama, request, line, cast)}

    made = drama.attempt(chosen, request, build)
    if fastest > 1:
        asked = {**made.recipe["request"], "fastest": fastest}
        made = replace(made, recipe={**made.recipe, "request": asked})
    if can.voices and not (request.called or request.recording):
        return replace(made, unavailable=f"It has no voice that speaks {request.language}.")
    return made


def _left_out(drama: Drama, request: VoiceRequest, line: Line, cast: Cast) -> dict[str, str]:
    """What the engine could not be told of *line*."""
    told = {}
    if cast.voices[line.speaker].name in cast.recordings and not request.recording:
        told["recording"] = "not used"
    if line.note and not request.note:
        told["note"] = "not followed"
    if _lexicon(drama, line) and not request.lexicon:
        told["lexicon"] = "not used"
    return told


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
