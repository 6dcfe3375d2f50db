"""Lines of the form `WHO (how): words`, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.story import Mode

_LONGEST_SPEAKER = 40
_CUE = re.compile(r"([^:：（(]{0,30})((?:[（(][^（()）:：]{0,40}[）)]\s*){0,3})\s*[:：]\s*")
_NOTE = re.compile(r"[（(]([^（()）]{1,60})[）)]")
_NO_NAME = re.compile(
    r"[。，！？；,!?;“”\"「」《》【】\[\]<>#=|/\\]|(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)(?<!St)\.\s|\d{3}|https?$"
)
_NARRATORS = {
    "旁白",
    "画外音",
    "解说",
    "解说词",
    "叙述者",
    "叙述",
    "独白",
    "vo",
    "v.o.",
    "narrator",
    "narration",
    "voiceover",
}
_MODES = {
    Mode.OFFSCREEN: "vo v.o. v.o v/o 画外音 画外 话外音 旁白 电话 o.s. o.c. off-screen offscreen "
    "off 电话里 phone",
    Mode.INNER: "os 内心 内心独白 内心os 独白 心声 心理 心想 内心旁白 thought thinking inner",
}
_MODE_OF = {word: mode for mode, words in _MODES.items() for word in words.split()}
_TRAILING_MARK = re.compile(
    r"(?<=[\u4e00-\u9fff\s])\s*(vo|os|v\.o\.?|o\.s\.?|画外音|旁白|内心独白|内心|独白|心声)$", re.IGNORECASE
)
_ENGLISH_NAME = re.compile(r"(?:[A-Z0-9][\w.'’\-]*|&|and|the|of|de|van|von)(?:\s+|$)")


@dataclass(frozen=True)
class Cue:
    """Who speaks, how (*note*), and from where; an empty *speaker* is the narrator."""

    speaker: str
    note: str
    mode: Mode


def split_cue(line: str, inner: str = "os") -> tuple[Cue, str] | None:
    """The cue at the start of *line* and the words behind it (*inner* as in `cue`), if any."""
    match = _CUE.match(line)
    if match is None:
        return None
    name = match[1].strip()
    if not name or len(name) > _LONGEST_SPEAKER or _NO_NAME.search(name) or not _may_be_name(name):
        return None
    return cue(name, _NOTE.findall(match[2]), inner), line[match.end() :]


def is_scripted(line: str) -> bool:
    """Whether *line* is a cue with words, as scripts have it; prose has quotation marks behind its colon."""
    found = split_cue(line)
    return found is not None and not found[1].startswith(("“", "「", "『", '"', "‘"))


def _may_be_name(name: str) -> bool:
    if not any(map(str.isalpha, name)):
        return False
    if name.isascii():
        return len(name.split()) <= 5 and all(_ENGLISH_NAME.fullmatch(word) for word in name.split())
    return len(name) <= 16


def cue(name: str, remarks: list[str], inner: str = "os") -> Cue:
    """
    The cue of *name* with what stands in brackets behind it.

    *inner* is the mark of thoughts: `os` in Chinese scripts; in English ones it means off screen.
    """
    modes, notes = _sorted_remarks(remarks, inner)
    mark = _TRAILING_MARK.search(name)
    if mark and name.lower() not in _NARRATORS:
        name = name[: mark.start()].strip()
        modes.append(_mode_of(mark[1], inner) or Mode.OFFSCREEN)
    if name.lower() in _NARRATORS:
        return Cue("", "，".join(notes), Mode.NARRATION)
    return Cue(name, "，".join(notes), modes[0] if modes else Mode.SPEECH)


def _sorted_remarks(remarks: list[str], inner: str) -> tuple[list[Mode], list[str]]:
    modes: list[Mode] = []
    notes: list[str] = []
    for word in (word.strip() for remark in remarks for word in re.split(r"[，,、;；]", remark)):
        mode = _mode_of(word, inner)
        if mode is not None:
            modes.append(mode)
        elif word and word.lower() not in {"cont'd", "cont’d", "contd"}:
            notes.append(word)
    return modes, notes


def _mode_of(word: str, inner: str) -> Mode | None:
    lower = word.lower().rstrip(".")
    if lower in {"os", "o.s"}:
        return Mode.INNER if inner == "os" else Mode.OFFSCREEN
    return _MODE_OF.get(word.lower()) or _MODE_OF.get(lower)


def spoken_parts(words: str) -> list[tuple[str, str]]:
    """
    *words* as (note, text) pieces: a remark in brackets belongs to what follows it.

    - `（哽咽）你来了。（转身）走吧。` -> `("哽咽", "你来了。"), ("转身", "走吧。")`

    A remark at the very end is a piece without text.
    """
    parts = _NOTE.split(words)
    first = [("", parts[0])] if parts[0].strip() else []
    return first + list(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
