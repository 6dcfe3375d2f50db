"""How the picture goes over into a scene, as the script wants it."""

from __future__ import annotations

import re

from pipeline.script.marks import TRANSITION
from pipeline.script.screenplay import ScriptEpisode, ScriptScene
from pipeline.story import Enter

#: The words of transitions, as scripts write them; the first that is found decides.
_WORDS: tuple[tuple[Enter, str], ...] = (
    ("cut", r"cut|切"),
    ("flash", r"white|flash|白"),
    ("dissolve", r"dissolve|cross[- ]?fade|叠"),
    ("fade", r"fade|black|淡|黑"),
    ("wipe", r"wipe|划"),
    ("whip", r"whip|swish|甩"),
)


def enter_of(script: ScriptEpisode, scene: ScriptScene) -> Enter:
    """
    How *scene* of *script* is entered: by the last transition between it and the scene before.

    Empty where there is none, and for the first scene: scripts begin with FADE IN out of habit.
    """
    index = next(number for number, one in enumerate(script.scenes) if one is scene)
    if not index:
        return ""
    after, until = script.scenes[index - 1].elements[-1].line_number, scene.elements[0].line_number
    between = [
        unused.text
        for unused in script.unused
        if unused.why == TRANSITION and after < unused.line_number <= until
    ]
    return _named(between[-1]) if between else ""


def _named(words: str) -> Enter:
    found = (kind for kind, pattern in _WORDS if re.search(pattern, words, re.IGNORECASE))
    return next(found, "")
