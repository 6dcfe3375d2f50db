"""Which object each file of a copy is: a page per file, with its etag, and its size and date here."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path


class Seen:
    """What is known of the files of the copy *root*, on pages below *folder*."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder

    def names(self) -> Iterator[str]:
        """All files that a page is there for."""
        for page in self._folder.rglob("*.seen"):
            yield page.relative_to(self._folder).as_posix().removesuffix(".seen")

    def etag(self, name: str) -> str:
        """The object that *name* was when it was last the same here and there; empty where it never was."""
        return str(self._read(name).get("etag", ""))

    def is_same(self, name: str, path: Path) -> bool:
        """Whether the file at *path* is what the object *name* was when it was last seen."""
        known = self._read(name)
        if not known or not path.is_file():
            return False
        stat = path.stat()
        return (stat.st_size, stat.st_mtime_ns) == (known["size"], known["mtime_ns"])

    def write(self, name: str, etag: str, path: Path) -> None:
        """The file at *path* is the object *name* as it is now."""
        stat = path.stat()
        page = self._page(name)
        page.parent.mkdir(parents=True, exist_ok=True)
        beside = page.with_name(f".{page.name}.{uuid.uuid4().hex}")
        beside.write_text(json.dumps({"etag": etag, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}))
        beside.replace(page)

    def forget(self, name: str) -> None:
        """Nothing is known of *name*: it is not there, or about to be another one."""
        self._page(name).unlink(missing_ok=True)

    def _page(self, name: str) -> Path:
        return self._folder / f"{name}.seen"

    def _read(self, name: str) -> dict[str, object]:
        try:
            return dict(json.loads(self._page(name).read_bytes()))
        except FileNotFoundError:
            return {}
