"""Places of work and care: office, hospital, school, prison."""

from __future__ import annotations

from pipeline.images.drawing.foreground import door_frame, hanging_branch, ledge, near_leaves
from pipeline.images.drawing.furniture import (
    block,
    chair,
    monitor,
    pendant,
    rail,
    shade,
    shelf,
    table,
    vase,
)
from pipeline.images.drawing.ground import outdoors
from pipeline.images.drawing.houses import gate, hall, paint_of
from pipeline.images.drawing.ink import Box, Ink, darken, lighten, mix, number, placed
from pipeline.images.drawing.lamps import candle
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.places.home import window_box
from pipeline.images.drawing.plants import pot_plant, tree
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.towers import Block, facade, skyline
from pipeline.images.drawing.view import BOTTOM, PAPER, SOFT, View
from pipeline.images.drawing.walls import (
    beams,
    box_path,
    curtains,
    floor,
    lamplight,
    lattice_window,
    outside,
    panelling,
    skirting,
    tiles,
    wall,
    window,
)
from pipeline.images.layers import Layer


def office(view: View) -> list[Layer]:
    """A high office with glass from side to side, or a magistrate's study."""
    if view.old:
        return library(view)
    box = (-60.0, 230.0, view.width + 120.0, view.floor - 360.0)
    shell = Ink()
    wall(shell, view, view.light.shade("#5f6873"), [box_path(box)])
    window(shell, view, box, view.light.shade("#3d444e"), columns=max(3, round(view.width / 360)), rows=1)
    skirting(shell, view, view.light.shade("#3d444e"))
    tiles(shell, view, view.light.shade("#59616c"))
    things = Ink()
    foot, side = view.floor + 120, -view.light.side
    wood = view.light.shade("#6d4a38")
    shelf(things, view, (view.center + side * 420 - 150, view.floor - 760, 300, 830), wood)
    block(things, (view.center - 330, foot - 280, 660, 280), darken(wood, 0.2), 6)
    block(things, (view.center - 370, foot - 310, 740, 40), wood, 6)
    monitor(things, (view.center + side * 170, foot - 308), 230)
    pot_plant(
        things,
        (view.center - side * 440, foot),
        440,
        mix(view.light.shade("#4f7d58"), view.light.near, 0.25),
        view.light.shade("#d0cbc2"),
    )
    pendants = Ink()
    for dx in (-300, 300):
        pendant(pendants, view, (view.center + dx, 300), 74, view.light.shade("#2c3038"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.22),
        things.layer("desk", 0.6, shadow=SOFT),
        pendants.layer("lamps", 0.55, flicker=0.05),
        near_leaves(view),
    ]


def library(view: View) -> list[Layer]:
    """Shelves to the ceiling around a lattice window."""
    wood = view.light.shade("#5e3524")
    box = window_box(view, width=440, height=560)
    shell = Ink()
    wall(shell, view, view.light.shade("#a78861"), [box_path(box)])
    lattice_window(shell, box, wood, cell=54)
    panelling(shell, view, wood)
    floor(shell, view, view.light.shade("#6f4a33"))
    things = Ink()
    for side in (-1, 1):
        shelf(things, view, (view.center + side * 470 - 170, view.floor - 900, 340, 960), wood, rows=6)
    foot = view.floor + 130
    table(things, (view.center, foot), 620, 260, wood)
    candle(things, (view.center - 210, foot - 260), 80)
    vase(things, view, (view.center + 220, foot - 260), 120)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("shelves", 0.6, shadow=SOFT, flicker=0.12),
        lamplight(view, (view.center - 210, foot - 360), 820),
        door_frame(view, wood),
    ]


def hospital(view: View) -> list[Layer]:
    """A ward with its bed, curtain and drip, or the shop of an old physician."""
    if view.old:
        return _apothecary(view)
    tone = view.light.shade("#a9c0c0")
    box = window_box(view, width=520, height=560, shift=150)
    away = -view.light.side
    shell = Ink()
    wall(shell, view, tone, [box_path(box)])
    window(shell, view, box, view.light.shade("#e8ecec"))
    curtains(shell, box, view.light.shade("#8fb3b8"), drop=60)
    band = view.light.shade("#7fa0a4")
    shell.rect(view.left, view.floor - 240, view.right - view.left, 240, fill=mix(tone, band, 0.55))
    shell.rect(view.left, view.floor - 250, view.right - view.left, 16, fill=band)
    skirting(shell, view, band)
    tiles(shell, view, view.light.shade("#a3b3b4"))
    things = Ink()
    foot = view.floor + 120
    _ward_bed(things, view, view.center + away * 110, foot)
    _drip(things, view, view.center + away * 420, foot)
    _ward_curtain(things, view, away)
    lamp = (view.center + away * 110, view.floor - 470.0)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("bed", 0.6, shadow=SOFT),
        lamplight(view, lamp, 760, 0.34),
        ledge(view, 1840),
    ]


