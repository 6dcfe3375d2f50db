"""Engines that are quick and otherwise ordinary, and that count what they are asked for."""

from __future__ import annotations

import wave
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass as plain
from dataclasses import field
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel

from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.clips.lips.engine import Lasting, LipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, Refused
from pipeline.ffmpeg import feed, probe, run
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.script.screenplay import Screenplay
from pipeline.spending import Money
from pipeline.story import Age, Episode, Outline
from pipeline.storyboard.engine import Answer, Work
from pipeline.storyboard.rules import Rules
from pipeline.voices.engine import Offered, VoiceAbilities, VoiceRequest, Word


@plain
class Calls:
    """
    What the quick engines were asked for: how often, by answer, shot or line; and what they refuse.

    *spoken* is what `Choir` was asked for, by line; *bad* is how many of its next takes can't be used.
    """

    answers: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    voices: Counter[str] = field(default_factory=Counter)
    clips: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    lips: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    spoken: dict[str, VoiceRequest] = field(default_factory=dict)
    bad: Counter[str] = field(default_factory=Counter)

    def take(self, stage: str, out: Path) -> None:
        getattr(self, stage)[out.stem] += 1
        self.look(out.name)

    def look(self, name: str) -> None:
        if name in self.refused:
            raise Refused(f"{name} is refused.", "Use other words.")

    @property
    def total(self) -> int:
        return self.answers.total() + self.images.total() + self.voices.total() + self.clips.total()


CALLS = Calls()


class Said(BaseModel):
    """What the model that `Asked` stands for fills in."""

    words: str


@plain(frozen=True)
class Question:
    """What `Asked` asks."""

    words: str
    seed: int


@dataclass(frozen=True, config=OPTIONS)
class Asked:
    """
    Writes what the rules write, after it has asked for it as one asks a language model.

    The outline takes two answers (`outline-read-001`, `outline-same`), an episode one (`e01`).
    *each* is what an answer costs in dollars, *key* whether there is one.
    """

    previews: ClassVar[bool] = False
    prompts: ClassVar[tuple[str, ...]] = ()

    each: float = 0.0
    key: bool = True

    def unavailable(self) -> str:
        return "" if self.key else "It needs a key."

    def quote(self, characters: int) -> Money | None:
        return Money(2 * self.each) if self.each else None

    def outline(self, screenplay: Screenplay, work: Work) -> Outline:
        self._ask("outline-read-001", screenplay, work)
        self._ask("outline-same", screenplay.title, work)
        return Rules().outline(screenplay, work)

    def needs(self, screenplay: Screenplay, outline: Outline, number: int) -> Mapping[str, Any]:
        return Rules().needs(screenplay, outline, number)

    def write(self, screenplay: Screenplay, outline: Outline, number: int, work: Work) -> Episode:
        part = next(part for part in screenplay.episodes if part.number == number)
        self._ask(f"e{number:02d}", part, work)
        return Rules().write(screenplay, outline, number, work)

    def _ask(self, name: str, about: object, work: Work) -> None:
        def ask() -> Answer:
            CALLS.answers[name] += 1
            CALLS.look(name)
            notes = {"calls": 1, "tokens_read": 100, "tokens_written": 10}
            return Answer(Said(words=name), notes, Money(self.each / 2) if self.each else None)

        price = Money(self.each) if self.each else None
        work.answer(name, Question(repr(about), work.seed), Said, ask, price)


@dataclass(frozen=True, config=OPTIONS)
class Sketch:
    """One flat colour, by the seed; with *sheets* it takes four pictures, of which some show all sides."""

    shade: int = 0
    sheets: bool = False

    @property
    def abilities(self) -> ImageAbilities:
        return ImageAbilities(references=4 if self.sheets else 1, sheets=self.sheets)

    def unavailable(self) -> str:
        return ""

    def draw(self, request: ImageRequest, out: Path) -> None:
        import cv2
        import numpy as np

        CALLS.take("images", out)
        colour = np.frombuffer(request.seed.to_bytes(4, "big"), np.uint8)[1:] | 64
        pixels = np.full((request.height, request.width, 3), colour, np.uint8)
        cv2.imwrite(str(out), pixels)


@dataclass(frozen=True, config=OPTIONS)
class Paid(Sketch):
    """Each picture costs half a dollar."""

    def price(self, request: ImageRequest) -> Money:
        return Money(0.5)


