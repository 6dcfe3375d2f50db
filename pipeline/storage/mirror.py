"""
A drama's folder in a bucket, and the copy of it on this machine that all work is done on.

    ~/.shortdrama/cache/5d41402abc4b2a76/rain-night/     the copy: a drama's folder like any other
    ~/.shortdrama/cache/5d41402abc4b2a76/seen/           which object each of its files is, and was

The bucket is what holds. A file here that is not the object that it was when it was seen there was
written here and is on its way; any other gives way to what is there. The copy may be deleted at any
time when nobody works on it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from pipeline.errors import FolderError
from pipeline.storage.bucket import Bucket, Entry
from pipeline.storage.lease import LEASE_SECONDS, Leases
from pipeline.storage.listing import Listing
from pipeline.storage.names import by_owner, copy_name, copy_of, lock_of, owner_of, prefixes_of
from pipeline.storage.seen import Seen

#: What was listed so long ago is good enough to see that a file is kept.
_RECENT_SECONDS = 5.0
#: So many files come at once.
_MOST_AT_ONCE = 16
#: What is of this machine only, and what is read from the bucket each time.
_NOT_COPIED = (".made/tmp/", ".made/locks/", ".made/fonts/", ".made/ledger.")


class Mirror:
    """The copy *root* of the folder in *bucket*; safe to use from many threads and processes."""

    far = True

    def __init__(self, bucket: Bucket, root: Path, lease_seconds: float = LEASE_SECONDS) -> None:
        self.root = root
        self._bucket = bucket
        self._seen = Seen(root, root.parent / "seen")
        self._leases = Leases(bucket, copy_name(root.parent), lease_seconds)
        self._listing = Listing(bucket)
        self._moving = Lock()

    @classmethod
    def of(cls, address: str) -> Mirror:
        """The folder at *address*, `s3://bucket/rain-night`, copied below `SHORTDRAMA_CACHE`."""
        name, _, prefix = address.removeprefix("s3://").partition("/")
        if not name or not prefix:
            raise FolderError(
                f"{address} is no drama's address.", "Name a bucket and a folder: s3://bucket/rain-night."
            )
        bucket = Bucket(name, prefix)
        return cls(bucket, copy_of(bucket.endpoint, address))

    def open(self) -> None:
        """Have all here that is small, or that a person put there; what was made comes when it is needed."""
        tried = self.root.parent / "tried"
        if not tried.is_file():
            self._bucket.insist()
            self.root.mkdir(parents=True, exist_ok=True)
            tried.touch()
        self._listing.refresh(recent_seconds=0.0)
        wanted = [name for name in self._listing.below("") if not self._comes_later(name)]
        gone = [name for name in self._seen.names() if name not in self._listing]
        with ThreadPoolExecutor(_MOST_AT_ONCE) as pool:
            list(pool.map(self._come, by_owner([*wanted, *gone])))

    @contextmanager
    def alone(self, name: str, *, wait: bool) -> Iterator[None]:
        """Hold the lease of *name*, with all of it here as it stands now; see `Home`."""
        with self._leases.held(lock_of(name), wait=wait):
            self._fetch(name)
            yield

    def look(self, name: str) -> None:
        """Have all of *name* here as it was listed lately, but for what somebody here is at work on."""
        self._listing.refresh(_RECENT_SECONDS)
        for names in by_owner(self._all_of(name)):
            self._come(names)

    def bring(self, path: Path) -> None:
        """Have the file of an earlier take here."""
        if not path.is_file():
            self._download(self._name(path))

    def catch_up(self, path: Path) -> None:
        """Have the file here, and its record, as they stand now."""
        name = self._name(path)
        for one in (name, f".made/{name}.json"):
            self._listing.tell(one, self._bucket.entry(one))
        self.look(name)

    def has(self, path: Path) -> bool:
        """Whether a file belongs at *path*, here or there."""
        return path.is_file() or self._name(path) in self._listing

    def put(self, path: Path, at: Path | None = None) -> None:
        """Write the file over the object that was seen; `FolderError` where that is another one by now."""
        name, source = self._name(at or path), self._name(path)
        if name.startswith(_NOT_COPIED) or self._seen.is_same(name, path):
            return
        self._leases.insist(lock_of(owner_of(name)))
        before = self._seen.etag(source)
        if at and before and self._seen.is_same(source, path):
            etag = self._bucket.copy(source, before, name)
        else:
            etag = self._bucket.put(name, path, over=self._expected(name), mtime_ns=path.stat().st_mtime_ns)
        if not etag:
            raise FolderError(
                f"Somebody else wrote {name} in the bucket while it was made here.",
                "Run again: what is there is kept.",
            )
        self._seen.write(name, etag, path)
        self._listing.tell(name, Entry(etag, path.stat().st_size))

    def remove(self, path: Path) -> None:
        """Delete the object, then the file."""
        name = self._name(path)
        self._leases.insist(lock_of(owner_of(name)))
        if name in self._listing or self._seen.etag(name):
            self._bucket.delete(name)
        path.unlink(missing_ok=True)
        self._seen.forget(name)
        self._listing.tell(name, None)

    def date(self, path: Path, mtime_ns: int) -> bool:
        """Give the file the date of its record, which is the same for all machines."""
        name, etag = self._name(path), self._seen.etag(self._name(path))
        if etag and self._seen.is_same(name, path):
            os.utime(path, ns=(mtime_ns, mtime_ns))
            self._seen.write(name, etag, path)
        return True

    def read(self, path: Path) -> bytes:
        """What the object holds at this moment."""
        there = self._bucket.read(self._name(path))
        return there.content if there else b""

    def append(self, path: Path, line: Callable[[bytes], str]) -> None:
        """Write the whole object with the new line, again and again until nobody came in between."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # Those of this machine take turns, so that they don't spoil each other's tries.
        with FileLock(path.with_suffix(".lock")):
            while True:
                there = self._bucket.read(self._name(path))
                before = there.content if there else b""
                whole = before + line(before).encode()
                if self._bucket.put(self._name(path), whole, over=there.etag if there else ""):
                    return

    def _fetch(self, name: str) -> None:
        """Have all of *name* here as it stands now; its lock is held."""
        listed = {
            one: entry for prefix in prefixes_of(name) for one, entry in self._bucket.list(prefix).items()
        }
        for one in {*self._all_of(name), *listed}:
            if one in listed or owner_of(one) == name:
                self._listing.tell(one, listed.get(one))
        changed = [one for one in self._all_of(name) if self._follow(one, listed.get(one))]
        if {name, f".made/{name}.json"} & set(changed) and self._is_coming(name):
            # What this machine was about to put in place when it died has been made elsewhere since.
            (self.root / f".made/{name}.next").unlink(missing_ok=True)
        for file in (self.root / ".made/tickets" / name).glob("*.json"):
            self.put(file)

    def _is_coming(self, name: str) -> bool:
        """Whether *name* lies here to be put in place, which nobody elsewhere knows of."""
        page = f".made/{name}.next"
        return (self.root / page).is_file() and not self._seen.etag(page)

    def _all_of(self, name: str) -> list[str]:
        """The names of all that belongs to *name*, there or here, but for the files of its takes."""
        pages = (f".made/{name}.{ending}" for ending in ("json", "next", "sha256"))
        alone = [name, *pages, ".made/wishes.json"]
        folders = [f".made/takes/{name}/", f".made/tickets/{name}/"]
        there = [one for folder in folders for one in self._listing.below(folder)]
        here = [
            file.relative_to(self.root).as_posix()
            for folder in folders
            for file in (self.root / folder).glob("*.json")
        ]
        below = [one for one in {*there, *here} if one.endswith(".json")]
        return [*(one for one in alone if one in self._listing or (self.root / one).is_file()), *below]

    def _comes_later(self, name: str) -> bool:
        taken = name.startswith(".made/takes/") and not name.endswith(".json")
        return taken or name.startswith(_NOT_COPIED) or f".made/{name}.json" in self._listing

    def _come(self, names: Collection[str]) -> None:
        """Have *names*, which belong together, here, unless somebody is, or died while, at work on them."""
        names = [name for name in names if self._differs(name, self._listing.entry(name))]
        if not names or self._is_coming(owner := owner_of(names[0])):
            return
        lock = (self.root / lock_of(owner)).with_suffix(".lock")
        lock.parent.mkdir(parents=True, exist_ok=True)
        with suppress(Timeout), FileLock(lock, blocking=False):
            for name in names:
                # What is here may be newer than the list.
                self._follow(name, (self._bucket if self._seen.etag(name) else self._listing).entry(name))

    def _differs(self, name: str, entry: Entry | None) -> bool:
        path, etag = self.root / name, self._seen.etag(name)
        return bool(etag) if entry is None else etag != entry.etag or not path.is_file()

    def _follow(self, name: str, entry: Entry | None) -> bool:
        """Have *name* here as *entry* says; whether that changed anything."""
        if not self._differs(name, entry):
            return False
        if entry is not None:
            return self._download(name)
        if self._seen.is_same(name, self.root / name):
            (self.root / name).unlink()
        self._seen.forget(name)
        return True

    def _download(self, name: str) -> bool:
        path, before = self.root / name, self._seen.etag(name)
        beside = self.root.parent / "coming" / uuid.uuid4().hex
        beside.parent.mkdir(parents=True, exist_ok=True)
        head = self._bucket.download(name, beside)
        if head is None:
            return False
        if dated := int(head["Metadata"].get("mtime-ns", 0)):
            os.utime(beside, ns=(dated, dated))
        with self._moving:
            if self._seen.etag(name) != before:
                # Something newer came, or was written, in the meantime.
                beside.unlink()
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            self._seen.forget(name)
            beside.replace(path)
            self._seen.write(name, head["ETag"], path)
        return True

    def _expected(self, name: str) -> str | None:
        """What an object must be that is written over; files that nobody is alone with may be anything."""
        made = name.startswith(".made/") or (self.root / f".made/{name}.next").is_file()
        return self._seen.etag(name) if made else None

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()
