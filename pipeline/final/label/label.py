"""
The mark that says the film is made by AI, in the picture and in the file.

China's measures for labelling, in force since 2025-09-01, with GB 45438-2025: words at the
beginning for at least two seconds, letters at least 5 % of the picture's shortest side high; and a
field `AIGC` in the file's metadata. Both floors are held here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import BadResult, FilmError
from pipeline.final.film import Film
from pipeline.final.label import manifest
from pipeline.final.label.manifest import C2pa
from pipeline.final.subtitles import ass
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.subtitles import Zones
from pipeline.story import Language
from pipeline.timeline import ShotSpan

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]


@options(frozen=True, config=OPTIONS)
class Label:
    """The label for AI-generated content, seen and hidden."""

    visible: bool = True
    """Show the words at the beginning of the film."""
    words: Annotated[str, Field(max_length=40)] = ""
    """The words; empty for "AI生成" in a Chinese film and "AI-generated" in an English one."""
    seconds: Annotated[float, Field(ge=2, le=600)] = 3.0
    """How long the words are seen, from the first frame; the standard asks for 2 at least."""
    place: Corner = "top-left"
    """The corner of the words, inside of what phone apps cover."""
    height_share: Annotated[float, Field(ge=0.05, le=0.2)] = 0.05
    """Height of a capital letter as a share of the shortest side; the standard asks for 0.05 at least."""
    metadata: bool = True
    """Write the field `AIGC` into the file."""
    producer: str = "shortdrama"
    """Name or registered code of who made the film; put yours before you publish."""
    propagator: str = ""
    """Name or registered code of who spreads it; the platform usually fills this in."""
    c2pa: C2pa | None = None
    """Sign the film with your certificate, so that programs read where it is from; ~ leaves it unsigned."""

    @property
    def unsigned(self) -> Label:
        """What of the label decides a film, besides what it is signed with."""
        return replace(self, c2pa=None)


_WORDS: Mapping[Language, str] = {"zh": "AI生成", "en": "AI-generated"}
_ANIMATIC: Mapping[Language, str] = {"zh": "动态分镜 ANIMATIC", "en": "ANIMATIC"}
#: The corners by ASS's numbers, and the one across.
_CORNERS: Mapping[Corner, int] = {"top-left": 7, "top-right": 9, "bottom-left": 1, "bottom-right": 3}
_ACROSS: Mapping[Corner, Corner] = {
    "top-left": "top-right",
    "top-right": "top-left",
    "bottom-left": "top-right",
    "bottom-right": "top-left",
}
#: What phone apps cover at the top and at the bottom at least, and what stays free at the sides.
_FREE = Zones(top=0.085, bottom=0.2, left=0.055, right=0.055)


def words(label: Label, language: Language) -> str:
    """The words of the mark in a film in *language*."""
    return label.words or _WORDS[language]


def mark_events(
    label: Label,
    span: ShotSpan,
    film: Film,
    language: Language,
    zones: Zones = _FREE,
    *,
    animatic: bool = False,
) -> tuple[SSAEvent, ...]:
    """
    What stands over the shot *span*, timed from its start: the label while the film begins.

    It stands within what *zones* leave free.

    *animatic* adds, through the whole film and in the corner across, that these are drawn pictures
    moved by a camera. The events are for `shot_ass`, which has the style they name.
    """
    events: list[SSAEvent] = []
    seconds = min(span.seconds, label.seconds - span.start)
    if label.visible and seconds > 0:
        look = _look(label.place, label.height_share, film, zones | _FREE)
        events.append(ass.event(0, seconds, look + ass.escaped(words(label, language)), "Mark"))
    if animatic:
        look = _look(_ACROSS[label.place], 0.018, film, zones | _FREE) + r"{\alpha&H50&}"
        events.append(ass.event(0, span.seconds, look + _ANIMATIC[language], "Mark"))
    return tuple(events)


def _look(place: Corner, capital: float, film: Film, zones: Zones) -> str:
    """The tags that put words into a corner, capitals as high as the share *capital* of the shortest side."""
    width, height = ass.canvas(film)
    font = bundled()
    size = capital * ass.SHORT_SIDE / font.capital * font.line_height
    x = zones.left * width if place.endswith("left") else (1 - zones.right) * width
    y = zones.top * height if place.startswith("top") else (1 - zones.bottom) * height
    border = size / 18
    return rf"{{\an{_CORNERS[place]}\pos({x:.0f},{y:.0f})\fs{size:.1f}\bord{border:.1f}\shad0\blur1}}"


def aigc(label: Label, film_name: str, content_sha: str) -> str:
    """
    The value of the field `AIGC` for the film *film_name*, by GB 45438-2025, annex E.

    *content_sha* tells this film from other versions of it; the first reserved field carries it.
    """
    work = f"{film_name}-{content_sha[:16]}"
    fields = {
        "Label": "1",
        "ContentProducer": label.producer,
        "ProduceID": work,
        "ReservedCode1": content_sha,
        "ContentPropagator": label.propagator,
        "PropagateID": work if label.propagator else "",
        "ReservedCode2": "",
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def read_aigc(path: Path) -> dict[str, str] | None:
    """The field `AIGC` of the media file *path*, or nothing where it has none that can be read."""
    import av

    try:
        with av.open(str(path)) as container:
            value = container.metadata.get("AIGC")
    except (av.FFmpegError, OSError) as error:
        raise BadResult(
            f"{path.name} can't be read as a media file: {error}.", "Make the film again."
        ) from error
    try:
        fields = json.loads(value or "null")
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None


def check_label(path: Path, label: Label) -> None:
    """`FilmError` where the film *path* lacks what *label* asks for: the field `AIGC`, a signed manifest."""
    if label.c2pa:
        manifest.check(path)
    if not label.metadata:
        return
    fields = read_aigc(path)
    if fields is None:
        raise FilmError(
            f"{path.name} has no readable field AIGC, though the label asks for one.",
            "Programs that rewrite a film often drop it: join the film again.",
        )
    asked = json.loads(aigc(label, "", ""))
    same = ("Label", "ContentProducer", "ContentPropagator")
    wrong = {name: fields.get(name) for name in same if fields.get(name) != asked[name]}
    wrong |= {name: None for name in (*asked, "ProduceID") if not isinstance(fields.get(name), str)}
    if wrong or not fields["ProduceID"]:
        raise FilmError(
            f"The field AIGC of {path.name} does not say what the label asks for: {fields}.",
            "Join the film again, so that it is written anew.",
        )
