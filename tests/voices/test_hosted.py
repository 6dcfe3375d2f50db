"""Voices of vendors, beyond the contract: what they are asked, and when their words are heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import stamina
from vendors.doubao import Doubao
from vendors.minimax import MiniMaxSpeech
from vendors.stand_in import LINE, serving

from pipeline import keys
from pipeline.errors import NotHere
from pipeline.hosted import gate, waiting
from pipeline.recipe import recipe
from pipeline.story import Age, Feeling, Mode
from pipeline.tickets import Tickets
from pipeline.voices import ENGINES
from pipeline.voices.aligner import Aligner
from pipeline.voices.engine import Voice, VoiceRequest

REQUEST = VoiceRequest(LINE, "zh", Voice("林夏", "female", Age.YOUNG), Feeling.AFRAID, Mode.SPEECH, 7)


@pytest.fixture
def minimax(tmp_path, monkeypatch):
    yield from _played(MiniMaxSpeech(), tmp_path, monkeypatch)


@pytest.fixture
def doubao(tmp_path, monkeypatch):
    yield from _played(Doubao(), tmp_path, monkeypatch)


def _played(vendor, folder, monkeypatch):
    gate.forget()
    monkeypatch.setattr(keys, "FILE", folder / "no.env")
    monkeypatch.setattr(waiting, "sleep", lambda _: None)
    for name, key in vendor.env.items():
        monkeypatch.setenv(name, key)
    with serving(vendor) as server, stamina.set_testing(True, attempts=2):
        yield server


def speak(server, out, **changes):
    engine = ENGINES[server.vendor.engine](spec={"base_url": server.url})
    return engine.speak(replace(REQUEST, **changes), out)


def asked(server):
    return next(asked.json for phase, asked in server.log if phase == "submit")


def test_a_feeling_becomes_the_vendors_word(minimax, tmp_path):
    speak(minimax, tmp_path / "line.wav", called="female-yujie")

    assert (
        asked(minimax)["voice_setting"] | {"voice_id": "female-yujie", "emotion": "fearful"}
        == asked(minimax)["voice_setting"]
    )


def test_a_feeling_and_a_note_are_told_in_words(doubao, tmp_path):
    speak(doubao, tmp_path / "line.wav", note="小声")

    assert asked(doubao)["req_params"]["additions"] == '{"context_texts": ["用害怕、发抖的语气说, 小声"]}'


def test_a_lexicon_reaches_the_vendor_as_tones_and_as_other_words(minimax, tmp_path):
    speak(minimax, tmp_path / "line.wav", lexicon=(("北京", "bei3 jing1"), ("明天", "改天")))

    assert asked(minimax)["text"] == LINE.replace("明天", "改天")
    assert asked(minimax)["pronunciation_dict"] == {"tone": ["北京/(bei3)(jing1)"]}


def test_the_vendor_gets_what_is_said_and_no_stage_directions(minimax, tmp_path):
    speak(minimax, tmp_path / "line.wav", text="（冷笑）3点，我们一起去北京见他。")

    assert asked(minimax)["text"] == "三点，我们一起去北京见他。"


def test_an_aligner_that_is_missing_is_said_before_anything_is_sent(minimax):
    engine = ENGINES["minimax"](spec={"base_url": minimax.url}, aligner="qwen")

    assert "pip install qwen-asr" in engine.unavailable()
    assert replace(engine, aligner="none").unavailable() == ""
    assert "aligner" not in recipe("minimax", replace(engine, aligner="none"), REQUEST, str)["options"]
    with pytest.raises(NotHere, match="pip install qwen-asr"):
        engine.speak(REQUEST, Path("line.wav"))
    assert minimax.billed == 0


def test_an_aligner_listens_where_the_vendor_tells_no_times(minimax, tmp_path, monkeypatch):
    heard = [(word, 0.1 * n, 0.1 * n + 0.1) for n, word in enumerate(filter(str.isalnum, LINE))]
    monkeypatch.setattr(Aligner, "times", lambda aligner, *_: heard if aligner.by == "qwen" else [])
    monkeypatch.setattr(Aligner, "ready", lambda _: None)
    minimax.faults.downloads = ["gone"] * 3
    engine = ENGINES["minimax"](spec={"base_url": minimax.url}, aligner="qwen")

    words = engine.speak(REQUEST, tmp_path / "line.wav")

    assert [round(word.start, 3) for word in words[:3]] == [0, 0.1, 0.2]


@pytest.mark.parametrize("fault", ["gone", "page", "truncated"])
def test_where_the_times_can_not_be_had_they_are_reckoned(minimax, tmp_path, fault):
    minimax.faults.downloads = [fault] * 3

    words = speak(minimax, tmp_path / "line.wav")

    assert "".join(LINE[word.first : word.last] for word in words) == LINE.replace("，", "").replace("。", "")
    assert [file.name for file in tmp_path.iterdir()] == ["line.wav"]


@pytest.mark.parametrize(
    ("name", "feeling", "noted"),
    [
        ("minimax", Feeling.COLD, "cold"),
        ("minimax", Feeling.SAD, None),
        ("minimax", Feeling.CALM, None),
        ("doubao", Feeling.TENDER, None),
    ],
)
def test_a_feeling_that_the_vendor_has_no_word_for_is_noted(tmp_path, monkeypatch, name, feeling, noted):
    monkeypatch.setattr("pipeline.hosted.delivery.deliver", lambda *_: None)
    tickets = Tickets(tmp_path / "made")
    with tickets.held(tickets.of("voices/line.wav", "it", {}, 0)) as ticket:
        ENGINES[name]().speak(replace(REQUEST, feeling=feeling), tmp_path / "line.wav")
    assert ticket.told.get("feeling_not_shown") == noted


def test_a_line_without_words_is_a_pause_and_free(minimax, tmp_path):
    assert speak(minimax, tmp_path / "line.wav", text="……") == ()
    assert minimax.billed == 0
    assert ENGINES["minimax"]().price(replace(REQUEST, text="……")) is None


@pytest.mark.parametrize("name", ["minimax", "doubao"])
def test_every_character_can_be_given_a_voice(name):
    voices = ENGINES[name]().abilities.voices

    assert len({voice.name for voice in voices}) == len(voices)
    assert {(voice.sex, voice.age) for voice in voices if voice.languages == ("zh",)} >= {
        (sex, age) for sex in ("female", "male") for age in Age
    }
    assert {voice.sex for voice in voices if "en" in voice.languages} == {"female", "male"}
