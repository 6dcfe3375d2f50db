"""Which episodes there are: the script's own, or where a novel is cut, as the model said and code checked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.script.screenplay import Screenplay
from pipeline.story import EpisodePlan
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.paragraphs import Paragraph
from pipeline.storyboard.outlining.reading import PartForm, Reading, begun

#: An episode of a novel is at least and at most so much of what one should be.
LEAST, MOST = 0.5, 2.0
#: A chapter below that is one episode.
_ONE = 1.5
#: What is read to find words for a beginning.
_AHEAD = 12


@dataclass(frozen=True)
class Cut:
    """An episode that begins with the paragraph *index*; *cliffhanger* is how it ends."""

    index: int
    title: str = ""
    hook: str = ""
    cliffhanger: str = ""


class Lengths:
    """How long the parts of *paragraphs* are, and where they can be cut."""

    def __init__(self, paragraphs: Sequence[Paragraph], wanted: int) -> None:
        self._before = list(accumulate((len(paragraph.text) for paragraph in paragraphs), initial=0))
        self._opens = [paragraph.index for paragraph in paragraphs if paragraph.opens]
        self.wanted = wanted

    def episodes(self, start: int, end: int) -> float:
        """How many episodes' worth there is from the paragraph *start* up to *end*."""
        return (self._before[end] - self._before[start]) / self.wanted

    def openings(self, start: int, end: int) -> list[int]:
        """The paragraphs between *start* and *end* that open a chapter."""
        return self._opens[bisect_right(self._opens, start) : bisect_left(self._opens, end)]

    def even(self, start: int, end: int, count: int) -> list[int]:
        """Where the later ones of up to *count* parts of *start* to *end* begin that are about as long."""
        step = (self._before[end] - self._before[start]) / count
        cuts = [start]
        for number in range(1, count):
            target = self._before[start] + step * number
            least, most = cuts[-1] + 1, end - 1
            near = range(
                max(least, bisect_left(self._before, target - step / 2) - 1),
                min(most, bisect_right(self._before, target + step / 2)) + 1,
            )
            if least <= most:
                cuts.append(min(near or [least], key=lambda index: self._off(index, target, step)))
        return cuts[1:]

    def _off(self, index: int, target: float, step: float) -> float:
        """How far off a cut at *index* would be; a chapter may begin a third of a part away."""
        return abs(self._before[index] - target) - (step / 3 if self.openings(index - 1, index + 1) else 0)


def own_episodes(
    screenplay: Screenplay, paragraphs: Sequence[Paragraph], said: Sequence[Reading]
) -> list[EpisodePlan]:
    """The script's own episodes, with what the model said of each."""
    parts: dict[int, list[PartForm]] = {}
    for index, part in _begun(said).items():
        parts.setdefault(paragraphs[index].episode, []).append(part)
    plans = []
    for index, episode in enumerate(screenplay.episodes):
        told = parts.get(index) or [PartForm()]
        title = episode.title or told[0].title
        plan = EpisodePlan(
            number=episode.number, title=title, hook=told[0].hook, cliffhanger=told[-1].cliffhanger
        )
        plans.append(plan)
    return plans


def _begun(said: Sequence[Reading]) -> dict[int, PartForm]:
    """The episodes that the model told of, by the index of the paragraph that they begin with; in order."""
    return dict(found for reading in said for found in begun(reading.form, reading.chunk))


def cuts_of(
    screenplay: Screenplay, paragraphs: Sequence[Paragraph], said: Sequence[Reading], lengths: Lengths
) -> list[Cut]:
    """
    Where a novel is cut: as the model said, as far as the sizes are between `LEAST` and `MOST`.

    Every chapter begins an episode, unless it is tiny; what is left too long is cut evenly.
    """
    parts = _begun(said)
    indexes = [
        index
        for start, end in _sections(paragraphs, lengths)
        for index in _within(start, end, list(parts), lengths)
    ]
    ends = [*indexes[1:], len(paragraphs)]
    return [_cut(screenplay, paragraphs, parts, start, end) for start, end in zip(indexes, ends, strict=True)]


def _sections(paragraphs: Sequence[Paragraph], lengths: Lengths) -> list[tuple[int, int]]:
    """The chapters, from paragraph to paragraph; tiny ones are joined."""
    openings = [paragraph.index for paragraph in paragraphs if paragraph.opens]
    starts = openings[:1]
    for opening in openings[1:]:
        if lengths.episodes(starts[-1], opening) >= LEAST:
            starts.append(opening)
    if len(starts) > 1 and lengths.episodes(starts[-1], len(paragraphs)) < LEAST:
        starts.pop()
    return list(pairwise([*starts, len(paragraphs)]))


def _within(start: int, end: int, said: Sequence[int], lengths: Lengths) -> list[int]:
    """The episodes of one section: where the model begins them, unless they get too short or too long."""
    cuts = [start]
    if lengths.episodes(start, end) >= _ONE:
        for index in said[bisect_right(said, start) : bisect_left(said, end)]:
            if lengths.episodes(cuts[-1], index) >= LEAST <= lengths.episodes(index, end):
                cuts.append(index)
    return [
        cut for first, last in pairwise([*cuts, end]) for cut in (first, *_too_long(first, last, lengths))
    ]


def _too_long(start: int, end: int, lengths: Lengths) -> list[int]:
    episodes = lengths.episodes(start, end)
    return lengths.even(start, end, round(episodes)) if episodes > MOST else []


def _cut(
    screenplay: Screenplay,
    paragraphs: Sequence[Paragraph],
    parts: Mapping[int, PartForm],
    start: int,
    end: int,
) -> Cut:
    """What is known of the episode from *start* to *end*; a chapter that is one has its title."""
    part = parts.get(start, PartForm())
    chapter = screenplay.episodes[paragraphs[start].episode].title if paragraphs[start].opens else ""
    whole = end == len(paragraphs) or paragraphs[end].opens
    title = (chapter if whole else "") or part.title or chapter
    told = list(parts)[: bisect_left(list(parts), end)]
    last = parts[told[-1]] if told and (whole or end in parts) else PartForm()
    return Cut(start, title, part.hook, last.cliffhanger)


def planned(
    cuts: Sequence[Cut], paragraphs: Sequence[Paragraph], letters: Letters, seconds: float
) -> list[EpisodePlan]:
    """
    The episodes that begin at *cuts*, with the shortest words that find them again.

    Where the same words stand too near before, an episode begins with the next paragraph that can.
    """
    plans: list[EpisodePlan] = []
    after = -1
    ends = [*(cut.index for cut in cuts[1:]), len(paragraphs)]
    for cut, end in zip(cuts, ends, strict=True):
        for index in range(cut.index, end):
            text = " ".join(paragraph.text for paragraph in paragraphs[index : index + _AHEAD])
            begins = letters.beginning(paragraphs[index].at, after, text)
            if begins:
                after = paragraphs[index].at
                number = len(plans) + 1
                plans.append(
                    EpisodePlan(
                        number=number,
                        title=cut.title,
                        begins=begins,
                        hook=cut.hook,
                        cliffhanger=cut.cliffhanger,
                        seconds=seconds,
                    )
                )
                break
    return plans
