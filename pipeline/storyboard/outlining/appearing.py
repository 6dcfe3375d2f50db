"""How often names come in a script, where first, who speaks, and who speaks with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, pairwise

from pipeline.script.mentions import Mentions
from pipeline.script.screenplay import Screenplay, ScriptScene
from pipeline.storyboard.letters import Letters, letters_of


class Appearances:
    """
    The appearances of *names* in the script of *letters*; all is known by the letters of a name.

    `times` counts mentions and lines, `lines` only what is said; `first` is a position.
    """

    def __init__(self, letters: Letters, names: Iterable[str]) -> None:
        self.times: Counter[str] = Counter()
        self.lines: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        mentions = Mentions({name: letters_of(name) for name in names})
        for unit in letters.units:
            speaker = letters_of(unit.element.speaker) if unit.element else ""
            if speaker:
                self.lines[speaker] += 1
                self._add(speaker, unit.at)
            for key, _, _ in mentions.hits(unit.text):
                self._add(key, unit.at)

    def _add(self, key: str, at: int) -> None:
        self.times[key] += 1
        self.first.setdefault(key, at)


def talking(screenplay: Screenplay) -> set[frozenset[str]]:
    """
    Who speaks to whom, as pairs of the letters of their names.

    In a script that is everyone who speaks in the same scene; in a book's chapter only who answers
    whom, for a narrator may call the same person by several names.
    """
    pairs: set[frozenset[str]] = set()
    for scene in (scene for episode in screenplay.episodes for scene in episode.scenes):
        speakers = _speakers(scene)
        near = pairwise(speakers) if screenplay.chapters else combinations(dict.fromkeys(speakers), 2)
        pairs |= {frozenset(pair) for pair in near if pair[0] != pair[1]}
    return pairs


def _speakers(scene: ScriptScene) -> list[str]:
    return [letters_of(element.speaker) for element in scene.elements if element.speaker]
