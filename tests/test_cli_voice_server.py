"""`drama voice-server`, as it is typed."""

from __future__ import annotations

from cosy_server import repository, weights  # noqa: F401 - a fixture
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.voices.cosy import server


def test_the_model_is_loaded_and_served_on_this_machine_alone(request, tmp_path, monkeypatch):
    served = []
    monkeypatch.setattr(server, "serve", lambda model, *how: served.append((model.told, *how)))
    root, model = request.getfixturevalue("repository"), weights(tmp_path, 3)

    done = CliRunner().invoke(app, ["voice-server", "--repository", str(root), "--model", str(model)])

    assert done.exit_code == 0, done.output
    assert served == [("CosyVoice3-0.5B, CosyVoice 3, 24000 Hz", "127.0.0.1", 50000, {})]
    assert "http://127.0.0.1:50000" in done.output


def test_a_folder_without_recordings_ends_with_a_letter_before_a_model_is_loaded(tmp_path):
    options = ["--repository", str(tmp_path), "--model", str(tmp_path), "--voices", str(tmp_path)]
    done = CliRunner().invoke(app, ["voice-server", *options])

    assert done.exit_code == 3
    assert "There are no recordings in" in done.output


def test_a_folder_that_is_no_repository_ends_with_a_letter(tmp_path):
    done = CliRunner().invoke(app, ["voice-server", "--repository", str(tmp_path), "--model", str(tmp_path)])

    assert done.exit_code == 5
    assert "git clone" in done.output
