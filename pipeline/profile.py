"""
A profile: one YAML file that says by which engines, and how, a drama is made.

Every option is checked when the file is read, before any work: an unknown key, a wrong type or an
impossible value is refused with its line, the value and what would be right, all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BeforeValidator, Field

from pipeline.choosing import ENGINES, EXTRAS, Choosing, Chosen
from pipeline.clips.engine import ClipEngine
from pipeline.clips.lips.engine import LipEngine
from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import ProfileError
from pipeline.final.film import Film
from pipeline.final.output import Final
from pipeline.final.picture.transitions import joined
from pipeline.images.engine import ImageEngine
from pipeline.images.faces import Faces
from pipeline.options import Slips, instead
from pipeline.spending import Budget
from pipeline.story import Episode
from pipeline.storyboard.engine import StoryEngine
from pipeline.timeline import Pacing, Spoken, Timeline, lay
from pipeline.voices import pinyin
from pipeline.voices.engine import VoiceEngine

__all__ = ["ENGINES", "Chosen"]


def _readable(lexicon: dict[str, str]) -> dict[str, str]:
    slips = [
        ((word,), what, pinyin.HELP) for word, said in lexicon.items() if (what := pinyin.wrong(word, said))
    ]
    if slips:
        raise Slips(slips)
    return lexicon


@options(frozen=True, config=OPTIONS)
class Story:
    """What holds for the whole drama."""

    title: str = ""
    """The drama's title; empty takes the script's."""
    language: Literal["auto", "zh", "en"] = "auto"
    """The language of the script."""
    seed: int = Field(default=1, ge=0)
    """All that is left to chance follows from this number."""
    style: str = "Cinematic still, natural light, film grain, shallow depth of field."
    """The look of all pictures, in words; opens every picture prompt."""
    lexicon: Annotated[dict[str, str], AfterValidator(_readable)] = Field(default_factory=dict)
    """How words are said: by their pinyin (`还钱: huan2 qian2`), or in other words."""


_Approved = Literal["storyboard", "images", "voices", "clips"]


def _listed(written: object) -> object:
    """One word, or none, as the list that it means."""
    return [written] if isinstance(written, str) else written or []


@options(frozen=True, config=OPTIONS)
class People:
    """What people are asked, and told, while a drama is made."""

    approve: Annotated[tuple[_Approved, ...], BeforeValidator(_listed)] = ()
    """The stages after which an episode waits until somebody approves what was made."""
    webhook: str = ""
    """An address that is told when an episode is done, failed or waits; empty takes SHORTDRAMA_WEBHOOK."""


@dataclass(frozen=True)
class Profile:
    """
    Everything that a profile says, checked. Engines are in the order in which they are tried.

    Without *lips*, mouths stay as the clips have them.
    """

    story: Story
    film: Film
    pacing: Pacing
    storyboard: tuple[Chosen[StoryEngine], ...]
    images: tuple[Chosen[ImageEngine], ...]
    voices: tuple[Chosen[VoiceEngine], ...]
    clips: tuple[Chosen[ClipEngine], ...]
    lips: tuple[Chosen[LipEngine], ...]
    faces: Faces
    final: Final
    budget: Budget
    people: People

    def lay(self, episode: Episode, spoken: Mapping[str, Spoken]) -> Timeline:
        """*episode* in time, with its cards and transitions, given how long each line is."""
        laid = lay(episode, spoken, self.film.fps, self.pacing, self.final.cards.lasting)
        return joined(laid, self.final.transitions)

    def engines(self, stage: str) -> tuple[Chosen[Any], ...]:
        """The engines of *stage*, in order."""
        chosen: tuple[Chosen[Any], ...] = getattr(self, stage)
        return chosen


#: The sections that are not a choice of engines.
SECTIONS: dict[str, type] = {
    "story": Story,
    "film": Film,
    "pacing": Pacing,
    "faces": Faces,
    "final": Final,
    "budget": Budget,
}

#: What stands in a profile by itself, in no section.
_SINGLE = [field.name for field in fields(People)]

_CONFIGS = Path(__file__).parents[1] / "configs"


def shipped() -> list[str]:
    """The names of the profiles that come with the program."""
    return sorted(file.stem for file in _CONFIGS.glob("*.yaml"))


def find(name: str) -> Path:
    """The file of the profile called *name*, or at that path; `ProfileError` where there is none."""
    file = _CONFIGS / f"{name}.yaml" if name in shipped() else Path(name)
    if not file.is_file():
        raise ProfileError(
            f"There is no profile {name!r}.",
            f"Profiles that come with the program: {', '.join(shipped())}; or give the path of a YAML file.",
        )
    return file


def read(path: Path, *, draft: bool = False) -> Profile:
    """The profile in the file *path*, or that of a *draft*; `ProfileError` with every problem in it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(
            f"The profile {path} can't be read: {error}.", "It must be a text file in UTF-8."
        ) from error
    return parse(text, str(path), draft=draft)


def parse(text: str, where: str, *, draft: bool = False) -> Profile:
    """The profile written in *text*; *where* names it in errors, *draft* takes the engines of drafts."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:  # an impossible date is a ValueError
        raise ProfileError(f"{where} is not valid YAML: {error}.", "Correct it there.") from error
    if not isinstance(data, dict):
        raise ProfileError(
            f"{where} holds no sections.", f"A profile has the sections {', '.join(_all_sections())}."
        )
    reading = _Reading(node)
    profile = reading.profile(data, draft=draft)
    if reading.problems or profile is None:
        listed = "\n".join(f"  - {problem}" for problem in reading.problems)
        raise ProfileError(f"{where} has {len(reading.problems)} problem(s):\n{listed}")
    return profile


def _all_sections() -> list[str]:
    return [*SECTIONS, *ENGINES, *EXTRAS, *_SINGLE]


class _Reading(Choosing):
    """One pass over a profile."""

    def profile(self, data: dict[Any, Any], *, draft: bool) -> Profile | None:
        self.draft = draft
        for key in data:
            if key not in _all_sections():
                self.problem((key,), f"{key!r} is no section", instead(str(key), _all_sections()))
        sections = {name: self.options(kind, data.get(name), (name,)) for name, kind in SECTIONS.items()}
        sections["people"] = self.options(People, {key: data[key] for key in _SINGLE if key in data}, ())
        budget = sections["budget"] or Budget()
        chosen: dict[str, Any] = {
            stage: self.chosen(stage, data.get(stage), budget) for stage in (*ENGINES, *EXTRAS)
        }
        if self.problems:
            return None
        return Profile(**sections, **chosen)
