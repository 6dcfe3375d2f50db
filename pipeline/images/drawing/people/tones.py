"""The colours of one person under the light of the scene."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.images.drawing.ink import darken, lighten, mix
from pipeline.images.drawing.light import Light
from pipeline.images.drawing.people.look import Look

_BLOOD = "#c2455a"
_DUSK = "#2c1c4a"
_LINE = "#3b1f22"


@dataclass(frozen=True)
class Tones:
    """What to paint with: own colours, each with its shadow, already tinted by the scene."""

    light: Light
    skin: str
    skin_shade: str
    skin_line: str
    lips: str
    eye_white: str
    iris: str
    hair: str
    hair_dark: str
    hair_shine: str
    main: str
    second: str
    trim: str
    metal: str
    line: str

    def lit(self, color: str, share: float = 1.0) -> str:
        """*color* as the scene tints it; faces take a smaller *share*, so that they stay alive."""
        return mix(color, self.light.ambient, min(self.light.tint * share, 0.8))

    def shade(self, color: str) -> str:
        """The side of a tinted *color* that is away from the light."""
        if color in (self.skin, self.hair):
            return self.skin_shade if color == self.skin else self.hair_dark
        return mix(mix(color, _DUSK, 0.24), self.light.ambient, 0.06)

    def bright(self, color: str) -> str:
        """The side of a tinted *color* that is towards the light."""
        return mix(lighten(color, 0.1), self.light.key, 0.08)


def tones(look: Look, light: Light) -> Tones:
    """The colours of *look* under *light*."""

    def lit(color: str, share: float = 1.0) -> str:
        return mix(color, light.ambient, min(light.tint * share, 0.8))

    skin = lit(look.skin, 0.5)
    hair = lit(look.hair, 0.7)
    return Tones(
        light=light,
        skin=skin,
        skin_shade=mix(mix(skin, _BLOOD, 0.24), light.ambient, light.tint * 0.3),
        skin_line=mix(mix(skin, _BLOOD, 0.5), _LINE, 0.35),
        lips=lit(look.lips, 0.4),
        eye_white=lit("#fdf9f5", 0.45),
        iris=lit(look.iris, 0.3),
        hair=hair,
        hair_dark=mix(darken(hair, 0.35), light.ambient, 0.1),
        hair_shine=mix(lighten(hair, 0.24), light.key, 0.16),
        main=lit(look.main, 0.72),
        second=lit(look.second),
        trim=lit(look.trim),
        metal=lit(look.metal, 0.6),
        line=lit("#24161a", 0.3),
    )
