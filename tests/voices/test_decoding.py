from __future__ import annotations

import subprocess
import wave
from io import BytesIO

import imageio_ffmpeg
import numpy as np
import pytest
from talking import pcm, speech

from pipeline.errors import BadResult
from pipeline.voices.decoding import decoded, resampled

RATE = 24_000
TEXT = "你好"
SAID = speech(TEXT, RATE)


def wav(channels: int = 1) -> bytes:
    whole = BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((channels, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.repeat(np.frombuffer(pcm(TEXT, RATE), "<i2"), channels).tobytes())
    return whole.getvalue()


def coded(kind: str, *options: str) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", "-", *options, "-f", kind, "-"]
    return subprocess.run(command, input=wav(), capture_output=True, check=True).stdout


def lying(riff: int, data: int) -> bytes:
    """A WAV whose head tells these lengths."""
    true = wav()
    return true[:4] + riff.to_bytes(4, "little") + true[8:40] + data.to_bytes(4, "little") + true[44:]


def test_a_wav_is_read_as_it_is():
    samples, rate = decoded(wav())
    assert rate == RATE
    assert np.allclose(samples, SAID, atol=2 / 32768)


def test_two_channels_are_mixed_to_one():
    samples, _ = decoded(wav(2))
    assert np.corrcoef(samples, SAID)[0, 1] > 0.999


@pytest.mark.parametrize(
    ("riff", "data"),
    [(0xFFFFFFFF, 0xFFFFFFFF), (0, 0), (0x7FFFFFFF, 0x7FFFFFFF - 36), (36, 0), (1_000_036, 1_000_000)],
)
def test_a_head_that_lies_about_the_length_is_not_believed(riff, data):
    samples, rate = decoded(lying(riff, data))
    assert (len(samples), rate) == (len(SAID), RATE)


@pytest.mark.parametrize(
    ("kind", "options", "rate"), [("mp3", (), RATE), ("flac", (), RATE), ("ogg", ("-c:a", "libopus"), 48_000)]
)
def test_files_of_other_kinds_are_read(kind, options, rate):
    samples, found = decoded(coded(kind, *options))
    assert found == rate
    assert len(samples) / rate == pytest.approx(len(SAID) / RATE, abs=0.06)


def test_bare_pcm_is_read_at_the_rate_that_is_known():
    samples, rate = decoded(pcm(TEXT, RATE), RATE)
    assert rate == RATE
    assert np.allclose(samples, SAID, atol=2 / 32768)


def test_half_a_sample_is_a_bad_result():
    with pytest.raises(BadResult, match="cut off: 3 bytes"):
        decoded(b"\0\0\0", RATE)


@pytest.mark.parametrize("rate", [0, RATE])
def test_an_empty_answer_is_a_bad_result(rate):
    with pytest.raises(BadResult, match="no sound at all"):
        decoded(b"", rate)


def test_a_file_without_samples_is_a_bad_result():
    with pytest.raises(BadResult, match=r"empty|can't be read"):
        decoded(wav()[:44])


def test_an_error_in_words_is_shown():
    with pytest.raises(BadResult, match=r"""begins with '\{"error": "model not loaded"\}'"""):
        decoded(b'{"error": "model not loaded"}')


def test_noise_is_a_bad_result():
    with pytest.raises(BadResult, match="can't be read"):
        decoded(bytes(range(256)) * 8)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_sound_of_another_rate_is_the_same_sound(rate):
    samples = resampled(speech(TEXT, rate), rate, 48_000)
    true = speech(TEXT, 48_000)
    size = min(len(samples), len(true))
    assert abs(len(samples) - len(true)) < 50
    assert np.abs(samples[:size] - true[:size]).max() < 0.02


def test_sound_of_the_same_rate_stays_as_it_is():
    assert resampled(SAID, RATE, RATE) is SAID


def test_what_the_lower_rate_has_no_room_for_is_filtered_out():
    high = np.sin(2 * np.pi * 15_000 * np.arange(48_000) / 48_000).astype(np.float32)
    assert np.abs(resampled(high, 48_000, 16_000)[200:-200]).max() < 0.01
