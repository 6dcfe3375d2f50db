"""A script is cut at the words with which the episodes of an outline begin."""

import time
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import StoryboardError
from pipeline.script import parse
from pipeline.script.screenplay import Screenplay, ScriptEpisode
from pipeline.story import EpisodePlan, Outline, Unused
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.recut import recut

NOVEL = """\
第一章 雨夜
雨下了一夜。街口的灯灭了。

林夏说：“你来了。”顾言没有回答。

第二章 天亮
天亮了。她看见一只铁盒。

“打开它。”顾言说。
"""
SCRIPT = """\
第1集 归人
1-1 夜 外 街口
人物：林夏、顾言
△大雨。林夏抬头，看见顾言站在路灯下面。
林夏：你是谁？
顾言：我是你。
第2集 真相
1-1 日 内 医院
林夏：快跑！
【黑场】
第3集 雪
1-1 日 内 车站
顾言：再见。
"""


def outline(*begins: str, titles: tuple[str, ...] = ()) -> Outline:
    titles = titles or ("",) * len(begins)
    plans = tuple(
        EpisodePlan(number=number, begins=words, title=title)
        for number, (words, title) in enumerate(zip(begins, titles, strict=True), start=1)
    )
    return Outline(title="雨", episodes=plans)


def texts(episode: ScriptEpisode) -> list[str]:
    return [element.text for scene in episode.scenes for element in scene.elements]


def cut(script: str, *begins: str) -> list[list[str]]:
    return [texts(episode) for episode in recut(parse(script, "x.txt"), outline(*begins)).episodes]


def test_an_outline_without_beginnings_has_the_scripts_own_episodes():
    script = parse(SCRIPT)
    assert recut(script, outline("", "")) is script


def test_a_novel_is_cut_inside_chapters_and_across_them():
    assert cut(NOVEL, "雨下了一夜", "林夏说", "她看见") == [
        ["雨下了一夜。街口的灯灭了。"],
        ["林夏说：", "你来了。", "顾言没有回答。", "天亮了。"],
        ["她看见一只铁盒。", "打开它。", "顾言说。"],
    ]


@pytest.mark.parametrize("words", ["“打 开它", "打开它”，顾言说", "打开它."])
def test_blanks_and_punctuation_of_a_beginning_do_not_matter(words):
    assert cut(NOVEL, "雨下了", words)[1] == ["打开它。", "顾言说。"]


def test_opening_marks_go_with_what_they_open():
    assert cut("第一章 雨\n他写道《雨夜》与“梦”二字。", "他写道", "雨夜", "梦") == [
        ["他写道"],
        ["《雨夜》与"],
        ["“梦”二字。"],
    ]


def test_marks_without_letters_go_with_the_paragraph_that_they_open():
    assert cut("第一章 雨\n……雨停了。\n\n……天亮了。", "雨停了", "天亮了") == [["……雨停了。"], ["……天亮了。"]]


def test_the_same_words_are_looked_for_behind_the_episode_before():
    script = "第一章 雨\n雨停了。一。\n\n雨停了。二。\n\n雨停了。三。"
    assert cut(script, "雨停了", "雨停了", "雨停了") == [["雨停了。一。"], ["雨停了。二。"], ["雨停了。三。"]]


def test_a_scene_that_goes_on_keeps_its_heading_place_and_people():
    first, second, _, _ = recut(parse(SCRIPT), outline("大雨", "我是你", "快跑", "再见")).episodes
    assert texts(second) == ["我是你。"]
    for part in (first.scenes[0], second.scenes[0]):
        assert (part.place, part.people, part.time) == ("街口", ("林夏", "顾言"), "night")
        assert part.heading == first.scenes[0].heading


def test_a_scene_can_be_called_by_its_heading():
    assert cut(SCRIPT, "1-1 夜 外 街口", "1-1 日 内 医院")[1] == ["快跑！", "再见。"]


def test_words_and_the_scripts_own_episodes_can_be_mixed():
    first, second, third = recut(parse(SCRIPT), outline("看见顾言", "", "")).episodes
    assert texts(first)[0] == "看见顾言站在路灯下面。"
    assert (second.title, texts(second)) == ("真相", ["快跑！"])
    assert (third.number, third.title, texts(third)) == (3, "雪", ["再见。"])


def test_an_outlines_title_goes_before_that_of_the_script():
    script = recut(parse(NOVEL), outline("雨下了一夜", "天亮了", "打开它", titles=("一", "", "")))
    assert [episode.title for episode in script.episodes] == ["一", "天亮", ""]


