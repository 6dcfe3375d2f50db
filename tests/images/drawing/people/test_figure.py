"""A person as a layer: drawable whoever it is, with eyes and mouth where the face is."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
import resvg_py

from pipeline.images.drawing.acting import Act
from pipeline.images.drawing.light import light_of
from pipeline.images.drawing.people import STANDING, clothes, figure, head_box, head_y
from pipeline.images.drawing.people.stance import Box
from pipeline.images.drawing.things import thing_in
from pipeline.images.engine import Person
from pipeline.images.layers import Layer
from pipeline.story import Age, Era, Feeling, Sex, Size, Time, Weather

SEXES: tuple[Sex, ...] = ("female", "male")
DAY = light_of(Time.DAY, Weather.CLEAR, inside=False, era=Era.MODERN, flashback=False)
STILL = Act()
STEP = 10  # canvas units in a pixel


def person(**traits: object) -> Person:
    given = {"name": "林夏", "sex": "female", "age": Age.YOUNG, "look": "", "feeling": Feeling.CALM}
    return Person(**{**given, **traits})


def drawn(
    who: Person, era: Era = Era.MODERN, facing: int = 0, framing: Size = Size.CLOSE, act: Act = STILL
) -> Layer:
    return figure(
        who, era, DAY,
        scale=1.0, x=540, ground_y=1800, facing=facing, framing=framing, name="someone", act=act,
    )  # fmt: skip


def alpha(markup: str) -> np.ndarray:
    """What *markup* covers of a canvas 1080 x 1920, in pixels of `STEP` units."""
    size = f'viewBox="0 0 1080 1920" width="{1080 // STEP}" height="{1920 // STEP}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{markup}</svg>'
    ET.fromstring(svg)
    png = np.frombuffer(bytes(resvg_py.svg_to_bytes(svg_string=svg)), np.uint8)
    return cv2.imdecode(png, cv2.IMREAD_UNCHANGED)[:, :, 3]


def covered(markup: str) -> Box:
    ys, xs = np.nonzero(alpha(markup) > 40)
    assert xs.size, "nothing is drawn"
    return Box(xs.min() * STEP, ys.min() * STEP, (xs.max() + 1) * STEP, (ys.max() + 1) * STEP)


def inside(part: Box, whole: Box, slack: float = STEP) -> bool:
    return (
        part.left >= whole.left - slack
        and part.top >= whole.top - slack
        and part.right <= whole.right + slack
        and part.bottom <= whole.bottom + slack
    )


def check(who: Person, era: Era, facing: int, framing: Size) -> None:
    layer = drawn(who, era, facing, framing)
    box = head_box(who, era, 1.0, 540, 1800, facing=facing)
    body = covered(layer.svg)
    assert body.top < box.bottom
    assert body.bottom > 1700
    for part in ("eyes", "mouth"):
        for markup in layer.moving[part].values():
            assert inside(covered(markup), box), (who, era, facing, part)


MANY = list(itertools.product(SEXES, Age, Era))


@pytest.mark.parametrize(("sex", "age", "era"), MANY)
def test_people_of_every_sex_age_and_era_can_be_drawn(sex: Sex, age: Age, era: Era) -> None:
    turn = MANY.index((sex, age, era))
    feeling, facing = list(Feeling)[turn % 8], turn % 3 - 1
    check(person(sex=sex, age=age, feeling=feeling), era, facing, (Size.CLOSE, Size.WIDE)[turn % 2])


@pytest.mark.slow
@pytest.mark.parametrize(("sex", "age", "era"), MANY)
def test_people_can_be_drawn_with_every_feeling_looking_everywhere(sex: Sex, age: Age, era: Era) -> None:
    for feeling, facing in itertools.product(Feeling, (-1, 0, 1)):
        check(person(sex=sex, age=age, feeling=feeling), era, facing, Size.CLOSE)


@pytest.mark.parametrize("feeling", Feeling)
def test_every_feeling_shows_in_the_eyes_and_mouth(feeling: Feeling) -> None:
    calm, felt = drawn(person()), drawn(person(feeling=feeling))
    same = feeling is Feeling.CALM
    assert (felt.moving["eyes"]["open"] == calm.moving["eyes"]["open"]) is same
    assert (felt.moving["mouth"]["closed"] == calm.moving["mouth"]["closed"]) is same


@pytest.mark.parametrize("garment", sorted(clothes.GARMENTS))
@pytest.mark.parametrize("holding", ["", "umbrella", "call", "thing"])
def test_every_garment_can_be_drawn_by_name(garment: str, holding: str) -> None:
    from pipeline.images.drawing.ink import Ink
    from pipeline.images.drawing.people.look import look_of
    from pipeline.images.drawing.people.pen import View
    from pipeline.images.drawing.people.sitter import Sitter
    from pipeline.images.drawing.people.tones import tones

    look = look_of(person(sex="male" if len(garment) % 2 else "female"), Era.MODERN)
    ink = Ink()
    with ink.group(transform="translate(540 420)"):
        clothes.GARMENTS[garment](ink, Sitter(look, View(0, 1, fine=True), tones(look, DAY), holding=holding))
    box = covered(ink.svg)
    assert box.bottom - box.top > 900
    assert box.left < 540 < box.right


def test_a_figure_is_a_breathing_layer_of_its_person_with_its_moving_parts() -> None:
    layer = drawn(person())
    assert (layer.person, layer.name, layer.depth, layer.breath) == ("林夏", "someone", 1.0, 1.0)
    assert list(layer.moving["eyes"]) == ["open", "closed"]
    assert list(layer.moving["mouth"]) == ["closed", "half", "open"]
    assert layer.rim is not None
    assert layer.shadow is not None


def test_the_rim_lies_on_the_side_of_the_light() -> None:
    rim = drawn(person()).rim
    assert rim is not None
    assert rim.dx * DAY.side < 0
    assert rim.color == DAY.key


@pytest.mark.parametrize("era", Era)
def test_ids_are_unique_within_the_layer(era: Era) -> None:
    layer = drawn(person(look="戴眼镜"), era, act=Act("umbrella"))
    whole = layer.svg + "".join(markup for states in layer.moving.values() for markup in states.values())
    ids = re.findall(r'\bid="([^"]+)"', whole)
    assert len(ids) == len(set(ids)) > 10
    assert set(re.findall(r"url\(#([^)]+)\)", whole)) <= set(ids)


def test_the_same_person_is_drawn_byte_for_byte_the_same() -> None:
    assert drawn(person()) == drawn(person())


def test_the_mouth_opens_wider_and_wider() -> None:
    states = drawn(person()).moving["mouth"]
    heights = [
        covered(states[state]).bottom - covered(states[state]).top for state in ("closed", "half", "open")
    ]
    assert heights[0] <= heights[1] < heights[2]


def test_eyes_and_mouth_are_only_in_the_moving_parts() -> None:
    iris = "linearGradient"
    assert iris in drawn(person()).moving["eyes"]["open"]
    assert iris not in drawn(person()).moving["eyes"]["closed"]


def test_glasses_are_worn_with_open_and_closed_eyes() -> None:
    with_, without = drawn(person(look="戴眼镜")), drawn(person(look="不戴眼镜"))
    for state in ("open", "closed"):
        wide, narrow = covered(with_.moving["eyes"][state]), covered(without.moving["eyes"][state])
        assert wide.right - wide.left > narrow.right - narrow.left


def test_who_looks_left_is_the_mirror_of_who_looks_right() -> None:
    left, right = (covered(drawn(person(), facing=facing).moving["eyes"]["open"]) for facing in (-1, 1))
    assert left.left + left.right < 2 * 540 < right.left + right.right


def test_a_child_stands_lower_than_a_woman_and_she_lower_than_a_man() -> None:
    child, woman, man = (
        head_y(person(sex=sex, age=age), Era.MODERN, 1.0, 1800)
        for sex, age in (("female", Age.CHILD), ("female", Age.YOUNG), ("male", Age.YOUNG))
    )
    assert child > woman > man == 1800 - STANDING


def test_old_people_stoop_towards_where_they_look() -> None:
    old = person(age=Age.OLD)
    assert head_y(old, Era.MODERN, 1.0, 1800) > head_y(person(), Era.MODERN, 1.0, 1800)
    assert (
        head_box(old, Era.MODERN, 1.0, 540, 1800, facing=1).left
        > head_box(old, Era.MODERN, 1.0, 540, 1800).left
    )


def test_a_figure_grows_with_its_scale_and_stands_on_its_ground() -> None:
    half = figure(
        person(), Era.MODERN, DAY,
        scale=0.5, x=540, ground_y=1800, facing=0, framing=Size.WIDE, name="far",
    )  # fmt: skip
    small, large = covered(half.svg), covered(drawn(person()).svg)
    assert (small.bottom - small.top) == pytest.approx((large.bottom - large.top) / 2, rel=0.05)
    assert abs(small.bottom - 1800) <= 2 * STEP


def test_an_umbrella_covers_the_head() -> None:
    dry = covered(drawn(person(), act=Act("umbrella")).svg)
    head = head_box(person(), Era.MODERN, 1.0, 540, 1800)
    assert dry.top < head.top - 100
    assert dry.left < head.left - 100
    assert dry.right > head.right + 100


@pytest.mark.parametrize("seat", ["chair", "wicker", "bed", "counter"])
@pytest.mark.parametrize("garment", ["西装", "红色连衣裙"])
def test_who_sits_is_lower_from_afar_and_still_on_the_ground(seat: str, garment: str) -> None:
    standing, seated = (
        drawn(person(look=garment), framing=Size.FULL, act=act) for act in (STILL, Act(seat=seat))
    )
    eyes = [covered(layer.moving["eyes"]["open"]).top for layer in (standing, seated)]
    assert eyes[1] - eyes[0] > 250
    assert abs(covered(seated.svg).bottom - 1800) <= 3 * STEP


def test_who_sits_near_the_camera_keeps_the_face_where_it_was() -> None:
    eyes = [drawn(person(), act=act).moving["eyes"] for act in (STILL, Act(seat="chair"))]
    assert eyes[0] == eyes[1]


@pytest.mark.parametrize("age", Age)
def test_a_phone_is_held_at_the_ear(age: Age) -> None:
    who = person(age=age, look="短发，黄色毛衣")
    before, after = alpha(drawn(who).svg), alpha(drawn(who, act=Act("call")).svg)
    box = head_box(who, Era.MODERN, 1.0, 540, 1800)
    ys, xs = np.nonzero((after > 40) & (before < 40))
    beside = (xs * STEP > box.right - 2 * STEP) & (abs(ys * STEP - (box.top + box.bottom) / 2) < 120)
    assert beside.sum() > 4


def test_a_thing_is_held_before_the_chest() -> None:
    letter = thing_in("信", Era.MODERN)
    assert letter is not None
    assert len(drawn(person(), act=Act("thing", letter)).svg) > len(drawn(person(), act=Act("thing")).svg)


def test_who_is_afraid_puts_a_hand_to_the_heart() -> None:
    afraid = drawn(person(feeling=Feeling.AFRAID, look="红色连衣裙"))
    assert afraid.svg != drawn(person(look="红色连衣裙")).svg


def test_a_wide_shot_is_drawn_with_less_detail() -> None:
    assert len(drawn(person(), framing=Size.WIDE).svg) < len(drawn(person(), framing=Size.CLOSE).svg)
