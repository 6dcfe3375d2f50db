"""`drama voices`, as it is typed."""

from __future__ import annotations

import re

import pytest
from quick_engines import Choir
from rich.cells import cell_len
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import NotHere
from pipeline.voices import ENGINES, sound


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setattr("pipeline.telling.out.width", 1000)


def drama(*words, code: int = 0) -> str:
    """What the command says; it must end with *code*."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output + str(result.exception)
    return re.sub(r"\s+", " ", result.output)


@pytest.fixture
def cast(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8").replace("{engine: hum}", "{engine: [choir, hum]}"), "utf-8")
    return folder


def test_without_a_drama_all_engines_are_told_of(calls):
    said = drama("voices")

    assert "mei female young zh gentle" in said
    assert "espeak: a voice for everybody by sex and age, does not speak like recordings." in said
    assert "choir: 6 voices, speaks like recordings, follows notes." in said


def test_an_engine_that_can_not_run_here_is_told_with_what_it_needs(calls, monkeypatch):
    monkeypatch.setattr(Choir, "unavailable", lambda _: "It has no key.")
    monkeypatch.setattr(Choir, "listed", lambda _: pytest.fail("nobody is asked"), raising=False)

    assert "choir: 6 voices, speaks like recordings, follows notes. It can't run here. It has no key." in (
        drama("voices", "--engine", "choir")
    )


def test_what_the_server_has_is_told_beside_what_is_known(calls, monkeypatch):
    lists = ("mei", "gang", "bo", "amy", "lao-san", "xiao-wu")
    monkeypatch.setattr(Choir, "listed", lambda _: lists, raising=False)

    said = drama("voices", "--engine", "choir")

    assert "Its server has also xiao-wu. To cast from them, name them under `voices`." in said
    assert "Its server does not have lan." in said


def test_a_server_that_is_silent_costs_the_list_nothing(calls, monkeypatch):
    def silent(_):
        raise NotHere("The choir does not answer.", "Start it.")

    monkeypatch.setattr(Choir, "listed", silent, raising=False)

    said = drama("voices", "--engine", "choir")

    assert "mei female" in said
    assert "The choir does not answer. Start it." in said


def test_names_stand_whole_in_a_narrow_terminal(calls, monkeypatch):
    monkeypatch.setattr("pipeline.telling.out.width", 80)
    result = CliRunner().invoke(app, ["voices"])

    names = [voice.name for kind in ENGINES.values() for voice in kind().abilities.voices]
    assert [name for name in names if f"{name}  " not in result.output] == []
    assert [line for line in result.output.splitlines() if cell_len(line) > 80] == []


def test_voices_are_listed_by_engine_and_language(calls):
    said = drama("voices", "--engine", "choir", "--language", "en")

    assert "amy" in said
    assert "lan" in said
    assert "mei" not in said
    assert "espeak" not in said


def test_an_unknown_engine_is_said_with_the_one_that_was_meant(calls):
    assert "Did you mean 'choir'?" in drama("voices", "--engine", "chior", code=3)


def test_an_unknown_language_is_said_with_those_there_are(calls):
    assert "'fr' is no language of voices. Possible are: zh, en." in drama(
        "voices", "--language", "fr", code=3
    )


def test_of_a_drama_it_is_told_who_speaks_with_which_voice_and_nothing_is_written(cast):
    said = drama("voices", cast)

    assert "narrator male middle choir: lao-san hum: by sex and age" in said
    assert "林夏 female young choir: mei hum: by sex and age" in said
    assert not (cast / "voices").exists()


def test_a_drama_without_voices_to_choose_from_has_a_cast_as_well(folder):
    said = drama("voices", folder)

    assert "hum: a voice for everybody by sex and age" in said
    assert "林夏 female young hum: by sex and age" in said


def test_recordings_are_told_with_what_is_heard_in_them(cast):
    (cast / "voices/cast").mkdir(parents=True)
    (cast / "voices/cast/老陈.wav").write_text("no sound")
    sound.write_wav(cast / "voices/cast/林夏.wav", sound.silence(4, 16000), 16000)

    said = drama("voices", cast)

    assert "林夏 female young choir: 林夏.wav" in said
    assert said.count("voices/cast/林夏.wav: Nothing is heard in it.") == 1
    assert said.count("voices/cast/老陈.wav: It can't be read as sound: Invalid data found") == 1


def test_what_is_wrong_with_the_page_is_told(cast):
    (cast / "voices").mkdir()
    (cast / "voices/cast.yaml").write_text("林夏: {choir: mea}", "utf-8")

    said = drama("voices", cast)

    assert "'mea' is no voice of choir. Did you mean 'mei'?" in said
    assert "speaks with" not in said


def test_before_a_storyboard_is_written_by_a_model_there_is_nobody_to_cast(asked):
    assert "can be told once the storyboard is there" in drama("voices", asked)
