"""
Folders of sounds that a person puts into the drama: files, and a page of tags beside them.

A file needs no tags: its name is read for words. Whatever is wrong is told at once, by name and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from pipeline.errors import BadResult, InputError
from pipeline.ffmpeg import Media, probe
from pipeline.options import Reading, instead

Tags = TypeVar("Tags")

_SOUNDS = {
    *(".mp3", ".wav", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac"),
    *(".wma", ".aif", ".aiff", ".mka", ".mp4", ".webm"),
}


@dataclass(frozen=True)
class Shelf(Generic[Tags]):
    """The sounds of a *folder*, in the order of their names, with their tags; and what is *wrong* there."""

    folder: Path
    tags: dict[Path, Tags]
    wrong: tuple[str, ...] = ()

    def insist(self) -> None:
        """`InputError` with all that is wrong, where anything is."""
        if self.wrong:
            raise InputError(
                f"{self.folder} can't be used: {' '.join(self.wrong)}",
                "Correct what is named, or take the folder away.",
            )

    def unreadable(self) -> Iterator[str]:
        """The sounds that can't be played, by name."""
        for file in self.tags:
            try:
                opened(file)
            except BadResult as error:
                yield str(error)


def folder_of(root: Path, named: str, usual: str) -> Path | None:
    """
    The folder of sounds: *named*, seen from the drama's folder *root*, or its *usual* one, if it is there.

    `InputError` where the one that is named is not there.
    """
    folder = root / (Path(named).expanduser() if named else usual)
    if folder.is_dir():
        return folder
    if named:
        raise InputError(f"There is no folder {folder}.", "Correct its path in the section `final.sound`.")
    return None


def shelf(folder: Path, page: str, kind: type[Tags]) -> Shelf[Tags]:
    """
    The sounds in *folder* and below, each with what the YAML file *page* in it says of it, as *kind*.

    The page maps names of files, seen from the folder, to tags; who is not on it has the default tags.
    """
    sounds = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _SOUNDS and file.is_file())
    files = {file.relative_to(folder).as_posix(): file for file in sounds}
    told: dict[Path, Tags] = {}
    problems: list[str] = []
    if (folder / page).is_file():
        told, problems = _read(folder / page, files, kind)
    return Shelf(folder, {file: told.get(file, kind()) for file in sounds}, tuple(problems))


def _read(page: Path, files: dict[str, Path], kind: type[Tags]) -> tuple[dict[Path, Tags], list[str]]:
    """What *page* says of each of *files*, and every mistake in it with its line."""
    try:
        text = page.read_text("utf-8")
        node, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        return {}, [f"{page.name} is not valid YAML in UTF-8: {error}."]
    reading = Reading(node)
    told: dict[Path, Tags] = {}
    if not isinstance(data, dict):
        return {}, [f"{page.name} holds no names of files with tags below them."]
    for name, tags in data.items():
        if name in files:
            told[files[name]] = reading.options(kind, tags, (name,))
        else:
            reading.problem((name,), "there is no such file", instead(str(name), files) if files else "")
    return told, [f"{page.name}, {problem}" for problem in reading.problems]


def opened(file: Path) -> Media:
    """What *file* holds; `BadResult` where its sound can't be decoded from its start."""
    stat = file.stat()
    return _opened(file, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4096)
def _opened(file: Path, size: int, mtime_ns: int) -> Media:  # noqa: ARG001 - a changed file is another one
    from pipeline.final.sound.recording import blocks

    media = probe(file)
    next(blocks(file), None)
    return media


def says(text: str, word: str) -> bool:
    """Whether *word* stands in *text*: letters as a word, with a usual ending; other scripts anywhere."""
    return re.search(pattern(word), text, re.IGNORECASE) is not None


def pattern(word: str) -> str:
    """A regular expression for *word*, as `says` reads it."""
    if not word.isascii():
        return re.escape(word)
    return rf"(?<![a-z]){re.escape(word)}(?:s|es|ed|ing)?(?![a-z])"


def name_in(shelf: Shelf[Any], file: Path) -> str:
    """The name of *file* with its folders, as words: `sad/slow-piano.mp3` is `sad slow piano`."""
    bare = file.relative_to(shelf.folder).with_suffix("").as_posix()
    return re.sub(r"[\W\d_]+", " ", bare).strip().lower()
