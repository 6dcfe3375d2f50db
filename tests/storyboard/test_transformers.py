import importlib.util
import json

import pytest

from pipeline.errors import NotHere
from pipeline.local import shelf
from pipeline.local.shelf import Shelf
from pipeline.storyboard.asking.model import Ask, Message
from pipeline.storyboard.transformers import Transformers

ASK = Ask(
    "title",
    (Message("user", "Name the film."),),
    {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]},
)


def without(monkeypatch, *names):
    found = importlib.util.find_spec
    told = "pipeline.storyboard.transformers.find_spec"
    monkeypatch.setattr(told, lambda name: None if name in names else found(name) or object())


@pytest.fixture
def model(tmp_path) -> str:
    """A folder that looks like a checkpoint."""
    (tmp_path / "config.json").write_text("{}")
    return str(tmp_path)


def test_what_is_not_installed_is_named_with_the_command_that_installs_it(monkeypatch):
    without(monkeypatch, "torch", "llguidance")
    assert Transformers(model="x").unavailable() == (
        "It needs torch, llguidance: pip install 'shortdrama[local]'."
    )


@pytest.mark.parametrize(("quantise", "package"), [("4bit", "bitsandbytes"), ("8bit", "torchao")])
def test_smaller_weights_need_their_package(monkeypatch, model, quantise, package):
    without(monkeypatch, package)
    assert f"pip install {package}" in Transformers(model=model, quantise=quantise).unavailable()
    assert Transformers(model=model).unavailable() == ""


def test_a_model_must_be_chosen(monkeypatch):
    without(monkeypatch)
    assert Transformers().unavailable().startswith("No model is chosen: write `model:`")


def test_nothing_stands_in_the_way_where_all_is_there(monkeypatch, model):
    without(monkeypatch)
    assert Transformers(model=model).unavailable() == ""


def test_a_model_that_is_not_on_this_machine_is_told_with_what_fetches_it(monkeypatch, tmp_path):
    without(monkeypatch)
    assert Transformers(model="Qwen/Qwen3-8B").unavailable() == (
        "Qwen/Qwen3-8B is not on this machine. Fetch it with `hf download Qwen/Qwen3-8B`."
    )
    assert f"{tmp_path}/config.json is missing" in Transformers(model=str(tmp_path)).unavailable()


def test_asking_what_can_not_run_says_why(monkeypatch):
    without(monkeypatch, "torch")
    with pytest.raises(NotHere, match="needs torch"):
        Transformers(model="x").complete(ASK)


def test_where_it_runs_does_not_make_a_storyboard_anew():
    assert {"device", "side_by_side", "tries"} <= set(Transformers.aside)


def test_an_answer_has_the_shape_and_the_bounds_that_were_asked_for(tmp_path):
    pytest.importorskip("torch", reason="local models are tested where `make local` was run")
    from tiny_models import language_model

    engine = Transformers(model=str(language_model(tmp_path)), device="cpu", longest_text=20)

    reply = engine.complete(ASK)

    assert len(json.loads(reply.words)["title"]) <= 20
    assert engine.complete(ASK) == reply


def test_a_model_is_loaded_once_and_makes_room_for_the_next(tmp_path, monkeypatch):
    pytest.importorskip("torch", reason="local models are tested where `make local` was run")
    from plain_models import Plain, Task
    from tiny_models import language_model

    own = Shelf(linger_seconds=0)
    monkeypatch.setattr(shelf, "ask", own.ask)
    engine = Transformers(model=str(language_model(tmp_path)), device="cpu", longest_text=20)

    for _ in range(2):
        engine.complete(ASK)
    own.ask(Task(Plain("flux", tmp_path / "diary")), ["cpu"])

    assert [(weights.name, count) for weights, count in own.counts().items()] == [
        (tmp_path.name, 1),
        ("flux", 1),
    ]
    own.stop()


@pytest.mark.slow
def test_on_two_devices_it_answers_as_on_one(tmp_path, monkeypatch):
    pytest.importorskip("torch", reason="local models are tested where `make local` was run")
    from tiny_models import language_model

    own = Shelf(linger_seconds=0)
    monkeypatch.setattr(shelf, "ask", own.ask)
    model = str(language_model(tmp_path))
    here = Transformers(model=model, device="cpu", longest_text=20).complete(ASK)

    assert Transformers(model=model, device=["cpu:0", "cpu:1"], longest_text=20).complete(ASK) == here
    own.stop()
