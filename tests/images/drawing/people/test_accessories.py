import cv2
import numpy as np
import pytest
import resvg_py

from pipeline.images.drawing.light import light_of
from pipeline.images.drawing.people import figure
from pipeline.images.engine import Person
from pipeline.story import Age, Era, Feeling, Size, Time, Weather

DAY = light_of(Time.DAY, Weather.CLEAR, inside=False, era=Era.MODERN, flashback=False)


def pixels(look: str, facing: int) -> np.ndarray:
    """A man of that *look* on a canvas 1080 x 1920, in pixels of 4 units."""
    who = Person("林夏", "male", Age.YOUNG, look, Feeling.CALM)
    layer = figure(
        who, Era.MODERN, DAY,
        scale=1.0, x=540, ground_y=1800, facing=facing, framing=Size.CLOSE, name="someone",
    )  # fmt: skip
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1920" width="270">{layer.svg}</svg>'
    return cv2.imdecode(
        np.frombuffer(bytes(resvg_py.svg_to_bytes(svg_string=svg)), np.uint8), cv2.IMREAD_COLOR
    )


@pytest.mark.parametrize("facing", [-1, 0, 1])
@pytest.mark.parametrize("mark", ["泪痣", "左眉一道疤"])
def test_a_mark_stays_on_the_same_cheek_wherever_somebody_looks(mark: str, facing: int) -> None:
    bare, marked = pixels("短发", facing), pixels(f"短发，{mark}", facing)
    columns = np.nonzero((bare != marked).any(axis=2))[1]
    assert columns.size
    assert columns.mean() * 4 > 540
