"""What a language model is told before it breaks an episode, or a part of one, into shots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.script.screenplay import Screenplay, ScriptEpisode
from pipeline.story import Character, Outline
from pipeline.storyboard.pace import shown_seconds, speech_seconds
from pipeline.storyboard.people import mentions_of
from pipeline.storyboard.source import Piece, episode_of, numbered
from pipeline.storyboard.writing.cutting import Bounds

#: A shot of a short drama lasts about so long.
_SHOT_SECONDS = 4
#: So many pieces before a part are told with it, for its pronouns to be understood.
_BEFORE = 3


@dataclass(frozen=True)
class Part:
    """*pieces* of an episode that are asked for at once; *before* are the last ones before them."""

    name: str
    pieces: tuple[Piece, ...]
    before: tuple[Piece, ...] = ()
    first: bool = True
    last: bool = True

    @property
    def characters(self) -> int:
        """How long it is."""
        return sum(len(piece.text) for piece in self.pieces)

    def halves(self) -> tuple[Part, Part]:
        """It in two of about the same length, cut between scenes or paragraphs where there are any."""
        cut = self._middle()
        one, other = self.pieces[:cut], self.pieces[cut:]
        return (
            Part(f"{self.name}a", one, self.before, self.first, last=False),
            Part(f"{self.name}b", other, one[-_BEFORE:], first=False, last=self.last),
        )

    def up_to(self, characters: int) -> list[Part]:
        """It in parts of up to so many *characters*, as far as they can be cut."""
        if self.characters <= characters or len(self.pieces) < 2:
            return [self]
        return [part for half in self.halves() for part in half.up_to(characters)]

    def _middle(self) -> int:
        """Where to cut: nearest to the middle, but rather between scenes, and rather between paragraphs."""
        places: list[tuple[float, int]] = []
        told = 0
        for at, (before, after) in enumerate(zip(self.pieces, self.pieces[1:], strict=False), start=1):
            told += len(before.text)
            off = abs(told / self.characters - 0.5)
            within = (before.scene == after.scene) + (before.line_number == after.line_number)
            places.append((off + within / 4, at))
        return min(places)[1]


def needs(screenplay: Screenplay, outline: Outline, number: int) -> Mapping[str, Any]:
    """
    What of *outline* episode *number* is told from: its plan, and who and what is named in it.

    People who are not in it, and how anybody looks, make no difference.
    """
    script = episode_of(screenplay, number)
    text = _text(script)
    named = set(mentions_of(outline.characters).named(text))
    places = {scene.place for scene in script.scenes}
    plan, before = outline.plan(number), outline.plan(number - 1)
    planned = (
        plan.model_dump(mode="json", include={"title", "hook", "cliffhanger", "seconds"}) if plan else {}
    )
    return {
        "language": outline.language,
        "era": outline.era.value,
        "chapters": screenplay.chapters,
        "people": [_person(person) for person in outline.characters if person.name in named],
        "places": [place.name for place in outline.places if place.name in places or place.name in text],
        "plan": planned,
        "before": before.cliffhanger if before else "",
    }


def values(
    part: Part, script: ScriptEpisode, needed: Mapping[str, Any], bounds: Bounds, seconds: float
) -> dict[str, str]:
    """What to fill into the prompt for *part*, which lasts about so many *seconds*."""
    language = needed["language"]
    return {
        "language": {"zh": "Chinese (中文)", "en": "English"}[language],
        "era": needed["era"],
        "people": "\n".join(f"- {_described(person)}" for person in needed["people"]) or "- (see the script)",
        "places": "\n".join(f"- {place}" for place in needed["places"]) or "- (see the script)",
        "plan": _plan(part, needed),
        "seconds": f"{seconds:.0f}",
        "shots": str(max(1, round(seconds / min(_SHOT_SECONDS, bounds.longest_shot_seconds)))),
        "shortest": f"{bounds.shortest_shot_seconds:g}",
        "longest": f"{bounds.longest_shot_seconds:g}",
        "before": " ".join(piece.text for piece in part.before) or "-",
        "source": numbered(part.pieces, script, language),
    }


def natural_seconds(pieces: Sequence[Piece], needed: Mapping[str, Any]) -> float:
    """How long it takes to say and show all of *pieces*."""
    told = (
        speech_seconds(piece.text, needed["language"]) if piece.said else shown_seconds(piece.text)
        for piece in pieces
    )
    return sum(told)


def _text(script: ScriptEpisode) -> str:
    words: list[str] = []
    for scene in script.scenes:
        words += (scene.heading, *scene.people)
        for element in scene.elements:
            words += (element.speaker, element.text)
    return "\n".join(words)


def _person(person: Character) -> dict[str, Any]:
    return person.model_dump(mode="json", include={"name", "aliases", "sex", "age", "temper"})


def _described(person: Mapping[str, Any]) -> str:
    """`林夏 (also 小夏): female, young, stubborn`."""
    also = f" (also {', '.join(person['aliases'])})" if person["aliases"] else ""
    sex = "" if person["sex"] == "unknown" else person["sex"]
    return f"{person['name']}{also}: {', '.join(filter(None, (sex, person['age'], person['temper'])))}"


def _plan(part: Part, needed: Mapping[str, Any]) -> str:
    plan = needed["plan"]
    told = (
        ("Title", plan.get("title")),
        ("The episode before ended so", needed["before"] if part.first else ""),
        ("Hook", plan.get("hook") if part.first else ""),
        ("Cliff-hanger at the end", plan.get("cliffhanger") if part.last else ""),
    )
    lines = [f"{name}: {words}" for name, words in told if words]
    if not part.first:
        lines.append("The pieces below are a later part of the episode: go on, without a new hook.")
    if not part.last:
        lines.append("The episode goes on after the pieces below: don't end it here.")
    return "\n".join(lines)
