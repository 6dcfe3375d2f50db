"""What CosyVoice takes for a recording."""

from __future__ import annotations

import pytest
from cosy_server import recording

from pipeline.errors import Rejected
from pipeline.voices.cosy.calls import Sample
from pipeline.voices.cosy.recording import look_at, rather_long


def test_a_recording_of_a_few_seconds_is_taken(tmp_path):
    assert look_at(recording(tmp_path, 4.0)) == 4.0


@pytest.mark.parametrize(
    ("seconds", "rate", "why"),
    [(4, 8000, "8000 Hz.*16000 Hz or more"), (31, 16000, "31.0 s.*up to 30 s"), (0, 16000, "0.0 s")],
)
def test_others_are_refused_with_what_helps(tmp_path, seconds, rate, why):
    with pytest.raises(Rejected, match=why):
        look_at(recording(tmp_path, seconds, rate))


def test_a_file_that_is_no_wav_is_named(tmp_path):
    (tmp_path / "lin-xia.wav").write_bytes(b"ID3 and then some")

    with pytest.raises(Rejected, match=r"lin-xia\.wav is no WAV"):
        look_at(tmp_path / "lin-xia.wav")


def test_a_long_recording_is_noted_for_a_short_line_only(tmp_path):
    sample = Sample(tmp_path / "a.wav", "一二三四五六七八九十")

    assert "3 to 6 s are better" in rather_long(sample, 12.0, "来吧。")["recording"]
    assert rather_long(sample, 12.0, "一二三四五六") == {}
    assert rather_long(sample, 5.0, "来吧。") == {}
    assert rather_long(Sample(tmp_path / "a.wav"), 20.0, "一二三四五六") != {}
