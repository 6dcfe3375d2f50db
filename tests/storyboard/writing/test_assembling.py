from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.script import parse
from pipeline.story import (
    Angle,
    Character,
    EpisodePlan,
    Feeling,
    Mode,
    Move,
    Outline,
    Place,
    Size,
    Time,
    Weather,
)
from pipeline.storyboard.faithful import coverage
from pipeline.storyboard.likeness import spoken
from pipeline.storyboard.pace import speech_seconds
from pipeline.storyboard.source import pieces_of
from pipeline.storyboard.stage import check_people
from pipeline.storyboard.writing.assembling import NOT_TOLD, Assembly
from pipeline.storyboard.writing.shots import SceneForm, ShotForm


@dataclass(frozen=True)
class Bounds:
    shortest_shot_seconds: float = 2.0
    longest_shot_seconds: float = 8.0


SCRIPT = parse(
    """第1集 雨夜

1-1 夜 外 街口
人物：林夏、顾言
△雨下了一夜。林夏撑着伞，站在路灯下。
林夏：（惊讶）你怎么来了？
顾言（OS）：我一直都在。
【字幕：三年前】
顾言：那天掉下去的人，不是我。你每年祭拜的，到底是谁？你想过没有？
林夏：知道了。
旁白：那天之后，谁也没有再提起。
【黑场】

1-2 日 内 客厅
△老陈放下茶杯。
老陈：知道了。
【字幕：未完待续】
""",
    "x.txt",
).episodes[0]
PROSE = parse(
    """雨下了一夜，街上一个人也没有，只有路灯亮着。
“你怎么来了？”
她没有回答。
顾言说：“进来吧。外面冷。”
门在他们身后关上了。
""",
    "x.txt",
).episodes[0]
OUTLINE = Outline(
    title="雨夜",
    characters=(
        Character(name="林夏", aliases=("小夏",)),
        Character(name="顾言"),
        Character(name="老陈"),
    ),
    places=(Place(name="街口"), Place(name="客厅")),
    episodes=(EpisodePlan(number=1, title="重逢"),),
)


def assembly(script=SCRIPT, bounds=Bounds()):
    return Assembly(script, pieces_of(script, "zh", bounds.longest_shot_seconds - 1), OUTLINE, bounds)


def shot(**values):
    return ShotForm.model_validate(values)


def scene(*shots, **values):
    return SceneForm.model_validate({"place": "街口", **values, "shots": shots})


WHOLE = (
    scene(
        shot(shows=[1], seen="林夏撑着伞站在路灯下。", people=["林夏"], seconds=3),
        shot(seen="林夏回头。", people=["林夏"], lines=[{"source": 2, "speaker": "小夏"}]),
        shot(seen="顾言走近。", people=["顾言"], lines=[{"source": 3}, {"source": 5}, {"source": 6}]),
        shot(seen="林夏低下头。", people=["林夏"], lines=[{"source": 7}, {"source": 8}]),
    ),
    scene(shot(shows=[9], lines=[{"source": 10}]), place="客厅", time="day"),
)


def lines_of(episode):
    return [(line.speaker, line.text) for _, line in episode.lines]


def test_pieces_of_the_script_used_here():
    assert [(piece.number, piece.kind, piece.text) for piece in assembly().pieces] == [
        (1, "action", "雨下了一夜。林夏撑着伞，站在路灯下。"),
        (2, "dialogue", "你怎么来了？"),
        (3, "dialogue", "我一直都在。"),
        (4, "caption", "三年前"),
        (5, "dialogue", "那天掉下去的人，不是我。你每年祭拜的，到底是谁？"),
        (6, "dialogue", "你想过没有？"),
        (7, "dialogue", "知道了。"),
        (8, "dialogue", "那天之后，谁也没有再提起。"),
        (9, "action", "老陈放下茶杯。"),
        (10, "dialogue", "知道了。"),
        (11, "caption", "未完待续"),
    ]


def test_a_transition_of_the_script_is_the_way_into_its_next_scene():
    assert [told.enter for told in assembly().episode(WHOLE).scenes] == ["", "fade"]