def test_what_stands_before_the_first_episode_is_listed():
    script = recut(parse(NOVEL), outline("顾言没有", "打开它"))
    assert [(unused.text, unused.line_number) for unused in script.unused] == [
        ("雨下了一夜。街口的灯灭了。", 2),
        ("林夏说：", 4),
        ("你来了。", 4),
    ]
    assert {unused.why for unused in script.unused} == {"it stands before the first episode"}


def test_what_a_script_leaves_unused_goes_where_it_stands():
    script = parse(SCRIPT)
    (black,) = script.episodes[1].unused
    assert [e.unused for e in recut(script, outline("大雨", "我是你", "再见")).episodes] == [(), (black,), ()]
    one, two = (Unused(text=text, line_number=line, why="") for text, line in (("一", 4), ("二", 7)))
    noted = replace(script, episodes=(replace(script.episodes[0], unused=(one, two)), *script.episodes[1:]))
    moved = recut(noted, outline("你是谁", "我是你", "快跑"))
    assert moved.unused[0] == one
    assert [episode.unused for episode in moved.episodes] == [(), (two,), (black,)]


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (
            ("雨下了", "没有这句话"),
            "Episode 2 .* begins with “没有这句话”, and the script does not have these words",
        ),
        (("她看见", "林夏说"), "these words behind the beginning of the episode before, only ahead of it"),
        (("她看见", ""), "Episode 2 .* says no words to begin with, and the script has no episode 2"),
        (("雨下了", "", "……"), "Episode 3 .* says no words"),
    ],
)
def test_words_that_are_not_there_are_named_with_what_helps(begins, said):
    with pytest.raises(StoryboardError, match=said) as error:
        recut(parse(NOVEL), outline(*begins))
    assert f"`begins` of episode {len(begins)} in storyboard/outline.json" in error.value.help
    assert "drama redo" in error.value.help


def test_an_episode_without_anything_in_it_is_refused():
    with pytest.raises(StoryboardError, match="Episode 1 of the outline has nothing in it"):
        recut(parse(SCRIPT), outline("夜外街口", "街口"))


@given(st.data())
def test_nothing_is_lost_wherever_it_is_cut(data):
    words = st.text(alphabet="雨夜林夏aé１ …“”。，\n\n", min_size=1, max_size=60)
    script = parse("第一章 雨\n天。" + data.draw(words) + "\n第二章 雪\n" + data.draw(words) + "\n\n风。")
    letters = Letters(script)
    positions = sorted(data.draw(st.sets(st.integers(0, len(letters.text) - 1), min_size=1, max_size=8)))
    begins: list[str] = []
    after = -1
    for position in positions:
        words_there = letters.text[position:]
        in_heading = letters.units[letters.unit(position)].element is None
        if letters.find(words_there, after) == position and not in_heading:
            begins.append(words_there)
            after = position
    assume(begins)
    whole = recut(script, outline(*begins))
    told = [text for episode in whole.episodes for text in texts(episode)]
    before = [unused.text for unused in whole.unused[len(script.unused) :]]
    original = "".join(text for episode in script.episodes for text in texts(episode))
    assert squeezed("".join(before + told)) == squeezed(original)
    assert len(whole.episodes) == len(begins)


def squeezed(text: str) -> str:
    return "".join(text.split())


def long_script(paragraph: str, count: int) -> Screenplay:
    lines = (f"第{number}号{paragraph}" for number in range(count))
    return parse("第一章 雨\n" + "\n".join(lines), "long.txt")


@pytest.mark.parametrize("joined", [False, True], ids=["paragraphs", "one paragraph"])
def test_a_million_characters_are_cut_into_a_thousand_episodes_at_once(joined):
    script = long_script("林夏站在雨里，看着街口的灯一盏一盏地灭了。" * 2 + "雨。", 20_000)
    if joined:
        (scene,) = script.episodes[0].scenes
        whole = replace(scene.elements[0], text="".join(element.text for element in scene.elements))
        script = replace(
            script, episodes=(replace(script.episodes[0], scenes=(replace(scene, elements=(whole,)),)),)
        )
    plans = outline(*(f"第{number}号" for number in range(0, 20_000, 20)))
    began = time.process_time()
    assert len(recut(script, plans).episodes) == 1000
    assert time.process_time() - began < 10
