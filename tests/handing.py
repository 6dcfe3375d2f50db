"""A film that was handed to editors, in all that a cut can have, without a file of it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.ffmpeg import Media
from pipeline.final.export.handed import Handed, Source
from pipeline.final.film import Film
from pipeline.final.picture.cut import Fit, Rule
from pipeline.final.subtitles.subtitles import Cue
from pipeline.story import Episode, Line, Mode, Scene, Shot
from pipeline.timeline import Spoken, Timeline, Transition, lay

FPS = 24
FILM = Film(width=108, height=192, fps=FPS)
#: A name with all that stands in the way somewhere.
TITLE = '雨 夜 "A&B" <100%> #1\'s'


def _line(name: str, speaker: str, text: str, mode: Mode = Mode.SPEECH) -> Line:
    return Line(id=name, speaker=speaker, text=text, mode=mode)


EPISODE = Episode(
    id="e01",
    number=1,
    scenes=(
        Scene(
            id="e01s01",
            place="街口",
            heading="1-1 夜 外 街口",
            shots=(
                Shot(id="e01s01-01", least_seconds=2),
                Shot(
                    id="e01s01-02",
                    lines=(
                        _line("e01s01-02-1", "林夏", "你还活着？"),
                        _line("e01s01-02-2", "老陈", "我一直都在。"),
                        _line("e01s01-02-3", "林夏", "100% #真😀"),
                    ),
                ),
                Shot(id="e01s01-03", least_seconds=3, caption="三年前"),
            ),
        ),
        Scene(
            id="e01s02",
            place="客厅",
            shots=(
                Shot(
                    id="e01s02-01",
                    least_seconds=2.5,
                    lines=(_line("e01s02-01-1", "", "那天之后。", Mode.NARRATION),),
                ),
            ),
        ),
    ),
)
SPOKEN = {
    "e01s01-02-1": Spoken(1.23456),
    "e01s01-02-2": Spoken(0.777),
    "e01s01-02-3": Spoken(1.01),
    "e01s02-01-1": Spoken(1.5),
}
#: Frames of the film that each shot begins with and lasts; the third moves for 48 of them.
SHOTS = {"e01s01-01": (0, 48), "e01s01-02": (48, 111), "e01s01-03": (159, 72), "e01s02-01": (231, 63)}
#: The samples that each line begins with and lasts.
LINES = {
    "e01s01-02-1": (110400, 59259),
    "e01s01-02-2": (191259, 37296),
    "e01s01-02-3": (250155, 48480),
    "e01s02-01-1": (476400, 72000),
}


def timeline() -> Timeline:
    """It dissolves into the second scene and ends in black."""
    laid = lay(EPISODE, SPOKEN, FPS)
    one, two, three, four = laid.shots
    dissolve, ending = Transition("dissolve", 6, 6), Transition("fade", 12, 0)
    shots = (one, two, replace(three, leave=dissolve), replace(four, enter=dissolve, leave=ending))
    return replace(laid, shots=shots)


def picture(shot: str, rule: Rule, frames: int, fps: int = FPS, size: tuple[int, int] = (108, 192)) -> Source:
    """The clip of *shot*, of so many *frames*."""
    media = Media(frames / fps, "h264", *size, float(fps), frames, says_colours=True)
    fit = Fit(rule, frames / fps, SHOTS[shot][1] / FPS)
    return Source(f"clips/{shot}.mp4", "drawn", 2, media, fit)


def sound(name: str, seconds: float, rate: int = 24_000, channels: int = 1) -> Source:
    """A file of sound."""
    media = Media(seconds, audio_codec="pcm_s16le", rate=rate, channels=channels)
    return Source(name, "hum", 1, media)


def handed() -> Handed:
    """One shot is trimmed, one slowed, one held, and of another rate and size, one whole."""
    pictures = (
        picture("e01s01-01", Rule.TRIMMED, 60),
        picture("e01s01-02", Rule.SLOWED, 105),
        picture("e01s01-03", Rule.HELD, 32, fps=16, size=(128, 72)),
        picture("e01s02-01", Rule.WHOLE, 63),
    )
    return Handed(
        title=TITLE,
        language="zh",
        timeline=timeline(),
        film=FILM,
        pictures=dict(zip(SHOTS, pictures, strict=True)),
        voices={name: sound(f"voices/{name}.wav", heard.seconds) for name, heard in SPOKEN.items()},
        stems={"music": sound("final/stems/e01-music.wav", 294 / FPS, 48_000, 2)},
        cues=(
            Cue(55 / FPS, 90 / FPS, ("你还活着？",), "林夏"),
            Cue(96 / FPS, 119 / FPS, ("我一直都在",), "老陈"),
            Cue(125 / FPS, 154 / FPS, ("100% #真😀",), "林夏"),
            Cue(159 / FPS, 207 / FPS, ("三年前", "江城"), kind="caption"),
            Cue(238 / FPS, 279 / FPS, ("那天之后",), mode=Mode.NARRATION),
        ),
        colours={"林夏": "#FF8800"},
    )
