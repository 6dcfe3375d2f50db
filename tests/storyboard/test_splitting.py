import pytest

from pipeline.storyboard.pace import shown_seconds, speech_seconds
from pipeline.storyboard.splitting import at_least, clauses, pieces, sentences


def test_sentences_keep_their_closing_marks():
    assert sentences("“走！”他说。Mr. Lee came... Then? 完") == [
        "“走！”",
        "他说。",
        "Mr. Lee came...",
        " Then?",
        " 完",
    ]


@pytest.mark.parametrize(
    "text", ["走。" * 30, "走，" * 60, "走" * 200, "one two three " * 40, "a" * 300, "……" * 50, "Hi. " * 40]
)
def test_pieces_fit_and_join_to_the_text(text):
    parts = pieces(text, 7.0, speech_seconds)
    assert "".join(parts).rstrip() == text.rstrip()
    assert len(parts) > 1 or speech_seconds(text) <= 7
    assert all(speech_seconds(part) <= 7 for part in parts)


def test_short_sentences_are_joined():
    assert at_least("走。走。大雨一直下到了天亮。停。", 2.0, shown_seconds) == [
        "走。走。大雨一直下到了天亮。停。"
    ]
    assert len(at_least("大雨一直下到了天亮以后。他站在路灯下一动不动。", 2.0, shown_seconds)) == 2


def test_sentences_that_are_kept_apart_are_not_joined():
    apart = at_least("走。走。停。", 2.0, shown_seconds, lambda _, sentence: sentence == "停。")
    assert apart == ["走。走。", "停。"]


def test_clauses_keep_their_commas():
    assert clauses("他停住，回头。Go, now.") == ["他停住，", "回头。", "Go,", " now."]
