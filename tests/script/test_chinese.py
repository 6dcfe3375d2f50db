import pytest

from pipeline.script import format_of, parse
from pipeline.script.screenplay import Element, Screenplay, ScriptScene
from pipeline.story import Age, Mode, Time

SCRIPT = """\
《重生之校花》
类型：都市
大纲：林夏死后回到高中。
她要改写一切。

人物小传：
林夏（女，23岁）：短发，白衬衫。
顾言（男，二十多岁）：校草，又名阿言。

第一集：重生
1-1 夜 外 中学操场
人物：林夏、顾言
△林夏猛地睁开眼。
林夏：（惊恐）我没死？（摸脸）这是……
顾言（冷笑）：你说呢？
林夏OS：他怎么在这里？
【字幕：十年前】
旁白：命运给了她第二次机会。
【闪回】
△火光冲天。
顾言（VO）：快跑！
【闪回结束】
林夏：我记得。

第2场 日 内 教室
△铃声响起。
【本集完】

第2集
场次2-1 天台 黄昏 外
林夏：
（低声）
再见。
"""


@pytest.fixture(scope="module")
def script() -> Screenplay:
    return parse(SCRIPT, "x.txt")


def scene(body: str) -> ScriptScene:
    return parse(f"1-1 日 内 屋\n{body}").episodes[0].scenes[0]


def test_it_is_recognised():
    assert format_of(SCRIPT) == "chinese"
    assert format_of("林夏：你好。\n顾言：再见。") == "chinese"
    assert format_of("林夏走进屋里，说：“你好。”\n\n他没有回答。") == "prose"


def test_the_front_gives_title_logline_and_cast(script):
    assert (script.title, script.language) == ("重生之校花", "zh")
    assert script.logline == "林夏死后回到高中。 她要改写一切。"
    lin, gu = script.characters
    assert (lin.name, lin.sex, lin.age, lin.look) == ("林夏", "female", Age.YOUNG, "女，23岁，短发，白衬衫。")
    assert (gu.sex, gu.age, gu.aliases) == ("male", Age.YOUNG, ("阿言",))


def test_what_is_about_the_script_is_listed_as_unused(script):
    assert [(unused.text, unused.line_number) for unused in script.unused] == [("类型：都市", 2)]
    assert [(unused.text, unused.why) for unused in script.episodes[0].unused] == [("本集完", "the end")]


def test_episodes_have_numbers_and_titles(script):
    assert [(episode.number, episode.title) for episode in script.episodes] == [(1, "重生"), (2, "")]


def test_lines_keep_speaker_remark_mode_and_line_number(script):
    first = script.episodes[0].scenes[0].elements
    assert first == (
        Element("action", "林夏猛地睁开眼。", 13),
        Element("dialogue", "我没死？", 14, "林夏", "惊恐"),
        Element("dialogue", "这是……", 14, "林夏", "摸脸"),
        Element("dialogue", "你说呢？", 15, "顾言", "冷笑"),
        Element("dialogue", "他怎么在这里？", 16, "林夏", "", Mode.INNER),
        Element("caption", "十年前", 17),
        Element("dialogue", "命运给了她第二次机会。", 18, "", "", Mode.NARRATION),
    )


def test_a_flashback_in_mid_scene_is_a_scene_of_its_own(script):
    scenes = script.episodes[0].scenes
    assert [(part.heading, part.flashback) for part in scenes] == [
        ("1-1 夜 外 中学操场", False),
        ("1-1 夜 外 中学操场", True),
        ("1-1 夜 外 中学操场", False),
        ("第2场 日 内 教室", False),
    ]
    assert scenes[1].elements[1] == Element("dialogue", "快跑！", 21, "顾言", "", Mode.OFFSCREEN)
    assert scenes[2].people == ("林夏", "顾言")


def test_a_name_without_words_waits_for_the_lines_below(script):
    assert script.episodes[1].scenes[0].elements == (Element("dialogue", "再见。", 33, "林夏", "低声"),)


@pytest.mark.parametrize(
    ("heading", "place", "inside", "time"),
    [
        ("1-2 夜 外 中学操场", "中学操场", False, Time.NIGHT),
        ("1-1 日 内 咖啡馆", "咖啡馆", True, Time.DAY),
        ("1-1、清晨 外 山顶", "山顶", False, Time.DAWN),
        ("场次1-2 中学操场 夜 外", "中学操场", False, Time.NIGHT),
        ("场次：3-1 内 林家-客厅 傍晚", "林家-客厅", True, Time.DUSK),
        ("第2场 咖啡馆（夜，内）", "咖啡馆", True, Time.NIGHT),
        ("第十二场 深夜 内 医院", "医院", True, Time.NIGHT),
        ("场景一：教室 日/内", "教室", True, Time.DAY),
        ("3-4 夜内 林家", "林家", True, Time.NIGHT),
        ("内景。咖啡馆 — 日", "咖啡馆", True, Time.DAY),
        ("外景 街道 夜", "街道", False, Time.NIGHT),
        ("12. 皇宫大殿 日 内", "皇宫大殿", True, Time.DAY),
        ("**1-1 夜 外 街口**", "街口", False, Time.NIGHT),
        ("1-1 雨夜 外 街口", "街口", False, Time.NIGHT),
        ("1-3 医院", "医院", False, None),
    ],
)
def test_headings_are_read_in_any_order(heading, place, inside, time):
    found = parse(f"{heading}\n△有人走过。\n林夏：走吧。").episodes[0].scenes[0]
    assert (found.place, found.inside, found.time) == (place, inside, time)


