import pytest

from pipeline.storyboard.pace import shown_seconds, speech_seconds


def test_speech_takes_time_by_hanzi_words_and_pauses():
    assert speech_seconds("我" * 42) == pytest.approx(10.0)
    assert speech_seconds("run " * 26, "en") == pytest.approx(10.0)
    assert speech_seconds("走，走。走") > speech_seconds("走走走")
    assert speech_seconds("2024年") == pytest.approx(5 / 4.2, abs=0.01)
    assert speech_seconds("", "en") == 0
    assert shown_seconds("大雨倾盆，他走了。") == pytest.approx(7 / 5)
