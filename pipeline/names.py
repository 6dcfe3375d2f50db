"""Which files of a drama a person means by `e01s02`, `clips/e01s02-03` or a character's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.drama import slug
from pipeline.errors import NameUnknown
from pipeline.ids import within
from pipeline.project import STAGES, Project
from pipeline.storyboard.files import ANSWERS, SCHEMAS
from pipeline.voices.cast_page import RECORDINGS

#: A new take means new pictures, voices and clips; the plan is redone only when it is named.
REDONE = ("images", "voices", "clips")


def known(project: Project) -> list[str]:
    """
    Every file of the drama that is there or was once made, by its name, in the order of the stages.

    A language model's answers are parts of the storyboard's files, and none by themselves; the
    schemas there are for editors, and recordings of voices come from people.
    """
    names: set[str] = set()
    for stage in STAGES:
        names |= set(_below(project, stage, ""))
        names |= {name.removesuffix(".json") for name in _below(project, f".made/{stage}", ".made/")}
    names = {name for name in names if not name.startswith((ANSWERS, SCHEMAS, RECORDINGS))}
    return sorted(names, key=lambda name: (STAGES.index(name.partition("/")[0]), name))


def _below(project: Project, folder: str, prefix: str) -> Iterator[str]:
    for file in (project.root / folder).rglob("*"):
        if file.is_file() and not file.name.startswith(".") and file.suffix != ".next":
            yield file.relative_to(project.root).as_posix().removeprefix(prefix)


def meant(project: Project, target: str, stage: str = "") -> list[str]:
    """
    The files that *target* means, of *stage* or of `REDONE`; `NameUnknown` where there are none.

    *target* is a file's name, an episode, scene, shot or line by its id, or a character.
    """
    names = known(project)
    stages = (stage,) if stage else REDONE
    if stage and stage not in STAGES:
        raise NameUnknown(f"There is no stage {stage!r}.", f"Stages: {', '.join(STAGES)}.")
    if "/" in target:
        found = [
            name for name in names if name == target or str(PurePosixPath(name).with_suffix("")) == target
        ]
    else:
        found = [name for name in names if name.partition("/")[0] in stages and names_it(name, target)]
    if not found:
        told = f" in {stage}" if stage else ""
        raise NameUnknown(
            f"This drama has nothing called {target!r}{told}.",
            "Name an episode (e01), scene (e01s02), shot (e01s02-03), line (e01s02-03-1) or character;"
            " `drama show` lists what there is.",
        )
    return found


def names_it(name: str, target: str) -> bool:
    """Whether *target*, an id or a character, means the file *name*."""
    stem = PurePosixPath(name).stem
    return stem in (target, slug(target)) or (_is_id(target) and within(stem, target))


def _is_id(target: str) -> bool:
    return re.fullmatch(r"e\d{2,}(s\d{2,}(-\d{2,}(-\d+)?)?)?", target) is not None


def reached(project: Project) -> str:
    """The last stage that any file of the drama belongs to; the first where there are none."""
    stages = {name.partition("/")[0] for name in known(project)}
    return max(stages, key=STAGES.index, default=STAGES[0])
