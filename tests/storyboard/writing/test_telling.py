from __future__ import annotations

from pipeline.script import parse
from pipeline.story import Character, Feeling, Mode
from pipeline.storyboard.source import pieces_of
from pipeline.storyboard.writing.naming import Cast
from pipeline.storyboard.writing.shots import SceneForm
from pipeline.storyboard.writing.telling import Telling

PIECES = pieces_of(
    parse(
        """第1集
1-1 夜 外 街口
△雨下了一夜，林夏撑着伞站在路灯下。
林夏：（惊讶）你怎么来了？
顾言（OS）：我一直都在。
【字幕：三年前】
顾言：跟我走。
旁白：那天之后，谁也没有再提起。
林夏：知道了。
""",
        "x.txt",
    ).episodes[0],
    "zh",
    7,
)
PROSE = pieces_of(
    parse("雨下了一夜，街上一个人也没有。\n苏晚轻声道：\n“我来还钱。”\n老周的手停住了。\n", "x.txt").episodes[
        0
    ],
    "zh",
    7,
)
PEOPLE = (Character(name="林夏"), Character(name="顾言"), Character(name="苏晚"))


def told(*shots, pieces=PIECES):
    telling = Telling(pieces, Cast(PEOPLE))
    scenes = telling.scenes([SceneForm.model_validate({"shots": shots})])
    return telling, [take for _, takes in scenes for take in takes]


def line(number=0, speaker="", words="", **more):
    return {"source": number, "speaker": speaker, "words": words, **more}


def heard(*shots, pieces=PIECES):
    return [line for take in told(*shots, pieces=pieces)[1] for line in take.lines]


def test_speaker_words_mode_and_remark_are_the_scripts():
    first, second = heard({"lines": [line(2, "顾言", "来了啊？"), line(3, "", "")]})
    assert (first.speaker, first.text, first.note, first.mode) == (
        "林夏",
        "你怎么来了？",
        "惊讶",
        Mode.SPEECH,
    )
    assert (second.speaker, second.mode) == ("顾言", Mode.INNER)


def test_the_feeling_is_the_models_else_that_of_the_remark():
    assert heard({"lines": [line(2, feeling="害怕")]})[0].feeling is Feeling.AFRAID
    assert heard({"lines": [line(2)]})[0].feeling is Feeling.SURPRISED


def test_a_line_may_be_heard_over_another_picture():
    assert heard({"lines": [line(2, "林夏（画外音）")]})[0].mode is Mode.OFFSCREEN
    assert heard({"lines": [line(2, "林夏", mode="offscreen")]})[0].mode is Mode.OFFSCREEN


def test_a_line_of_dialogue_is_told_once():
    assert [one.number for one in heard({"lines": [line(2), line(2)]}, {"lines": [line(2), line(5)]})] == [
        2,
        5,
    ]


def test_dialogue_that_a_shot_only_claims_to_show_is_heard_in_it():
    takes = told({"shows": [1, 2], "seen": "林夏"}, {"seen": "顾言", "lines": [line(3)]})[1]
    assert [[one.number for one in take.lines] for take in takes] == [[2], [3]]
    assert takes[0].shows == (1,)


def test_words_that_a_script_does_not_have_are_invented_whoever_says_them():
    lines = heard({"lines": [line(0, "林夏", "今晚的月亮真圆啊！"), line(0, "旁白", "很多年过去了。")]})
    assert [(one.speaker, one.invented, one.number) for one in lines] == [("林夏", True, 0), ("", True, 0)]


def test_a_person_may_say_what_the_script_only_tells():
    lines = heard({"lines": [line(1, "林夏", "雨下了一夜", mode="narration")]})
    assert [(one.text, one.invented, one.mode) for one in lines] == [("雨下了一夜", False, Mode.OFFSCREEN)]


def test_a_scripts_narrator_says_the_scripts_words():
    assert heard({"lines": [line(6, "旁白", "之后没人再提。")]})[0].text == "那天之后，谁也没有再提起。"
    assert (
        heard({"lines": [line(0, "旁白", "那天以后，谁也没有提起。")]})[0].text
        == "那天之后，谁也没有再提起。"
    )


def test_a_novels_narrator_may_say_it_in_fewer_words():
    lines = heard({"lines": [line(1, "旁白", "雨夜无人。")]}, pieces=PROSE)
    assert [(one.text, one.number, one.invented) for one in lines] == [("雨夜无人。", 1, False)]


def test_a_narrator_without_a_number_tells_what_the_shot_shows():
    lines = heard({"shows": [4], "lines": [line(0, "旁白", "他愣在那里。")]}, pieces=PROSE)
    assert [(one.number, one.invented) for one in lines] == [(4, False)]


def test_a_model_that_repeats_itself_is_heard_once():
    again = {"lines": [line(0, "旁白", "很多年过去了。")]}
    assert len(heard(again, again, again)) == 1


def test_a_picture_without_numbers_tells_what_it_is_like():
    telling, takes = told({"seen": "夜里，林夏撑着伞，站在路灯下。"})
    assert takes[0].shows == (1,)
    assert 1 not in [piece.number for piece in telling.untold(takes)]


def test_a_caption_is_the_scripts_and_no_other():
    takes = told({"seen": "雨", "caption": "三年前"}, {"seen": "雪", "caption": "五年后"}, {"shows": [4]})[1]
    assert [take.caption for take in takes] == ["三年前", "", "三年前"]


def test_of_two_captions_a_shot_has_the_first_and_shows_no_other():
    takes = told({"shows": [4, 1], "seen": "雨"})[1]
    assert (takes[0].caption, takes[0].shows) == ("三年前", (1, 4))


def test_dialogue_is_in_the_order_of_the_script_and_pictures_go_with_what_follows():
    takes = told(
        {"seen": "门", "shows": []},
        {"seen": "乙", "lines": [line(5), line(3)]},
        {"seen": "甲", "lines": [line(2)]},
        {"seen": "街"},
    )[1]
    assert [take.form.seen for take in takes] == ["甲", "门", "乙", "街"]
    assert [one.number for take in takes for one in take.lines] == [2, 3, 5]


def test_a_shot_with_nothing_in_it_is_left_out():
    assert told({}, {"people": ["林夏"]}, {"seen": "雨"})[1][0].form.seen == "雨"
    assert told({})[1] == []


def test_who_says_it_is_told_when_the_line_is():
    telling, takes = told({"shows": [1]}, {"lines": [line(3, "苏晚")]}, pieces=PROSE)
    assert [piece.text for piece in telling.untold(takes)] == ["老周的手停住了。"]
    telling, takes = told({"shows": [1]}, pieces=PROSE)
    assert [piece.number for piece in telling.untold(takes)] == [2, 3, 4]


def test_a_speaker_whom_only_the_script_calls_so_is_the_one_the_model_knows():
    script = parse("第1集\n1-1 夜 外 街口\n女人：你怎么来了？\n女人：走吧。\n", "x.txt").episodes[0]
    lines = heard({"lines": [line(1, "林夏"), line(2, "路人")]}, pieces=pieces_of(script, "zh", 7))
    assert [one.speaker for one in lines] == ["林夏", "女人"]
