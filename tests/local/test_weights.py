import pickle
from dataclasses import replace

import pytest
from pydantic import ValidationError

from pipeline.local.memory import Wish
from pipeline.local.weights import DiffusersWeights, Lora, Scheduler, Speed

FULL = DiffusersWeights(
    "Wan-AI/Wan2.2-I2V-A14B-Diffusers",
    Wish("bfloat16", "8bit", "model"),
    Speed(0.1, compiled=True),
    (Lora(path="rain.safetensors", part="transformer_2"),),
    Scheduler("", (("flow_shift", 5.0),)),
    ("high.gguf", "low.gguf"),
    working=7,
)


def test_it_goes_to_another_process_and_is_found_again():
    again = pickle.loads(pickle.dumps(FULL))
    assert again == FULL
    assert {FULL: "loaded"}[again] == "loaded"


def test_the_size_of_an_order_makes_no_other_model():
    assert replace(FULL, working=9) == FULL
    assert hash(replace(FULL, working=9)) == hash(FULL)


@pytest.mark.parametrize(
    "change",
    [
        {"model": "other"},
        {"wish": Wish()},
        {"speed": Speed()},
        {"loras": ()},
        {"scheduler": Scheduler()},
        {"denoisers": ()},
        {"adapters": ("x",)},
        {"pipeline": "WanPipeline"},
    ],
)
def test_all_else_does(change):
    assert replace(FULL, **change) != FULL


def test_it_is_called_by_the_last_part_of_its_id():
    assert FULL.name == "Wan2.2-I2V-A14B-Diffusers"
    assert DiffusersWeights("models/flux").name == "flux"


@pytest.mark.parametrize(
    ("speed", "kind", "said"),
    [
        (Speed(cache=0.1), "WanImageToVideoPipeline", ""),
        (Speed(cache=0.1), "Flux2Pipeline", "`cache` does not work with Flux2Pipeline: leave it out."),
        (Speed(compiled=True), "FluxPipeline", ""),
        (Speed(compiled=True), "StableDiffusionXLPipeline", "`compiled` does not work with "),
        (Speed(attention="sage"), "StableVideoDiffusionPipeline", "leave `attention: sage` out."),
        (Speed(attention="native"), "StableVideoDiffusionPipeline", ""),
    ],
)
def test_what_would_fail_or_do_nothing_is_refused(speed, kind, said):
    assert said in speed.refused(kind)
    assert bool(said) == bool(speed.refused(kind))


class TestLora:
    def test_one_that_is_here_is_not_missing(self, tmp_path):
        (tmp_path / "rain.safetensors").touch()
        assert Lora(path=str(tmp_path / "rain.safetensors")).missing() == ""
        assert Lora(path=str(tmp_path), file="rain.safetensors").missing() == ""

    def test_one_that_is_not_says_what_to_correct(self, tmp_path):
        assert Lora(path=str(tmp_path), file="x.safetensors").missing().endswith("correct its `file`.")
        assert Lora(path="./loras/rain.safetensors").missing().endswith("correct its `path`.")

    def test_one_on_a_hub_that_was_not_fetched_names_the_command(self):
        pytest.importorskip("huggingface_hub", exc_type=ImportError)
        missing = Lora(path="nobody/nothing", file="a/b.safetensors").missing()
        assert "`hf download nobody/nothing a/b.safetensors` fetches it." in missing

    @pytest.mark.parametrize("weight", [-4.1, 4.1])
    def test_its_weight_has_bounds(self, weight):
        with pytest.raises(ValidationError, match="weight"):
            Lora(path="x", weight=weight)
