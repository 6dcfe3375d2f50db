"""How the cues of a film look: the style over the options, in the film's letters, as styles of ASS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from pipeline.final.film import Film
from pipeline.final.subtitles import ass, karaoke
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.lettering import Lettering
from pipeline.final.subtitles.styles import Look, Style
from pipeline.final.subtitles.subtitles import Cue, Subtitles
from pipeline.recipe import fields
from pipeline.story import Mode

if TYPE_CHECKING:
    from pysubs2 import SSAEvent, SSAStyle

#: Where captions begin, below the top; a share of the height.
_CAPTION_TOP = 0.22
_ASIDES = frozenset((Mode.INNER, Mode.NARRATION))
#: Rows of the second language for which there is room below the first.
_SECOND_ROWS: Mapping[str, int] = {"none": 0, "zh": 1, "en": 2}
_BLUR = 1.5
#: Between the two languages.
_BETWEEN = 8
#: One box behind all rows, an extension of libass: as wide as its shadow.
_BOX = 4

Kind = Literal["Line", "Aside", "Caption", "Second"]


@dataclass(frozen=True)
class Looks:
    """
    How the cues of *film* look.

    *people* are the names of characters in the order of the outline, aliases under the name they stand for.
    """

    film: Film
    options: Subtitles = field(default_factory=Subtitles)
    style: Style = field(default_factory=Style)
    lettering: Lettering = field(default_factory=Lettering)
    people: Mapping[str, str] = field(default_factory=dict)

    def event(self, cue: Cue, shift: float = 0.0) -> SSAEvent:
        """*cue* for ASS, *shift* seconds later."""
        start, end, kind = cue.start + shift, cue.end + shift, kind_of(cue)
        if kind == "Caption":
            words = r"{\fad(250,250)}" + self._rows(cue.lines, self.options.caption_size) + self._below(cue)
        else:
            blur = self._look(kind).blur
            words = rf"{{\blur{_BLUR if blur is None else blur:g}}}" + self._words(cue, shift)
        made = ass.event(start, end, words, self.style_name(cue), cue.speaker)
        # Of its own layer, or libass would push it away from the row above.
        made.layer = int(kind == "Second")
        return made

    def style_name(self, cue: Cue) -> str:
        """The style of *cue*: one for each speaker who has a colour."""
        kind = kind_of(cue)
        if kind == "Line" and self._colour_of(cue.speaker):
            return f"Line {ass.escaped(cue.speaker)}".replace(",", "，")
        return kind

    def styles(self, cues: Iterable[Cue]) -> dict[str, SSAStyle]:
        """The looks of *cues*, and `Mark` for what else is written on the picture."""
        kinds: tuple[Kind, ...] = ("Line", "Aside", "Caption")
        found = {str(kind): self._made(kind) for kind in kinds}
        # The label has the height that a law asks for, whatever the font of the subtitles.
        found["Mark"] = ass.style(bundled(), self.options.caption_size, **self._base(Look()))
        for cue in cues:
            name = self.style_name(cue)
            if name not in found:
                kind = kind_of(cue)
                found[name] = self._made(kind, self._colour_of(cue.speaker) if kind == "Line" else "")
        return found

    def _words(self, cue: Cue, shift: float) -> str:
        size = self._size(kind_of(cue))
        if not self.style.unspoken or not cue.heard:
            return self._rows(cue.lines, size)
        heard = tuple((start + shift, end + shift) for start, end in cue.heard)
        bounds = (cue.start + shift, cue.end + shift)
        return karaoke.tagged(cue.lines, heard, bounds, lambda text: self.lettering.written(text, size))

    def _rows(self, rows: Iterable[str], size: float) -> str:
        return r"\N".join(self.lettering.written(row, size) for row in rows)

    def _below(self, cue: Cue) -> str:
        """The second language of a caption, smaller below it."""
        size = self.options.second_size
        tag = rf"\N{{\fs{size * self.lettering.main.line_height:g}}}"
        return tag + self._rows(cue.below, size) if cue.below else ""

    def _colour_of(self, speaker: str) -> str:
        name = self.people.get(speaker, speaker)
        if named := self.style.speakers.get(name):
            return named
        order, palette = list(dict.fromkeys(self.people.values())), self.style.palette
        return palette[order.index(name) % len(palette)] if palette and name in order else ""

    def _look(self, kind: Kind) -> Look:
        """What the style says of *kind*, with what it says of lines where that holds too."""
        shared = {} if kind == "Caption" else fields(self.style.line)
        return Look(**{**shared, **fields(self._own(kind))})

    def _own(self, kind: Kind) -> Look:
        """What the style says of *kind* alone."""
        style = self.style
        kinds = {"Line": style.line, "Aside": style.aside, "Caption": style.caption, "Second": style.second}
        return kinds[kind]

    def _size(self, kind: Kind) -> float:
        sizes = {"Caption": self.options.caption_size, "Second": self.options.second_size}
        own = self.style.aside.size if kind == "Aside" else None
        return own or sizes.get(kind, self.options.font_size)

    def _made(self, kind: Kind, colour: str = "") -> SSAStyle:
        """The style of ASS for *kind*; with *colour* for one speaker."""
        from pysubs2 import Alignment

        look, options, height = self._look(kind), self.options, ass.canvas(self.film)[1]
        said = self._base(look) | self._box(look)
        if kind == "Caption":
            said |= self._caption(look) | {"marginv": round(_CAPTION_TOP * height)}
        lowest = round(options.bottom * height)
        below, between = self._room
        if kind == "Second":
            said |= {"alignment": Alignment.TOP_CENTER, "marginv": height - lowest - below}
            if look.outline is None:
                said["outline"] = options.outline * options.second_size / options.font_size
        elif kind != "Caption":
            said["marginv"] = lowest + below + between
        letters = options.aside_colour if kind == "Aside" else options.colour
        said["primarycolor"] = ass.colour(colour or self._own(kind).colour or letters)
        if self.style.unspoken and kind in ("Line", "Aside"):
            said["secondarycolor"] = ass.colour(self.style.unspoken)
        return ass.style(self.lettering.main, self._size(kind), **said)

    def _base(self, look: Look) -> dict[str, Any]:
        """What all styles have."""
        from pysubs2 import Alignment

        options, outline = self.options, look.outline_colour or self.options.outline_colour
        return {
            "primarycolor": ass.colour(options.colour),
            "outlinecolor": ass.colour(outline),
            "backcolor": ass.colour(outline, opacity=0.6),
            "outline": options.outline if look.outline is None else look.outline,
            "shadow": 3.0 if look.shadow is None else look.shadow,
            "marginl": options.side,
            "marginr": options.side,
            "marginv": round(options.bottom * ass.canvas(self.film)[1]),
            "alignment": Alignment.BOTTOM_CENTER,
        }

    def _box(self, look: Look, opacity: float = 0.6, padding: float = 16.0) -> dict[str, Any]:
        if look.box is None:
            return {}
        return {
            "borderstyle": _BOX,
            "backcolor": ass.colour(look.box, opacity if look.box_opacity is None else look.box_opacity),
            "shadow": padding if look.padding is None else look.padding,
        }

    def _caption(self, look: Look) -> dict[str, Any]:
        """Captions stand in a box in any case."""
        from pysubs2 import Alignment

        boxed = replace(look, box=look.box or look.outline_colour or self.options.outline_colour)
        outline = 1.0 if look.outline is None else look.outline
        return {
            **self._box(boxed, opacity=0.55, padding=24.0),
            "outline": outline,
            "alignment": Alignment.TOP_CENTER,
        }

    @property
    def _room(self) -> tuple[int, int]:
        """What stays free below the first language for the second, and between them."""
        rows, boxed = _SECOND_ROWS[self.options.second], self._box(self._look("Second"))
        height = rows * self.options.second_size * self.lettering.main.line_height
        return round(height), round(_BETWEEN + 2 * boxed.get("shadow", 0.0)) if rows else 0


def kind_of(cue: Cue) -> Kind:
    """What sort of look *cue* has."""
    if cue.kind == "caption":
        return "Caption"
    if cue.kind == "second":
        return "Second"
    return "Aside" if cue.mode in _ASIDES else "Line"
