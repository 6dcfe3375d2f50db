"""Models that are known by their ids before they are fetched."""

import pytest

from pipeline.errors import NotHere
from pipeline.local.checkpoint import foreseen
from pipeline.local.families import FAMILIES
from pipeline.local.known import ids, known

ADDED = ("MotionAdapter", "ControlNetModel", "FluxIPAdapter")


@pytest.mark.parametrize("model", ids())
def test_each_has_a_size_a_licence_and_rules_unless_it_is_an_addition(model):
    found = known(model)
    assert 0.4 < sum(found.billions.values()) < 70
    assert found.licence
    assert (found.pipeline in FAMILIES) == (found.pipeline not in ADDED)
    assert ("vae" in found.billions) == (found.pipeline not in ADDED)


def test_an_addition_is_no_model():
    with pytest.raises(NotHere, match="No rules are known for models of the class 'MotionAdapter'"):
        _ = foreseen("guoyww/animatediff-motion-adapter-v1-5-2").family


@pytest.mark.parametrize(
    ("model", "label"),
    [
        ("black-forest-labs/FLUX.1-dev", "FLUX.1"),
        ("black-forest-labs/FLUX.1-schnell", "FLUX.1 schnell"),
        ("black-forest-labs/FLUX.2-klein-4B", "FLUX.2 klein"),
        ("Wan-AI/Wan2.2-TI2V-5B-Diffusers", "Wan 2.2 TI2V-5B"),
        ("Wan-AI/Wan2.2-I2V-A14B-Diffusers", "Wan I2V"),
        ("Wan-AI/Wan2.1-I2V-14B-480P-Diffusers", "Wan 2.1 I2V"),
        ("Wan-AI/Wan2.1-FLF2V-14B-720P-diffusers", "Wan 2.1 FLF2V"),
        ("THUDM/CogVideoX-5b-I2V", "CogVideoX I2V"),
        ("THUDM/CogVideoX1.5-5B-I2V", "CogVideoX I2V 1.5"),
        ("zai-org/CogVideoX1.5-5B", "CogVideoX 1.5"),
    ],
)
def test_what_refines_a_family_is_known_too(model, label):
    assert foreseen(model).family.label == label


def test_letters_of_an_id_may_be_large_or_small():
    assert known("wan-ai/wan2.2-ti2v-5b-diffusers") == known("Wan-AI/Wan2.2-TI2V-5B-Diffusers")
    assert known("somebody/else") is None


def test_the_two_lengths_of_svd_are_told_apart():
    short, long = (f"stabilityai/stable-video-diffusion-img2vid{name}" for name in ("", "-xt"))
    assert (foreseen(short).family.most_frames, foreseen(long).family.most_frames) == (14, 25)


def test_what_must_not_be_sold_is_told():
    assert not known("black-forest-labs/FLUX.1-dev").commercial
    assert known("black-forest-labs/FLUX.1-schnell").commercial
    assert known("Wan-AI/Wan2.2-TI2V-5B-Diffusers").licence == "Apache-2.0"


@pytest.mark.parametrize(
    ("model", "part", "kind", "figures"),
    [
        ("black-forest-labs/FLUX.1-dev", "transformer", "FluxTransformer2DModel", {"guidance_embeds": True}),
        ("black-forest-labs/FLUX.2-dev", "transformer", "Flux2Transformer2DModel", {}),
        ("Qwen/Qwen-Image", "transformer", "QwenImageTransformer2DModel", {}),
        ("Tongyi-MAI/Z-Image-Turbo", "transformer", "ZImageTransformer2DModel", {}),
        ("Wan-AI/Wan2.1-T2V-14B-Diffusers", "transformer", "WanTransformer3DModel", {}),
        ("Lightricks/LTX-Video", "transformer", "LTXVideoTransformer3DModel", {}),
        ("hunyuanvideo-community/HunyuanVideo", "transformer", "HunyuanVideoTransformer3DModel", {}),
        ("THUDM/CogVideoX-2b", "transformer", "CogVideoXTransformer3DModel", {}),
    ],
)
def test_billions_are_those_of_the_class_at_its_published_figures(model, part, kind, figures):
    torch = pytest.importorskip("torch", exc_type=ImportError)
    diffusers = pytest.importorskip("diffusers", exc_type=ImportError)
    with torch.device("meta"):
        full = getattr(diffusers, kind)(**figures)
    counted = sum(weight.numel() for weight in full.parameters()) / 1e9
    assert known(model).billions[part] == pytest.approx(counted, rel=0.01)
