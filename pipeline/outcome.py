"""What came of an episode: which files are there, and why others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.approving import Waiting
from pipeline.attempt import Made
from pipeline.errors import BudgetError, DramaError, Skipped
from pipeline.promise import Promise
from pipeline.story import Episode, Outline
from pipeline.timeline import Timeline


def passed_over(files: Iterable[Made]) -> dict[tuple[str, str], list[str]]:
    """The names of those *files* that the first engine did not make, by who did, and why."""
    alike: dict[tuple[str, str], list[str]] = {}
    for made in files:
        for why in made.passed_over:
            alike.setdefault((made.engine, why), []).append(made.name)
    return alike


@dataclass
class Outcome:
    """
    What came of an episode: the files that are there, and why others are not, by label.

    Those in *unpaid* are missing because the budget did not allow them. *warnings* are of its voices.

    A plan can't know what a language model will write: *episode*, and all that follows from it, is
    not there then, nor may *outline* be. *id* is `e*` for all episodes of an unknown outline.
    *timeline* is an estimate for voices that are not there; *translations* go by
    language; *film* is there when nothing was missing, *also_for* are its films by the names of platforms.

    *waits_for* is the first approval that is not given: only *before* of the files come before it.
    """

    id: str
    outline: Outline | None = None
    episode: Episode | None = None
    files: list[Made] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    unpaid: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    timeline: Timeline | None = None
    translations: dict[str, Made] = field(default_factory=dict)
    film: Made | None = None
    also_for: dict[str, Made] = field(default_factory=dict)
    waits_for: Waiting | None = None
    before: int = 0

    @property
    def story(self) -> tuple[Outline, Episode]:
        """The outline and the episode, of an outcome that has them."""
        assert self.outline
        assert self.episode
        return self.outline, self.episode

    @property
    def free(self) -> list[Made]:
        """The files that need no approval which is not given."""
        return self.files[: self.before] if self.waits_for else self.files

    @property
    def clips(self) -> dict[str, Made]:
        """The clips that the film is cut from, by the ids of shots: with moved lips where there are such."""
        files = {file.name: file for file in self.files}
        found = {
            shot.id: files.get(f"clips/{shot.id}-lips.mp4") or files.get(f"clips/{shot.id}.mp4")
            for _, shot in self.story[1].shots
        }
        return {name: clip for name, clip in found.items() if clip}

    @property
    def takes(self) -> dict[str, Made]:
        """The clips as their engines made them, which may have sound, by the ids of shots."""
        files = {file.name: file for file in self.files}
        found = {shot.id: files.get(f"clips/{shot.id}.mp4") for _, shot in self.story[1].shots}
        return {name: clip for name, clip in found.items() if clip}

    def collect(self, kind: str, promises: Mapping[str, Promise]) -> dict[str, Made]:
        """Wait for *promises* and keep account of them; what was made, by the same keys."""
        arrived: dict[str, Made] = {}
        for key, promise in promises.items():
            try:
                arrived[key] = promise.result()
            except Skipped:
                continue
            except DramaError as error:
                self.missing[f"{kind} {key}"] = str(error)
                if isinstance(error, BudgetError):
                    self.unpaid.add(f"{kind} {key}")
        there = {made.name for made in self.files}
        self.files += [made for made in arrived.values() if made.name not in there]
        return arrived
