"""How often and where names come, and who speaks with whom."""

from pipeline.script import parse
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.appearing import Appearances, talking

SCRIPT = "1-1 日 内 屋\n△林夏看着顾言。苏林夏不在。\n林夏：走。\n顾言：林夏！\n1-2 日 内 屋\n王强：嗯。\n"


def test_mentions_and_lines_are_counted_by_the_longest_name():
    letters = Letters(parse(SCRIPT))
    found = Appearances(letters, ["林夏", "苏林夏", "顾言", "王强", "老李"])
    assert dict(found.times) == {"林夏": 3, "顾言": 2, "苏林夏": 1, "王强": 1}
    assert dict(found.lines) == {"林夏": 1, "顾言": 1, "王强": 1}
    assert letters.text[found.first["林夏"] :].startswith("林夏看着")
    assert found.first["林夏"] <= found.first["顾言"] < found.first["王强"]


def test_case_and_width_do_not_matter():
    letters = Letters(parse("INT. ROOM - DAY\n\nNora waits.\n\nNORA\nYes.\n", "x.fountain"))
    assert Appearances(letters, ["Nora"]).times["nora"] == 2


def test_in_a_script_all_talk_who_speak_in_a_scene():
    script = parse("1-1 日 内 屋\n林夏：走。\n顾言：好。\n王强：嗯。\n1-2 日 内 屋\n老李：嗯。\n")
    assert talking(script) == {
        frozenset(("林夏", "顾言")), frozenset(("顾言", "王强")), frozenset(("林夏", "王强")),
    }  # fmt: skip


def test_in_a_chapter_only_those_talk_who_answer_each_other():
    script = parse("第一章 雨\n林夏说：“走。”\n\n顾言说：“好。”\n\n王强说：“嗯。”\n", "x.txt")
    assert talking(script) == {frozenset(("林夏", "顾言")), frozenset(("顾言", "王强"))}