@pytest.mark.parametrize(
    "line",
    ["3-4 个人冲了进来，把门关上。", "第2场雨下了很久。", "2024年的冬天。", "内心很乱。", "日子一天天过去"],
)
def test_an_action_that_begins_like_a_heading_is_an_action(line):
    assert scene(f"△门开了。\n{line}").elements[-1].text == line


@pytest.mark.parametrize(
    ("line", "speaker", "note", "mode", "text"),
    [
        ("林夏：（冷冷地）走。", "林夏", "冷冷地", Mode.SPEECH, "走。"),
        ("林夏（冷冷地）：走。", "林夏", "冷冷地", Mode.SPEECH, "走。"),
        ("林夏(冷冷地):走。", "林夏", "冷冷地", Mode.SPEECH, "走。"),
        ("林夏（VO，哭腔）：走。", "林夏", "哭腔", Mode.OFFSCREEN, "走。"),
        ("林夏VO：走。", "林夏", "", Mode.OFFSCREEN, "走。"),
        ("林夏（画外音）：走。", "林夏", "", Mode.OFFSCREEN, "走。"),
        ("林夏 OS：走。", "林夏", "", Mode.INNER, "走。"),
        ("林夏（内心独白）：走。", "林夏", "", Mode.INNER, "走。"),
        ("旁白：走。", "", "", Mode.NARRATION, "走。"),
        ("画外音（低沉）：走。", "", "低沉", Mode.NARRATION, "走。"),
        ("路人甲：走。", "路人甲", "", Mode.SPEECH, "走。"),
        ("林夏、顾言：走。", "林夏、顾言", "", Mode.SPEECH, "走。"),
    ],
)
def test_a_cue_tells_who_speaks_and_how(line, speaker, note, mode, text):
    assert scene(line).elements == (Element("dialogue", text, 2, speaker, note, mode),)


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("【字幕：三年后】", "caption", "三年后"),
        ("字幕：三年后", "caption", "三年后"),
        ("【三年后】", "caption", "三年后"),
        ("[短信：快逃]", "caption", "快逃"),
        ("【特写：一枚戒指】", "action", "特写：一枚戒指"),
        ("（林夏转身离开）", "action", "林夏转身离开"),
        ("她看着窗外。", "action", "她看着窗外。"),
        ("▲雨下大了。", "action", "雨下大了。"),
    ],
)
def test_what_is_shown_is_told_from_what_is_said(line, kind, text):
    assert scene(line).elements == (Element(kind, text, 2),)


@pytest.mark.parametrize(
    ("line", "why"),
    [("【黑场】", "a transition"), ("切至：", "a transition"), ("【音效：雷声】", "a sound or music cue")],
)
def test_transitions_and_sounds_are_unused_with_a_reason(line, why):
    (unused,) = parse(f"1-1 日 内 屋\n△灯灭了。\n{line}").episodes[0].unused
    assert (unused.line_number, unused.why) == (3, why)


def test_a_remark_behind_the_last_word_is_shown():
    assert scene("林夏：走吧。（转身）").elements[1] == Element("action", "林夏 转身", 2)


def test_text_on_the_line_of_a_mark_is_not_lost():
    found = parse("1-1 日 内 屋\n【闪回】△火光冲天。\n【闪回结束】林夏：我记得。").episodes[0].scenes
    assert [(part.flashback, part.elements[0].text) for part in found] == [
        (True, "火光冲天。"),
        (False, "我记得。"),
    ]


def test_time_and_place_below_the_heading_belong_to_it():
    found = parse("场景一\n时间：夜\n地点：医院走廊\n△灯灭了。").episodes[0].scenes[0]
    assert (found.place, found.time) == ("医院走廊", Time.NIGHT)
    assert found.heading == "场景一 时间：夜 地点：医院走廊"


def test_a_script_without_headings_is_one_scene_of_one_episode():
    (episode,) = parse("林夏：你好。\n顾言：再见。").episodes
    assert (episode.number, len(episode.scenes), len(episode.scenes[0].elements)) == (1, 1, 2)


def test_an_episode_whose_number_is_taken_gets_the_next_one():
    found = parse("第1集\n林夏：一。\n第1集\n林夏：二。")
    assert [episode.number for episode in found.episodes] == [1, 2]
    assert "number is taken" in found.episodes[1].unused[0].why


def test_headings_with_nothing_below_are_listed():
    found = parse("第1集 空\n第2集\n1-1 夜 外 空街\n人物：顾言\n1-2 日 内 屋\n林夏：走。")
    assert [unused.text for unused in found.unused] == ["第1集 空"]
    assert [unused.text for unused in found.episodes[0].unused] == ["1-1 夜 外 空街\n顾言"]


def test_a_scene_before_the_first_episode_opens_it():
    found = parse("△雨夜，枪声。\n第1集 开始\n1-1 日 内 屋\n林夏：走。")
    assert [(episode.number, len(episode.scenes)) for episode in found.episodes] == [(1, 2)]
