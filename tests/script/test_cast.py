import pytest

from pipeline.script.cast import age_in, read_entry, sex_in
from pipeline.story import Age


@pytest.mark.parametrize(
    ("line", "name", "sex", "age", "look"),
    [
        ("林夏（女，23岁）：短发", "林夏", "female", Age.YOUNG, "女，23岁，短发"),
        ("林夏（23）：短发女生", "林夏", "female", Age.YOUNG, "23，短发女生"),
        ("- 陈伯（六十多岁）：老管家，男", "陈伯", "male", Age.OLD, "六十多岁，老管家，男"),
        ("1. 小满，女，7岁", "小满", "female", Age.CHILD, "女，7岁"),
        ("LIN XIA (17, female): tall", "LIN XIA", "female", Age.TEEN, "17, female, tall"),
        (
            "Old Tom - a fisherman in his seventies, male",
            "Old Tom",
            "male",
            Age.OLD,
            "a fisherman in his seventies, male",
        ),
        ("皇后（中年）：雍容", "皇后", "unknown", Age.MIDDLE, "中年，雍容"),
        ("路人", "路人", "unknown", Age.YOUNG, ""),
    ],
)
def test_entries_of_a_cast_list(line, name, sex, age, look):
    found = read_entry(line)
    assert found is not None
    assert (found.name, found.sex, found.age, found.look) == (name, sex, age, look)


def test_an_alias_is_kept():
    found = read_entry("顾言（男，25岁，又名阿言）：校草")
    assert found is not None
    assert found.aliases == ("阿言",)


@pytest.mark.parametrize("line", ["", "（女）", "：描述"])
def test_an_entry_without_a_name_is_nobody(line):
    assert read_entry(line) is None


def test_sex_and_age_come_from_words():
    assert (sex_in("他的母亲"), sex_in("her husband"), sex_in("a stranger")) == (
        "female",
        "female",
        "unknown",
    )
    assert (age_in("白发老人"), age_in("a teenage boy"), age_in("45岁"), age_in("someone")) == (
        Age.OLD, Age.TEEN, Age.MIDDLE, None,
    )  # fmt: skip
