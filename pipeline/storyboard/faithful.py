"""How faithful an episode is to its script: what is kept, changed, dropped and invented."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.script.screenplay import Element, ScriptEpisode
from pipeline.story import Episode, Line


@dataclass(frozen=True)
class Changed:
    """A line of the storyboard that says what the script says in other words."""

    script: Element
    line: Line


@dataclass(frozen=True)
class Coverage:
    """
    What became of a script's dialogue and events.

    *lines* counts its lines of dialogue, *kept* those that are heard word for word but for
    punctuation and blanks. *told* is the share of all its characters that are shown or heard.
    """

    lines: int
    kept: int
    changed: tuple[Changed, ...] = ()
    dropped: tuple[Element, ...] = ()
    invented: tuple[Line, ...] = ()
    told: float = 1.0

    @property
    def dialogue(self) -> float:
        """The share of the lines of dialogue that are kept; 1 where there are none."""
        return self.kept / self.lines if self.lines else 1.0


def coverage(source: ScriptEpisode, episode: Episode) -> Coverage:
    """What *episode* keeps of *source*; a line may be spoken in several shots."""
    raise NotImplementedError
