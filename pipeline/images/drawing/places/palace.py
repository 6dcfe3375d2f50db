"""Palace, temple, courtyard."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, hanging_lanterns, silk
from pipeline.images.drawing.furniture import block
from pipeline.images.drawing.ground import Shine, outdoors, pool, reflections
from pipeline.images.drawing.houses import Paint, hall, lattice, pagoda, paint_of
from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix, number, on_circle, placed, polygon
from pipeline.images.drawing.lamps import candle, lantern, palace_lantern
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.plants import BLOSSOM, branch, pine, willow
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.view import BOTTOM, PAPER, SOFT, View
from pipeline.images.drawing.walls import beams, lamplight, moon_window, outside, round_path, tiles, wall
from pipeline.images.layers import Layer

_GOLD = "#c89a48"
_RED = "#7c2320"


def palace(view: View) -> list[Layer]:
    """A throne hall with a round window, or the terrace before it."""
    return _throne_hall(view) if view.inside else _terrace(view)


def _throne_hall(view: View) -> list[Layer]:
    red, gold, dark = view.light.shade(_RED), view.light.shade(_GOLD), view.light.shade("#3a1512")
    radius = 400.0
    middle = (view.center, view.floor - 640)
    shell = Ink()
    wall(shell, view, mix(red, dark, 0.35), [round_path(*middle, radius)])
    moon_window(shell, middle, radius, dark, gold)
    _lattice_doors(shell, view, dark, gold, radius)
    _dais(shell, view, red, gold)
    columns = Ink()
    for x in (
        -30.0,
        view.width + 30.0,
        *((view.center - 800, view.center + 800) if view.width > 2000 else ()),
    ):
        _column(columns, view, x, red, gold)
    _ceiling(columns, view, dark, gold)
    box = (middle[0] - radius, middle[1] - radius, radius * 2, radius * 2)
    lamps = Ink()
    for x in (view.center - 400, view.center + 400):
        palace_lantern(lamps, view, (x, 330), 170)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.34),
        columns.layer("columns", 0.6, shadow=PAPER),
        lamps.layer("lamps", 0.7, flicker=0.15, sway=3),
        lamplight(view, (view.center, 700), 1100, 0.26),
        hanging_lanterns(view) if view.lit else silk(view, red),
    ]


def _lattice_doors(ink: Ink, view: View, dark: str, gold: str, radius: float) -> None:
    """Carved panels on both sides of the window."""
    paint = Paint(dark, dark, darken(dark, 0.3), mix(view.light.warm, dark, 0.55 if view.lit else 0.75))
    for side in (-1, 1):
        start = radius + 80
        while start < view.width / 2 + 150:
            x = view.center + side * start - (170 if side < 0 else 0)
            lattice(ink, (x, view.floor - 900, 170, 560), paint, across=4, down=11)
            ink.rect(
                x, view.floor - 320, 170, 250, rx=6, fill=darken(dark, 0.15), stroke=gold, stroke_width=4
            )
            ink.circle(x + 85, view.floor - 195, 46, fill="none", stroke=gold, stroke_width=5, opacity=0.7)
            start += 196


def _dais(ink: Ink, view: View, red: str, gold: str) -> None:
    """Polished floor, a carpet that leads up the steps, and the gold edges of the steps."""
    tiles(ink, view, mix(red, view.light.near, 0.55))
    y = view.floor
    for step, half in enumerate((430, 520, 610)):
        top = y - 60 + step * 44
        ink.rect(view.center - half, top, half * 2, 46, fill=mix(red, view.light.near, 0.3 + 0.1 * step))
        ink.rect(view.center - half, top, half * 2, 6, fill=gold, opacity=0.8)
    carpet = [
        (view.center - 130, y - 60),
        (view.center + 130, y - 60),
        (view.center + 360, BOTTOM),
        (view.center - 360, BOTTOM),
    ]
    fill = ink.linear((0, y - 60), (0, BOTTOM), (0, lighten(red, 0.1), 1), (1, darken(red, 0.4), 1))
    ink.path(polygon(carpet), fill=fill, stroke=gold, stroke_width=7)


def _column(ink: Ink, view: View, x: float, red: str, gold: str) -> None:
    half = 88.0
    fill = ink.linear(
        (x - half, 0),
        (x + half, 0),
        (0, darken(red, 0.55), 1),
        (0.38, lighten(red, 0.14), 1),
        (1, darken(red, 0.5), 1),
    )
    foot = view.floor + 190
    ink.rect(x - half, -160, half * 2, foot + 160, fill=fill)
    for y in (420.0, 1080.0):
        ink.rect(x - half - 4, y, half * 2 + 8, 12, fill=gold)
        ink.rect(x - half - 4, y + 66, half * 2 + 8, 12, fill=gold)
        for dx in (-0.5, 0, 0.5):
            ink.circle(x + dx * half, y + 39, 19, fill="none", stroke=gold, stroke_width=5)
    ink.rect(x - half - 26, foot - 40, half * 2 + 52, 60, rx=18, fill=view.light.shade("#8b857c"))


def _ceiling(ink: Ink, view: View, dark: str, gold: str) -> None:
    """Painted beams under the upper edge."""
    width = view.right - view.left
    ink.rect(
        view.left,
        -160,
        width,
        270,
        fill=ink.linear((0, -160), (0, 110), (0, darken(dark, 0.6), 1), (1, dark, 1)),
    )
    ink.rect(view.left, 104, width, 58, fill=view.light.shade("#2b4f5e"))
    for y in (100.0, 158.0):
        ink.rect(view.left, y, width, 8, fill=gold)
    x = view.center % 150 - 150
    while x < view.right:
        ink.path(
            placed("M-1,0 Q0,-0.6 1,0 Q0,0.6 -1,0 Z", (x, 133), 56, 34),
            fill="none",
            stroke=gold,
            stroke_width=4,
        )
        x += 150


def _terrace(view: View) -> list[Layer]:
    y = view.horizon + 150
    main = Ink()
    red = paint_of(view, 0.55, "#93372c", "#b8863a" if view.random("tiles").random() < 0.6 else "#3f5a66")
    hall(main, (view.center, y - 90), 980, red, tiers=2, bays=9)
    wings = Ink()
    for side in (-1, 1):
        for step in range(max(1, round(view.width / 1000))):
            hall(
                wings,
                (view.center + side * (640 + 620 * step), y - 70),
                560,
                paint_of(view, 0.35, "#93372c", "#3f5a66"),
                tiers=2,
            )
    layers = [sky(view), clouds(view), mountains(view, "hills", 0.12, y=view.horizon - 120, height=230)]
    layers += [wings.layer("wings", 0.3, shadow=SOFT), mist_layer(view, y - 60, 420, 0.45, 0.35)]
    return [
        *layers,
        main.layer("hall", 0.45, shadow=SOFT),
        _stairs(view, y),
        hanging_lanterns(view) if view.lit else hanging_branch(view),
    ]


def _stairs(view: View, y: float) -> Layer:
    ink = Ink()
    stone = view.light.shade("#b3aca0")
    shines: list[Shine] = [(view.center + dx, "#ff9a4a", 130) for dx in (-330, 330)]
    outdoors(ink, view, y + 100, view.light.shade("#9a948a"), shines)
    for step in range(7):
        half = 250 + step * 26
        tone = lighten(stone, 0.4) if view.snowy else mix(stone, view.light.near, 0.12 + 0.05 * (step % 2))
        ink.rect(view.center - half, y - 96 + step * 30, half * 2, 31, fill=tone)
        ink.rect(view.center - half, y - 96 + step * 30, half * 2, 4, fill=lighten(tone, 0.25))
    balusters = [side * (300 + step * 84) for side in (-1, 1) for step in range(12)]
    for dx in balusters:
        x = view.center + dx
        if view.left < x < view.right:
            block(ink, (x - 15, y - 60, 30, 165), stone, 8)
    for side in (-1, 1):
        edge = view.center + 285 if side > 0 else view.left
        ink.rect(edge, y - 20, view.width / 2 - 135, 22, fill=lighten(stone, 0.1))
        ink.rect(edge, y + 62, view.width / 2 - 135, 44, fill=darken(stone, 0.2))
        lantern(ink, view, (view.center + side * 330, y - 30), 44, string=0)
    return ink.layer("terrace", 0.75, shadow=SOFT, flicker=0.1)


def temple(view: View) -> list[Layer]:
    """Before the altar, or the pagoda among pines on its hill."""
    return _altar(view) if view.inside else _hill_temple(view)


def _altar(view: View) -> list[Layer]:
    wood, gold = view.light.shade("#4a2a1c"), view.light.shade("#c79545")
    shell = Ink()
    wall(shell, view, darken(view.light.shade("#6b3a24"), 0.3), [])
    tiles(shell, view, view.light.shade("#5b5148"))
    for x in (-20.0, view.width + 20.0):
        _column(shell, view, x, view.light.shade(_RED), gold)
    figure = Ink()
    x, foot = view.center, view.floor - 60
    figure.glow(x, foot - 640, 620, view.light.warm, 0.55)
    for radius in (290, 262, 160):
        figure.circle(x, foot - 660, radius, fill="none", stroke=gold, stroke_width=8, opacity=0.55)
    for ray in range(36):
        inner, outer = on_circle(x, foot - 660, 176, ray / 36), on_circle(x, foot - 660, 252, ray / 36)
        figure.stroke(
            f"M{number(inner[0])},{number(inner[1])} L{number(outer[0])},{number(outer[1])}",
            gold,
            5,
            opacity=0.4,
        )
    _buddha(figure, (x, foot), 560, darken(gold, 0.25))
    things = Ink()
    block(things, (x - 430, view.floor - 70, 860, 150), wood, 6)
    things.rect(x - 430, view.floor - 70, 860, 10, fill=gold)
    for dx, tall in ((-350, 110), (-270, 84), (-190, 62), (190, 62), (270, 84), (350, 110)):
        candle(things, (x + dx, view.floor - 70), tall, wax="#c8433a")
    _incense(things, view, (x, view.floor - 70), gold)
    shines: list[Shine] = [(x + dx, "#ffb454", 90) for dx in (-300, 0, 300)]
    reflections(things, view, view.floor + 90, shines, 0.25)
    banners = Ink()
    for dx in (-420, 420):
        _banner(banners, view, (x + dx, -100), gold)
    return [
        shell.layer("wall", 0.3, opaque=True),
        figure.layer("figure", 0.42),
        things.layer("altar", 0.6, shadow=SOFT, flicker=0.2),
        banners.layer("banners", 0.7, shadow=SOFT, sway=4),
        lamplight(view, (x, view.floor - 150), 1000, 0.4),
    ]


def _buddha(ink: Ink, at: Point, height: float, tone: str) -> None:
    """A seated figure on a lotus, as a silhouette lit from below."""
    fill = ink.linear((0, at[1] - height), (0, at[1]), (0, darken(tone, 0.35), 1), (1, lighten(tone, 0.2), 1))
    body = (
        "M-0.13,-0.56 Q-0.3,-0.52 -0.32,-0.3 Q-0.5,-0.24 -0.5,-0.12 "
        "L0.5,-0.12 Q0.5,-0.24 0.32,-0.3 Q0.3,-0.52 0.13,-0.56 Z"
    )
    ink.path(placed(body, at, height), fill=fill)
    ink.ellipse(at[0], at[1] - height * 0.7, height * 0.115, height * 0.15, fill=fill)
    ink.circle(at[0], at[1] - height * 0.87, height * 0.055, fill=fill)
    ink.stroke(
        placed("M-0.22,-0.44 Q0,-0.28 0.24,-0.14 M-0.28,-0.26 Q0,-0.16 0.28,-0.26", at, height),
        darken(tone, 0.45),
        5,
        opacity=0.6,
    )
    for petal in range(-5, 6):
        x = at[0] + petal * height * 0.1
        ink.path(
            placed("M-0.07,0 Q-0.08,-0.1 0,-0.14 Q0.08,-0.1 0.07,0 Z", (x, at[1]), height),
            fill=lighten(tone, 0.1 + 0.02 * (5 - abs(petal))),
        )


def _incense(ink: Ink, view: View, at: Point, gold: str) -> None:
    x, y = at
    ink.path(placed("M-0.7,-0.5 Q-0.8,0 -0.3,0 L0.3,0 Q0.8,0 0.7,-0.5 Z", at, 110), fill=darken(gold, 0.35))
    for dx in (-24, 0, 24):
        ink.rect(x + dx - 2, y - 130, 4, 80, fill="#a8572f")
        ink.circle(x + dx, y - 132, 5, fill="#ff9a4a")
        ink.stroke(
            f"M{x + dx:.0f},{y - 140:.0f} q40,-90 0,-180 t{dx},-200 t-20,-180",
            view.light.mist,
            9,
            opacity=0.2,
        )


def _banner(ink: Ink, view: View, at: Point, gold: str) -> None:
    x, y = at
    color = view.light.shade("#8f2f28")
    ink.path(
        placed("M-0.5,0 L0.5,0 L0.5,8.4 L0,9.4 L-0.5,8.4 Z", at, 92),
        fill=ink.linear((0, y), (0, y + 860), (0, darken(color, 0.5), 1), (1, color, 1)),
    )
    for row in range(5):
        ink.circle(x, y + 240 + row * 120, 26, fill="none", stroke=gold, stroke_width=5, opacity=0.7)
    ink.stroke(placed("M-0.4,0 L-0.4,8.4 M0.4,0 L0.4,8.4", at, 92), gold, 3, opacity=0.6)


def _hill_temple(view: View) -> list[Layer]:
    y = view.horizon + 140
    side = -view.light.side
    layers = [
        sky(view),
        clouds(view),
        mountains(view, "hills far", 0.08, y=view.horizon - 90, height=330, sharpness=0.6),
        mist_layer(view, view.horizon, 420, 0.55, 0.16),
    ]
    ink = Ink()
    pagoda(ink, (view.center + side * 250, y - 150), 330, paint_of(view, 0.45), tiers=5)
    layers += [
        ink.layer("pagoda", 0.3, shadow=SOFT),
        mountains(view, "hills", 0.45, y=y - 70, height=120),
        mist_layer(view, y - 30, 300, 0.5, 0.4),
    ]
    ink = Ink()
    hall(ink, (view.center - side * 230, y + 30), 620, paint_of(view, 0.65, "#93372c"), tiers=1, bays=5)
    _pines(ink, view, y + 40)
    layers.append(ink.layer("hall", 0.55, shadow=PAPER))
    front = Ink()
    outdoors(front, view, y + 30, view.light.shade("#8f897c"), [(view.center - side * 330, "#ff9a4a", 120)])
    for dx in (-330, 330):
        _stone_lantern(front, view, (view.center + dx, y + 210), 250)
    return [*layers, front.layer("steps", 0.75), hanging_branch(view, blossom=view.snowy)]


def _pines(ink: Ink, view: View, y: float) -> None:
    tone = mix(view.light.between(0.8), "#20463c", 0.25)
    snow = lighten(view.light.ground, 0.4) if view.snowy else ""
    for x, height in ((40, 430), (-70, 560), (view.width - 30, 400), (view.width + 90, 600)):
        pine(ink, (x, y + 30), height, tone, snow=snow)


def _stone_lantern(ink: Ink, view: View, at: Point, height: float) -> None:
    stone = view.light.shade("#8b867c")
    if view.lit:
        ink.glow(at[0], at[1] - height * 0.66, height * 0.9, view.light.warm, 0.55)
        pool(ink, at, height * 0.9, view.light.warm, 0.35)
    ink.path(
        placed(
            "M-0.2,0 L-0.14,-0.08 L-0.06,-0.1 L-0.06,-0.48 L-0.18,-0.54 L-0.18,-0.58 "
            "L0.18,-0.58 L0.18,-0.54 L0.06,-0.48 L0.06,-0.1 L0.14,-0.08 L0.2,0 Z",
            at,
            height,
        ),
        fill=darken(stone, 0.2),
    )
    ink.path(
        placed("M-0.13,-0.58 L-0.13,-0.76 L0.13,-0.76 L0.13,-0.58 Z", at, height),
        fill=lighten(view.light.warm, 0.3) if view.lit else darken(stone, 0.6),
    )
    cap = lighten(view.light.ground, 0.4) if view.snowy else stone
    ink.path(
        placed("M-0.3,-0.74 Q-0.16,-0.8 -0.06,-0.92 L0.06,-0.92 Q0.16,-0.8 0.3,-0.74 Z", at, height), fill=cap
    )
    ink.circle(at[0], at[1] - height * 0.95, height * 0.045, fill=cap)


def courtyard(view: View) -> list[Layer]:
    """A walled garden with a round gate, a tree, stones and lamps."""
    y = view.horizon + 150
    plaster = mix(view.light.shade("#d9d2c2"), view.light.far, 0.25)
    layers = [sky(view), clouds(view), mountains(view, "hills", 0.12, y=view.horizon - 170, height=200)]
    beyond = Ink()
    hall(beyond, (view.center + view.light.side * 60, y - 30), 700, paint_of(view, 0.4), tiers=2)
    layers += [beyond.layer("house", 0.25, shadow=SOFT), mist_layer(view, y - 100, 320, 0.4, 0.28)]
    gate_x, radius = view.center - view.light.side * 60, 235.0
    shell = Ink()
    top = y - 430
    outline = (
        f"M{view.left},{top} H{view.right} V{y + 30} H{view.left} Z {round_path(gate_x, y - 190, radius)}"
    )
    shell.path(
        outline,
        fill=shell.linear((0, top), (0, y), (0, plaster, 1), (1, mix(plaster, view.light.near, 0.4), 1)),
        fill_rule="evenodd",
    )
    shell.path(
        round_path(gate_x, y - 190, radius + 8), fill="none", stroke=darken(plaster, 0.5), stroke_width=26
    )
    _coping(shell, view, top)
    for dx in (-410, 430):
        _fan_window(shell, view, (gate_x + dx, y - 210), darken(plaster, 0.5))
    layers.append(shell.layer("wall", 0.5, shadow=PAPER))
    garden = Ink()
    outdoors(
        garden,
        view,
        y,
        view.light.shade("#8f8a7e"),
        [(view.center - 320, "#ff9a4a", 120), (view.center + 320, "#ff9a4a", 120)],
    )
    _garden(garden, view, y)
    return [*layers, garden.layer("garden", 0.75, sway=2, flicker=0.1), hanging_branch(view)]


def _coping(ink: Ink, view: View, top: float) -> None:
    """The tiled cap of a wall, with lanterns under it."""
    paint = paint_of(view, 0.6)
    ink.rect(
        view.left,
        top - 34,
        view.right - view.left,
        54,
        fill=ink.linear(
            (0, top - 34), (0, top + 20), (0, lighten(paint.roof, 0.1), 1), (1, darken(paint.roof, 0.35), 1)
        ),
    )
    x = view.left
    with ink.group(fill=darken(paint.roof, 0.45)):
        while x < view.right:
            ink.circle(x, top + 20, 13)
            x += 34
    ink.rect(view.left, top - 50, view.right - view.left, 22, rx=8, fill=paint.snow or paint.frame)
    for dx in (-0.36, 0.36):
        lantern(ink, view, (view.center + dx * view.width, top + 110), 40, string=40)


def _fan_window(ink: Ink, view: View, at: Point, frame: str) -> None:
    pane = mix(view.light.warm, "#fff1d0", 0.2) if view.lit else mix(frame, view.light.mist, 0.6)
    ink.path(
        placed("M-1,-0.4 Q0,-1.1 1,-0.4 L0.6,0.6 Q0,0.25 -0.6,0.6 Z", at, 92),
        fill=pane,
        stroke=frame,
        stroke_width=13,
    )
    ink.stroke(placed("M-0.5,-0.62 L-0.3,0.44 M0,-0.74 L0,0.42 M0.5,-0.62 L0.3,0.44", at, 92), frame, 6)


def _garden(ink: Ink, view: View, y: float) -> None:
    side = view.light.side
    root = (view.center + side * 430, y + 120)
    bark = darken(view.light.near, 0.1)
    if view.random("tree").random() < 0.35:
        willow(ink, root, 900, mix(view.light.shade("#7f9a5a"), view.light.near, 0.25), bark)
    else:
        color = (
            lighten(view.light.ground, 0.5)
            if view.snowy
            else mix(BLOSSOM, view.light.ambient, view.light.tint * 1.3)
        )
        ink.stroke(placed(f"M0,0 Q{-30 * side},-160 {-12 * side},-330", root, 1), bark, 40)
        branch(
            ink,
            (root[0] - 12 * side, root[1] - 300),
            -1.57 - 0.35 * side,
            230,
            bark,
            random=view.random("plum"),
            blossom=color,
        )
        branch(
            ink,
            (root[0] - 12 * side, root[1] - 260),
            -1.57 + 0.3 * side,
            190,
            bark,
            random=view.random("plum two"),
            blossom=color,
        )
    stone = view.light.shade("#7f8488")
    for dx, wide in ((-470, 210), (-350, 130)):
        x = view.center + side * dx
        rock = "M-0.5,0 Q-0.56,-0.5 -0.2,-0.74 Q0,-1.02 0.22,-0.66 Q0.56,-0.5 0.5,0 Z"
        ink.path(
            placed(rock, (x, y + 110), wide),
            fill=ink.linear(
                (0, y - 60),
                (0, y + 110),
                (0, lighten(stone, 0.5 if view.snowy else 0.15), 1),
                (1, darken(stone, 0.45), 1),
            ),
        )
    _stone_lantern(ink, view, (view.center - side * 330, y + 190), 230)
