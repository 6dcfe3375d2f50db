"""What `auto` takes, and in which order."""

from __future__ import annotations

import pytest

from pipeline import clips, images
from pipeline.clips.parallax import Parallax
from pipeline.ranking import ranked
from pipeline.spending import Budget

KEY = "RUNWAYML_API_SECRET"


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv(KEY, "key")


def vendor(quality=5, price=0.1, seconds=60, **told):
    """A vendor's clips with an offer of their own."""
    currency = told.pop("currency", "USD")
    offer = {"quality": quality, "typical_seconds": seconds, **told.pop("can", {})}
    return clips.ENGINES["runway"](
        spec={"can": offer, "price": {"amount": price, "currency": currency}, "bill": None, **told}
    )


OFFERS = {
    "parallax": Parallax(),
    "fine": vendor(quality=9, price=0.5, seconds=300),
    "cheap": vendor(quality=4, price=0.02, seconds=90),
    "quick": vendor(quality=6, price=0.1, seconds=20),
}


@pytest.mark.parametrize(
    ("prefer", "order"),
    [
        ("quality", ["fine", "quick", "cheap", "parallax"]),
        ("cost", ["cheap", "quick", "fine", "parallax"]),
        ("speed", ["quick", "cheap", "fine", "parallax"]),
    ],
)
def test_the_best_comes_first_and_what_always_works_last(prefer, order):
    assert ranked("clips", OFFERS, prefer, Budget()) == order


def test_what_can_not_run_here_is_not_taken(monkeypatch):
    monkeypatch.delenv(KEY)
    monkeypatch.setattr("pipeline.keys._from_file", lambda _name: "")

    assert ranked("clips", OFFERS, "quality", Budget()) == ["parallax"]


@pytest.mark.parametrize("status", ["experimental", "discontinued"])
def test_a_vendor_that_is_not_live_is_taken_only_by_its_name(status):
    engines = {**OFFERS, "gone": vendor(quality=10, status=status, base_url="http://127.0.0.1:1")}

    assert "gone" not in ranked("clips", engines, "quality", Budget())


def test_a_vendor_that_takes_no_picture_is_not_taken():
    engines = {**OFFERS, "words": vendor(quality=10, can={"first": False, "text": True})}

    assert "words" not in ranked("clips", engines, "quality", Budget())


def test_prices_are_compared_in_the_currency_of_the_budget():
    engines = {**OFFERS, "yuan": vendor(price=0.5, currency="CNY")}

    assert ranked("clips", engines, "cost", Budget(rates={"CNY": 0.14}))[:3] == ["cheap", "yuan", "quick"]
    assert ranked("clips", engines, "cost", Budget(currency="CNY", rates={"USD": 7.2}))[:2] == [
        "cheap",
        "yuan",
    ]


@pytest.mark.parametrize("prefer", ["quality", "cost", "speed"])
def test_what_is_paid_in_a_currency_without_a_rate_comes_last_but_one(prefer):
    engines = {"yuan": vendor(quality=10, price=0.01, seconds=1, currency="CNY"), **OFFERS}

    assert ranked("clips", engines, prefer, Budget())[-2:] == ["yuan", "parallax"]


def test_a_vendor_of_long_clips_costs_what_the_long_clip_costs():
    engines = {
        "parallax": Parallax(),
        "short": vendor(price=0.12, can={"lengths": [5]}),
        "long": vendor(price=0.07, can={"lengths": [10]}),
    }

    assert ranked("clips", engines, "cost", Budget())[0] == "short"


def test_pictures_are_ranked_alike():
    engines = {name: kind() for name, kind in images.ENGINES.items() if name in ("drawn", "luma", "runway")}

    assert ranked("images", engines, "quality", Budget())[-1] == "drawn"
