"""The films that are delivered of an episode: the drama's own, and those for platforms with other wishes."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.final.cards import Cards
from pipeline.final.cover import Cover
from pipeline.final.film import Encoding, Film
from pipeline.final.label import Label
from pipeline.final.sound import Sound
from pipeline.final.subtitles import Subtitles
from pipeline.final.transitions import Transitions


@options(frozen=True, config=OPTIONS)
class Final:
    """How the film is finished."""

    subtitles: Subtitles = Subtitles()
    """The subtitles in the picture and beside the film."""
    sound: Sound = Sound()
    """The voices, the music and the loudness."""
    label: Label = Label()
    """The mark that the film was made by AI."""
    transitions: Transitions = Transitions()
    """How scenes go over into each other."""
    cards: Cards = Cards()
    """What is written before and behind the story."""
    cover: Cover = Cover()
    """The picture that stands for the film."""
    encoding: Encoding = Encoding()
    """How the film is encoded."""


@dataclass(frozen=True)
class Output:
    """
    One film of an episode: where its files lie, and by which options it is made.

    *folder* holds the film and what lies beside it, *shots* the encoded shots: films of the same
    picture share them.
    """

    film: Film
    final: Final
    folder: str = "final"
    shots: str = "final/shots"

    def beside(self, episode: str, ending: str) -> str:
        """The name of the file of *episode* with *ending*, such as `.mp4` or `-cover.jpg`."""
        return f"{self.folder}/{episode}{ending}"


def outputs(film: Film, final: Final) -> tuple[Output, ...]:
    """Every film that a profile asks for, the drama's own first."""
    return (Output(film, final),)
