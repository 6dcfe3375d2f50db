from pipeline.story import Feeling, Mode
from pipeline.storyboard.seen import Piece, face, over_shoulder, speaking


def piece(mode: Mode = Mode.SPEECH, note: str = "") -> Piece:
    return Piece("林夏", "走。", mode, Feeling.CALM, note)


def test_the_remark_says_how_the_speaker_looks_and_not_the_listener():
    assert speaking(piece(note="怒"), ("林夏", "顾言"), "zh", phone=False) == "林夏对顾言说话，怒"
    assert speaking(piece(note="怒"), ("顾言",), "zh", phone=False) == "顾言听着林夏的声音"


def test_only_a_voice_off_screen_comes_out_of_the_phone():
    assert speaking(piece(Mode.OFFSCREEN), ("Tom",), "en", phone=True) == "Tom listens to 林夏 on the phone"
    assert speaking(piece(), ("Tom",), "en", phone=True) == "Tom listens to 林夏"


def test_nobody_is_in_an_empty_place():
    assert speaking(piece(Mode.OFFSCREEN), (), "zh", phone=False) == "空荡荡的，传来林夏的声音"
    assert face((), "完", "zh") == "完"


def test_over_a_shoulder_is_said_first():
    assert over_shoulder("a", "Tom", "en") == "Over the shoulder of Tom, a"
