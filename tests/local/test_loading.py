import ctypes
import gc
import json
import logging
import shutil
import socket
import weakref
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", exc_type=ImportError)
pytest.importorskip("diffusers", exc_type=ImportError)

import torch
from PIL import Image

from pipeline.errors import NotHere, Rejected
from pipeline.local import arranging, libraries, reading
from pipeline.local.cards import Card, card
from pipeline.local.loading import load
from pipeline.local.memory import Wish
from pipeline.local.running import run
from pipeline.local.weights import DiffusersWeights, Lora, Scheduler, Speed

GIB = 1024**3
#: A processor that is planned for like a card, with memory beside it.
SIMULATED = Card("cpu", "simulated", 24 * GIB, 24 * GIB, 64 * GIB)
FLUX = {"prompt": "rain", "width": 32, "height": 32, "num_inference_steps": 2, "max_sequence_length": 32}
WAN = {**FLUX, "num_frames": 5, "image": Image.new("RGB", (32, 32), "red")}


def drawn(loaded, arguments, seed=1, **more):
    output = run(loaded, {**arguments, "output_type": "np"}, [seed], lambda *_: None, **more)
    return np.asarray(output.images if hasattr(output, "images") else output.frames)


def lora(tiny, folder, name="flux", part="transformer", rank=2):
    """A LoRA for the attention of a tiny checkpoint, with random weights."""
    import diffusers
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    index = json.loads((tiny(name) / "model_index.json").read_text())
    denoiser = getattr(diffusers, index[part][1]).from_pretrained(tiny(name) / part)
    torch.manual_seed(7)
    denoiser.add_adapter(LoraConfig(r=rank, init_lora_weights=False, target_modules=["to_q", "to_k"]))
    saved = {"unet" if part == "unet" else "transformer": get_peft_model_state_dict(denoiser)}
    getattr(diffusers, index["_class_name"]).save_lora_weights(
        folder, **{f"{key}_lora_layers": value for key, value in saved.items()}
    )
    return str(folder / "pytorch_lora_weights.safetensors")


