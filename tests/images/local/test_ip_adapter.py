"""A portrait steers FLUX.1 through an IP-Adapter."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("diffusers", reason="pip install 'shortdrama[local]'")

import torch
from safetensors.torch import save_file

from pipeline.errors import NotHere, Rejected
from pipeline.images.engine import Reference
from pipeline.images.local.ip_adapter import IPAdapter
from pipeline.local.cards import card
from pipeline.local.families import FAMILIES
from pipeline.local.loading import Pipe
from pipeline.local.running import run
from pipeline.local.weights import DiffusersWeights

RED, GREEN = (0, 0, 255), (0, 255, 0)


@pytest.fixture
def adapter(tiny):
    return IPAdapter(str(tiny("flux-ip-adapter")), scale=1.0)


@pytest.fixture
def loaded(tiny):
    pipe = DiffusersWeights(str(tiny("flux"))).load(card("cpu"))
    yield pipe
    pipe.unload()


@pytest.fixture
def lin(tmp_path):
    return portrait(tmp_path / "lin.png", "Lin", RED)


@pytest.fixture
def mei(tmp_path):
    return portrait(tmp_path / "mei.png", "Mei", GREEN)


def portrait(path: Path, name: str, colour: tuple[int, int, int]) -> Reference:
    pixels = np.full((48, 32, 3), 90, np.uint8)
    pixels[10:30, 8:24] = colour
    cv2.imwrite(str(path), pixels)
    return Reference(name, path)


def drawn(loaded: Pipe, more: dict, prompts: int = 1) -> np.ndarray:
    arguments = {
        "prompt": ["hero"] * prompts,
        "width": 32,
        "height": 32,
        "num_inference_steps": 2,
        "max_sequence_length": 16,
        "output_type": "np",
    }
    return np.asarray(run(loaded, arguments | more, [7] * prompts, lambda *_: None).images)


def test_the_portrait_changes_the_picture_and_another_one_differently(loaded, adapter, lin, mei):
    without = drawn(loaded, {})
    with_lin = drawn(loaded, adapter.arguments(loaded, [lin]))
    with_mei = drawn(loaded, adapter.arguments(loaded, [mei]))

    assert (without != with_lin).any()
    assert (with_lin != with_mei).any()
    assert (with_lin == drawn(loaded, adapter.arguments(loaded, [lin]))).all()


def test_a_picture_of_nobody_is_drawn_as_without_the_adapter(loaded, adapter, lin):
    without = drawn(loaded, {})
    assert adapter.arguments(loaded, []) == {}

    adapter.arguments(loaded, [lin])

    assert (drawn(loaded, adapter.arguments(loaded, [])) == without).all()


def test_the_scale_says_how_much_it_counts(loaded, adapter, lin):
    pictures = [
        drawn(loaded, replace(adapter, scale=scale).arguments(loaded, [lin])) for scale in (0.0, 0.5, 1.0)
    ]
    away = [np.abs(picture - pictures[0]).mean() for picture in pictures]

    assert 0 < away[1] < away[2]


def test_all_pictures_of_a_batch_show_the_same_portrait(loaded, adapter, lin):
    more = adapter.arguments(loaded, [lin])
    together = drawn(loaded, more, prompts=2)

    assert np.allclose(together, drawn(loaded, more), atol=1e-4)


def test_of_several_people_the_first_is_held(loaded, adapter, lin, mei):
    alone = adapter.arguments(loaded, [lin])["ip_adapter_image_embeds"][0]
    both = adapter.arguments(loaded, [lin, mei])["ip_adapter_image_embeds"][0]

    assert torch.equal(alone, both)


def test_or_all_of_them_are_mixed(loaded, adapter, lin, mei):
    mixed = replace(adapter, several="average")
    one, other, both = (
        mixed.arguments(loaded, people)["ip_adapter_image_embeds"][0] for people in ([lin], [mei], [lin, mei])
    )

    assert torch.allclose(both, (one + other) / 2)


def test_a_portrait_is_looked_at_once_while_its_file_stays_the_same(loaded, adapter, lin, tmp_path):
    before = adapter.arguments(loaded, [lin])["ip_adapter_image_embeds"][0]
    kept = len(loaded.kept)
    adapter.arguments(loaded, [Reference("Lin", Path(shutil.copy(lin.image, tmp_path / "copy.png")))])
    assert len(loaded.kept) == kept

    portrait(lin.image, "Lin", GREEN)

    assert not torch.equal(before, adapter.arguments(loaded, [lin])["ip_adapter_image_embeds"][0])


def test_the_portrait_is_seen_as_diffusers_itself_sees_it(loaded, adapter, lin):
    from PIL import Image
    from transformers import CLIPVisionModelWithProjection

    ours = adapter.arguments(loaded, [lin])["ip_adapter_image_embeds"][0]
    pipe = loaded.pipe
    from transformers import CLIPImageProcessorPil

    encoder = CLIPVisionModelWithProjection.from_pretrained(adapter.encoder_folder)
    pipe.register_modules(
        image_encoder=encoder, feature_extractor=CLIPImageProcessorPil(size=32, crop_size=32)
    )
    with Image.open(lin.image) as picture, torch.inference_mode():
        theirs = pipe.prepare_ip_adapter_image_embeds(picture.convert("RGB"), None, "cpu", 1)[0]

    assert torch.allclose(ours, theirs, atol=1e-6)


def test_a_model_that_is_loaded_anew_on_a_lower_rung_shows_the_portrait_as_before(loaded, adapter, lin):
    more = adapter.arguments(loaded, [lin])
    before = drawn(loaded, more)

    loaded.lower()

    assert (drawn(loaded, more) == before).all()


def test_only_flux_1_takes_it(adapter):
    takes = {family.label for family in FAMILIES.values() if not adapter.refuses(family)}

    assert takes == {"FLUX.1", "FLUX.1 Kontext"}
    assert adapter.refuses(FAMILIES["ZImagePipeline"]).startswith("Z-Image has no IP-Adapter here")


def test_another_model_is_refused_before_anything_is_read(adapter, lin, tiny):
    pipe = DiffusersWeights(str(tiny("sdxl"))).load(card("cpu"))

    with pytest.raises(Rejected, match="SDXL has no IP-Adapter"):
        adapter.arguments(pipe, [lin])


@pytest.fixture
def own(tiny, tmp_path):
    """An adapter in a folder of its own, to be damaged."""
    shutil.copytree(tiny("flux-ip-adapter"), tmp_path / "own")
    return IPAdapter(str(tmp_path / "own"))


@pytest.mark.parametrize("content", [b"", b"half a file"])
def test_a_damaged_file_is_named(loaded, own, lin, content):
    own.weights.write_bytes(content)

    with pytest.raises(NotHere, match=r"own/ip_adapter\.safetensors can't be used"):
        own.arguments(loaded, [lin])


@pytest.mark.parametrize(
    ("tensors", "why"),
    [
        ({"unet.weight": torch.zeros(2)}, "no IP-Adapter in XLabs' form"),
        ({"ip_adapter_proj_model.proj.weight": torch.zeros(8, 8), "double_blocks.x": torch.zeros(2)}, "fit"),
    ],
)
def test_a_file_with_other_parts_is_named_and_the_model_draws_as_before(loaded, own, lin, tensors, why):
    without = drawn(loaded, {})
    save_file(tensors, own.weights)

    with pytest.raises(NotHere, match=rf"own/ip_adapter\.safetensors can't be used: .*{why}"):
        own.arguments(loaded, [lin])
    assert (drawn(loaded, own.arguments(loaded, [])) == without).all()


def test_a_damaged_image_encoder_is_named(loaded, own, lin):
    (own.encoder_folder / "model.safetensors").write_bytes(b"half")

    with pytest.raises(NotHere, match="own/image_encoder can't be used"):
        own.arguments(loaded, [lin])


def test_a_portrait_that_is_no_picture_is_named(loaded, adapter, lin):
    lin.image.write_text("a poem")

    with pytest.raises(Rejected, match=r"lin\.png can't be shown"):
        adapter.arguments(loaded, [lin])


def test_before_a_run_it_is_said_what_is_missing(own):
    assert own.unavailable() == ""

    shutil.rmtree(own.encoder_folder)
    assert "image_encoder/config.json is missing" in own.unavailable()
    own.weights.unlink()
    assert "ip_adapter.safetensors is missing" in own.unavailable()
