import re
import time

import pytest

from pipeline.script import parse, prose, read
from pipeline.story import Mode


def said(text: str) -> list[tuple[str, str]]:
    """Speaker and words of everything that is heard; the narrator has no name."""
    screenplay = parse(text, "x.txt")
    elements = [e for episode in screenplay.episodes for scene in episode.scenes for e in scene.elements]
    assert all((element.mode is Mode.NARRATION) == (not element.speaker) for element in elements)
    return [(element.speaker, element.text) for element in elements]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("林夏冷冷地道：“走。”", [("", "林夏冷冷地道："), ("林夏", "走。")]),
        ("“走。”林夏说。", [("林夏", "走。"), ("", "林夏说。")]),
        (
            "“走吧，”顾长风低声说道，“别回头。”",
            [("顾长风", "走吧，"), ("", "顾长风低声说道，"), ("顾长风", "别回头。")],
        ),
        ("欧阳锋大笑道：「好！」", [("", "欧阳锋大笑道："), ("欧阳锋", "好！")]),
        ("老人叹了口气：“晚了。”", [("", "老人叹了口气："), ("老人", "晚了。")]),
        ("那个女孩问道：“你是谁？”", [("", "那个女孩问道："), ("女孩", "你是谁？")]),
        ('陈伯喊道："小心！"', [("", "陈伯喊道："), ("陈伯", "小心！")]),
    ],
)
def test_chinese_quotations_go_to_whom_the_text_names(text, heard):
    assert said(text) == heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ('"Run," said Lin.', [("Lin", "Run,"), ("", "said Lin.")]),
        (
            "“Run!” Lin Xia whispered. “Now!”",
            [("Lin Xia", "Run!"), ("", "Lin Xia whispered."), ("Lin Xia", "Now!")],
        ),
        ('Mr. Gray asked, "Who is it?"', [("", "Mr. Gray asked,"), ("Mr. Gray", "Who is it?")]),
        ("‘It’s late,’ the old man said.", [("the old man", "It’s late,"), ("", "the old man said.")]),
        ("Mara turned around. “You?”", [("", "Mara turned around. “You?”")]),
    ],
)
def test_english_quotations_go_to_whom_the_text_names(text, heard):
    assert said(text) == heard


def test_a_pronoun_is_whoever_of_that_sex_was_named_last():
    text = "林夏推开门，她浑身湿透。\n顾言看着她。他说：“你迟到了。”\n她说：“我知道。”"
    speakers = [speaker for speaker, _ in said("顾言道：“来了？”\n林夏道：“嗯。”\n" + text) if speaker]
    assert speakers == ["顾言", "林夏", "顾言", "林夏"]


def test_an_english_pronoun_is_resolved_too():
    text = '"Go," said Mara. She shook.\n"Why?" said Tom. He stood.\n"Because," she said.\n"No," he said.'
    assert [speaker for speaker, _ in said(text) if speaker] == ["Mara", "Tom", "Mara", "Tom"]


def test_a_quotation_without_a_name_is_read_by_the_narrator_with_its_marks():
    assert said("“有人吗？”\n\n没有回答。") == [("", "“有人吗？”"), ("", "没有回答。")]


def test_words_in_quotation_marks_that_nobody_says_stay_in_the_telling():
    assert said("他就是所谓的“朋友”吗，没人知道。") == [("", "他就是所谓的“朋友”吗，没人知道。")]


def test_a_name_that_is_read_in_two_ways_is_the_one_that_comes_more_often():
    text = "林夏来了。林夏走了。\n林夏天真地说：“好。”"
    assert ("林夏", "好。") in said(text)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("第一章 雨夜\n他走了。\n第2章 归人\n他回来了。", [(1, "雨夜"), (2, "归人")]),
        ("第十二回 借东风\n他走了。", [(12, "借东风")]),
        ("Chapter I: Rain\nHe left.\n\nChapter IV\nHe came back.", [(1, "Rain"), (4, "")]),
        ("# Rain\nHe left.\n# Return\nHe came back.", [(1, "Rain"), (2, "Return")]),
        ("CHAPTER ONE\nHe left.", [(1, "")]),
    ],
)
def test_chapters_become_episodes(text, titles):
    assert [(episode.number, episode.title) for episode in parse(text).episodes] == titles


@pytest.mark.parametrize("mark", ["***", "* * *", "---", "#", "◇", "※※※"])
def test_marks_between_paragraphs_begin_scenes(mark):
    (episode,) = parse(f"他走了。\n\n{mark}\n\n他回来了。").episodes
    assert [scene.elements[0].text for scene in episode.scenes] == ["他走了。", "他回来了。"]


