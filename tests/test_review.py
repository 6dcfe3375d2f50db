"""A storyboard as a person looks through it: its time, what it keeps of the script, what it took."""

from __future__ import annotations

import wave

import pytest

from pipeline.attempt import Attempt
from pipeline.drama import Drama, open_drama
from pipeline.errors import StoryboardError
from pipeline.records import Record
from pipeline.review import Lost, Review
from pipeline.spending import Budget, Money
from pipeline.story import Episode, Outline
from pipeline.storyboard.files import load, text_of
from pipeline.storyboard.stage import Storyboards


def board(folder, *numbers: int) -> Drama:
    """The drama in *folder* with the storyboards of the episodes *numbers*."""
    drama = open_drama(folder)
    boards = Storyboards(drama)
    outline = load(boards.outline(), Outline)
    for number in numbers:
        boards.episode(outline, number)
    return drama


def review(folder) -> Review:
    drama = open_drama(folder, planning=True)
    return Review(drama, Storyboards(drama))


def edit(folder, was: str, is_: str, name: str = "e01") -> None:
    path = folder / "storyboard" / f"{name}.json"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, is_, 1), "utf-8")


def voice(folder, line: str, seconds: float) -> None:
    """A voice of so many *seconds* for the *line*."""
    (folder / "voices").mkdir(exist_ok=True)
    with wave.open(str(folder / "voices" / f"{line}.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(2 * round(seconds * 8000)))


def test_a_drama_without_a_storyboard_says_how_to_make_one(folder):
    with pytest.raises(StoryboardError, match=r"no storyboard yet.*--until storyboard"):
        review(folder)


def test_looking_makes_nothing(folder):
    board(folder, 1)
    before = sorted(folder.rglob("*"))

    review(folder).episode(1)

    assert sorted(folder.rglob("*")) == before


def test_only_episodes_are_found_that_are_there(folder):
    board(folder, 2)
    (folder / "storyboard" / "extra.json").write_text("{}")

    assert review(folder).numbers == [2]


def test_before_there_are_voices_the_time_is_an_estimate(folder):
    board(folder, 1)
    told = review(folder).episode(1)

    assert not told.summary.exact
    assert told.summary.seconds == sum(span.seconds for spans in told.scenes for span in spans) > 4


def test_with_all_voices_the_time_is_known(folder):
    board(folder, 1)
    for _, line in review(folder).episode(1).episode.lines:
        voice(folder, line.id, 20)

    summary = review(folder).episode(1).summary

    assert summary.exact
    assert summary.seconds > 20 * summary.lines


def test_a_voice_that_says_earlier_words_tells_no_time(folder):
    drama = board(folder, 2)
    [(_, line)] = review(folder).episode(2).episode.lines
    name = f"voices/{line.id}.wav"
    made = {"engine": "hum", "request": {"text": "走吧"}}
    voice(folder, line.id, 20)
    data = (folder / name).read_bytes()
    drama.project.redo(name)
    drama.project.make(name, [Attempt("hum", made, lambda out: out.write_bytes(data) and None)])

    assert not review(folder).episode(2).summary.exact


def test_a_voice_that_is_no_sound_tells_no_time(folder):
    board(folder, 2)
    [(_, line)] = review(folder).episode(2).episode.lines
    voice(folder, line.id, 1)
    (folder / f"voices/{line.id}.wav").write_bytes(b"mp3")

    assert not review(folder).episode(2).summary.exact


def test_a_faithful_episode_has_lost_nothing(folder):
    board(folder, 1)
    told = review(folder).episode(1)

    assert (told.summary.kept, told.summary.told, told.summary.invented) == (1, 1, 0)
    assert told.lost == []


def test_a_line_in_other_words_stands_beside_those_of_the_script(folder):
    board(folder, 1)
    edit(folder, "我一直都在。", "我一直在这里。")
    told = review(folder).episode(1)

    assert told.lost == [Lost(13, "老陈: 我一直都在。", instead="我一直在这里。")]
    assert told.summary.kept < 1


def test_a_line_that_is_gone_is_told_with_its_place_in_the_script(folder):
    board(folder, 1)
    edit(folder, "你还活着？", "雨真大啊，路上一个人也没有。")
    edit(folder, '"invented": false', '"invented": true')
    [lost] = review(folder).episode(1).lost

    assert (lost.line_number, lost.text, lost.why) == (12, "林夏: 你还活着？", "not heard")
    assert review(folder).episode(1).summary.invented == 1


def test_a_part_that_the_storyboard_lists_is_told_once(folder):
    board(folder, 1)
    edit(folder, "你还活着？", "雨真大啊，路上一个人也没有。")
    edit(
        folder,
        '"unused": []',
        '"unused": [{"text": "林夏：你还活着？", "line_number": 12, "why": "too long"}]',
    )

    assert review(folder).episode(1).lost == [Lost(12, "林夏：你还活着？", "too long")]


def test_an_episode_that_the_script_has_no_more_is_not_compared(folder):
    board(folder, 1, 2)
    script = folder / "script.txt"
    script.write_text(script.read_text("utf-8").partition("第2集")[0], "utf-8")
    told = review(folder).episode(2)

    assert (told.coverage, told.uncompared, told.summary.kept) == (
        None,
        "the script has no such episode",
        None,
    )


def test_without_its_script_an_episode_is_told_all_the_same(folder):
    board(folder, 1)
    (folder / "script.txt").unlink()
    looked = review(folder)

    assert "needs one script, and has none" in looked.episode(1).uncompared
    assert looked.left_out == ()


def test_a_broken_episode_is_an_error_with_its_line(folder):
    board(folder, 1)
    edit(folder, '"wide"', '"huge"')

    with pytest.raises(StoryboardError, match=r"e01\.json can't be read as a storyboard:\n  - line \d+"):
        review(folder).episode(1)


def test_what_the_models_took_is_summed_up(folder):
    drama = board(folder, 1)
    for name, calls in (("storyboard/outline.json", 3), ("storyboard/e01.json", 2)):
        page = drama.project.records.page(name)
        record = drama.project.records.read(page)
        assert isinstance(record, Record)
        notes = {"calls": calls, "tokens_read": 1000, "tokens_written": 10}
        drama.project.records.write(page, record.model_copy(update={"notes": notes}))
    ledger = drama.project.ledger
    with ledger.paying("storyboard/answers/e01.json", "openai", Money(5, "CNY"), Budget()) as receipt:
        receipt.settle(0.5)
    with ledger.paying("images/e01s01-01.png", "hosted", Money(9, "CNY"), Budget()):
        pass

    asked = review(folder).asked()

    assert (asked.calls, asked.tokens_read, asked.tokens_written) == (5, 2000, 20)
    assert asked.cost == (Money(0.5, "CNY"),)


def test_an_edited_title_is_the_one_that_is_told(folder):
    drama = board(folder, 1)
    path = drama.project.path("storyboard/e01.json")
    told = Episode.model_validate_json(review(folder).episode(1).episode.model_dump_json())
    path.write_text(text_of(told.model_copy(update={"title": "归来"})), "utf-8")

    assert review(folder).episode(1).summary.title == "归来"


def test_an_episode_under_the_name_of_another_is_refused(folder):
    board(folder, 1, 2)
    (folder / "storyboard/e02.json").write_bytes((folder / "storyboard/e01.json").read_bytes())

    with pytest.raises(StoryboardError, match=r"e02\.json holds the episode e01"):
        review(folder).episode(2)
