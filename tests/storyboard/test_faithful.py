from __future__ import annotations

from pathlib import Path

import pytest
from desks import Memory
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.script import parse, read
from pipeline.story import Episode, Line, Mode, Scene, Shot, Unused
from pipeline.storyboard.faithful import coverage
from pipeline.storyboard.rules import Rules

SAMPLES = sorted((Path(__file__).parents[2] / "assets" / "scripts").iterdir())

SOURCE = parse(
    """第1集 雨夜
1-1 夜 外 街口
△雨下了一夜。
林夏：你怎么来了？
顾言：那天掉下去的人，不是我。你每年祭拜的是谁？
林夏：知道了。
顾言：三年前我就该告诉你。
林夏：知道了。
""",
    "x",
).episodes[0]
KEPT = [
    ("林夏", "你怎么来了？"),
    ("顾言", "那天掉下去的人，不是我。你每年祭拜的是谁？"),
    ("林夏", "知道了。"),
    ("顾言", "三年前我就该告诉你。"),
    ("林夏", "知道了。"),
]


def told(lines, unused=(), mode=Mode.SPEECH):
    shots = tuple(
        Shot(
            id=f"e01s01-{number:02d}",
            lines=(
                Line(
                    id=f"e01s01-{number:02d}-1",
                    speaker=speaker,
                    text=text,
                    mode=mode if speaker else Mode.NARRATION,
                ),
            ),
        )
        for number, (speaker, text) in enumerate(lines, 1)
    )
    scene = Scene(id="e01s01", place="街口", shots=shots or (Shot(id="e01s01-01"),))
    return Episode(id="e01", number=1, scenes=(scene,), unused=unused)


def texts(parts):
    return [part.text for part in parts]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_rules_keep_all_dialogue_of_the_samples(sample):
    script = read(sample)
    rules = Rules()
    outline = rules.outline(script, Memory())
    for episode in script.episodes:
        found = coverage(episode, rules.write(script, outline, episode.number, Memory()))
        assert found.dialogue == 1
        assert found.lines >= 7
        assert (found.changed, found.dropped, found.invented, found.told) == ((), (), (), 1)


FATES = st.lists(st.sampled_from(["kept", "kept", "dropped", "rewritten", "split", "invented"]), max_size=20)


def retold(episode, fates):
    """*episode* whose lines of dialogue meet *fates*, and what became of which words."""
    became = {"dropped": [], "rewritten": [], "invented": []}
    scenes = []
    fate_of = iter(fates)
    for scene in episode.scenes:
        shots = []
        for shot in scene.shots:
            lines = []
            for line in shot.lines:
                fate = next(fate_of, "kept") if line.speaker else "kept"
                half = len(line.text) // 2
                texts = {
                    "dropped": [],
                    "rewritten": [line.text[:half] + "哦" + line.text[half + 1 :]],
                    "split": [line.text[:half], line.text[half:]],
                    "invented": [line.text, f"灶台里只剩灰烬{'呀' * len(became['invented'])}"],
                }.get(fate, [line.text])
                if fate in ("dropped", "rewritten"):
                    became[fate].append(line.text)
                became["invented"] += texts[1:] if fate == "invented" else []
                lines += [line.model_copy(update={"text": text}) for text in texts]
            ids = [f"{shot.id}-{number}" for number in range(1, len(lines) + 1)]
            lines = [line.model_copy(update={"id": name}) for line, name in zip(lines, ids, strict=True)]
            shots.append(shot.model_copy(update={"lines": tuple(lines)}))
        scenes.append(scene.model_copy(update={"shots": tuple(shots)}))
    return episode.model_copy(update={"scenes": tuple(scenes)}), became


@settings(max_examples=40, deadline=None)
@given(FATES)
def test_each_line_that_is_dropped_changed_or_invented_is_found_and_named(fates):
    episode, became = retold(told(KEPT), fates)
    found = coverage(SOURCE, episode)

    assert sorted(texts(found.dropped)) == sorted(became["dropped"])
    assert sorted(changed.script.text for changed in found.changed) == sorted(became["rewritten"])
    assert texts(found.invented) == became["invented"]
    assert found.kept == 5 - len(became["dropped"]) - len(became["rewritten"])


def test_a_faithful_episode_has_nothing_to_tell():
    found = coverage(SOURCE, told(KEPT))
    assert (found.lines, found.kept, found.told) == (5, 5, 1.0)
    assert found.changed + found.dropped + found.invented == ()