def _ward_bed(ink: Ink, view: View, x: float, foot: float) -> None:
    steel, linen = view.light.shade("#8b979d"), view.light.shade("#e6ecec")
    shade(ink, (x, foot), 620)
    for side in (-1, 1):
        ink.rect(x + side * 290 - 8, foot - 330, 16, 320, fill=steel)
        ink.circle(x + side * 290, foot - 8, 15, fill=darken(steel, 0.5))
    block(ink, (x - 300, foot - 190, 600, 70), linen, 26)
    block(ink, (x - 290, foot - 250, 170, 76), lighten(linen, 0.3), 30)
    ink.path(
        placed("M-100,-200 Q60,-236 296,-196 L300,-96 Q60,-84 -100,-96 Z", (x, foot), 1),
        fill=view.light.shade("#86b0bd"),
    )
    ink.rect(x - 300, foot - 124, 600, 20, rx=8, fill=steel)
    rail(ink, x - 60, x + 180, foot - 150, height=110, color=lighten(steel, 0.2))


def _drip(ink: Ink, view: View, x: float, foot: float) -> None:
    steel = view.light.shade("#9aa6ab")
    ink.rect(x - 5, foot - 760, 10, 750, fill=steel)
    ink.stroke(
        f"M{x - 60:.0f},{foot - 735:.0f} Q{x:.0f},{foot - 790:.0f} {x + 60:.0f},{foot - 735:.0f}", steel, 8
    )
    ink.rect(x + 30, foot - 730, 62, 110, rx=20, fill="#dff1f4", opacity=0.75)
    ink.rect(x + 36, foot - 680, 50, 54, rx=14, fill="#8fc4d4", opacity=0.7)
    ink.stroke(f"M{x + 61:.0f},{foot - 620:.0f} q10,160 -90,260 t-60,140", "#cfe6ea", 3.5, opacity=0.8)
    ink.ellipse(x, foot - 8, 70, 12, fill=darken(steel, 0.4))


def _ward_curtain(ink: Ink, view: View, away: int) -> None:
    color = view.light.shade("#9cc3c4")
    edge = view.center + away * (view.width / 2 + 60)
    for fold in range(6):
        x = edge - away * fold * 34
        tone = darken(color, 0.3 - fold * 0.05)
        ink.path(
            placed(
                f"M0,0 Q{-30 * away},600 {-6 * away},1240 L{-52 * away},1240 "
                f"Q{-70 * away},600 {-46 * away},0 Z",
                (x, 130),
                1,
                (view.floor - 20) / 1370,
            ),
            fill=tone,
        )
    ink.rect(view.left, 118, view.right - view.left, 12, fill=view.light.shade("#c4cccc"))


def _apothecary(view: View) -> list[Layer]:
    wood = view.light.shade("#6b4028")
    box = window_box(view, width=330, height=430, shift=310)
    shell = Ink()
    wall(shell, view, view.light.shade("#b0926a"), [box_path(box)])
    lattice_window(shell, box, wood, cell=44)
    floor(shell, view, view.light.shade("#6f4a33"))
    things = Ink()
    left = view.center - view.light.side * 200 - 330
    top = view.floor - 900
    block(things, (left, top, 660, 940), darken(wood, 0.2), 8)
    for row in range(9):
        for column in range(6):
            x, y = left + 18 + column * 105, top + 24 + row * 100
            block(things, (x, y, 98, 90), wood, 5)
            things.circle(x + 49, y + 50, 9, fill=view.light.shade("#cda552"))
    foot = view.floor + 170
    block(things, (view.left, foot - 300, view.right - view.left, 60), lighten(wood, 0.08), 8)
    block(things, (view.left, foot - 244, view.right - view.left, 244), darken(wood, 0.15))
    for dx, tall in ((-380, 110), (-300, 80), (330, 120), (410, 90)):
        vase(things, view, (view.center + dx, foot - 300), tall, "#d9d2bf")
    candle(things, (view.center + 230, foot - 300), 74)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("cabinet", 0.6, shadow=SOFT, flicker=0.12),
        lamplight(view, (view.center + 230, foot - 400), 800),
        door_frame(view, wood),
    ]


