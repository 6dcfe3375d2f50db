"""Episodes are cut where the model said, within sizes; chapters and the script's own episodes stay."""

import pytest

from pipeline.script import parse
from pipeline.story import Outline
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.paragraphs import Chunk, paragraphs_of
from pipeline.storyboard.outlining.planning import Cut, Lengths, cuts_of, own_episodes, planned
from pipeline.storyboard.outlining.reading import Reading, ReadingForm
from pipeline.storyboard.recut import recut


#: A paragraph of twenty characters, different for each number.
def paragraph(number: int) -> str:
    return f"她在{number:03}号门前站了很久很久，没有敲。"


def novel(*chapters: int) -> str:
    """A novel of chapters with so many paragraphs each."""
    count = iter(range(1000))
    return "\n\n".join(
        f"第{number}章 名{number}\n\n" + "\n\n".join(paragraph(next(count)) for _ in range(size))
        for number, size in enumerate(chapters, start=1)
    )


class Story:
    def __init__(self, text: str, wanted: int = 100) -> None:
        self.script = parse(text, "x.txt")
        self.letters = Letters(self.script)
        self.paragraphs = paragraphs_of(self.script, self.letters, 1000)
        self.lengths = Lengths(self.paragraphs, wanted)

    def said(self, *begins: int, title: str = "") -> list[Reading]:
        parts = [
            {
                "begins": index + 1,
                "title": title or f"T{index}",
                "hook": f"H{index}",
                "cliffhanger": f"C{index}",
            }
            for index in begins
        ]
        return [Reading(Chunk(tuple(self.paragraphs)), ReadingForm.model_validate({"episodes": parts}))]

    def cuts(self, *begins: int) -> list[Cut]:
        return cuts_of(self.script, self.paragraphs, self.said(*begins), self.lengths)


def test_a_novel_is_cut_where_the_model_says():
    assert Story(novel(15)).cuts(0, 4, 9) == [
        Cut(0, "T0", "H0", "C0"),
        Cut(4, "T4", "H4", "C4"),
        Cut(9, "T9", "H9", "C9"),
    ]


@pytest.mark.parametrize(
    ("chapters", "begins", "indexes"),
    [
        ((15,), (0, 1, 5, 14), [0, 5]),
        ((30,), (0,), [0, 5, 10, 15, 20, 25]),
        ((7,), (0, 3), [0]),
        ((5, 5, 5), (), [0, 5, 10]),
        ((1, 1, 5, 1), (), [0]),
        ((2, 4, 4), (), [0, 6]),
        ((5, 20), (0, 5, 9), [0, 5, 9, 14, 20]),
    ],
    ids=[
        "too short episodes are joined",
        "too long ones are cut evenly",
        "a chapter little longer than an episode is one",
        "every chapter begins one",
        "tiny chapters are joined to one",
        "a tiny chapter is joined to the next",
        "chapters and the model's cuts together",
    ],
)
def test_cuts_are_put_right(chapters, begins, indexes):
    assert [cut.index for cut in Story(novel(*chapters)).cuts(*begins)] == indexes


def test_an_evenly_cut_episode_says_only_what_is_surely_its_own():
    first, second, last = Story(novel(15)).cuts(0)
    assert (first.title, first.hook, first.cliffhanger) == ("T0", "H0", "")
    assert (second.title, second.hook, second.cliffhanger) == ("", "", "")
    assert last.cliffhanger == "C0"


def test_a_chapter_that_is_one_episode_keeps_its_title():
    assert [cut.title for cut in Story(novel(5, 15)).cuts(0, 5, 12)] == ["名1", "T5", "T12"]


def test_a_plan_begins_with_words_that_find_its_place_again():
    story = Story(novel(10, 10))
    plans = planned(story.cuts(0, 5, 10, 15), story.paragraphs, story.letters, 60)
    assert [plan.begins for plan in plans[:2]] == ["她在000号门前", "她在005号门前"]
    assert [(plan.number, plan.seconds) for plan in plans] == [(1, 60), (2, 60), (3, 60), (4, 60)]
    cut = recut(story.script, Outline(title="x", episodes=tuple(plans)))
    firsts = [episode.scenes[0].elements[0].text for episode in cut.episodes]
    assert firsts == [paragraph(number) for number in (0, 5, 10, 15)]


def test_an_episode_begins_later_where_the_same_words_stand_before():
    refrain = "雨还在下。" * 20
    story = Story("第一章 雨\n\n" + f"{refrain}\n\n{refrain}\n\n{refrain}\n\n她没有敲门。\n\n门开了。", 10)
    plans = planned([Cut(0, "一"), Cut(1, "二"), Cut(4, "三")], story.paragraphs, story.letters, 60)
    assert [(plan.number, plan.title, plan.begins) for plan in plans[1:]] == [
        (2, "二", "她没有敲门。 门开了"),
        (3, "三", "门开了"),
    ]
    cut = recut(story.script, Outline(title="x", episodes=tuple(plans)))
    assert [episode.scenes[0].elements[0].text for episode in cut.episodes[1:]] == [
        "她没有敲门。",
        "门开了。",
    ]


def test_a_script_keeps_its_own_episodes_and_numbers():
    script = "第1集 归人\n1-1 日 内 屋\n林夏：走。\n林夏：快。\n第4集\n1-1 日 内 屋\n林夏：来。\n林夏：好。\n"
    story = Story(script)
    plans = own_episodes(story.script, story.paragraphs, story.said(0, 2, 3))
    assert [(p.number, p.title, p.hook, p.cliffhanger, p.begins, p.seconds) for p in plans] == [
        (1, "归人", "H0", "C0", "", None),
        (4, "T2", "H2", "C3", "", None),
    ]
    assert [plan.hook for plan in own_episodes(story.script, story.paragraphs, [])] == ["", ""]


def test_parts_are_about_as_long_and_begin_with_chapters_where_they_can():
    assert Story(novel(30)).lengths.even(0, 30, 3) == [10, 20]
    assert Story(novel(8, 22)).lengths.even(0, 30, 3) == [8, 20]
    assert Story(novel(2)).lengths.even(0, 2, 9) == [1]
