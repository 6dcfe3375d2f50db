"""Voices of a vendor's web service: an engine for every file in `configs/hosted/` with `voices`."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult
from pipeline.hosted.engine import Hosted
from pipeline.hosted.orders import Files, translated
from pipeline.hosted.spec import Job, Times
from pipeline.hosted.specs import Made
from pipeline.hosted.web import Answer, found_at
from pipeline.spending import Money
from pipeline.story import Feeling
from pipeline.tickets import current
from pipeline.voices.aligner import Aligner
from pipeline.voices.engine import Offered, VoiceAbilities, VoiceRequest, Word
from pipeline.voices.pinyin import syllables
from pipeline.voices.pricing import Rate
from pipeline.voices.speakable import Lexicon, Spoken, speakable

#: Times of words in a JSON file are kilobytes.
_MOST_MB = 16.0

log = logging.getLogger("drama")


@dataclass(frozen=True, config=OPTIONS)
class HostedVoices(Hosted):
    """Voices by a vendor's speech model, with its own voices for the characters."""

    makes: ClassVar[Made] = "voices"

    aligner: Aligner = Field(
        default=Aligner(),
        description="Who listens for the times of the words that the vendor does not tell: none, or qwen.",
    )

    @property
    def abilities(self) -> VoiceAbilities:
        """What the vendor's model can do."""
        can = self.job().can
        voices = tuple(Offered(one.name, one.sex, one.age, one.languages, one.manner) for one in can.voices)
        return VoiceAbilities(voices=voices, notes=can.notes, lexicon=can.lexicon)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        return super().unavailable() or self.aligner.unavailable()

    def price(self, request: VoiceRequest) -> Money | None:
        """What the line is expected to cost; nothing where there is nothing to say."""
        job, spoken = self.job(), _spoken(request)
        return self.quoted(job, {**job.values, **_counted(job, spoken)}) if spoken.audible else None

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """
        Have the vendor speak the line, or go on with the one that it is speaking; the times of its words.

        A line without words is a pause, and costs nothing.
        """
        from pipeline.hosted.delivery import Order, deliver
        from pipeline.voices.finish import silent
        from pipeline.voices.speech import not_shown

        job, spoken = self.job(), _spoken(request)
        if not spoken.audible:
            return silent(request.text, out)
        self.aligner.ready()
        if not _shows(job, request.feeling):
            not_shown(request.feeling)
        words: list[Word] = []

        def accept(file: Path, answer: Answer) -> None:
            words[:] = _finished(job, spoken, file, answer, self.aligner)

        order = Order(job.name, job, self.price(request), partial(_values, job, request, spoken), accept)
        deliver(order, current(), self.gate(), out)
        return tuple(words)


def _spoken(request: VoiceRequest) -> Spoken:
    return speakable(request.text, request.language, request.lexicon)


def _counted(job: Job, spoken: Spoken) -> dict[str, Any]:
    return {"characters": Rate(hanzi=job.price.hanzi).units(spoken.text)}


def _values(job: Job, request: VoiceRequest, spoken: Spoken) -> tuple[dict[str, Any], Files]:
    values: dict[str, Any] = {
        **job.values,
        **_counted(job, spoken),
        "text": spoken.text,
        "language": spoken.language,
        "feeling": request.feeling.value,
        "seed": request.seed,
        "pronunciations": list(_pronunciations(request.lexicon)) or None,
    }
    if request.called:
        values["voice"] = request.called
    values = translated(job, values)
    told = (values.get("mood"), request.note if job.can.notes else "")
    values["note"] = ", ".join(filter(None, told)) or None
    return values, {}


def _shows(job: Job, feeling: Feeling) -> bool:
    """Whether the vendor is asked for anything else than for a calm line."""
    tables = [table.table for table in job.translate.values() if table.of == "feeling"]
    return any(table.get(feeling.value) != table.get(Feeling.CALM.value) for table in tables)


def _pronunciations(lexicon: Lexicon) -> Iterator[dict[str, str]]:
    """The words of *lexicon* that it has pinyin for: `huan2 qian2`, and `(huan2)(qian2)` as tones."""
    for word, said in lexicon:
        if read := syllables(said):
            yield {"word": word, "pinyin": " ".join(read), "tones": "".join(f"({one})" for one in read)}


def _finished(job: Job, spoken: Spoken, file: Path, answer: Answer, aligner: Aligner) -> tuple[Word, ...]:
    """Make the line of the vendor's sound in *file*, there; the times of its words."""
    from pipeline.voices.speech import finished

    told = _told(job, job.times, answer, file) if job.times else None
    timed = _timed(job.times, told) if job.times else ()
    return finished(file.read_bytes(), spoken, file, timed, aligner=aligner)


def _told(job: Job, times: Times, answer: Answer, beside: Path) -> Any:
    """What the vendor tells of the words: its answer, or what lies at an address in it."""
    from pipeline.hosted.fetch import Broken, Unfetchable, fetch
    from pipeline.hosted.kinds import Fault

    address = answer.find(times.url)
    if not address:
        return answer.data
    file = beside.with_name(f"{beside.name}.times")
    try:
        fetch(str(address), file, _MOST_MB, {}, job.base_url)
        return json.loads(file.read_bytes(), parse_constant=lambda _: None)
    except (Fault, Broken, Unfetchable, BadResult, ValueError) as error:
        log.info("%s: no times of words from %s, they are reckoned: %s", beside.stem, job.name, error)
        return None
    finally:
        file.unlink(missing_ok=True)


def _timed(times: Times, told: Any) -> Iterator[tuple[str, float, float]]:
    """The words in what was *told*, with their starts and ends in seconds; what is none is left out."""
    per_second = 1000.0 if times.unit == "ms" else 1.0
    for item in found_at(times.words, told) or ():
        text, *ends = (found_at(path, item) for path in (times.text, times.start, times.end))
        if isinstance(text, str) and all(isinstance(end, int | float) for end in ends):
            start, end = (end / per_second for end in ends)
            yield text, start, max(start, end)
