"""What a line costs is reckoned as the vendor counts, and is never less than what it will ask."""

from __future__ import annotations

import pytest

from pipeline.spending import Money
from pipeline.storyboard.pace import speech_seconds
from pipeline.voices.pricing import Rate


@pytest.mark.parametrize(
    ("text", "units"),
    [("你好", 4), ("中A文123", 8), ("中文。", 5), ("中 文。", 6), ("hello", 5), ("𠮷", 2), ("", 0)],
)
def test_a_hanzi_counts_as_two_characters_where_the_vendor_says_so(text, units):
    # The examples of DashScope's price list.
    assert Rate(hanzi=2).units(text) == units


@pytest.mark.parametrize(
    ("rate", "cost"),
    [
        (Rate(2, "10k characters", hanzi=2, currency="CNY"), Money(0.001, "CNY")),
        (Rate(30, "1M characters"), Money(0.00009, "USD")),
        (Rate(50, "1M bytes", currency="CNY"), Money(0.00045, "CNY")),
    ],
)
def test_characters_and_bytes_are_counted(rate, cost):
    assert rate.cost("你好。", "zh") == cost


def test_minutes_are_reckoned_with_room_for_a_slow_voice():
    text = "我等了你整整三年，你却一句话也没有留下。"
    cost = Rate(0.6).cost(text, "zh")
    assert cost.amount == pytest.approx(1.5 * speech_seconds(text, "zh") * 0.01, abs=1e-5)


@pytest.mark.parametrize("rate", [Rate(), Rate(0)])
def test_what_is_free_or_not_known_has_no_price(rate):
    assert rate.cost("你好", "zh") is None


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (
            Rate(1, "10k characters", currency="CNY", as_of="2026-01-28"),
            "1 CNY a 10k characters (2026-01-28)",
        ),
        (Rate(0), "free"),
        (Rate(), "not known"),
    ],
)
def test_it_is_told_with_the_day_on_which_it_was_true(rate, said):
    assert str(rate) == said
