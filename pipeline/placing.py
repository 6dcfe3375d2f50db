"""
Moving a finished file into place so that a crash at any moment neither loses nor doubles it.

The order is: the new file lies whole in `.made/tmp`, its record is written as `.next`, the file
it replaces moves to the takes, the new file moves into place, the record takes the place of the
old one. Whoever comes by after a crash finds from the `.next` page how far that went, and goes on.
Where the folder is at home elsewhere, each step is done there as well before the next one is begun.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import FfmpegError, FolderError
from pipeline.records import BY_HAND, Record, Records, sha256_of
from pipeline.storage.home import home_of

_OUR_DOING = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota on that disk is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.ENAMETOOLONG: "the name is too long for that disk",
    errno.ENOLCK: "the disk gives no locks (of a shared one, its server does not, or it is mounted without)",
    errno.EISDIR: "a folder lies in its place",
    errno.ENOTDIR: "a file lies where a folder should",
}
_SPARE_BYTES = 32 * 2**20


@contextmanager
def storage(name: str) -> Iterator[None]:
    """Turn what the disk refuses while *name* is handled into a `FolderError`."""
    try:
        yield
    except OSError as error:
        if error.errno not in _OUR_DOING:
            raise
        raise FolderError(
            f"{name} can't be written or read: {_OUR_DOING[error.errno]} ({error.filename or error}).",
            "Nothing that was made is lost: make room or give access, and run the same command again.",
        ) from error


@contextmanager
def full_disk(name: str, root: Path) -> Iterator[None]:
    """Say so where ffmpeg failed on a full disk, which is hard to find among what it says."""
    try:
        yield
    except FfmpegError as error:
        if shutil.disk_usage(root).free >= _SPARE_BYTES:
            raise
        raise FolderError(
            f"{name} can't be written: the disk is full.",
            "Nothing that was made is lost: make room and run the same command again.",
        ) from error


def flat(name: str) -> str:
    """*name* as one file name."""
    return name.replace("/", "~")


class Placing:
    """Moves files of the drama in *root* into place; the caller holds the lock of the name."""

    def __init__(self, root: Path, records: Records) -> None:
        self._root = root
        self._records = records
        self._home = home_of(root)
        self._tmp = records.made / "tmp"

    def temporary(self, name: str) -> Path:
        """A fresh place to write *name* to, on the same disk, in a folder of its own."""
        folder = self._tmp / f"{flat(name)}.{os.getpid()}"
        folder.mkdir(parents=True)
        return folder / Path(name).name

    def sweep(self, name: str) -> None:
        """Remove all half-made files of *name*, with what lies beside them."""
        for folder in self._tmp.glob(f"{glob.escape(flat(name))}.*"):
            shutil.rmtree(folder)

    def place(self, record: Record, *, replaces: Record | None, keep_takes: bool) -> Record:
        """
        Move the file that *record* describes from its `temporary` into place.

        The file that lies there goes to the takes under *replaces*, or as one made by hand where
        that is not known; with *keep_takes* off it is given up.
        """
        self._records.write(self._records.coming(record.name), record)
        return self._finish(record, replaces=replaces, keep_takes=keep_takes)

    def bring_back(self, record: Record, *, replaces: Record | None) -> Record:
        """Put the earlier take that *record* describes in place; `FolderError` where it is damaged."""
        source = self._records.take_file(record.name, record.take)
        self._home.bring(source)
        if sha256_of(source) != record.sha256:
            raise FolderError(
                f"Take {record.take} of {record.name} was changed or damaged: {source}.",
                "Delete that file to have the take made again, or put it in place by hand.",
            )
        # Copied, not moved: a crash between here and the record must leave the take where it was.
        temporary = self.temporary(record.name)
        shutil.copyfile(source, temporary)
        coming = record.model_copy(update={"temporary": f"{temporary.parent.name}/{temporary.name}"})
        placed = self.place(coming, replaces=replaces, keep_takes=True)
        self._home.remove(self._records.take_page(record.name, record.take))
        self._home.remove(source)
        return placed

    def settle(self, name: str) -> None:
        """Finish or undo what a process that died left of *name*, and sweep up its half-made files."""
        coming_page = self._records.coming(name)
        coming = self._records.read(coming_page)
        if coming:
            arrived = self._root / name
            if (self._tmp / coming.temporary).is_file():
                replaced = self._records.read(self._records.page(name))
                self._finish(coming, replaces=replaced, keep_takes=True)
            elif arrived.is_file() and sha256_of(arrived) == coming.sha256:
                self._remember(coming)
        if coming_page.is_file():
            self._home.remove(coming_page)
        self.sweep(name)

    def _finish(self, record: Record, *, replaces: Record | None, keep_takes: bool) -> Record:
        arrived = self._root / record.name
        arrived.parent.mkdir(parents=True, exist_ok=True)
        # Also where a process died before that was done.
        self._home.put(self._records.coming(record.name))
        if keep_takes and arrived.is_file():
            self._archive(arrived, replaces)
        (self._tmp / record.temporary).replace(arrived)
        self.sweep(record.name)
        return self._remember(record)

    def _archive(self, file: Path, record: Record | None) -> None:
        name = file.relative_to(self._root).as_posix()
        if record is None or sha256_of(file) != record.sha256:
            record = self.found(name)
        taken = self._records.take_file(name, record.take)
        self._home.put(file, at=taken)
        self._records.write(self._records.take_page(name, record.take), record)
        file.replace(taken)

    def found(self, name: str) -> Record:
        """A record for a file that a person put there."""
        file = self._root / name
        stat = file.stat()
        return Record(
            name=name,
            take=self._records.next_take(name),
            engine=BY_HAND,
            recipe={},
            sha256=sha256_of(file),
            size=stat.st_size,
            mtime_ns=stat.st_mtime_ns,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _remember(self, record: Record) -> Record:
        arrived = self._root / record.name
        self._home.put(arrived)
        stat = arrived.stat()
        current = record.model_copy(update={"temporary": "", "mtime_ns": stat.st_mtime_ns})
        self._records.write(self._records.page(record.name), current)
        self._home.remove(self._records.coming(record.name))
        return current

    @contextmanager
    def alone(self, name: str, *, wait: bool = True) -> Iterator[None]:
        """
        Wait until nobody else works on *name*, on any machine; the lock ends with the process that holds it.

        `FolderError` where somebody does and there is no *wait*.
        """
        with storage(name):
            locks = self._records.made / "locks"
            locks.mkdir(parents=True, exist_ok=True)
            lock = FileLock(locks / f"{flat(name)}.lock")
            try:
                lock.acquire(blocking=wait)
            except Timeout as error:
                raise FolderError(
                    f"A run is at work on {name}.", "Stop it first (Ctrl-C), or wait until it is done."
                ) from error
        try:
            with self._home.alone(name, wait=wait):
                yield
        finally:
            lock.release()
