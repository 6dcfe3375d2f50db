"""What every voice engine promises, asked of each in `ENGINES`."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import pytest
from speakers import playing
from speakers.stand_in import Speaker

from pipeline.errors import BadResult, DramaError, FolderError, NotHere, Refused, Rejected, Unpaid, Wait
from pipeline.story import Age, Feeling, Mode
from pipeline.tickets import Tickets
from pipeline.voices import ENGINES
from pipeline.voices.engine import Voice, VoiceEngine, VoiceRequest

REQUEST = VoiceRequest(
    text="他说 I love you，然后走进 Starbucks……等了2个小时！",
    language="zh",
    voice=Voice("林夏", "female", Age.YOUNG),
    feeling=Feeling.CALM,
    mode=Mode.SPEECH,
    seed=1,
)
HOSTILE = {
    "very long": "hello there " * 833,
    "one endless number": "1" * 5000,
    "emoji": "你好😀👍🏽1️⃣",
    "markup": "<speak>你好<break time='3s'/></speak> & <b>",
    "NUL": "你\x00好\x07",
    "lone surrogate": "你\ud800好",
    "other scripts": "Привет アイ 한국 龘",
    "only quotes": "“”",
    "only spaces": " \n\t　",
    "only a remark": "（沉默）",
    "brackets that never close": "（（（你好" * 50,
    "empty": "",
}


SPEAKERS = playing.all_speakers()
#: Those that need no vendor, or whose vendor is stood in for elsewhere.
ALONE = {name: kind for name, kind in ENGINES.items() if name not in {s.engine for s in SPEAKERS.values()}}
RECIPE = {"engine": "it", "options": {}, "request": {"text": REQUEST.text}}
#: What comes of each trouble, how often the line is sent, and how often it counts as paid all the same.
TROUBLES = {
    "wrong_key": (NotHere, 1, 0),
    "no_money": (Unpaid, 1, 0),
    "moderated": (Refused, 1, 0),
    "invalid": (Rejected, 1, 0),
    "busy": (Wait, None, 0),
    "down": (Wait, None, 0),
    "silent": (DramaError, None, None),
    "empty": (DramaError, None, None),
    "garbage": (BadResult, None, None),
    "a page": (BadResult, None, None),
    "cut_off": (BadResult, None, 3),
    "dropped": (DramaError, None, None),
}


@pytest.fixture(params=[*ALONE.values(), *SPEAKERS.values()], ids=[*ALONE, *SPEAKERS])
def engine(request, monkeypatch, clock) -> VoiceEngine:
    if not issubclass(request.param, Speaker):
        made: VoiceEngine = request.param()
        if problem := made.unavailable():
            pytest.skip(problem)
        yield made
        return
    with playing.played(request.param, monkeypatch) as (_, made):
        yield made


@pytest.fixture(params=SPEAKERS.values(), ids=SPEAKERS)
def played(request, monkeypatch, clock):
    """A vendor, and our engine that works with it."""
    with playing.played(request.param, monkeypatch) as there:
        yield there


def seconds(file: Path) -> float:
    with wave.open(str(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return sound.getnframes() / sound.getframerate()


def test_the_line_is_written_to_the_file_asked_for_and_nowhere_else(engine, tmp_path):
    engine.speak(REQUEST, tmp_path / "line.wav")
    assert [file.name for file in tmp_path.iterdir()] == ["line.wav"]
    assert 2 < seconds(tmp_path / "line.wav") < 12


def test_the_same_request_gives_the_same_bytes_whatever_was_said_before(engine, tmp_path):
    first, other, again = (tmp_path / name for name in ("first.wav", "other.wav", "again.wav"))
    words = engine.speak(REQUEST, first)
    engine.speak(replace(REQUEST, text="Something else.", voice=Voice("", "male", Age.OLD)), other)
    assert engine.speak(REQUEST, again) == words
    assert again.read_bytes() == first.read_bytes()


def test_another_seed_gives_another_take_of_about_the_same_length(engine, tmp_path):
    if playing.speaker_of(engine) and not playing.speaker_of(engine).seeds:
        pytest.skip("its vendor takes no seed")
    lengths = []
    for seed in range(4):
        engine.speak(replace(REQUEST, seed=seed), tmp_path / f"{seed}.wav")
        lengths.append(seconds(tmp_path / f"{seed}.wav"))
    assert max(lengths) < 1.15 * min(lengths)
    assert len({file.read_bytes() for file in tmp_path.iterdir()}) > 1


def test_word_times_run_forward_inside_the_file_and_cover_the_words(engine, tmp_path):
    words = engine.speak(REQUEST, tmp_path / "line.wav")
    if not words:
        pytest.skip("this engine can't tell when a word is heard")
    times = [time for word in words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert all(word.start < word.end for word in words)
    assert times[0] >= 0
    assert times[-1] <= seconds(tmp_path / "line.wav")
    covered = {place for word in words for place in range(word.first, word.last)}
    assert {i for i, letter in enumerate(REQUEST.text) if letter.isalnum()} <= covered
    assert sum(word.last - word.first for word in words) == len(covered)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_spoken_or_refused_with_our_errors(engine, tmp_path, text):
    out = tmp_path / "line.wav"
    # Servers are stood in for, and minutes of their sound prove no more than seconds.
    text = text[:48] if playing.speaker_of(engine) else text
    try:
        words = engine.speak(replace(REQUEST, text=text), out)
    except DramaError:
        assert not list(tmp_path.iterdir())
    else:
        assert seconds(out) > 0.1
        assert all(0 <= word.first < word.last <= len(text) for word in words)


def test_nothing_is_left_where_the_file_cant_be_written(engine, tmp_path):
    with pytest.raises(FolderError, match="missing"):
        engine.speak(REQUEST, tmp_path / "missing" / "line.wav")
    assert not list(tmp_path.iterdir())


def spoken(engine, folder: Path, tickets: Tickets | None = None, request=REQUEST):
    """The ticket after the line was spoken, or not, as in a drama."""
    tickets = tickets or Tickets(folder / ".made")
    ticket = tickets.of("voices/line.wav", "it", RECIPE, 0)
    with tickets.held(ticket):
        try:
            engine.speak(request, folder / "line.wav")
        finally:
            assert {file.name for file in folder.iterdir()} <= {"line.wav", ".made"}
    return ticket


def test_what_is_written_has_the_rate_of_films_whatever_came(played, tmp_path):
    speaker, engine = played
    spoken(engine, tmp_path)
    with wave.open(str(tmp_path / "line.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (48000, 1, 2)
    assert len(speaker.heard) == 1


def test_the_same_line_is_asked_for_in_the_same_words(played, tmp_path):
    speaker, engine = played
    for name in ("1", "2"):
        engine.speak(REQUEST, tmp_path / name)
    first, second = map(playing.sent, speaker.heard)
    assert first == second


def test_the_vendors_own_times_are_used(played, tmp_path):
    speaker, engine = played
    if not speaker.times:
        pytest.skip("it tells none")
    words = engine.speak(replace(REQUEST, text="我回来了。你还好吗？"), tmp_path / "line.wav")
    lengths = [word.end - word.start for word in words]
    # Each hanzi of the stand-in takes 0.2 s; what is reckoned is nowhere near as even.
    assert [word.last - word.first for word in words] == [1] * 8
    assert lengths == pytest.approx([0.2] * 8, abs=0.055)
    # MP3 begins 46 ms late, by its encoder.
    assert words[4].start - words[3].end == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_is_told_and_leaves_nothing(played, tmp_path, trouble):
    speaker, engine = played
    if trouble in speaker.lacks:
        pytest.skip(speaker.lacks[trouble])
    error, sent, paid = TROUBLES[trouble]
    speaker.troubles = [trouble] * 100
    tickets = Tickets(tmp_path / ".made")
    with pytest.raises(error) as raised:
        spoken(engine, tmp_path, tickets)
    assert not (tmp_path / "line.wav").exists()
    assert raised.value.help
    assert not any(key in str(raised.value) for key in speaker.env.values())
    assert sent in (None, len(speaker.heard))
    if trouble == "cut_off":
        assert len(speaker.heard) == (3 if speaker.asks_again else 1)
    assert 1 <= len(speaker.heard) <= 6
    assert not any(ticket.open for ticket in tickets.all())
    price = playing.price(engine, REQUEST)
    if paid is not None:
        assert raised.value.paid == pytest.approx(paid * price)


@pytest.mark.parametrize("trouble", ["busy", "down", "dropped", "cut_off"])
def test_what_was_a_moments_trouble_is_overcome(played, tmp_path, trouble):
    speaker, engine = played
    if trouble in speaker.lacks:
        pytest.skip(speaker.lacks[trouble])
    if trouble == "cut_off" and not speaker.asks_again:
        pytest.skip("it is asked as another take")
    speaker.troubles = [trouble]
    ticket = spoken(engine, tmp_path)
    assert (tmp_path / "line.wav").is_file()
    assert len(speaker.heard) == 2
    # The answer that did not come may have been billed.
    lost = trouble in ("dropped", "cut_off")
    if price := playing.price(engine, REQUEST):
        assert ticket.told["paid"] == pytest.approx(price * (1 + lost), rel=0.1)


def test_what_was_refused_is_not_asked_again(played, tmp_path):
    speaker, engine = played
    if "moderated" in speaker.lacks:
        pytest.skip(speaker.lacks["moderated"])
    speaker.troubles = ["moderated"]
    tickets = Tickets(tmp_path / ".made")
    with pytest.raises(Refused):
        spoken(engine, tmp_path, tickets)
    with pytest.raises(Refused, match="refused this before"):
        spoken(engine, tmp_path, tickets)
    assert len(speaker.heard) == 1


def test_a_line_whose_process_died_is_sent_again_and_counts_twice(played, tmp_path):
    _, engine = played
    price = playing.price(engine, REQUEST)
    if not price:
        pytest.skip("it is free")
    tickets = Tickets(tmp_path / ".made")
    tickets.of("voices/line.wav", "it", RECIPE, 0).sending(engine.price(REQUEST))
    ticket = spoken(engine, tmp_path, tickets)
    assert ticket.told["paid"] == pytest.approx(2 * price, rel=0.1)


def test_the_ticket_is_on_disk_while_a_paid_line_is_sent(played, tmp_path, monkeypatch):
    speaker, engine = played
    if not playing.price(engine, REQUEST):
        pytest.skip("it is free")
    tickets, seen = Tickets(tmp_path / ".made"), []
    reply = speaker.reply
    monkeypatch.setattr(
        speaker, "reply", lambda asked: seen.extend(t.page.standing for t in tickets.all()) or reply(asked)
    )
    spoken(engine, tmp_path, tickets)
    assert seen == ["sending"]


def test_feelings_reach_the_vendor_or_are_told_as_not_shown(played, tmp_path):
    speaker, engine = played
    for number, feeling in enumerate(Feeling):
        ticket = spoken(engine, tmp_path, request=replace(REQUEST, feeling=feeling))
        shown = playing.sent(speaker.heard[number]) != playing.sent(speaker.heard[0])
        assert shown or "feeling_not_shown" in ticket.told or feeling is Feeling.CALM
        ticket.drop()
