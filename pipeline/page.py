"""The storyboard as a page to read and to print: `storyboard.html` in the drama's folder."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from filelock import FileLock

from pipeline.assets import assets
from pipeline.drama import Drama, slug
from pipeline.errors import DramaError
from pipeline.placing import storage
from pipeline.records import write_whole
from pipeline.review import Review, Summary
from pipeline.storage.home import home_of
from pipeline.storyboard.stage import Storyboards
from pipeline.wording import Wording

PAGE = "storyboard.html"

#: How many characters of a part of the script are quoted.
_QUOTED = 300
#: What was no story at all (front matter, advertisements) is only counted beyond so many parts.
_MOST_LEFT_OUT = 40

log = logging.getLogger("drama")


def write(drama: Drama, boards: Storyboards) -> Path:
    """
    Write the page of all episodes whose storyboards lie in the folder, where it would change.

    A storyboard that can't be read is named on the page. Where the folder can't be written, a
    warning is logged: the work goes on without its page.
    """
    path, locks = drama.root / PAGE, drama.project.records.made / "locks"
    try:
        with storage(PAGE):
            locks.mkdir(parents=True, exist_ok=True)
            with FileLock(locks / "page.lock"):
                text = page(drama, boards)
                if not path.is_file() or path.read_bytes() != text.encode():
                    write_whole(path, text)
    except (DramaError, OSError) as error:
        log.warning("%s was not written: %s", PAGE, error)
    return path


def page(drama: Drama, boards: Storyboards) -> str:
    """The page as HTML; the same for the same files."""
    template = environment().get_template("storyboard.html.jinja")
    try:
        review = Review(drama, boards)
    except DramaError as error:
        broken = {"title": drama.root.name, "outline": None, "problems": [str(error)]}
        return template.render(broken, **functions(Wording("en")))
    wording = Wording(review.outline.language)
    return template.render(_told(drama, review, wording), **functions(wording))


@cache
def environment() -> jinja2.Environment:
    """What renders the pages of `assets/pages`; all that is filled in is escaped."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets() / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def functions(wording: Wording) -> dict[str, Any]:
    """What all templates may use."""
    return {"wording": wording, "say": wording.say, "seconds": wording.seconds, "most": _QUOTED}


def _told(drama: Drama, review: Review, wording: Wording) -> dict[str, Any]:
    """What the page says of a drama whose outline can be read."""
    parts = _parts(drama, wording)
    titles = {plan.number: plan.title for plan in review.outline.episodes}
    summaries: dict[int, Summary] = {}
    broken: dict[int, str] = {}
    sections: list[str] = []
    for number in review.numbers:
        try:
            told = review.episode(number)
        except DramaError as error:
            broken[number] = str(error)
        else:
            summaries[number] = told.summary
            # Only the text is kept: a long series would not fit otherwise.
            sections.append(parts.episode(told))
    left_out = review.left_out
    return {
        "title": review.outline.title,
        "outline": review.outline,
        "problems": list(broken.values()),
        "titles": titles,
        "summaries": summaries,
        "numbers": sorted({*titles, *review.numbers}),
        "broken": broken,
        "parts": parts,
        "episodes": sections,
        "left_out": left_out[:_MOST_LEFT_OUT],
        "more_left_out": max(0, len(left_out) - _MOST_LEFT_OUT),
        "asked": review.asked(),
    }


def _parts(drama: Drama, wording: Wording) -> Any:
    """The macros that show people and shots, with the pictures that are there."""
    film = drama.profile.film

    def picture(name: str) -> str:
        """The address of a picture, seen from the page; nothing where there is none."""
        there = home_of(drama.root).has(drama.root / "images" / f"{name}.png")
        return f"images/{quote(name)}.png" if there else ""

    values = {"picture": picture, "slug": slug, "width": film.width, "height": film.height}
    return environment().get_template("parts.html.jinja").make_module(values | functions(wording))
