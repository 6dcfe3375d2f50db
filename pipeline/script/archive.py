"""ZIP archives, which .docx and .epub are: opened only where they can neither harm nor surprise."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

from pipeline.errors import ScriptError
from pipeline.script.container import check_size

#: A book has a few hundred parts; as many as here would take memory before anything is read.
MOST_PARTS = 10_000

#: What all parts may have together, unpacked, in bytes.
LARGEST_UNPACKED = 300_000_000

#: Text and its markup shrink to a tenth or, with endless repetition, to a fiftieth.
HIGHEST_RATIO = 150

#: One part that is parsed as XML, in bytes.
LARGEST_PART = 50_000_000

#: Tags and attributes of one part: a parser needs about 100 bytes of memory for each.
MOST_MARKUP = 4_000_000

_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)


class Archive:
    """The parts of an archive, by name; every method raises `ScriptError` only."""

    def __init__(self, packed: zipfile.ZipFile, called: str) -> None:
        self.packed = packed
        self.called = called
        self.names = frozenset(packed.namelist())

    def read(self, name: str) -> bytes:
        """The part *name*; `ScriptError` where it is missing, damaged or too large to be parsed."""
        if name not in self.names:
            raise ScriptError(f"{self.called} lacks its part {name}.", _AGAIN)
        size = self.packed.getinfo(name).file_size
        if size > LARGEST_PART:
            raise ScriptError(
                f"The part {name} of {self.called} has {size / 1e6:.0f} MB, more than "
                f"{LARGEST_PART / 1e6:.0f}.",
                _SPLIT,
            )
        with _told(self.called):
            data = self.packed.read(name)
        if data.count(b"<") + data.count(b"=") > MOST_MARKUP:
            raise ScriptError(f"The part {name} of {self.called} is nearly all markup, not text.", _SPLIT)
        return data


_AGAIN = "It may be cut off or damaged: copy or download it again, or save it anew."
_SPLIT = "Save its text alone as .txt in UTF-8, or split it into several scripts."


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """
    The archive at *path*, which is closed afterwards.

    Raises `ScriptError` where it is damaged, needs a password, or would unpack to more than
    `MOST_PARTS` and `LARGEST_UNPACKED` allow. Nothing is ever unpacked to the disk.
    """
    check_size(path)
    with _told(path.name):
        _check_count(path)
        packed = zipfile.ZipFile(path)
    with packed:
        for part in packed.infolist():
            _check_part(part, path.name)
        _check_total(packed.infolist(), path.name)
        yield Archive(packed, path.name)


@contextmanager
def _told(called: str) -> Iterator[None]:
    """Turn what zipfile raises into `ScriptError`."""
    try:
        yield
    except _BROKEN as error:
        raise ScriptError(f"{called} is a damaged ZIP archive ({error}).", _AGAIN) from error


def _check_count(path: Path) -> None:
    """Count the parts before zipfile makes an object of each; the archive's own count may lie."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        found = sum(1 for _ in islice(re.finditer(rb"PK\x01\x02", data), MOST_PARTS + 1))
    if found > MOST_PARTS:
        raise ScriptError(f"{path.name} is a ZIP archive of more than {MOST_PARTS} parts.", _SPLIT)


def _check_part(part: zipfile.ZipInfo, called: str) -> None:
    if part.flag_bits & 1:
        raise ScriptError(
            f"{called} is protected with a password.", "Open it, save it without a password, and try again."
        )
    if part.compress_type not in _PLAIN_METHODS:
        raise ScriptError(
            f"{called} is packed in an unusual way (method {part.compress_type}).",
            "Open it in the program that it is for, and save it anew.",
        )


def _check_total(parts: list[zipfile.ZipInfo], called: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > LARGEST_UNPACKED or (unpacked > LARGEST_PART and unpacked > HIGHEST_RATIO * packed):
        raise ScriptError(
            f"{called} would unpack from {packed / 1e6:.1f} to {unpacked / 1e6:.0f} MB: a script does not.",
            _SPLIT,
        )
