"""Files of any form and length, decoded, levelled, looped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import BadResult
from pipeline.ffmpeg import run
from pipeline.final.sound.instruments import BED_LEVEL, RATE
from pipeline.final.sound.loudness import measure_raw
from pipeline.final.sound.recording import BED_LUFS, Recording, record, strike


def sound(path: Path, *options: str, source: str = "anoisesrc=d=3:c=pink:r=44100:a=0.1:seed=1") -> Path:
    run(["-f", "lavfi", "-i", source, *options, str(path)])
    return path


def raw(folder: Path, samples: np.ndarray, **said: object) -> Recording:
    """A recording of mono *samples* as they are."""
    file = folder / "raw.f32"
    file.write_bytes(np.stack([samples, samples], axis=1).astype(np.float32).tobytes())
    return Recording(file, len(samples), **{"begin": 0, "loop": (0, len(samples)), "gain": 1.0, **said})


def level(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp3", ["-b:a", "96k"]),
        ("a.wav", ["-ar", "8000", "-ac", "1", "-c:a", "pcm_u8"]),
        ("a.flac", ["-ar", "96000"]),
        ("a.ogg", ["-c:a", "libopus"]),
        ("a.m4a", ["-ac", "6"]),
    ],
)
def test_any_format_rate_and_number_of_channels_gets_the_loudness_of_a_bed(
    tmp_path: Path, name: str, options: list[str]
):
    recorded = record(sound(tmp_path / name, *options), tmp_path / "raw.f32", seconds=3)

    heard = recorded.heard(0, 2 * RATE)

    assert heard.shape == (2 * RATE, 2)
    (tmp_path / "heard.f32").write_bytes(heard.tobytes())
    assert measure_raw(tmp_path / "heard.f32").integrated == pytest.approx(BED_LUFS, abs=1)


def test_what_is_shorter_is_repeated_without_a_jump_in_level(tmp_path: Path):
    recorded = record(sound(tmp_path / "a.mp3"), tmp_path / "raw.f32", seconds=20)

    heard = recorded.heard(0, 20 * RATE).reshape(-1, RATE // 2 * 2)

    assert [level(part) for part in heard] == pytest.approx([level(heard)] * 40, abs=1.5)


def test_silence_at_both_ends_is_left_out_of_a_loop(tmp_path: Path):
    silent = sound(tmp_path / "a.wav", "-af", "adelay=1000:all=1,apad=pad_dur=1")

    recorded = record(silent, tmp_path / "raw.f32", seconds=20)

    assert (recorded.begin / RATE, recorded.loop[1] / RATE) == pytest.approx((1, 4), abs=0.06)


def test_a_tune_begins_and_is_repeated_where_its_tags_say(tmp_path: Path):
    file = sound(tmp_path / "a.wav", source="sine=d=3")

    recorded = record(file, tmp_path / "raw.f32", seconds=20, start=0.5, loop=(1.0, 2.5))

    assert (recorded.begin, recorded.loop) == (RATE // 2, (RATE, 2.5 * RATE))


def test_no_more_of_a_long_file_is_decoded_than_is_heard(tmp_path: Path):
    file = sound(tmp_path / "a.wav", source="anoisesrc=d=60:r=8000")

    recorded = record(file, tmp_path / "raw.f32", seconds=5)

    assert 5 * RATE < recorded.samples < 20 * RATE


def test_the_second_round_begins_after_a_seam_in_which_both_are_heard(tmp_path: Path):
    recorded = raw(tmp_path, np.arange(1, 101))

    heard = recorded.heard(0, 160)[:, 0]

    assert heard[:75].tolist() == list(range(1, 76))
    assert heard[75] == pytest.approx(76)
    assert heard[100:150].tolist() == list(range(26, 76))
    turn = 12 / 25 * np.pi / 2
    assert heard[87] == pytest.approx(13 * np.sin(turn) + 88 * np.cos(turn))


def test_blocks_of_any_size_give_the_same_sound(tmp_path: Path):
    recorded = raw(tmp_path, np.random.default_rng(1).random(100), begin=10, loop=(20, 90))

    parts = [recorded.heard(first, 7) for first in range(0, 350, 7)]

    assert np.array_equal(np.concatenate(parts), recorded.heard(0, 350))


def test_before_its_start_nothing_is_heard(tmp_path: Path):
    assert raw(tmp_path, np.ones(100), begin=5).heard(-3, 6)[:, 0].tolist() == [0, 0, 0, 1, 1, 1]


def test_an_effect_begins_with_its_sound_and_is_loudest_at_the_level_of_beds(tmp_path: Path):
    heard = strike(sound(tmp_path / "a.wav", "-af", "adelay=1000:all=1"))

    assert len(heard) / RATE == pytest.approx(3, abs=0.05)
    assert level(heard[: 2 * RATE]) == pytest.approx(BED_LEVEL, abs=1.5)


def test_a_long_effect_is_cut_off(tmp_path: Path):
    heard = strike(sound(tmp_path / "a.wav", source="sine=d=20"))

    assert len(heard) / RATE == pytest.approx(12, abs=0.01)


@pytest.mark.parametrize("content", [b"", b"no sound at all"])
def test_what_is_no_sound_is_refused_by_name(tmp_path: Path, content: bytes):
    (tmp_path / "song.mp3").write_bytes(content)

    with pytest.raises(BadResult, match=r"song\.mp3"):
        record(tmp_path / "song.mp3", tmp_path / "raw.f32", seconds=1)


def test_a_silent_file_is_refused_by_name(tmp_path: Path):
    file = sound(tmp_path / "quiet.wav", source="anullsrc=d=1")

    with pytest.raises(BadResult, match=r"quiet\.wav holds no sound"):
        record(file, tmp_path / "raw.f32", seconds=1)
