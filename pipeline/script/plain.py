"""
The plain English form.

- `Episode 1: Title`, `Scene 1-1: EXT. SCHOOL YARD - NIGHT`
- `NAME: (parenthetical) line`, `NAME (V.O.): line`, `[TITLE CARD: …]`, `[FLASHBACK]`; all else is action
- before the first episode: `Title: …`, `Logline: …`, `Characters:` with `NAME (23, female): description`
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.script.cast import read_entry
from pipeline.script.dialogue import Dialogue
from pipeline.script.draft import Draft
from pipeline.script.front import Front
from pipeline.script.headings import Heading, read_heading
from pipeline.script.language import english_number
from pipeline.script.marks import read_bare_mark, read_marks
from pipeline.script.screenplay import Screenplay
from pipeline.script.speech import is_scripted, split_cue

_LONGEST_HEADING = 100
#: A script has a scene or a speaker at least every so many characters; a novel may have one `Scene 3`.
_SPARSEST = 4000
_EPISODE = re.compile(r"(?:episode|ep\.?)\s*(\w{1,10})\b\s*[:.—–-]?\s*(.*)", re.IGNORECASE)
_SCENE = re.compile(
    r"scene\s+(?:[\w]{1,9}(?:[-.]\d{1,4})?)\s*(?:[:.—–-]\s*|\s+(?=INT|EXT)|$)(.*)", re.IGNORECASE
)
_PLACE = re.compile(r"(?:\d{1,3}[.)]\s*)?((?:INT\.?/EXT|EXT\.?/INT|I/E|INT|EXT)\b.*)")


def recognise(text: str, name: str) -> bool:
    """Whether *text* has `Scene 1:` headings, or many lines of `NAME: line`."""
    if name.lower().endswith(".fountain"):
        return False
    lines = [line.strip()[:200] for line in text.split("\n") if line.strip()]
    cues = sum(map(is_scripted, lines))
    scenes = sum(1 for line in lines if len(line) <= _LONGEST_HEADING and _SCENE.fullmatch(line))
    if scenes and (scenes + cues) * _SPARSEST >= len(text):
        return True
    parts = sum(1 for line in lines if _EPISODE.fullmatch(line) or _PLACE.fullmatch(line))
    return cues * 2 >= len(lines) or (parts > 0 and cues * 5 >= len(lines))


def parse(text: str, name: str) -> Screenplay:
    """The screenplay in *text*; *name* is its title where it has none."""
    reader = _Reader()
    for line_number, line in enumerate(text.split("\n"), start=1):
        bare = re.sub(r"^(?:#{1,6}\s+|>\s+)", "", line.strip()).replace("**", "").strip()
        if bare:
            reader.read(bare, line_number)
    reader.dialogue.close()
    return reader.draft.screenplay(name)


@dataclass
class _Reader:
    draft: Draft = field(default_factory=Draft)
    dialogue: Dialogue = field(init=False)
    front: Front = field(init=False)

    def __post_init__(self) -> None:
        self.dialogue = Dialogue(self.draft, ", ")
        self.front = Front(self.draft)

    def read(self, line: str, line_number: int) -> None:
        """Read one line; the first of the kinds that knows it takes it."""
        kinds = (self._episode, self._scene, self.front.read, self._body)
        next(kind for kind in kinds if kind(line, line_number))

    def _episode(self, line: str, line_number: int) -> bool:
        match = _EPISODE.fullmatch(line) if len(line) <= _LONGEST_HEADING else None
        number = english_number(match[1]) if match else None
        if match is None or number is None or match[2].endswith((".", "!", "?")):
            return False
        self.dialogue.close()
        self.draft.episode(number, match[2].strip(' "“”'), line, line_number)
        return True

    def _scene(self, line: str, line_number: int) -> bool:
        heading = _heading(line)
        if heading is None:
            return False
        self.dialogue.close()
        self.draft.scene(heading, line_number)
        return True

    def _body(self, line: str, line_number: int) -> bool:
        line = read_marks(self.draft, line, line_number)
        if line and not read_bare_mark(self.draft, line, line_number):
            self._said_or_done(line, line_number)
        return True

    def _said_or_done(self, line: str, line_number: int) -> None:
        found = split_cue(line, inner="")
        if found and found[0].speaker.lower() in {"characters", "cast"}:
            names = [entry.name for part in found[1].split(",") if (entry := read_entry(part))]
            self.draft.people(names, line_number)
        elif found:
            self.dialogue.say(*found, line_number)
        elif not self.dialogue.goes_on(line, line_number):
            whole = re.fullmatch(r"\(([^()]*)\)", line)
            self.draft.add("action", whole[1] if whole else line, line_number)


def _heading(line: str) -> Heading | None:
    if len(line) > _LONGEST_HEADING:
        return None
    scene = _SCENE.fullmatch(line.strip("[]"))
    if scene:
        return read_heading(line, scene[1])
    place = _PLACE.fullmatch(line)
    return read_heading(line, place[1]) if place else None
