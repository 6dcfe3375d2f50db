"""The subtitles of an episode beside its film: `final/e01.srt`, `.vtt` and `.ass`, and `e01.en.srt`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.final.output import Output
from pipeline.final.stage import Reel, made_by
from pipeline.final.subtitles.desk import cues_of, looks_of
from pipeline.final.subtitles.files import film_ass, film_text
from pipeline.final.subtitles.subtitles import Cue
from pipeline.promise import Call, Promise

#: A film without words has its files all the same: of one empty line.
_NO_WORDS = "\n"


@dataclass(frozen=True)
class _Text:
    """A text file, which is its own recipe."""

    text: str


def beside(drama: Drama, output: Output, reel: Reel, call: Call) -> dict[str, Promise]:
    """The subtitle files of *output*, by the ends of their names (`srt`, `en.srt`)."""
    second = output.final.subtitles.second
    makers: Mapping[str, Callable[[Drama, Output, Reel], Made]] = {"srt": srt, "vtt": vtt, "ass": ass}
    more = {f"{second}.srt": second_srt, f"{second}.vtt": second_vtt} if second != "none" else {}
    return {
        ending: call(f"subtitles {reel.episode.id}.{ending}", make, drama, output, reel)
        for ending, make in {**makers, **more}.items()
    }


def srt(drama: Drama, output: Output, reel: Reel) -> Made:
    """The spoken words as `final/e01.srt`, to lie beside the film and in it."""
    return _text(drama, output, reel, ".srt", film_text(_cues(drama, output, reel), "srt"))


def vtt(drama: Drama, output: Output, reel: Reel) -> Made:
    """The same as WebVTT, for pages of the web."""
    return _text(drama, output, reel, ".vtt", film_text(_cues(drama, output, reel), "vtt"))


def second_srt(drama: Drama, output: Output, reel: Reel) -> Made:
    """The second language as `final/e01.en.srt`."""
    text = film_text(_cues(drama, output, reel), "srt", "second")
    return _text(drama, output, reel, f".{output.final.subtitles.second}.srt", text)


def second_vtt(drama: Drama, output: Output, reel: Reel) -> Made:
    """The same as WebVTT."""
    text = film_text(_cues(drama, output, reel), "vtt", "second")
    return _text(drama, output, reel, f".{output.final.subtitles.second}.vtt", text)


def ass(drama: Drama, output: Output, reel: Reel) -> Made:
    """All cues with their looks as `final/e01.ass`."""
    looks = looks_of(drama, output, reel.outline)
    return _text(drama, output, reel, ".ass", film_ass(_cues(drama, output, reel), looks))


def _cues(drama: Drama, output: Output, reel: Reel) -> tuple[Cue, ...]:
    looks = looks_of(drama, output, reel.outline)
    return cues_of(reel.timeline, reel.outline, looks, reel.translations)


def _text(drama: Drama, output: Output, reel: Reel, ending: str, text: str) -> Made:
    def build(out: Path) -> None:
        out.write_text(text or _NO_WORDS, encoding="utf-8")

    name = output.beside(reel.episode.id, ending)
    return made_by(
        drama, name, "subtitles", options=output.final.subtitles, asked=_Text(text or _NO_WORDS), build=build
    )