@pytest.mark.parametrize(
    "text", ["《雨夜》\n他走了。", "# 雨夜\n\n## 一\n他走了。", "雨夜\n第一章 归人\n他走了。"]
)
def test_the_title_stands_above_all(text):
    assert parse(text, "datei.txt").title == "雨夜"


def test_without_a_title_the_file_gives_its_name():
    assert parse("他走了。没有回头。", "归人.txt").title == "归人"
    assert parse("他走了。没有回头。").title == "无题"


def test_a_sentence_that_mentions_a_chapter_is_no_heading():
    assert len(parse("第一章他看了三遍，还是不懂。\n他走了。").episodes) == 1


NOVEL = """\
书名：雨夜归人
作者：风中一叶
简介：十年之后，她回来了。
目录
第一卷 风起
第一章 重逢………1
第二章 旧信………12
第二卷 云涌
第一章 对峙

第一卷 风起
正文 第一章 重逢
第一章 重逢
林夏说：“走吧。”（求月票！）
本章完
求月票，求推荐票！
第二章
旧信
他又走了。
他没回头。
第二卷 云涌
第一章 对峙
第二天，他哭了。
后记
写完了，谢谢。
"""


def test_a_novel_is_read_chapter_by_chapter_and_all_else_is_listed():
    script = parse(NOVEL, "x.txt")
    assert (script.title, script.logline, script.chapters) == ("雨夜归人", "十年之后，她回来了。", True)
    assert [(episode.number, episode.title) for episode in script.episodes] == [
        (1, "重逢"),
        (2, "旧信"),
        (3, "对峙"),
    ]
    heard = [e.text for episode in script.episodes for scene in episode.scenes for e in scene.elements]
    assert heard == ["林夏说：", "走吧。", "他又走了。", "他没回头。", "第二天，他哭了。"]
    first = script.episodes[0].unused
    assert ("（求月票！）", "begs for votes") in [(unused.text, unused.why) for unused in first]
    assert [unused.why for unused in script.unused] == [
        "about the book",
        "the heading of the blurb",
        "a table of contents",
    ]


def test_every_line_of_a_novel_is_heard_or_listed():
    script = parse(NOVEL, "x.txt")
    listed = [*script.unused, *(unused for episode in script.episodes for unused in episode.unused)]
    shown = [e.text for episode in script.episodes for scene in episode.scenes for e in scene.elements]
    everything = "\n".join([script.title, script.logline, *shown, *(unused.text for unused in listed)])
    everything += "".join(episode.title for episode in script.episodes)
    for line in filter(None, NOVEL.replace("（求月票！）", "").split("\n")):
        words = line.removeprefix("书名：").removeprefix("简介：").split("“")[0]
        assert words.split(" ")[-1] in everything


def test_a_long_text_without_chapters_is_cut_and_one_chapter_is_not():
    text = "他在雨里走了很久。\n" * 1000
    assert [len(episode.scenes[0].elements) for episode in parse(text).episodes] == [333, 334, 333]
    assert len(parse(f"第一章\n{text}").episodes) == 1


@pytest.mark.parametrize("unit", ["雨", "“", "求月票", "第一章 ", "第一", "www.", "1. ", "（", "a b.", "# a"])
def test_a_line_of_a_million_characters_is_read(unit):
    text = (unit * (1_000_000 // len(unit)))[:-1]
    begin = time.process_time()
    script = prose.parse(text, "x")
    assert time.process_time() - begin < 20
    assert len(script.episodes[-1].scenes) == 1


@pytest.mark.parametrize(
    "lines", ["第一卷\n", "第一章\n", "目录\n", "# a\n## b\n", "1\n他。\n", "Chapter 1\nAbc\n"]
)
def test_thousands_of_titles_are_read_in_linear_time(lines):
    begin = time.process_time()
    prose.parse(lines * (60_000 // len(lines)) + "他走了。", "x")
    assert time.process_time() - begin < 20


@pytest.mark.parametrize(
    ("name", "people", "unused"),
    [
        ("chapter.zh.txt", {"林晚", "老张", "赵启明", "母亲"}, ["the end of a chapter", "begs for votes"]),
        ("chapter.en.txt", {"Nora", "Barnacle", "Julian"}, []),
    ],
)
def test_the_chapters_that_come_with_it_are_heard_word_for_word(name, people, unused, pytestconfig):
    path = pytestconfig.rootpath / "assets" / "scripts" / name
    script = read(path)
    (episode,) = script.episodes
    heard = [element for scene in episode.scenes for element in scene.elements]
    assert {element.speaker for element in heard} == people | {""}
    assert [left.why for left in episode.unused] == unused
    said = [element.text for element in heard if element.speaker]
    quoted = re.findall(r"“([^”]+)”|\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    told = [words for words in map("".join, quoted) if words not in said]
    assert told == (["晚晚，不要相信那个替你送信的人。"] if name == "chapter.zh.txt" else [])
