import pytest

from pipeline.story import Feeling, Mode
from pipeline.storyboard.beat import Beat, What, is_tag, joined
from pipeline.storyboard.seen import Piece


def beat(what: What, text: str, *people: str, mode: Mode = Mode.SPEECH) -> Beat:
    speaker = "" if mode is Mode.NARRATION else people[0]
    return Beat(what, "", people, 2.0, (Piece(speaker, text, mode, Feeling.CALM, ""),))


@pytest.mark.parametrize("text", ["林夏轻声道，", "他抬起头说：", "she said softly.", "Tom asked,"])
def test_a_tag_tells_who_speaks(text):
    assert is_tag(text)
    assert not is_tag("林夏走了。")


def test_who_is_said_to_speak_speaks_in_the_same_picture():
    told = beat("narration", "林夏抬起头说：", "林夏", mode=Mode.NARRATION)
    both = joined(told, beat("talk", "是你？", "林夏", "顾言"), 7.0, "zh")
    assert both is not None
    assert (both.what, [piece.text for piece in both.pieces]) == ("talk", ["林夏抬起头说：", "是你？"])


def test_words_about_somebody_else_need_a_picture_of_their_own():
    told = beat("narration", "林夏走了。", "林夏", mode=Mode.NARRATION)
    assert joined(told, beat("narration", "顾言来了。", "顾言", mode=Mode.NARRATION), 7.0, "zh") is None
    assert joined(told, beat("narration", "天黑了。", mode=Mode.NARRATION), 7.0, "zh") is not None


def test_a_look_at_the_listener_stays_a_shot():
    assert joined(beat("talk", "走。", "林夏"), beat("listen", "走。", "林夏"), 7.0, "zh") is None


def test_words_that_do_not_fit_are_not_joined():
    assert joined(beat("talk", "走" * 20, "林夏"), beat("talk", "走" * 20, "林夏"), 7.0, "zh") is None
