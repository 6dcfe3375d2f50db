"""The list of all engines."""

from __future__ import annotations

import pytest
from vendors.runway import Runway
from vendors.stand_in import serving

from pipeline import clips
from pipeline import offers as listing
from pipeline.choosing import ENGINES, EXTRAS
from pipeline.local.cards import Card
from pipeline.offers import Offer, machine, offers, tried


def test_every_engine_is_in_the_list():
    found = [(offer.stage, offer.name) for offer in offers()]

    assert found == [(stage, name) for stage, known in {**ENGINES, **EXTRAS}.items() for name in known]


def test_a_stage_can_be_asked_for():
    assert {offer.stage for offer in offers("clips")} == {"clips"}


def test_a_price_is_told_with_its_day():
    prices = {offer.name: offer.price for offer in offers("clips")}

    assert prices["runway"] == "0.05 USD a second (2026-11-21)"
    assert prices["parallax"] == "free"


@pytest.mark.parametrize(("key", "said"), [("key_runway", "the key works"), ("old", "invalid")])
def test_the_keys_that_are_set_are_tried(key, said, monkeypatch):
    monkeypatch.setenv("RUNWAYML_API_SECRET", key)
    with serving(Runway()) as server:
        engine = clips.ENGINES["runway"](spec={"base_url": server.url})

        told = tried([Offer("clips", "runway", engine, ""), Offer("clips", "kling", engine, "No key.")])

    assert list(told) == ["runway"]
    assert said in told["runway"]


@pytest.mark.parametrize(
    ("there", "torch", "processor", "said"),
    [
        ((), "there", True, ["No graphics card was found"]),
        ((), None, True, ["No graphics card was found", "PyTorch is not installed: `make local`"]),
        ((Card("cuda:0", "RTX 4090", 24 << 30, 23 << 30),), "there", False, ["RTX 4090, 24 GB, 23 of them"]),
        ((Card("cuda:0", "RTX 4090", 24 << 30, 23 << 30),), "there", True, ["RTX 4090", "can't use a graph"]),
    ],
    ids=["no card", "nothing", "all", "another PyTorch"],
)
def test_what_this_machine_has_and_lacks_is_said_a_sentence_each(monkeypatch, there, torch, processor, said):
    monkeypatch.setattr(listing, "cards", lambda: there)
    monkeypatch.setattr(listing, "find_spec", lambda _: torch)
    monkeypatch.setattr(listing, "for_the_processor_alone", lambda: processor)

    told = list(machine())

    presets = next(number for number, sentence in enumerate(told) if sentence.startswith("Presets"))
    assert all(words in sentence for words, sentence in zip(said, told[:presets], strict=True))
    assert any("wan22-i2v-4-steps" in sentence for sentence in told[presets:])
