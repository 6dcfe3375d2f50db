"""Where the official repository and a model lie."""

from __future__ import annotations

import shutil

import pytest
from cosy_server import weights

from pipeline.voices.cosy.places import lacks, version_of


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_model_is_known_by_the_file_that_the_official_code_looks_for(tmp_path, version):
    assert version_of(weights(tmp_path, version)) == version


def test_nothing_is_lacking_in_a_whole_repository(repository, tmp_path):
    assert lacks(repository, weights(tmp_path, 3)) == ""


def test_what_is_missing_is_said_with_how_to_get_it(repository, tmp_path):
    model = weights(tmp_path, 3)

    assert "Download one" in lacks(repository, tmp_path)
    shutil.rmtree(repository / "third_party/Matcha-TTS/matcha")
    assert "git submodule update" in lacks(repository, model)
    assert "git clone --recursive" in lacks(tmp_path, model)
