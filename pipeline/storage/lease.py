"""
Locks that hold in the storage: an object per name, `.made/locks/clips~e01s02-03.mp4.lease`.

Whoever writes it over the one that was seen has the lock, for as long as it is renewed. A thread
does that for all locks of this process; those of a process that died run out, and are taken over.
How old a lease is, the storage's own clock says, so that it does not matter what clocks here show.
A lock that is let go stays as a page that says so: only some storages delete what they saw.
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from pydantic import BaseModel, ConfigDict

from pipeline.errors import FolderError
from pipeline.storage.bucket import Bucket

#: So long after its last renewal a lock is somebody else's; three renewals fit in.
LEASE_SECONDS = 60.0
#: The storage's dates are whole seconds, and both of them are rounded.
_ROUNDED_SECONDS = 1.0
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.2, 2.0

log = logging.getLogger("drama")


class Page(BaseModel):
    """What stands in a lock: *by* whom it is held, unless it is *free*; *turn* is another each time."""

    model_config = ConfigDict(frozen=True)

    by: str
    seconds: float = LEASE_SECONDS
    free: bool = False
    turn: str = ""


class Lease:
    """One lock that is held: the object *name*, last written as *etag*, good *until* by our stopwatch."""

    def __init__(self, name: str, etag: str, until: float) -> None:
        self.name, self.etag, self.until = name, etag, until
        #: Held while it is written, so that it is not renewed and let go at the same time.
        self.writing = Lock()
        self._taken = False

    @property
    def lost(self) -> bool:
        """Whether somebody else may have it by now."""
        return self._taken or time.monotonic() > self.until

    def take(self) -> None:
        """Somebody else has it."""
        self._taken = True


class Leases:
    """
    The locks that this process holds in *bucket*.

    *by* names this machine's copy of the folder. Whoever asks holds the lock of that copy as well, so
    a lease by the same name is that of a process that died.
    """

    def __init__(self, bucket: Bucket, by: str, seconds: float = LEASE_SECONDS) -> None:
        self._bucket, self._by, self._seconds = bucket, by, seconds
        self._held: dict[str, Lease] = {}
        self._changing = Lock()
        self._renewing: Thread | None = None
        self._ended = Event()

    def insist(self, name: str) -> None:
        """`FolderError` where the lock *name* was held here, and may be somebody else's by now."""
        lease = self._held.get(name)
        if lease and lease.lost:
            raise FolderError(
                f"The lock {name} ran out while it was needed: this machine, or its network, stood still.",
                "Another one may have gone on. Run again: what is done is kept.",
            )

    @contextmanager
    def held(self, name: str, *, wait: bool) -> Iterator[None]:
        """Hold the lock *name*; `FolderError` where somebody else does and there is no *wait*."""
        lease = self._acquired(name, wait=wait)
        with self._changing:
            self._held[name] = lease
            self._begin()
        try:
            yield
        finally:
            with self._changing:
                del self._held[name]
            self._write(lease, free=True)

    def renew(self) -> None:
        """Renew all that are held."""
        for lease in list(self._held.values()):
            self._write(lease)

    def _write(self, lease: Lease, *, free: bool = False) -> None:
        with lease.writing:
            if lease.lost or (not free and self._held.get(lease.name) is not lease):
                return
            until = time.monotonic() + self._seconds
            try:
                etag = self._bucket.put(lease.name, self._page(free=free), over=lease.etag)
            except FolderError as error:
                # It runs out by itself, and whoever writes under it looks first whether it has.
                log.warning("The lock %s could not be written. %s", lease.name, error)
                return
            if etag:
                lease.etag, lease.until = etag, until
            else:
                lease.take()

    def _acquired(self, name: str, *, wait: bool) -> Lease:
        pause = _SHORTEST_PAUSE
        while True:
            until = time.monotonic() + self._seconds
            there = self._bucket.read(name)
            over = there.etag if there else ""
            page = Page.model_validate_json(there.content) if there else None
            if there is None or page is None or self._is_over(page, there.age_seconds):
                if etag := self._bucket.put(name, self._page(), over=over):
                    return Lease(name, etag, until)
            elif not wait:
                raise FolderError(
                    f"A run is at work on it elsewhere: {page.by} holds {name}.",
                    f"Stop it first, or wait until it is done; where it died, {page.seconds:.0f} seconds do.",
                )
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _is_over(self, page: Page, age_seconds: float) -> bool:
        return page.free or page.by == self._by or age_seconds > page.seconds + _ROUNDED_SECONDS

    def _page(self, *, free: bool = False) -> bytes:
        # Another content each time: an etag that was seen before would let an old one be taken over.
        page = Page(by=self._by, seconds=self._seconds, free=free, turn=uuid.uuid4().hex)
        return page.model_dump_json().encode()

    def _begin(self) -> None:
        if self._renewing is None:
            self._renewing = Thread(target=self._go_on_renewing, name="drama-leases", daemon=True)
            self._renewing.start()

    def _go_on_renewing(self) -> None:
        while not self._ended.wait(self._seconds / 3):
            with self._changing:
                if not self._held:
                    self._renewing = None
                    return
            self.renew()

    def end(self) -> None:
        """Stop renewing, as a process does that dies."""
        self._ended.set()
