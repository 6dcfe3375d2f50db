"""Clips in a film of another shape."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from final import odd_clips

from pipeline.ffmpeg import run
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.cut import segment
from pipeline.final.picture.footage import look
from pipeline.final.picture.inspecting import check_pictures
from pipeline.final.picture.reframing import inside, kept
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan

WIDE = Film(width=112, height=64, fps=12)
SHOT = Shot(id="e01s01-01")
SPAN = ShotSpan(Scene(id="e01s01", place="street", shots=(SHOT,)), SHOT, 0, 3, 12)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reframed")


def shown(clip: Path, film: Film, out: Path) -> np.ndarray:
    """The first picture of *clip* in *film*, as RGB."""
    encoding = Encoding(preset="ultrafast", crf=4)
    segment(clip, SPAN, ass="", fonts=out.parent, film=film, encoding=encoding, out=out)
    check_pictures(out, film, "h264", 3)
    with av.open(str(out)) as container:
        picture = next(container.decode(video=0))
    return picture.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(int)


def is_near(colour: np.ndarray, name: str) -> bool:
    return bool(np.abs(colour - np.array(odd_clips.FIELDS[name])).max() < 16)


@pytest.mark.parametrize("name", ["ordinary", "rotated", "anamorphic", "PQ", "RGB", "half transparent"])
@pytest.mark.parametrize("way", ["blur", "fit"])
def test_a_clip_of_any_kind_is_shown_whole_in_the_middle(way, name, shelf, tmp_path):
    picture = shown(odd_clips.make(name, shelf), replace(WIDE, reframe=way), tmp_path / "out.mp4")

    # 64x112 as high as 64 pixels is 36 pixels wide.
    inner = picture[:, 38:74]
    if name not in {"PQ", "half transparent"}:
        corners = zip(odd_clips.FIELDS, [(12, 6), (12, 30), (52, 6), (52, 30)], strict=True)
        assert all(is_near(inner[y, x], colour) for colour, (y, x) in corners)
    assert np.abs(inner[:, :8].mean(axis=(0, 1)) - inner[:, -8:].mean(axis=(0, 1))).max() > 20


def test_what_fits_is_black_at_its_sides(shelf, tmp_path):
    picture = shown(odd_clips.make("ordinary", shelf), replace(WIDE, reframe="fit"), tmp_path / "out.mp4")

    assert max(picture[:, :34].max(), picture[:, -34:].max()) < 6


def test_a_darker_copy_without_edges_fills_the_sides(shelf, tmp_path):
    picture = shown(odd_clips.make("ordinary", shelf), replace(WIDE, reframe="blur"), tmp_path / "out.mp4")

    left = picture[:, 2:34].mean(axis=2)
    assert 20 < left.mean() < 0.75 * picture[:, 42:70].mean()
    assert np.abs(np.diff(left, axis=0)).max() < 12


def test_a_clip_of_the_film_s_own_shape_fills_it_whatever_the_way(shelf, tmp_path):
    film = Film(64, 112, 12)
    pictures = [
        shown(odd_clips.make("ordinary", shelf), replace(film, reframe=way), tmp_path / f"{way}.mp4")
        for way in ("centre", "crop", "blur", "fit")
    ]

    assert all(np.array_equal(pictures[0], other) for other in pictures[1:])


@pytest.mark.parametrize(
    ("film", "aspect", "size"),
    [
        (Film(1920, 1080, reframe="blur"), 9 / 16, (608, 1080)),
        (Film(1080, 1920, reframe="fit"), 16 / 9, (1080, 608)),
        (Film(1080, 1080, reframe="blur"), 9 / 16, (608, 1080)),
        (Film(1080, 1920, reframe="blur"), 1090 / 1920, (1080, 1920)),
        (Film(1920, 1080, reframe="crop"), 9 / 16, (1920, 1080)),
        (Film(1920, 1080), 9 / 16, (1920, 1080)),
    ],
)
def test_as_much_of_the_film_is_filled_as_the_shape_allows(film, aspect, size):
    assert inside(film, aspect) == size


def with_detail(out: Path, area: str, size: str) -> Path:
    """A plain clip with a busy *area* (x:y:w:h)."""
    x, y, width, height = area.split(":")
    graph = f"color=gray:s={size}:r=12:d=1[plain];testsrc2=s={width}x{height}:r=12:d=1[busy];"
    graph += f"[plain][busy]overlay={x}:{y}"
    run(["-f", "lavfi", "-i", graph, "-pix_fmt", "yuv420p", "-preset", "ultrafast", str(out)])
    return out


def place(clip: Path, film: Film) -> float:
    return kept(clip, look(clip, "e01s01-01", film.width / film.height), film)


@pytest.mark.parametrize(
    ("area", "size", "low", "high"),
    [
        ("16:30:32:28", "64x112", 0.2, 0.45),  # where faces are
        ("16:60:32:28", "64x112", 0.5, 0.7),
        ("16:84:32:28", "64x112", 0.3, 0.4),  # shoes are not followed
        ("20:8:24:40", "112x64", 0.15, 0.4),
    ],
)
def test_what_is_cut_away_is_where_least_is_seen(area, size, low, high, tmp_path):
    clip = with_detail(tmp_path / "clip.mp4", area, size)
    film = Film(112, 64, reframe="crop") if size == "64x112" else Film(64, 112, reframe="crop")

    assert low <= place(clip, film) <= high


def test_the_middle_is_kept_where_nobody_asked_for_more(tmp_path):
    clip = with_detail(tmp_path / "clip.mp4", "16:0:32:28", "64x112")

    assert place(clip, WIDE) == 0.5
    assert place(clip, Film(64, 112, reframe="crop")) == 0.5


def test_a_clip_that_is_turned_by_its_header_is_looked_at_as_it_is_shown(tmp_path):
    standing = with_detail(tmp_path / "standing.mp4", "16:20:32:28", "64x112")
    film = Film(112, 64, reframe="crop")
    for clockwise, back in (("clock", "90"), ("cclock", "-90")):
        lying, turned = tmp_path / f"{clockwise}.mkv", tmp_path / f"{clockwise}.mp4"
        run(["-i", str(standing), "-vf", f"transpose={clockwise}", "-preset", "ultrafast", str(lying)])
        run(["-display_rotation", back, "-i", str(lying), "-c", "copy", str(turned)])

        assert place(turned, film) == pytest.approx(place(standing, film), abs=0.06)


def test_the_part_that_is_kept_is_the_part_that_is_shown(shelf, tmp_path):
    clip = with_detail(tmp_path / "clip.mp4", "16:30:32:28", "64x112")

    picture = shown(clip, replace(WIDE, reframe="crop"), tmp_path / "out.mp4")

    # Without looking, the middle would be shown: the busy part would lie at its upper edge.
    busy = np.abs(np.diff(picture.mean(axis=2), axis=1)).sum(axis=1)
    rows = np.nonzero(busy > 200)[0]
    assert rows.min() > 4
    assert rows.max() > 55
