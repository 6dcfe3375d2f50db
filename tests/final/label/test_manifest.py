"""The signed manifest of a film."""

from __future__ import annotations

import pytest
from final import signing

from pipeline.errors import FilmError, NotHere, ProfileError
from pipeline.ffmpeg import run
from pipeline.final.label.label import read_aigc
from pipeline.final.label.manifest import C2pa, Claim, certificate, check, origin, problems, read, sign
from pipeline.profile import parse

ENGINES = ("images: flux", "clips: kling")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return tmp_path_factory.mktemp("signed")


@pytest.fixture(scope="module")
def keys(shelf):
    return signing.chain(shelf)


@pytest.fixture
def options(keys, monkeypatch):
    chain, key = keys
    monkeypatch.setenv("TEST_SIGNING_KEY", key.read_text("ascii"))
    return C2pa(certificate=str(chain), key="TEST_SIGNING_KEY")


@pytest.fixture
def film(tmp_path):
    source = ["-f", "lavfi", "-i", "testsrc=s=64x64:r=8:d=1", "-f", "lavfi", "-i", "sine=d=1"]
    tags = ["-movflags", "+faststart+use_metadata_tags", "-metadata", 'AIGC={"Label":"1"}']
    run([*source, "-pix_fmt", "yuv420p", *tags, "film.mp4"], cwd=tmp_path)
    return tmp_path / "film.mp4"


def claim(options, root, made_by="trainedAlgorithmicMedia"):
    return Claim("雨夜 e01", made_by, ENGINES, certificate(options, root), options.algorithm)


def test_a_signed_film_says_by_what_it_was_made(film, options, tmp_path):
    sign(film, claim(options, tmp_path), options, tmp_path)

    manifest, state = read(film)
    assert state == "Valid"
    assert manifest["title"] == "雨夜 e01"
    assert origin(manifest) == "trainedAlgorithmicMedia"
    (action,) = manifest["assertions"][-1]["data"]["actions"]
    assert action["softwareAgent"]["name"] == "shortdrama"
    assert action["parameters"] == {"shortdrama.engines": list(ENGINES)}
    check(film)


def test_the_field_aigc_and_the_streams_outlive_the_signature(film, options, tmp_path):
    def streams():
        return run(["-i", str(film), "-map", "0", "-c", "copy", "-f", "md5", "-"])

    before = [line for line in streams().splitlines() if "Stream #" in line]
    sign(film, claim(options, tmp_path), options, tmp_path)

    assert [line for line in streams().splitlines() if "Stream #" in line] == before
    assert read_aigc(film) == {"Label": "1"}


def test_the_key_may_lie_in_a_file(film, options, keys, tmp_path):
    by_file = C2pa(certificate=options.certificate, key=str(keys[1]))
    sign(film, claim(by_file, tmp_path), by_file, tmp_path)

    check(film)


def test_a_film_without_a_manifest_fails_its_check(film):
    assert read(film) is None
    with pytest.raises(FilmError, match="has no C2PA manifest"):
        check(film)


def test_a_film_that_was_changed_since_fails_its_check(film, options, tmp_path):
    sign(film, claim(options, tmp_path), options, tmp_path)
    data = bytearray(film.read_bytes())
    data[-100] ^= 0xFF
    film.write_bytes(data)

    with pytest.raises(FilmError, match="is not valid: Invalid"):
        check(film)


def test_a_key_of_another_certificate_signs_nothing_and_leaves_the_film(film, options, tmp_path):
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    _, key = signing.chain(elsewhere)
    wrong, before = C2pa(certificate=options.certificate, key=str(key)), film.read_bytes()

    with pytest.raises(ProfileError) as told:
        sign(film, claim(wrong, tmp_path), wrong, tmp_path)

    assert "must begin with the certificate of the key" in str(told.value)
    assert key.read_text("ascii")[40:60] not in str(told.value)
    assert told.value.__cause__ is None
    assert film.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["film.mp4", "other"]


def test_what_stands_in_the_way_is_told_before_the_work(options, tmp_path):
    assert list(problems(None, tmp_path)) == []
    assert list(problems(options, tmp_path)) == []
    lacking = C2pa(certificate="chain.pem", key="NO_SUCH_KEY")

    file, key = problems(lacking, tmp_path)

    assert str(tmp_path / "chain.pem") in file
    assert "NO_SUCH_KEY" in key


def test_a_key_that_is_gone_meanwhile_is_told_by_its_name(film, options, tmp_path, monkeypatch):
    monkeypatch.delenv("TEST_SIGNING_KEY")

    with pytest.raises(NotHere, match="TEST_SIGNING_KEY"):
        sign(film, claim(options, tmp_path), options, tmp_path)


@pytest.mark.parametrize("field", ["key", "certificate"])
def test_a_key_that_stands_in_the_profile_is_refused_and_not_repeated(field):
    label = {"key": "NAME", "certificate": "chain.pem", field: "-----BEGIN PRIVATE KEY-----\\nMIGHAg"}
    text = "".join(f'      {name}: "{value}"\n' for name, value in label.items())

    with pytest.raises(ProfileError) as told:
        parse(f"final:\n  label:\n    c2pa:\n{text}", "drama.yaml")

    assert f"final.label.c2pa.{field}: here stands a key and not where it is" in str(told.value)
    assert "MIGHAg" not in str(told.value)
