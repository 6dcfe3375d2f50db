import json

import pytest

from pipeline.errors import NotHere
from pipeline.local.checkpoint import foreseen
from pipeline.local.needs import denoisers, needs_of
from pipeline.local.weights import DiffusersWeights

FLUX, A14B = "black-forest-labs/FLUX.1-dev", "Wan-AI/Wan2.2-I2V-A14B-Diffusers"


def safetensors(path, parameters):
    """A whole file of so many weights in two bytes each."""
    tensor = {"dtype": "BF16", "shape": [parameters], "data_offsets": [0, 2 * parameters]}
    head = json.dumps({"weight": tensor}).encode()
    path.write_bytes(len(head).to_bytes(8, "little") + head + bytes(2 * parameters))
    return str(path)


def test_transformers_and_large_encoders_can_have_smaller_weights():
    needs = needs_of(foreseen(FLUX), DiffusersWeights(FLUX, working=7))

    assert dict(needs.parts)["transformer"] == 11_900_000_000
    assert needs.working == 7
    assert set(needs.quantisable) == {"transformer", "text_encoder_2"}
    assert needs.decoding > 0


def test_convolutions_stay_as_they_are():
    name = "stabilityai/stable-video-diffusion-img2vid-xt"
    assert needs_of(foreseen(name), DiffusersWeights(name)).quantisable == ()


def test_a_file_instead_counts_by_its_bytes_and_stays_as_it_is(tmp_path):
    file = safetensors(tmp_path / "small.safetensors", 1000)
    needs = needs_of(foreseen(FLUX), DiffusersWeights(FLUX, denoisers=(file,)))

    assert dict(needs.parts)["transformer"] == 1000
    assert needs.quantisable == ("text_encoder_2",)


def test_two_denoisers_take_two_files_in_their_order(tmp_path):
    high, low = (safetensors(tmp_path / f"{name}.safetensors", 10) for name in ("high", "low"))
    found = denoisers(foreseen(A14B), DiffusersWeights(A14B, denoisers=(high, low)))

    assert {part: file.stem for part, file in found.items()} == {
        "transformer": "high",
        "transformer_2": "low",
    }
    with pytest.raises(NotHere, match=r"has 2 denoiser\(s\), and `denoiser` names 1 file"):
        denoisers(foreseen(A14B), DiffusersWeights(A14B, denoisers=(high,)))


def test_a_file_that_is_missing_is_named(tmp_path):
    gone = str(tmp_path / "gone.gguf")
    with pytest.raises(NotHere, match=r"gone\.gguf is missing"):
        needs_of(foreseen(FLUX), DiffusersWeights(FLUX, denoisers=(gone,)))
