"""CosyVoice on the shelf of models."""

from __future__ import annotations

import pickle

import pytest
from cosy_server import weights

from pipeline.errors import Rejected
from pipeline.local.cards import Card
from pipeline.local.order import Loaded
from pipeline.voices.cosy.calls import Call
from pipeline.voices.cosy.order import CosyOrder, CosyWeights
from pipeline.voices.sound import read_wav

CALL = Call("sft", "你还活着？", spk_id="中文女")


@pytest.fixture
def model(repository, tmp_path):
    return CosyWeights(repository, weights(tmp_path, 1, "CosyVoice-300M-SFT"))


def test_an_order_is_spoken_to_its_file_and_its_sentences_are_counted(model, tmp_path):
    loaded, steps = model.load(Card("cpu")), []
    order = CosyOrder(model, (CALL, CALL), tmp_path / "line.wav", seed=1)

    [notes] = order.carry_out(loaded, [order], lambda *told: steps.append(told))

    samples, rate = read_wav(order.out)
    assert len(samples) == 2 * len(loaded.model.say(CALL, seed=1))
    assert (rate, notes) == (22050, {"model": "CosyVoice-300M-SFT, CosyVoice 1, 22050 Hz"})
    assert steps == [(1, 0, "sentences"), (2, 0, "sentences")]


def test_nothing_is_written_where_the_model_refuses(model, tmp_path):
    order = CosyOrder(model, (CALL, Call("sft", "来", spk_id="德文女")), tmp_path / "line.wav", seed=1)

    with pytest.raises(Rejected):
        list(order.carry_out(model.load(Card("cpu")), [order], lambda *_: None))
    assert not order.out.exists()


def test_what_is_loaded_gives_its_memory_back(model):
    loaded = model.load(Card("cpu"))

    assert isinstance(loaded, Loaded)
    loaded.unload()
    assert loaded.model is None


def test_an_order_can_go_to_the_process_of_another_device(model, tmp_path):
    order = CosyOrder(model, (CALL,), tmp_path / "line.wav", seed=1)

    assert pickle.loads(pickle.dumps(order)) == order
    assert (order.alike, model.name) == (None, "CosyVoice-300M-SFT")
