"""Moving shots by a workflow of ComfyUI."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest
from vendors.stand_in import clip, picture

from pipeline.clips import ENGINES
from pipeline.clips.engine import ClipRequest
from pipeline.errors import BadResult
from pipeline.ffmpeg import probe
from pipeline.story import Move

#: A film of a picture that stands still, by nodes that need no model.
STILL = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "example.png"}},
    "2": {"class_type": "RepeatImageBatch", "inputs": {"image": ["1", 0], "amount": 8}},
    "3": {"class_type": "CreateVideo", "inputs": {"images": ["2", 0], "fps": 8.0}},
    "4": {
        "class_type": "SaveVideo",
        "inputs": {
            "video": ["3", 0],
            "filename_prefix": "x",
            "format": "mp4",
            "codec": "h264",
            "format.codec": "h264",
        },
    },
}
BINDINGS = """
makes: clips
bind:
  image: {class_type: LoadImage, input: image}
  frames: {class_type: RepeatImageBatch, input: amount}
  prefix: {class_type: SaveVideo, input: filename_prefix}
frames: {per_second: 8}
longest: 8
"""


@pytest.fixture
def frame(tmp_path):
    file = tmp_path / "frame.png"
    file.write_bytes(picture())
    return file


@pytest.fixture
def still(tmp_path):
    """The path of a workflow that needs no model."""
    (tmp_path / "still.json").write_text(json.dumps(STILL))
    (tmp_path / "still.bindings.yaml").write_text(BINDINGS)
    return str(tmp_path / "still.json")


def asked(frame, seconds=2.0):
    return ClipRequest("Rain falls.", frame, seconds, 1080, 1920, 24, Move.PUSH, 7)


def test_a_shot_becomes_what_wan_takes(comfy, frame, tmp_path):
    engine = ENGINES["comfyui"](workflow="wan22-5b", address=comfy.url, values={"KSampler.steps": 9})

    engine.animate(asked(frame), tmp_path / "out.part")

    (graph,) = comfy.graphs
    assert (tmp_path / "out.part").read_bytes() == clip()
    assert graph["5"]["inputs"]["text"] == "Rain falls."
    assert graph["6"]["inputs"]["text"].startswith("blurry")
    size = {"width": 704, "height": 1280, "length": 49}
    assert graph["8"]["inputs"] | size == graph["8"]["inputs"]
    assert graph["9"]["inputs"] | {"seed": 7, "steps": 9} == graph["9"]["inputs"]


def test_the_profile_has_the_last_word(comfy, frame, tmp_path):
    values = {"negative": "fog", "width": 480, "height": 832}
    engine = ENGINES["comfyui"](workflow="wan22-5b", address=comfy.url, values=values)

    engine.animate(asked(frame), tmp_path / "out.part")

    inputs = comfy.graphs[0]["8"]["inputs"]
    assert (inputs["width"], inputs["height"]) == (480, 832)
    assert comfy.graphs[0]["6"]["inputs"]["text"] == "fog"


def test_its_abilities_are_those_of_the_workflow():
    wan, svd = (ENGINES["comfyui"](workflow=name).abilities for name in ("wan22-5b", "svd"))

    assert (wan.lengths, wan.longest, wan.reads_prompt, wan.last) == ((), 5, True, False)
    assert (svd.lengths, svd.reads_prompt) == ((3.0,), False)


def test_a_last_picture_goes_where_it_is_bound(comfy, frame, still, tmp_path):
    graph = {**STILL, "9": {"class_type": "LoadImage", "inputs": {"image": "x"}, "_meta": {"title": "End"}}}
    graph["10"] = {"class_type": "PreviewImage", "inputs": {"images": ["9", 0]}}
    graph["1"] = {**STILL["1"], "_meta": {"title": "Begin"}}
    (tmp_path / "still.json").write_text(json.dumps(graph))
    (tmp_path / "still.bindings.yaml").write_text(
        BINDINGS.replace("class_type: LoadImage", "title: begin").replace(
            "  frames: {class", "  last: {title: end, input: image}\n  frames: {class"
        )
    )
    (tmp_path / "last.png").write_bytes(picture(16, 16))
    engine = ENGINES["comfyui"](workflow=still, address=comfy.url)
    assert engine.abilities.last

    engine.animate(asked(frame), tmp_path / "out.part")
    engine.animate(replace(asked(frame), last=tmp_path / "last.png"), tmp_path / "out.part")

    without, with_last = comfy.graphs
    assert not {"9", "10"} & without.keys()
    assert comfy.uploads[with_last["9"]["inputs"]["image"]] == picture(16, 16)


def test_a_clip_that_is_too_short_does_not_count(comfy, frame, still, tmp_path):
    engine = ENGINES["comfyui"](workflow=still, address=comfy.url)
    with pytest.raises(BadResult, match=r"it shows 10\.5 s of the 60 s"):
        engine.animate(asked(frame, 60), tmp_path / "out.part")
    assert not (tmp_path / "out.part").exists()


@pytest.mark.skipif("COMFYUI_URL" not in os.environ, reason="COMFYUI_URL names no ComfyUI server")
def test_a_real_server_makes_a_film(frame, still, tmp_path):
    """Any ComfyUI from 0.3.64 on does, also `python main.py --cpu`: no model and no custom node is needed."""
    engine = ENGINES["comfyui"](workflow=still, address=os.environ["COMFYUI_URL"])

    engine.animate(asked(frame), tmp_path / "out.part")

    made = probe(tmp_path / "out.part")
    assert (made.video_codec, made.width, made.height, made.frames) == ("h264", 72, 128, 16)
