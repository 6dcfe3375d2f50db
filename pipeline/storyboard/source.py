"""An episode of the script in numbered pieces, so that who tells it can say which piece is told where."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.script.screenplay import Kind, ScriptEpisode
from pipeline.story import Language, Mode


@dataclass(frozen=True)
class Piece:
    """
    A sentence or so of the script, short enough for one shot; *number* counts from 1 in the episode.

    A line of dialogue that takes longer to say than a shot lasts is several pieces; joined they are
    the line. *scene* counts the script's own scenes from 0.
    """

    number: int
    kind: Kind
    text: str
    scene: int
    line_number: int
    speaker: str = ""
    note: str = ""
    mode: Mode = Mode.SPEECH

    @property
    def said(self) -> bool:
        """Whether a person of the story says it: the narrator's words may be told in others."""
        return self.kind == "dialogue" and bool(self.speaker or self.mode is not Mode.NARRATION)


def pieces_of(episode: ScriptEpisode, language: Language, longest_seconds: float) -> tuple[Piece, ...]:
    """All that *episode* shows and says, in pieces that take up to *longest_seconds* to say."""
    raise NotImplementedError
