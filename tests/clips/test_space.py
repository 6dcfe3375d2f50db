"""Moving shots by a Gradio app."""

from __future__ import annotations

import gradio_app
import pytest
from vendors.stand_in import clip

from pipeline.clips.space import SpaceClips
from pipeline.errors import BadResult
from pipeline.ffmpeg import probe

pytest.importorskip("gradio_client", reason="pip install 'shortdrama[spaces]'")
INPUTS = {
    "input_image": "{image}",
    "prompt": "{prompt}",
    "duration_seconds": "{seconds}",
    "seed": "{seed}",
}


@pytest.fixture
def engine():
    return SpaceClips(space=gradio_app.address(), api_name="/animate", inputs=INPUTS)


@pytest.mark.slow
def test_an_app_makes_the_clip(engine, asked, picture, tmp_path):
    engine.animate(asked(picture, seconds=2.0), tmp_path / "shot.part")
    assert (tmp_path / "shot.part").read_bytes() == clip()


@pytest.mark.slow
def test_a_clip_that_is_too_short_does_not_count(asked, picture, tmp_path):
    engine = SpaceClips(
        space=gradio_app.address(), api_name="/animate", inputs={**INPUTS, "duration_seconds": 2}
    )
    with pytest.raises(BadResult, match="of the 60 s that were asked for"):
        engine.animate(asked(picture, seconds=60.0), tmp_path / "shot.part")
    assert not (tmp_path / "shot.part").exists()


@pytest.mark.slow
def test_words_alone_can_be_enough(asked, picture, tmp_path):
    inputs = {**INPUTS, "input_image": None}
    request = asked(picture, seconds=1.0)
    request.image.unlink()
    SpaceClips(space=gradio_app.address(), api_name="/animate", inputs=inputs).animate(
        request, tmp_path / "shot.part"
    )
    assert probe(tmp_path / "shot.part").width


def test_what_it_can_do_follows_from_the_options():
    assert SpaceClips(inputs=INPUTS).abilities.reads_prompt
    assert not SpaceClips(inputs={"image": "{image}"}).abilities.reads_prompt
    assert not SpaceClips(inputs=INPUTS).abilities.last
    assert SpaceClips(inputs={"end": "{last}"}).abilities.last
    assert SpaceClips(lengths=(5, 3)).abilities.lengths == (3, 5)
    assert SpaceClips(lengths=(90, 5)).abilities.longest == 90
    assert SpaceClips(longest=4).abilities.longest == 4


def test_it_works_elsewhere_and_is_free():
    assert SpaceClips.remote
    assert not hasattr(SpaceClips, "price")
