"""Names are taken for one person where a reader said so, unless something speaks against it."""

from pipeline.story import Character, Merged
from pipeline.storyboard.outlining.merging import (
    Groups,
    Seen,
    apart_in,
    claims_of,
    seen_in,
    sexes_of,
    unite_called,
    unite_known,
)
from pipeline.storyboard.outlining.paragraphs import Chunk
from pipeline.storyboard.outlining.reading import PersonForm, Reading, ReadingForm


def person(chunk: int, name: str, *others: str, sex: str = "unknown") -> Seen:
    return Seen(chunk, name, others, PersonForm(name=name, sex=sex))


def grouped(*seen: Seen) -> Groups:
    groups = Groups(apart_in(seen), sexes_of(seen, ()), "zh")
    for one in seen:
        groups.add(one.key)
    return groups


def test_people_are_seen_with_clean_names():
    form = ReadingForm.model_validate(
        {
            "people": [
                {"name": "“林夏”", "other_names": ["夏夏", "她", "林夏"]},
                {"name": "我", "other_names": ["顾言"]},
                {"name": "他"},
            ]
        }
    )
    seen = seen_in([Reading(Chunk(()), form)])
    assert [(one.chunk, one.name, one.others) for one in seen] == [(0, "林夏", ("夏夏",)), (0, "顾言", ())]


def test_who_is_called_by_anothers_name_is_the_same():
    seen = [person(0, "张师傅", "老张"), person(1, "老张"), person(2, "林夏")]
    groups = grouped(*seen)
    assert unite_called(groups, seen) == []
    assert list(groups) == [("张师傅", "老张"), ("林夏",)]
    spelled = {name: name for name in ("张师傅", "老张", "林夏")}
    assert groups.decisions(spelled, {"张师傅": "老张"}) == [
        Merged(name="老张", others=("张师傅",), why="读到“张师傅”时，文中也称其为“老张”")
    ]


def test_what_somebody_is_proves_nothing():
    seen = [person(0, "王秀兰", "妈妈"), person(1, "妈妈"), person(2, "林夏")]
    groups = grouped(*seen)
    assert unite_called(groups, seen) == [("王秀兰", "妈妈")]
    assert not groups.same("王秀兰", "妈妈")


def test_a_name_that_two_are_called_by_proves_nothing():
    seen = [person(0, "张建国", "老张"), person(1, "张卫东", "老张"), person(2, "老张")]
    groups = grouped(*seen)
    assert unite_called(groups, seen) == [("张建国", "老张"), ("张卫东", "老张")]
    assert claims_of(seen) == {"老张": {"张建国", "张卫东"}}


def test_two_whom_one_chunk_tells_apart_stay_two():
    seen = [person(0, "张师傅"), person(0, "老张"), person(1, "张师傅", "老张")]
    groups = grouped(*seen)
    assert unite_called(groups, seen) == [("张师傅", "老张")]
    assert not groups.unite("张师傅", "老张", "because")


def test_two_sexes_are_two_people_also_when_others_are_in_between():
    seen = [person(0, "小夏", sex="female"), person(1, "夏总", sex="male"), person(2, "夏某")]
    groups = grouped(*seen)
    assert groups.unite("小夏", "夏某", "x")
    assert not groups.unite("夏某", "夏总", "x")
    assert groups.unite("夏总", "夏某", "x", certain=True)


def test_most_votes_tell_the_sex_but_the_cast_list_knows():
    seen = [person(0, "安", sex="male"), person(1, "安", sex="female"), person(2, "安", sex="female")]
    assert sexes_of(seen, ()) == {"安": "female"}
    assert sexes_of(seen, [Character(name="安", sex="male")]) == {"安": "male"}


def test_the_names_of_a_script_and_of_an_earlier_outline_are_one_person():
    seen = [person(0, "老张"), person(0, "张师傅")]
    known = [Character(name="老张", aliases=("张师傅", "张叔"))]
    groups = grouped(*seen)
    unite_known(groups, known, certain=False)
    assert not groups.same("老张", "张师傅")
    unite_known(groups, known, certain=True)
    assert groups.same("老张", "张师傅")
