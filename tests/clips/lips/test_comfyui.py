"""Lips by a workflow of ComfyUI."""

from __future__ import annotations

import numpy as np
import pytest
from vendors.stand_in import clip

from pipeline.clips.lips import ENGINES
from pipeline.clips.lips.engine import LipRequest
from pipeline.errors import BadResult
from pipeline.voices.sound import write_wav


@pytest.fixture
def request_(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(clip())
    write_wav(tmp_path / "voices.wav", np.zeros(48000, np.float32), 48000)
    return LipRequest(tmp_path / "clip.mp4", tmp_path / "voices.wav", 10.0, 7)


def test_a_clip_and_its_voices_become_what_latentsync_takes(comfy, request_, tmp_path):
    engine = ENGINES["comfyui"](
        workflow="latentsync", address=comfy.url, values={"LatentSync.lips_expression": 2.0}
    )
    assert engine.unavailable() == ""

    engine.sync(request_, tmp_path / "out.part")

    (graph,) = comfy.graphs
    assert (tmp_path / "out.part").read_bytes() == clip()
    assert comfy.uploads[graph["1"]["inputs"]["video"]] == clip()
    assert comfy.uploads[graph["2"]["inputs"]["audio"]] == request_.sound.read_bytes()
    assert graph["1"]["inputs"]["video"].endswith(".mp4")
    assert graph["3"]["inputs"] | {"seed": 7, "lips_expression": 2.0} == graph["3"]["inputs"]


def test_what_is_shorter_than_the_shot_does_not_count(comfy, request_, tmp_path):
    engine = ENGINES["comfyui"](workflow="latentsync", address=comfy.url)
    long = LipRequest(request_.video, request_.sound, 60.0, 7)

    with pytest.raises(BadResult, match=r"it shows 10\.5 s of the 60 s"):
        engine.sync(long, tmp_path / "out.part")
    assert not (tmp_path / "out.part").exists()


def test_a_workflow_of_clips_moves_no_lips():
    assert "svd.json makes clips" in ENGINES["comfyui"](workflow="svd").unavailable()
    assert "latentsync" in ENGINES["comfyui"]().unavailable()
