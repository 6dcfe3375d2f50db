"""The dramas and scripts that lie below an address in a bucket, and their files as a browser sees them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path, PurePosixPath
from threading import Lock

from pipeline.errors import FolderError
from pipeline.storage.bucket import Bucket
from pipeline.storage.home import spelled
from pipeline.storage.names import is_name

#: What was found so long ago is good enough for a list that a person reads.
_RECENT_SECONDS = 10.0
_MOST_AT_ONCE = 16
#: So long an address that was lent is good: a film can be watched by it.
_LENT_SECONDS = 6 * 3600


class Shelf:
    """The folder at *address*, `s3://films` or `s3://films/dramas`; nothing outside it can be named."""

    def __init__(self, address: str) -> None:
        name, _, prefix = spelled(address).removeprefix("s3://").partition("/")
        if not name:
            raise FolderError(f"{address} names no bucket.", "Name one: s3://films/dramas.")
        self._bucket = Bucket(name, prefix)
        self._found: list[str] = []
        self._asked_at = float("-inf")
        self._asking = Lock()

    def has(self, name: str) -> bool:
        """Whether there is a file *name*."""
        return is_name(name) and self._bucket.head(name) is not None

    def fetch(self, name: str, file: Path) -> bool:
        """Write the file *name* to *file*; whether there is one."""
        return self._bucket.download(name, file) is not None

    def lent(self, name: str, kind: str) -> str:
        """An address at which the file *name* can be read for some hours, as something of that *kind*."""
        return self._bucket.lent(name, kind, _LENT_SECONDS)

    def holding(self, page: str, endings: Iterable[str], depth: int) -> list[str]:
        """
        The folders that hold a file called *page*, and the files with *endings*, *depth* folders down.

        As they were found some seconds ago; those that are hidden are left out.
        """
        with self._asking:
            if self._asked_at < time.monotonic() - _RECENT_SECONDS:
                self._found = list(self._look(page, tuple(endings), [""], depth))
                self._asked_at = time.monotonic()
            return self._found

    def _look(self, page: str, endings: tuple[str, ...], folders: list[str], depth: int) -> Iterator[str]:
        with ThreadPoolExecutor(_MOST_AT_ONCE) as pool:
            listed = list(pool.map(self._folder, folders))
        below: list[str] = []
        for name, (inside, files) in zip(folders, listed, strict=True):
            if name and f"{name}/{page}" in files:
                yield name
            elif depth:
                yield from (file for file in files if _shown(file) and file.lower().endswith(endings))
                below += filter(_shown, inside)
        if below:
            yield from self._look(page, endings, below, depth - 1)

    def _folder(self, name: str) -> tuple[list[str], list[str]]:
        """The folders and the files in the folder *name*, and no deeper."""
        folders: list[str] = []
        files: list[str] = []
        for page in self._bucket.pages(f"{name}/" if name else "", Delimiter="/"):
            folders += [self._name(one["Prefix"]) for one in page.get("CommonPrefixes", ())]
            files += [self._name(one["Key"]) for one in page.get("Contents", ())]
        return folders, files

    def _name(self, key: str) -> str:
        return key.removeprefix(self._bucket.prefix).removesuffix("/")


def _shown(name: str) -> bool:
    return is_name(name) and not PurePosixPath(name).name.startswith(".")


@cache
def shelf(address: str) -> Shelf:
    """The folder at *address*, the same one for all who ask in this process."""
    return Shelf(address)


def fetched(address: str, folder: Path) -> Path:
    """The file at *address*, written into *folder*; `FolderError` where there is none."""
    above, _, name = spelled(address).rpartition("/")
    file = folder / name
    if not name or not Shelf(above).fetch(name, file):
        raise FolderError(
            f"There is no {spelled(address)}.", "Correct the name, or put the file there first."
        )
    return file