def test_the_words_come_from_the_script_by_their_number():
    episode = assembly().episode(WHOLE)
    assert lines_of(episode) == [
        ("林夏", "你怎么来了？"),
        ("顾言", "我一直都在。"),
        ("顾言", "那天掉下去的人，不是我。你每年祭拜的，到底是谁？"),
        ("顾言", "你想过没有？"),
        ("林夏", "知道了。"),
        ("", "那天之后，谁也没有再提起。"),
        ("老陈", "知道了。"),
    ]
    found = coverage(SCRIPT, episode)
    assert (found.dialogue, found.told, found.invented) == (1, 1, ())


def test_what_the_script_says_of_scenes_is_believed():
    episode = assembly().episode(WHOLE)
    assert [(s.heading, s.place, s.inside, s.time) for s in episode.scenes] == [
        ("1-1 夜 外 街口", "街口", False, Time.NIGHT),
        ("1-2 日 内 客厅", "客厅", True, Time.DAY),
    ]


def test_the_title_is_that_of_the_plan():
    assert assembly().episode(WHOLE).title == "重逢"


def test_captions_lie_on_what_follows_them_and_the_last_on_what_stands_before():
    episode = assembly().episode(WHOLE)
    captions = [
        (shot.caption, [line.text for line in shot.lines]) for _, shot in episode.shots if shot.caption
    ]
    assert captions[0][0] == "三年前"
    assert captions[0][1][0] == "那天掉下去的人，不是我。你每年祭拜的，到底是谁？"
    assert captions[1:] == [("未完待续", ["知道了。"])]


def test_what_is_not_told_is_listed_with_its_line():
    told = (scene(shot(lines=[{"source": 2}]), shot(lines=[{"source": 5}, {"source": 6}])),)
    episode = assembly().episode(told)
    assert [(u.text, u.line_number) for u in episode.unused if u.why == NOT_TOLD] == [
        ("雨下了一夜。林夏撑着伞，站在路灯下。", 5),
        ("我一直都在。", 7),
        ("知道了。那天之后，谁也没有再提起。老陈放下茶杯。知道了。", 10),
    ]
    assert episode.unused[0].text == "黑场"
    found = coverage(SCRIPT, episode)
    assert [element.text for element in found.dropped] == ["我一直都在。", "知道了。", "知道了。"]


def test_an_answer_without_shots_still_shows_how_the_script_begins():
    episode = assembly().episode(())
    assert next(shot.seen for _, shot in episode.shots) == "雨下了一夜。林夏撑着伞，站在路灯下。"
    assert coverage(SCRIPT, episode).told < 0.5


def test_a_stranger_is_a_guest_with_what_the_name_tells():
    told = (scene(shot(seen="一个老奶奶走过。", people=["卖花老奶奶", "林夏", "众人"])),)
    episode = assembly().episode(told)
    assert [(g.name, g.sex, g.age.value) for g in episode.guests] == [("卖花老奶奶", "female", "old")]
    check_people(OUTLINE, episode)


def test_a_person_finds_words_that_a_novel_leaves_to_nobody():
    told = (scene(shot(lines=[{"source": 2, "speaker": "林夏", "words": "你怎么来了？"}])),)
    assert lines_of(assembly(PROSE).episode(told))[0] == ("林夏", "你怎么来了？")


def test_a_novel_is_narrated_in_the_words_of_the_model():
    told = (scene(shot(lines=[{"source": 1, "speaker": "旁白", "words": "雨夜，街上空无一人。"}])),)
    episode = assembly(PROSE).episode(told)
    assert [(line.text, line.mode, line.invented) for _, line in episode.lines] == [
        ("雨夜，街上空无一人。", Mode.NARRATION, False)
    ]


@pytest.mark.parametrize("script", [SCRIPT, PROSE], ids=["script", "prose"])
def test_the_same_answers_give_the_same_episode(script):
    assert assembly(script).episode(WHOLE) == assembly(script).episode(WHOLE)


