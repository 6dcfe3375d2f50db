from dataclasses import replace

import pytest

from pipeline.story import Angle, Feeling, Mode, Move, Size
from pipeline.storyboard.beat import Beat
from pipeline.storyboard.framing import Camera
from pipeline.storyboard.seen import Piece


def action(seen: str, *people: str) -> Beat:
    return Beat("action", seen, people, 2.0)


@pytest.mark.parametrize(
    ("seen", "move"),
    [
        ("林夏抬头", Move.TILT_UP),
        ("林夏跪下", Move.TILT_DOWN),
        ("林夏逼近", Move.PUSH),
        ("林夏离开", Move.PULL),
        ("林夏奔跑", Move.PAN_RIGHT),
    ],
)
def test_the_camera_moves_with_the_action(seen, move):
    assert Camera().frame(action(seen, "林夏")).move is move


def test_things_faces_and_groups_have_their_sizes():
    assert Camera().frame(replace(action("手机响了"), detail=True)).size is Size.DETAIL
    assert Camera().frame(action("林夏眼里有泪", "林夏")).size is Size.CLOSE
    assert Camera().frame(action("三人对视", "甲", "乙", "丙")).size is Size.FULL
    assert Camera().frame(replace(action("雨下着"), opens=True)).size is Size.WIDE


def test_anger_is_seen_from_below_and_a_fall_from_above():
    angry = Beat(
        "talk", "", ("林夏",), 2.0, (Piece("林夏", "滚！", Mode.SPEECH, Feeling.ANGRY, ""),), strong=True
    )
    assert Camera().frame(angry).angle is Angle.LOW
    assert Camera().frame(action("林夏跪倒在地", "林夏")).angle is Angle.HIGH


def test_a_close_shot_has_one_person_and_the_most_important_one():
    talk = Beat("talk", "", ("林夏", "顾言"), 2.0, strong=True)
    assert Camera().frame(talk).people == ("林夏",)


def test_two_who_talk_are_seen_over_the_shoulder_then_both_then_one_alone():
    camera = Camera()
    talk = Beat("talk", "", ("林夏", "顾言"), 2.0)
    frames = [camera.frame(talk) for _ in range(4)]
    assert [(frame.size, frame.over) for frame in frames] == [
        (Size.MEDIUM, "顾言"),
        (Size.MEDIUM, ""),
        (Size.CLOSE, ""),
        (Size.MEDIUM, "顾言"),
    ]


def test_a_strong_feeling_is_seen_alone_or_over_the_shoulder():
    camera = Camera()
    strong = Beat("talk", "", ("林夏", "顾言"), 2.0, strong=True)
    assert [camera.frame(strong).over for _ in range(3)] == ["", "顾言", ""]
