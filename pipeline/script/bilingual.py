"""Subtitles in Chinese and English at once: only one of them is to be spoken."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.script.cues import TimedText
from pipeline.script.language import language_of
from pipeline.story import Unused


def in_one_language(cues: list[TimedText]) -> tuple[list[TimedText], list[Unused]]:
    """
    *cues* as they are, or, where most have both, with only the language that mostly stands first.

    The lines of the other one are listed.
    """
    both = [_languages(cue) for cue in cues if len(set(_languages(cue))) == 2]
    if len(both) * 2 <= len(cues):
        return cues, []
    first = [languages[0] for languages in both]
    kept = max(("zh", "en"), key=first.count)
    unused = [
        Unused(text=line, line_number=cue.line_number, why="the other language")
        for cue in cues
        for line, language in zip(cue.lines, _languages(cue), strict=True)
        if language != kept
    ]
    return [_only(kept, cue) for cue in cues], unused


def _languages(cue: TimedText) -> list[str]:
    """Of each line; one without letters is of the same as the line above it."""
    languages: list[str] = []
    for line in cue.lines:
        above = languages[-1] if languages else "zh"
        languages.append(language_of(line) if re.search(r"[^\W\d_]", line) else above)
    return languages


def _only(kept: str, cue: TimedText) -> TimedText:
    lines = zip(cue.lines, _languages(cue), strict=True)
    return replace(cue, lines=tuple(line for line, language in lines if language == kept))
