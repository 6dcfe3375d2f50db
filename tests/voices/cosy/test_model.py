"""The official code in this process, its models stubbed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from cosy_server import recording, weights

from pipeline.errors import BadResult, NotHere, Rejected
from pipeline.voices.cosy.calls import Call
from pipeline.voices.cosy.model import Model

SFT = Call("sft", "你还活着？", spk_id="中文女")


@pytest.mark.parametrize(("version", "rate"), [(1, 22050), (2, 24000), (3, 24000)])
def test_the_model_says_what_it_is(repository, tmp_path, version, rate):
    loaded = Model(repository, weights(tmp_path, version))

    assert (loaded.version, loaded.rate) == (version, rate)
    assert loaded.told == f"CosyVoice{version}-0.5B, CosyVoice {version}, {rate} Hz"
    assert bool(loaded.voices) == (version == 1)


def test_the_same_seed_is_the_same_sound(repository, tmp_path):
    loaded = Model(repository, weights(tmp_path, 1))
    one, other, again = (loaded.say(SFT, seed=seed) for seed in (1, 2, 1))

    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_recording_is_handed_on_as_a_path_and_each_sentence_is_told(repository, tmp_path):
    loaded, told = Model(repository, weights(tmp_path, 3)), []
    call = Call(
        "zero-shot", "你还活着。我在。", prompt_text="<|endofprompt|>好", prompt_wav=recording(tmp_path)
    )

    loaded.say(call, seed=1, heard=lambda: told.append(1))

    [(name, values)] = sys.modules["cosyvoice.cli.cosyvoice"].CALLS
    assert (name, values["prompt_wav"]) == ("inference_zero_shot", str(tmp_path / "lin-xia.wav"))
    assert len(told) == 2


def test_a_faster_line_is_shorter(repository, tmp_path):
    loaded = Model(repository, weights(tmp_path, 1))

    assert len(loaded.say(SFT, seed=1, speed=2.0)) == pytest.approx(len(loaded.say(SFT, seed=1)) / 2, abs=2)


@pytest.mark.parametrize(
    ("version", "call", "kind", "why"),
    [
        (1, Call("sft", "来", spk_id="德文女"), Rejected, "德文女.*It has the speakers 中文女"),
        (2, SFT, Rejected, r"It has the speakers \(none\)"),
        (1, Call("instruct", "来", spk_id="中文女", instruct_text="A"), Rejected, "do not support instruct"),
        (
            3,
            Call("zero-shot", "来", prompt_text="好", prompt_wav=Path("gone.wav")),
            BadResult,
            "not detected in CosyVoice3",
        ),
        (1, Call("sft", "", spk_id="中文女"), BadResult, "made no sound"),
    ],
)
def test_what_the_model_does_not_take_is_told_in_our_errors(  # noqa: PLR0917 - a table
    repository, tmp_path, version, call, kind, why
):
    loaded = Model(repository, weights(tmp_path, version))

    with pytest.raises(kind, match=why):
        loaded.say(call, seed=1)


def test_a_package_that_is_missing_is_named(repository, tmp_path):
    (repository / "cosyvoice/cli/cosyvoice.py").write_text("import hyperpyyaml_of_nobody\n")

    with pytest.raises(NotHere, match=r"hyperpyyaml_of_nobody.*requirements.txt"):
        Model(repository, weights(tmp_path, 3))


def test_a_model_that_does_not_load_is_told(repository, tmp_path):
    (repository / "cosyvoice/cli/cosyvoice.py").write_text(
        "def AutoModel(**kwargs):\n    raise RuntimeError('llm.pt is truncated')\n"
    )

    with pytest.raises(NotHere, match=r"CosyVoice3-0.5B: llm.pt is truncated"):
        Model(repository, weights(tmp_path, 3))


def test_a_repository_that_is_too_old_is_told(repository, tmp_path):
    module = repository / "cosyvoice/cli/cosyvoice.py"
    module.write_text(module.read_text("utf-8").replace("prompt_wav", "prompt_speech_16k"), "utf-8")

    with pytest.raises(NotHere, match="git pull"):
        Model(repository, weights(tmp_path, 3))


def test_a_package_of_the_same_name_is_not_taken_for_the_repository(repository, tmp_path, monkeypatch):
    copy = tmp_path / "site/cosyvoice"
    (copy / "cli").mkdir(parents=True)
    (copy / "__init__.py").touch()
    (copy / "cli/__init__.py").touch()
    (copy / "cli/cosyvoice.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    __import__("cosyvoice.cli.cosyvoice")

    with pytest.raises(NotHere, match="pip uninstall cosyvoice"):
        Model(repository, weights(tmp_path, 3))


def test_a_folder_that_is_no_repository_is_told_before_anything_is_imported(tmp_path):
    with pytest.raises(NotHere, match="git clone --recursive"):
        Model(tmp_path, tmp_path)
    assert "cosyvoice" not in sys.modules
