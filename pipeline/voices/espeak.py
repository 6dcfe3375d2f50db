"""The offline voices: espeak-ng as the package espeakng-loader brings it, in Mandarin and English."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, EngineError, NotHere
from pipeline.voices.engine import VoiceAbilities, VoiceRequest, Word
from pipeline.voices.espeak_delivery import Delivery, deliver

_WORKER = Path(__file__).with_name("espeak_worker.py")
#: Seconds after which a line is given up; a line of 10,000 characters takes about two.
_PATIENCE = 120.0
#: Of espeak-ng's 0 to 200; at its own 100 the loudest voices are clipped.
_VOLUME = 50
#: In Hz; what follows brings the film's sound to one rate.
_RATE = 22050
_HELP = "Install it again with `pip install --force-reinstall espeakng-loader`, or use another voice engine."


@dataclass(frozen=True, config=OPTIONS)
class Espeak:
    """
    Robotic but clear, without a key, a network or a GPU; tells when each word is heard.

    Hanzi are read as Mandarin with English words in between, a line without hanzi as English. The
    sound has espeak-ng's own rate of 22,050 Hz.
    """

    words_per_minute: int = Field(default=190, ge=80, le=400)
    """Pace of a calm young voice, as espeak-ng counts; 190 is about 4.5 hanzi or 3 English words a second."""
    expression: float = Field(default=1.0, ge=0, le=1.5)
    """How much a feeling changes the voice; 0 is flat, 1 is as designed."""
    loudness: float = Field(default=-19.0, ge=-30, le=-14)
    """Loudness of a calm line in LUFS; feelings and thoughts lie up to 5 dB around it."""

    @property
    def abilities(self) -> VoiceAbilities:
        """It has a voice for everybody by sex, age and number, and reads pinyin."""
        return VoiceAbilities(lexicon=True)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        if find_spec("espeakng_loader") is None:
            return "The package espeakng-loader is missing. Install it with `pip install espeakng-loader`."
        return ""

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """
        Write the speech to *out* (WAV, 22,050 Hz); the times of its words.

        A line of punctuation alone is a pause of 0.4 to 0.8 s and has no words. `NotHere` where
        espeak-ng can't run, `BadResult` where it fails on this line.
        """
        from pipeline.voices import pronouncing, sound
        from pipeline.voices.speakable import pause, speakable
        from pipeline.voices.timing import Mark, word_times

        if problem := self.unavailable():
            raise NotHere(problem)
        spoken = pronouncing.espeak(speakable(request.text, request.language, request.lexicon))
        if not spoken.audible:
            sound.write_wav(out, sound.silence(pause(request.text), _RATE), _RATE)
            return ()
        delivery = deliver(request, spoken.language, self.words_per_minute, self.expression)
        rate, begins, pcm = _synthesise(spoken.text, delivery)
        samples, cut = sound.trim(sound.from_pcm(pcm), rate)
        if not samples.size:
            raise BadResult(f"espeak-ng made no sound of {request.text!r}.", "Use other words for this line.")
        marks = [Mark(first, seconds - cut) for first, seconds in begins]
        words = word_times(marks, spoken, samples, rate)
        samples = sound.level(sound.fade(samples, rate), rate, self.loudness + delivery.gain)
        sound.write_wav(out, samples, rate)
        return words


def _synthesise(text: str, delivery: Delivery) -> tuple[int, list[tuple[int, float]], bytes]:
    """The rate in Hz, where each word begins (character, seconds) and the 16 bit PCM of *text*."""
    import espeakng_loader

    library = Path(espeakng_loader.get_library_path())
    request = {"library": str(library), "text": text, "volume": _VOLUME, **asdict(delivery)}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(_WORKER)],
            input=json.dumps(request).encode(),
            capture_output=True,
            cwd=library.parent,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BadResult(
            f"espeak-ng was not done with {len(text)} characters after {_PATIENCE:g} s.",
            "Split the line, or run again when the machine is less busy.",
        ) from error
    if done.returncode:
        raise _failure(done, text)
    header, _, pcm = done.stdout.partition(b"\n")
    answer = json.loads(header)
    words = [(first, sample / answer["rate"]) for first, sample in answer["words"]]
    return answer["rate"], words, pcm


def _failure(done: subprocess.CompletedProcess[bytes], text: str) -> EngineError:
    from pipeline.voices.espeak_worker import CANNOT_RUN

    said = done.stderr.decode(errors="replace").strip().splitlines()
    why = said[-1] if said else "it said nothing"
    if done.returncode == CANNOT_RUN:
        return NotHere(f"espeak-ng can't run here: {why}.", _HELP)
    return BadResult(
        f"espeak-ng ended with status {done.returncode} on {text[:40]!r}: {why}.",
        "Try again, or change the words of this line.",
    )
