"""
A profile: one YAML file that says by which engines, and how, a drama is made.

Every option is checked when the file is read, before any work: an unknown key, a wrong type or an
impossible value is refused with its line, the value and what would be right, all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import yaml
from pydantic import Field

from pipeline import clips, images, storyboard, voices
from pipeline.clips.engine import ClipEngine
from pipeline.engine import OPTIONS, Engine
from pipeline.engine import dataclass as options
from pipeline.errors import ProfileError
from pipeline.final.film import Encoding, Film
from pipeline.final.label import Label
from pipeline.final.sound import Sound
from pipeline.final.subtitles import Subtitles
from pipeline.images.engine import ImageEngine
from pipeline.options import Reading, instead
from pipeline.spending import Budget
from pipeline.storyboard.engine import StoryEngine
from pipeline.timeline import Pacing
from pipeline.voices.engine import VoiceEngine

E = TypeVar("E", bound=Engine)

#: The engines of each stage, by the name that a profile calls them.
ENGINES: dict[str, Mapping[str, type]] = {
    "storyboard": storyboard.ENGINES,
    "images": images.ENGINES,
    "voices": voices.ENGINES,
    "clips": clips.ENGINES,
}


@dataclass(frozen=True)
class Chosen(Generic[E]):
    """
    An engine with its options, under the name that the profile calls it.

    One that `auto` found *gives_way* to the next where it would pass the budget or is made for shorter
    shots; one that *only_keeps* is there for what it made before, and is not asked for anything new.
    """

    name: str
    engine: E
    gives_way: bool = False
    only_keeps: bool = False

    @cached_property
    def unavailable(self) -> str:
        """Why it can't run here; asked once, since looking for packages adds up over a thousand shots."""
        return self.engine.unavailable()


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


@options(frozen=True, config=OPTIONS)
class Final:
    """How the film is finished."""

    subtitles: Subtitles = Subtitles()
    """The subtitles in the picture and beside the film."""
    sound: Sound = Sound()
    """The voices, the music and the loudness."""
    label: Label = Label()
    """The mark that the film was made by AI."""
    encoding: Encoding = Encoding()
    """How the film is encoded."""


@dataclass(frozen=True)
class Profile:
    """Everything that a profile says, checked. Engines are in the order in which they are tried."""

    story: Story
    film: Film
    pacing: Pacing
    storyboard: tuple[Chosen[StoryEngine], ...]
    images: tuple[Chosen[ImageEngine], ...]
    voices: tuple[Chosen[VoiceEngine], ...]
    clips: tuple[Chosen[ClipEngine], ...]
    final: Final
    budget: Budget

    def engines(self, stage: str) -> tuple[Chosen[Any], ...]:
        """The engines of *stage*, in order."""
        chosen: tuple[Chosen[Any], ...] = getattr(self, stage)
        return chosen


#: The sections that are not a choice of engines.
SECTIONS: dict[str, type] = {
    "story": Story,
    "film": Film,
    "pacing": Pacing,
    "final": Final,
    "budget": Budget,
}

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


def read(path: Path) -> Profile:
    """The profile in the file *path*; `ProfileError` with every problem in it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(
            f"The profile {path} can't be read: {error}.", "It must be a text file in UTF-8."
        ) from error
    return parse(text, str(path))


def parse(text: str, where: str) -> Profile:
    """The profile written in *text*; *where* names it in errors."""
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
    profile = reading.profile(data)
    if reading.problems or profile is None:
        listed = "\n".join(f"  - {problem}" for problem in reading.problems)
        raise ProfileError(f"{where} has {len(reading.problems)} problem(s):\n{listed}")
    return profile


def _all_sections() -> list[str]:
    return [*SECTIONS, *ENGINES]


class _Reading(Reading):
    """One pass over a profile."""

    def profile(self, data: dict[Any, Any]) -> Profile | None:
        for key in data:
            if key not in _all_sections():
                self.problem((key,), f"{key!r} is no section", instead(str(key), _all_sections()))
        sections = {name: self.options(kind, data.get(name), (name,)) for name, kind in SECTIONS.items()}
        chosen: dict[str, Any] = {stage: self._engines(stage, data.get(stage)) for stage in ENGINES}
        if self.problems:
            return None
        return Profile(**sections, **chosen)

    def _engines(self, stage: str, section: Any) -> tuple[Chosen[Any], ...]:
        known = ENGINES[stage]
        if not isinstance(section, dict) or "engine" not in section:
            self.problem((stage,), f"{stage} names no engine", f"Write `engine: {next(iter(known))}` there.")
            return ()
        named = section["engine"]
        names = named if isinstance(named, list) else [named]
        for key in section:
            if key != "engine" and key not in known:
                self.problem((stage, key), f"{key!r} is no engine of {stage}", instead(str(key), known))
            elif key != "engine" and key not in names:
                self.options(known[key], section[key], (stage, key))
        chosen = []
        for name in names:
            if not isinstance(name, str) or name not in known:
                self.problem(
                    (stage, "engine"), f"{name!r} is no engine of {stage}", instead(str(name), known)
                )
                continue
            engine = self.options(known[name], section.get(name), (stage, name))
            chosen.append(Chosen(name, engine))
        if not names:
            self.problem((stage, "engine"), f"{stage} names no engine", f"Choose from: {', '.join(known)}.")
        return tuple(chosen)
