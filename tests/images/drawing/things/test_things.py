from xml.etree import ElementTree as ET

import pytest

from pipeline.images.drawing.ink import Ink
from pipeline.images.drawing.light import light_of
from pipeline.images.drawing.things import THINGS, papers, table, thing_in, treasures
from pipeline.images.drawing.things.pieces import Piece, bar, disc, draw, moved
from pipeline.images.drawing.view import View
from pipeline.story import Era, Time, Weather

LIGHT = light_of(Time.NIGHT, Weather.CLEAR, True, Era.MODERN, False)
VIEW = View("书房", "", True, Time.NIGHT, Weather.CLEAR, Era.MODERN, LIGHT, 1080, 1130)


@pytest.mark.parametrize(
    ("seen", "thing"),
    [
        ("桌上放着一封信", papers.LETTER),
        ("他拔出剑", treasures.SWORD),
        ("The phone rings.", papers.PHONE),
        ("She takes off her ring", treasures.RING),
        ("离婚协议书", papers.DOCUMENT),
        ("血从指缝间流下", table.BLOOD),
        ("一把钥匙", treasures.KEY),
        ("半杯红酒", table.WINE),
    ],
)
def test_a_thing_is_found_by_its_name(seen, thing):
    assert thing_in(seen, Era.MODERN) is thing


@pytest.mark.parametrize("seen", ["", "她转身离开", "during the morning", "他不相信", "十分钟后", "酒店门口"])
def test_words_without_a_thing_give_none(seen):
    assert thing_in(seen, Era.MODERN) is None


def test_in_old_times_money_is_silver():
    assert thing_in("一袋银两和钱", Era.ANCIENT) is papers.INGOTS
    assert thing_in("一叠钱", Era.MODERN) is papers.MONEY


@pytest.mark.parametrize("named", THINGS, ids=lambda named: named.words)
def test_every_thing_can_be_drawn(named):
    for thing in (named.thing, named.old or named.thing):
        ink = Ink()
        draw(ink, VIEW.light, (540, 1000), 400, thing)

        drawing = ET.fromstring(f"<svg>{ink.svg}</svg>")
        assert len(drawing.findall("path")) == len(thing)


def test_what_shines_keeps_its_colour_in_the_dark():
    ink = Ink()
    draw(ink, VIEW.light, (0, 0), 10, [Piece("M0,0 L1,1", "#ff0000", 0.1, shines=True)])

    assert 'stroke="#ff0000"' in ink.svg


def test_outlines_are_in_units_of_the_thing():
    assert bar(0, 0, 1, 0.5) == "M0.000,0.000 L1.000,0.000 L1.000,0.500 L0.000,0.500 Z"
    assert disc(0, 0, 1).startswith("M-1.000,0.000 C-1.000,-0.552")
    assert moved("M0,0 L1,-1", 0.5, 0.25) == "M0.500,0.250 L1.500,-0.750"
