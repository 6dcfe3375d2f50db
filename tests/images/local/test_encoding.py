"""Prompts, encoded once and kept."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip(
    "torch", reason="local models are tested where `make local` was run", exc_type=ImportError
)
pytest.importorskip("diffusers", exc_type=ImportError)

import torch

from pipeline.images.local.encoding import encoded, encodes

FAMILIES = ["flux", "flux-kontext", "flux2-klein", "flux2-dev", "z-image", "qwen-image", "sdxl"]
VALUES = {name: {"text_encoder_out_layers": [0, 1, 2]} for name in ("flux2-klein", "flux2-dev")}


@pytest.fixture
def read(loaded, monkeypatch):
    """How often each prompt was encoded, from now on."""
    counted = Counter()

    def of(name):
        pipe = loaded(name)
        pipe.kept.clear()
        really = pipe.pipe.encode_prompt

        def counting(*, prompt, **more):
            counted[prompt] += 1
            return really(prompt=prompt, **more)

        monkeypatch.setattr(pipe.pipe, "encode_prompt", counting)
        return pipe, counted

    return of


@pytest.mark.parametrize("name", FAMILIES)
def test_a_prompt_is_encoded_once(name, read):
    pipe, counted = read(name)

    for prompts in (["rain"], ["rain", "snow"], ["snow"]):
        encoded(pipe, pipe.pipe, prompts, "fog", VALUES.get(name, {}))

    assert counted == {"rain": 1, "snow": 1, "fog": 1}


def test_it_is_encoded_again_for_a_shorter_length(read):
    pipe, counted = read("flux")

    long = encoded(pipe, pipe.pipe, ["rain"], None, {})
    short = encoded(pipe, pipe.pipe, ["rain"], None, {"max_sequence_length": 64})

    assert counted["rain"] == 2
    assert (long["prompt_embeds"].shape[1], short["prompt_embeds"].shape[1]) == (512, 64)


def test_what_was_kept_longest_makes_room(read, monkeypatch):
    monkeypatch.setattr("pipeline.images.local.encoding._MOST_KEPT", 2)
    pipe, counted = read("sdxl")
    pipe.kept["ip-adapter", "folder"] = "of somebody else"

    for prompt in ("rain", "snow", "fog", "fog", "rain"):
        encoded(pipe, pipe.pipe, [prompt], None, {})

    assert counted == {"rain": 2, "snow": 1, "fog": 1}
    assert pipe.kept["ip-adapter", "folder"]


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_is_said_of_what_should_not_be_seen_where_that_is_not_read(name, loaded):
    given = encoded(loaded(name), loaded(name).pipe, ["rain"], None, VALUES.get(name, {}))

    assert not [key for key in given if key.startswith("negative")]


def test_nothing_at_all_stands_for_an_empty_negative_prompt_of_sdxl(loaded):
    pipe = loaded("sdxl")

    empty = encoded(pipe, pipe.pipe, ["rain"], "", {})
    said = encoded(pipe, pipe.pipe, ["rain"], "fog", {})

    assert not empty["negative_prompt_embeds"].any()
    assert said["negative_prompt_embeds"].any()


def test_shorter_prompts_of_a_batch_are_filled_up_and_masked(loaded):
    pipe = loaded("qwen-image")

    given = encoded(pipe, pipe.pipe, ["rain", "a long street in the rain"], None, {})

    short, long = given["prompt_embeds_mask"].sum(1).tolist()
    assert given["prompt_embeds"].shape[:2] == (2, long)
    assert short < long
    assert not given["prompt_embeds"][0, short:].any()


def test_prompts_that_are_read_together_with_pictures_are_left_to_the_model(loaded):
    class QwenImageEditPlusPipeline:
        pass

    assert not encodes(QwenImageEditPlusPipeline())
    assert encodes(loaded("flux").pipe)


def test_what_is_kept_lies_in_the_memory_of_the_machine(loaded):
    pipe = loaded("flux")
    encoded(pipe, pipe.pipe, ["rain"], None, {})

    kept = [value for given in pipe.kept.values() for value in given.values()]
    assert {value.device for value in kept} == {torch.device("cpu")}
