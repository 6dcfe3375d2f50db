from dataclasses import replace

import pytest

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere
from pipeline.local import cards, engine
from pipeline.local.cards import Card
from pipeline.local.checkpoint import foreseen
from pipeline.local.engine import Local, nowhere
from pipeline.local.memory import Wish
from pipeline.local.presets import PRESETS
from pipeline.local.weights import Lora, Scheduler

DEV = "black-forest-labs/FLUX.1-dev"


@dataclass(frozen=True, config=OPTIONS)
class Known(Local):
    """An engine whose models need not be here."""

    def checkpoint(self):
        return foreseen(self.model)


@pytest.fixture
def here(monkeypatch):
    """A machine with the packages, and with the cards that the test names."""

    def put(*devices, torch="2.9.0"):
        monkeypatch.setattr(cards, "look", lambda: tuple(Card(name) for name in devices))
        monkeypatch.setattr(cards, "version", lambda _name: torch)
        monkeypatch.setattr(engine, "find_spec", lambda name: name)

    return put


def test_what_is_not_installed_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(engine, "find_spec", lambda name: None if name in ("torch", "ftfy") else name)
    assert Local(model="x").unavailable() == "It needs torch, ftfy: pip install 'shortdrama[local]'."


def test_without_a_model_it_says_what_to_write(here):
    here("cuda:0")
    assert Local().unavailable().startswith("No model is chosen: write `model:`")


class TestDevices:
    def test_auto_is_every_card(self, here):
        here("cuda:0", "cuda:1")
        assert Known(model=DEV).devices() == ("cuda:0", "cuda:1")

    def test_without_a_card_it_says_so_and_what_works_too(self, here):
        here()
        said = Known(model=DEV).unavailable()
        assert said.startswith("There is no graphics card here: ")
        assert said.endswith("`device: cpu` works too, for minutes per picture and hours per clip.")
        with pytest.raises(NotHere, match="no graphics card"):
            Known(model=DEV).devices()

    def test_the_processor_works_without_a_card(self, here):
        here()
        assert Known(model=DEV, device="cpu").unavailable() == ""
        assert Known(model=DEV, device=("cpu:0", "cpu:1")).devices() == ("cpu:0", "cpu:1")

    def test_a_card_that_is_not_there_is_named_with_those_that_are(self, here):
        here("cuda:0")
        assert nowhere(("cuda:0", "cuda:2")) == "There is no cuda:2 here. There is cuda:0, cpu."
        assert nowhere("cuda") == ""

    def test_a_torch_for_the_processor_alone_can_not_use_a_card(self, here):
        here("cuda:0", torch="2.9.0+cpu")
        assert "can't use a graphics card" in Known(model=DEV).unavailable()
        assert nowhere("cpu") == ""


class TestWhatDoesNotFit:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"model": "Wan-AI/Wan2.2-TI2V-5B-Diffusers"}, "which makes clips. Choose it there."),
            ({"preset": "wan22-i2v-4-steps"}, "is for Wan I2V, not for FLUX.1."),
            ({"preset": "turbo"}, "There is no preset 'turbo'."),
            (
                {"model": "Tongyi-MAI/Z-Image-Turbo", "cache": 0.1},
                "`cache` does not work with ZImagePipeline",
            ),
            ({"quantise": "4bit"}, "`quantise: 4bit` needs bitsandbytes: pip install bitsandbytes."),
            ({"loras": (Lora(path="loras/x.safetensors"),)}, "The LoRA loras/x.safetensors is "),
        ],
    )
    def test_it_is_said_before_the_work(self, here, monkeypatch, options, said):
        here("cuda:0")
        monkeypatch.setattr(engine, "installed", lambda _name: False)
        assert said in Known(**{"model": DEV, **options}).unavailable()

    def test_loras_of_a_family_without_any(self, here, monkeypatch):
        here("cuda:0")
        monkeypatch.setattr(Known, "makes", "clips")
        svd = Known(model="stabilityai/stable-video-diffusion-img2vid-xt", loras=(Lora(path="x"),))
        assert svd.unavailable() == "SVD takes no LoRAs: leave `loras` out."

    def test_a_model_that_is_nowhere_is_named(self, here):
        here("cuda:0")
        assert "There is no folder" in Local(model="./models/none").unavailable()


class TestPresets:
    def test_a_preset_sets_what_the_user_leaves_open(self):
        made = Known(model=DEV, preset="flux-turbo")
        assert (made.steps, made.guidance, made.loras) == (8, 3.5, PRESETS["flux-turbo"].loras)

    def test_what_the_user_sets_goes_before(self):
        mine = Lora(path="style.safetensors")
        made = Known(model=DEV, preset="flux-turbo", steps=12, guidance=2.0, loras=(mine,))
        assert (made.steps, made.guidance) == (12, 2.0)
        assert made.loras == (*PRESETS["flux-turbo"].loras, mine)

    def test_values_are_joined_and_the_users_count(self):
        made = Known(preset="ltx-distilled", values={"timesteps": [1000], "decode_timestep": 0.05})
        assert made.values == {"timesteps": [1000], "decode_timestep": 0.05}

    def test_a_changed_copy_has_the_loras_once(self):
        made = replace(Known(model=DEV, preset="flux-turbo"), steps=9)
        assert (made.steps, len(made.loras)) == (9, 1)


def test_the_weights_are_those_that_the_options_name():
    made = Known(
        model=DEV, precision="float16", quantise="8bit", offload="group", cache=0.1, compiled=True,
        attention="flash", denoiser="q8.gguf", preset="flux-turbo",
    )  # fmt: skip
    weights = made.weights(5, pipeline="FluxPipeline")

    assert (weights.model, weights.working, weights.pipeline) == (DEV, 5, "FluxPipeline")
    assert weights.wish == Wish("float16", "8bit", "group")
    assert (weights.speed.cache, weights.speed.compiled, weights.speed.attention) == (0.1, True, "flash")
    assert (weights.denoisers, weights.loras) == (("q8.gguf",), made.loras)
    assert weights.scheduler == Scheduler()
    assert Known(denoiser=("high", "low")).weights(0).denoisers == ("high", "low")
    assert Known().weights(0).denoisers == ()
    changed = Known(preset="wan22-i2v-4-steps").weights(0).scheduler
    assert changed.changes == (("flow_shift", 5.0),)
