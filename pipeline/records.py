"""
What is remembered of each file in a drama's folder: the pages of `.made/`.

    .made/images/e01s02-03.png.json        how the file that lies there was made
    .made/images/e01s02-03.png.next        the same, of a file that is on its way into place
    .made/takes/images/e01s02-03.png/1.png 1.png.json     earlier takes, whole
    .made/wishes.json                      which files are to get a new take
    .made/locks/  .made/tmp/               who is at work, and on what

Every page is written beside and moved into place, so a reader sees the old page or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from pipeline.errors import FolderError
from pipeline.recipe import Recipe
from pipeline.storage.home import home_of

BY_HAND = "by hand"


class Record(BaseModel):
    """
    How one file came to be. *take* counts from 1; *cost* is in *currency*.

    *redos* is how many new takes had been asked for when it was made: after one more it no longer
    counts. *pinned* holds the number of redos that had been asked for when a person chose this take; it is
    kept whatever its recipe until one more is asked for. *notes* is what the engine told about the
    file (word times); *passed_over* says why engines before this one did not deliver.
    """

    model_config = ConfigDict(frozen=True)

    page: int = 1
    name: str
    take: int = 1
    engine: str
    recipe: Recipe
    redos: int = 0
    sha256: str
    size: int
    mtime_ns: int
    made_at: str
    took_seconds: float = 0.0
    cost: float = 0.0
    currency: str = ""
    notes: dict[str, Any] = Field(default_factory=dict)
    passed_over: tuple[str, ...] = ()
    pinned: int | None = None
    temporary: str = ""


class Wish(BaseModel):
    """
    A person's wish for a new take. *redos* counts them; *seed* is the one asked for, if any.

    *over* is the hash of a file made by hand that may be replaced because of this wish. *by* is the run
    that wished last, which does not wish again when it goes on after an interruption.
    """

    model_config = ConfigDict(frozen=True)

    redos: int = 0
    seed: int | None = None
    over: str = ""
    by: str = ""


_WISHES = TypeAdapter(dict[str, Wish])


class Records:
    """The pages of one drama."""

    def __init__(self, root: Path) -> None:
        self.made = root / ".made"

    def page(self, name: str) -> Path:
        """Where the record of *name* lies."""
        return self.made / f"{name}.json"

    def coming(self, name: str) -> Path:
        """Where the record of *name* lies while the file is moved into place."""
        return self.made / f"{name}.next"

    def take_file(self, name: str, take: int) -> Path:
        """Where an earlier take of *name* is kept."""
        return self.made / "takes" / name / f"{take}{Path(name).suffix}"

    def take_page(self, name: str, take: int) -> Path:
        """Where the record of an earlier take is kept."""
        file = self.take_file(name, take)
        return file.with_name(f"{file.name}.json")

    def read(self, page: Path) -> Record | None:
        """The record on that *page*; nothing where there is none or it was damaged."""
        try:
            return Record.model_validate_json(page.read_bytes())
        except (OSError, ValueError):
            return None

    def takes(self, name: str) -> Iterator[Record]:
        """The earlier takes of *name* that are still whole, oldest first."""
        folder = self.made / "takes" / name
        pages = folder.glob(f"*{Path(name).suffix}.json") if folder.is_dir() else ()
        records = [record for record in map(self.read, pages) if record]
        for record in sorted(records, key=lambda record: record.take):
            file = self.take_file(name, record.take)
            if home_of(file).has(file):
                yield record

    def next_take(self, name: str) -> int:
        """The number of the next take of *name*: no file has it that is there, or on its way into place."""
        present, coming = self.read(self.page(name)), self.read(self.coming(name))
        known = [record.take for record in self.takes(name)] + ([present.take] if present else [])
        take = max(known, default=0) + 1
        return take + 1 if coming and coming.take == take else take

    def wishes(self) -> dict[str, Wish]:
        """All wishes for new takes, by file name."""
        page = self.made / "wishes.json"
        if not page.is_file():
            return {}
        try:
            return _WISHES.validate_json(page.read_bytes())
        except ValueError as error:
            raise FolderError(
                f"{page} is damaged.", "Delete it; only the redos that were asked for are forgotten."
            ) from error

    def write_wishes(self, wishes: dict[str, Wish]) -> None:
        """Remember all *wishes*."""
        data = {name: wish.model_dump(exclude_defaults=True) for name, wish in sorted(wishes.items())}
        write_whole(self.made / "wishes.json", json.dumps(data, ensure_ascii=False, indent=1))

    def write(self, page: Path, record: Record) -> None:
        """Remember *record* on *page*."""
        write_whole(page, record.model_dump_json(indent=1, exclude_defaults=True))


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path* whole or not at all, and to the folder's home; one writer at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Always the same name: what a killed process left there is written over, and does not pile up.
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    home_of(path).put(path)


def sha256_of(path: Path) -> str:
    """The hash of the file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
