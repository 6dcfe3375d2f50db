from __future__ import annotations

from dataclasses import dataclass

from pipeline.script import parse
from pipeline.story import Age, Character, EpisodePlan, Outline, Place
from pipeline.storyboard.source import pieces_of
from pipeline.storyboard.writing.question import Part, natural_seconds, needs, values

SCRIPT = parse(
    """第1集 雨夜
1-1 夜 外 街口
人物：林夏
△雨下了一夜。小顾站在路灯下，一动不动。
林夏：你怎么来了？
1-2 日 内 客厅
△老陈放下茶杯。
老陈：你们终于来了。
第2集 真相
1-1 日 外 河边
老陈：走吧。
""",
    "x.txt",
)
OUTLINE = Outline(
    title="雨夜",
    characters=(
        Character(name="林夏", sex="female", temper="倔强"),
        Character(name="顾言", aliases=("小顾",), sex="male", look="黑色大衣"),
        Character(name="老陈", age=Age.OLD),
        Character(name="路远"),
    ),
    places=(Place(name="街口"), Place(name="客厅"), Place(name="火车站")),
    episodes=(
        EpisodePlan(number=1, title="重逢", hook="死人回来了", cliffhanger="门开了", seconds=60),
        EpisodePlan(number=2),
    ),
)
PIECES = pieces_of(SCRIPT.episodes[0], "zh", 7)


@dataclass(frozen=True)
class Bounds:
    shortest_shot_seconds: float = 2.0
    longest_shot_seconds: float = 8.0


def needed(outline=OUTLINE, number=1):
    return needs(SCRIPT, outline, number)


def with_person(index, **change):
    people = list(OUTLINE.characters)
    people[index] = people[index].model_copy(update=change)
    return OUTLINE.model_copy(update={"characters": tuple(people)})


def test_an_episode_needs_who_and_what_is_named_in_it():
    found = needed()
    assert [person["name"] for person in found["people"]] == ["林夏", "顾言", "老陈"]
    assert found["places"] == ["街口", "客厅"]
    assert (found["plan"]["hook"], found["before"]) == ("死人回来了", "")


def test_it_needs_how_the_one_before_ended():
    assert needed(number=2)["before"] == "门开了"


def test_people_and_places_elsewhere_and_looks_make_no_difference():
    stranger = OUTLINE.model_copy(
        update={
            "characters": (*OUTLINE.characters, Character(name="新人")),
            "places": (*OUTLINE.places, Place(name="天台")),
        }
    )
    assert needed(stranger) == needed()
    assert needed(with_person(1, look="白色风衣", costume="", voice="低沉")) == needed()


def test_temper_names_and_the_plan_do():
    assert needed(with_person(0, temper="温柔")) != needed()
    assert needed(with_person(0, aliases=("夏夏",))) != needed()
    plans = (OUTLINE.episodes[0].model_copy(update={"hook": "别的"}), OUTLINE.episodes[1])
    assert needed(OUTLINE.model_copy(update={"episodes": plans})) != needed()


def test_a_long_episode_is_cut_between_scenes():
    one, other = Part("e01", PIECES).halves()
    assert (one.name, other.name) == ("e01a", "e01b")
    assert [piece.scene for piece in one.pieces] == [0] * len(one.pieces)
    assert one.pieces + other.pieces == PIECES
    assert other.before == one.pieces[-3:]


def test_it_is_cut_until_it_fits():
    parts = Part("e01", PIECES).up_to(12)
    assert [part.name for part in parts] == sorted(part.name for part in parts)
    assert tuple(piece for part in parts for piece in part.pieces) == PIECES
    assert all(part.characters <= 12 or len(part.pieces) == 1 for part in parts)
    assert [part.first for part in parts] == [True] + [False] * (len(parts) - 1)
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]


def test_the_hook_is_for_the_beginning_and_the_cliffhanger_for_the_end():
    one, other = (
        values(half, SCRIPT.episodes[0], needed(), Bounds(), 30)["plan"]
        for half in Part("e01", PIECES).halves()
    )
    assert "死人回来了" in one
    assert "门开了" not in one
    assert "死人回来了" not in other
    assert "门开了" in other


def test_the_model_is_told_who_there_is_and_how_long_it_lasts():
    filled = values(Part("e01", PIECES), SCRIPT.episodes[0], needed(), Bounds(), 60)
    assert filled["people"].splitlines()[:2] == [
        "- 林夏: female, young, 倔强",
        "- 顾言 (also 小顾): male, young",
    ]
    assert (filled["seconds"], filled["shots"], filled["longest"]) == ("60", "15", "8")
    assert "[2] 林夏: “你怎么来了？”" in filled["source"]


def test_a_script_takes_as_long_as_it_takes():
    assert 6 < natural_seconds(PIECES, needed()) < 9
