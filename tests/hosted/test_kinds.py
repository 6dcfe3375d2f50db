"""What a vendor's answer means, and how it is told."""

from __future__ import annotations

import pytest

from pipeline import keys
from pipeline.errors import BadResult, NotHere, Refused, Rejected, Unpaid, Wait
from pipeline.hosted.kinds import Fault, kind_of, quoted
from pipeline.hosted.spec import Errors

ERRORS = Errors(
    code="code",
    kinds={"1102": "quota", "1303": "rate_limit", "bad_words": "moderation"},
    words={"credit": "quota", "flagged|unsafe": "moderation"},
    statuses={"409": "duplicate"},
)


@pytest.mark.parametrize(
    ("code", "words", "status", "kind"),
    [
        (None, "", 200, None),
        (0, "success", 200, None),
        ("0", "success", 200, None),
        (200, "flagged", 200, None),
        ("", "credit", 200, None),
        (1102, "too many", 429, "quota"),
        ("1102", "too many", 429, "quota"),
        (1102.0, "too many", 429, "quota"),
        (1303, "no credit", 400, "rate_limit"),
        (77, "No CREDIT left", 200, "quota"),
        (None, "not enough credits", 400, "quota"),
        (None, "It was flagged.", 422, "moderation"),
        (None, "credit", 200, None),
        (77, "strange", 200, "failed"),
        (77, "strange", 503, "transient"),
        (None, "conflict", 409, "duplicate"),
        (False, "strange", 200, "failed"),
        ({"deep": 1}, "strange", 200, "failed"),
        (["bad_words"], "strange", 400, "invalid"),
    ],
)
def test_the_code_counts_before_the_words_and_the_words_before_the_status(code, words, status, kind):
    assert kind_of(ERRORS, code, words, status) == kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, None), (302, None), (400, "invalid"), (401, "auth"), (402, "quota"), (404, "unavailable"),
        (418, "invalid"), (429, "rate_limit"), (500, "transient"), (524, "transient"), (599, "transient"),
    ],
)  # fmt: skip
def test_a_status_alone_has_its_usual_meaning(status, kind):
    assert kind_of(Errors(), None, "", status) == kind


def test_words_decide_by_how_they_begin():
    assert kind_of(ERRORS, 77, "x" * 5000 + "flagged", 200) == "failed"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("transient", Wait), ("rate_limit", Wait), ("quota", Unpaid), ("auth", NotHere),
        ("unavailable", NotHere),
        ("moderation", Refused), ("invalid", Rejected), ("failed", BadResult), ("duplicate", Rejected),
        ("lost", BadResult),
    ],
)  # fmt: skip
def test_each_kind_becomes_the_error_that_says_what_to_do(kind, error):
    letter = Fault(kind, "it can't").letter("Lamp", 0.2)

    assert type(letter) is error
    assert str(letter).startswith("Lamp answers: it can't. ")
    assert letter.help
    assert letter.paid == 0.2


@pytest.mark.parametrize(
    ("status", "ambiguous"), [(408, True), (502, True), (504, True), (524, True), (503, False)]
)
def test_a_gateway_does_not_know_what_became_of_a_request(status, ambiguous):
    assert Fault("transient", "gateway", status).ambiguous == ambiguous


def test_a_vendor_that_says_itself_what_is_wrong_is_not_ambiguous():
    assert not Fault("quota", "no credits", 502).ambiguous


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("It  failed.\n Sorry.", "It failed. Sorry"),
        ("", "nothing more"),
        (None, "None"),
        ("\x1b[2J\x07red\u202e\ud800", "[2Jred"),
        ("x" * 301, "x" * 300 + "…"),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_words_are_told_short_and_on_one_line(said, told):
    assert quoted(said) == told


def test_not_even_the_beginning_of_a_key_is_told(monkeypatch):
    monkeypatch.setattr(keys, "_seen", {"sk-planted-0123456789"})

    assert quoted("x" * 290 + " sk-planted-0123456789") == "x" * 290 + " ***"
