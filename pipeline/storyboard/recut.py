"""A script cut into the episodes of an outline, at the words with which each begins."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pipeline.errors import StoryboardError
from pipeline.script.screenplay import Element, Screenplay, ScriptEpisode, ScriptScene
from pipeline.story import EpisodePlan, Outline, Unused
from pipeline.storyboard.letters import Letters, letters_of

_HELP = (
    "Correct `begins` of episode {number} in storyboard/outline.json: the first words of the episode as the"
    " script has them; or ask for a new outline with `drama redo FOLDER storyboard/outline`."
)


@dataclass(frozen=True)
class _Cut:
    """Before *letters* letters of the unit *unit*."""

    unit: int
    letters: int = 0


@dataclass(frozen=True)
class _Part:
    """An element, or what a cut left of it, and the index of its unit."""

    unit: int
    element: Element


def recut(screenplay: Screenplay, outline: Outline) -> Screenplay:
    """
    *screenplay* with the episodes of *outline*; blanks, punctuation and its width don't matter.

    An episode that says no words to begin with is the script's own of that number, and begins where
    that does; each ends where the next one begins. Nothing is lost: what stands before the first is
    unused. `StoryboardError` where the script does not have the words, in that order.
    """
    if not any(plan.begins for plan in outline.episodes):
        return screenplay
    letters = Letters(screenplay)
    cuts = _cuts(screenplay, outline.episodes, letters)
    front, *parts = _divided(letters, cuts)
    owned = _owned(screenplay, letters, cuts)
    left = (Unused(text=p.element.text, line_number=p.element.line_number, why=_BEFORE) for p in front)
    return replace(
        screenplay,
        episodes=tuple(
            _episode(plan, screenplay, letters, part, tuple(owned[index]))
            for index, (plan, part) in enumerate(zip(outline.episodes, parts, strict=True))
        ),
        unused=(*screenplay.unused, *owned[-1], *left),
    )


_BEFORE = "it stands before the first episode"


def _cuts(screenplay: Screenplay, plans: tuple[EpisodePlan, ...], letters: Letters) -> list[_Cut]:
    own = _own_beginnings(screenplay, letters)
    cuts: list[_Cut] = []
    after = -1
    for plan in plans:
        position = letters.find(plan.begins, after) if letters_of(plan.begins) else own.get(plan.number, -1)
        if position <= after or position >= len(letters.text):
            raise _not_found(plan, letters, after)
        cuts.append(_cut(letters, position))
        after = position
    return cuts


def _own_beginnings(screenplay: Screenplay, letters: Letters) -> dict[int, int]:
    """Where the script's own episodes begin, by number."""
    first = {unit.episode: unit.at for unit in reversed(letters.units)}
    return {episode.number: first[index] for index, episode in enumerate(screenplay.episodes)}


def _not_found(plan: EpisodePlan, letters: Letters, after: int) -> StoryboardError:
    number = plan.number
    help_ = _HELP.format(number=number)
    if not letters_of(plan.begins):
        return StoryboardError(
            f"Episode {number} of the outline says no words to begin with, and the script has no episode"
            f" {number} of its own behind the one before.",
            help_,
        )
    earlier = letters.find(plan.begins, -1) >= 0 and after >= 0
    where = " behind the beginning of the episode before, only ahead of it" if earlier else ""
    return StoryboardError(
        f"Episode {number} of the outline begins with “{plan.begins}”, and the script does not have these"
        f" words{where}.",
        help_,
    )


def _cut(letters: Letters, position: int) -> _Cut:
    """The cut at *position*: marks without any letter before it go with what follows."""
    index = letters.unit(position)
    if position > letters.units[index].at:
        return _Cut(index, position - letters.units[index].at)
    scene = letters.units[index].of
    while index > 0 and letters.units[index - 1].at == position and letters.units[index - 1].of is scene:
        index -= 1
    return _Cut(index)


def _divided(letters: Letters, cuts: list[_Cut]) -> list[list[_Part]]:
    """What stands before the first of *cuts*, then what follows each."""
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for cut in cuts:
        inside[cut.unit].append(cut.letters)
    divided: list[list[_Part]] = [[]]
    for index, unit in enumerate(letters.units):
        texts = _split(unit.text, inside[index]) if index in inside else [unit.text]
        for number, text in enumerate(texts):
            if number:
                divided.append([])
            if unit.element and text:
                divided[-1].append(_Part(index, replace(unit.element, text=text)))
    return divided


def _split(text: str, cuts: list[int]) -> list[str]:
    """*text* divided before so many letters each; opening marks go with what they open."""
    ends = [0, *(0 for letters in cuts if letters == 0)]
    count, wanted = 0, deque(letters for letters in cuts if letters)
    for index, character in enumerate(text):
        count += len(letters_of(character))
        while wanted and count > wanted[0]:
            wanted.popleft()
            ends.append(_opening(text, index))
    return [text[start:end].strip() for start, end in pairwise([*ends, len(text)])]


def _opening(text: str, index: int) -> int:
    while text[index - 1] in "“‘「『（(《〈【[«¿¡":
        index -= 1
    return index


def _owned(screenplay: Screenplay, letters: Letters, cuts: list[_Cut]) -> defaultdict[int, list[Unused]]:
    """
    What the script's episodes leave unused, by the index of the new episode; -1 is the front.

    It goes by the line number, within the new episodes that have something of its old one.
    """
    lines = [_line_number(letters, cut.unit) for cut in cuts]
    starts = [(cut.unit, cut.letters) for cut in cuts]
    first = {unit.episode: index for index, unit in reversed(list(enumerate(letters.units)))}
    last = {unit.episode: index for index, unit in enumerate(letters.units)}
    owned: defaultdict[int, list[Unused]] = defaultdict(list)
    for index, episode in enumerate(screenplay.episodes):
        least = bisect_right(starts, (first[index], 0)) - 1
        most = bisect_right(starts, (last[index], len(letters.text))) - 1
        for unused in episode.unused:
            by_line = bisect_right(lines, unused.line_number) - 1
            owned[min(max(by_line, least), most)].append(unused)
    return owned


def _line_number(letters: Letters, index: int) -> int:
    """The line of the first element from the unit *index* on."""
    rest = (letters.units[after].element for after in range(index, len(letters.units)))
    return next((element.line_number for element in rest if element), 0)


def _episode(
    plan: EpisodePlan,
    screenplay: Screenplay,
    letters: Letters,
    parts: list[_Part],
    unused: tuple[Unused, ...],
) -> ScriptEpisode:
    scenes = tuple(_scenes(letters, parts))
    if not scenes:
        raise StoryboardError(
            f"Episode {plan.number} of the outline has nothing in it: the next one begins at the same place.",
            _HELP.format(number=plan.number),
        )
    own = screenplay.episodes[letters.units[parts[0].unit].episode]
    begins_there = own.scenes[0].elements[0].text.startswith(parts[0].element.text)
    return ScriptEpisode(plan.number, plan.title or (own.title if begins_there else ""), scenes, unused)


def _scenes(letters: Letters, parts: list[_Part]) -> Iterator[ScriptScene]:
    """A scene that goes on over a cut keeps its heading, place, time and people."""
    for _, group in groupby(parts, lambda part: _scene_of(letters, part)):
        inside = list(group)
        yield replace(letters.units[inside[0].unit].of, elements=tuple(part.element for part in inside))


def _scene_of(letters: Letters, part: _Part) -> tuple[int, int]:
    unit = letters.units[part.unit]
    return unit.episode, unit.scene
