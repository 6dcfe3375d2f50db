"""
The seam between a drama's folder on this disk and where it is at home.

All work is done on paths here. What is written goes home by `Home.put`, in the order in which it is
written; what others made comes by `Home.alone`, which also keeps everybody else away meanwhile. For
a folder of this disk there is nothing to do.
"""

from __future__ import annotations

import copyreg
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from filelock import FileLock

from pipeline.errors import FolderError


class Home(Protocol):
    """
    Where the folder of one drama is at home; paths are those of this machine.

    Where it can't be reached, or somebody else wrote meanwhile, all methods raise `FolderError`.
    """

    @property
    def far(self) -> bool:
        """Whether the folder here is only a copy."""
        ...

    def alone(self, name: str, *, wait: bool) -> AbstractContextManager[None]:
        """
        Have all of the file *name* here as it stands, and everybody on other machines wait.

        `FolderError` where one of them is at work on it and there is no *wait*.
        """
        ...

    def look(self, name: str) -> None:
        """Have all of the file *name* here as it stood some seconds ago, without keeping anybody away."""
        ...

    def bring(self, path: Path) -> None:
        """Have the file that belongs at *path* here, where there is one."""
        ...

    def catch_up(self, path: Path) -> None:
        """Have the file at *path* here as it stands, which somebody elsewhere just wrote."""
        ...

    def has(self, path: Path) -> bool:
        """Whether a file belongs at *path*, which may not be here yet."""
        ...

    def put(self, path: Path, at: Path | None = None) -> None:
        """Have the file that lies at *path* at home too, whole or not at all; *at* is where it will lie."""
        ...

    def remove(self, path: Path) -> None:
        """Have nothing at *path*, first at home."""
        ...

    def date(self, path: Path, mtime_ns: int) -> bool:
        """Give an unchanged file the date of its record; false where the record is to take the file's."""
        ...

    def read(self, path: Path) -> bytes:
        """What the file at *path* holds at home at this moment; nothing where there is none."""
        ...

    def append(self, path: Path, line: Callable[[bytes], str]) -> None:
        """Add to the file what *line* makes of all that it holds; nobody adds anything in between."""
        ...


class Disk:
    """A folder of this machine's disk, or of a shared one that is mounted here: it is at home."""

    far = False

    @contextmanager
    def alone(self, name: str, *, wait: bool) -> Iterator[None]:  # noqa: ARG002 - as `Home` has it
        """Nobody is elsewhere: the lock of a file on this disk is enough."""
        yield

    def look(self, name: str) -> None:
        """All is here."""

    def bring(self, path: Path) -> None:
        """It is here."""

    def catch_up(self, path: Path) -> None:
        """It is here."""

    def has(self, path: Path) -> bool:
        """Whether the file lies there."""
        return path.is_file()

    def put(self, path: Path, at: Path | None = None) -> None:
        """It is at home."""

    def remove(self, path: Path) -> None:
        """Delete the file at *path*, where there is one."""
        path.unlink(missing_ok=True)

    def date(self, path: Path, mtime_ns: int) -> bool:  # noqa: ARG002 - as `Home` has it
        """The record takes the date of the file."""
        return False

    def read(self, path: Path) -> bytes:
        """What the file holds; nothing where there is none."""
        return path.read_bytes() if path.is_file() else b""

    def append(self, path: Path, line: Callable[[bytes], str]) -> None:
        """Add to the end of the file, one writer at a time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            added = line(self.read(path))
            with path.open("a", encoding="utf-8") as file:
                file.write(added)


_disk = Disk()
#: The folders of this machine that are copies, by the addresses of the buckets where they are at home.
_copies: dict[str, tuple[Path, Home]] = {}
_opening = Lock()
#: Files of copies that another process told of, and that may not have come here yet.
_told: set[Path] = set()
_catching_up = Lock()


def home_of(path: Path) -> Home:
    """Where the drama's folder that *path* lies in, or is, is at home."""
    for root, home in list(_copies.values()):
        if path.is_relative_to(root):
            return home
    return _disk


def is_far(folder: Path | str) -> bool:
    """Whether *folder* is the address of a bucket: `s3://bucket/rain-night`."""
    # A Path has one slash of two.
    return re.match(r"s3:/", str(folder)) is not None


def spelled(folder: Path | str) -> str:
    """*folder* as one writes it: a Path takes the second slash out of an address."""
    return re.sub(r"^s3:/+", "s3://", str(folder)).rstrip("/") if is_far(folder) else str(folder)


def spelled_in(text: str) -> str:
    """*text* with its addresses as one writes them."""
    return re.sub(r"\bs3:/(?=[^/])", "s3://", text)


def here(folder: Path) -> Path:
    """
    The folder on this machine where the work on *folder*, itself or an address, is done.

    `FolderError` where a bucket can't be reached.
    """
    if not is_far(folder):
        return folder
    root, home = _copy(spelled(folder))
    home.open()
    return root


def _copy(address: str) -> tuple[Path, Any]:
    from pipeline.storage.mirror import Mirror

    with _opening:
        if address not in _copies:
            mirror = Mirror.of(address)
            _copies[address] = (mirror.root, mirror)
            copyreg.pickle(type(mirror.root), _parcel)
    return _copies[address]


def address(path: Path) -> str:
    """What names *path* on every machine: its address where it is, or lies in, a copy; else itself."""
    for one, (root, _) in list(_copies.items()):
        if path.is_relative_to(root):
            return "/".join([one, *path.relative_to(root).parts])
    return str(path)


def _parcel(path: Path) -> tuple[Any, ...]:
    """A path for another process, whose copy may lie elsewhere."""
    for one, (root, _) in list(_copies.items()):
        if path.is_relative_to(root):
            return _unpacked, (one, path.relative_to(root).as_posix())
    return type(path), path.parts


def _unpacked(address: str, name: str) -> Path:
    path = _copy(address)[0] / name
    _told.add(path)
    return path


def catch_up() -> None:
    """Have all files of buckets here that other processes told this one of, as they stand."""
    with _catching_up:
        while _told:
            path = _told.pop()
            try:
                home_of(path).catch_up(path)
            except FolderError:
                _told.add(path)
                raise
