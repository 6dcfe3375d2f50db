"""
What a person wants to see before anything that comes later is begun or paid.

A profile names the stages: `approve: [storyboard, images]`. An approval is of the files as they were
looked at: of an episode that was approved, only what was made anew since is asked for again. What a person
changes by hand after having approved it counts as approved, since who changed it has seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from pipeline.attempt import Made
from pipeline.errors import FolderError
from pipeline.placing import Placing, storage
from pipeline.project import Project
from pipeline.records import write_whole
from pipeline.storage.home import home_of

T = TypeVar("T")

#: What is locked, and the page below it.
_NAME = "approvals"
_PAGE = f".made/{_NAME}.json"


class Approval(BaseModel):
    """The *files* of a stage of an episode, by their hashes, that somebody (*by*) approved."""

    model_config = ConfigDict(frozen=True)

    episode: str
    stage: str
    files: dict[str, str]
    at: str = ""
    by: str = ""


class Asked(BaseModel):
    """What a suspended run asks for: the *key* of its form at the *server*, and what it shows."""

    model_config = ConfigDict(frozen=True)

    server: str
    key: str
    shown: tuple[Approval, ...]


class _Page(BaseModel):
    """What the drama's folder remembers: all approvals in their order, and which runs ask for one."""

    given: list[Approval] = Field(default_factory=list)
    asked: dict[str, Asked] = Field(default_factory=dict)


@dataclass(frozen=True)
class Waiting:
    """An *episode* that waits after a *stage*, for whoever looks at those of its *files* that are new."""

    episode: str
    stage: str
    files: tuple[Made, ...]

    @property
    def there(self) -> bool:
        """Whether all can be looked at; in a plan, some may have to be made first."""
        return all(made.status != "planned" for made in self.files)

    @property
    def sentence(self) -> str:
        """Who waits for what."""
        return f"{self.episode} waits for your approval of its {self.stage}: {len(self.files)} file(s)."


class Approvals:
    """What was approved in the folder of *project*, and by whom. Safe to use by several processes."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._path = project.root / _PAGE

    @property
    def given(self) -> list[Approval]:
        """All approvals, oldest first."""
        return self._read().given

    @property
    def asked(self) -> dict[str, Asked]:
        """The suspended runs by their ids, and what they ask for."""
        return self._read().asked

    def waiting(self, episode: str, stage: str, files: Iterable[Made]) -> Waiting | None:
        """The approval that *files*, those of a *stage* of an *episode*, need; nothing where they have it."""
        approved: dict[str, set[str]] = {}
        for approval in self.given:
            for name, sha256 in approval.files.items():
                approved.setdefault(name, set()).add(sha256)
        new = tuple(made for made in files if not self._counts(made, approved.get(made.name, set())))
        return Waiting(episode, stage, new) if new else None

    def shown(self, waiting: Waiting) -> Approval:
        """What there is to approve, as it lies there now."""
        files = {made.name: self._project.sha256(made.path) for made in waiting.files}
        return Approval(episode=waiting.episode, stage=waiting.stage, files=files)

    def approve(self, shown: Sequence[Approval], by: str) -> None:
        """Remember that somebody, *by*, approved what was *shown*."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        given = [one.model_copy(update={"at": now, "by": by}) for one in shown]
        self._change(lambda page: page.given.extend(given))

    def ask(self, run: str, asked: Asked) -> None:
        """Remember what the suspended *run* asks for."""
        self._change(lambda page: page.asked.update({run: asked}))

    def settle(self, run: str) -> Asked | None:
        """What *run* asked for, and nobody after this call; nothing where it did not ask."""
        return self._change(lambda page: page.asked.pop(run, None))

    def _counts(self, made: Made, approved: set[str]) -> bool:
        if made.status == "by hand":
            return bool(approved)
        return made.status != "planned" and self._project.sha256(made.path) in approved

    def _read(self) -> _Page:
        home_of(self._path).look(_NAME)
        return self._page()

    def _page(self) -> _Page:
        if not self._path.is_file():
            return _Page()
        try:
            return _Page.model_validate_json(self._path.read_bytes())
        except ValueError as error:
            raise FolderError(
                f"{self._path} is damaged.", "Delete it; what was approved is then asked for again."
            ) from error

    def _change(self, change: Callable[[_Page], T]) -> T:
        with Placing(self._project.root, self._project.records).alone(_NAME), storage(_PAGE):
            page = self._page()
            changed = change(page)
            write_whole(self._path, page.model_dump_json(indent=1))
            return changed
