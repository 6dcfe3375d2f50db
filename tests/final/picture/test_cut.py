from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.errors import BadResult, FfmpegError
from pipeline.ffmpeg import probe, run
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.cut import Fit, Rule, fitted, segment
from pipeline.final.picture.footage import Footage
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan

FILM = Film(width=108, height=192, fps=12)
ENCODING = Encoding(preset="ultrafast")
SHOT = Shot(id="e01s01-01")

WHITE_BOX = """[Script Info]
PlayResX: 108
PlayResY: 192
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
Style: Default,Nothing,20,&H00FFFFFF,7
[Events]
Format: Start, End, Style, Text
Dialogue: 0:00:00.00,0:00:10.00,Default,{\\pos(0,0)\\p1}m 0 0 l 108 0 108 40 0 40{\\p0}
"""


def span(frames: int) -> ShotSpan:
    return ShotSpan(Scene(id="e01s01", place="street", shots=(SHOT,)), SHOT, 0, frames, FILM.fps)


def footage(seconds: float) -> Footage:
    return Footage(0, 1, seconds, 12, 1 / 12, 108, 192)


def lavfi(out: Path, source: str, *options: str) -> Path:
    run(["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", *options, str(out)])
    return out


def cut(clip: Path, out: Path, frames: int = 6, ass: str = "") -> Fit:
    return segment(
        clip, span(frames), ass=ass, fonts=clip.parent / "fonts", film=FILM, encoding=ENCODING, out=out
    )


def luma(film: Path) -> np.ndarray:
    with av.open(str(film)) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    return np.stack(frames).astype(float)


def test_a_segment_has_exactly_the_shots_frames_and_the_films_form(tmp_path: Path):
    clip = lavfi(tmp_path / "clip.mp4", "testsrc=s=320x240:r=30:d=1", "-bf", "2")

    cut(clip, tmp_path / "out.mp4", frames=7)

    media = probe(tmp_path / "out.mp4")
    assert (media.frames, media.fps, media.width, media.height) == (7, 12, 108, 192)
    assert (media.video_codec, media.audio_codec, media.says_colours) == ("h264", "", True)


def test_nothing_is_left_beside_a_segment(tmp_path: Path):
    clip = lavfi(tmp_path / "clip.mp4", "testsrc=s=108x192:r=12:d=0.5")

    cut(clip, tmp_path / "out.mp4", ass=WHITE_BOX)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mp4", "out.mp4"]


def test_the_same_clip_gives_the_same_bytes(tmp_path: Path):
    clip = lavfi(tmp_path / "clip.mp4", "testsrc=s=108x192:r=12:d=0.5")

    for name in ("one.mp4", "two.mp4"):
        cut(clip, tmp_path / name, ass=WHITE_BOX)

    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_subtitles_are_burnt_whatever_the_folder_is_called(tmp_path: Path):
    folder = tmp_path / "雨夜 it's [1], 50%: a\\b;"
    folder.mkdir()
    clip = lavfi(folder / "clip.mp4", "color=black:s=108x192:r=12:d=0.5")

    cut(clip, folder / "out.mp4", ass=WHITE_BOX)

    picture = luma(folder / "out.mp4")[3]
    assert picture[:36].mean() > 200
    assert picture[60:].mean() < 30


@pytest.mark.parametrize(
    ("clip_frames", "shot_frames", "rule"),
    [(12, 12, Rule.WHOLE), (13, 12, Rule.TRIMMED), (24, 27, Rule.SLOWED), (12, 24, Rule.HELD)],
)
def test_the_rule_for_the_length_of_a_clip(clip_frames: int, shot_frames: int, rule: Rule):
    assert fitted(footage(clip_frames / 12), span(shot_frames)).rule is rule


def test_a_slowed_clip_moves_to_the_end(tmp_path: Path):
    clip = lavfi(tmp_path / "clip.mp4", "color=black:s=108x192:r=12:d=1,fade=in:0:12:color=white")

    fit = cut(clip, tmp_path / "out.mp4", frames=13)

    levels = luma(tmp_path / "out.mp4").mean(axis=(1, 2))
    assert fit.rule is Rule.SLOWED
    assert fit.slower == pytest.approx(13 / 12)
    assert len(levels) == 13
    assert levels[11] > levels[12] + 3


def test_a_short_clip_is_held_on_its_last_frame(tmp_path: Path):
    clip = lavfi(tmp_path / "clip.mp4", "color=black:s=108x192:r=12:d=0.5,fade=in:0:6:color=white")

    fit = cut(clip, tmp_path / "out.mp4", frames=12)

    levels = luma(tmp_path / "out.mp4").mean(axis=(1, 2))
    assert fit.rule is Rule.HELD
    assert levels[6:] == pytest.approx([levels[5]] * 6, abs=2)


@pytest.mark.parametrize(
    ("said", "coded"), [("unknown", "bt709"), ("bt709", "bt709"), ("smpte170m", "bt601")]
)
def test_colours_stay_what_the_clip_says_they_are(tmp_path: Path, said: str, coded: str):
    source = f"color=0xC02020:s=216x384:r=12:d=0.5,format=rgb24,scale=out_color_matrix={coded}"
    clip = lavfi(tmp_path / "clip.mp4", f"{source},format=yuv420p,setparams=colorspace={said}")

    cut(clip, tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        frame = next(container.decode(video=0))
        pixel = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()[96, 54]
    assert pixel.tolist() == pytest.approx((0xC0, 0x20, 0x20), abs=6)


def test_a_clip_without_pictures_is_refused(tmp_path: Path):
    run(["-f", "lavfi", "-i", "sine=d=0.2", str(tmp_path / "clip.wav")])

    with pytest.raises(BadResult, match="e01s01-01, can't be cut in: it holds no pictures"):
        cut(tmp_path / "clip.wav", tmp_path / "out.mp4")


def test_a_failed_encode_names_the_shot(tmp_path: Path):
    clip = lavfi(tmp_path / "clip.mp4", "testsrc=s=108x192:r=12:d=0.5")
    blocked = tmp_path / "out.mp4"
    blocked.mkdir()

    with pytest.raises(FfmpegError, match="segment e01s01-01 failed"):
        cut(clip, blocked)
