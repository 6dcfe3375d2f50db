import pytest

pytest.importorskip("torch", reason="local models are tested where `make local` was run")
pytest.importorskip("llguidance")

import json
from dataclasses import replace
from pathlib import Path

import torch
from tiny_models import language_model
from transformers import AutoConfig, AutoModelForCausalLM, Qwen3Config

from pipeline.errors import NotHere
from pipeline.local import libraries
from pipeline.local.cards import Card
from pipeline.local.memory import Rung, Wish
from pipeline.storyboard.asking import loading
from pipeline.storyboard.asking.loading import load, needs_of
from pipeline.storyboard.asking.question import LanguageWeights

GB = 1024**3
LARGE = Card("cpu", "processor", 64 * GB, 64 * GB)
QWEN3_8B = Qwen3Config(
    vocab_size=151_936,
    hidden_size=4096,
    intermediate_size=12_288,
    num_hidden_layers=36,
    num_attention_heads=32,
    num_key_value_heads=8,
    head_dim=128,
    max_position_embeddings=40_960,
    tie_word_embeddings=False,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return language_model(tmp_path_factory.mktemp("model"))


def copy(folder: Path, to: Path) -> Path:
    for file in folder.iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return to


def weights(folder, **wish) -> LanguageWeights:
    return LanguageWeights(str(folder), Wish(**wish), tokens=1000)


def test_a_processor_has_it_whole_in_float32(folder):
    placed = load(weights(folder), LARGE)

    assert placed.rung == Rung("float32")
    assert (placed.model.dtype, placed.model.device.type, placed.device) == (torch.float32, "cpu", "cpu")
    assert not placed.model.training


def test_several_processors_are_one(folder):
    assert load(weights(folder), Card("cpu:1", free=64 * GB)).device == "cpu"


def test_what_a_model_needs_is_counted_without_loading_it():
    needs = needs_of(QWEN3_8B, 20_000)

    [(_, parameters)] = needs.parts
    assert parameters == pytest.approx(8.19e9, rel=0.01)  # as its page says: 8.2 billion
    # 144 KiB per token are remembered: 36 layers, keys and values, 8 heads of 128, two bytes.
    assert needs.working > 20_000 * 144 * 1024


def test_no_more_is_reserved_than_it_can_read():
    assert needs_of(QWEN3_8B, 10**9) == needs_of(QWEN3_8B, 40_960)


def test_the_wish_is_kept_to(folder):
    assert load(weights(folder, precision="float16"), LARGE).model.dtype == torch.float16


def test_where_a_card_is_too_small_it_says_what_is_missing(folder):
    with pytest.raises(NotHere, match=r"needs .* GB of cpu .* are free"):
        load(weights(folder), Card("cpu", total=GB, free=1000))


def test_smaller_weights_answer_as_well(folder):
    pytest.importorskip("torchao")
    placed = load(weights(folder, quantise="8bit"), LARGE)

    assert placed.rung.quantise == "8bit"
    assert "Int8" in str(type(placed.model.model.layers[0].mlp.up_proj.weight))


def test_a_package_for_smaller_weights_that_is_missing_is_named(folder, monkeypatch):
    monkeypatch.setattr(libraries, "installed", lambda _: False)
    with pytest.raises(NotHere, match="`quantise: 4bit` needs bitsandbytes"):
        load(weights(folder, quantise="4bit"), LARGE)


def test_layers_that_do_not_fit_wait_in_the_machines_memory(folder):
    config = AutoConfig.from_pretrained(folder)
    needs = needs_of(config, 1000)
    card = Card("cuda:1", total=24 * GB, free=needs.working + 10 * GB, host=100 * GB)

    options = loading._options(Rung(offload="group"), needs, card)

    assert options["device_map"] == "auto"
    assert options["max_memory"] == {1: 10 * GB, "cpu": 100 * GB}


def test_a_lower_rung_is_tried_where_memory_runs_out(folder, monkeypatch, caplog):
    real, tried = AutoModelForCausalLM.from_pretrained, []

    def small(model, **options):
        tried.append(options.get("device_map"))
        if len(tried) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return real(model, **options)

    monkeypatch.setattr(AutoModelForCausalLM, "from_pretrained", small)
    placed = load(weights(folder), replace(LARGE, host=64 * GB))

    assert tried == [None, "auto"]
    assert placed.rung.offload == "group"
    assert "out of memory with" in caplog.text


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(NotHere, match=r"nothing-here.* can't be loaded"):
        load(weights(tmp_path / "nothing-here"), LARGE)


@pytest.mark.parametrize("file", ["config.json", "model.safetensors"])
def test_a_damaged_file_is_told(folder, tmp_path, file):
    damaged = copy(folder, tmp_path)
    (damaged / file).write_bytes((damaged / file).read_bytes()[:100])

    with pytest.raises(NotHere, match="can't be loaded"):
        load(weights(damaged), LARGE)


def test_weights_that_are_missing_are_told(folder, tmp_path):
    (copy(folder, tmp_path) / "model.safetensors").unlink()
    with pytest.raises(NotHere, match="can't be loaded"):
        load(weights(tmp_path), LARGE)


def test_a_vocabulary_that_is_missing_is_told(folder, tmp_path):
    (copy(folder, tmp_path) / "tokenizer.json").unlink()
    page = tmp_path / "tokenizer_config.json"
    page.write_text(json.dumps({**json.loads(page.read_text()), "tokenizer_class": "Qwen2Tokenizer"}))
    with pytest.raises(NotHere):
        load(weights(tmp_path), LARGE)
