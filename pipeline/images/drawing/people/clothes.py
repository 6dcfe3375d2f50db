"""Which function draws which garment."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.images.drawing.ink import Ink
from pipeline.images.drawing.people import armour, futures, gowns, robes, suits, uniforms
from pipeline.images.drawing.people.body import Wearer

_GARMENTS: dict[str, Callable[[Ink, Wearer], None]] = {
    "robe": robes.robe, "ruqun": robes.ruqun, "cloak": robes.cloak, "official": robes.official,
    "dragon": robes.dragon, "bride": robes.bride, "monk": robes.monk, "armour": armour.armour,
    "qipao": gowns.qipao, "gown": gowns.gown, "zhongshan": gowns.zhongshan, "student": gowns.student,
    "suit": suits.suit, "shirt": suits.shirt, "blouse": suits.blouse, "dress": suits.dress,
    "wedding": suits.wedding, "coat": suits.coat, "jacket": suits.jacket, "leather": suits.leather,
    "sweater": suits.sweater, "hoodie": suits.hoodie, "apron": suits.apron,
    "school": uniforms.school, "police": uniforms.police, "army": uniforms.army,
    "doctor": uniforms.doctor, "nurse": uniforms.nurse,
    "tech": futures.tech, "techcoat": futures.techcoat,
}  # fmt: skip


def dress(ink: Ink, wearer: Wearer) -> None:
    """Draw the clothes of *wearer*."""
    _GARMENTS[wearer.look.garment](ink, wearer)
    if "scarf" in wearer.look.extras:
        suits.scarf_over(ink, wearer)
