"""A novel that changed is cut as before, so that later episodes keep their numbers."""

import pytest

from pipeline.script import parse
from pipeline.story import EpisodePlan
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.keeping import as_before
from pipeline.storyboard.outlining.paragraphs import paragraphs_of
from pipeline.storyboard.outlining.planning import Cut, Lengths, planned


def paragraph(word: str, number: int) -> str:
    return f"{word}在{number:03}号门前站了很久很久，没有敲。"


def novel(*chapters: tuple[str, int]) -> str:
    return "\n\n".join(
        f"第{number}章 名{number}\n\n"
        + "\n\n".join(paragraph(f"{word}{number}", line) for line in range(size))
        for number, (word, size) in enumerate(chapters, start=1)
    )


class Story:
    def __init__(self, text: str) -> None:
        script = parse(text, "x.txt")
        self.letters = Letters(script)
        self.paragraphs = paragraphs_of(script, self.letters, 1000)
        self.lengths = Lengths(self.paragraphs, 100)

    def plans(self, *indexes: int) -> list[EpisodePlan]:
        cuts = [Cut(index, f"T{index}", f"H{index}", f"C{index}") for index in indexes]
        return planned(cuts, self.paragraphs, self.letters, 60)

    def kept(self, before: list[EpisodePlan], *indexes: int) -> list[tuple[int, str]]:
        cuts = [Cut(index, f"N{index}") for index in indexes]
        found = as_before(cuts, before, self.paragraphs, self.letters, self.lengths)
        return [(cut.index, cut.title) for cut in found]


BEFORE = novel(("她", 10), ("他", 10), ("我", 10))


def test_the_same_text_is_cut_as_before_whatever_is_said_now():
    story = Story(BEFORE)
    before = story.plans(0, 4, 10, 16, 20, 25)
    assert story.kept(before, 0, 5, 10, 20, 26) == [
        (0, "T0"), (4, "T4"), (10, "T10"), (16, "T16"), (20, "T20"), (25, "T25"),
    ]  # fmt: skip


def test_a_changed_chapter_has_as_many_episodes_as_before():
    before = Story(BEFORE).plans(0, 4, 10, 16, 20, 25)
    changed = Story(novel(("她", 10), ("它", 11), ("我", 10)))
    assert changed.kept(before, 0, 4, 10, 14, 18, 21, 26) == [
        (0, "T0"), (4, "T4"), (10, "N10"), (15, ""), (21, "T20"), (26, "T25"),
    ]  # fmt: skip


def test_what_is_said_of_a_changed_chapter_counts_where_the_number_is_the_same():
    before = Story(BEFORE).plans(0, 4, 10, 16, 20, 25)
    changed = Story(novel(("她", 10), ("它", 11), ("我", 10)))
    assert changed.kept(before, 0, 4, 10, 14, 21)[2:4] == [(10, "N10"), (14, "N14")]


def test_a_changed_beginning_has_as_many_episodes_as_before():
    before = Story(BEFORE).plans(0, 4, 10, 16, 20, 25)
    changed = Story(novel(("谁", 10), ("他", 10), ("我", 10)))
    assert changed.kept(before, 0, 10, 16, 20, 25)[:3] == [(0, "N0"), (5, ""), (10, "T10")]


@pytest.mark.parametrize(
    ("now", "indexes", "kept"),
    [
        ((("她", 10), ("他", 40), ("我", 10)), (0, 10, 20, 30, 40, 50), [0, 8, 10, 16, 20, 30, 40, 50, 55]),
        ((("她", 10), ("谁", 2), ("我", 10)), (0, 5, 10, 12, 17), [0, 8, 10, 12, 17]),
    ],
    ids=["longer", "shorter"],
)
def test_a_text_that_grew_or_shrank_much_is_cut_anew_there(now, indexes, kept):
    before = Story(BEFORE).plans(0, 8, 10, 16, 20, 25)
    assert [index for index, _ in Story(novel(*now)).kept(before, *indexes)] == kept


def test_episodes_of_another_length_are_cut_anew():
    story = Story(BEFORE)
    assert story.kept(story.plans(0, 4, 10, 16, 20, 25), 0, 10) == [(0, "N0"), (10, "N10")]


def test_words_that_are_found_in_the_wrong_order_keep_nothing():
    story = Story(BEFORE)
    plans = story.plans(0, 10, 20)
    wrong = [plans[0], plans[2].model_copy(update={"title": "late"}), plans[1], plans[2]]
    assert story.kept(wrong, 0, 10, 20)[:2] == [(0, "T0"), (5, "")]
