"""Faces as insightface finds them, by a stand-in with its documented interface."""

from __future__ import annotations

import logging

import pytest
from insight_stand_in import picture

from pipeline.errors import BadResult, NotHere
from pipeline.images import insight
from pipeline.images.faces import cosine
from pipeline.images.insight import InsightFace

RED, GREEN = (0, 0, 255), (0, 255, 0)


def test_faces_are_found_from_left_to_right_with_their_embeddings(embedder, tmp_path):
    first, second = embedder.find(picture(tmp_path / "a.png", (20, RED), (200, GREEN)))

    assert first.box == (20, 30, 60, 70)
    assert second.box[0] == 200
    assert first.landmarks[2] == pytest.approx((40, 52))
    assert len(first.embedding) == 512
    assert cosine(first.embedding, second.embedding) < 0


def test_the_models_are_loaded_once_on_the_processor_and_the_log_says_what_they_are_for(
    embedder, tmp_path, caplog
):
    with caplog.at_level(logging.WARNING, "drama"):
        for name in ("a.png", "b.png"):
            embedder.find(picture(tmp_path / name, (20, RED)))

    from insightface.app import loaded

    assert loaded == [(str(tmp_path / "pack"), ("detection", "recognition"), ("CPUExecutionProvider",))]
    assert caplog.text.count("non-commercial") == 1


def test_a_missing_package_and_a_missing_pack_are_said_with_what_helps(embedder, monkeypatch, tmp_path):
    lacking = InsightFace(str(tmp_path / "nothing"))

    assert "has no .onnx files" in lacking.unavailable()
    assert "non-commercial" in lacking.unavailable()
    assert embedder.unavailable() == ""
    monkeypatch.setattr(insight, "find_spec", {}.get)
    assert "shortdrama[faces]" in embedder.unavailable()


def test_a_pack_by_name_lies_in_the_home_folder_also_where_its_archive_has_a_folder_inside(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    models = tmp_path / ".insightface" / "models"

    assert InsightFace("antelopev2").folder == models / "antelopev2"
    (models / "antelopev2" / "antelopev2").mkdir(parents=True)
    assert InsightFace("antelopev2").folder == models / "antelopev2" / "antelopev2"


def test_a_damaged_pack_is_named(embedder, tmp_path):
    (tmp_path / "pack" / "det_10g.onnx").write_bytes(b"half a mod")

    with pytest.raises(NotHere, match=r"det_10g.onnx is no protobuf.*Unpack"):
        embedder.find(picture(tmp_path / "a.png", (20, RED)))


def test_what_is_no_picture_is_named(embedder, tmp_path):
    (tmp_path / "a.png").write_text("a poem")

    with pytest.raises(BadResult, match=r"a\.png is no picture"):
        embedder.find(tmp_path / "a.png")
