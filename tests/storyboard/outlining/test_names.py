"""Names are cleaned, told from what somebody is, and compared by surname, title and nickname."""

import pytest

from pipeline.storyboard.outlining.names import cleaned, handles, is_role


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("“林夏”（女主）", "林夏"),
        ("Nora  Bell ", "Nora Bell"),
        ("我", ""),
        ("旁白", ""),
        ("Narrator", ""),
        ("众人", ""),
        ("……", ""),
        ("一个" * 30, ""),
        ("他们", ""),
        ("I", ""),
    ],
)
def test_a_name_is_cleaned_or_nobody(said, name):
    assert cleaned(said) == name


@pytest.mark.parametrize(
    "role", ["妈妈", "师父", "我的母亲", "那个男人", "the doctor", "My mother", "老板娘"]
)
def test_what_somebody_is_is_no_name(role):
    assert is_role(role)


@pytest.mark.parametrize("name", ["林夏", "张师傅", "老张", "Dr. Moreau", "Nora"])
def test_a_name_is_no_role(name):
    assert not is_role(name)


def alike(one: str, other: str) -> bool:
    ones, others = handles(one), handles(other)
    return any(not (ones[handle] and others[handle]) for handle in ones.keys() & others.keys())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("老张", "张师傅"),
        ("张师傅", "张建国"),
        ("小美", "林美"),
        ("晚晴", "苏晚晴"),
        ("欧阳先生", "欧阳锋"),
        ("Mr. Moreau", "Jean Moreau"),
        ("Nora", "Nora Bell"),
    ],
)
def test_names_that_may_mean_one_person_share_a_handle(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张伟", "张强"),
        ("老张", "老李"),
        ("Jean Moreau", "Anna Moreau"),
        ("妈妈", "王妈妈"),
        ("Mr. Bell", "Mr. Moreau"),
    ],
)
def test_two_full_names_and_two_surnames_mean_two_people(one, other):
    assert not alike(one, other)
