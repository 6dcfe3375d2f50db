"""Everyone has one look, whatever the chunks say; who was there before keeps theirs."""

import re

from readers import asker

from pipeline.story import Age, Character, Era
from pipeline.storyboard.outlining.casting import Person
from pipeline.storyboard.outlining.describing import characters_of
from pipeline.storyboard.outlining.merging import Seen
from pipeline.storyboard.outlining.reading import PersonForm


def person(name: str, *forms: dict[str, object], **known: Character) -> Person:
    seen = tuple(
        Seen(chunk, name, (), PersonForm.model_validate({"name": name, **form}))
        for chunk, form in enumerate(forms)
    )
    return Person(name, (), seen, known.get("ruled"), known.get("before"))


def characters(people: list[Person], **says: object) -> tuple[list[Character], list[str], list[str]]:
    who, model = asker({name.replace("_", "-"): say for name, say in says.items()})
    return characters_of(people, who, "zh", Era.MODERN), model.asked, model.words


def looks(words: str) -> dict[str, object]:
    return {
        "people": [
            {"name": name, "look": f"{name}的样子"} for name in re.findall("^## (.+)$", words, re.MULTILINE)
        ]
    }


def test_one_description_is_taken_as_it_is():
    alone = person("林夏", {"look": "短发", "voice": "清亮", "sex": "女", "age": "少女"}, {"look": "短发"})
    found, asked, _ = characters([alone])
    assert found == [Character(name="林夏", look="短发", voice="清亮", sex="female", age=Age.TEEN)]
    assert asked == []


def test_several_descriptions_become_one():
    people = [
        person("林夏", {"look": "短发", "who": "学生"}, {"look": "长发", "temper": "冷"}),
        person("顾言", {"look": "高"}),
    ]
    found, asked, words = characters(people, outline_people=looks)
    assert [(c.look, c.temper) for c in found] == [("林夏的样子", "冷"), ("高", "")]
    assert asked == ["outline-people-01"]
    assert "## 林夏\nwho: 学生\nlook: 短发 / 长发\ntemper: 冷" in words[0]


def test_many_are_asked_in_batches_and_too_long_answers_halved():
    people = [person(f"甲{n}号", {"look": "高"}, {"look": "矮"}) for n in range(14)]
    found, asked, _ = characters(
        people, outline_people=lambda words: looks(words) if words.count("##") < 9 else None
    )
    assert [c.look for c in found] == [f"甲{n}号的样子" for n in range(14)]
    assert sorted(asked) == [
        "outline-people-01",
        "outline-people-01a",
        "outline-people-01b",
        "outline-people-02",
    ]


def test_whom_the_answer_leaves_out_has_the_first_description():
    people = [person("林夏", {"look": "短发"}, {"look": "长发"})]
    found, _, _ = characters(people, outline_people=lambda _: {"people": []})
    assert found[0].look == "短发"


def test_a_person_described_in_very_many_chunks_is_shown_with_a_few():
    long = person("林夏", *({"look": f"样子{number}"} for number in range(100)))
    _, _, words = characters([long], outline_people=looks)
    assert 5 < words[0].count("样子") < 10
    assert "样子0 " in words[0]


def test_most_tell_sex_and_age_and_another_time_needs_half_of_them():
    forms = [
        {"sex": "女", "age": "青年", "era": "古代"},
        {"sex": "男", "age": "老年"},
        {"sex": "女", "age": "老年"},
    ]
    (found,), _, _ = characters([person("白娘", *forms)])
    assert (found.sex, found.age, found.era) == ("female", Age.OLD, None)
    (found,), _, _ = characters([person("白娘", {"era": "古代"}, {"era": "modern"})])
    assert found.era is Era.ANCIENT


def test_what_rules_know_fills_the_gaps():
    ruled = Character(name="林夏", look="29岁，短发", sex="female", age=Age.OLD)
    assert characters([person("林夏", ruled=ruled)])[0] == [ruled]


def test_who_was_there_before_keeps_all_and_gets_new_names():
    before = Character(name="林夏", aliases=("夏夏",), look="蓝发", voice="哑", age=Age.OLD)
    now = Person("林夏", ("小夏", "夏夏"), person("林夏", {"look": "短"}, {"look": "长"}).seen, None, before)
    found, asked, _ = characters([now])
    assert found == [before.model_copy(update={"aliases": ("夏夏", "小夏")})]
    assert asked == []