def test_a_folder_is_loaded_without_a_network(tiny, monkeypatch):
    def blocked(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", blocked)
    monkeypatch.setattr(socket, "getaddrinfo", blocked)

    assert drawn(load(DiffusersWeights(str(tiny("flux"))), card("cpu")), FLUX).shape == (1, 32, 32, 3)


def test_how_it_was_loaded_is_one_line_for_the_lane_to_log(tiny, caplog):
    with caplog.at_level(logging.INFO, logger="drama"):
        loaded = load(DiffusersWeights(str(tiny("flux")), working=GIB), SIMULATED)

    assert loaded.told == "flux on cpu: whole, float32"
    assert caplog.messages == []


@pytest.mark.parametrize("offload", ["model", "group"])
@pytest.mark.parametrize(("name", "arguments"), [("flux", FLUX), ("wan-i2v", WAN)])
def test_parts_that_wait_elsewhere_draw_the_same(tiny, name, arguments, offload):
    weights = DiffusersWeights(str(tiny(name)))
    whole = drawn(load(weights, SIMULATED), arguments)
    moved = load(replace(weights, wish=Wish(offload=offload)), SIMULATED)

    assert moved.rung.offload == offload
    np.testing.assert_allclose(drawn(moved, arguments), whole, atol=1e-4)
    np.testing.assert_array_equal(drawn(moved, arguments), drawn(moved, arguments))


@pytest.mark.parametrize("offload", ["none", "model", "group"])
def test_smaller_weights_draw_nearly_the_same(tiny, offload):
    weights = DiffusersWeights(str(tiny("flux")))
    whole = drawn(load(weights, SIMULATED), FLUX)
    small = load(replace(weights, wish=Wish(quantise="8bit", offload=offload)), SIMULATED)

    assert type(small.pipe.transformer.transformer_blocks[0].attn.to_q.weight).__name__ == "Int8Tensor"
    assert 0 < abs(drawn(small, FLUX) - whole).mean() < 0.02


def test_smaller_weights_without_their_package_are_refused_by_its_name(tiny, monkeypatch):
    monkeypatch.setattr(libraries, "installed", lambda _name: False)
    weights = DiffusersWeights(str(tiny("flux")), wish=Wish(quantise="4bit"))

    with pytest.raises(NotHere, match="needs bitsandbytes"):
        load(weights, SIMULATED)


@pytest.mark.parametrize("wish", [Wish(quantise="8bit"), Wish(offload="sequential")])
def test_what_would_be_without_effect_is_refused(tiny, wish):
    with pytest.raises(Rejected, match="on auto"):
        load(DiffusersWeights(str(tiny("svd")), wish=wish), SIMULATED)


def test_wans_decoder_stays_exact(tiny):
    loaded = load(DiffusersWeights(str(tiny("wan-i2v")), wish=Wish("bfloat16")), SIMULATED)

    assert (loaded.pipe.vae.dtype, loaded.pipe.transformer.dtype) == (torch.float32, torch.bfloat16)
    assert drawn(loaded, WAN).shape == (1, 5, 32, 32, 3)


def test_a_pipeline_over_the_same_parts_keeps_their_precision(tiny):
    loaded = load(DiffusersWeights(str(tiny("wan-5b")), wish=Wish("bfloat16")), SIMULATED)
    sibling = loaded.as_("WanImageToVideoPipeline")

    assert sibling is loaded.as_("WanImageToVideoPipeline")
    assert sibling.transformer is loaded.pipe.transformer
    assert sibling.config.expand_timesteps
    assert (sibling.vae.dtype, sibling.transformer.dtype) == (torch.float32, torch.bfloat16)
    assert loaded.as_("") is loaded.as_("WanPipeline") is loaded.pipe


def test_a_pipeline_over_parts_that_wait_elsewhere_works_by_turns_with_the_first(tiny):
    loaded = load(DiffusersWeights(str(tiny("wan-5b")), wish=Wish(offload="model")), SIMULATED)
    words = {key: value for key, value in WAN.items() if key != "image"} | {"width": 64}
    pictured = {**words, "image": WAN["image"].resize((64, 32))}

    first = drawn(loaded, pictured, kind="WanImageToVideoPipeline")
    drawn(loaded, words)
    np.testing.assert_array_equal(drawn(loaded, pictured, kind="WanImageToVideoPipeline"), first)


class TestLoras:
    def test_a_lora_changes_the_picture_by_its_weight(self, tiny, tmp_path):
        path = lora(tiny, tmp_path)
        weights = DiffusersWeights(str(tiny("flux")))
        plain = drawn(load(weights, card("cpu")), FLUX)
        none, some, more = (
            drawn(load(replace(weights, loras=(Lora(path=path, weight=weight),)), card("cpu")), FLUX)
            for weight in (0, 0.5, 1)
        )

        np.testing.assert_allclose(none, plain, atol=1e-5)
        assert abs(some - plain).max() > 0
        assert abs(more - some).max() > 0

    def test_a_folder_with_a_file_serves_too_and_two_add_up(self, tiny, tmp_path):
        lora(tiny, tmp_path)
        both = tuple(
            Lora(path=str(tmp_path), file="pytorch_lora_weights.safetensors", weight=w) for w in (1, -1)
        )
        weights = DiffusersWeights(str(tiny("flux")))

        plain = drawn(load(weights, card("cpu")), FLUX)
        np.testing.assert_allclose(
            drawn(load(replace(weights, loras=both), card("cpu")), FLUX), plain, atol=1e-5
        )

    @pytest.mark.parametrize("part", ["both", "transformer", "transformer_2"])
    def test_each_of_two_denoisers_gets_its_own(self, tiny, tmp_path, part):
        path = lora(tiny, tmp_path, "wan-i2v")
        loaded = load(
            DiffusersWeights(str(tiny("wan-i2v")), loras=(Lora(path=path, part=part),)), card("cpu")
        )

        changed = {name for name, adapters in loaded.pipe.get_list_adapters().items() if adapters}
        assert changed == ({"transformer", "transformer_2"} if part == "both" else {part})
        assert drawn(loaded, WAN).shape == (1, 5, 32, 32, 3)

    def test_smaller_weights_take_one_too(self, tiny, tmp_path):
        path = lora(tiny, tmp_path)
        weights = DiffusersWeights(str(tiny("flux")), wish=Wish(quantise="8bit"))
        plain = drawn(load(weights, SIMULATED), FLUX)

        changed = load(replace(weights, loras=(Lora(path=path),)), replace(SIMULATED, capability=9.0))
        assert abs(drawn(changed, FLUX) - plain).max() > 0

    def test_one_for_another_model_is_refused_by_its_name(self, tiny, tmp_path):
        path = lora(tiny, tmp_path, "wan-i2v")

        with pytest.raises(NotHere, match=r"pytorch_lora_weights\.safetensors"):
            load(DiffusersWeights(str(tiny("sdxl")), loras=(Lora(path=path),)), card("cpu"))

    def test_a_second_denoiser_that_is_not_there_is_refused(self, tiny, tmp_path):
        path = lora(tiny, tmp_path)
        weights = DiffusersWeights(str(tiny("flux")), loras=(Lora(path=path, part="transformer_2"),))

        with pytest.raises(Rejected, match="second denoiser"):
            load(weights, card("cpu"))

    def test_a_family_without_any_refuses(self, tiny, tmp_path):
        (tmp_path / "x.safetensors").write_bytes(b"")
        weights = DiffusersWeights(str(tiny("svd")), loras=(Lora(path=str(tmp_path / "x.safetensors")),))
        with pytest.raises(Rejected, match="takes no LoRAs"):
            load(weights, card("cpu"))

    def test_a_damaged_one_is_named(self, tiny, tmp_path):
        path = tmp_path / "cut.safetensors"
        path.write_bytes(b"\x08\0\0\0\0\0\0\0{}")
        with pytest.raises(NotHere, match=r"cut\.safetensors can't be loaded"):
            load(DiffusersWeights(str(tiny("flux")), loras=(Lora(path=str(path)),)), card("cpu"))

    def test_one_that_is_not_there_is_named(self, tiny):
        weights = DiffusersWeights(str(tiny("flux")), loras=(Lora(path="loras/rain.safetensors"),))
        with pytest.raises(NotHere, match=r"loras/rain\.safetensors is"):
            load(weights, card("cpu"))


class TestSpeed:
    def test_a_cache_skips_blocks_and_begins_anew_with_each_picture(self, tiny):
        words = {**{key: value for key, value in WAN.items() if key != "image"}, "num_inference_steps": 6}
        weights = DiffusersWeights(str(tiny("wan-t2v")))
        exact = drawn(load(weights, card("cpu")), words)
        cached = load(replace(weights, speed=Speed(cache=0.5)), card("cpu"))

        first = drawn(cached, words)
        np.testing.assert_array_equal(drawn(cached, words), first)
        assert abs(first - exact).max() > 0

    @pytest.mark.parametrize("name", ["flux2-klein", "z-image", "svd", "flux-kontext"])
    def test_a_cache_is_refused_where_it_fails_or_does_nothing(self, tiny, name):
        with pytest.raises(Rejected, match="`cache` does not work"):
            load(DiffusersWeights(str(tiny(name)), speed=Speed(cache=0.1)), card("cpu"))

    def test_attention_that_is_not_installed_names_its_package(self, tiny):
        with pytest.raises(NotHere, match="sageattention"):
            load(DiffusersWeights(str(tiny("flux")), speed=Speed(attention="sage")), card("cpu"))

    def test_attention_by_name_is_used_and_does_not_stay_for_the_next_model(self, tiny):
        weights = DiffusersWeights(str(tiny("flux")), speed=Speed(attention="_native_math"))
        chosen = load(weights, card("cpu")).pipe.transformer.transformer_blocks[0].attn.processor
        assert chosen._attention_backend == "_native_math"

        usual = load(replace(weights, speed=Speed()), card("cpu"))
        assert usual.pipe.transformer.transformer_blocks[0].attn.processor._attention_backend == "native"

    @pytest.mark.parametrize(
        ("capability", "there", "expected"),
        [(9.0, True, "_flash_3"), (9.0, False, "native"), (8.9, True, "native"), (0.0, True, "native")],
    )
    def test_auto_is_the_fastest_that_the_card_has(self, monkeypatch, capability, there, expected):
        asked = []

        class FluxTransformer2DModel:
            def set_attention_backend(self, name):
                asked.append(name)

        monkeypatch.setattr(arranging, "installed", lambda _name: there)
        arranging._attend(FluxTransformer2DModel(), "auto", Card("cuda:0", capability=capability))
        assert asked == [expected]

    @pytest.mark.parametrize(("offload", "whole"), [("auto", True), ("group", False)])
    def test_blocks_are_compiled_as_one_graph_where_nothing_comes_between(
        self, tiny, monkeypatch, offload, whole
    ):
        compiled = []
        kind = arranging.diffusers.FluxTransformer2DModel
        monkeypatch.setattr(kind, "compile_repeated_blocks", lambda _self, **how: compiled.append(how))
        weights = DiffusersWeights(str(tiny("flux")), wish=Wish(offload=offload), speed=Speed(compiled=True))

        load(weights, SIMULATED)
        assert compiled == [{"fullgraph": whole}]

    def test_a_scheduler_is_changed_by_its_figures(self, tiny):
        weights = DiffusersWeights(str(tiny("wan-i2v")), scheduler=Scheduler(changes=(("flow_shift", 7.0),)))
        assert load(weights, card("cpu")).pipe.scheduler.config.flow_shift == 7.0

        other = Scheduler("DDIMScheduler", (("timestep_spacing", "trailing"),))
        loaded = load(DiffusersWeights(str(tiny("sdxl")), scheduler=other), card("cpu"))
        assert type(loaded.pipe.scheduler).__name__ == "DDIMScheduler"
        assert drawn(loaded, {key: FLUX[key] for key in FLUX if key != "max_sequence_length"}).any()

    def test_figures_that_a_scheduler_does_not_have_are_refused(self, tiny):
        weights = DiffusersWeights(str(tiny("flux")), scheduler=Scheduler(changes=(("flow_shift", 7.0),)))
        with pytest.raises(Rejected, match="no flow_shift"):
            load(weights, card("cpu"))


class TestDecoding:
    def test_large_pictures_are_decoded_in_pieces_where_the_memory_is_small(self, tiny):
        weights = DiffusersWeights(str(tiny("flux")))
        roomy, tight = (load(weights, replace(SIMULATED, free=free, total=free)) for free in (24 * GIB, GIB))
        assert (roomy.rung.tiling, tight.rung.tiling) == (False, True)
        assert not roomy.pipe.vae.use_tiling
        assert tight.pipe.vae.use_tiling
        assert (tight.pipe.vae.tile_sample_min_size, tight.pipe.vae.tile_latent_min_size) == (512, 64)

    def test_a_decoder_that_can_not_is_said_to_be_in_one_piece(self, tiny):
        loaded = load(DiffusersWeights(str(tiny("svd"))), replace(SIMULATED, free=GIB))
        assert "tiled" not in loaded.told


class TestAnotherDenoiser:
    def test_one_file_takes_the_place_of_the_folders_own(self, tiny, tmp_path):
        from safetensors.torch import load_file, save_file

        state = load_file(tiny("flux") / "transformer" / "diffusion_pytorch_model.safetensors")
        changed = tmp_path / "other.safetensors"
        save_file({name: value * 0.5 for name, value in state.items()}, changed)
        weights = DiffusersWeights(str(tiny("flux")))

        own, other = (
            load(one, card("cpu")) for one in (weights, replace(weights, denoisers=(str(changed),)))
        )
        assert abs(drawn(own, FLUX) - drawn(other, FLUX)).max() > 0
        name = "transformer_blocks.0.attn.to_q.weight"
        torch.testing.assert_close(other.pipe.transformer.state_dict()[name], state[name] * 0.5)

    def test_a_gguf_file_serves_with_its_smaller_weights(self, tiny, tmp_path):
        gguf = pytest.importorskip("gguf")
        from safetensors.torch import load_file

        state = load_file(tiny("flux") / "transformer" / "diffusion_pytorch_model.safetensors")
        writer = gguf.GGUFWriter(tmp_path / "q8.gguf", "flux")
        for name, value in state.items():
            small = value.ndim == 2 and value.shape[1] % 32 == 0
            kind = gguf.GGMLQuantizationType.Q8_0 if small else gguf.GGMLQuantizationType.F32
            data = gguf.quants.quantize(value.numpy(), kind)
            writer.add_tensor(name, data, raw_dtype=kind)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        weights = DiffusersWeights(str(tiny("flux")))

        plain = drawn(load(weights, card("cpu")), FLUX)
        small = load(replace(weights, denoisers=(str(tmp_path / "q8.gguf"),)), card("cpu"))
        assert type(small.pipe.transformer.transformer_blocks[0].attn.to_q).__name__ == "GGUFLinear"
        assert abs(drawn(small, FLUX) - plain).mean() < 0.02

    def test_two_denoisers_need_two_files(self, tiny):
        with pytest.raises(NotHere, match=r"has 2 denoiser\(s\), and `denoiser` names 1"):
            load(DiffusersWeights(str(tiny("wan-i2v")), denoisers=("x.gguf",)), card("cpu"))


class TestDamage:
    @pytest.fixture
    def copy(self, tiny, tmp_path):
        return lambda name: shutil.copytree(tiny(name), tmp_path / name)

    def test_weights_that_are_cut_off_are_named(self, copy):
        folder = copy("flux")
        file = folder / "transformer" / "diffusion_pytorch_model.safetensors"
        file.write_bytes(file.read_bytes()[:-100])
        with pytest.raises(NotHere, match=r"transformer/diffusion_pytorch_model\.safetensors is damaged"):
            load(DiffusersWeights(str(folder)), card("cpu"))

    def test_weights_of_another_shape_name_their_part(self, copy):
        folder = copy("flux")
        page = folder / "transformer" / "config.json"
        page.write_text(json.dumps({**json.loads(page.read_text()), "joint_attention_dim": 48}))
        with pytest.raises(NotHere, match="flux/transformer can't be loaded"):
            load(DiffusersWeights(str(folder)), card("cpu"))

    def test_weights_that_are_missing_inside_are_no_silent_noise(self, copy):
        from safetensors.torch import load_file, save_file

        folder = copy("flux")
        file = folder / "transformer" / "diffusion_pytorch_model.safetensors"
        state = load_file(file)
        save_file({name: state[name] for name in sorted(state) if "single" not in name}, file)
        with pytest.raises(NotHere, match="transformer lacks"):
            load(DiffusersWeights(str(folder)), card("cpu"))

    def test_a_vocabulary_that_was_made_up_is_none(self):
        class Pipe:
            components = {"tokenizer": ["<unk>"] * 4, "tokenizer_2": None, "vae": None}

        with pytest.raises(NotHere, match="tokenizer is missing: 4 words"):
            reading._look_at_words(Pipe(), reading.Path("flux"))

    @pytest.mark.parametrize(
        ("error", "match"),
        [
            (ImportError("No module named 'protobuf'\nmore"), "needs a package: No module named 'protobuf' "),
            (ValueError("`tiktoken` is required to read a `tiktoken` file"), "sentencepiece protobuf"),
            (OSError("no file named x"), r"x/vae can't be loaded: no file named x"),
            (KeyError(), "can't be loaded: KeyError"),
        ],
    )
    def test_what_libraries_say_is_told_once_and_names_the_part(self, error, match):
        with pytest.raises(NotHere, match=match), reading.readable(reading.Path("x/vae")):
            raise error

    def test_memory_that_runs_out_is_no_damage(self):
        with pytest.raises(torch.OutOfMemoryError), reading.readable(reading.Path("x")):
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: 9 bytes")


class TestMemory:
    def test_what_does_not_fit_is_refused_with_the_figures(self, tiny):
        weights = DiffusersWeights(str(tiny("flux")), wish=Wish(offload="none", quantise="none"))
        with pytest.raises(NotHere, match=r"`quantise: none` and `offload: none`.*0\.0 of 24 GB are free"):
            load(weights, replace(SIMULATED, free=1000))

    def test_what_only_the_work_is_too_large_for_is_tried(self, tiny, caplog):
        weights = DiffusersWeights(str(tiny("flux")), working=99 * GIB)
        loaded = load(weights, SIMULATED)

        assert "It is tried all the same" in caplog.text
        assert loaded.pipe is not None

    def test_memory_that_runs_out_while_loading_leads_to_the_next_rung(self, tiny, monkeypatch, caplog):
        settle = arranging.settle

        def full(pipe, rung, where):
            if rung.offload == "none":
                raise torch.OutOfMemoryError("CUDA out of memory.")
            settle(pipe, rung, where)

        monkeypatch.setattr(arranging, "settle", full)
        loaded = load(DiffusersWeights(str(tiny("flux"))), SIMULATED)

        assert loaded.rung.offload == "model"
        assert "out of memory with whole, float32; trying model offload" in caplog.text

    def test_where_no_rung_is_left_it_says_so(self, tiny, monkeypatch):
        def full(*_):
            raise torch.OutOfMemoryError("CUDA out of memory.")

        monkeypatch.setattr(arranging, "settle", full)
        with pytest.raises(NotHere, match=r"flux needs .* even as group offload"):
            load(DiffusersWeights(str(tiny("flux"))), SIMULATED)

    @pytest.mark.parametrize("offload", ["auto", "model", "group"])
    def test_what_is_unloaded_is_gone(self, tiny, offload):
        loaded = load(DiffusersWeights(str(tiny("wan-5b")), wish=Wish(offload=offload)), SIMULATED)
        words = {**WAN, "width": 64, "image": WAN["image"].resize((64, 32))}
        drawn(loaded, words, kind="WanImageToVideoPipeline")
        parts = [weakref.ref(part) for part in loaded.pipe.components.values() if part is not None]

        loaded.unload()
        gc.collect()
        assert [part() for part in parts if part() is not None] == []

    @pytest.mark.slow
    def test_twenty_models_need_no_more_memory_than_five(self, tiny):
        import psutil

        used = psutil.Process().memory_info
        words = {**FLUX, "num_inference_steps": 1}
        after = []
        gc.freeze()  # the search for garbage need not go through what other tests have left
        for _ in range(20):
            loaded = load(DiffusersWeights(str(tiny("flux"))), card("cpu"))
            drawn(loaded, words)
            loaded.unload()
            # What the library of C keeps for itself would hide a small growth.
            ctypes.CDLL(None).malloc_trim(0)
            after.append(used().rss)
        gc.unfreeze()
        # A model that stays would be 0.6 megabytes each, ten in all.
        assert after[-1] - after[4] < 3 * 1024**2


def test_adapters_make_another_model_of_the_same_parts(tiny):
    weights = DiffusersWeights(
        str(tiny("animatediff")), pipeline="AnimateDiffPipeline", adapters=(str(tiny("motion-adapter")),)
    )
    loaded = load(weights, card("cpu"))
    asked = {"prompt": "rain", "width": 32, "height": 32, "num_frames": 4, "num_inference_steps": 2}
    assert drawn(loaded, asked).shape == (1, 4, 32, 32, 3)


def test_what_diffusers_calls_an_experiment_is_not_on_the_terminal(tiny, tmp_path, capfd):
    loras = (Lora(path=lora(tiny, tmp_path, "wan-t2v")),)
    capfd.readouterr()
    load(DiffusersWeights(str(tiny("wan-t2v")), speed=Speed(cache=0.1), loras=loras), card("cpu"))

    assert capfd.readouterr().err == ""
