"""The pictures of a transition: all there, from the one shot to the other, with what is written on them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.ffmpeg import probe, run
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.blending import Side, blend
from pipeline.final.subtitles.fonts import bundled
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan, Transition

FILM = Film(width=64, height=112, fps=8)
DARK, LIGHT = 60, 200

BOX = """[Script Info]
PlayResX: 64
PlayResY: 112
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
Style: Default,Nothing,20,&H00FFFFFF,7
[Events]
Format: Start, End, Style, Text
Dialogue: 0:00:02.00,0:00:10.00,Default,{\\pos(0,0)\\p1}m 0 0 l 64 0 64 20 0 20{\\p0}
"""


def side(folder: Path, name: str, level: int, frames: int = 16) -> Side:
    """A shot of two seconds in one grey, whose clip has *frames* frames."""
    clip = folder / f"{name}.mp4"
    grey = f"color=0x{level:02x}{level:02x}{level:02x}:s=64x112:r=8,trim=end_frame={frames}"
    run(["-f", "lavfi", "-i", grey, "-pix_fmt", "yuv420p", str(clip)])
    shot = Shot(id="e01s01-01" if name == "one" else "e01s02-01")
    return Side(ShotSpan(Scene(id=shot.id[:6], place="街", shots=(shot,)), shot, 0, 16, 8), clip)


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Side, Side]:
    return side(tmp_path, "one", DARK), side(tmp_path, "other", LIGHT)


def levels(between, transition: Transition, out: Path, ass: str = "") -> list[list[float]]:
    """The mean grey of the upper and of the lower part of each picture of the transition."""
    blend(
        between,
        transition,
        ass=ass,
        fonts=bundled().path.parent,
        film=FILM,
        encoding=Encoding(preset="ultrafast"),
        out=out,
    )
    with av.open(str(out)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return [[float(np.mean(frame[:16])), float(np.mean(frame[40:]))] for frame in frames]


def test_a_dissolve_goes_evenly_from_the_one_to_the_other(tmp_path, sides):
    found = levels(sides, Transition("dissolve", 3, 3), tmp_path / "out.mp4")

    step = (LIGHT - DARK) / 7
    assert [below for _, below in found] == pytest.approx([DARK + step * n for n in range(1, 7)], abs=4)


def test_a_fade_is_black_at_the_cut_and_a_flash_white(tmp_path, sides):
    black = levels(sides, Transition("fade", 3, 3), tmp_path / "black.mp4")
    white = levels(sides, Transition("flash", 3, 3), tmp_path / "white.mp4")

    assert [black[at][1] for at in (0, 2, 3, 5)] == pytest.approx([40, 0, 0, 133], abs=5)
    assert [white[at][1] for at in (0, 2, 3, 5)] == pytest.approx([125, 255, 255, 218], abs=5)


@pytest.mark.parametrize("kind", ["wipe", "whip"])
def test_the_others_begin_with_the_one_and_end_with_the_other(tmp_path, sides, kind):
    found = [below for _, below in levels(sides, Transition(kind, 3, 3), tmp_path / "out.mp4")]

    assert len(found) == 6
    assert found == sorted(found)
    assert found[0] < 110
    assert found[-1] > 150


def test_a_film_begins_from_black_and_ends_in_it(tmp_path, sides):
    begun = levels((None, sides[0]), Transition("fade", 0, 4), tmp_path / "in.mp4")
    ended = levels((sides[1], None), Transition("fade", 4, 0), tmp_path / "out.mp4")

    assert [below for _, below in begun] == pytest.approx([0, 15, 30, 45], abs=4)
    assert [below for _, below in ended] == pytest.approx([150, 100, 50, 0], abs=4)


def test_what_is_written_appears_with_its_own_shot(tmp_path, sides):
    # The first shot lasts two seconds: what is written from there on belongs to the second one.
    found = levels(sides, Transition("fade", 3, 3), tmp_path / "out.mp4", BOX)

    assert [above > 240 for above, _ in found] == [False, False, False, True, True, True]


def test_behind_its_end_a_clip_goes_on_where_it_is_longer(tmp_path):
    longer = side(tmp_path, "one", DARK, frames=17)
    white = "color=white:s=64x112:r=8,trim=end_frame=8"
    run(["-f", "lavfi", "-i", white, "-pix_fmt", "yuv420p", str(tmp_path / "white.mp4")])
    both = f"file '{longer.clip}'\nfile '{tmp_path / 'white.mp4'}'\n"
    (tmp_path / "list.txt").write_text(both)
    run(["-f", "concat", "-safe", "0", "-i", str(tmp_path / "list.txt"), str(tmp_path / "long.mp4")])

    black = side(tmp_path, "other", 0)
    held = levels((longer, black), Transition("dissolve", 3, 3), tmp_path / "held.mp4")
    gone_on = levels(
        (Side(longer.span, tmp_path / "long.mp4"), black), Transition("dissolve", 3, 3), tmp_path / "on.mp4"
    )

    assert [one[1] - other[1] > 20 for one, other in zip(gone_on, held, strict=True)][:5] == [0, 0, 0, 0, 1]


def test_a_transition_has_the_form_of_the_shots_beside_it(tmp_path, sides):
    levels(sides, Transition("whip", 2, 2), tmp_path / "out.mp4")

    media = probe(tmp_path / "out.mp4")
    assert (media.width, media.height, media.fps, media.frames, media.says_colours) == (64, 112, 8, 4, True)


def test_the_same_clips_give_the_same_bytes(tmp_path, sides):
    for name in ("one", "two"):
        levels(sides, Transition("dissolve", 2, 2), tmp_path / f"{name}.out.mp4")

    assert (tmp_path / "one.out.mp4").read_bytes() == (tmp_path / "two.out.mp4").read_bytes()
