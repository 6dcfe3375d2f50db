import numpy as np
import pytest

from pipeline.final.sound.ambience import Air, air_of, loop
from pipeline.final.sound.instruments import RATE
from pipeline.story import Scene, Shot, Weather


def scene(weather: Weather, *, inside: bool = False) -> Scene:
    return Scene(id="e01s01", place="bridge", inside=inside, weather=weather, shots=(Shot(id="e01s01-01"),))


def band(sound: np.ndarray, low: int, high: int) -> float:
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float(power[(hertz >= low) & (hertz < high)].sum() / power.sum())


@pytest.mark.parametrize(
    ("weather", "air"),
    [
        (Weather.RAIN, Air.RAIN),
        (Weather.STORM, Air.STORM),
        (Weather.SNOW, Air.WIND),
        (Weather.CLEAR, None),
        (Weather.FOG, None),
    ],
)
def test_the_weather_is_heard_outside(weather: Weather, air: Air | None):
    assert air_of(scene(weather)) is air


def test_inside_no_weather_is_heard():
    assert air_of(scene(Weather.STORM, inside=True)) is None


@pytest.mark.parametrize("air", Air)
def test_a_bed_of_weather_has_an_even_level_and_no_seam(air: Air):
    sound = loop(air, 7)

    assert np.sqrt(np.mean(sound**2)) == pytest.approx(0.1, rel=0.01)
    assert np.abs(sound[0] - sound[-1]).max() <= np.abs(np.diff(sound, axis=0)).max()


def test_rain_is_bright_and_wind_is_dark():
    assert band(loop(Air.RAIN, 7), 1000, 12000) > 0.5
    assert band(loop(Air.WIND, 7), 0, 1000) > 0.8
