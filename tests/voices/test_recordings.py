"""What is heard in a recording, and which are refused."""

from __future__ import annotations

import wave

import numpy as np
import pytest

from pipeline import ffmpeg
from pipeline.errors import BadResult, InputError
from pipeline.story import Age, Feeling, Mode
from pipeline.voices import sound
from pipeline.voices.engine import Voice, VoiceRequest
from pipeline.voices.espeak import Espeak
from pipeline.voices.recordings import as_wav, listen, words_of


@pytest.fixture(scope="module")
def speech(tmp_path_factory):
    """Somebody who speaks for some seconds, and the rate."""
    file = tmp_path_factory.mktemp("speech") / "line.wav"
    text = "那天晚上我在雨里等了你整整三个小时，你却连一句话都没有留下。"
    voice = Voice("林夏", "female", Age.YOUNG)
    Espeak().speak(VoiceRequest(text, "zh", voice, Feeling.CALM, Mode.SPEECH, seed=1), file)
    return sound.read_wav(file)


def written(folder, samples, rate, name="lin.wav"):
    sound.write_wav(folder / name, np.asarray(samples, np.float32), rate)
    return folder / name


def wrong(file) -> str:
    return " ".join(listen(file).problems)


def test_a_good_recording_has_no_problems(speech, tmp_path):
    heard = listen(written(tmp_path, *speech))

    assert list(heard.problems) == []
    assert list(heard.remarks) == []
    assert 3 < heard.seconds < 10
    assert (heard.rate, heard.channels) == (22050, 1)


@pytest.mark.parametrize(
    ("times", "said"), [(0.3, "s long, and must have 3 to 30 s"), (6, "3 to 10 s serve best")]
)
def test_one_that_is_too_short_or_long_is_refused_with_its_length(speech, tmp_path, times, said):
    samples, rate = speech
    length = round(len(samples) * times)

    assert said in wrong(written(tmp_path, np.resize(samples, length), rate))


def test_one_that_is_longer_than_serves_best_is_told(speech, tmp_path):
    samples, rate = speech
    heard = listen(written(tmp_path, np.resize(samples, 2 * len(samples)), rate))

    assert list(heard.problems) == []
    assert [remark.partition(" s ")[2] for remark in heard.remarks] == [
        "are longer than serves best: 3 to 10 s."
    ]


def test_a_whole_audiobook_is_refused_by_its_length_without_being_read(tmp_path):
    file = tmp_path / "book.flac"
    ffmpeg.run(["-f", "lavfi", "-i", "anoisesrc=r=16000:d=90:a=0.1", str(file)])

    assert "It is 90.0 s long" in wrong(file)


def test_a_low_rate_is_refused_with_the_limit(speech, tmp_path):
    samples, rate = speech

    assert "It has 11025 Hz, and needs 16000 Hz." in wrong(written(tmp_path, samples[::2], rate // 2))


def test_a_clipped_one_is_refused_with_its_share(speech, tmp_path):
    samples, rate = speech

    assert "It is clipped: 1" in wrong(written(tmp_path, samples * 8, rate))


def test_a_silent_one_is_refused_with_its_share(speech, tmp_path):
    samples, rate = speech

    assert "It is silent for 6" in wrong(written(tmp_path, [*samples, *np.zeros(2 * len(samples))], rate))


@pytest.mark.parametrize(("below", "refused"), [(20, False), (5, True)])
def test_a_noisy_one_is_refused(speech, tmp_path, below, refused):
    samples, rate = speech
    level = np.sqrt(np.mean(np.square(samples))) * 10 ** (-below / 20)
    noise = np.random.default_rng(1).normal(0, level, len(samples))

    assert ("It is noisy: the voice is" in wrong(written(tmp_path, samples + noise, rate))) is refused


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    square = np.sign(np.sin(np.arange(8000) / 8))

    assert len(list(listen(written(tmp_path, square, 8000)).problems)) == 4


@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".flac"])
def test_other_kinds_of_file_are_heard_and_brought_to_wav(speech, tmp_path, suffix):
    samples, rate = speech
    other = tmp_path / f"lin{suffix}"
    ffmpeg.run(["-i", str(written(tmp_path, samples, rate)), str(other)])

    assert list(listen(other).problems) == []
    whole, same = sound.read_wav(as_wav(other, tmp_path / "out.wav"))
    assert same == rate
    assert len(whole) / rate == pytest.approx(len(samples) / rate, abs=0.15)
    first = (tmp_path / "out.wav").read_bytes()
    assert as_wav(other, tmp_path / "out.wav").read_bytes() == first


def test_two_channels_are_mixed_down_and_that_is_told(speech, tmp_path):
    samples, rate = speech
    both = tmp_path / "both.wav"
    with wave.open(str(both), "wb") as file:
        file.setparams((2, 2, rate, 0, "NONE", ""))
        file.writeframes((np.repeat(samples, 2) * 32767).astype("<i2").tobytes())

    assert list(listen(both).remarks) == ["its 2 channels are mixed down to one."]
    mixed, _ = sound.read_wav(as_wav(both, tmp_path / "out.wav"))
    assert mixed == pytest.approx(samples, abs=1e-3)


def test_a_plain_wav_is_taken_as_it_is(speech, tmp_path):
    file = written(tmp_path, *speech)

    assert as_wav(file, tmp_path / "out.wav") == file
    assert not (tmp_path / "out.wav").exists()


def test_one_that_changed_is_heard_anew(speech, tmp_path):
    samples, rate = speech
    file = written(tmp_path, samples, rate)
    assert wrong(file) == ""

    written(tmp_path, samples[: len(samples) // 4], rate)

    assert "s long" in wrong(file)


def test_what_is_no_sound_is_refused(tmp_path):
    (tmp_path / "lin.wav").write_text("la la la")
    with pytest.raises(BadResult, match="can't be read as sound"):
        listen(tmp_path / "lin.wav")

    ffmpeg.run(["-f", "lavfi", "-i", "color=s=32x32:d=1", str(tmp_path / "mute.m4a")])
    with pytest.raises(BadResult, match="holds no sound"):
        listen(tmp_path / "mute.m4a")


def test_the_words_stand_beside_it(tmp_path):
    assert words_of(tmp_path / "lin.wav") == ""

    (tmp_path / "lin.txt").write_text("\ufeff我在等你。\n", "utf-8")
    assert words_of(tmp_path / "lin.wav") == "我在等你。"

    (tmp_path / "lin.txt").write_bytes("我在等你。".encode("gb18030"))
    with pytest.raises(InputError, match=r"lin\.txt is not written in UTF-8"):
        words_of(tmp_path / "lin.wav")
