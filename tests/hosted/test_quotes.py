"""What a job is expected to cost."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from pipeline.hosted.quotes import quote
from pipeline.hosted.spec import Job
from pipeline.spending import Money

LISTED = {"as_of": "2026-11-21", "source": "the vendor's page"}


def job(**price) -> Job:
    data = {"base_url": "https://x.com", "submit": {"request": {"path": "/"}}, "result": {"url": "url"}}
    return TypeAdapter(Job).validate_python({**data, "price": {**LISTED, **price}})


def test_a_job_has_a_price():
    assert quote(job(amount=0.2), {"duration": 5}) == Money(0.2, "USD")


def test_a_price_per_second_grows_with_the_seconds():
    assert quote(job(amount=0.05, per="second", currency="CNY"), {"duration": 7.5}) == Money(0.375, "CNY")


def test_a_picture_has_no_seconds():
    assert quote(job(amount=0.05, per="second"), {}) == Money(0.05)


@pytest.mark.parametrize(("value", "amount"), [("720p", 0.1), ("1080p", 0.2), ("4k", 0.7)])
def test_a_price_may_depend_on_a_value(value, amount):
    price = job(by="resolution", amounts={"720p": 0.1, "1080p": 0.2}, amount=0.7)

    assert quote(price, {"resolution": value}) == Money(amount)


@pytest.mark.parametrize(("value", "amount"), [(True, 0.2), (False, 0.1)])
def test_yes_and_no_are_written_as_in_yaml(value, amount):
    assert quote(job(by="sound", amounts={"true": 0.2, "false": 0.1}), {"sound": value}) == Money(amount)


@pytest.mark.parametrize("seconds", [5, 5.0, "5"])
def test_a_price_for_a_length_holds_however_it_is_written(seconds):
    assert quote(job(by="duration", amounts={"5": 0.3, "10": 0.6}), {"duration": seconds}) == Money(0.3)


def test_what_is_not_listed_has_no_price():
    assert quote(job(by="resolution", amounts={"720p": 0.1}), {"resolution": "8k"}) is None
    assert quote(job(), {}) is None


def test_speech_is_paid_by_its_characters():
    price = job(amount=0.0001, per="character")

    assert quote(price, {"characters": 26}) == Money(0.0026)
    assert quote(price, {"duration": 1}) == Money(0.0001)
