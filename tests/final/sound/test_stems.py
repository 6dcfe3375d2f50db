"""Stems are as long as the film and together are its mix."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.ffmpeg import probe, run
from pipeline.final.sound.effects import effects
from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.mixing import Desk
from pipeline.final.sound.score import Library, Score, score
from pipeline.final.sound.sound import Sound
from pipeline.final.sound.stems import STEMS, write
from pipeline.story import Line, Scene, Shot, Weather
from pipeline.timeline import LineSpan, ShotSpan, Timeline


@pytest.fixture
def asked(tmp_path: Path) -> Score:
    """A film of 70 frames at 23 a second, with everything in it."""
    line = Line(id="e01s01-01-1", text="好")
    shot = Shot(id="e01s01-01", seen="有人敲门。", lines=(line,))
    scene = Scene(id="e01s01", place="bridge", weather=Weather.RAIN, shots=(shot,))
    timeline = Timeline(23, (ShotSpan(scene, shot, 0, 70, 23, (LineSpan(line, 1, 2),)),))
    voice = tmp_path / "voice.wav"
    run(["-f", "lavfi", "-i", "sine=f=300:d=1:r=22050", str(voice)])
    return score(timeline, {line.id: voice}, Sound(), 7, Library(effects=effects()))


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in container.decode(audio=0)])


def test_stems_are_as_long_as_the_film_and_add_up_to_its_mix(tmp_path: Path, asked: Score):
    for stem in STEMS:
        write(asked, Sound(), stem, tmp_path / f"{stem}.wav")

    stems = [heard(tmp_path / f"{stem}.wav") for stem in STEMS]
    desk = Desk(asked, Sound(), tmp_path)
    mixed = sum(np.concatenate(list(play())) for play in (desk.voices, desk.music, desk.effects))

    assert [len(stem) for stem in stems] == [round(70 * RATE / 23)] * 3
    assert all(np.abs(stem).max() > 0.001 for stem in stems)
    assert np.abs(sum(stems) - mixed).max() < 10 ** (-60 / 20) * np.abs(mixed).max()


def test_a_stem_is_a_float_wav_and_always_the_same(tmp_path: Path, asked: Score):
    for name in ("one.wav", "two.wav"):
        write(asked, Sound(), "voices", tmp_path / name)

    media = probe(tmp_path / "one.wav")
    assert (media.audio_codec, media.rate, media.channels) == ("pcm_f32le", 48_000, 2)
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.wav", "two.wav", "voice.wav"]
