"""One drama at work: its folder and its profile, as every stage gets them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline import profile as profiles
from pipeline.attempt import Attempt, Notes
from pipeline.errors import FolderError
from pipeline.profile import Chosen, Profile
from pipeline.project import Project
from pipeline.recipe import recipe
from pipeline.spending import price_of

PROFILE = "drama.yaml"


@dataclass(frozen=True)
class Drama:
    """The *project* on disk and the *profile* that says how it is made."""

    project: Project
    profile: Profile

    @property
    def root(self) -> Path:
        """The drama's folder."""
        return self.project.root

    def seed(self, name: str) -> int:
        """The seed of the file *name*."""
        return self.project.seed(name, self.profile.story.seed)

    def attempt(
        self,
        chosen: Chosen[Any],
        request: object,
        build: Callable[[Path], Notes | None],
        *,
        unread: tuple[str, ...] = (),
        preview: bool = False,
    ) -> Attempt:
        """What *chosen* would do for *request*, as `Project.make` takes it."""
        return Attempt(
            engine=chosen.name,
            recipe=recipe(chosen.name, chosen.engine, request, self.project.sha256, unread=unread),
            build=build,
            price=price_of(chosen.engine, request),
            unavailable=chosen.engine.unavailable(),
            preview=preview,
        )


def open_drama(root: Path, *, planning: bool = False) -> Drama:
    """The drama in the folder *root*, by its own `drama.yaml`."""
    file = root / PROFILE
    if not file.is_file():
        raise FolderError(
            f"{root} is no drama: it has no {PROFILE}.",
            f"Make one with `drama new {root}`, or name a script: `drama run SCRIPT`.",
        )
    profile = profiles.read(file)
    return Drama(Project(root, budget=profile.budget, planning=planning), profile)


def slug(name: str) -> str:
    """
    *name* as a file name: letters and digits of any script in lower case, dashes between.

    Different names give different slugs, whatever they hold; none leads out of a folder.
    """
    simple = unicodedata.normalize("NFC", name).strip().lower().replace(" ", "-")
    safe = "".join(c if c.isalnum() else "-" for c in simple).strip("-")[:40]
    if safe == simple:
        return safe
    return f"{safe}-{sha256(name.encode()).hexdigest()[:6]}".strip("-")
