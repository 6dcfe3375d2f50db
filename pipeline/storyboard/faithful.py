"""How faithful an episode is to its script: what is kept, changed, dropped and invented."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice

from pipeline.script.screenplay import Element, ScriptEpisode
from pipeline.story import Episode, Line, Mode
from pipeline.storyboard.likeness import ALIKE, bare, likeness, spoken, words
from pipeline.storyboard.source import spoken_parts

#: Lines so near the place where one should stand are looked at for the same in other words.
_NEAR = 10
#: A line that is interrupted by others goes on within so many lines.
_REACH = 12
#: Of lines that begin alike so many are tried, for the work to grow with the episode.
_MOST = 50
#: Words of so many bytes (four hanzi, twelve letters) don't stand in another line by chance.
_ENOUGH_BYTES = 12


@dataclass(frozen=True)
class Changed:
    """A line of the storyboard that says what the script says in other words."""

    script: Element
    line: Line


@dataclass(frozen=True)
class Coverage:
    """
    What became of a script's dialogue and events.

    *lines* counts its lines of dialogue, *kept* those that are heard word for word but for
    punctuation and blanks. *told* is the share of all its characters that are shown or heard.
    """

    lines: int
    kept: int
    changed: tuple[Changed, ...] = ()
    dropped: tuple[Element, ...] = ()
    invented: tuple[Line, ...] = ()
    told: float = 1.0

    @property
    def dialogue(self) -> float:
        """The share of the lines of dialogue that are kept; 1 where there are none."""
        return self.kept / self.lines if self.lines else 1.0


def coverage(source: ScriptEpisode, episode: Episode) -> Coverage:
    """
    What *episode* keeps of *source*; a line may be spoken in several shots, or elsewhere than it stood.

    Words that a narrator of the source quotes are dialogue as well.
    """
    script = [part for part in _parts(source) if _is_said(part)]
    heard = _Heard([line for _, line in episode.lines])
    places = [heard.find(part) for part in script]
    kept = [at is not None or heard.find_inside(part) for part, at in zip(script, places, strict=True)]
    changed: list[Changed] = []
    dropped: list[Element] = []
    for index, part in enumerate(script):
        if not kept[index]:
            line = heard.find_alike(part, *_expected(places, index))
            if line:
                changed.append(Changed(part, line))
            else:
                dropped.append(part)
    told = _told(source, episode, dropped)
    return Coverage(len(script), sum(kept), tuple(changed), tuple(dropped), tuple(heard.invented()), told)


def _parts(source: ScriptEpisode) -> Iterator[Element]:
    return (part for scene in source.scenes for element in scene.elements for part in spoken_parts(element))


def _is_said(element: Element) -> bool:
    return element.kind == "dialogue" and bool(element.speaker or element.mode is not Mode.NARRATION)


def _expected(places: Sequence[int | None], index: int) -> tuple[int, int]:
    """Where among the lines the script's line at *index* should begin and end, by its neighbours."""
    before = next((at for at in reversed(places[:index]) if at is not None), 0)
    after = next((at for at in places[index + 1 :] if at is not None), before)
    return before - _NEAR, max(before, min(after, before + _NEAR)) + _NEAR


def _told(source: ScriptEpisode, episode: Episode, dropped: Sequence[Element]) -> float:
    """The share of the script's characters that neither `unused` lists nor is missing without a word."""
    script = [bare(element.text) for scene in source.scenes for element in scene.elements]
    whole = "".join(script)
    listed = [bare(unused.text) for unused in episode.unused if unused not in source.unused]
    lost = [text for text in listed if text in whole]
    unused = "\n".join(lost)
    silent = [text for text in (bare(element.text) for element in dropped) if text not in unused]
    return max(0.0, 1 - sum(map(len, lost + silent)) / len(whole)) if whole else 1.0


@dataclass
class _Heard:
    """The lines of an episode; each is taken for one place in the script."""

    lines: list[Line]
    _taken: set[int] = field(default_factory=set)
    _cursor: int = 0
    _quoted_to: int = 0

    def find(self, element: Element) -> int | None:
        """Where *element* is spoken in one or more whole lines, which are taken."""
        text = spoken(element.text)
        runs = (self._run(text, at) for key in (text[:2], text[:1]) for at in self._beginning(key))
        run = next(filter(None, runs), None)
        if run is None:
            return None
        self._take(run)
        return run[0]

    def find_inside(self, element: Element) -> bool:
        """Whether *element* is spoken among other words; a narrator may quote it across his lines."""
        text = spoken(element.text)
        quoted = -1 if element.speaker else self._narrated.find(text, self._quoted_to)
        if quoted >= 0:
            self._quoted_to = quoted + len(text)
            return True
        if len(text.encode()) < _ENOUGH_BYTES:
            return False
        free, ends, together = self._free
        at = together.find(text)
        if at >= 0:
            self._taken.add(free[bisect_right(ends, at)])
        return at >= 0

    def find_alike(self, element: Element, first: int, last: int) -> Line | None:
        """Of the lines from *first* to *last* the one most like *element*, which is taken."""
        said = words(element.text)
        near = (at for at in range(max(0, first), min(len(self.lines), last)) if at not in self._taken)
        scored = [(likeness(said, words(self.lines[at].text)), -at) for at in near]
        score, place = max(scored, default=(0.0, 0))
        if score < ALIKE:
            return None
        self._taken.add(-place)
        return self.lines[-place]

    def invented(self) -> Iterator[Line]:
        """Lines that say so, and those of people that stand for nothing in the script."""
        for at, line in enumerate(self.lines):
            if line.invented or (at not in self._taken and line.mode is not Mode.NARRATION):
                yield line

    @cached_property
    def _texts(self) -> list[str]:
        return [spoken(line.text) for line in self.lines]

    @cached_property
    def _by_start(self) -> dict[str, list[int]]:
        """The lines by their first two characters."""
        starts: dict[str, list[int]] = {}
        for at, text in enumerate(self._texts):
            starts.setdefault(text[:2], []).append(at)
        return starts

    @cached_property
    def _narrated(self) -> str:
        """All that a narrator says, in a row."""
        return "".join(text for line, text in zip(self.lines, self._texts, strict=True) if not line.speaker)

    @cached_property
    def _free(self) -> tuple[list[int], list[int], str]:
        """The lines not taken yet, where each ends, and all of them with breaks between."""
        free = [at for at in range(len(self.lines)) if at not in self._taken]
        ends = list(accumulate(len(self._texts[at]) + 1 for at in free))
        return free, ends, "\n".join(self._texts[at] for at in free)

    def _beginning(self, start: str) -> Iterator[int]:
        """The lines not taken that begin so, from where the last one was found; only some of very many."""
        known = self._by_start.get(start, [])
        middle = bisect_left(known, self._cursor)
        return islice((*known[middle:], *known[:middle]), _MOST)

    def _run(self, text: str, first: int) -> list[int]:
        """The lines from *first* on that together are *text*, with others between; nothing where none are."""
        run: list[int] = []
        at, said = first, 0
        while said < len(text) and at < len(self.lines) and at - first <= _REACH + len(run):
            if at not in self._taken and text.startswith(self._texts[at], said):
                run.append(at)
                said += len(self._texts[at])
            elif not run:
                return []
            at += 1
        return run if said == len(text) else []

    def _take(self, run: list[int]) -> None:
        self._taken.update(run)
        self._cursor = run[-1] + 1
        for at in run:
            self._by_start[self._texts[at][:2]].remove(at)
