"""The small readers that the formats share."""

import pytest

from pipeline.script.cast import age_in, read_entry, sex_in
from pipeline.script.headings import read_heading
from pipeline.script.language import chinese_number, english_number, language_of
from pipeline.script.mentions import Mentions
from pipeline.script.quotes import Part, split_quotes
from pipeline.script.speech import spoken_parts
from pipeline.story import Age, Time


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("１２", 12),
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("两百", 200),
        ("一二", 12),
        ("〇", 0),
        ("人", None),
        ("", None),
    ],
)
def test_chinese_numbers(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("seven", 7), ("TWENTY", 20), ("IV", 4), ("xii", 12), ("XC", 90), ("after", None), ("", None)],
)
def test_english_numbers(text, number):
    assert english_number(text) == number


def test_the_language_is_that_of_most_words():
    assert language_of("她说 I love you，然后走进 Starbucks") == "zh"
    assert language_of("She said 你好 and left the room.") == "en"
    assert language_of("123 !?") == "en"


@pytest.mark.parametrize(
    ("line", "name", "sex", "age", "look"),
    [
        ("林夏（女，23岁）：短发", "林夏", "female", Age.YOUNG, "女，23岁，短发"),
        ("林夏（23）：短发女生", "林夏", "female", Age.YOUNG, "23，短发女生"),
        ("- 陈伯（六十多岁）：老管家，男", "陈伯", "male", Age.OLD, "六十多岁，老管家，男"),
        ("1. 小满，女，7岁", "小满", "female", Age.CHILD, "女，7岁"),
        ("LIN XIA (17, female): tall", "LIN XIA", "female", Age.TEEN, "17, female, tall"),
        (
            "Old Tom - a fisherman in his seventies, male",
            "Old Tom",
            "male",
            Age.OLD,
            "a fisherman in his seventies, male",
        ),
        ("皇后（中年）：雍容", "皇后", "unknown", Age.MIDDLE, "中年，雍容"),
        ("路人", "路人", "unknown", Age.YOUNG, ""),
    ],
)
def test_entries_of_a_cast_list(line, name, sex, age, look):
    found = read_entry(line)
    assert found is not None
    assert (found.name, found.sex, found.age, found.look) == (name, sex, age, look)


def test_an_alias_is_kept():
    found = read_entry("顾言（男，25岁，又名阿言）：校草")
    assert found is not None
    assert found.aliases == ("阿言",)


@pytest.mark.parametrize("line", ["", "（女）", "：描述"])
def test_an_entry_without_a_name_is_nobody(line):
    assert read_entry(line) is None


def test_sex_and_age_come_from_words():
    assert (sex_in("他的母亲"), sex_in("her husband"), sex_in("a stranger")) == (
        "female",
        "female",
        "unknown",
    )
    assert (age_in("白发老人"), age_in("a teenage boy"), age_in("45岁"), age_in("someone")) == (
        Age.OLD, Age.TEEN, Age.MIDDLE, None,
    )  # fmt: skip


def test_a_heading_says_place_and_time_in_english():
    found = read_heading("INT. JOE'S CAFE - LATER - NIGHT", "INT. JOE'S CAFE - LATER - NIGHT")
    assert (found.place, found.inside, found.time) == ("JOE'S CAFE", True, Time.NIGHT)


def test_a_heading_keeps_separators_and_brackets_of_the_place():
    found = read_heading("x", "林家-客厅（二楼） 夜 内")
    assert (found.place, found.inside, found.time) == ("林家-客厅（二楼）", True, Time.NIGHT)


def test_remarks_go_with_what_follows_them():
    assert spoken_parts("（哽咽）你来了。(转身) 走吧。") == [("哽咽", "你来了。"), ("转身", "走吧。")]
    assert spoken_parts("走吧。（离开）") == [("", "走吧。"), ("离开", "")]
    assert spoken_parts("") == []


def test_the_longest_name_is_mentioned():
    mentions = Mentions({"林夏": "林夏", "林夏妈妈": "林母", "Ann": "Ann", "Mary Ann": "Mary Ann"})
    assert mentions.named("林夏妈妈抱住林夏") == ("林母", "林夏")
    assert mentions.named("MARY ANN calls ann, Anna and Joann.") == ("Mary Ann", "Ann")
    assert (mentions.owner("ANN"), mentions.owner("Bob")) == ("Ann", "Bob")


def test_nobody_is_mentioned_where_nobody_is_known():
    assert Mentions({}).named("林夏") == ()


def test_quotations_are_cut_out_of_the_telling():
    assert split_quotes("他说：“她叫我‘老师’。”然后走了。") == [
        Part("他说：", said=False),
        Part("她叫我‘老师’。", said=True, quoted="“她叫我‘老师’。”"),
        Part("然后走了。", said=False),
    ]


def test_a_nested_and_an_open_quotation():
    assert split_quotes("「他说「好」了。」")[0].text == "他说「好」了。"
    assert split_quotes("“没有说完……")[0] == Part("没有说完……", said=True, quoted="“没有说完……")


def test_an_apostrophe_opens_and_closes_nothing():
    assert split_quotes("It wasn’t Tom’s.") == [Part("It wasn’t Tom’s.", said=False)]
