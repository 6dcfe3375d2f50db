"""Subtitles as texts of a Jianying draft, with the size, colour, outline and place that the film has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.final.film import Film
from pipeline.final.subtitles.ass import SHORT_SIDE
from pipeline.final.subtitles.subtitles import Subtitles
from pipeline.story import Mode

#: One of the format's sizes is a hundredth of the picture's shorter side.
_SIZE = 100 / SHORT_SIDE
#: A row of text is so much higher than its letters.
_ROW = 1.3
#: Where the script's captions begin, as a share of the height.
_CAPTION_TOP = 0.22
_ASIDES = frozenset((Mode.INNER.value, Mode.NARRATION.value))


@dataclass(frozen=True)
class Text:
    """*words* as they look: *size* in 1/1080 of the picture's shorter side, their middle at *y*, upwards."""

    words: str
    size: float
    colour: str
    outline_colour: str
    outline: float
    y: float

    def material(self, name: str) -> dict[str, Any]:
        """The text as a material of that id."""
        return {
            "alignment": 1,
            "check_flag": 15,
            "content": json.dumps(self._content(), ensure_ascii=False),
            "force_apply_line_max_width": False,
            "global_alpha": 1.0,
            "id": name,
            "letter_spacing": 0.0,
            "line_feed": 1,
            "line_max_width": 0.9,
            "line_spacing": 0.02,
            "type": "subtitle",
            "typesetting": 0,
        }

    def _content(self) -> dict[str, Any]:
        stroke = {"content": _solid(self.outline_colour), "width": round(self.outline / self.size, 4)}
        # Letters are counted as UTF-16 does: an emoji is two.
        style = {
            "bold": True,
            "fill": {"alpha": 1.0, "content": {"render_type": "solid", **_solid(self.colour)}},
            "italic": False,
            "range": [0, len(self.words.encode("utf-16-le")) // 2],
            "size": round(self.size * _SIZE, 2),
            "strokes": [stroke] if self.outline else [],
            "underline": False,
        }
        return {"styles": [style], "text": self.words}


def text(words: str, kind: str, told: Mapping[str, str], film: Film, looks: Subtitles) -> Text:
    """
    *words* as the film of *looks* shows them; *kind* is `subtitle`, `second` or `caption`.

    *told* has the `mode` in which they are spoken, and the `colour` of who says them, if it is a special one.
    """
    size = {"caption": looks.caption_size, "second": looks.second_size}.get(kind, looks.font_size)
    row = size * _ROW / SHORT_SIDE * min(film.width, film.height) / film.height
    half = row * (words.count("\n") + 1) / 2
    above = {"caption": 1 - _CAPTION_TOP - half, "second": looks.bottom - half}.get(kind, looks.bottom + half)
    aside = kind == "subtitle" and told["mode"] in _ASIDES
    usual = looks.aside_colour if aside else looks.colour
    colour = usual if aside or kind == "caption" else told["colour"] or usual
    return Text(words, size, colour, looks.outline_colour, looks.outline, round(2 * above - 1, 4))


def _solid(colour: str) -> dict[str, Any]:
    channels = [round(int(colour[at : at + 2], 16) / 255, 4) for at in (1, 3, 5)]
    return {"solid": {"alpha": 1.0, "color": channels}}
