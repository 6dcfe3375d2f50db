"""What every engine does that is asked for a line over the network: before, and with what came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.errors import NotHere
from pipeline.story import Feeling
from pipeline.tickets import current
from pipeline.voices.engine import Offered, VoiceRequest, Word
from pipeline.voices.speakable import Spoken
from pipeline.voices.timing import Timed


def prepared(request: VoiceRequest, problem: str, *, spelled: bool = True) -> Spoken:
    """
    The text of *request* as it is spoken; *spelled* where the words of the lexicon stand in it.

    `NotHere` where there is a *problem*: a line is never sent to find that out.
    """
    from pipeline.voices.speakable import speakable

    if problem:
        raise NotHere(problem)
    return speakable(request.text, request.language, request.lexicon if spelled else ())


def paused(spoken: Spoken, text: str, out: Path) -> bool:
    """Whether *spoken* has no words: then *out* is the silence that the marks of *text* stand for."""
    from pipeline.voices import sound
    from pipeline.voices.finish import RATE
    from pipeline.voices.speakable import pause

    if not spoken.audible:
        sound.write_wav(out, sound.silence(pause(text), RATE), RATE)
    return not spoken.audible


def finished(
    content: bytes, spoken: Spoken, out: Path, timed: Iterable[Timed] = (), pcm_rate: int = 0
) -> tuple[Word, ...]:
    """Write the sound in *content* to *out* as all lines are; *timed* are the vendor's own words."""
    from pipeline.voices.decoding import decoded
    from pipeline.voices.finish import finish
    from pipeline.voices.timing import aligned

    samples, rate = decoded(content, pcm_rate)
    return finish(samples, rate, spoken, out, marks=aligned(timed, spoken))


def called(request: VoiceRequest, offered: Sequence[Offered]) -> str:
    """The engine's voice that was cast for the line; where none was, one of *offered*, or none."""
    if request.called:
        return request.called
    speaking = [one for one in offered if request.language in (one.languages or (request.language,))]
    alike = [one for one in speaking if request.voice.sex in (one.sex, "unknown")]
    found = alike or speaking or offered
    return found[request.voice.variant % len(found)].name if found else ""


def not_shown(feeling: Feeling) -> None:
    """Tell the notes of the file that nothing of *feeling* could be asked for."""
    if feeling is not Feeling.CALM:
        current().told["feeling_not_shown"] = feeling.value
