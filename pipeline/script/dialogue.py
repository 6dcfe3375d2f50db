"""Dialogue that is written `WHO: (how) words`, with the words behind the name or on the lines below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.script.draft import Draft
from pipeline.script.speech import Cue, spoken_parts


@dataclass
class Dialogue:
    """Adds what is said to *draft*; a cue without words waits for the next line."""

    draft: Draft
    comma: str
    _waiting: tuple[Cue, int] | None = None

    def close(self) -> None:
        """Whoever was named will say nothing: their remark is shown."""
        if self._waiting:
            cue, line_number = self._waiting
            self._show(cue, line_number)
        self._waiting = None

    def goes_on(self, line: str, line_number: int) -> bool:
        """Whether *line* is what somebody waits to say; if so it is said."""
        if self._waiting is None:
            return False
        cue, self._waiting = self._waiting[0], None
        self._say(cue, line, line_number)
        return True

    def say(self, cue: Cue, words: str, line_number: int) -> None:
        """Add *words*; remarks in brackets inside them go with what follows."""
        self.close()
        self._say(cue, words, line_number)

    def _say(self, cue: Cue, words: str, line_number: int) -> None:
        parts = spoken_parts(words)
        if not any(text for _, text in parts):
            self._waiting = self._with(cue, *(note for note, _ in parts)), line_number
            return
        for note, text in parts:
            who = self._with(cue, note)
            if text:
                self.draft.add("dialogue", text, line_number, who.speaker, who.note, who.mode)
            else:
                self._show(who, line_number)
            cue = replace(cue, note="")

    def _with(self, cue: Cue, *notes: str) -> Cue:
        return replace(cue, note=self.comma.join(filter(None, (cue.note, *notes))))

    def _show(self, cue: Cue, line_number: int) -> None:
        words = " ".join(filter(None, (cue.speaker, cue.note)))
        self.draft.add("action", words, line_number)
