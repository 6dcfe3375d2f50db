import json
from collections.abc import Mapping
from typing import Any

import pytest

pytest.importorskip("torch", reason="local models are tested where `make local` was run")
pytest.importorskip("llguidance")

from tiny_models import language_model

from pipeline.errors import NotHere
from pipeline.storyboard.asking.bounds import bounded
from pipeline.storyboard.asking.local import LocalModel, Taste, Weights, local_model
from pipeline.storyboard.asking.model import Message, TooMuch

SCHEMA = bounded(
    {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "size": {"type": "string", "enum": ["特写", "远景"]},
            "shows": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 30}},
        },
        "required": ["title", "size", "shows"],
    },
    longest_text=20,
    most_items=3,
)
ASKED = (Message("system", "You draw storyboards."), Message("user", "林夏抬头。"))
TASTE = Taste(temperature=1.0, most_tokens=400)


def weights(folder, **options: Any) -> Weights:
    given: Mapping[str, Any] = {"device": "cpu", "precision": "auto", "quantise": "none", **options}
    return Weights(str(folder), **given)


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> LocalModel:
    return LocalModel(weights(language_model(tmp_path_factory.mktemp("model"))))


@pytest.mark.parametrize("seed", range(8))
def test_random_weights_give_valid_json_whatever_the_seed(model, seed):
    reply = model.answer(ASKED, SCHEMA, TASTE, seed)

    said = json.loads(reply.words)
    assert set(said) == {"title", "size", "shows"}
    assert said["size"] in ("特写", "远景")
    assert len(said["title"]) <= 20
    assert all(1 <= number <= 30 for number in said["shows"])
    assert not reply.cut_off


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(model):
    first, again, other = (model.answer(ASKED, SCHEMA, TASTE, seed).words for seed in (1, 1, 2))
    assert first == again != other


def test_without_temperature_the_seed_does_not_count(model):
    cold = Taste(temperature=0, most_tokens=400)
    assert model.answer(ASKED, SCHEMA, cold, 1).words == model.answer(ASKED, SCHEMA, cold, 2).words


def test_asking_leaves_the_random_numbers_of_others_alone(model):
    import torch

    torch.manual_seed(5)
    wanted = torch.rand(1)
    torch.manual_seed(5)
    model.answer(ASKED, SCHEMA, TASTE, 1)
    assert torch.rand(1) == wanted


def test_an_answer_without_enough_room_is_cut_off(model):
    reply = model.answer(ASKED, SCHEMA, Taste(temperature=1.0, most_tokens=10), 1)
    assert reply.cut_off
    assert reply.tokens_written == 10


def test_tokens_are_counted(model):
    reply = model.answer(ASKED, SCHEMA, TASTE, 1)
    written = "<system>You draw storyboards.<user>林夏抬头。<assistant>"
    assert reply.tokens_read == len(written.encode())
    assert len(reply.words.encode()) <= reply.tokens_written <= len(reply.words.encode()) + 1


def test_a_question_longer_than_the_model_reads_is_too_much(tmp_path):
    small = LocalModel(weights(language_model(tmp_path, room=40)))
    with pytest.raises(TooMuch):
        small.answer(ASKED, SCHEMA, TASTE, 1)


def test_a_model_without_a_chat_template_is_asked_plainly(tmp_path):
    plain = LocalModel(weights(language_model(tmp_path, template=False)))
    reply = plain.answer(ASKED, SCHEMA, TASTE, 1)
    assert reply.tokens_read == len("You draw storyboards.\n\n林夏抬头。\n\n".encode())
    json.loads(reply.words)


def test_a_model_is_loaded_once(tmp_path):
    folder = language_model(tmp_path)
    assert local_model(weights(folder)) is local_model(weights(folder))


def test_half_precision_answers_as_well(tmp_path):
    half = LocalModel(weights(language_model(tmp_path), precision="bfloat16"))
    json.loads(half.answer(ASKED, SCHEMA, TASTE, 1).words)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(NotHere, match=r"nothing-here.* can't be loaded"):
        LocalModel(weights(tmp_path / "nothing-here"))