WORDS = st.one_of(
    st.sampled_from(
        [
            "",
            "你怎么来了？",
            "知道了",
            "不是我",
            "我什么都不知道",
            "雨下了一夜。林夏撑着伞，站在路灯下。",
            "……",
        ]
    ),
    st.text("你怎么来了知道雨，。！“”（）a1 \n", max_size=90),
)
NAMES = st.one_of(
    st.sampled_from(
        ["", "林夏", "小夏（OS）", "旁白", "narrator", "顾言(V.O.)", "众人", "他", "路人甲", "？", "（）"]
    ),
    st.text("林顾甲（）、和aB: \u3000", max_size=50),
)
NUMBERS = st.integers(-2, 14)
LINES = st.fixed_dictionaries(
    {
        "source": st.one_of(NUMBERS, st.lists(NUMBERS, max_size=3)),
        "speaker": NAMES,
        "words": WORDS,
        "feeling": st.sampled_from(Feeling),
        "mode": st.sampled_from(Mode),
    }
)
SHOTS = st.fixed_dictionaries(
    {
        "shows": st.lists(NUMBERS, max_size=4),
        "size": st.sampled_from(Size),
        "angle": st.sampled_from(Angle),
        "move": st.sampled_from(Move),
        "seen": WORDS,
        "moves": WORDS,
        "people": st.lists(NAMES, max_size=6),
        "seconds": st.one_of(st.integers(-5, 500), st.floats(allow_nan=True)),
        "caption": st.sampled_from(["", "三年前", "五年后", "未完"]),
        "lines": st.lists(LINES, max_size=5),
    }
)
SCENES = st.lists(
    st.fixed_dictionaries(
        {
            "place": st.sampled_from(["", "街口", "大街口", "火星", " "]),
            "inside": st.booleans(),
            "time": st.sampled_from(Time),
            "weather": st.sampled_from(Weather),
            "flashback": st.booleans(),
            "shots": st.lists(SHOTS, max_size=5),
        }
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(forms=SCENES, script=st.sampled_from([SCRIPT, PROSE]), longest=st.sampled_from([3.0, 8.0]))
def test_any_answer_gives_a_valid_episode(forms, script, longest):
    bounds = Bounds(longest_shot_seconds=longest)
    made = assembly(script, bounds)
    episode = made.episode([SceneForm.model_validate(form) for form in forms])

    check_people(OUTLINE, episode)
    assert [s.id for s in episode.scenes] == [f"e01s{at:02d}" for at in range(1, len(episode.scenes) + 1)]
    for part in episode.scenes:
        assert [s.id for s in part.shots] == [f"{part.id}-{at:02d}" for at in range(1, len(part.shots) + 1)]
        for taken in part.shots:
            assert [line.id for line in taken.lines] == [
                f"{taken.id}-{at}" for at in range(1, len(taken.lines) + 1)
            ]
            assert 2 <= taken.least_seconds <= longest
            assert taken.seen
            assert sum(speech_seconds(line.text) for line in taken.lines) <= longest - 1 + 0.1
    captions = [p.text for p in made.pieces if p.kind == "caption"]
    assert sorted(shot.caption for _, shot in episode.shots if shot.caption) == sorted(captions)


@settings(max_examples=40, deadline=None)
@given(forms=SCENES, script=st.sampled_from([SCRIPT, PROSE]))
def test_in_any_answer_each_word_of_dialogue_is_told_word_for_word_or_listed(forms, script):
    made = assembly(script)
    episode = made.episode([SceneForm.model_validate(form) for form in forms])

    said = [spoken(piece.text) for piece in made.pieces if piece.said]
    heard = [spoken(line.text) for _, line in episode.lines if not line.invented]
    unused = [spoken(unused.text) for unused in episode.unused]
    assert all(text in heard or any(text in lost for lost in unused) for text in said)
    told = [line for _, line in episode.lines if not line.invented and line.speaker]
    everything = "".join(spoken(piece.text) for piece in made.pieces)
    assert all(spoken(line.text) in everything for line in told)
    for text in set(said):
        assert sum(spoken(line.text) == text for line in told) <= said.count(text) + everything.count(text)
