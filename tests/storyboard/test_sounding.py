"""Where the sounds are heard that a script asks for."""

from __future__ import annotations

from collections import deque

from desks import Memory

from pipeline.script import parse
from pipeline.story import Unused
from pipeline.storyboard.rules import Rules
from pipeline.storyboard.sounding import cues, due

SCRIPT = """第1集 重逢

1-1 夜 内 客厅
△林夏坐在窗前，一动不动地看着窗外。
【音效：雷声】
△老陈推着轮椅慢慢走进客厅。
林夏：你来了。
【背景音乐：悲伤的钢琴】
【音效：门铃】
老陈：谁在外面？
"""


def told(text: str, line_number: int = 1) -> Unused:
    return Unused(text=text, line_number=line_number, why="a sound or music cue")


def test_a_script_asks_for_sounds_and_not_only_for_music():
    unused = [told("SFX：thunder rolls", 9), told("音效：门铃响", 4), told("BGM：piano", 5), told("切至", 2)]

    assert list(cues(unused)) == [(4, "门铃响"), (9, "thunder rolls")]


def test_a_sound_is_due_with_what_stands_below_it():
    waiting = deque([(3, "thunder"), (4, "rain"), (8, "phone")])

    assert due(waiting, 3) == ()
    assert due(waiting, 5) == ("thunder", "rain")
    assert due(waiting, 0) == ()
    assert list(waiting) == [(8, "phone")]


def test_the_shot_after_a_cue_has_its_sound():
    script = parse(SCRIPT)
    episode = Rules().write(script, Rules().outline(script, Memory()), 1, Memory())

    heard = {shot.seen: shot.sounds for _, shot in episode.shots if shot.sounds}

    assert list(heard.values()) == [("雷声",), ("门铃",)]
    assert "轮椅" in next(iter(heard))
