import pytest

from pipeline.story import Angle, Feeling, Mode, Move, Size
from pipeline.storyboard.beats import Beat, Piece
from pipeline.storyboard.framing import Camera


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
    assert Camera().frame(action(seen, "林夏"), opens=False).move is move


def test_things_faces_and_groups_have_their_sizes():
    assert Camera().frame(action("手机响了"), opens=False).size is Size.DETAIL
    assert Camera().frame(action("林夏眼里有泪", "林夏"), opens=False).size is Size.CLOSE
    assert Camera().frame(action("三人对视", "甲", "乙", "丙"), opens=False).size is Size.FULL
    assert Camera().frame(action("手机响了"), opens=True).size is Size.WIDE


def test_anger_is_seen_from_below_and_a_fall_from_above():
    angry = Beat(
        "talk", "", ("林夏",), 2.0, (Piece("林夏", "滚！", Mode.SPEECH, Feeling.ANGRY, ""),), strong=True
    )
    assert Camera().frame(angry, opens=False).angle is Angle.LOW
    assert Camera().frame(action("林夏跪倒在地", "林夏"), opens=False).angle is Angle.HIGH


def test_a_close_shot_has_one_person_and_the_most_important_one():
    talk = Beat("talk", "", ("林夏", "顾言"), 2.0, strong=True)
    assert Camera().frame(talk, opens=False).people == ("林夏",)
