import inspect
from dataclasses import replace

import pytest

from pipeline.local.checkpoint import Checkpoint, foreseen
from pipeline.local.families import FAMILIES, family_of
from pipeline.local.known import known, names
from pipeline.local.presets import PRESETS, offered, unfit

#: For each preset a model that it is for.
FOR = {
    "wan22-i2v-4-steps": "Wan-AI/Wan2.2-I2V-A14B-Diffusers",
    "wan22-t2v-4-steps": "Wan-AI/Wan2.2-T2V-A14B-Diffusers",
    "wan21-i2v-4-steps": "Wan-AI/Wan2.1-I2V-14B-480P-Diffusers",
    "wan21-t2v-4-steps": "Wan-AI/Wan2.1-T2V-14B-Diffusers",
    "wan21-causvid": "Wan-AI/Wan2.1-T2V-14B-Diffusers",
    "flux-turbo": "black-forest-labs/FLUX.1-dev",
    "flux-hyper": "black-forest-labs/FLUX.1-dev",
    "sdxl-hyper": "stabilityai/stable-diffusion-xl-base-1.0",
    "sdxl-lightning": "stabilityai/stable-diffusion-xl-base-1.0",
    "qwen-image-8-steps": "Qwen/Qwen-Image",
    "qwen-image-edit-8-steps": "Qwen/Qwen-Image-Edit-2509",
    "ltx-distilled": "Lightricks/LTX-Video-0.9.8-13B-distilled",
}


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_fits_the_model_that_it_is_for(name):
    assert unfit(name, foreseen(FOR[name])) == ""
    assert name in offered(foreseen(FOR[name]))


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_fits_a_model_of_another_kind(name):
    found = foreseen("THUDM/CogVideoX-5b")
    assert unfit(name, found).startswith(f"The preset {name} is for ")
    assert "For CogVideoX there is none" in unfit(name, found)


def test_a_preset_that_is_not_there_names_those_that_fit():
    assert unfit("turbo", foreseen("black-forest-labs/FLUX.1-dev")) == (
        "There is no preset 'turbo'. For FLUX.1 there is flux-turbo, flux-hyper."
    )


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("wan22-t2v-4-steps", "Wan-AI/Wan2.1-T2V-14B-Diffusers"),
        ("wan21-t2v-4-steps", FOR["wan22-t2v-4-steps"]),
    ],
)
def test_one_for_two_denoisers_fits_no_model_with_one_and_the_other_way_round(name, model):
    assert "denoiser(s), and this has" in unfit(name, foreseen(model))


def test_a_model_that_needs_few_steps_by_itself_takes_no_preset():
    found = foreseen("black-forest-labs/FLUX.1-schnell")
    assert "For FLUX.1 schnell there is none" in unfit("flux-turbo", found)


def test_a_pair_of_loras_is_for_one_denoiser_each():
    assert [lora.part for lora in PRESETS["wan22-i2v-4-steps"].loras] == ["transformer", "transformer_2"]


def test_all_labels_are_those_of_families():
    whole = [name for name in names() if known(name).pipeline in FAMILIES]
    labels = {foreseen(name).family.label for name in whole} | {one.label for one in FAMILIES.values()}
    assert {label for preset in PRESETS.values() for label in preset.families} <= labels


@pytest.mark.parametrize("name", PRESETS)
def test_what_is_set_is_known_to_the_pipeline_and_its_scheduler(name):
    diffusers = pytest.importorskip("diffusers", exc_type=ImportError)
    preset, found = PRESETS[name], known(FOR[name])
    taken = inspect.signature(getattr(diffusers, found.pipeline).__call__).parameters
    usual = {"WanImageToVideoPipeline": "UniPCMultistepScheduler", "WanPipeline": "UniPCMultistepScheduler"}
    kind = preset.scheduler.kind or usual.get(found.pipeline, "FlowMatchEulerDiscreteScheduler")
    figures = inspect.signature(getattr(diffusers, kind).__init__).parameters

    assert set(preset.values) <= set(taken)
    assert {figure for figure, _ in preset.scheduler.changes} <= set(figures)


def test_what_was_written_from_memory_says_so():
    assert all(preset.recalled for preset in PRESETS.values())


def test_checkpoints_that_are_here_are_judged_like_those_that_will_be(tmp_path):
    model = foreseen(FOR["flux-turbo"])
    here = replace(model, folder=tmp_path, downloaded=True)
    assert isinstance(here, Checkpoint)
    assert family_of(here.index, here.configs).label == "FLUX.1"
    assert unfit("flux-turbo", here) == ""