@dataclass(frozen=True, config=OPTIONS)
class Hum:
    """A tone as long as the text, with every character a word."""

    pitch: int = 220

    @property
    def abilities(self) -> VoiceAbilities:
        return VoiceAbilities()

    def unavailable(self) -> str:
        return ""

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        import numpy as np

        CALLS.take("voices", out)
        each, rate = 0.08, 16000
        seconds = each * len(request.text)
        times = np.arange(round(seconds * rate)) / rate
        sound = np.sin(2 * np.pi * (self.pitch + request.seed % 50) * times) * 8000
        with wave.open(str(out), "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(sound.astype("<i2").tobytes())
        return tuple(Word(i, i + 1, i * each, (i + 1) * each) for i in range(len(request.text)))


CHOIR = (
    Offered("mei", "female", Age.YOUNG, ("zh",), "gentle"),
    Offered("lan", "female", Age.MIDDLE, ("zh", "en")),
    Offered("gang", "male", Age.YOUNG, ("zh",)),
    Offered("bo", "male", Age.OLD, ("zh",)),
    Offered("amy", "female", Age.YOUNG, ("en",)),
    Offered("lao-san", "male", Age.MIDDLE, ("zh",), "calm narration"),
)


@dataclass(frozen=True, config=OPTIONS)
class Choir(Hum):
    """Hums with voices of its own, or like a recording, and follows notes; *only* these voices are there."""

    only: tuple[str, ...] = ()
    clones: bool = True

    @property
    def abilities(self) -> VoiceAbilities:
        voices = tuple(one for one in CHOIR if one.name in (self.only or (one.name,)))
        return VoiceAbilities(voices, clones=self.clones, notes=True, lexicon=True)

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        CALLS.spoken[out.stem] = request
        if CALLS.bad[out.stem]:
            CALLS.bad[out.stem] -= 1
            raise BadResult(f"{out.name} is noise.", "Run again.")
        return super().speak(request, out)


@dataclass(frozen=True, config=OPTIONS)
class Turn:
    """
    The picture, growing brighter.

    With *ends* it takes a last one as well, and with *passes* so many on the way, which it only counts.
    """

    lengths: tuple[float, ...] = ()
    ends: bool = False
    joins: bool = False
    passes: int = 0

    @property
    def abilities(self) -> ClipAbilities:
        return ClipAbilities(lengths=self.lengths, last=self.ends, joins=self.joins, keys=self.passes)

    def unavailable(self) -> str:
        return ""

    def animate(self, request: ClipRequest, out: Path) -> None:
        import cv2

        CALLS.take("clips", out)
        if request.last:
            CALLS.take("ends", request.last)
        for key in request.keys:
            CALLS.take("keys", key)
        picture = cv2.imread(str(request.image))
        size = f"{picture.shape[1]}x{picture.shape[0]}"
        raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", size, "-r", str(request.fps), "-i", "-"]
        with feed([*raw, "-pix_fmt", "yuv420p", "-preset", "ultrafast", str(out)]) as frames:
            for number in range(round(request.seconds * request.fps)):
                frames.write(cv2.add(picture, number % 32).tobytes())


@dataclass(frozen=True, config=OPTIONS)
class Broken:
    """Can't run here."""

    @property
    def abilities(self) -> ImageAbilities:
        return ImageAbilities()

    def unavailable(self) -> str:
        return "It needs a GPU."

    def draw(self, request: ImageRequest, out: Path) -> None:
        raise AssertionError("never called")


@dataclass(frozen=True, config=OPTIONS)
class Mouth:
    """The clip in its opposite colours, so that everybody sees who made it; a second costs a dime."""

    strength: int = 1

    def unavailable(self) -> str:
        return ""

    def price(self, request: Lasting) -> Money:
        return Money(round(request.seconds / 10, 6))

    def sync(self, request: LipRequest, out: Path) -> None:
        CALLS.take("lips", out)
        assert abs(probe(request.video).seconds - request.seconds) < 0.01
        with wave.open(str(request.sound)) as sound:
            assert abs(sound.getnframes() / sound.getframerate() - request.seconds) < 0.001
        look = f"negate,lutyuv=y=val+{10 * self.strength + request.seed % 10}"
        run(["-i", str(request.video), "-vf", look, "-f", "mp4", str(out)])