def school(view: View) -> list[Layer]:
    """A classroom, or the school yard; in old times the academy."""
    if view.inside:
        return library(view) if view.old else _classroom(view)
    return _academy(view) if view.old else _school_yard(view)


def _classroom(view: View) -> list[Layer]:
    tone = view.light.shade("#b9b49a")
    box = window_box(view, width=330, height=600, shift=390)
    shell = Ink()
    wall(shell, view, tone, [box_path(box)])
    window(shell, view, box, view.light.shade("#e6e2d4"), rows=3)
    curtains(shell, box, view.light.shade("#7fa18f"), drop=40)
    shell.rect(view.left, view.floor - 230, view.right - view.left, 230, fill=view.light.shade("#8fa08a"))
    skirting(shell, view, view.light.shade("#6f7f6c"))
    board: Box = (view.center - view.light.side * 190 - 320, view.floor - 780, 640, 400)
    block(shell, board, view.light.shade("#2f5547"))
    shell.rect(*board, fill="none", stroke=view.light.shade("#8a6240"), stroke_width=20)
    for index, wide in enumerate((420, 300, 360)):
        shell.stroke(
            f"M{board[0] + 70:.0f},{board[1] + 110 + index * 90:.0f} "
            f"q{wide / 4:.0f},-12 {wide / 2:.0f},2 t{wide / 2:.0f},0",
            "#e8efe6",
            7,
            opacity=0.3,
        )
    floor(shell, view, view.light.shade("#9c7a55"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.36),
        _desks(view),
        lamplight(view, (view.center, 300), 900, 0.24),
        near_leaves(view),
    ]


def _desks(view: View) -> Layer:
    ink = Ink()
    wood = view.light.shade("#b58a58")
    for row, (size, drop) in enumerate(((0.72, 60), (1.0, 170))):
        step = 330 * size
        count = int(view.width / step / 2) + 2
        for column in range(-count, count + 1):
            x, foot = view.center + (column + 0.5 * row) * step, view.floor + drop
            chair(ink, (x, foot - 30), 270 * size, view.light.shade("#6f7f86"))
            table(ink, (x, foot), 230 * size, 190 * size, wood)
            if (column + row) % 2:
                ink.rect(
                    x - 50 * size,
                    foot - 206 * size,
                    80 * size,
                    18 * size,
                    rx=3,
                    fill=view.light.shade(("#a34d42", "#4c6b86", "#6f7f54")[column % 3]),
                )
    return ink.layer("desks", 0.6, shadow=SOFT)


def _school_yard(view: View) -> list[Layer]:
    ink = Ink()
    y = view.horizon + 120
    random = view.random("school")
    wall_tone = random.choice(("#c9a27f", "#b9aa97", "#b5776a"))
    width = view.width * 0.7
    left = view.center - width / 2 - view.light.side * view.width * 0.12
    facade(ink, view, Block(left, y, width, 470), wall_tone, rows=4, columns=round(width / 105))
    tower = left + width * 0.5 - 85
    facade(ink, view, Block(tower, y, 170, 620), darken(wall_tone, 0.12), rows=5, columns=1)
    ink.circle(
        tower + 85, y - 560, 46, fill=view.light.shade("#f0ead8"), stroke=view.light.near, stroke_width=7
    )
    ink.stroke(
        f"M{tower + 85:.0f},{y - 560:.0f} v-30 M{tower + 85:.0f},{y - 560:.0f} h20", view.light.near, 6
    )
    building = ink.layer("school", 0.4, shadow=SOFT)
    yard = Ink()
    outdoors(
        yard,
        view,
        y,
        view.light.shade("#a08f7c"),
        [(view.center - 300, view.light.warm, 130), (view.center + 330, view.light.warm, 130)],
    )
    if not view.snowy:
        _track(yard, view, y)
    trees = Ink()
    leaf = mix(view.light.shade("#5a8560"), view.light.near, 0.3)
    for x, height in ((view.left + 90, 640), (view.width - 70, 560), (view.width + 110, 700)):
        tree(trees, (x, y + 70), height, leaf, darken(view.light.near, 0.1))
    far = Ink()
    skyline(far, view, y, 0.1, heights=(180, 420), widths=(70, 130))
    return [
        sky(view),
        clouds(view),
        far.layer("far towers", 0.15, blur=2),
        mist_layer(view, y - 60, 360, 0.5, 0.2),
        building,
        yard.layer("yard", 0.7),
        trees.layer("trees", 0.75, shadow=PAPER, sway=4),
        hanging_branch(view),
    ]


