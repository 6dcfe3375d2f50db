"""What cameras, phones, editors and engines make is cut in as it should look, or refused by name."""

from pathlib import Path

import av
import numpy as np
import pytest
from final import odd_clips

from pipeline.errors import BadResult
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.cut import Rule, looked_at, segment
from pipeline.final.picture.inspecting import check_pictures
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan

FILM = Film(width=64, height=112, fps=12)
ENCODING = Encoding(preset="ultrafast", crf=4)
SHOT = Shot(id="e01s01-01")

#: What is not shown as it is stored: what is transparent is over black.
OVER_BLACK = {
    "transparent": {"yellow": (0, 0, 0)},
    "half transparent": {name: tuple(part // 2 for part in rgb) for name, rgb in odd_clips.FIELDS.items()},
}
#: Highlights get a place in the film at the cost of some light.
COMPRESSED = {"PQ": 16, "HLG": 16}
HELD = {"one frame", "a picture called mp4", "WebP", "cut off"}


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


def span(frames: int = odd_clips.FRAMES) -> ShotSpan:
    return ShotSpan(Scene(id="e01s01", place="street", shots=(SHOT,)), SHOT, 0, frames, FILM.fps)


def fields(film: Path) -> dict[str, np.ndarray]:
    """The colour of each of the four fields in each frame, by its name."""
    with av.open(str(film)) as container:
        shown = [
            frame.reformat(format="rgb24", src_colorspace="ITU709") for frame in container.decode(video=0)
        ]
    pictures = np.stack([frame.to_ndarray() for frame in shown]).astype(float)
    middles = [(28, 16), (28, 48), (84, 16), (84, 48)]
    return {
        name: pictures[:, y - 8 : y + 8, x - 8 : x + 8].mean(axis=(1, 2))
        for name, (y, x) in zip(odd_clips.FIELDS, middles, strict=True)
    }


@pytest.mark.parametrize("name", odd_clips.NAMES)
def test_an_odd_clip_becomes_a_shot_like_any_other(shelf: Path, tmp_path: Path, name: str):
    clip, out = odd_clips.make(name, shelf), tmp_path / "shot.mp4"

    fit = segment(clip, span(), ass="", fonts=shelf, film=FILM, encoding=ENCODING, out=out)

    check_pictures(out, FILM, "h264", odd_clips.FRAMES)
    assert fit.rule is (Rule.HELD if name in HELD else Rule.WHOLE)
    assert bool(fit.damaged) == (name in {"cut off", "broken tail"})
    asked = odd_clips.FIELDS | OVER_BLACK.get(name, {})
    for field, seen in fields(out).items():
        assert seen == pytest.approx(
            np.tile(asked[field], (odd_clips.FRAMES, 1)), abs=COMPRESSED.get(name, 6)
        ), field


@pytest.mark.parametrize(("name", "why"), odd_clips.REFUSED.items())
def test_what_is_no_clip_is_refused_by_name_before_any_encode(shelf: Path, name: str, why: str):
    clip = odd_clips.make(name, shelf)

    with pytest.raises(BadResult) as caught:
        looked_at(clip, span(), FILM)

    assert caught.value.happened.startswith(f"{clip.name}, the clip of shot e01s01-01, ")
    assert why in caught.value.happened
    assert caught.value.help


def test_a_clip_of_which_too_little_decodes_is_refused(shelf: Path, tmp_path: Path):
    clip = odd_clips.make("broken nearly whole", shelf)

    with pytest.raises(BadResult, match=r"broken-nearly-whole\.mp4, the clip of shot e01s01-01, is damaged"):
        segment(clip, span(), ass="", fonts=shelf, film=FILM, encoding=ENCODING, out=tmp_path / "out.mp4")


def test_high_dynamic_range_is_refused_where_ffmpeg_can_not_bring_it_down(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
):
    clip = odd_clips.make("PQ", shelf)
    monkeypatch.setattr("pipeline.final.picture.normalising.listed", lambda _: frozenset({"zscale"}))

    with pytest.raises(
        BadResult, match=r"PQ.mp4, .* has high dynamic range \(PQ\), and this ffmpeg lacks tonemap"
    ):
        looked_at(clip, span(), FILM)


def test_a_clip_is_read_again_once_it_was_replaced(shelf: Path, tmp_path: Path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"")
    with pytest.raises(BadResult, match="it is empty"):
        looked_at(clip, span(), FILM)

    clip.write_bytes(odd_clips.make("ordinary", shelf).read_bytes())

    assert looked_at(clip, span(), FILM).frames == odd_clips.FRAMES
