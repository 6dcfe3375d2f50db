import wave
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.final.sound.beds import ducking
from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.loudness import measure
from pipeline.final.sound.sound import Sound, mix
from pipeline.story import Episode, Feeling, Line, Scene, Shot, Time, Weather
from pipeline.timeline import LineSpan, Spoken, Timeline, lay

PLAIN = Sound(music=False, ambience=False)


def shot(name: str, feeling: Feeling = Feeling.CALM, seconds: float = 4.0) -> Shot:
    return Shot(id=name, lines=(Line(id=f"{name}-1", text="好", feeling=feeling),), least_seconds=seconds)


def timeline(*scenes: Scene, fps: int = 24, spoken: float = 1.0) -> Timeline:
    episode = Episode(id="e01", number=1, scenes=scenes)
    return lay(episode, {line.id: Spoken(spoken) for _, line in episode.lines}, fps)


def rainy(*shots: Shot, name: str = "e01s01") -> Scene:
    return Scene(id=name, place="bridge", weather=Weather.RAIN, time=Time.NIGHT, shots=shots)


def voices(folder: Path, laid: Timeline, seconds: float = 1.0) -> dict[str, Path]:
    """A voice of its own pitch for each line."""
    folder.mkdir(exist_ok=True)
    made = {}
    for number, span in enumerate(laid.lines):
        t = np.arange(round(seconds * 22050)) / 22050
        sound = 0.3 * np.sin(2 * np.pi * 300 * (number + 1) * t)
        made[span.line.id] = folder / f"{span.line.id}.wav"
        with wave.open(str(made[span.line.id]), "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes((sound * 32767).astype("<i2").tobytes())
    return made


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray().reshape(-1, 2) for frame in container.decode(audio=0)]
    return np.concatenate(frames) / 2.0**31


def level(sound: np.ndarray, start: float, end: float) -> float:
    part = sound[round(start * RATE) : round(end * RATE)]
    return float(10 * np.log10(np.mean(part**2) + 1e-12))


@pytest.mark.parametrize("fps", [23, 24, 25, 30])
def test_the_sound_is_as_long_as_the_frames_to_the_sample(tmp_path: Path, fps: int):
    laid = timeline(rainy(shot("e01s01-01", seconds=2.5)), fps=fps)

    mix(laid, voices(tmp_path, laid), PLAIN, 7, tmp_path / "out.wav")

    assert len(heard(tmp_path / "out.wav")) == round(laid.frames * RATE / fps)


def test_each_voice_is_heard_at_its_place_and_nowhere_else(tmp_path: Path):
    laid = timeline(rainy(shot("e01s01-01", seconds=6.0), shot("e01s01-02", seconds=6.0)))

    mix(laid, voices(tmp_path, laid), PLAIN, 7, tmp_path / "out.wav")

    sound = heard(tmp_path / "out.wav")
    loud = np.flatnonzero(np.abs(sound[:, 0]) > 0.02) / RATE
    first, second = laid.lines
    for line in (first, second):
        inside = loud[(loud > line.start - 0.5) & (loud < line.end + 0.5)]
        assert (inside.min(), inside.max()) == pytest.approx((line.start, line.end), abs=0.005)
    assert not loud[(loud > first.end + 0.01) & (loud < second.start - 0.01)].size


def test_the_film_has_the_loudness_and_the_peak_that_were_asked(tmp_path: Path):
    laid = timeline(rainy(shot("e01s01-01"), shot("e01s01-02")))

    mix(laid, voices(tmp_path, laid), Sound(), 7, tmp_path / "out.wav")

    loudness = measure(tmp_path / "out.wav")
    assert loudness.integrated == pytest.approx(-14, abs=0.5)
    assert loudness.true_peak <= -1.5


def test_a_voice_over_the_limit_is_held_under_it(tmp_path: Path):
    laid = timeline(rainy(shot("e01s01-01")))

    mix(laid, voices(tmp_path, laid), Sound(loudness_lufs=-9, true_peak_dbtp=-6), 7, tmp_path / "out.wav")

    assert measure(tmp_path / "out.wav").true_peak <= -6


