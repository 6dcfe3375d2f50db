import math
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import FfmpegError
from pipeline.ffmpeg import probe, run
from pipeline.final.sound.loudness import Loudness, master, measure

RATE = 48_000


def raw(path: Path, level: float, seconds: float) -> Path:
    """A tone of 1 kHz on both sides."""
    t = np.arange(round(seconds * RATE)) / RATE
    tone = level * np.sin(2 * np.pi * 1000 * t)
    path.write_bytes(np.stack([tone, tone], axis=1).astype(np.float32).tobytes())
    return path


def mastered(folder: Path, level: float, seconds: float = 1.0, lufs: float = -14) -> Loudness:
    source = raw(folder / "mix.f32", level, seconds)
    master(source, round(seconds * RATE), lufs=lufs, dbtp=-1.5, out=folder / "out.wav")
    return measure(folder / "out.wav")


def test_a_tone_measures_as_the_standard_says(tmp_path: Path):
    # EBU Tech 3341, case 1: a stereo tone of 1 kHz with peaks at -23 dBFS has -23 LUFS.
    tone = f"{10 ** (-23 / 20)}*sin(2*PI*1000*t)"
    run(["-f", "lavfi", "-i", f"aevalsrc={tone}|{tone}:d=2", str(tmp_path / "tone.wav")])

    measured = measure(tmp_path / "tone.wav")

    assert measured.integrated == pytest.approx(-23, abs=0.1)
    assert measured.true_peak == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("level", [0.01, 0.2, 0.9])
def test_sound_of_any_level_gets_the_loudness_that_is_asked(tmp_path: Path, level: float):
    assert mastered(tmp_path, level).integrated == pytest.approx(-14, abs=0.2)


def test_no_peak_passes_the_limit(tmp_path: Path):
    assert mastered(tmp_path, 0.5, lufs=-1).true_peak <= -1.5


def test_a_film_that_is_very_loud_has_room_for_what_aac_adds(tmp_path: Path):
    assert mastered(tmp_path, 0.5, lufs=-9).true_peak <= -2.4


def test_a_master_has_24_bits_and_exactly_the_samples(tmp_path: Path):
    mastered(tmp_path, 0.2, seconds=0.77777)

    assert probe(tmp_path / "out.wav").audio_codec == "pcm_s24le"
    assert (tmp_path / "out.wav").stat().st_size == pytest.approx(round(0.77777 * RATE) * 6, abs=200)


def test_silence_stays_silence(tmp_path: Path):
    silence = mastered(tmp_path, 0.0)

    assert silence.silent
    assert silence.true_peak == -math.inf


def test_what_is_shorter_than_the_window_of_the_standard_stays_as_loud_as_it_is(tmp_path: Path):
    mastered(tmp_path, 0.01, seconds=0.2)

    run(["-stream_loop", "9", "-i", str(tmp_path / "out.wav"), str(tmp_path / "long.wav")])
    assert measure(tmp_path / "long.wav").true_peak == pytest.approx(-40, abs=0.5)


def test_a_file_without_sound_can_not_be_measured(tmp_path: Path):
    run(["-f", "lavfi", "-i", "color=s=64x64:d=0.1", str(tmp_path / "mute.mp4")])

    with pytest.raises(FfmpegError, match="measure the loudness failed"):
        measure(tmp_path / "mute.mp4")
