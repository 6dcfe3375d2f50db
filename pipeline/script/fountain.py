"""
Fountain (https://fountain.io/syntax), the plain-text markup for screenplays; the whole syntax.

A section whose title begins with Episode (or 第N集) begins an episode; all other sections, synopses,
notes, the boneyard, transitions and page breaks are listed as unused. Centred text and lines such
as `SUPER: …` are captions; lyrics outside dialogue are the narrator's, with the note `sung`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from pipeline.script.draft import Draft
from pipeline.script.emphasis import plain
from pipeline.script.headings import read_heading
from pipeline.script.language import chinese_number, english_number
from pipeline.script.marks import TRANSITION, read_bare_mark, read_mark
from pipeline.script.screenplay import Screenplay
from pipeline.script.speech import Cue, cue
from pipeline.story import Mode

_HEADING = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|I/E|INT|EXT|EST)[. ](.*)", re.IGNORECASE)
_SCENE_NUMBER = re.compile(r"\s*#[^#]{1,20}#\s*$")
_TRANSITION = re.compile(r"[^a-z]{2,40}TO:|FADE (?:IN|OUT|TO BLACK)[:.]?|CUT TO BLACK\.?")
_CAPTION = re.compile(
    r"(?:SUPER(?:IMPOSE)?|TITLE(?: CARD)?|CHYRON|CAPTION|ON SCREEN)\s*:\s*(.+)", re.IGNORECASE
)
_CUE = re.compile(r"([^(（]{1,60}?)\s*((?:[(（][^()（）]{0,60}[)）]\s*){0,4})\^?\s*")
_BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
_EPISODE = re.compile(
    r"(?:episode|ep\.?)\s+(\w{1,12})\s*[:.—–-]?\s*(.*)|第\s*(\S{1,8}?)\s*集\s*[:：]?\s*(.*)", re.IGNORECASE
)
_TITLE_KEY = re.compile(r"([A-Za-z][A-Za-z ]{0,30}):\s*(.*)")
_HIDDEN = re.compile(r"/\*|\[\[")

Numbered = tuple[int, str]


#: A screenplay has a scene at least every four pages; a novel may have one line that looks like one.
_SPARSEST = 12_000


def recognise(text: str, name: str) -> bool:
    """Whether *name* ends in `.fountain`, or there are scene headings and speakers in capitals."""
    if name.lower().endswith((".fountain", ".spmd")):
        return True
    lines = [line.strip()[:200] for line in text.split("\n")]
    headings = sum(1 for line in lines if _HEADING.match(line) and line == line.upper())
    speakers = sum(1 for line, below in itertools.pairwise(lines) if _is_cue(line) and below)
    return headings > 0 and speakers > 0 and headings * _SPARSEST >= len(text)


def parse(text: str, name: str) -> Screenplay:
    """The screenplay in *text*; *name* is its title where it has none."""
    reader = Reader()
    lines = list(enumerate(reader.without_hidden(text).split("\n"), start=1))
    for block in _blocks(reader.title_page(lines)):
        reader.read(block)
    reader.leave_hidden(until=text.count("\n") + 1)
    return reader.draft.screenplay(name)


def _blocks(lines: list[Numbered]) -> list[list[Numbered]]:
    """Lines between blank ones; a line of two blanks keeps a block together, as the syntax says."""
    blocks: list[list[Numbered]] = [[]]
    for line_number, line in lines:
        if line.strip() or (line == "  " and blocks[-1]):
            blocks[-1].append((line_number, line))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_cue(line: str) -> bool:
    """Whether *line* is a name in capitals, with at least one letter, or begins with `@`."""
    if line.startswith("@") and len(line) > 1:
        return True
    match = _CUE.fullmatch(line) if len(line) < 120 else None
    name = match[1] if match else ""
    return (
        name == name.upper() != name.lower() and not name.endswith((".", ":", "!", "?")) and name[0].isalnum()
    )


@dataclass
class Reader:
    """Reads blocks of lines, as they stand between two blank ones, into *draft*."""

    draft: Draft = field(default_factory=Draft)
    hidden: list[tuple[int, str, str]] = field(default_factory=list)

    def without_hidden(self, text: str) -> str:
        """*text* without boneyard and notes, with as many lines as before; what was cut goes to `hidden`."""
        kept: list[str] = []
        at, line_number = 0, 1
        while match := _HIDDEN.search(text, at):
            close, why = ("*/", "boneyard") if match[0] == "/*" else ("]]", "a note")
            end = text.find(close, match.end())
            if end < 0:
                break
            line_number += text.count("\n", at, match.start())
            words = text[match.end() : end]
            self.hidden.append((line_number, words.strip(), why))
            kept += [text[at : match.start()], "\n" * words.count("\n")]
            line_number += words.count("\n")
            at = end + 2
        self.hidden.reverse()
        return "".join(kept) + text[at:]

    def title_page(self, lines: list[Numbered]) -> list[Numbered]:
        """Read the title page off the top; the rest of *lines* is given back."""
        start = next((index for index, (_, line) in enumerate(lines) if line.strip()), len(lines))
        first = _TITLE_KEY.match(lines[start][1]) if start < len(lines) else None
        if first is None or _TRANSITION.fullmatch(lines[start][1].strip()):
            return lines
        end = next((index for index in range(start, len(lines)) if not lines[index][1].strip()), len(lines))
        key = ""
        for line_number, line in lines[start:end]:
            match = _TITLE_KEY.match(line)
            key, words = (match[1].strip().lower(), match[2]) if match else (key, line)
            self._title_value(key, plain(words.strip()), line_number, line)
        return lines[end:]

    def _title_value(self, key: str, words: str, line_number: int, line: str) -> None:
        if key == "title":
            self.draft.title = f"{self.draft.title} {words}".strip()
        elif key in {"logline", "synopsis"}:
            self.draft.tell(words)
        else:
            self.draft.leave(line.strip(), line_number, "on the title page")

    def read(self, block: list[Numbered]) -> None:
        """Read the lines between two blank ones."""
        self.leave_hidden(until=block[0][0])
        alone = len(block) == 1
        while block and (self._marked(*block[0]) or self._heading(*block[0], alone=alone)):
            block = block[1:]
        if not block:
            return
        line_number, line = block[0]
        if len(block) > 1 and _is_cue(line.strip()) and not line.startswith("!"):
            self._dialogue(block)
        elif not (len(block) == 1 and self._transition(line_number, line.strip())):
            self._action(block)

    def leave_hidden(self, until: int) -> None:
        """List what was hidden up to line *until* as unused."""
        while self.hidden and self.hidden[-1][0] <= until:
            line_number, words, why = self.hidden.pop()
            if words:
                self.draft.leave(words, line_number, why)

    def _marked(self, line_number: int, line: str) -> bool:
        """Sections, synopses, page breaks, captions, lyrics: lines that are known by how they begin."""
        line = line.strip()
        if re.fullmatch(r"={3,}", line):
            self.draft.leave(line, line_number, "a page break")
        elif line.startswith("="):
            self.draft.leave(line[1:].strip(), line_number, "a synopsis")
        elif line.startswith("#"):
            self._section(line_number, line.lstrip("#").strip())
        elif line.startswith(">"):
            self._centred_or_transition(line_number, line)
        elif line.startswith("~"):
            self.draft.add("dialogue", plain(line[1:]), line_number, "", "sung", Mode.NARRATION)
        else:
            return False
        return True

    def _section(self, line_number: int, title: str) -> None:
        match = _EPISODE.fullmatch(title)
        if match and match[1]:
            self.draft.episode(english_number(match[1]), match[2], title, line_number)
        elif match and match[3]:
            self.draft.episode(chinese_number(match[3]), match[4], title, line_number)
        else:
            self.draft.leave(title, line_number, "a section")

    def _centred_or_transition(self, line_number: int, line: str) -> None:
        if line.endswith("<"):
            words = plain(line[1:-1].strip())
            if not read_bare_mark(self.draft, words, line_number):
                self.draft.add("caption", words, line_number)
        else:
            self.draft.leave(line[1:].strip(), line_number, TRANSITION)

    def _heading(self, line_number: int, line: str, *, alone: bool) -> bool:
        line = line.strip()
        forced = line.startswith(".") and len(line) > 1 and line[1].isalnum()
        if not forced and not (_HEADING.match(line) and (alone or line == line.upper())):
            return False
        bare = _SCENE_NUMBER.sub("", line[1:] if forced else line)
        self.draft.scene(read_heading(line.lstrip("."), bare), line_number)
        return True

    def _transition(self, line_number: int, line: str) -> bool:
        if _TRANSITION.fullmatch(line):
            self.draft.leave(line, line_number, TRANSITION)
            return True
        return False

    def _action(self, block: list[Numbered]) -> None:
        """A paragraph; captions, flashback marks and ends in it are told from action line by line."""
        paragraph: list[str] = []
        for line_number, line in block:
            words = plain(line.strip().removeprefix("!"))
            caption = _CAPTION.fullmatch(words)
            if caption:
                self.draft.add("caption", caption[1].strip('"“”'), line_number)
            elif words.startswith("[") and words.endswith("]"):
                read_mark(self.draft, words[1:-1].strip() or words, line_number)
            elif not read_bare_mark(self.draft, words, line_number):
                paragraph.append(words)
        self.draft.add("action", " ".join(paragraph), block[0][0])

    def _dialogue(self, block: list[Numbered]) -> None:
        who = _cue_of(block[0][1].strip())
        said: list[Numbered] = []
        note = who.note
        for line_number, line in block[1:]:
            words = plain(line.strip())
            if _BRACKETED.fullmatch(words):
                self._say(who, said, note)
                remark = words[1:-1].strip()
                note = remark if said else ", ".join(filter(None, (note, remark)))
                said = []
            elif line.lstrip().startswith("~"):
                said.append((line_number, words[1:].strip()))
                note = note or "sung"
            elif words:
                said.append((line_number, words))
        self._say(who, said, note)
        if not said:
            self.draft.add("action", f"{who.speaker} ({note})", block[0][0])

    def _say(self, who: Cue, said: list[Numbered], note: str) -> None:
        if said:
            words = " ".join(text for _, text in said)
            self.draft.add("dialogue", words, said[0][0], who.speaker, note, who.mode)


def _cue_of(line: str) -> Cue:
    """`@McCLANE (V.O.) ^` -> McCLANE, off screen. Two voices at once are heard one after the other."""
    match = _CUE.fullmatch(line.removeprefix("@"))
    if match is None:
        return Cue(line.removeprefix("@"), "", Mode.SPEECH)
    return cue(plain(match[1].strip()), _BRACKETED.findall(match[2]), inner="")
