import pytest

from pipeline.errors import Refused
from pipeline.storyboard.asking.loose import CutOff, NotJson, data_in

TOLD = {"title": "雨夜", "shots": [{"seen": "林夏抬头。", "shows": [1, 2]}]}
PURE = '{"title": "雨夜", "shots": [{"seen": "林夏抬头。", "shows": [1, 2]}]}'


@pytest.mark.parametrize(
    "words",
    [
        PURE,
        f"\ufeff\n {PURE}\n",
        f"```json\n{PURE}\n```",
        f"Here is the storyboard you asked for:\n\n```\n{PURE}\n```\nShall I go on with [13]?",
        f"<think>\nA {{person}} speaks in [1]. {{}}\n</think>\n{PURE}",
        f"The form has {{title}} first.\n</think>\n\n{PURE}",
        f"好的，这是分镜：{PURE}希望对您有帮助！",
        f'An empty one is {{"title": ""}}, yours is {PURE}',
    ],
    ids=["pure", "blanks", "fence", "chatter", "thoughts", "end of thoughts", "chinese", "echo"],
)
def test_json_is_found_amid_other_words(words):
    assert data_in(words) == TOLD


@pytest.mark.parametrize(
    "words",
    [
        '{"title": "雨夜", "shots": [{"seen": "林夏抬头。", "shows": [1, 2,],},],}',
        '{"title": "雨夜", // the night\n "shots": [{"seen": "林夏抬头。", /* rain */ "shows": [1, 2]}]}',
        "{'title': '雨夜', 'shots': [{'seen': '林夏抬头。', 'shows': [1, 2]}]}",
        '{title: "雨夜", shots: [{seen: "林夏抬头。", shows: [1, 2]}]}',
        "{“title”：“雨夜”，“shots”：[{“seen”：“林夏抬头。”，“shows”：[1, 2]}]}",
        '{"title"："雨夜"，"shots"：[{"seen"："林夏抬头。"，"shows"：[1，2]}]}',
    ],
    ids=["trailing commas", "comments", "single quotes", "bare keys", "chinese quotes", "chinese marks"],
)
def test_json_that_is_almost_right_is_mended(words):
    assert data_in(words) == TOLD


def test_quotes_and_brackets_within_words_are_left_alone():
    assert data_in('{"say": "他说"你好"。", "note": "：，{[", }') == {
        "say": '他说"你好"。',
        "note": "：，{[",
    }


def test_a_bare_list_of_objects_is_data():
    assert data_in('Here: [{"seen": "a"}, {"seen": "b"}]') == [{"seen": "a"}, {"seen": "b"}]


@pytest.mark.parametrize("length", range(1, len(PURE)))
def test_an_answer_that_ends_anywhere_in_the_middle_is_cut_off_and_never_mended(length):
    with pytest.raises(CutOff):
        data_in(f"```json\n{PURE[:length]}")


def test_thoughts_without_an_end_are_cut_off():
    with pytest.raises(CutOff):
        data_in("<think>First I list all people. There are many")


@pytest.mark.parametrize(
    "words",
    [
        "I'm sorry, but I can't help with violent stories.",
        "I cannot assist with that request.",
        "<think>Is this allowed?</think>I’m unable to continue with this text.",
        "抱歉，我无法处理这段内容。",
        "作为一个AI语言模型，这样的故事不适合我来写。",
    ],
)
def test_a_refusal_is_told_apart_and_quoted(words):
    with pytest.raises(Refused, match=r"won't do this: “.{8,}”"):
        data_in(words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "empty"),
        ("<think>Hm.</think>", "empty"),
        ("The girl looks up in the rain [1].", "no JSON object"),
        ("42", "no JSON object"),
        ("我无法入睡，她说。" * 200, "no JSON object"),
    ],
)
def test_words_without_data_say_so_to_the_model(words, why):
    with pytest.raises(NotJson, match=why):
        data_in(words)


def test_a_storyboard_in_which_somebody_is_sorry_is_no_refusal():
    assert data_in('{"text": "I\'m sorry, I can\'t. 抱歉。"}') == {"text": "I'm sorry, I can't. 抱歉。"}


def test_endless_brackets_end():
    with pytest.raises(CutOff):
        data_in('{"a": ' * 20_000)
