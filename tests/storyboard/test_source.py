from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.script import parse
from pipeline.script.screenplay import Element, ScriptEpisode, ScriptScene
from pipeline.story import Mode
from pipeline.storyboard.pace import speech_seconds
from pipeline.storyboard.source import numbered, pieces_of

SCRIPT = """第1集 雨夜

1-1 夜 外 街口
人物：林夏、顾言
△雨下了一夜。林夏撑着伞。
林夏：（惊讶）你怎么来了？
顾言（OS）：我一直都在。
【字幕：三年前】
旁白：那天之后，谁也没有再提起。

1-2 日 内 客厅
林夏：走吧。
"""

PROSE = """雨下了一夜，街上一个人也没有，只有路灯亮着。
“你怎么来了？”
她没有回答。
顾言说：“进来吧。”
"""


def of(text: str, longest: float = 7.0):
    episode = parse(text, "x").episodes[0]
    return episode, pieces_of(episode, "zh", longest)


def test_pieces_are_numbered_through_the_whole_episode():
    _, pieces = of(SCRIPT)
    assert [piece.number for piece in pieces] == [1, 2, 3, 4, 5, 6]
    assert [piece.scene for piece in pieces] == [0, 0, 0, 0, 0, 1]


def test_a_reader_sees_numbers_speakers_remarks_and_headings():
    episode, pieces = of(SCRIPT)
    assert numbered(pieces, episode, "zh").splitlines() == [
        "1-1 夜 外 街口 (林夏、顾言)",
        "[1] 雨下了一夜。林夏撑着伞。",
        "[2] 林夏 (惊讶): “你怎么来了？”",
        "[3] 顾言 (内心): “我一直都在。”",
        "[4] 字幕: 三年前",
        "[5] 旁白: “那天之后，谁也没有再提起。”",
        "1-2 日 内 客厅",
        "[6] 林夏: “走吧。”",
    ]


def test_only_what_people_say_is_said():
    _, pieces = of(SCRIPT)
    assert [piece.number for piece in pieces if piece.said] == [2, 3, 6]


def test_a_quotation_without_a_name_is_said_by_nobody_known():
    episode, pieces = of(PROSE)
    assert [(piece.text, piece.speaker, piece.said) for piece in pieces] == [
        ("雨下了一夜，街上一个人也没有，只有路灯亮着。", "", False),
        ("你怎么来了？", "", True),
        ("她没有回答。", "", False),
        ("顾言说：", "", False),
        ("进来吧。", "顾言", True),
    ]
    assert numbered(pieces, episode, "zh").splitlines()[2] == "[2] ?: “你怎么来了？”"


def test_a_long_line_is_several_pieces_of_which_the_first_has_the_remark():
    line = Element(
        "dialogue", "我找了你三年，走遍了所有的城市。你为什么，一次都没有回来过？", 3, "林夏", "哭着"
    )
    episode = ScriptEpisode(1, "", (ScriptScene("", "", (line,)),))

    pieces = pieces_of(episode, "zh", 5.0)

    assert [(piece.text, piece.note) for piece in pieces] == [
        ("我找了你三年，走遍了所有的城市。", "哭着"),
        ("你为什么，一次都没有回来过？", ""),
    ]


@example([("dialogue", "a。a。他a", "林夏", Mode.NARRATION)], 2.0)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["action", "dialogue", "caption"]),
            st.text("雨他说，。！？“”a b.", min_size=1, max_size=80),
            st.sampled_from(["", "林夏"]),
            st.sampled_from(Mode),
        ),
        max_size=8,
    ),
    st.floats(2, 10),
)
def test_nothing_is_lost_and_nothing_is_too_long(parts, longest):
    elements = tuple(
        Element(kind, text, number, speaker, "", mode)
        for number, (kind, text, speaker, mode) in enumerate(parts, 1)
        if text.strip()
    )

    pieces = pieces_of(ScriptEpisode(1, "", (ScriptScene("", "", elements),)), "zh", longest)

    told = "".join("".join(element.text.split()) for element in elements)
    shown = "".join("".join(piece.text.split()) for piece in pieces)
    assert shown.replace("“", "").replace("”", "") == told.replace("“", "").replace("”", "")
    shown = [piece for piece in pieces if piece.kind != "caption"]
    assert all(speech_seconds(p.text) <= longest * (1 if p.said else 2) + 0.1 for p in shown)
    assert all(piece.text for piece in pieces)
