"""The statement beside a film, and the film's signature, as a run makes them."""

from __future__ import annotations

import json

import pytest
from final import signing

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.final.label.label import read_aigc
from pipeline.final.label.manifest import origin, read
from pipeline.promise import at_once
from pipeline.records import sha256_of


def run(folder):
    return tell(open_drama(folder), 2, "final", at_once)


def label(folder, text):
    profile = folder / "drama.yaml"
    said = profile.read_text("utf-8")
    profile.write_text(said.replace("final: {", f"final: {{label: {{{text}}}, "), "utf-8")


def test_a_statement_says_what_the_film_is_and_what_made_it(folder):
    outcome = run(folder)

    told = (folder / "final/e02-label.txt").read_text("utf-8")
    assert told.startswith("雨夜 · 第 2 集 · 真相\n")
    assert "人工智能生成" in told
    assert sha256_of(outcome.film.path) in told
    assert f"AIGC ProduceID：{read_aigc(outcome.film.path)['ProduceID']}" in told
    assert "“AI生成”、3.0 秒" in told
    for file in ("images/e02s01-01.png  sketch", "voices/e02s01-01-1.wav  hum", "clips/e02s01-01.mp4  turn"):
        assert f"{file}  {sha256_of(folder / file.split()[0])}" in told


def test_a_statement_in_english_says_so_in_english(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8") + "story: {language: en}\n", "utf-8")
    label(folder, "visible: false")

    run(folder)

    told = (folder / "final/e02-label.txt").read_text("utf-8")
    assert "This film was made by artificial intelligence." in told
    assert "mark in the picture: none" in told


def test_a_picture_by_hand_is_stated_and_the_statement_made_anew(folder):
    run(folder)
    picture = folder / "images/e02s01-01.png"
    picture.write_bytes((folder / "images/老陈.png").read_bytes())

    run(folder)

    told = (folder / "final/e02-label.txt").read_text("utf-8")
    assert f"images/e02s01-01.png  人工  {sha256_of(picture)}" in told


@pytest.fixture
def signed(folder, tmp_path, monkeypatch):
    """The drama, with a certificate in its folder, and the key in the environment."""
    chain, key = signing.chain(tmp_path)
    chain.rename(folder / "chain.pem")
    monkeypatch.setenv("TEST_SIGNING_KEY", key.read_text("ascii"))
    label(folder, "c2pa: {certificate: chain.pem, key: TEST_SIGNING_KEY}")
    return folder


def test_a_run_signs_the_film_that_still_plays_and_is_labelled(signed):
    outcome = run(signed)

    assert outcome.missing == {}
    manifest, state = read(outcome.film.path)
    assert (state, origin(manifest), manifest["title"]) == ("Valid", "trainedAlgorithmicMedia", "雨夜 e02")
    assert read_aigc(outcome.film.path)["Label"] == "1"
    told = (signed / "final/e02-label.txt").read_text("utf-8")
    assert f"C2PA：trainedAlgorithmicMedia、{manifest['label']}" in told


def test_a_film_is_signed_once_and_nothing_of_the_key_is_written(signed):
    film = run(signed).film.path
    before = film.read_bytes()

    again = run(signed)

    assert again.film.status == "kept"
    assert film.read_bytes() == before
    records = "".join(file.read_text("utf-8") for file in (signed / ".made").rglob("*.json"))
    assert "PRIVATE KEY" not in records
    assert "TEST_SIGNING_KEY" not in records


def test_another_certificate_signs_the_film_anew_without_encoding(signed, tmp_path, monkeypatch):
    run(signed)
    chain, key = signing.chain(tmp_path)
    (signed / "chain.pem").write_bytes(chain.read_bytes())
    monkeypatch.setenv("TEST_SIGNING_KEY", key.read_text("ascii"))

    outcome = run(signed)

    made = [file.name for file in outcome.files if file.status == "made"]
    assert made == ["final/e02.mp4", "final/e02-label.txt"]


def test_a_film_that_can_not_be_signed_is_not_delivered(signed, monkeypatch):
    monkeypatch.setenv("TEST_SIGNING_KEY", "no key at all")

    outcome = run(signed)

    assert "can't be signed" in outcome.missing["film e02"]
    assert "no key at all" not in json.dumps(outcome.missing)
    assert not (signed / "final/e02.mp4").exists()
