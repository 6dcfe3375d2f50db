"""What stands for a user in a request."""

from __future__ import annotations

import base64
import json

import pytest

from pipeline import keys
from pipeline.hosted import auth
from pipeline.hosted.auth import token_of
from pipeline.hosted.spec import Auth
from pipeline.keys import hidden

SIGNED = Auth(env=("LAMP_ACCESS", "LAMP_SECRET"), scheme="jwt")


@pytest.fixture(autouse=True)
def _keys(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    monkeypatch.setenv("LAMP_ACCESS", "access-1")
    monkeypatch.setenv("LAMP_SECRET", "secret-1")


@pytest.fixture
def clock(monkeypatch):
    def at(seconds: float) -> None:
        monkeypatch.setattr(auth.time, "time", lambda: seconds)

    at(1_000_000_100)
    return at


def told(part: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_a_key_stands_for_itself():
    assert token_of(Auth(env=("LAMP_ACCESS",))) == "access-1"


def test_without_its_key_there_is_nothing(monkeypatch):
    monkeypatch.delenv("LAMP_SECRET")

    assert token_of(SIGNED) == ""
    assert token_of(Auth()) == ""


def test_a_token_names_the_access_key_and_is_signed_with_the_other(clock):
    head, claims, signature = token_of(SIGNED).split(".")

    assert told(head) == {"alg": "HS256", "typ": "JWT"}
    assert told(claims)["iss"] == "access-1"
    # RFC 7515, by another program: hmac-sha256 of `head.claims` in base64url without padding.
    expected = auth.hmac.new(b"secret-1", f"{head}.{claims}".encode(), "sha256").digest()
    assert base64.urlsafe_b64decode(signature + "=") == expected


def test_a_token_holds_long_enough_for_any_answer(clock):
    claims = told(token_of(SIGNED).split(".")[1])

    assert claims["nbf"] < 1_000_000_100 <= claims["exp"] - 1200


def test_a_token_is_used_for_a_while_and_then_another(clock):
    first = token_of(SIGNED)
    clock(1_000_000_199)
    assert token_of(SIGNED) == first
    clock(1_000_000_900)
    assert token_of(SIGNED) != first


def test_a_token_is_as_secret_as_a_key(clock):
    assert hidden(f"bad token {token_of(SIGNED)}") == "bad token ***"
