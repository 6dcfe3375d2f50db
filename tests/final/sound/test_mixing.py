"""The levels of voices, music, effects, rooms and clips against each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import BadResult
from pipeline.ffmpeg import run
from pipeline.final.sound.effects import Cue, Take, effects, tagged
from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.mixing import Desk
from pipeline.final.sound.music import Mood
from pipeline.final.sound.music_library import Stretch, Tags, Tune
from pipeline.final.sound.score import Library, Score, score
from pipeline.final.sound.sound import Sound
from pipeline.final.sound.speech import LEVEL
from pipeline.story import Line, Scene, Shot, Weather
from pipeline.timeline import LineSpan, ShotSpan, Timeline

QUIET = Sound(music=False, ambience=False, effects=False)


def laid(seen: str = "", *, speaks: bool = True, **scene: object) -> Timeline:
    """One shot of six seconds, in which somebody speaks from the third to the fifth."""
    line = Line(id="e01s01-01-1", text="好")
    shot = Shot(id="e01s01-01", seen=seen, lines=(line,) if speaks else ())
    whole = Scene(id="e01s01", **{"place": "home", "inside": True, "shots": (shot,), **scene})
    lines = (LineSpan(line, 3, 5),) if speaks else ()
    return Timeline(24, (ShotSpan(whole, shot, 0, 144, 24, lines),))


def noise(path: Path, *options: str, seconds: float = 2) -> Path:
    run(["-f", "lavfi", "-i", f"anoisesrc=d={seconds}:c=pink:r=44100:a=0.3:seed=1", *options, str(path)])
    return path


def desk(folder: Path, asked: Score, options: Sound) -> Desk:
    (folder / "work").mkdir(exist_ok=True)
    return Desk(asked, options, folder / "work")


def level(blocks: object, start: float, end: float) -> float:
    part = np.concatenate(list(blocks))[round(start * RATE) : round(end * RATE)]
    return float(10 * np.log10(np.mean(np.square(part, dtype=np.float64)) + 1e-20))


def tune(folder: Path, **tags: object) -> tuple[Stretch, ...]:
    file = noise(folder / "tune.mp3")
    return (Stretch(Tune(file, (), 2.0, Tags(**tags)), (0, 0.1, 5.9, 6)),)


def test_a_tune_lies_under_the_voices_and_steps_back_while_somebody_speaks(tmp_path: Path):
    asked = Score(laid(), {}, 7, music=tune(tmp_path))

    mixed = list(desk(tmp_path, asked, Sound(music_db=-10, duck_db=-9)).music())

    assert level(mixed, 0.5, 2.5) == pytest.approx(LEVEL - 10, abs=1.5)
    assert level(mixed, 3.2, 4.8) - level(mixed, 0.5, 2.5) == pytest.approx(-9, abs=1)
    assert level(mixed, 5.98, 6) < level(mixed, 5.5, 5.9) - 6


def test_the_gain_of_a_tune_comes_on_top(tmp_path: Path):
    soft, loud = (
        level(desk(tmp_path, Score(laid(), {}, 7, music=tune(tmp_path, gain_db=gain)), QUIET).music(), 1, 2)
        for gain in (-6, 0)
    )

    assert loud - soft == pytest.approx(6, abs=0.1)


def test_a_tune_that_is_as_loud_as_another_one_sounds_so_whatever_its_file(tmp_path: Path):
    levels = []
    for gain in ("-12dB", "6dB"):
        noise(tmp_path / "tune.mp3", "-af", f"volume={gain}")
        stretch = Stretch(Tune(tmp_path / "tune.mp3", (), 2.0, Tags()), (0, 0.1, 5.9, 6))
        levels.append(level(desk(tmp_path, Score(laid(), {}, 7, music=(stretch,)), QUIET).music(), 1, 2))

    assert levels[0] == pytest.approx(levels[1], abs=0.5)


def test_a_tune_that_is_skipped_into_goes_on_there(tmp_path: Path):
    whole = tune(tmp_path)[0]
    later = Stretch(whole.music, (2, 2.1, 5.9, 6), skip=0.5)
    play = np.concatenate(list(desk(tmp_path, Score(laid(), {}, 7, music=(later,)), QUIET).music()))
    start = np.concatenate(list(desk(tmp_path, Score(laid(), {}, 7, music=(whole,)), QUIET).music()))

    assert play[round(2.2 * RATE) : round(2.4 * RATE)] == pytest.approx(
        start[round(0.7 * RATE) : round(0.9 * RATE)], rel=1e-3, abs=1e-5
    )


@pytest.mark.parametrize("name", ["knock", "phone", "doorbell", "thunder"])
def test_an_effect_is_six_decibels_under_the_words_at_least(tmp_path: Path, name: str):
    asked = Score(laid(), {}, 7, cues=(Cue(Take(name, 12), 3.2, 6),))

    mixed = np.concatenate(list(desk(tmp_path, asked, Sound(effects_db=0, ambience=False)).effects()))

    power = np.square(mixed[3 * RATE : 5 * RATE]).mean(axis=1).reshape(-1, 480).mean(axis=1)
    moments = 10 * np.log10(np.convolve(power, np.full(40, 1 / 40), "valid"))
    assert moments.max() == pytest.approx(LEVEL - 6, abs=0.7)


def test_an_effect_is_cut_with_a_fade_where_its_scene_ends(tmp_path: Path):
    asked = Score(laid(speaks=False), {}, 7, cues=(Cue(Take("thunder"), 1, 3),))

    mixed = list(desk(tmp_path, asked, Sound(ambience=False)).effects())

    assert level(mixed, 0, 0.99) < -100
    assert level(mixed, 1, 2) == pytest.approx(LEVEL - 8, abs=6)
    assert level(mixed, 3.01, 6) < -100


def test_a_file_of_the_users_is_heard_where_the_story_calls_for_it(tmp_path: Path):
    (tmp_path / "own").mkdir()
    noise(tmp_path / "own" / "gong.wav", seconds=0.5)
    library = Library(effects=effects(tagged(tmp_path / "own")))
    timeline = laid("A gong.", speaks=False)

    mixed = list(desk(tmp_path, score(timeline, {}, QUIET, 7, library), QUIET).effects())
    heard = list(desk(tmp_path, score(timeline, {}, Sound(), 7, library), Sound(ambience=False)).effects())

    assert level(mixed, 0, 6) < -100
    assert level(heard, 1.4, 1.7) == pytest.approx(LEVEL - 8, abs=3)


def test_a_quiet_room_is_no_digital_silence_and_is_not_heard(tmp_path: Path):
    asked = Score(laid(), {}, 7)

    mixed = list(desk(tmp_path, asked, Sound(room_tone_db=-48)).effects())

    assert level(mixed, 1, 2) == pytest.approx(LEVEL - 48, abs=1)
    assert level(mixed, 5.5, 5.9) == pytest.approx(LEVEL - 48, abs=1)


def test_outside_there_is_no_room(tmp_path: Path):
    asked = Score(laid(inside=False), {}, 7)

    assert level(desk(tmp_path, asked, Sound()).effects(), 1, 2) < -100


def test_rain_of_the_users_takes_the_place_of_the_built_one(tmp_path: Path):
    (tmp_path / "own").mkdir()
    noise(tmp_path / "own" / "rain.wav", "-af", "lowpass=1500")
    library = Library(effects=effects(tagged(tmp_path / "own")))
    asked = score(laid(inside=False, weather=Weather.RAIN), {}, Sound(), 7, library)

    mixed = np.concatenate(list(desk(tmp_path, asked, Sound()).effects()))

    power = np.abs(np.fft.rfft(mixed[RATE : 3 * RATE, 0])) ** 2
    assert power[8000:].sum() < 0.01 * power.sum()
    assert level([mixed], 1, 5) == pytest.approx(LEVEL - 22, abs=4)


def test_the_sound_of_a_clip_lies_under_the_words_or_is_as_loud_as_they(tmp_path: Path):
    clip = noise(tmp_path / "clip.m4a", seconds=6)
    asked = Score(laid(), {}, 7, clips={"e01s01-01": (clip, 1.0)})

    mixed = list(desk(tmp_path, asked, Sound(ambience=False, clips="mix")).effects())
    kept = list(desk(tmp_path, asked, Sound(ambience=False, clips="keep")).effects())

    assert level(kept, 1, 2) == pytest.approx(LEVEL, abs=3.5)
    assert level(mixed, 1, 2) - level(kept, 1, 2) == pytest.approx(-12, abs=0.1)
    assert level(mixed, 3.5, 4.5) - level(kept, 3.5, 4.5) == pytest.approx(-21, abs=0.1)


def test_what_can_not_be_read_is_told_by_name(tmp_path: Path):
    (tmp_path / "tune.mp3").write_bytes(b"no music")
    stretch = Stretch(Tune(tmp_path / "tune.mp3", (), 2.0, Tags()), (0, 0.1, 5.9, 6))

    with pytest.raises(BadResult, match=r"tune\.mp3"):
        list(desk(tmp_path, Score(laid(), {}, 7, music=(stretch,)), QUIET).music())


def test_a_score_says_what_of_the_users_decides_the_sound(tmp_path: Path):
    (stretch,) = tune(tmp_path, credit="A. Person")
    composed = Stretch(Mood.SAD, (0, 1, 2, 3))
    cues = (Cue(Take("knock"), 1, 2), Cue(Take(tmp_path / "gong.wav"), 1, 2))

    own = Score(laid(), {}, 7, music=(composed, stretch), cues=cues).own

    assert own == ((tmp_path / "tune.mp3", 0.0, None, 0.0, 0.0, stretch.when), cues[1])
