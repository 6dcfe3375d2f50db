import json
from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="local models are tested where `make local` was run")
pytest.importorskip("llguidance")

import torch
from tiny_models import language_model

from pipeline.errors import NotHere
from pipeline.local.cards import Card
from pipeline.local.memory import Wish
from pipeline.local.order import Stopped
from pipeline.storyboard.asking.bounds import bounded
from pipeline.storyboard.asking.local import LocalModel
from pipeline.storyboard.asking.model import Message, TooMuch
from pipeline.storyboard.asking.question import LanguageWeights, Taste

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


GB = 1024**3
CARD = Card("cpu", "processor", 64 * GB, 64 * GB)


def loaded(folder, **wish) -> LocalModel:
    return LocalModel(LanguageWeights(str(folder), Wish(**wish), tokens=1000), CARD)


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> LocalModel:
    return loaded(language_model(tmp_path_factory.mktemp("model")))


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
    small = loaded(language_model(tmp_path, room=40))
    with pytest.raises(TooMuch):
        small.answer(ASKED, SCHEMA, TASTE, 1)


def test_a_model_without_a_chat_template_is_asked_plainly(tmp_path):
    plain = loaded(language_model(tmp_path, template=False))
    reply = plain.answer(ASKED, SCHEMA, TASTE, 1)
    assert reply.tokens_read == len("You draw storyboards.\n\n林夏抬头。\n\n".encode())
    json.loads(reply.words)


def test_half_precision_answers_as_well(tmp_path):
    half = loaded(language_model(tmp_path), precision="bfloat16")

    json.loads(half.answer(ASKED, SCHEMA, TASTE, 1).words)
    assert half.told.endswith(" on cpu: whole, bfloat16")


def test_it_tells_of_its_words_and_ends_where_no_more_are_wanted(model):
    told = []

    def steps(done, of, what):
        told.append((done, of, what))
        if done == 32:
            raise Stopped

    with pytest.raises(Stopped):
        model.answer(ASKED, SCHEMA, TASTE, 1, steps)
    assert told == [(0, 0, "tokens"), (16, 0, "tokens"), (32, 0, "tokens")]


def test_after_it_was_stopped_it_answers_as_before(model):
    def steps(*_):
        raise Stopped

    before = model.answer(ASKED, SCHEMA, TASTE, 3)
    with pytest.raises(Stopped):
        model.answer(ASKED, SCHEMA, TASTE, 3, steps)
    assert model.answer(ASKED, SCHEMA, TASTE, 3) == before


def test_where_memory_runs_out_it_is_loaded_anew_on_a_lower_rung(tmp_path, caplog):
    card = replace(CARD, host=64 * GB)
    model = LocalModel(LanguageWeights(str(language_model(tmp_path)), tokens=1000), card)
    wanted = model.answer(ASKED, SCHEMA, TASTE, 1)

    def full(**_):
        raise torch.OutOfMemoryError("CUDA out of memory")

    model._model.generate = full
    again = model.answer(ASKED, SCHEMA, TASTE, 1)

    assert again == wanted
    assert "out of memory with" in caplog.text
    assert "group offload" in model.told


def test_where_there_is_no_lower_rung_it_says_what_helps(tmp_path):
    model = loaded(language_model(tmp_path), precision="bfloat16", quantise="none", offload="none")

    def full(**_):
        raise torch.OutOfMemoryError("CUDA out of memory")

    model._model.generate = full
    with pytest.raises(NotHere, match="smaller `reads_at_once`"):
        model.answer(ASKED, SCHEMA, TASTE, 1)


def test_unloading_leaves_nothing_of_it(tmp_path):
    import gc
    import weakref

    model = loaded(language_model(tmp_path))
    gone = weakref.ref(model._model)
    model.unload()
    gc.collect()
    assert gone() is None
