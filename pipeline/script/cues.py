"""The cues of subtitle files: SubRip, WebVTT and SubStation Alpha, whole or broken, one after the other."""

from __future__ import annotations

import html
import itertools
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.story import Unused

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

TIME_LINE = re.compile(r"^[ \t]*-?\d+[ \t]*:[^>\n]{0,60}->|^[^\n]*-->", re.MULTILINE)
_LINE_END = r"\N"
_ONLY_A_NUMBER = re.compile(r"\s*\d+\s*")
_NO_TAG = re.compile(r"\{([^\\{}][^{}]*)\}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)*\s+([^>]+)>")
_TAG = re.compile(r"</?\s*[A-Za-z][^<>]{0,300}>")
_UNREADABLE = "its time can't be read"

Numbered = tuple[int, str]


@dataclass(frozen=True)
class TimedText:
    """What is on the screen from *start* to *end* (seconds); the first of its *lines* is *line_number*."""

    start: float
    end: float
    lines: tuple[str, ...]
    line_number: int
    speaker: str = ""


def kind_of(text: str) -> str:
    """As pysubs2 calls it: `ass`, `ssa`, `vtt` or `srt`; empty where *text* looks like none of them."""
    if re.search(r"^[ \t]*\[(?:Script Info|V4\+? Styles|Events)\]", text, re.MULTILINE | re.IGNORECASE):
        return "ssa" if "[v4 styles]" in text.lower() else "ass"
    if text.lstrip().startswith("WEBVTT"):
        return "vtt"
    return "srt" if TIME_LINE.search(text) else ""


def read_cues(text: str) -> tuple[list[TimedText], list[Unused]]:
    """
    The cues in the order in which they are shown, and the lines that belong to none.

    A cue whose time can't be read comes right after the one before it.
    """
    lines = list(enumerate(text.split("\n"), start=1))
    kind = kind_of(text)
    cues, unused = _events(lines, kind) if kind in {"ass", "ssa"} else _blocks(lines, kind)
    return sorted(cues, key=lambda cue: cue.start), unused


def _events(lines: list[Numbered], kind: str) -> tuple[list[TimedText], list[Unused]]:
    cues: list[TimedText] = []
    unused: list[Unused] = []
    for number, line in lines:
        if not line.lstrip().startswith(("Dialogue:", "Comment:")):
            continue
        event = _parsed(line, kind)
        if event is None or not event.is_text:
            why = _UNREADABLE if event is None else "a comment" if event.is_comment else "a drawing"
            unused.append(Unused(text=line.strip(), line_number=number, why=why))
        else:
            cues.append(_cue(event, number))
    return cues, unused


def _blocks(lines: list[Numbered], kind: str) -> tuple[list[TimedText], list[Unused]]:
    """From each line with a time to the next, as far as it is the cue's."""
    starts = [index for index, (_, line) in enumerate(lines) if TIME_LINE.match(line)]
    cues: list[TimedText] = []
    outside = lines[: starts[0]] if starts else lines
    unused = _listed(_without_number(outside)[1 if kind == "vtt" else 0 :], "before the first cue")
    for index, after in itertools.pairwise([*starts, len(lines)]):
        number, time = lines[index]
        below = lines[index + 1 : after]
        body, rest = _cut(_without_number(below) if after < len(lines) else below, kind)
        event = _parsed(time, kind)
        if event is None:
            unused += _listed([(number, time)], _UNREADABLE)
            event = _right_after(cues)
        unused += _listed(rest, "outside the cues")
        words = [line for _, line in body if line.strip()]
        if words:
            event.text = _marked(_LINE_END.join(words))
            cues.append(_cue(event, next(number for number, line in body if line.strip())))
    return cues, unused


def _right_after(cues: list[TimedText]) -> SSAEvent:
    from pysubs2 import SSAEvent

    end = round(cues[-1].end * 1000) if cues else 0
    return SSAEvent(start=end, end=end)


def _marked(words: str) -> str:
    """WebVTT's voices as speakers, other tags away; of braces only SubStation's own are left."""
    return _NO_TAG.sub(r"[\1]", _TAG.sub("", _VOICE.sub(r"【\1】", words)))


def _without_number(body: list[Numbered]) -> list[Numbered]:
    """Without the number of the cue below: right above its time, or alone between blank lines."""
    end = len(body)
    while end and not body[end - 1][1].strip():
        end -= 1
    if not end or not _ONLY_A_NUMBER.fullmatch(body[end - 1][1]):
        return body
    above_time = end == len(body)
    alone = end > 1 and not body[end - 2][1].strip()
    return body[: end - 1] if above_time or alone else body


def _cut(body: list[Numbered], kind: str) -> tuple[list[Numbered], list[Numbered]]:
    """Blank lines end a WebVTT cue, below which notes may stand; in SubRip they are slips of the pen."""
    if kind != "vtt":
        return body, []
    end = next((index for index, (_, line) in enumerate(body) if not line.strip()), len(body))
    return body[:end], body[end:]


def _listed(lines: list[Numbered], why: str) -> list[Unused]:
    return [Unused(text=line.strip(), line_number=number, why=why) for number, line in lines if line.strip()]


def _parsed(words: str, kind: str) -> SSAEvent | None:
    """The one event in *words*, or nothing: one at a time, so that a broken one breaks no others."""
    from pysubs2 import SSAFile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of margins and colours, which nobody hears
            events = SSAFile.from_string(f"{words.lstrip()}\n", format_=kind).events
    except ValueError:
        return None
    return events[0] if len(events) == 1 else None


def _cue(event: SSAEvent, line_number: int) -> TimedText:
    lines = (html.unescape(line).strip() for line in event.plaintext.split("\n"))
    shown = tuple(" ".join(line.split()) for line in lines if line)
    end = max(event.end, event.start)
    return TimedText(event.start / 1000, end / 1000, shown, line_number, event.name.strip())
