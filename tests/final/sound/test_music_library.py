"""Which tune is heard when."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.ffmpeg import run
from pipeline.final.sound.music import Mood
from pipeline.final.sound.music_library import (
    Stretch,
    Tags,
    Tune,
    credits_of,
    fitting,
    lacking,
    score,
    tagged,
    tunes,
)
from pipeline.story import Feeling, Line, Scene, Shot
from pipeline.timeline import ShotSpan, Timeline


def tune(name: str, *moods: Mood, seconds: float = 100, **tags: object) -> Tune:
    return Tune(Path(name), moods, seconds, Tags(**tags))


def laid(*feelings: Feeling, seconds: int = 40, **cards: int) -> Timeline:
    """A scene of one shot for each feeling."""
    spans = []
    for number, feeling in enumerate(feelings, 1):
        line = Line(id=f"e01s{number:02}-01-1", text="好", feeling=feeling)
        shot = Shot(id=f"e01s{number:02}-01", lines=(line,))
        scene = Scene(id=f"e01s{number:02}", place="home", inside=True, shots=(shot,))
        start = cards.get("opening", 0) + 24 * seconds * (number - 1)
        spans.append(ShotSpan(scene, shot, start, 24 * seconds, 24))
    return Timeline(24, tuple(spans), **cards)


def names(stretches: tuple[Stretch, ...]) -> list[str]:
    return [s.music.file.name if isinstance(s.music, Tune) else s.music.value for s in stretches]


SAD, HAPPY = Feeling.SAD, Feeling.HAPPY


def test_without_tunes_music_is_composed_for_each_mood():
    stretches = score(laid(SAD, SAD, HAPPY), (), 7)

    assert [(s.music, s.when) for s in stretches] == [
        (Mood.SAD, (0, 1, 79, 81)),
        (Mood.BRIGHT, (79, 81, 119, 120)),
    ]


def test_a_tune_for_the_mood_goes_before_one_for_all_and_that_before_composing():
    sad, any_ = tune("sad.mp3", Mood.SAD), tune("any.mp3")

    assert fitting([sad, any_], Mood.SAD) == (sad,)
    assert fitting([sad, any_], Mood.EPIC) == (any_,)
    assert fitting([sad], Mood.EPIC) is Mood.EPIC
    assert lacking([sad], laid(SAD, HAPPY)) == [Mood.BRIGHT]


def test_one_tune_for_all_goes_on_through_every_mood():
    (stretch,) = score(laid(SAD, HAPPY, SAD), [tune("any.mp3")], 7)

    assert stretch.when == (0, 1, 119, 120)


def test_a_tune_that_comes_back_goes_on_where_it_was_left():
    stretches = score(laid(SAD, HAPPY, SAD), [tune("sad.mp3", Mood.SAD), tune("joy.mp3", Mood.BRIGHT)], 7)

    assert names(stretches) == ["sad.mp3", "joy.mp3", "sad.mp3"]
    assert [s.skip for s in stretches] == [0, 0, 41]


def test_where_there_are_several_tunes_the_next_time_another_is_heard():
    library = [tune("a.mp3", Mood.SAD), tune("b.mp3", Mood.SAD), tune("joy.mp3", Mood.BRIGHT)]

    heard = names(score(laid(SAD, HAPPY, SAD, HAPPY, SAD), library, 7))

    assert heard[0] != heard[2] != heard[4]


def test_a_tune_that_is_over_is_followed_by_another_and_a_lone_one_is_repeated():
    several = [tune(f"{name}.mp3", Mood.SAD, seconds=30) for name in "abc"]

    stretches = score(laid(SAD, seconds=80), several, 7)
    (alone,) = score(laid(SAD, seconds=80), several[:1], 7)

    assert sorted(names(stretches)) == ["a.mp3", "b.mp3", "c.mp3"]
    assert [s.when[2:] for s in stretches[:2]] == [s.when[:2] for s in stretches[1:]]
    assert alone.when == (0, 1, 79, 80)


def test_a_tune_with_a_loop_is_repeated_even_where_there_are_others():
    library = [tune(f"{name}.mp3", Mood.SAD, seconds=30, loop=(5, 25)) for name in "ab"]

    assert len(score(laid(SAD, seconds=80), library, 7)) == 1


def test_neighbours_are_never_the_same_tune_where_there_are_others():
    library = [tune(f"{name}.mp3", Mood.SAD, seconds=25) for name in "abcd"]

    heard = names(score(laid(SAD, seconds=600), library, 3))

    assert all(one != other for one, other in pairwise(heard))
    assert set(heard) == {"a.mp3", "b.mp3", "c.mp3", "d.mp3"}


def test_the_drama_decides_which_tune_comes_first_and_always_the_same():
    library = [tune(f"{name}.mp3", Mood.SAD) for name in "abcdef"]

    first = {seed: names(score(laid(SAD), library, seed))[0] for seed in range(8)}

    assert first == {seed: names(score(laid(SAD), library, seed))[0] for seed in range(8)}
    assert len(set(first.values())) > 1


def test_music_is_heard_under_the_cards_too():
    (stretch,) = score(laid(SAD, opening=48, closing=96), [tune("sad.mp3", Mood.SAD)], 7)

    assert stretch.when == (0, 1, 45, 46)


@pytest.mark.parametrize(
    ("name", "moods"),
    [
        ("sad-piano", (Mood.SAD,)),
        ("悲伤的钢琴", (Mood.SAD,)),
        ("epic/战歌 01", (Mood.EPIC,)),
        ("warm_and_happy", (Mood.WARM, Mood.BRIGHT)),
        ("track 7", ()),
    ],
)
def test_a_file_without_tags_says_its_mood_by_its_name(tmp_path: Path, name: str, moods: tuple[Mood, ...]):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    run(["-f", "lavfi", "-i", "sine=d=1", str(tmp_path / f"{name}.wav")])

    (found,) = tunes(tagged(tmp_path))

    assert (found.moods, found.seconds) == (moods, pytest.approx(1))


def test_a_loop_that_ends_before_it_begins_is_told(tmp_path: Path):
    (tmp_path / "a.mp3").touch()
    (tmp_path / "music.yaml").write_text("a.mp3: {loop: [9, 4]}", "utf-8")

    assert tagged(tmp_path).wrong == ("music.yaml, a.mp3: loop ends at 4 s, before it begins.",)


def test_the_credits_name_what_is_heard_and_each_once():
    heard = tune("a.mp3", Mood.SAD, credit="“Rain” by A. Person", licence="CC BY 4.0")
    unheard = tune("b.mp3", Mood.EPIC, credit="“War” by B. Person")

    stretches = score(laid(SAD, HAPPY, SAD), [heard, unheard], 7)

    assert credits_of(stretches) == ("“Rain” by A. Person, CC BY 4.0",)
