"""What is heard of those who are seen speaking."""

from __future__ import annotations

import numpy as np

from pipeline.clips.engine import Talk
from pipeline.clips.lips.sound import mix
from pipeline.voices.sound import heard, read_wav, write_wav


def test_lines_are_laid_at_their_times_and_the_sound_is_as_long_as_the_shot(tmp_path):
    tone = np.sin(np.arange(8000) * 0.1).astype(np.float32) * 0.3
    write_wav(tmp_path / "a.wav", tone, 16000)
    talks = [Talk("Lin", 0.3, 0.8, tmp_path / "a.wav"), Talk("Chen", 1.6, 2.1, tmp_path / "a.wav")]

    mix(talks, 2.0, tmp_path / "mix.wav")

    samples, rate = read_wav(tmp_path / "mix.wav")
    loud = np.flatnonzero(heard(samples, rate)) / 100
    assert (len(samples), rate) == (96000, 48000)
    assert abs(loud[0] - 0.3) < 0.02
    assert not ((loud > 0.82) & (loud < 1.58)).any()
    assert loud[-1] > 1.97


def test_a_shot_in_which_nobody_speaks_is_silent(tmp_path):
    mix([], 0.5, tmp_path / "mix.wav")

    assert not read_wav(tmp_path / "mix.wav")[0].any()
