"""What of a prompt is never read, and said so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip(
    "torch", reason="local models are tested where `make local` was run", exc_type=ImportError
)
pytest.importorskip("diffusers", exc_type=ImportError)

from pipeline.images.local.order import Drawing
from pipeline.images.local.unread import unread


def noted(pipe, prompt, values="{}"):
    order = Drawing(pipe.weights, prompt, Path("x.png"), 64, 64, seed=1, steps=2, values=values)
    return unread(pipe.family, pipe.pipe, order)


@pytest.mark.parametrize(
    "name", ["flux", "flux-kontext", "flux2-klein", "flux2-dev", "z-image", "qwen-image", "sdxl"]
)
def test_a_short_prompt_is_read_whole(name, loaded):
    assert noted(loaded(name), "a street in the rain") == {}


@pytest.mark.parametrize(("name", "letters"), [("flux", 511), ("flux-kontext", 511), ("sdxl", 75)])
def test_the_end_that_does_not_fit_is_quoted(name, letters, loaded):
    # A letter is a token of the tiny vocabularies, and so is the mark before T5's first one.
    fits = "a" * (letters - (name != "sdxl"))

    assert noted(loaded(name), fits) == {}
    assert noted(loaded(name), f"{fits}b c") == {"prompt_cut": "b c"}


@pytest.mark.parametrize("name", ["flux2-klein", "flux2-dev", "z-image", "qwen-image"])
def test_a_chat_around_the_prompt_takes_room_too(name, loaded):
    notes = noted(loaded(name), "a" * 512 + "the end")

    assert notes["prompt_cut"].endswith("the end")
    assert len(notes["prompt_cut"]) > len("the end")


def test_a_length_that_the_profile_sets_counts(loaded):
    assert noted(loaded("flux"), "a" * 70 + "the end", '{"max_sequence_length": 64}')["prompt_cut"]


def test_letters_that_it_does_not_know_are_quoted(loaded):
    assert noted(loaded("flux"), "a street, 林夏 waits") == {"prompt_not_read": "林夏"}
    assert noted(loaded("z-image"), "a street, 林夏 waits") == {}


def test_a_long_end_is_quoted_from_its_beginning(loaded):
    quoted = noted(loaded("sdxl"), "a" * 75 + "b" * 500)["prompt_cut"]

    assert quoted == "b" * 200


def test_a_model_without_a_tokenizer_that_counts_says_nothing(loaded):
    pipe = loaded("flux")

    class Bare:
        pass

    order = Drawing(pipe.weights, "x" * 9999, Path("x.png"), 64, 64, seed=1, steps=2)
    assert unread(replace(pipe.family, tokens=1), Bare(), order) == {}
