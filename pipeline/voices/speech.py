"""What every engine does that is asked for a line over the network: before, and with what came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.errors import NotHere
from pipeline.spending import Money
from pipeline.story import Feeling
from pipeline.tickets import current
from pipeline.voices.aligner import Aligner
from pipeline.voices.engine import Offered, VoiceRequest, Word
from pipeline.voices.pricing import Rate
from pipeline.voices.speakable import Spoken
from pipeline.voices.timing import Timed


def prepared(request: VoiceRequest, problem: str, *, pinyin: bool = False) -> Spoken:
    """
    The text of *request* as it is spoken, by its lexicon; *pinyin* where the engine takes that, too.

    `NotHere` where there is a *problem*: a line is never sent to find that out.
    """
    from pipeline.voices.speakable import speakable

    if problem:
        raise NotHere(problem)
    spoken = speakable(request.text, request.language, request.lexicon)
    if spoken.readings and not pinyin:
        current().told["lexicon"] = "pinyin not used"
    return spoken


def cost(rate: Rate, request: VoiceRequest) -> Money | None:
    """What *rate* asks for *request*, at most; nothing where there is nothing to say."""
    from pipeline.voices.speakable import speakable

    spoken = speakable(request.text, request.language, request.lexicon)
    return rate.cost(spoken.text, spoken.language) if spoken.audible else None


def finished(
    content: bytes,
    spoken: Spoken,
    out: Path,
    timed: Iterable[Timed] = (),
    pcm_rate: int = 0,
    *,
    aligner: Aligner | None = None,
) -> tuple[Word, ...]:
    """Write the sound in *content* to *out* as all lines are; *timed* and *aligner* as in `finish`."""
    from pipeline.voices.decoding import decoded
    from pipeline.voices.finish import finish
    from pipeline.voices.timing import aligned

    samples, rate = decoded(content, pcm_rate)
    return finish(samples, rate, spoken, out, marks=aligned(timed, spoken), aligner=aligner)


def called(request: VoiceRequest, offered: Sequence[Offered]) -> str:
    """The engine's voice that was cast for the line; where none was, the first *offered* that speaks it."""
    able = (one.name for one in offered if one.speaks(request.language))
    return request.called or next(able, "")


def not_shown(feeling: Feeling) -> None:
    """Tell the notes of the file that nothing of *feeling* could be asked for: not in words, nor by pace."""
    if feeling is not Feeling.CALM:
        current().told["feeling_not_shown"] = feeling.value
