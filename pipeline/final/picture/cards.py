"""
Cards: the title before the story or over its first pictures, and the credits behind it.

A card stands on the picture beside it, blurred and darkened: the title's becomes clear before the cut
into the story, the last one blurs under the credits, which end in black.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass as plain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import ffmpeg
from ffmpeg.nodes import FilterableStream as Pictures
from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.final.film import Film
from pipeline.final.picture import cut
from pipeline.final.picture.evening import Correction
from pipeline.final.picture.headline import Block, Setting, headline
from pipeline.story import Episode, Outline
from pipeline.timeline import ShotSpan
from pipeline.wording import Wording

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

#: Size of the letters of credits, and which share of the height a page of them has.
_CREDITS, _PAGE = 54, 0.5
#: What stays free at either side.
_SIDE = 100
#: How dark the picture under a card is, how long it takes to blur, and how long words take to appear.
_DARK, _TURN, _FADE = 0.4, 0.5, 0.35
_FADES = rf"\fad({_FADE * 1000:.0f},{_FADE * 1000:.0f})"


@dataclass(frozen=True, config=OPTIONS)
class Cards:
    """What is written before and behind the story."""

    title: Literal["none", "over", "card"] = "none"
    """The drama's title: over the first pictures, or on a card before them, which makes the film longer."""
    title_seconds: Annotated[float, Field(ge=1, le=10)] = 2.5
    """How long the title is seen."""
    episode: bool = True
    """Below the title, which episode it is, and the episode's own title."""
    credits: Literal["none", "card"] = "none"
    """Credits on a card behind the story: who is in it, and your own lines."""
    credits_seconds: Annotated[float, Field(ge=1, le=60)] = 4.0
    """How long the credits are seen; what does not go on one card follows on the next."""
    credits_lines: tuple[Annotated[str, Field(max_length=200)], ...] = ()
    """Your own lines, below the people of the story: who wrote it, whose music it is."""

    @property
    def lasting(self) -> tuple[float, float]:
        """The seconds that the cards take before and behind the story."""
        opening = self.title_seconds if self.title == "card" else 0.0
        return opening, self.credits_seconds if self.credits == "card" else 0.0


@plain(frozen=True)
class Words:
    """What cards say: a *title*, the words *below* it, and the rows of the *credits*."""

    title: str
    below: str = ""
    credits: tuple[str, ...] = ()


def words(cards: Cards, outline: Outline, episode: Episode, thanks: Sequence[str] = ()) -> Words:
    """
    What the cards of *episode* say; empty where there is no such card.

    *thanks* are the last lines of the credits: to whom the music and other sounds belong.
    """
    said = named(outline, episode) if cards.title != "none" else Words("")
    return Words(
        said.title, said.below if cards.episode else "", tuple(_credits(cards, outline, episode, thanks))
    )


def named(outline: Outline, episode: Episode) -> Words:
    """The title of the drama, and below it which episode it is."""
    return Words(outline.title, Wording(outline.language).title(episode.number, episode.title))


def _credits(cards: Cards, outline: Outline, episode: Episode, thanks: Sequence[str]) -> Iterator[str]:
    if cards.credits == "none":
        return
    yield outline.title
    people = dict.fromkeys(outline.character(line.speaker).name for _, line in episode.lines if line.speaker)
    if people:
        yield from ("", Wording(outline.language).say("people").capitalize(), *people)
    for lines in (cards.credits_lines, thanks):
        if lines:
            yield from ("", *lines)


def title_card(said: Words, seconds: float, setting: Setting) -> list[SSAEvent]:
    """What is written on a title card of that length."""
    return [block.event(0, seconds, setting, _FADES) for block in _title(said, setting, 0.5, 0.35)]


def title_over(said: Words, seconds: float, span: ShotSpan, setting: Setting) -> list[SSAEvent]:
    """What of a title over the first *seconds* is written on the shot *span*, timed from its start."""
    end = min(span.seconds, seconds - span.start)
    if end <= 0:
        return []
    times = (0.0, _FADE, seconds - _FADE, seconds)
    shifted = ",".join(f"{(time - span.start) * 1000:.0f}" for time in times)
    # Below the faces of people, and above the subtitles.
    blocks = _title(said, setting, 0.64, 0.2)
    return [block.event(0, end, setting, rf"\fade(255,0,255,{shifted})") for block in blocks]


def _title(said: Words, setting: Setting, height: float, most: float) -> list[Block]:
    """The title above that share of the picture's height, and at most as high as the share *most*."""
    wide, high = setting.canvas
    return headline(said.title, said.below, setting, (wide - 2 * _SIDE, most * high), height * high)


def credits_card(said: Words, seconds: float, setting: Setting) -> list[SSAEvent]:
    """What is written on the cards of the credits, which share that time."""
    wide, high = setting.canvas
    rows = [row for text in said.credits for row in (setting.rows(text, _CREDITS, wide - 2 * _SIDE) or ("",))]
    page = int(_PAGE * high / _CREDITS)
    pages = [
        Block(tuple(rows[at : at + page]), _CREDITS, high / 2, "around") for at in range(0, len(rows), page)
    ]
    step = seconds / len(pages)
    return [
        block.event(step * number, step * (number + 1), setting, _FADES) for number, block in enumerate(pages)
    ]


def background(
    clip: Path,
    span: ShotSpan,
    film: Film,
    frames: int,
    *,
    title: bool,
    correction: Correction | None = None,
) -> Pictures:
    """
    *frames* pictures under a card: the first of *clip* becoming clear for a *title*, else its last one.

    Of the credits the picture blurs at the beginning and is black at the end.
    """
    shown, _ = cut.pictures(clip, span, 1 if title else span.frames, film, correction)
    one = shown.filter("trim", start_frame=0 if title else span.frames - 1).filter("setpts", "PTS-STARTPTS")
    twice = one.filter_multi_output("split")
    clear = twice[0].filter("tpad", stop=frames - 1, stop_mode="clone")
    dark = _darkened(twice[1], film).filter("tpad", stop=frames - 1, stop_mode="clone")
    turn = min(round(_TURN * film.fps), frames // 3)
    if title:
        return _turned(dark, clear, turn, frames - turn, film)
    return _turned(clear, dark, turn, 0, film).filter(
        "fade", type="out", start_frame=frames - turn - 1, nb_frames=turn
    )


def _darkened(picture: Pictures, film: Film) -> Pictures:
    """*picture* blurred, darker and paler."""
    colour = "128+(val-128)*0.8"
    blurred = picture.filter("gblur", sigma=min(film.width, film.height) / 36, steps=3)
    return blurred.filter("lutyuv", y=f"16+(val-16)*{_DARK}", u=colour, v=colour)


def _turned(one: Pictures, other: Pictures, frames: int, at: int, film: Film) -> Pictures:
    """*one* going over into *other*, during so many *frames* from frame *at* on."""
    seconds, offset = frames / film.fps, at / film.fps
    turned = ffmpeg.filter([one, other], "xfade", transition="fade", duration=seconds, offset=offset)
    return turned.filter("format", "yuv420p")
