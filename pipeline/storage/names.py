"""The names of what a drama has in a bucket, and of its copies."""

from __future__ import annotations

import os
import socket
import uuid
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath

from filelock import FileLock

_MADE = ".made/"


def lock_of(name: str) -> str:
    """The lock of the file *name*."""
    return f".made/locks/{name.replace('/', '~')}.lease"


def owner_of(name: str) -> str:
    """The file that *name*, a page or a take, belongs to, and whose lock it is written under."""
    if not name.startswith(_MADE):
        return name
    pure = PurePosixPath(name.removeprefix(_MADE))
    if pure.parts[0] in ("takes", "tickets"):
        return PurePosixPath(*pure.parts[1:-1]).as_posix()
    return pure.with_suffix("").as_posix()


def by_owner(names: Iterable[str]) -> list[list[str]]:
    """*names*, with those together that are written under one lock."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[owner_of(name)].append(name)
    return list(found.values())


def prefixes_of(name: str) -> list[str]:
    """How the names of all begin that belongs to the file *name*, and of the wishes for it."""
    return [name, f".made/{name}.", f".made/takes/{name}/", f".made/tickets/{name}/", ".made/wishes.json"]


def is_name(key: str) -> bool:
    """Whether a file of that name can lie in the folder, and nowhere else."""
    pure = PurePosixPath(key)
    return not pure.is_absolute() and ".." not in pure.parts and "\\" not in key and str(pure) == key


def copy_of(endpoint: str, address: str) -> Path:
    """Where on this machine the copy lies of what is at home at an *address* of the server *endpoint*."""
    which = sha256(f"{endpoint} {address}".encode()).hexdigest()[:16]
    cache = Path(os.environ.get("SHORTDRAMA_CACHE") or Path.home() / ".shortdrama" / "cache")
    return cache.absolute() / which / PurePosixPath(address).name


def copy_name(cache: Path) -> str:
    """What the copy in *cache* is called: no other has that name, of this machine or of another one."""
    cache.mkdir(parents=True, exist_ok=True)
    page = cache / "copy"
    with FileLock(cache / "copy.lock"):
        if not page.is_file():
            page.write_text(uuid.uuid4().hex)
    return f"{socket.gethostname()}/{page.read_text()[:8]}"
