from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("PIL", reason="local models are tested where `make local` was run")

from PIL import Image

from pipeline.clips.local.arguments import Take, arguments
from pipeline.clips.local.order import Direction
from pipeline.local.families import FAMILIES

FIRST, LAST = Image.new("RGB", (32, 48), "red"), Image.new("RGB", (32, 48), "blue")


def asked(kind, *, frames=9, passes=None, first=FIRST, parts=None, **direction):
    take = Take(32, 48, frames, first, passes or {}, parts or {})
    return arguments(kind, FAMILIES[kind], "A door opens.", Direction(steps=4, **direction), take)


def test_what_is_not_given_is_not_asked_for():
    assert asked("WanPipeline", first=None) == {
        "prompt": "A door opens.",
        "num_inference_steps": 4,
        "num_frames": 9,
        "width": 32,
        "height": 48,
        "output_type": "np",
        "max_sequence_length": 512,
        "guidance_scale": 5.0,
    }


def test_what_the_user_gives_by_name_goes_before():
    assert asked("WanPipeline", values={"max_sequence_length": 64})["max_sequence_length"] == 64


def test_both_ends_and_both_experts():
    found = asked("WanImageToVideoPipeline", passes={8: LAST}, guidance=3.5, guidance_2=2.5, negative="rain")
    assert (found["image"], found["last_image"]) == (FIRST, LAST)
    assert (found["guidance_scale"], found["guidance_scale_2"], found["negative_prompt"]) == (
        3.5,
        2.5,
        "rain",
    )


def test_a_model_that_reads_no_words_gets_none():
    found = asked("StableVideoDiffusionPipeline", guidance=2.0)
    assert "prompt" not in found
    assert (found["fps"], found["max_guidance_scale"]) == (7, 2.0)


def test_vace_gets_a_film_with_holes_and_a_mask_that_is_white_there():
    found = asked("WanVACEPipeline", passes={4: FIRST, 8: LAST})
    known = [index for index, mask in enumerate(found["mask"]) if not np.asarray(mask).any()]
    assert known == [0, 4, 8]
    assert (found["video"][0], found["video"][4], found["video"][8]) == (FIRST, FIRST, LAST)
    assert {np.asarray(found["video"][index]).mean() for index in (1, 5)} == {127}


def test_sparsectrl_gets_pictures_with_their_indices():
    found = asked("AnimateDiffSparseControlNetPipeline", passes={8: LAST})
    assert found["conditioning_frames"] == [FIRST, LAST]
    assert found["controlnet_frame_indices"] == [0, 8]
    assert "max_sequence_length" not in found


def test_framepack_is_asked_for_the_sections_that_hold_the_frames():
    assert asked("HunyuanVideoFramepackPipeline", frames=37)["num_frames"] == 33
    assert asked("HunyuanVideoFramepackPipeline", frames=73)["num_frames"] == 66


def test_frames_that_a_pipeline_drops_are_asked_for_besides():
    joined = {"transformer": {"image_condition_type": "latent_concat"}}
    assert asked("HunyuanVideoImageToVideoPipeline", parts=joined)["num_frames"] == 13
    assert asked("HunyuanVideoImageToVideoPipeline")["num_frames"] == 9


def test_a_pipeline_that_takes_its_size_from_the_picture_gets_none():
    found = asked("HunyuanVideo15ImageToVideoPipeline")
    assert not {"width", "height", "guidance_scale"} & found.keys()


def test_ltx_gets_pictures_by_frames_and_ltx_2_by_latents():
    pytest.importorskip("diffusers")
    ltx = asked("LTXConditionPipeline", frames=17, passes={8: FIRST, 16: LAST})["conditions"]
    ltx2 = asked("LTX2ConditionPipeline", frames=17, passes={8: FIRST, 16: LAST})["conditions"]
    assert [(one.frame_index, one.image) for one in ltx] == [(0, FIRST), (8, FIRST), (16, LAST)]
    assert [(one.index, one.frames) for one in ltx2] == [(0, FIRST), (1, FIRST), (2, LAST)]
    assert "conditions" not in asked("LTX2ConditionPipeline", first=None)
