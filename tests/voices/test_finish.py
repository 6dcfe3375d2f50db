from __future__ import annotations

import wave

import numpy as np
import pytest
from talking import HANZI, MARK, speech

from pipeline.errors import BadResult, FolderError
from pipeline.voices import finish as finishing
from pipeline.voices import sound
from pipeline.voices.aligner import Aligner
from pipeline.voices.finish import finish
from pipeline.voices.speakable import speakable
from pipeline.voices.timing import Mark

TEXT = "我早就告诉过你，不要再回来了。"
SPOKEN = speakable(TEXT, "zh")
FIRST = TEXT.index("不")
#: Where the second half begins in `speech`, and in the finished file, which keeps 30 ms before its sound.
SECOND_HALF = MARK + 7 * HANZI + MARK


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
def test_a_line_is_48_khz_mono_16_bit_whatever_came(tmp_path, rate):
    finish(speech(TEXT, rate), rate, SPOKEN, tmp_path / "line.wav")
    with wave.open(str(tmp_path / "line.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
    samples, _ = sound.read_wav(tmp_path / "line.wav")
    assert len(samples) / 48_000 == pytest.approx(13 * HANZI + MARK + 0.11, abs=0.06)


@pytest.mark.parametrize("peak", [0.02, 0.9])
def test_soft_and_loud_lines_come_out_alike(tmp_path, peak):
    finish(speech(TEXT, 24_000, peak=peak), 24_000, SPOKEN, tmp_path / "line.wav", loudness=-22)
    assert sound.loudness(*sound.read_wav(tmp_path / "line.wav")) == pytest.approx(-22, abs=0.2)


def test_silence_at_both_ends_is_cut_off_and_the_ends_are_faded(tmp_path):
    quiet = sound.silence(2, 24_000)
    padded = np.concatenate((quiet, speech(TEXT, 24_000), quiet))
    finish(padded, 24_000, SPOKEN, tmp_path / "line.wav")
    samples, rate = sound.read_wav(tmp_path / "line.wav")
    loud = np.flatnonzero(sound.heard(samples, rate)) / 100
    assert loud[0] == pytest.approx(0.03, abs=0.02)
    assert len(samples) / rate - loud[-1] == pytest.approx(0.09, abs=0.02)
    assert samples[0] == 0


def test_the_same_sound_gives_the_same_bytes(tmp_path):
    for name in ("one.wav", "two.wav"):
        finish(speech(TEXT, 22_050), 22_050, SPOKEN, tmp_path / name)
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_times_that_an_engine_tells_are_moved_with_the_cut(tmp_path):
    marks = [Mark(0, MARK), Mark(FIRST, SECOND_HALF)]
    words = finish(speech(TEXT, 24_000), 24_000, SPOKEN, tmp_path / "line.wav", marks=marks)
    assert [TEXT[word.first : word.last] for word in words] == ["我早就告诉过你", "不要再回来了"]
    assert words[1].start == pytest.approx(SECOND_HALF - MARK + 0.03, abs=0.03)


def test_without_times_they_are_reckoned_and_cover_every_word(tmp_path):
    words = finish(speech(TEXT, 24_000), 24_000, SPOKEN, tmp_path / "line.wav")
    assert "".join(TEXT[word.first : word.last] for word in words) == TEXT.replace("，", "").replace("。", "")
    after = next(word for word in words if word.first == FIRST)
    assert after.start == pytest.approx(SECOND_HALF - MARK + 0.03, abs=0.05)


def test_an_aligner_is_asked_where_the_engine_tells_nothing(tmp_path, monkeypatch):
    told = [(TEXT[:7], 0.1, 1.0), (TEXT[8:14], 1.2, 2.0)]
    monkeypatch.setattr(Aligner, "times", lambda *_: told)
    words = finish(speech(TEXT, 24_000), 24_000, SPOKEN, tmp_path / "line.wav", aligner=Aligner("qwen"))
    assert words[0].start == pytest.approx(0.1)
    assert next(word.start for word in words if word.first == FIRST) == pytest.approx(1.2)


def test_an_aligner_that_is_off_leaves_the_times_to_be_reckoned(tmp_path):
    plain = finish(speech(TEXT, 24_000), 24_000, SPOKEN, tmp_path / "line.wav")
    assert finish(speech(TEXT, 24_000), 24_000, SPOKEN, tmp_path / "line.wav", aligner=Aligner()) == plain


def test_a_line_without_words_is_a_pause(tmp_path):
    assert finish(speech("好", 24_000), 24_000, speakable("……", "zh"), tmp_path / "line.wav") == ()
    assert finishing.silent("……", tmp_path / "silent.wav") == ()
    samples, rate = sound.read_wav(tmp_path / "silent.wav")
    assert (len(samples) / rate, samples.any()) == (0.6, False)


def test_a_bad_take_leaves_no_file(tmp_path):
    with pytest.raises(BadResult, match="said nothing of '我早就告诉过你，不要再回来了。'"):
        finish(sound.silence(2, 24_000), 24_000, SPOKEN, tmp_path / "line.wav")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FolderError, match="missing"):
        finish(speech(TEXT, 24_000), 24_000, SPOKEN, tmp_path / "missing" / "line.wav")
