import itertools
import re

import pytest

from pipeline.images.drawing.ink import channels
from pipeline.images.drawing.light import light_of
from pipeline.story import Era, Time, Weather


def light(time=Time.DAY, weather=Weather.CLEAR, inside=False, era=Era.MODERN, flashback=False):
    return light_of(time, weather, inside, era, flashback)


def brightness(color):
    return sum(channels(color))


@pytest.mark.parametrize(("time", "weather"), list(itertools.product(Time, Weather)))
def test_every_time_and_weather_has_its_colours(time, weather):
    made = light(time, weather)
    colors = (*made.sky, made.mist, made.far, made.near, made.ground, made.key, made.warm, made.ambient)

    assert len(made.sky) == 4
    assert all(re.fullmatch(r"#[0-9a-f]{6}", color) for color in colors)
    assert 0 <= made.tint <= 0.5
    assert 0 <= made.lamps <= 1


@pytest.mark.parametrize("weather", Weather)
def test_the_air_grows_darker_from_far_to_near(weather):
    made = light(Time.DUSK, weather)

    assert brightness(made.mist) > brightness(made.far) > brightness(made.near)


def test_no_two_weathers_of_an_evening_look_the_same():
    skies = {light(Time.DUSK, weather).sky for weather in Weather}

    assert len(skies) == len(Weather)


def test_lamps_burn_at_night_and_not_at_noon():
    assert light(Time.NIGHT).lamps == 1
    assert light(Time.DAY).lamps < 0.2


def test_a_storm_is_darker_than_rain():
    assert brightness(light(weather=Weather.STORM).sky[1]) < brightness(light(weather=Weather.RAIN).sky[1])


def test_people_take_on_less_of_the_night_indoors():
    assert light(Time.NIGHT, inside=True).tint < light(Time.NIGHT).tint


def test_a_flashback_fades_into_warmth():
    red, _, blue = channels(light(flashback=True).mist)
    plain_red, _, plain_blue = channels(light().mist)

    assert red - blue > plain_red - plain_blue


def test_what_is_far_fades_into_the_mist():
    made = light(Time.DAY)

    assert made.shade("#400000", 0) != made.shade("#400000", 1)
    assert made.between(0) == made.far
    assert made.between(1) == made.near
