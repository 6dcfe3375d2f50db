"""What a script says of the way into a scene."""

from __future__ import annotations

import pytest

from pipeline.script import chinese, fountain
from pipeline.storyboard.entering import enter_of

FOUNTAIN = """INT. ROOM - DAY

{before}

LIN
Go.

{between}

EXT. STREET - NIGHT

Rain falls.
"""

CHINESE = """第1集 重逢

1-1 夜 外 街口
林夏：走吧。
{between}
1-2 日 内 客厅
林夏：你好。
"""


def second(script):
    (episode,) = script.episodes
    first, other = episode.scenes
    return enter_of(episode, first), enter_of(episode, other)


@pytest.mark.parametrize(
    ("between", "enter"),
    [
        ("DISSOLVE TO:", "dissolve"),
        ("FADE TO BLACK.", "fade"),
        ("WIPE TO:", "wipe"),
        ("WHIP PAN TO:", "whip"),
        ("FADE TO WHITE.", "flash"),
        ("SMASH CUT TO:", "cut"),
        ("FADE OUT.\n\nDISSOLVE TO:", "dissolve"),
        ("LATER TO:", ""),
        ("He leaves.", ""),
    ],
)
def test_a_fountain_script_says_how_its_next_scene_is_entered(between, enter):
    text = FOUNTAIN.format(before="FADE IN:", between=between)

    assert second(fountain.parse(text, "x")) == ("", enter)


@pytest.mark.parametrize(
    ("between", "enter"),
    [
        ("【叠化】", "dissolve"),
        ("【淡入淡出】", "fade"),
        ("（淡出）", "fade"),
        ("【闪白】", "flash"),
        ("【黑场】", "fade"),
        ("切至：", "cut"),
        ("【划像】", "wipe"),
        ("【转场】", ""),
        ("", ""),
    ],
)
def test_so_does_a_chinese_one(between, enter):
    assert second(chinese.parse(CHINESE.format(between=between), "x")) == ("", enter)


def test_a_transition_in_the_middle_of_a_scene_is_none_into_the_next():
    text = FOUNTAIN.format(before="DISSOLVE TO:", between="He leaves.")

    assert second(fountain.parse(text, "x")) == ("", "")
