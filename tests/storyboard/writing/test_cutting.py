from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.script.mentions import Mentions
from pipeline.story import Mode, Size
from pipeline.storyboard.source import Piece
from pipeline.storyboard.writing.cutting import Cutter, with_captions
from pipeline.storyboard.writing.shots import ShotForm
from pipeline.storyboard.writing.telling import Take, Told


@dataclass(frozen=True)
class Bounds:
    shortest_shot_seconds: float = 2.0
    longest_shot_seconds: float = 6.0


PIECES = {
    1: Piece(1, "action", "林夏推开门。", 0, 1),
    2: Piece(2, "caption", "三年前", 0, 2),
    3: Piece(3, "caption", "上海", 0, 3),
}
CUTTER = Cutter(PIECES, Mentions({"林夏": "林夏", "顾言": "顾言"}), "zh", Bounds())
LONG = "那天掉下去的人，根本就不是我。"


def take(*lines, people=(), shows=(), caption="", **form):
    return Take(ShotForm(**form), people, lines, shows, caption)


def line(text="你怎么来了？", speaker="林夏", mode=Mode.SPEECH, number=9):
    return Told(number, speaker, text, mode)


def shots(*takes):
    return list(CUTTER.shots(CUTTER.divided(takes), 1, 2))


def test_shots_and_lines_are_numbered():
    made = shots(take(line(), line("走吧。")), take(seen="雨"))
    assert [shot.id for shot in made] == ["e01s02-01", "e01s02-02"]
    assert [one.id for one in made[0].lines] == ["e01s02-01-1", "e01s02-01-2"]


def test_too_many_words_for_one_shot_are_two_of_different_size():
    made = shots(
        take(line(LONG), line(LONG, "顾言"), seen="林夏看着顾言。", moves="雨。", people=("林夏", "顾言"))
    )
    assert [(s.size, s.seen, s.moves, len(s.lines)) for s in made] == [
        (Size.MEDIUM, "林夏看着顾言。", "雨。", 1),
        (Size.CLOSE, "顾言对林夏说话", "", 1),
    ]


def test_a_narrator_who_talks_too_long_is_heard_over_several_shots():
    told = line("雨下了一夜，街上一个人也没有。" * 4, "", Mode.NARRATION)
    made = shots(take(told, seen="雨夜的街。"))
    assert len(made) == 4
    assert "".join(one.text for shot in made for one in shot.lines) == told.text


def test_a_picture_of_which_nothing_is_said_shows_what_the_script_tells():
    assert shots(take(shows=(1,)))[0].seen == "林夏推开门。"


def test_a_picture_without_anything_shows_who_speaks():
    assert shots(take(line()))[0].seen == "林夏说话"
    assert shots(take(line(), people=("顾言",)))[0].seen == "顾言听着林夏的声音"


@pytest.mark.parametrize(
    ("made", "people"),
    [
        (take(seen="林夏看着顾言。"), ("林夏", "顾言")),
        (take(line(), seen="一扇门。"), ("林夏",)),
        (take(line(mode=Mode.OFFSCREEN), seen="一扇门。"), ()),
        (take(line(speaker="众人"), seen="一扇门。"), ()),
        (take(seen="林夏的照片。"), ()),
        (take(people=tuple("甲乙丙丁戊")), tuple("甲乙丙丁")),
    ],
)
def test_who_is_seen_is_who_is_named_else_who_speaks(made, people):
    assert shots(made)[0].people == people


@pytest.mark.parametrize(
    ("made", "seconds"),
    [
        (take(seen="雨。", seconds=4), 4),
        (take(seen="雨。", seconds=60), 6),
        (take(seen="雨。", seconds=1), 2),
        (take(seen="雨下了一夜，街上一个人也没有。"), 2.4),
        (take(line("走吧。"), seconds=6), 2),
        (take(line(), seconds=2.2), 2.2),
        (take(caption="陆砚，三年前坠楼身亡，尸骨无存", shows=(2,), seconds=1), 2.6),
    ],
)
def test_a_shot_lasts_as_the_model_says_but_within_bounds_and_reason(made, seconds):
    assert shots(made)[0].least_seconds == pytest.approx(seconds, abs=0.3)


def test_a_shot_that_tells_nothing_of_the_script_is_invented():
    assert shots(take(seen="月亮。"))[0].invented
    assert shots(take(Told(0, "林夏", "月亮真圆。", Mode.SPEECH, invented=True)))[0].invented
    assert not shots(take(line()))[0].invented
    assert not shots(take(shows=(1,)))[0].invented


def placed(*takes):
    scenes = with_captions([list(takes)], [PIECES[2], PIECES[3]])
    return [(one.caption, one.shows, len(one.lines)) for one in scenes[0]]


def test_a_forgotten_caption_lies_on_what_follows_it():
    assert placed(take(shows=(1,)), take(line(number=4), shows=(3,), caption="上海")) == [
        ("三年前", (1, 2), 0),
        ("上海", (3,), 1),
    ]


def test_a_caption_comes_once():
    again = take(shows=(2,), caption="三年前", seen="街口")
    assert [caption for caption, *_ in placed(again, again, take(line(number=4)))] == ["三年前", "", "上海"]


def test_a_shot_that_only_repeats_a_caption_is_left_out():
    again = take(shows=(2,), caption="三年前")
    assert [caption for caption, *_ in placed(again, again, take(line(number=4)))] == ["三年前", "上海"]


def test_captions_without_room_get_a_picture_of_their_own():
    assert [caption for caption, *_ in placed(take(line(number=4)))] == ["三年前", "上海"]
