from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import FilmError
from pipeline.ffmpeg import run
from pipeline.final.check import check_film
from pipeline.final.cut import segment
from pipeline.final.film import Encoding, Film
from pipeline.final.joining import join
from pipeline.final.sound import Sound, mix
from pipeline.story import Episode, Line, Scene, Shot
from pipeline.timeline import Spoken, Timeline, lay

FILM = Film(width=108, height=192, fps=12)
ENCODING = Encoding(preset="ultrafast")
SOUND = Sound()
SHOTS = (
    Shot(id="e01s01-01", lines=(Line(id="e01s01-01-1", text="你好"),), least_seconds=1.5),
    Shot(id="e01s01-02", lines=(Line(id="e01s01-02-1", text="……"),), least_seconds=0.5),
)
EPISODE = Episode(id="e01", number=1, scenes=(Scene(id="e01s01", place="bridge", shots=SHOTS),))
TIMELINE = lay(EPISODE, {"e01s01-01-1": Spoken(0.8), "e01s01-02-1": Spoken(0.2)}, FILM.fps)


def make(folder: Path, *, colour: str = "gray", voice: str = "sine=150:d=0.8") -> Path:
    """A film of two shots in *folder*; its first line is *voice*, its second a pause."""
    for name, source in {"voice.wav": voice, "pause.wav": "anullsrc=r=22050:cl=mono,atrim=end=0.2"}.items():
        run(["-f", "lavfi", "-i", source, "-ac", "1", str(folder / name)])
    run(["-f", "lavfi", "-i", f"color={colour}:s=108x192:r=12:d=2", str(folder / "clip.mp4")])
    parts = [folder / f"{span.shot.id}.mp4" for span in TIMELINE.shots]
    for span, part in zip(TIMELINE.shots, parts, strict=True):
        segment(folder / "clip.mp4", span, ass="", fonts=folder, film=FILM, encoding=ENCODING, out=part)
    voices = {"e01s01-01-1": folder / "voice.wav", "e01s01-02-1": folder / "pause.wav"}
    mix(TIMELINE, voices, SOUND, 1, folder / "sound.wav")
    out = folder / "e01.mp4"
    join(
        parts,
        folder / "sound.wav",
        film=FILM,
        encoding=ENCODING,
        metadata={},
        language="zh",
        out=out,
    )
    return out


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("right"))


@pytest.fixture
def spoiled(right: Path, tmp_path: Path) -> Callable[..., Path]:
    """The right film, put through ffmpeg once more."""

    def spoil(*options: str) -> Path:
        out = tmp_path / "e01.mp4"
        run(["-i", str(right), "-c", "copy", "-movflags", "+faststart", *options, str(out)])
        return out

    return spoil


def problems(film: Path, timeline: Timeline = TIMELINE, **expected: bool) -> str:
    with pytest.raises(FilmError, match="failed its check") as caught:
        check_film(film, timeline, FILM, SOUND, **expected)
    return str(caught.value)


def test_a_right_film_passes_and_says_what_was_measured(right: Path):
    report = check_film(right, TIMELINE, FILM, SOUND)

    assert report.media.frames == TIMELINE.frames
    assert report.loudness.integrated == pytest.approx(-14, abs=1)
    assert report.loudness.true_peak <= -1


def test_a_film_of_another_length_is_refused(right: Path):
    longer = replace(TIMELINE, shots=(*TIMELINE.shots, TIMELINE.shots[0]))

    said = problems(right, longer)

    assert f"It has {TIMELINE.frames} frames, not {longer.frames}." in said
    assert f"not {longer.seconds:.3f} s." in said


def test_every_wrong_property_is_listed_at_once(right: Path, tmp_path: Path):
    wrong = tmp_path / "wrong.mp4"
    run(["-i", str(right), "-vf", "scale=96:96,fps=24", "-pix_fmt", "yuv444p", "-ac", "1", str(wrong)])

    said = problems(wrong, subtitles_expected=True)

    for part in (
        "96x96",
        "24 frames per second",
        "1 channels",
        "yuv444p",
        "subtitle track",
        "index lies",
    ):
        assert part in said


def test_missing_colour_tags_are_found(spoiled: Callable[..., Path]):
    untagged = spoiled("-c:v", "libx264", "-vf", "setparams=color_primaries=unknown:color_trc=unknown")

    assert "colour tags" in problems(untagged)


def test_a_film_without_sound_is_refused(spoiled: Callable[..., Path]):
    assert "The sound is missing" in problems(spoiled("-an"))


def test_a_film_without_pictures_is_refused(spoiled: Callable[..., Path]):
    assert "It has no pictures." in problems(spoiled("-vn"))


def test_a_wrong_loudness_is_found(spoiled: Callable[..., Path]):
    said = problems(spoiled("-c:a", "aac", "-af", "volume=16dB"))

    assert "LUFS, not -14.0" in said
    assert "true peak" in said


def test_black_that_lasts_is_found(tmp_path: Path):
    assert "It is black from 0.0 s to" in problems(make(tmp_path, colour="black"))


def test_a_voice_that_is_missing_is_found_and_a_pause_is_not(tmp_path: Path):
    said = problems(make(tmp_path, voice="anullsrc=r=22050:cl=mono,atrim=end=0.8"))

    assert "The line e01s01-01-1 is not heard at 0.3 s." in said
    assert "e01s01-02-1" not in said


def test_a_film_that_is_cut_off_is_refused(right: Path, tmp_path: Path):
    cut_off = tmp_path / "cut-off.mp4"
    content = right.read_bytes()
    cut_off.write_bytes(content[: content.index(b"mdat") + 3000])

    assert "cut-off.mp4" in problems(cut_off)


def test_a_broken_place_in_the_pictures_is_found(right: Path, tmp_path: Path):
    broken = tmp_path / "broken.mp4"
    content = bytearray(right.read_bytes())
    start = content.index(b"mdat") + 4
    content[start:] = np.random.default_rng(1).bytes(len(content) - start)
    broken.write_bytes(content)

    assert "It does not play from" in problems(broken)


def test_what_is_no_film_is_refused(tmp_path: Path):
    (tmp_path / "e01.mp4").write_text("no film", encoding="utf-8")

    assert "can't be read" in problems(tmp_path / "e01.mp4")
