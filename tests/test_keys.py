"""Keys are found, hidden, and put back into the addresses that a vendor gave."""

from __future__ import annotations

import json

import pytest

from pipeline import keys
from pipeline.errors import ProfileError
from pipeline.keys import hidden, opened, remember, sealed, secret

KEY = "sk-planted:7/+&"
QUOTED = "sk-planted%3A7%2F%2B%26"


@pytest.fixture(autouse=True)
def _own(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "FILE", tmp_path / "keys.env")
    monkeypatch.setattr(keys, "_seen", set())
    monkeypatch.delenv("LAMP_KEY", raising=False)


def test_a_key_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("LAMP_KEY", f" {KEY}\n")

    assert secret("LAMP_KEY") == KEY


def test_else_from_the_users_own_file():
    keys.FILE.write_text('OTHER=x\nLAMP_KEY="a${HOME}b"\n', "utf-8")

    assert secret("LAMP_KEY") == "a${HOME}b"


def test_there_may_be_none():
    assert secret("LAMP_KEY") == ""


def test_a_file_that_is_no_text_is_said():
    keys.FILE.write_bytes(b"LAMP_KEY=\xff\xfe")

    with pytest.raises(ProfileError, match="NAME=value"):
        secret("LAMP_KEY")


def test_what_was_read_is_hidden_as_it_is_and_as_in_an_address(monkeypatch):
    monkeypatch.setenv("LAMP_KEY", KEY)
    secret("LAMP_KEY")

    assert hidden(f"bad key {KEY} in ?key={QUOTED}") == "bad key *** in ?key=***"


def test_a_key_that_holds_another_leaves_nothing_of_it():
    remember("abcdef")
    remember("abcdef-rest")

    assert hidden("abcdef-rest") == "***"


def test_words_that_servers_without_keys_are_given_are_no_secret():
    assert remember("EMPTY") == "EMPTY"

    assert hidden("EMPTY answer") == "EMPTY answer"


@pytest.mark.parametrize("key", [KEY, 'with "quotes" \\ and more'])
def test_what_is_sealed_holds_no_key_and_can_be_opened(monkeypatch, key):
    monkeypatch.setenv("LAMP_KEY", key)
    told = {"urls": [f"https://x.com/a?key={keys.quote(key, safe='')}", key], "id": 7, "none": None}

    written = sealed(told, ["LAMP_KEY"])

    assert key not in json.dumps(written, ensure_ascii=False)
    assert keys.quote(key, safe="") not in json.dumps(written)
    assert opened(written, ["LAMP_KEY"]) == told


def test_keys_of_others_are_not_put_into_what_a_vendor_gave(monkeypatch):
    monkeypatch.setenv("LAMP_KEY", KEY)
    monkeypatch.setenv("OTHER_KEY", "other-secret")
    mark = sealed(["other-secret"], ["OTHER_KEY"])

    assert opened(mark, ["LAMP_KEY"]) == mark


def test_keys_of_others_are_hidden_when_sealed(monkeypatch):
    remember("other-secret")

    assert sealed({"echo": "other-secret"}, []) == {"echo": "***"}


def test_half_a_character_is_sealed_as_something_that_can_be_written():
    sealed({"id": "\ud83d"}, [])["id"].encode()
