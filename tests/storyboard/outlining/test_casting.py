"""Everyone is there once, under the name that the text uses most; nobody who speaks is forgotten."""

from readers import asker

from pipeline.script import parse
from pipeline.story import Character
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.casting import Cast, cast_of
from pipeline.storyboard.outlining.paragraphs import chunks_of, paragraphs_of
from pipeline.storyboard.outlining.reading import Reading, ReadingForm

NOVEL = """\
第一章 码头

老张站在码头上。老张说：“船来了。”

林夏说：“我看见了，张师傅。”

一个卖花的走过去。

第二章 船

张师傅跳上船。老张没有回头。

林夏问：“去哪里？”

“海上。”顾言说。
"""
SCRIPT = """\
人物小传：
林夏（女，23岁）：短发
第1集
1-1 日 内 屋
人物：林夏、顾言
△LIN XIA走进来。
林夏：走。
王强：好。
众人：好！
第2集
1-1 日 内 屋
王强：嗯。
"""


def cast(text: str, *chunks: list[dict[str, object]], before: tuple[Character, ...] = ()) -> Cast:
    script = parse(text, "x.txt")
    letters = Letters(script)
    parts = chunks_of(paragraphs_of(script, letters, 500), 60)
    said = [
        Reading(part, ReadingForm.model_validate({"people": people}))
        for part, people in zip([*parts, *parts], chunks, strict=False)
    ]
    who, _ = asker({"outline-same": lambda _: {"same": []}})
    return cast_of(script, letters, said, who, before)


def names(found: Cast) -> dict[str, tuple[str, ...]]:
    return {person.name: person.aliases for person in found.people}


def test_the_name_that_the_text_uses_most_is_the_name():
    found = cast(
        NOVEL,
        [{"name": "张师傅", "other_names": ["老张"]}, {"name": "林夏"}],
        [{"name": "老张"}, {"name": "林夏", "other_names": ["夏夏"]}],
    )
    assert names(found) == {"老张": ("张师傅",), "林夏": ("夏夏",)}
    assert [(merged.name, merged.others) for merged in found.merged] == [("老张", ("张师傅",))]
    assert [seen.chunk for seen in found.people[0].seen] == [0, 1]


def test_people_come_in_the_order_in_which_the_text_names_them():
    found = cast(NOVEL, [{"name": "顾言"}, {"name": "林夏"}, {"name": "船家"}], [{"name": "老张"}])
    assert list(names(found)) == ["老张", "林夏", "顾言"]


def test_walk_ons_are_left_to_the_episodes():
    assert "卖花的" not in names(cast(NOVEL, [{"name": "卖花的"}, {"name": "老张"}]))
    assert "卖花的" in names(cast(NOVEL, [{"name": "卖花的"}], [{"name": "卖花的"}]))


def test_whoever_speaks_in_a_script_is_not_forgotten():
    assert list(names(cast(SCRIPT, []))) == ["林夏", "王强", "众人", "顾言"]


def test_in_a_book_only_who_says_more_than_a_line_or_two_is_added():
    more = NOVEL + "\n\n".join(["", *(f"林夏问：“第{number}次？”" for number in range(3))])
    assert list(names(cast(NOVEL, []))) == []
    assert list(names(cast(more, []))) == ["林夏"]


def test_a_script_spells_its_names_itself():
    script = "INT. ROOM - DAY\n\nNora Bell waits.\n\nNORA BELL\nYes.\n\nWALTER\nNo.\n"
    text = parse(script, "x.fountain")
    assert text.episodes
    letters = Letters(text)
    chunks = chunks_of(paragraphs_of(text, letters, 500), 500)
    said = [
        Reading(
            chunks[0],
            ReadingForm.model_validate({"people": [{"name": "Nora Bell", "other_names": ["Nora"]}]}),
        )
    ]
    found = cast_of(text, letters, said, asker({})[0])
    assert names(found) == {"NORA BELL": ("Nora",), "WALTER": ()}


def test_who_was_there_before_keeps_name_and_place():
    before = (Character(name="顾言"), Character(name="张师傅", aliases=("张叔",)))
    found = cast(NOVEL, [{"name": "老张", "other_names": ["张师傅"]}, {"name": "林夏"}], before=before)
    assert names(found) == {"顾言": (), "张师傅": ("张叔", "老张"), "林夏": ()}
    assert found.people[1].before == before[1]


def test_two_who_were_told_apart_before_stay_two():
    before = (Character(name="老张"), Character(name="张师傅"))
    found = cast(NOVEL, [{"name": "老张", "other_names": ["张师傅"]}], before=before)
    assert names(found) == {"老张": (), "张师傅": ()}
    assert found.merged == ()


def test_another_name_of_two_people_is_nobodys():
    found = cast(
        NOVEL,
        [{"name": "林夏", "other_names": ["孩子"]}, {"name": "老张"}],
        [{"name": "林夏"}, {"name": "老张", "other_names": ["孩子"]}],
    )
    assert names(found) == {"老张": (), "林夏": ()}
