"""The list of all engines."""

from __future__ import annotations

import pytest
from vendors.runway import Runway
from vendors.stand_in import serving

from pipeline import clips
from pipeline.choosing import ENGINES, EXTRAS
from pipeline.offers import Offer, offers, tried


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
