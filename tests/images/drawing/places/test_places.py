import itertools
from xml.etree import ElementTree as ET

import pytest

from pipeline.images.drawing.light import light_of
from pipeline.images.drawing.places import PAINTERS, scenery
from pipeline.images.drawing.view import View
from pipeline.story import Era, PlaceKind, Time, Weather


def view(
    name="旧地",
    *,
    look="",
    inside=False,
    time=Time.NIGHT,
    weather=Weather.CLEAR,
    era=Era.MODERN,
    width=1080,
    horizon=1130.0,
):
    light = light_of(time, weather, inside, era, False)
    return View(name, look, inside, time, weather, era, light, width, horizon)


def test_every_kind_of_place_has_a_painter():
    assert set(PAINTERS) == set(PlaceKind)


@pytest.mark.parametrize(("kind", "era", "inside"), list(itertools.product(PlaceKind, Era, (True, False))))
def test_a_place_is_well_formed_layers_from_back_to_front(kind, era, inside):
    layers = scenery(kind, view(era=era, inside=inside, weather=Weather.RAIN))

    for layer in layers:
        ET.fromstring(f"<svg>{layer.svg}</svg>")
    assert 4 <= len(layers) <= 16
    assert layers[0].opaque
    assert len({layer.name for layer in layers}) == len(layers)
    assert all(0 <= layer.depth <= 1.8 and layer.depth != 1 for layer in layers)
    assert not any(layer.person for layer in layers)


@pytest.mark.parametrize("kind", PlaceKind)
def test_a_place_has_no_words_in_it(kind):
    assert "<text" not in "".join(layer.svg for layer in scenery(kind, view()))


@pytest.mark.parametrize("kind", PlaceKind)
@pytest.mark.parametrize("weather", [Weather.SNOW, Weather.STORM, Weather.FOG])
def test_a_place_can_be_drawn_in_all_weathers_and_wide(kind, weather):
    layers = scenery(kind, view(weather=weather, time=Time.DAWN, width=3413))

    assert layers[0].opaque


def test_the_same_place_looks_the_same_and_another_one_does_not():
    here = scenery(PlaceKind.STREET, view("长街"))

    assert here == scenery(PlaceKind.STREET, view("长街"))
    assert here != scenery(PlaceKind.STREET, view("后巷"))


def test_a_room_from_outside_shows_the_front_of_its_house():
    names = {layer.name for layer in scenery(PlaceKind.HOSPITAL, view(inside=False))}

    assert "house" in names
    assert "wall" not in names


def test_a_lake_by_its_name_has_a_bridge_and_a_sea_has_no_far_shore():
    lake = scenery(PlaceKind.WATER, view("西湖"))
    bridge = scenery(PlaceKind.WATER, view("西湖", look="石拱桥"))
    sea = scenery(PlaceKind.WATER, view("海边"))

    assert [layer.svg for layer in lake] != [layer.svg for layer in bridge]
    assert "far shore" in {layer.name for layer in lake}
    assert "far shore" not in {layer.name for layer in sea}
