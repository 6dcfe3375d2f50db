"""A folder, here or in a bucket, of dramas and scripts: each is known by its name below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.drama import PROFILE, SCRIPTS
from pipeline.errors import InputError, NameUnknown, in_short
from pipeline.placing import storage
from pipeline.storage.home import is_far, spelled
from pipeline.storage.names import is_name

if TYPE_CHECKING:
    from pipeline.storage.browsing import Shelf

#: The environment variable that tells a served run where its dramas lie.
VARIABLE = "SHORTDRAMA_DRAMAS"
#: Dramas may lie in folders of a shelf, but a home folder is not searched to its ground.
_DEEPEST = 2
#: The longest name of an object in bytes.
_LONGEST = 1024


@dataclass(frozen=True)
class Dramas:
    """The folder *root*, or the address of one in a bucket; nothing outside it can be named."""

    root: Path

    @property
    def place(self) -> str:
        """What names it from everywhere."""
        return spelled(self.root) if is_far(self.root) else str(self.root.resolve())

    def names(self) -> list[str]:
        """The dramas and scripts that lie there, by name; a script whose drama was begun is not one more."""
        if is_far(self.root):
            found = set(self._shelf.holding(PROFILE, SCRIPTS, _DEEPEST))
        else:
            with storage(str(self.root)):
                found = {file.relative_to(self.root).as_posix() for file in _found(self.root, _DEEPEST)}
        return sorted(name for name in found if not {name.rpartition(".")[0]} & found)

    def insist(self) -> None:
        """`InputError` where there is neither a drama nor a script."""
        if not is_far(self.root) and not self.root.is_dir():
            raise InputError(f"There is no folder {self.root}.", "Name the folder that holds your dramas.")
        if not self.names():
            raise InputError(
                f"{self.place} holds no drama and no script.",
                "Put a script there, or name the folder that holds your dramas: `drama serve FOLDER`.",
            )

    def find(self, name: str) -> Path:
        """The drama's folder or the script called *name*; `InputError` where it leads out or is not there."""
        inside, there = self._far(name.strip()) if is_far(self.root) else self._near(name.strip())
        if not inside:
            raise InputError(f"{name!r} leads out of the folder of the dramas.", self._help())
        if not there:
            raise NameUnknown(f"There is no drama and no script {name!r}.", self._help())
        return inside

    def name_of(self, named: str | Path) -> str:
        """The name of the drama or script *named* so, or by its path or address; errors of `find`."""
        if is_far(self.root):
            return self.find(str(named)).relative_to(self.root).as_posix()
        root, path = self.root.resolve(), Path(named).resolve()
        found = self.find(str(path if path.is_relative_to(root) and path.exists() else named))
        return found.relative_to(root).as_posix()

    def _near(self, name: str) -> tuple[Path | None, bool]:
        """The path called *name*, where it does not lead out, and whether something is there."""
        root = self.root.resolve()
        try:
            path = (root / name).resolve()
            there = path.is_file() or (path / PROFILE).is_file()
        except (OSError, ValueError) as error:  # too long, with NUL, or links in a circle
            raise InputError(f"{name[:80]!r} names no drama.", self._help()) from error
        inside = name and path != root and path.is_relative_to(root)
        return (path if inside else None), there

    def _far(self, name: str) -> tuple[Path | None, bool]:
        name = spelled(name).removeprefix(f"{self.place}/")
        if len(name.encode()) > _LONGEST or not name.isprintable():
            raise InputError(f"{name[:80]!r} names no drama.", self._help())
        if not is_name(name) or name == ".":
            return None, False
        is_script = name.lower().endswith(SCRIPTS)
        return self.root / name, self._shelf.has(name if is_script else f"{name}/{PROFILE}")

    @property
    def _shelf(self) -> Shelf:
        from pipeline.storage.browsing import shelf

        return shelf(self.place)

    def _help(self) -> str:
        return f"Name one as it lies there: {in_short(self.names()) or 'there are none yet'}."


def _found(folder: Path, depth: int) -> Iterator[Path]:
    """The dramas and scripts in *folder*, and in its folders *depth* levels down."""
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if (entry / PROFILE).is_file() or (entry.suffix.lower() in SCRIPTS and entry.is_file()):
            yield entry
        elif depth > 1 and entry.is_dir() and not entry.is_symlink():
            yield from _found(entry, depth - 1)
