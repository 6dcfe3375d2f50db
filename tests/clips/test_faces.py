from __future__ import annotations

import wave
from itertools import pairwise

import pytest

from pipeline.clips.engine import Talk
from pipeline.clips.faces import blinks, eyes, mouth
from pipeline.errors import BadResult

FPS = 24


def heard(sound, start=0.0, end=99.0):
    return (Talk("林夏", start, end, sound),)


def test_people_blink_ten_to_thirty_times_a_minute_and_not_in_step():
    times = blinks("a", 600)
    assert 100 <= len(times) <= 300
    assert len({round(later - earlier, 1) for earlier, later in pairwise(times)}) > 20
    assert blinks("b", 600) != times


def test_now_and_then_a_blink_comes_twice():
    gaps = [later - earlier for earlier, later in pairwise(blinks("a", 600))]
    assert 5 < sum(gap < 0.5 for gap in gaps) < len(gaps) / 3


def test_the_same_seed_blinks_at_the_same_times():
    assert blinks("a", 60) == blinks("a", 60)


def test_eyes_are_closed_for_a_moment_and_open_at_the_start():
    states = eyes("a", 240, FPS)
    assert states[0] == "open"
    assert 0 < states.count("closed") < 60
    assert len(states) == 240


def test_the_mouth_is_open_only_while_the_voice_is_loud(voice):
    states = mouth(heard(voice((0.5, 0), (1.0, 0.5), (0.5, 0))), 48, FPS)
    assert set(states[:12]) == {"closed"}
    assert set(states[15:35]) == {"open"}
    assert set(states[40:]) == {"closed"}


def test_a_softer_sound_opens_the_mouth_halfway(voice):
    states = mouth(heard(voice((1, 0.5), (1, 0.15))), 48, FPS)
    assert set(states[30:]) == {"half"}


def test_a_quiet_voice_moves_the_mouth_as_a_loud_one_does(voice):
    loud = mouth(heard(voice((0.5, 0.8), (0.5, 0.1), name="loud.wav")), 24, FPS)
    quiet = mouth(heard(voice((0.5, 0.08), (0.5, 0.01), name="quiet.wav")), 24, FPS)
    assert loud == quiet


def test_noise_below_any_voice_leaves_the_mouth_closed(voice):
    assert set(mouth(heard(voice((1, 0.0005))), 24, FPS)) == {"closed"}


def test_a_mouth_does_not_tremble_with_a_voice_that_wavers_fast(voice):
    states = mouth(heard(voice(*[(1 / FPS, 0.2), (1 / FPS, 0.5)] * 24)), 48, FPS)
    assert sum(a != b for a, b in pairwise(states)) <= 24


def test_the_mouth_speaks_when_the_line_does_and_not_after_its_end(voice):
    states = mouth(heard(voice((3, 0.5)), start=1, end=2), 72, FPS)
    assert set(states[:24]) == {"closed"}
    assert set(states[27:48]) == {"open"}
    assert set(states[48:]) == {"closed"}


def test_a_line_that_runs_beyond_the_shot_is_cut_there(voice):
    assert len(mouth(heard(voice((3, 0.5)), start=0.5, end=3.5), 24, FPS)) == 24


def test_the_channels_of_a_stereo_voice_are_mixed(tmp_path):
    with wave.open(str(tmp_path / "v.wav"), "wb") as file:
        file.setparams((2, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x00\x40\x00\x00" * 4000 + b"\x00\x00\x00\x00" * 4000)
    states = mouth(heard(tmp_path / "v.wav"), 24, FPS)
    assert set(states[3:12]) == {"open"}
    assert set(states[15:]) == {"closed"}


def test_an_empty_sound_says_nothing(voice):
    assert set(mouth(heard(voice((0, 0))), 24, FPS)) == {"closed"}


def test_a_sound_of_24_bits_is_refused_with_a_letter(tmp_path):
    with wave.open(str(tmp_path / "v.wav"), "wb") as file:
        file.setparams((1, 3, 8000, 0, "NONE", ""))
        file.writeframes(b"\0" * 300)
    with pytest.raises(BadResult, match="24 bits"):
        mouth(heard(tmp_path / "v.wav"), 24, FPS)
