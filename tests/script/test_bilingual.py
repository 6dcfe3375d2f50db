from pipeline.script.bilingual import in_one_language
from pipeline.script.cues import TimedText


def cue(*lines: str, number: int = 1) -> TimedText:
    return TimedText(1.0, 2.0, lines, number)


def test_the_language_that_stands_first_is_kept_and_the_other_listed():
    cues, unused = in_one_language(
        [cue("你好", "Hello!", "42"), cue("走吧", "Let's go", number=5), cue("好", "OK")]
    )
    assert [one.lines for one in cues] == [("你好",), ("走吧",), ("好",)]
    assert [(left.text, left.line_number, left.why) for left in unused] == [
        ("Hello!", 1, "the other language"),
        ("42", 1, "the other language"),
        ("Let's go", 5, "the other language"),
        ("OK", 1, "the other language"),
    ]


def test_english_above_chinese_keeps_the_english():
    assert in_one_language([cue("Hello!", "你好")])[0] == [cue("Hello!")]


def test_a_foreign_word_now_and_then_is_no_second_language():
    cues = [cue("你好", "OK"), cue("走吧", "快"), cue("好")]
    assert in_one_language(cues) == (cues, [])
