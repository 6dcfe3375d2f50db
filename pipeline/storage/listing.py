"""What stands in a bucket: a list that is some seconds old, and all that was written here since."""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from threading import Lock

from pipeline.storage.bucket import Bucket, Entry
from pipeline.storage.names import is_name

_LAST = "\U0010ffff"


class Listing:
    """The objects of *bucket* whose names can be those of files; safe to use from many threads."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._entries: dict[str, Entry] = {}
        self._names: list[str] = []
        self._asked_at = float("-inf")
        self._asking, self._changing = Lock(), Lock()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def entry(self, name: str) -> Entry | None:
        """The object *name*, where there is one."""
        return self._entries.get(name)

    def below(self, prefix: str) -> list[str]:
        """All names that begin with *prefix*, in their order."""
        with self._changing:
            first = bisect_left(self._names, prefix)
            return self._names[first : bisect_left(self._names, prefix + _LAST)]

    def refresh(self, recent_seconds: float) -> None:
        """Ask for the list, unless that was done since so many seconds."""
        since = time.monotonic() - recent_seconds
        with self._asking:
            if self._asked_at >= since:
                return
            began, before = time.monotonic(), dict(self._entries)
            listed = {name: entry for name, entry in self._bucket.list().items() if is_name(name)}
            with self._changing:
                listed = _with_changes(listed, before, self._entries)
                self._entries, self._names, self._asked_at = listed, sorted(listed), began

    def tell(self, name: str, entry: Entry | None) -> None:
        """Remember what stands there as *name*; nothing where nothing does."""
        with self._changing:
            if entry is None:
                if self._entries.pop(name, None):
                    self._names.remove(name)
                return
            if name not in self._entries:
                insort(self._names, name)
            self._entries[name] = entry


def _with_changes(
    listed: dict[str, Entry], before: dict[str, Entry], now: dict[str, Entry]
) -> dict[str, Entry]:
    """What was *listed*, but for what was written here in the meantime, which is newer."""
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    kept = {name: entry for name, entry in listed.items() if name not in changed}
    return kept | {name: now[name] for name in changed & now.keys()}