def test_punctuation_blanks_and_width_are_no_change():
    assert coverage(SOURCE, told([("林夏", "你 怎么来了?!"), *KEPT[1:]])).kept == 5


def test_a_line_may_go_on_in_another_shot_and_be_interrupted():
    halves = [
        ("顾言", "那天掉下去的人，不是我。"),
        ("", "雨更大了。"),
        ("顾言", "你每年祭拜的是谁？"),
    ]
    found = coverage(SOURCE, told([KEPT[0], *halves, *KEPT[2:]]))
    assert (found.kept, found.invented) == (5, ())


def test_a_moved_line_is_kept():
    assert coverage(SOURCE, told([KEPT[3], *KEPT[:3], KEPT[4]])).kept == 5


def test_two_lines_in_one_are_both_kept():
    both = ("顾言", "那天掉下去的人，不是我。你每年祭拜的是谁？三年前我就该告诉你。")
    found = coverage(SOURCE, told([KEPT[0], both, KEPT[2], KEPT[4]]))
    assert (found.kept, found.invented) == (5, ())


def test_a_dropped_line_is_named_once_though_its_words_come_again():
    found = coverage(SOURCE, told([*KEPT[:3], KEPT[3]]))
    assert texts(found.dropped) == ["知道了。"]
    assert found.kept == 4


def test_a_changed_line_is_named_with_what_became_of_it():
    found = coverage(SOURCE, told([KEPT[0], ("顾言", "那天掉下去的不是我。你每年祭拜谁？"), *KEPT[2:]]))
    assert [(c.script.text, c.line.text) for c in found.changed] == [
        ("那天掉下去的人，不是我。你每年祭拜的是谁？", "那天掉下去的不是我。你每年祭拜谁？")
    ]
    assert (found.kept, found.dropped, found.invented) == (4, (), ())


def test_an_invented_line_is_named_even_if_it_does_not_say_so():
    found = coverage(SOURCE, told([*KEPT, ("林夏", "我要离开这座城市，再也不回头！")]))
    assert texts(found.invented) == ["我要离开这座城市，再也不回头！"]
    assert found.kept == 5


def test_a_line_that_says_it_is_invented_is_named():
    episode = told([*KEPT, ("", "三个月后。")])
    marked = episode.model_dump()
    marked["scenes"][0]["shots"][5]["lines"][0]["invented"] = True
    assert texts(coverage(SOURCE, Episode(**marked)).invented) == ["三个月后。"]


def test_a_narrator_may_say_what_he_likes():
    assert coverage(SOURCE, told([("", "那是一个雨夜。"), *KEPT])).invented == ()


def test_what_is_listed_as_unused_is_not_told():
    unused = (
        Unused(text="雨下了一夜。", line_number=3, why="not told in this episode"),
        Unused(text="拍摄于上海", line_number=1, why="on the title page"),
    )
    found = coverage(SOURCE, told(KEPT, unused))
    assert found.told == pytest.approx(1 - 5 / (5 + 5 + 18 + 3 + 9 + 3))


def test_what_is_dropped_without_a_word_is_not_told_either():
    found = coverage(SOURCE, told(KEPT[:3]))
    assert texts(found.dropped) == ["三年前我就该告诉你。", "知道了。"]
    assert found.told == pytest.approx(1 - 12 / 43)


def test_a_script_without_dialogue_is_kept():
    source = parse("雨下了一夜。", "x").episodes[0]
    assert coverage(source, told([("", "雨。")])).dialogue == 1


def test_a_quotation_without_a_name_counts_whoever_says_it():
    source = parse("雨下了一夜。\n“你怎么来了？”\n她没有回答。\n“嗯。”\n", "x").episodes[0]
    narrated = [("", "雨下了一夜。"), ("", "“你怎么来了？”她没有回答。"), ("", "“嗯。”")]
    assert coverage(source, told(narrated)).dialogue == 1
    assert coverage(source, told([("林夏", "你怎么来了？"), ("林夏", "嗯。")])).dialogue == 1
    assert texts(coverage(source, told(narrated[:2])).dropped) == ["嗯。"]


def test_many_lines_that_begin_alike_are_no_trouble():
    lines = [("林夏", f"你知道第{number}个秘密吗？") for number in range(3000)]
    script = "".join(f"{who}：{text}\n" for who, text in lines)
    source = parse(f"第1集 秘密\n1-1 夜 外 街口\n{script}", "x").episodes[0]
    assert coverage(source, told(lines)).kept == 3000
