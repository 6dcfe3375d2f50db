"""Pictures by a workflow of ComfyUI."""

from __future__ import annotations

import json
import os

import cv2
import pytest
from vendors.stand_in import Reply, picture

from pipeline.errors import BadResult
from pipeline.images import ENGINES
from pipeline.images.engine import Brief, ImageRequest, Reference
from pipeline.story import Angle, Era, Size, Time, Weather

BRIEF = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)


def asked(*references):
    return ImageRequest("A woman in the rain.", BRIEF, 90, 160, 7, references)


def engine(comfy, workflow):
    return ENGINES["comfyui"](workflow=workflow, address=comfy.url)


def test_a_shot_becomes_what_flux_takes_and_the_picture_gets_the_size_of_the_film(comfy, tmp_path):
    engine(comfy, "flux").draw(asked(), tmp_path / "out.part")

    (graph,) = comfy.graphs
    assert graph["2"]["inputs"]["text"] == "A woman in the rain."
    assert graph["5"]["inputs"] == {"width": 768, "height": 1360, "batch_size": 1}
    assert graph["6"]["inputs"]["seed"] == 7
    assert (tmp_path / "out.part").read_bytes().startswith(b"\x89PNG")
    assert cv2.imread(str(tmp_path / "out.part")).shape == (160, 90, 3)


def test_it_takes_as_many_portraits_as_the_workflow_has_places_for(comfy, tmp_path):
    assert ENGINES["comfyui"](workflow="flux").abilities.references == 0
    assert ENGINES["comfyui"](workflow="flux-kontext").abilities.references == 2
    (tmp_path / "lin.png").write_bytes(picture())

    engine(comfy, "flux-kontext").draw(asked(Reference("林夏", tmp_path / "lin.png")), tmp_path / "out.part")

    (graph,) = comfy.graphs
    assert comfy.uploads[graph["12"]["inputs"]["image"]] == picture()
    assert "20" not in graph


def test_what_is_no_picture_does_not_count(comfy, tmp_path):
    comfy.server.faults.instead["view"] = [Reply(b"<html>")]
    with pytest.raises(BadResult, match="What ComfyUI made can't be used: it is no picture"):
        engine(comfy, "flux").draw(asked(), tmp_path / "out.part")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif("COMFYUI_URL" not in os.environ, reason="COMFYUI_URL names no ComfyUI server")
def test_a_real_server_saves_the_portrait_that_it_was_given(tmp_path):
    """Any ComfyUI from 0.3.64 on does, also `python main.py --cpu`: no model and no custom node is needed."""
    graph = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "example.png"}},
        "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "x"}},
    }
    (tmp_path / "copy.json").write_text(json.dumps(graph))
    (tmp_path / "copy.bindings.yaml").write_text(
        "makes: images\n"
        "bind:\n"
        "  references: [{class_type: LoadImage, input: image}]\n"
        "  prefix: {class_type: SaveImage, input: filename_prefix}\n"
    )
    (tmp_path / "lin.png").write_bytes(picture(90, 160))
    chosen = ENGINES["comfyui"](workflow=str(tmp_path / "copy.json"), address=os.environ["COMFYUI_URL"])

    chosen.draw(asked(Reference("林夏", tmp_path / "lin.png")), tmp_path / "out.png")

    before, after = (cv2.imread(str(tmp_path / name)) for name in ("lin.png", "out.png"))
    assert (before == after).all()
