"""The cover: which moment it shows, and its letters where feeds show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import BadResult
from pipeline.ffmpeg import run
from pipeline.final.film import Film
from pipeline.final.picture.cards import Words
from pipeline.final.picture.cover import Cover, Moment, best, draw, lettered, likely, named, problems, worth
from pipeline.final.picture.headline import Setting
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.lettering import Lettering
from pipeline.story import Line, Scene, Shot, Size
from pipeline.timeline import LineSpan, ShotSpan, Timeline

FILM = Film(width=108, height=192, fps=8)


def span(number: int, **said) -> ShotSpan:
    shot = Shot(id=f"e01s01-{number:02d}", **said)
    return ShotSpan(Scene(id="e01s01", place="街", shots=(shot,)), shot, 16 * (number - 1), 16, 8)


TIMELINE = Timeline(8, tuple(span(number) for number in (1, 2, 3)))


def lavfi(out: Path, source: str) -> Path:
    run(["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", str(out)])
    return out


def test_a_person_may_name_a_moment_of_each_episode():
    options = Cover(moments=("e02s01-01@3", "e01s01-02@1.2", "e01s01-03"))

    assert named(options, TIMELINE) == Moment(TIMELINE.shots[1], 1.2)
    assert named(options, TIMELINE).frame == 10
    assert named(Cover(), TIMELINE) is None


def test_a_moment_behind_the_end_of_a_shot_is_its_last_picture():
    assert Moment(TIMELINE.shots[0], 7.5).frame == 15


def test_a_moment_of_a_shot_that_there_is_not_is_told():
    options = Cover(moments=("e01s01-02@2", "e01s01-09@1", "e02s01-01"))

    assert problems(options, TIMELINE, "e01") == [
        "e01s01-09, which `final.cover.moments` names, is no shot of e01. Correct it there."
    ]


@pytest.mark.parametrize("wrong", ["e01", "e01s01-02@", "picture.png", "../e01s01-01"])
def test_what_is_no_moment_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Cover).validate_python({"moments": [wrong]})


def test_those_who_speak_most_are_looked_at_first_and_near():
    line = Line(id="e01s01-01-1", speaker="林夏", text="你好")
    shots = [
        span(1, people=("林夏",), size=Size.CLOSE),
        *(span(number) for number in range(2, 8)),
        span(8, people=("老陈",)),
        span(9, people=("林夏", "老陈", "小王")),
    ]
    shots[0] = replace(shots[0], lines=(LineSpan(line, 0.3, 1.3),))

    found = likely(Timeline(8, tuple(shots)))

    assert [one.shot.id[-2:] for one in found] == ["01", "02", "03", "04", "08", "09"]


def test_a_picture_is_worth_more_when_it_is_sharp_well_lit_and_full_of_contrast():
    random = np.random.default_rng(1)
    sharp = random.integers(0, 240, (192, 108), np.uint8)
    blurred = cv2.GaussianBlur(sharp, (31, 31), 8)
    dark = (sharp // 12).astype(np.uint8)

    assert worth(sharp) > worth(blurred) > worth(np.full((192, 108), 128, np.uint8))
    assert worth(sharp) > worth(dark)
    assert worth(np.zeros((192, 108), np.uint8)) == 0


def test_the_best_moment_of_several_clips_is_taken(tmp_path):
    clips = {
        "e01s01-01": lavfi(tmp_path / "black.mp4", "color=black:s=108x192:r=8:d=1"),
        "e01s01-02": lavfi(tmp_path / "bars.mp4", "testsrc2=s=108x192:r=8:d=1"),
        "e01s01-03": lavfi(tmp_path / "grey.mp4", "color=gray:s=108x192:r=8:d=1"),
    }

    assert best(clips, TIMELINE.shots) == Moment(TIMELINE.shots[1], 0.0)


def test_a_clip_that_can_not_be_read_is_named(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"no video")

    with pytest.raises(BadResult, match=r"clip\.mp4 can't be read"):
        best({"e01s01-01": tmp_path / "clip.mp4"}, TIMELINE.shots[:1])


@pytest.mark.parametrize("film", [FILM, Film(192, 108, 8), Film(108, 108, 8)])
def test_a_cover_has_the_films_size_and_its_letters_lie_in_the_middle_3_by_4(tmp_path, film):
    clip = lavfi(tmp_path / "clip.mp4", "color=0x604020:s=108x192:r=8:d=2")
    setting = Setting(film, "zh", Lettering())
    ass = setting.document(lettered(Words("重生之我在九零年代靠卖煎饼", "第 12 集 · 她终于回来了"), setting))

    draw(Moment(span(1), 1.0), clip, setting, ass=ass, fonts=bundled().path.parent, out=tmp_path / "a.jpg")

    picture = cv2.imread(str(tmp_path / "a.jpg"))
    assert picture.shape == (film.height, film.width, 3)
    assert picture[2, 2].tolist() == pytest.approx([0x20, 0x40, 0x60], abs=6)
    rows, columns = np.nonzero(picture.min(axis=2) > 180)
    wide, high = min(film.width, film.height * 3 / 4), min(film.height, film.width * 4 / 3)
    assert abs(columns - (film.width - 1) / 2).max() <= wide / 2
    assert abs(rows - (film.height - 1) / 2).max() <= high / 2
    assert rows.min() > film.height / 3


def test_the_same_moment_gives_the_same_bytes(tmp_path):
    clip = lavfi(tmp_path / "clip.mp4", "testsrc2=s=108x192:r=8:d=2")
    for name in ("one.jpg", "two.jpg"):
        setting = Setting(FILM, "zh", Lettering())
        draw(Moment(span(1), 0.5), clip, setting, ass="", fonts=tmp_path, out=tmp_path / name)

    assert (tmp_path / "one.jpg").read_bytes() == (tmp_path / "two.jpg").read_bytes()
