"""
The engines of each stage, and how a profile chooses among them.

    images:
      engine: [runway, drawn]     # or one name, or auto
      prefer: quality             # what auto looks for: quality, cost or speed
      draft: drawn                # what is used instead in a draft
      runway: {model: gen4_image} # the options of each
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar, cast, get_args

from pipeline import clips, images, storyboard, voices
from pipeline.clips import lips
from pipeline.engine import Engine
from pipeline.hosted.engine import Hosted
from pipeline.options import Reading, instead
from pipeline.ranking import OFFLINE, Prefer, ranked
from pipeline.spending import Budget

E = TypeVar("E", bound=Engine)

#: The engines of each stage, by the name that a profile calls them.
ENGINES: dict[str, Mapping[str, type]] = {
    "storyboard": storyboard.ENGINES,
    "images": images.ENGINES,
    "voices": voices.ENGINES,
    "clips": clips.ENGINES,
}

#: What may be done to finished files, by the section of a profile that asks for it.
EXTRAS: dict[str, Mapping[str, type]] = {"lips": lips.ENGINES}
_KNOWN = {**ENGINES, **EXTRAS}

AUTO = "auto"
NONE = "none"
_WORDS = ("engine", "engines", "prefer", "draft")
_PREFERENCES = get_args(Prefer)


@dataclass(frozen=True)
class Chosen(Generic[E]):
    """
    An engine with its options, under the name that the profile calls it.

    One that `auto` found *gives_way* to the next where it would pass the budget, or makes no clips as
    long as the shot; one that *only_keeps* is there for what it made before, and makes nothing new.
    The *last_resort* is the one that always works, where `auto` found no other.
    """

    name: str
    engine: E
    gives_way: bool = False
    only_keeps: bool = False
    last_resort: bool = False

    @cached_property
    def unavailable(self) -> str:
        """Why it can't run here; asked once, since looking for packages adds up over a thousand shots."""
        return self.engine.unavailable()


def stage_of(name: str) -> str:
    """The section of a profile whose engines make the file *name*."""
    stage, _, file = name.partition("/")
    return "lips" if stage == "clips" and file.endswith("-lips.mp4") else stage


class Choosing(Reading):
    """One pass over the sections of a profile that choose engines; for a *draft*, what they say of it."""

    draft = False

    def chosen(self, stage: str, section: Any, budget: Budget) -> tuple[Chosen[Any], ...]:
        """
        The engines of *stage*, in the order in which they are tried; none where there are problems.

        Of what may be left out there are none, too, where the profile says so, or nothing.
        """
        if stage in EXTRAS and section is None:
            return ()
        known = _KNOWN[stage]
        key = "engines" if isinstance(section, dict) and "engines" in section else "engine"
        if not isinstance(section, dict) or key not in section:
            self.problem((stage,), f"{stage} names no engine", f"Write `engine: {next(iter(known))}` there.")
            return ()
        if key == "engines" and "engine" in section:
            self.problem((stage, key), "there is `engine` as well", "Keep one of them.")
        built = self._built(stage, section)
        prefer = self._preference(stage, section)
        if stage in EXTRAS and NONE in (section[key], self.draft and section.get("draft")):
            return ()
        if section[key] == AUTO and stage in OFFLINE:
            finals = self._auto(stage, built, prefer, budget)
        else:
            finals = self._named(stage, key, section[key], built)
        drafts = self._named(stage, "draft", section["draft"], built) if "draft" in section else ()
        return _drafted(drafts, finals) if self.draft and drafts else finals

    def _built(self, stage: str, section: Mapping[str, Any]) -> dict[str, Any]:
        """The engines that the section has options for, also where they are not chosen."""
        known, built = _KNOWN[stage], {}
        for name, told in section.items():
            if name in known:
                built[name] = self.options(known[name], told, (stage, name))
            elif name not in _WORDS:
                self.problem((stage, name), f"{name!r} is no engine of {stage}", instead(str(name), known))
        return built

    def _preference(self, stage: str, section: Mapping[str, Any]) -> Prefer:
        prefer = section.get("prefer", "quality")
        if prefer not in _PREFERENCES:
            self.problem((stage, "prefer"), f"{prefer!r} is not possible", instead(str(prefer), _PREFERENCES))
        return cast("Prefer", prefer)

    def _named(self, stage: str, key: str, named: Any, built: Mapping[str, Any]) -> tuple[Chosen[Any], ...]:
        known, names = _KNOWN[stage], named if isinstance(named, list) else [named]
        if not names:
            self.problem((stage, key), f"{stage} names no engine", f"Choose from: {', '.join(known)}.")
        chosen = []
        for name in names:
            if name == NONE and stage in EXTRAS:
                continue
            if not isinstance(name, str) or name not in known:
                others = [*known, AUTO] if stage in OFFLINE and key != "draft" else known
                self.problem((stage, key), f"{name!r} is no engine of {stage}", instead(str(name), others))
                continue
            engine = built[name] if name in built else self.options(known[name], None, (stage, name))
            chosen.append(Chosen(name, engine))
        return tuple(chosen)

    def _auto(
        self, stage: str, built: Mapping[str, Any], prefer: Prefer, budget: Budget
    ) -> tuple[Chosen[Any], ...]:
        """Those that can run here; after them all others, so that what they made elsewhere is kept."""
        if self.problems:
            return ()
        unnamed = [
            name
            for name, kind in ENGINES[stage].items()
            if name not in built and (issubclass(kind, Hosted) or name == OFFLINE[stage])
        ]
        engines = {**built, **{name: self.options(ENGINES[stage][name], None, (stage,)) for name in unnamed}}
        *best, last = ranked(stage, engines, prefer, budget)
        return (
            *(Chosen(name, engines[name], gives_way=True) for name in best),
            Chosen(last, engines[last], last_resort=not best),
            *(Chosen(name, engines[name], only_keeps=True) for name in engines if name not in (*best, last)),
        )


def _drafted(drafts: tuple[Chosen[Any], ...], finals: tuple[Chosen[Any], ...]) -> tuple[Chosen[Any], ...]:
    """The engines of a draft; what the final ones have made is kept."""
    names = {chosen.name for chosen in drafts}
    return (*drafts, *(replace(final, only_keeps=True) for final in finals if final.name not in names))
