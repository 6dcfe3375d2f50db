import re
from xml.etree import ElementTree as ET

import pytest

from pipeline.images.drawing.ink import (
    Ink,
    curve,
    darken,
    lighten,
    mix,
    number,
    on_circle,
    placed,
    polygon,
    seeded,
)


def test_mixing_runs_from_one_colour_to_the_other():
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ff8000", 0.5) == "#804000"
    assert mix("#123456", "#abcdef", 1) == "#abcdef"


def test_lightening_ends_in_white_and_darkening_in_ink():
    assert lighten("#336699", 1) == "#ffffff"
    assert darken("#336699", 1) == "#05060f"


@pytest.mark.parametrize(("value", "written"), [(3, "3"), (3.0, "3"), (2.25, "2.2"), (-0.04, "-0")])
def test_lengths_are_written_short(value, written):
    assert number(value) == written


def test_random_numbers_depend_on_the_key_alone():
    assert seeded("长街", "stars").random() == seeded("长街", "stars").random()
    assert seeded("长街", "stars").random() != seeded("长街", "clouds").random()


def test_a_polygon_is_closed():
    assert polygon([(0, 0), (10, 0), (5, 8.5)]) == "M0,0 L10,0 L5,8.5 Z"


def test_a_curve_goes_through_its_points():
    ends = re.findall(r"([\d.-]+) ([\d.-]+)(?= C|$)", curve([(0, 0), (10, 5), (20, 0)]))

    assert ends == [("10", "5"), ("20", "0")]


def test_a_closed_curve_returns_to_its_start():
    assert curve([(0, 0), (10, 0), (5, 9)], closed=True).endswith("0 0 Z")


def test_a_quarter_turn_on_a_circle_points_down():
    assert on_circle(5, 5, 10, 0.25) == pytest.approx((5, 15))


def test_a_shape_is_placed_by_its_units():
    assert placed("M-1,0 Q0,-1 1,0 Z", (100, 200), 50, 20) == "M50,200 Q100,180 150,200 Z"


def test_ids_are_unique_on_a_sheet_and_carry_its_prefix():
    ink = Ink("eyes-open-")
    fills = [ink.linear((0, 0), (0, 9), (0, "#000000", 1), (1, "#ffffff", 0)) for _ in range(3)]
    fills.append(ink.radial(0, 0, 5, (0, "#000000", 1)))
    fills.append(ink.clip("M0,0 h9 v9 Z"))

    assert len(set(fills)) == 5
    assert all(fill.startswith("url(#eyes-open-") for fill in fills)


def test_a_sheet_is_well_formed_markup():
    ink = Ink()
    ink.glow(10, 10, 40, "#ffcc88", 0.5)
    with ink.group(opacity=0.5, clip_path=ink.clip("M0,0 h9 v9 Z")):
        ink.rect(0, 0, 5, 5, fill="#123456", stroke_width=2.0)

    root = ET.fromstring(f"<svg>{ink.svg}</svg>")
    assert root.find("g").attrib["opacity"] == "0.5"
    assert root.find("g/rect").attrib["stroke-width"] == "2"


def test_a_layer_carries_the_drawing_and_its_effects():
    ink = Ink()
    ink.circle(1, 2, 3, fill="#ffffff")
    layer = ink.layer("moon", 0.2, blur=4, sway=2)

    assert layer.svg == '<circle cx="1" cy="2" r="3" fill="#ffffff"/>'
    assert (layer.name, layer.depth, layer.blur, layer.sway, layer.person) == ("moon", 0.2, 4, 2, "")
