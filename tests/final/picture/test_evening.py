from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.ffmpeg import run
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.cut import segment
from pipeline.final.picture.evening import Colours, Correction, correction, cube, measured
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan

FILM = Film(width=64, height=112, fps=8)
SHOT = Shot(id="e01s01-01")
SPAN = ShotSpan(Scene(id="e01s01", place="street", shots=(SHOT,)), SHOT, 0, 4, FILM.fps)
MIDDLE = Colours(lightness=50, contrast=20, a=2, b=8, chroma=15)
SCENE = [MIDDLE, replace(MIDDLE, lightness=48), replace(MIDDLE, lightness=53), MIDDLE]


def clip(folder: Path, look: str) -> Path:
    """A soft picture, cold and dark to warm and light, with a *look*."""
    out = folder / "clip.mp4"
    soft = "geq=r='60+2*X':g='70+0.8*Y':b='120-0.7*X'"
    pictures = f"color=black:s=64x112:r=8:d=1,format=gbrp,{soft},{look}"
    coded = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=colorspace=bt709"
    run(["-f", "lavfi", "-i", f"{pictures},{coded}", "-crf", "4", str(out)])
    return out


def shown(clip: Path, out: Path, how: Correction | None) -> np.ndarray:
    encoding = Encoding(preset="ultrafast", crf=4)
    segment(clip, SPAN, ass="", fonts=clip.parent, film=FILM, encoding=encoding, out=out, correction=how)
    with av.open(str(out)) as container:
        frame = next(container.decode(video=0))
    return frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(float)


def test_what_lies_in_the_middle_of_its_scene_stays_as_it_is():
    assert correction(MIDDLE, SCENE, 1.0) is None


def test_what_is_darker_is_lifted_by_what_is_wished():
    dark = replace(MIDDLE, lightness=40)

    assert correction(dark, [*SCENE, dark], 1.0) == Correction(gamma=0.75)
    assert correction(dark, [*SCENE, dark], 0.5) == Correction(gamma=0.9)


def test_what_is_far_off_is_moved_within_bounds():
    night = Colours(lightness=8, contrast=2, a=-30, b=-40, chroma=60)

    found = correction(night, [*SCENE, night], 1.0)

    assert found == Correction(gamma=0.7, contrast=1.15, saturation=0.75, a=6, b=6, lightness=50)


def test_another_shot_that_changes_a_little_leaves_the_others_alone():
    shots = [replace(MIDDLE, lightness=50 + 2.3 * place, b=8 + place) for place in range(-4, 5)]
    before = [correction(one, shots, 1.0) for one in shots]
    changed = [*shots[:-1], replace(shots[-1], lightness=20, b=0)]

    after = [correction(one, changed, 1.0) for one in shots[:-1]]

    moved = [abs(one.gamma - other.gamma) for one, other in zip(before, after, strict=False) if one and other]
    assert max(moved) <= 0.1


def test_a_table_that_moves_nothing_changes_nothing(tmp_path: Path):
    table = np.loadtxt(cube(Correction()).splitlines()[1:])

    assert table.shape == (17**3, 3)
    assert table[1] == pytest.approx((1 / 16, 0, 0), abs=1e-3)
    assert table[17] == pytest.approx((0, 1 / 16, 0), abs=1e-3)


def test_black_and_white_stay_what_they_are():
    table = np.loadtxt(cube(Correction(0.7, 1.15, 1.25, 6, -6)).splitlines()[1:])

    assert table[0] == pytest.approx((0, 0, 0), abs=0.002)
    assert table[-1] == pytest.approx((1, 1, 1), abs=0.002)


def test_a_corrected_shot_measures_as_its_scene_does(tmp_path: Path):
    usual = measured(clip(tmp_path, "null"))
    odd = clip(tmp_path, "eq=gamma=0.8,colorbalance=rm=0.06:bm=-0.06")
    off = measured(odd)

    shown(odd, tmp_path / "even.mp4", correction(off, [usual, usual, off], 1.0))

    even = measured(tmp_path / "even.mp4")
    for name, least in {"lightness": 4, "b": 3}.items():
        assert abs(getattr(off, name) - getattr(usual, name)) > least
        assert abs(getattr(even, name) - getattr(usual, name)) < least / 2, name


def test_a_correction_keeps_the_colours_that_it_does_not_mean(tmp_path: Path):
    source = clip(tmp_path, "null")

    plain = shown(source, tmp_path / "plain.mp4", None)
    tinted = shown(source, tmp_path / "tinted.mp4", Correction(saturation=1.0001))

    assert np.abs(plain - tinted).mean() < 1.5


def test_high_dynamic_range_is_not_measured(tmp_path: Path):
    out = tmp_path / "pq.mp4"
    tags = "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc"
    run(["-f", "lavfi", "-i", f"testsrc=s=64x112:r=8:d=0.5,format=yuv420p,{tags}", str(out)])

    assert measured(out) is None
