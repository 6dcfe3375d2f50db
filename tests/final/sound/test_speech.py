import wave
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import BadResult
from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.speech import LEVEL, ready
from pipeline.story import Mode


def write(path: Path, sound: np.ndarray, rate: int = 22050) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def tone(level: float, seconds: float = 1.0, rate: int = 22050, hertz: float = 440) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def decibels(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound**2)))


def high(sound: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float(power[np.fft.rfftfreq(len(sound), 1 / RATE) > 5000].sum() / power.sum())


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100, 48000])
def test_a_line_of_any_rate_keeps_its_length_and_pitch(tmp_path: Path, rate: int):
    voice = ready(write(tmp_path / "line.wav", tone(0.3, rate=rate), rate), Mode.SPEECH)

    pitch = np.argmax(np.abs(np.fft.rfft(voice[:RATE])))
    assert len(voice) == pytest.approx(RATE, abs=RATE // 1000)
    assert pitch == pytest.approx(440, abs=1)


def test_soft_and_loud_lines_come_close_and_the_louder_stays_louder(tmp_path: Path):
    soft = ready(write(tmp_path / "soft.wav", tone(0.02)), Mode.SPEECH)
    loud = ready(write(tmp_path / "loud.wav", tone(0.9)), Mode.SPEECH)

    assert decibels(soft) == pytest.approx(LEVEL - 3, abs=0.3)
    assert decibels(loud) == pytest.approx(LEVEL + 3, abs=0.3)


def test_silence_around_the_words_does_not_count_for_their_level(tmp_path: Path):
    silence = np.zeros(22050)
    alone = ready(write(tmp_path / "alone.wav", tone(0.1)), Mode.SPEECH)
    among = ready(write(tmp_path / "among.wav", np.concatenate([silence, tone(0.1), silence])), Mode.SPEECH)

    assert decibels(among) == pytest.approx(decibels(alone) - 10 * np.log10(3), abs=0.3)


def test_a_silent_line_stays_silent(tmp_path: Path):
    assert not ready(write(tmp_path / "pause.wav", np.zeros(8000)), Mode.SPEECH).any()


def test_a_line_begins_and_ends_without_a_click(tmp_path: Path):
    voice = ready(write(tmp_path / "line.wav", np.full(8000, 0.5)), Mode.SPEECH)

    assert voice[0] == 0
    assert voice[-1] == 0


def test_thoughts_echo_and_who_is_off_screen_is_muffled(tmp_path: Path):
    noise = np.random.default_rng(1).uniform(-0.3, 0.3, 24000)
    path = write(tmp_path / "line.wav", noise, 48000)

    plain, inner, offscreen = (ready(path, mode) for mode in (Mode.SPEECH, Mode.INNER, Mode.OFFSCREEN))

    assert decibels(inner[len(plain) : len(plain) + RATE // 10]) > -60
    assert high(offscreen) < high(plain) / 4


def test_a_voice_file_that_is_no_sound_is_a_bad_result(tmp_path: Path):
    (tmp_path / "line.wav").write_text("no sound", encoding="utf-8")

    with pytest.raises(BadResult, match=r"The voice file line\.wav can't be read"):
        ready(tmp_path / "line.wav", Mode.SPEECH)
