"""The sound of a clip is cut and slowed as its pictures are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.ffmpeg import run
from pipeline.final.sound.clip_sound import heard
from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.speech import LEVEL


def clip(path: Path, source: str = "sine=f=440:d=2:r=22050", volume: str = "0.5") -> Path:
    pictures = ["-f", "lavfi", "-i", "color=s=64x64:d=2:r=8"]
    run([*pictures, "-f", "lavfi", "-i", source, "-af", f"volume={volume}", str(path)])
    return path


def pitch(sound: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(sound[:RATE, 0]))))


def test_a_clip_is_as_loud_as_a_voice_and_cut_to_its_shot(tmp_path: Path):
    sound = heard(clip(tmp_path / "a.mp4"), tmp_path / "raw", slower=1.0, seconds=1.5, db=-6)

    assert len(sound) == 1.5 * RATE
    assert 10 * np.log10(np.mean(sound**2)) == pytest.approx(LEVEL - 6, abs=3.5)
    assert not (tmp_path / "raw").exists()


def test_a_slowed_clip_keeps_its_pitch(tmp_path: Path):
    sound = heard(clip(tmp_path / "a.mp4"), tmp_path / "raw", slower=1.1, seconds=5, db=0)

    assert len(sound) / RATE == pytest.approx(2.2, abs=0.06)
    assert pitch(sound) == pytest.approx(440, abs=2)


def test_a_soft_clip_is_not_lifted_to_its_noise(tmp_path: Path):
    sound = heard(clip(tmp_path / "a.mp4", volume="0.002"), tmp_path / "raw", slower=1.0, seconds=2, db=0)

    assert 10 * np.log10(np.mean(sound**2)) < LEVEL - 30


def test_a_cut_makes_no_click(tmp_path: Path):
    sound = heard(clip(tmp_path / "a.mp4"), tmp_path / "raw", slower=1.0, seconds=1.001, db=0)

    assert np.abs(sound[[0, -1]]).max() < 0.001
