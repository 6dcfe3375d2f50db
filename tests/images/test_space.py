"""Pictures by a Gradio app."""

from __future__ import annotations

import cv2
import gradio_app
import pytest

from pipeline.images.engine import Brief, ImageRequest
from pipeline.images.space import SpaceImages
from pipeline.story import Angle, Era, Size, Time, Weather

pytest.importorskip("gradio_client", reason="pip install 'shortdrama[spaces]'")
BRIEF = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)


@pytest.mark.slow
def test_any_picture_becomes_a_png_of_exactly_the_size(tmp_path):
    engine = SpaceImages(
        space=gradio_app.address(), api_name="draw", inputs={"prompt": "{prompt}"}, output="a_picture"
    )
    engine.draw(ImageRequest("A street in the rain.", BRIEF, 90, 50, 1), tmp_path / "shot.part")
    assert cv2.imread(str(tmp_path / "shot.part")).shape == (50, 90, 3)
    assert [file.name for file in tmp_path.iterdir()] == ["shot.part"]


def test_how_many_portraits_it_takes_is_an_option():
    assert SpaceImages(references=2).abilities.references == 2
    assert SpaceImages().abilities.reads == "prompt"


def test_it_works_elsewhere_and_is_free():
    assert SpaceImages.remote
    assert not hasattr(SpaceImages, "price")
