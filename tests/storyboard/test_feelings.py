import pytest

from pipeline.story import Feeling
from pipeline.storyboard.feelings import feeling_of, is_strong


@pytest.mark.parametrize(
    ("note", "text", "feeling"),
    [
        ("冷笑", "是吗。", Feeling.COLD),
        ("笑着", "是吗。", Feeling.HAPPY),
        ("愤怒", "出去", Feeling.ANGRY),
        ("哭着", "不要走", Feeling.SAD),
        ("颤抖", "谁？", Feeling.AFRAID),
        ("轻声", "睡吧", Feeling.TENDER),
        ("震惊", "你？", Feeling.SURPRISED),
        ("平静", "滚！", Feeling.CALM),
        ("", "滚！", Feeling.ANGRY),
        ("", "不可能！", Feeling.SURPRISED),
        ("", "什么？！", Feeling.SURPRISED),
        ("", "走！！", Feeling.ANGRY),
        ("", "走吧。", Feeling.CALM),
        ("whispering", "Sleep.", Feeling.TENDER),
        ("mad with rage, shouting", "Go.", Feeling.ANGRY),
        ("", "Get out of here", Feeling.ANGRY),
        ("", "The scoldings went on.", Feeling.CALM),
    ],
)
def test_feelings(note, text, feeling):
    assert feeling_of(note, text) is feeling


def test_called_out_words_and_strong_feelings_bring_the_camera_near():
    assert is_strong(Feeling.CALM, "快跑！")
    assert is_strong(Feeling.SAD, "嗯。")
    assert not is_strong(Feeling.HAPPY, "嗯。")
