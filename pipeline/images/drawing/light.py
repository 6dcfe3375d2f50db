"""The light of a scene: which colours the sky, the air, the things and the people take on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.images.drawing.ink import darken, lighten, mix
from pipeline.story import Era, Time, Weather


@dataclass(frozen=True)
class Light:
    """
    The colours of one scene.

    *sky* runs from the top to the horizon; *mist* hangs between the sheets; things *far* fade into
    it and things *near* are the darkest. *ground* is what people stand on. *key* is the colour of
    the moon, the sun or the window, which edges people on *side* (1: from the right, -1: from the
    left); *warm* is lamp light, lit as strongly as *lamps* (0 to 1). *ambient* tints people by the
    share *tint*.
    """

    sky: tuple[str, ...]
    mist: str
    far: str
    near: str
    ground: str
    key: str
    warm: str
    ambient: str
    tint: float
    lamps: float
    side: int = 1

    def shade(self, color: str, depth: float = 1.0) -> str:
        """The own colour of a thing as this light shows it, *depth* 1 near to 0 lost in the mist."""
        lit = mix(color, self.ambient, min(0.86, self.tint * 2.4))
        return mix(self.mist, lit, 0.35 + 0.65 * depth)

    def between(self, nearness: float) -> str:
        """The colour of a silhouette: *nearness* 0 is the far hills, 1 the foreground."""
        return mix(self.far, self.near, nearness)


def _light(  # one row of the table below
    sky: str, air: str, ground: str, lit: str, ambient: str, *, tint: float, lamps: float
) -> Light:
    mist, far, near = air.split()
    key, warm = lit.split()
    return Light(tuple(sky.split()), mist, far, near, ground, key, warm, ambient, tint, lamps)


_CLEAR = {
    Time.DAWN: _light(
        "#3f5688 #8f8fbb #f2bfae #ffecc9", "#fbdcc8 #97a0c8 #2b3a5e", "#7d83a6", "#fff0d0 #ffcf8a", "#56628f",
        tint=0.12, lamps=0.5,
    ),
    Time.DAY: _light(
        "#3f8fc0 #7dc0d8 #bfe3e2 #f7f4df", "#eaf5ee #84b7bd #1f4a50", "#9fb48c", "#fffaf0 #ffe0a0", "#3a7078",
        tint=0.03, lamps=0.1,
    ),
    Time.DUSK: _light(
        "#2b1a4c #8b3161 #ee7a4c #ffd68f", "#ffb987 #b95765 #2a1233", "#7a3a4e", "#ffdaa2 #ffc766", "#6a2752",
        tint=0.16, lamps=0.8,
    ),
    Time.NIGHT: _light(
        "#060b22 #122055 #32488c #7f8bc2", "#8f9fd4 #52659f #0a102e", "#33427e", "#dfe8ff #ffb660", "#1b2a66",
        tint=0.27, lamps=1.0,
    ),
}  # fmt: skip
_WET = {
    Time.DAWN: _light(
        "#39465c #5f6f84 #93a0ac #c9cac6", "#b6bfc6 #7b8b9c #1d2836", "#525f6e", "#e9eef0 #ffc27c", "#46566c",
        tint=0.17, lamps=0.6,
    ),
    Time.DAY: _light(
        "#4d6171 #778d99 #a5b5b8 #cfd6d2", "#c3cecf #83979f #22313a", "#667780", "#f2f6f4 #ffcb8c", "#4c626d",
        tint=0.14, lamps=0.4,
    ),
    Time.DUSK: _light(
        "#241f3a #4c3f5e #84646f #c99a86", "#a98a8f #6d5a74 #171426", "#43394f", "#f3cfb4 #ffb25c", "#3d2f50",
        tint=0.2, lamps=0.9,
    ),
    Time.NIGHT: _light(
        "#0b1120 #1b2839 #35485d #667b8c", "#6f8497 #3f5369 #0a101c", "#1e2b3c", "#cfe3f2 #ffae58", "#21344c",
        tint=0.24, lamps=1.0,
    ),
}  # fmt: skip
_SNOWY = {
    Time.DAWN: _light(
        "#56688f #9aa3c4 #e2c7c6 #fbeadb", "#f0e2e0 #a3adcb #35435f", "#d9dcea", "#fff3e2 #ffc98a", "#626f99",
        tint=0.13, lamps=0.6,
    ),
    Time.DAY: _light(
        "#7d9bb5 #a9c0d0 #d3e0e6 #f1f4f4", "#eef3f5 #9db3c2 #35505f", "#eaf0f5", "#ffffff #ffd596", "#63809a",
        tint=0.08, lamps=0.3,
    ),
    Time.DUSK: _light(
        "#342a5a #6c5286 #b97e8f #f3c2a2", "#dcaeb0 #86709c #221c3d", "#a898bd", "#ffdcc0 #ffbd68", "#54457d",
        tint=0.19, lamps=0.9,
    ),
    Time.NIGHT: _light(
        "#0b1338 #1d2d69 #4257a0 #8d9ad0", "#9dabdc #6374b0 #111a40", "#b4c0ea", "#e6edff #ffb968", "#22337a",
        tint=0.25, lamps=1.0,
    ),
}  # fmt: skip
_DUST = "#c99a5c"
_FADED = "#d9a066"


def _drawn_to(light: Light, color: str, share: float, air: float) -> Light:
    """*light* with everything in it nearer to *color*, what is in the air most."""
    return replace(
        light,
        sky=tuple(mix(stop, color, air) for stop in light.sky),
        mist=mix(light.mist, color, share),
        far=mix(light.far, color, air),
        near=mix(light.near, color, share * 0.3),
        ground=mix(light.ground, color, share),
        ambient=mix(light.ambient, color, share * 0.5),
    )


def _between(light: Light, other: Light, share: float) -> Light:
    return replace(
        light,
        sky=tuple(mix(a, b, share) for a, b in zip(light.sky, other.sky, strict=True)),
        mist=mix(light.mist, other.mist, share),
        far=mix(light.far, other.far, share),
        near=mix(light.near, other.near, share),
        ground=mix(light.ground, other.ground, share),
        key=mix(light.key, other.key, share),
        ambient=mix(light.ambient, other.ambient, share),
        tint=light.tint + (other.tint - light.tint) * share,
        lamps=max(light.lamps, other.lamps * share),
    )


_WRITTEN_DOWN = {Weather.CLEAR: _CLEAR, Weather.RAIN: _WET, Weather.SNOW: _SNOWY}


def _outside(time: Time, weather: Weather) -> Light:
    if weather in _WRITTEN_DOWN:
        return _WRITTEN_DOWN[weather][time]
    if weather is Weather.STORM:
        return _stormy(_WET[time])
    if weather is Weather.DUST:
        dust = darken(_DUST, 0.55 if time is Time.NIGHT else 0.1)
        return _drawn_to(_CLEAR[time], dust, 0.5, 0.55)
    soft = _between(_CLEAR[time], _WET[time], 0.55)
    return _drawn_to(soft, soft.mist, 0.45, 0.55) if weather is Weather.FOG else soft


def _stormy(light: Light) -> Light:
    dark = _drawn_to(light, "#0d1626", 0.3, 0.42)
    return replace(dark, key="#dcecff", tint=light.tint + 0.06, lamps=max(light.lamps, 0.7))


def _indoors(light: Light) -> Light:
    """Walls keep the weather's colour off the people, and lamps warm the shadows."""
    warmed = mix(mix(light.ambient, "#43243a", 0.45 * light.lamps), light.warm, 0.14 * light.lamps)
    key = mix(light.key, light.warm, 0.4 * light.lamps)
    return replace(light, key=key, ambient=warmed, tint=light.tint * 0.82, lamps=max(light.lamps, 0.25))


def _remembered(light: Light) -> Light:
    """A flashback: warm and faded, as an old photograph."""
    faded = _drawn_to(light, _FADED, 0.34, 0.38)
    return replace(
        faded, key=mix(light.key, "#ffe6b8", 0.6), near=lighten(faded.near, 0.1), tint=light.tint + 0.05
    )


def light_of(time: Time, weather: Weather, inside: bool, era: Era, flashback: bool) -> Light:
    """The light of a scene; the same words always give the same colours."""
    light = _outside(time, weather)
    if era is Era.FUTURE:
        light = replace(light, warm=mix(light.warm, "#7fe8ff", 0.55), near=mix(light.near, "#10204a", 0.35))
    if inside:
        light = _indoors(light)
    return _remembered(light) if flashback else light
