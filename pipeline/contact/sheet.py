"""The contact sheet of an episode: `final/e01-sheet.html`, a page that plays, and `final/e01-sheet.png`."""

from __future__ import annotations

import os
from base64 import b64encode
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from filelock import FileLock

from pipeline.contact import picture
from pipeline.contact.entries import Contact, Entry, total
from pipeline.contact.frames import jpeg
from pipeline.drama import Drama
from pipeline.errors import StoryboardError
from pipeline.final.check.report import Report
from pipeline.outcome import Outcome
from pipeline.page import environment, functions
from pipeline.placing import storage
from pipeline.records import write_whole
from pipeline.storage.home import home_of
from pipeline.wording import Wording

#: Where the sheets lie, beside the films.
_FOLDER = "final"


def write(drama: Drama, outcome: Outcome, report: Report | None = None) -> Path:
    """
    Write the page and the picture of the episode in *outcome* as it is in its folder; where the page lies.

    Clips need not be there, nor pictures: what there is of each shot is shown. *report* is that of the
    film's check, whose findings stand at their shots. Of a plan the files may be stale, and are shown so.
    `StoryboardError` where the episode is not told yet.
    """
    if outcome.episode is None or outcome.timeline is None:
        raise StoryboardError(f"{outcome.id} is not told yet.", "Make its storyboard first.")
    contact = Contact(drama, outcome, report)
    path = drama.project.path(f"{_FOLDER}/{outcome.id}-sheet.html")
    locks = drama.project.records.made / "locks"
    with storage(path.name):
        locks.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(locks / "sheet.lock"):
            drawn = path.with_suffix(".png")
            beside = drawn.with_name(f".{drawn.name}.{os.getpid()}")
            try:
                picture.draw(contact, beside)
                beside.replace(drawn)
                home_of(drawn).put(drawn)
            finally:
                beside.unlink(missing_ok=True)
            write_whole(path, page(contact))
    return path


def page(contact: Contact) -> str:
    """The page as HTML; the same for the same files."""
    wording = Wording(contact.outline.language)
    engines = Counter(
        f"{wording.say(stage)}{wording.say(': ')}{wording.say(shown.made.engine)}"
        for entry in contact.entries
        for stage, shown in entry.engines
    )
    values: dict[str, Any] = {
        "contact": contact,
        "episode": contact.episode,
        "timeline": contact.timeline,
        "engines": engines,
        "cost": total(contact.files),
        "film": _address(contact, contact.film),
        "address": lambda path: _address(contact, path),
        "poster": _poster,
        "wide": contact.size[0],
        "high": contact.size[1],
    }
    return environment().get_template("sheet.html.jinja").render(values, **functions(wording))


def _address(contact: Contact, path: Path | None) -> str:
    """The address of a file of the drama, seen from the page; nothing where there is none."""
    if path is None:
        return ""
    return quote(os.path.relpath(path, contact.drama.root / _FOLDER))


def _poster(entry: Entry) -> str:
    """The small picture of a shot, inside of the page: it moves along with it."""
    if entry.picture is None:
        return ""
    return f"data:image/jpeg;base64,{b64encode(jpeg(entry.picture)).decode()}"
