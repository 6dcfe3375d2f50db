"""One drama at work: its folder and its profile, as every stage gets them."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline import profile as profiles
from pipeline.attempt import Attempt, Notes
from pipeline.errors import FolderError
from pipeline.final.output import Output, outputs
from pipeline.final.platforms import read_all
from pipeline.placing import Placing, storage
from pipeline.profile import Chosen, Profile
from pipeline.project import Project
from pipeline.recipe import recipe
from pipeline.records import Records, sha256_of, write_whole
from pipeline.script import container_of
from pipeline.spending import price_of
from pipeline.storage.home import address, here, home_of, is_far, spelled

PROFILE = "drama.yaml"
#: The endings of files that are listed as scripts; a script with another one can be named all the same.
SCRIPTS = (".docx", ".epub", ".fdx", ".fountain", ".md", ".pdf", ".srt", ".txt")
#: How the name of a character's sheet ends; no slug does.
SHEET = "-sheet"


@dataclass(frozen=True)
class Drama:
    """
    The *project* on disk and the *profile* that says how it is made.

    *opened_by* is the name or path of another profile than its own, *draft* whether it is one: another
    process opens it by these again.
    """

    project: Project
    profile: Profile
    opened_by: str = ""
    draft: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """Its address: engines are no values that could be sent, and a story goes with each task."""
        own = self.root / PROFILE if not self.opened_by else profiles.find(self.opened_by)
        dated = own.stat().st_mtime_ns
        return _reopened, (address(self.root), self.opened_by, self.draft, self.project.planning, dated)

    @property
    def root(self) -> Path:
        """The drama's folder."""
        return self.project.root

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The films that are made of each episode, the drama's own first; errors of `platforms.read`."""
        film, final = self.profile.film, self.profile.final
        return outputs(film, final, read_all(final.platforms, self.root))

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
            unavailable=chosen.unavailable,
            preview=preview,
            remote=getattr(chosen.engine, "remote", False),
            queues=getattr(chosen.engine, "queues", False),
            ticketed=getattr(chosen.engine, "ticketed", False),
            gives_way=chosen.gives_way,
            only_keeps=chosen.only_keeps,
        )


def open_drama(root: Path, profile: str = "", *, draft: bool = False, planning: bool = False) -> Drama:
    """
    The drama in the folder *root*, by its own `drama.yaml` or by another *profile* (name or path).

    The folder may lie in a bucket (`s3://bucket/rain-night`); the work is then done on a copy here.
    For a *draft* with the engines that the profile has for one. With *planning* nothing will be written.
    """
    folder = here(root)
    own = folder / PROFILE
    if not own.is_file():
        raise FolderError(
            f"{spelled(root)} is no drama: it has no {PROFILE}.",
            f"Make one with `drama new {spelled(root)}`, or name a script: `drama run SCRIPT`.",
        )
    file = profiles.find(profile) if profile else own
    read = profiles.read(file, draft=draft)
    # A path holds from wherever it is opened again.
    by = profile if profile in ("", *profiles.shipped()) else str(file.absolute())
    # From the top: ffmpeg takes a relative `-a` for an option and `a:b` for an address.
    return Drama(Project(folder.absolute(), budget=read.budget, planning=planning), read, by, draft)


@lru_cache(maxsize=8)
def _reopened(folder: str, by: str, draft: bool, planning: bool, _dated: int) -> Drama:
    """Once for all tasks, until the profile is edited."""
    return open_drama(Path(folder), by, draft=draft, planning=planning)


def begin(root: Path, profile: str) -> None:
    """
    Make *root*, a folder or an address, an empty drama with a copy of *profile*.

    A drama that is there stays as it is.
    """
    source, folder = profiles.find(profile), here(root)
    with storage(str(root)):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / PROFILE).exists():
            _copy_whole(source, folder / PROFILE)


def script_file(root: Path) -> Path:
    """The script in the drama's folder; `FolderError` where there is none or more than one."""
    found = sorted(file for file in root.glob("script.*") if file.is_file())
    if len(found) != 1:
        names = ", ".join(file.name for file in found) or "none"
        raise FolderError(
            f"{address(root)} needs one script, and has {names}.",
            "Put it there as script.txt (or .md, .docx, .epub, .pdf, .fountain, .fdx, .srt), one only.",
        )
    return found[0]


def adopt(script: Path, profile: str) -> Path:
    """
    The drama of the *script*, in a folder beside it that is begun where there is none.

    A script that was edited since replaces the copy in the folder. A copy that was edited stays;
    `FolderError` where both were, or where the folder is that of another script. `ScriptError`, with
    nothing begun, where the file is something else than a script. Both may lie in a bucket.
    """
    root = script.with_suffix("")
    if root == script or (root.exists() and not root.is_dir()):
        raise FolderError(
            f"The folder of {script} would have the name of a file that is there.",
            "Give the script an ending such as .txt, or move that file.",
        )
    if not is_far(script):
        _adopt(script, root, profile)
        return root
    from pipeline.storage.browsing import fetched

    with TemporaryDirectory(prefix="drama-") as folder:
        _adopt(fetched(str(script), Path(folder)), root, profile)
    return root


def _adopt(script: Path, root: Path, profile: str) -> None:
    """Have a copy of the *script*, a file of this machine, in the drama *root*."""
    container_of(script)
    folder, named = here(root), spelled(root)
    others = [file.name for file in folder.glob("script.*") if file.suffix != script.suffix.lower()]
    if others:
        raise FolderError(
            f"{named} holds another script than {script.name}: {', '.join(sorted(others))}.",
            f"Work with `drama run {named}`, or rename the one that is to be a drama of its own.",
        )
    begin(root, profile)
    copy, records = folder / f"script{script.suffix.lower()}", Records(folder)
    remembered = records.made / "script.sha256"
    with storage(str(copy)), Placing(folder, records).alone("script"):
        now, there = sha256_of(script), sha256_of(copy) if copy.is_file() else ""
        before = remembered.read_text() if remembered.is_file() else ""
        if there in ("", before) and there != now:
            _copy_whole(script, copy)
        elif now not in (there, before):
            raise FolderError(
                f"Both {named}{script.suffix} and {named}/{copy.name} were edited.",
                f"Put into {named}/{copy.name} what holds, and work with `drama run {named}` from now on.",
            )
        write_whole(remembered, now)


def _copy_whole(source: Path, target: Path) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, beside)
    beside.replace(target)
    home_of(target).put(target)


def slug(name: str) -> str:
    """
    *name* as a file name: letters and digits of any script in lower case, dashes between.

    Names that differ in more than case, or a dash for a space, give different slugs, whatever they
    hold; none leads out of a folder, and none is an id or the name of a sheet.
    """
    simple = unicodedata.normalize("NFC", name).strip().lower().replace(" ", "-")
    safe = "".join(c if c.isalnum() else "-" for c in simple).strip("-")[:40]
    if safe and safe == simple and not re.match(r"e\d\d", safe) and not safe.endswith(SHEET):
        return safe
    return f"{safe}-{sha256(simple.encode()).hexdigest()[:6]}".strip("-")
