"""The storyboard in a terminal: readable in narrow and wide windows, without colours."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pipeline.attempt import Made
from pipeline.drama import open_drama
from pipeline.errors import NameUnknown
from pipeline.review import Review
from pipeline.sheet import sheet
from pipeline.story import Merged, Outline
from pipeline.storyboard.files import OUTLINE, load, text_of
from pipeline.storyboard.stage import Storyboards


def board(folder, *numbers: int) -> None:
    """The storyboards of the episodes *numbers*."""
    boards = Storyboards(open_drama(folder))
    outline = load(boards.outline(), Outline)
    for number in numbers:
        boards.episode(outline, number)


def read(folder, numbers=None, width: int = 80) -> list[str]:
    """What a window of that *width* shows."""
    drama = open_drama(folder, planning=True)
    out = Console(file=io.StringIO(), width=width, markup=False, emoji=False, highlight=False)
    for part in sheet(Review(drama, Storyboards(drama)), numbers):
        out.print(part)
    return [line.rstrip() for line in out.file.getvalue().splitlines()]


def edit(folder, was: str, is_: str) -> None:
    path = folder / "storyboard/e01.json"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, is_, 1), "utf-8")


def test_an_episode_begins_with_what_there_is_of_it(folder):
    board(folder, 1)
    told = read(folder)

    assert told[0] == "雨夜"
    assert told[2] == "Episode 1 · 重逢"
    assert told[3].startswith("about ")
    assert told[3].endswith("4 lines, dialogue kept 100 %, told 100 %, invented 0")


def test_scenes_shots_and_lines_are_told(folder):
    board(folder, 1)
    told = read(folder)

    assert "e01s01  街口 (outside, night, rain)" in told
    assert any(line.startswith("e01s01-01  ") and " s  wide" in line for line in told)
    assert any(line.endswith("林夏 (surprised, 惊讶): 你还活着？") for line in told)
    assert any(line.endswith("narrator: 那天之后，谁也没有再提起。") for line in told)
    assert any(line.endswith("caption: 三年前") for line in told)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_word_is_lost_in_a_narrow_window(folder, width):
    board(folder, 1)
    edit(folder, "我一直都在。", "我一直都在这里等你回来" * 12)
    told = read(folder, width=width)

    assert "我一直都在这里等你回来" * 12 in "".join(line.strip() for line in told)
    assert "…" not in "".join(told)


def test_only_the_episodes_asked_for_are_told(folder):
    board(folder, 1, 2)

    assert [line for line in read(folder, [2]) if line.startswith("Episode")] == ["Episode 2 · 真相"]


def test_an_episode_that_is_not_there_is_refused(folder):
    board(folder, 1)

    with pytest.raises(NameUnknown, match="no storyboard of episode 2 yet"):
        read(folder, [1, 2])


def test_a_broken_episode_is_told_and_the_next_one_read(folder):
    board(folder, 1, 2)
    edit(folder, '"wide"', '"huge"')
    told = read(folder)

    assert any("'huge' is not possible" in line for line in told)
    assert "Episode 2 · 真相" in told


def test_inventions_and_what_is_not_told_are_named_in_words(folder):
    board(folder, 1)
    edit(folder, "我一直都在。", "我一直在这里。")
    edit(folder, "你还活着？", "雨真大啊，路上一个人也没有。")
    edit(folder, '"invented": false\n', '"invented": true\n')
    told = read(folder)

    assert "Not told as the script has it:" in told
    assert "line 12  林夏: 你还活着？ (not heard)" in told
    assert "line 13  老陈: 我一直都在。 -> 我一直在这里。" in told
    assert any("[invented]" in line for line in told)


def test_much_that_is_not_told_is_counted(folder):
    board(folder, 1)
    unused = ", ".join(f'{{"text": "第{n}句", "line_number": {n}, "why": "cut"}}' for n in range(1, 31))
    edit(folder, '"unused": []', f'"unused": [{unused}]')

    assert "... and 18 more; see storyboard.html" in read(folder)


def test_people_stand_at_the_end_with_how_their_names_were_merged(folder):
    board(folder, 1)
    made = Made(OUTLINE, folder / OUTLINE, "kept", "", 0)
    merged = Merged(name="老陈", others=("陈伯",), why="同一人")
    outline = load(made, Outline).model_copy(update={"merged": (merged,)})
    made.path.write_text(text_of(outline), "utf-8")
    told = read(folder)

    assert any(line.startswith("林夏  female, young; ") for line in told)
    assert told[-1] == "陈伯 taken for 老陈 (同一人)"
