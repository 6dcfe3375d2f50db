"""Which function draws which garment."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.images.drawing.ink import Ink
from pipeline.images.drawing.people import armour, casual, court, futures, gowns, robes, suits, uniforms
from pipeline.images.drawing.people.sitter import Sitter

#: Every garment by its name in the wardrobe.
GARMENTS: dict[str, Callable[[Ink, Sitter], None]] = {
    "robe": robes.robe, "ruqun": robes.ruqun, "cloak": robes.cloak, "official": court.official,
    "dragon": court.dragon, "bride": court.bride, "monk": court.monk, "armour": armour.armour,
    "qipao": gowns.qipao, "gown": gowns.gown, "zhongshan": gowns.zhongshan, "student": gowns.student,
    "suit": suits.suit, "shirt": suits.shirt, "blouse": suits.blouse, "dress": suits.dress,
    "wedding": suits.wedding, "coat": suits.coat, "jacket": casual.jacket, "leather": casual.leather,
    "sweater": casual.sweater, "hoodie": casual.hoodie, "apron": casual.apron, "padded": casual.padded,
    "school": uniforms.school, "police": uniforms.police, "army": uniforms.army,
    "doctor": uniforms.doctor, "nurse": uniforms.nurse,
    "tech": futures.tech, "techcoat": futures.techcoat,
}  # fmt: skip


def dress(ink: Ink, who: Sitter) -> None:
    """Draw the clothes of *who*."""
    GARMENTS[who.look.garment](ink, who)
    if "scarf" in who.look.extras:
        suits.scarf_over(ink, who)
