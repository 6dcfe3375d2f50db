"""The script's sound cues, `【音效：雷声】` or `[SFX: thunder]`: heard with what comes next in the script."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

from pipeline.story import Unused

#: A cue as the script's reader lists it; one for music says nothing of what is heard.
_CUE = re.compile(r"(?:音效|[^：:]*声[^：:]*|sfx|sound[^：:]*)[：:]\s*(.+)", re.IGNORECASE | re.DOTALL)


def cues(unused: Iterable[Unused]) -> deque[tuple[int, str]]:
    """The sounds that a script asks for, with the numbers of their lines, in order."""
    found = ((part.line_number, _CUE.fullmatch(part.text.strip())) for part in unused)
    return deque(sorted((number, match[1].strip()) for number, match in found if match))


def due(waiting: deque[tuple[int, str]], line_number: int) -> tuple[str, ...]:
    """Take the sounds that stand before line *line_number* of the script off those that are *waiting*."""
    heard: list[str] = []
    while waiting and waiting[0][0] < line_number:
        heard.append(waiting.popleft()[1])
    return tuple(heard)