def test_music_lies_under_the_voices_and_steps_back_while_they_speak(tmp_path: Path):
    laid = timeline(rainy(shot("e01s01-01", seconds=6.0)), spoken=2.0)
    silent = voices(tmp_path / "silent", laid, seconds=0.001)
    loud = voices(tmp_path / "loud", laid, seconds=2.0)
    options = Sound(ambience=False)

    mix(laid, loud, options, 7, tmp_path / "both.wav")
    mix(laid, silent, options, 7, tmp_path / "music.wav")

    both, music = heard(tmp_path / "both.wav"), heard(tmp_path / "music.wav")
    assert -26 < level(both, 3.0, 5.0) - level(both, 0.4, 2.2) < -10
    assert level(music, 0.5, 2.2) < level(music, 3.0, 5.0) - 5


def test_the_same_film_sounds_the_same_to_the_byte(tmp_path: Path):
    laid = timeline(rainy(shot("e01s01-01", seconds=2.0)))
    files = voices(tmp_path, laid)

    for name in ("one.wav", "two.wav"):
        mix(laid, files, Sound(), 7, tmp_path / name)

    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_the_blocks_of_the_mix_can_not_be_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    laid = timeline(rainy(shot("e01s01-01", seconds=2.0), shot("e01s01-02", seconds=2.0)))
    files = voices(tmp_path, laid)

    mix(laid, files, Sound(), 7, tmp_path / "one block.wav")
    monkeypatch.setattr("pipeline.final.sound.mixing._BLOCK", 10007)
    mix(laid, files, Sound(), 7, tmp_path / "many blocks.wav")

    assert (tmp_path / "one block.wav").read_bytes() == (tmp_path / "many blocks.wav").read_bytes()


def test_nothing_but_the_sound_is_left_in_the_folder(tmp_path: Path):
    laid = timeline(Scene(id="e01s01", place="bridge", shots=(Shot(id="e01s01-01"),)))

    mix(laid, {}, Sound(), 7, tmp_path / "out.wav")

    assert [path.name for path in tmp_path.iterdir()] == ["out.wav"]


def test_a_film_without_words_has_music_at_the_loudness_of_films(tmp_path: Path):
    laid = timeline(Scene(id="e01s01", place="bridge", shots=(Shot(id="e01s01-01", least_seconds=3.0),)))

    mix(laid, {}, Sound(), 7, tmp_path / "out.wav")

    assert measure(tmp_path / "out.wav").integrated == pytest.approx(-14, abs=0.5)


@pytest.mark.parametrize("seconds", [0.5, 3.0])
def test_a_film_without_any_sound_is_silent(tmp_path: Path, seconds: float):
    laid = timeline(Scene(id="e01s01", place="bridge", shots=(Shot(id="e01s01-01", least_seconds=seconds),)))

    mix(laid, {}, PLAIN, 7, tmp_path / "out.wav")

    assert measure(tmp_path / "out.wav").silent
    assert len(heard(tmp_path / "out.wav")) == seconds * RATE


def span(start: float, end: float) -> LineSpan:
    return LineSpan(Line(id="e01s01-01-1", text="好"), start, end)


def test_ducking_falls_before_the_word_and_rises_after_it():
    seconds, gains = ducking([span(2, 3)], -10)

    at = np.interp([1.8, 2.03, 3.0, 3.2, 3.5], seconds, gains)
    assert at == pytest.approx([0, -10, -10, -5, 0])


def test_ducking_stays_down_over_a_short_silence_and_rises_in_a_long_one():
    seconds, gains = ducking([span(1, 2), span(2.6, 3), span(4, 5)], -10)

    assert np.interp([2.3, 3.5], seconds, gains) == pytest.approx([-10, 0])
    assert all(earlier < later for earlier, later in pairwise(seconds))