def _track(ink: Ink, view: View, y: float) -> None:
    """The running track: lanes that curve across the yard."""
    red = view.light.shade("#b0604c")
    ink.path(
        placed("M-1900,520 Q0,60 1900,520 L1900,860 Q0,300 -1900,860 Z", (view.center, y), 1),
        fill=red,
        opacity=0.85,
    )
    for lane in range(1, 4):
        drop = lane * 70
        ink.path(
            placed(f"M-1900,{520 + drop} Q0,{60 + drop * 0.82} 1900,{520 + drop}", (view.center, y), 1),
            fill="none",
            stroke="#f4efe6",
            stroke_width=4 + lane,
            opacity=0.5,
        )


def _academy(view: View) -> list[Layer]:
    y = view.horizon + 130
    ink = Ink()
    hall(ink, (view.center, y), 860, paint_of(view, 0.5), tiers=2, bays=7)
    front = Ink()
    outdoors(
        front,
        view,
        y,
        view.light.shade("#8d8a80"),
        [(view.center - 280, "#ff9a4a", 120), (view.center + 280, "#ff9a4a", 120)],
    )
    posts = Ink()
    gate(posts, (view.center, y + 250), 1040, paint_of(view, 0.85))
    return [
        sky(view),
        clouds(view),
        mountains(view, "hills", 0.15, y=view.horizon - 60, height=260),
        mist_layer(view, y - 40, 360, 0.5, 0.25),
        ink.layer("hall", 0.4, shadow=SOFT),
        front.layer("yard", 0.6),
        posts.layer("gate", 0.75, shadow=PAPER),
        hanging_branch(view),
    ]


def prison(view: View) -> list[Layer]:
    """A cell: rough stone, one barred opening far up, straw."""
    stone = view.light.shade("#5d5f63")
    box = (view.center + view.light.side * 170 - 130, view.floor - 960, 260.0, 230.0)
    shell = Ink()
    wall(shell, view, darken(stone, 0.25), [box_path(box)])
    _masonry(shell, view, stone, box)
    for index in range(1, 5):
        shell.rect(box[0] + index * 52 - 9, box[1] - 8, 18, box[3] + 16, fill=darken(stone, 0.65))
    shell.rect(*box, fill="none", stroke=darken(stone, 0.5), stroke_width=22)
    tiles(shell, view, darken(stone, 0.35))
    straw = Ink()
    random = view.random("straw")
    for _ in range(110):
        x, y = view.center - view.light.side * random.gauss(300, 130), view.floor + random.uniform(60, 190)
        straw.stroke(
            f"M{x:.0f},{y:.0f} l{random.uniform(-80, 80):.0f},{random.uniform(-26, 10):.0f}",
            mix(view.light.shade("#b08d4c"), view.light.near, random.uniform(0.2, 0.6)),
            4,
        )
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.55),
        straw.layer("straw", 0.6),
        _bars(view),
    ]


def _masonry(ink: Ink, view: View, stone: str, hole: Box) -> None:
    random = view.random("stones")
    y = -150.0
    row = 0
    while y < view.floor:
        x = view.left - (row % 2) * 90
        while x < view.right:
            wide = random.uniform(150, 230)
            clear = (
                x + wide < hole[0] - 8
                or x > hole[0] + hole[2] + 8
                or y + 96 < hole[1] - 8
                or y > hole[1] + hole[3] + 8
            )
            if clear:
                tone = mix(
                    stone, random.choice((view.light.near, view.light.mist)), random.uniform(0.05, 0.3)
                )
                ink.rect(x + 4, y + 4, wide - 8, 88, rx=12, fill=tone, opacity=0.42)
            x += wide
        y, row = y + 96, row + 1


def _bars(view: View) -> Layer:
    """Bars out of focus at both edges."""
    ink = Ink()
    iron = darken(view.light.near, 0.45)
    for x in (-110.0, 10.0, view.width - 10.0, view.width + 110.0):
        ink.rect(
            x - 24,
            -150,
            48,
            BOTTOM + 150,
            fill=ink.linear(
                (x - 24, 0), (x + 24, 0), (0, iron, 1), (0.4, lighten(iron, 0.2), 1), (1, iron, 1)
            ),
        )
    ink.path(f"M{number(view.left)},60 H{number(view.right)}", stroke=iron, stroke_width=40, fill="none")
    return ink.layer("bars", 1.6, blur=7)
