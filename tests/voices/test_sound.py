from __future__ import annotations

import re
import subprocess
import wave

import imageio_ffmpeg
import numpy as np
import pytest

from pipeline.errors import BadResult, FolderError
from pipeline.voices import sound

RATE = 22050


def tone(seconds: float, peak: float = 0.5, hertz: float = 997) -> sound.Samples:
    return (peak * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def test_a_file_is_read_back_as_it_was_written(tmp_path):
    sound.write_wav(tmp_path / "a.wav", tone(0.2), RATE)
    samples, rate = sound.read_wav(tmp_path / "a.wav")
    assert rate == RATE
    assert np.allclose(samples, tone(0.2), atol=1 / 32768)


def test_what_is_too_loud_for_16_bit_is_cut_and_never_wraps_around(tmp_path):
    sound.write_wav(tmp_path / "a.wav", tone(0.1, peak=3), RATE)
    samples, _ = sound.read_wav(tmp_path / "a.wav")
    assert np.array_equal(np.sign(samples), np.sign(np.rint(tone(0.1, peak=3) * 32768)))


def test_what_is_no_mono_16_bit_wav_is_refused(tmp_path):
    with wave.open(str(tmp_path / "stereo.wav"), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
    (tmp_path / "text.wav").write_text("no sound at all")
    (tmp_path / "empty.wav").touch()
    for name in ("stereo.wav", "text.wav", "empty.wav"):
        with pytest.raises(BadResult, match=name):
            sound.read_wav(tmp_path / name)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FolderError, match="No such file"):
        sound.write_wav(tmp_path / "missing" / "a.wav", tone(0.1), RATE)


def test_silence_around_the_sound_is_trimmed_to_30_and_80_ms():
    quiet = np.full(RATE, 0.001, np.float32)
    trimmed, cut = sound.trim(np.concatenate((quiet, tone(0.5), quiet)), RATE)
    assert cut == pytest.approx(0.97, abs=0.011)
    assert len(trimmed) / RATE == pytest.approx(0.61, abs=0.021)


def test_sound_without_silence_stays_whole():
    trimmed, cut = sound.trim(tone(0.5), RATE)
    assert (len(trimmed), cut) == (len(tone(0.5)), 0)


def test_silence_alone_is_trimmed_to_nothing():
    trimmed, cut = sound.trim(sound.silence(1, RATE), RATE)
    assert (trimmed.size, cut) == (0, 0)


def test_a_fade_begins_and_ends_at_zero_and_leaves_the_middle():
    faded = sound.fade(np.ones(RATE, np.float32), RATE)
    assert (faded[0], faded[-1]) == (0, 0)
    assert faded[110:-110].min() == 1
    assert sound.fade(np.ones(1, np.float32), RATE).tolist() == [1]


def test_a_full_scale_tone_of_997_hz_has_minus_3_lufs():
    # BS.1770-4: a 0 dBFS sine of 997 Hz in one channel reads -3.01 LKFS.
    assert sound.loudness(tone(2, peak=1), RATE) == pytest.approx(-3.01, abs=0.02)


def test_silence_between_words_does_not_lower_the_loudness():
    spoken = np.concatenate((tone(2), sound.silence(6, RATE), tone(2)))
    assert sound.loudness(spoken, RATE) == pytest.approx(sound.loudness(tone(2), RATE), abs=0.5)


def test_loudness_agrees_with_ffmpeg(tmp_path):
    noise = np.random.default_rng(1).normal(0, 0.05, 4 * RATE).astype(np.float32)
    noise[RATE : 2 * RATE] *= 4
    sound.write_wav(tmp_path / "a.wav", noise, RATE)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", tmp_path / "a.wav", "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    measured = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    assert sound.loudness(noise, RATE) == pytest.approx(measured, abs=0.15)


def test_a_line_is_brought_to_the_level_asked_for():
    assert sound.loudness(sound.level(tone(1, 0.01), RATE, -19), RATE) == pytest.approx(-19, abs=0.01)


def test_even_a_very_short_sound_is_levelled():
    assert sound.loudness(sound.level(tone(0.1, 0.01), RATE, -19), RATE) == pytest.approx(-19, abs=0.1)


def test_peaks_are_rounded_off_below_the_limit():
    clicks = tone(1, 0.02)
    clicks[::2000] = 0.9
    levelled = sound.level(clicks, RATE, -12)
    assert 0.5 < np.abs(levelled).max() <= 10 ** (-1.5 / 20)


def test_silence_stays_silence_at_any_level():
    assert not sound.level(sound.silence(1, RATE), RATE, -19).any()
    assert sound.loudness(sound.silence(1, RATE), RATE) == float("-inf")
    assert sound.loudness(sound.silence(0, RATE), RATE) == float("-inf")
