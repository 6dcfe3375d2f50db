"""Names that may mean one person are put to the model, which decides within what is possible."""

from readers import asker

from pipeline.storyboard.outlining.merging import Groups, Seen, apart_in, sexes_of
from pipeline.storyboard.outlining.reading import PersonForm
from pipeline.storyboard.outlining.sameness import ask_who_is_same, candidates


def person(chunk: int, name: str, *others: str, who: str = "") -> Seen:
    return Seen(chunk, name, others, PersonForm(name=name, who=who))


def grouped(seen: list[Seen]) -> Groups:
    groups = Groups(apart_in(seen), sexes_of(seen, ()), "zh")
    for one in seen:
        groups.add(one.key)
    return groups


def pairs(*seen: Seen) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in candidates(grouped([*seen]), seen, ())}


def test_surnames_titles_nicknames_and_shared_names_make_candidates():
    assert pairs(person(0, "老张"), person(1, "张建国"), person(2, "林夏")) == {frozenset(("老张", "张建国"))}
    assert pairs(person(0, "阿灯", "守灯人"), person(1, "陈默", "守灯人")) == {frozenset(("阿灯", "陈默"))}
    assert pairs(person(0, "林夏"), person(1, "林秋")) == set()
    assert pairs(person(0, "王婆", "妈妈"), person(1, "李婶", "妈妈")) == set()


def test_who_is_said_to_be_another_is_a_candidate_but_no_relative():
    assert pairs(person(0, "黑面人", who="真实身份就是顾言"), person(1, "顾言")) == {
        frozenset(("黑面人", "顾言"))
    }
    assert pairs(person(0, "周敏", who="顾言的母亲"), person(1, "顾言")) == set()


def test_nobody_is_a_candidate_against_what_is_known():
    assert pairs(person(0, "老张"), person(0, "张建国")) == set()


def decided(seen: list[Seen], *same: dict[str, object]) -> tuple[Groups, list[str]]:
    groups = grouped(seen)
    who, model = asker({"outline-same": lambda _: {"same": list(same)}})
    ask_who_is_same(groups, seen, candidates(groups, seen, ()), who, "zh")
    return groups, model.asked


def test_the_model_decides():
    seen = [person(0, "老张", who="船工"), person(1, "张建国", who="船工"), person(2, "张强", who="学生")]
    groups, asked = decided(seen, {"name": "张建国", "others": ["老张"], "why": "都是船工"})
    assert groups.same("老张", "张建国")
    assert not groups.same("老张", "张强")
    assert asked == ["outline-same"]


def test_what_the_model_makes_up_is_left_out():
    seen = [person(0, "老张"), person(1, "张建国"), person(2, "林夏"), person(3, "小林")]
    groups, _ = decided(
        seen, {"name": "张建国", "others": ["小林", "没有人"]}, {"name": "林夏", "others": ["小林"]}
    )
    assert not groups.same("张建国", "小林")
    assert groups.same("林夏", "小林")


def test_nothing_is_asked_where_there_is_nothing_to_decide():
    assert decided([person(0, "林夏"), person(1, "顾言")])[1] == []


def test_many_names_are_asked_in_several_questions():
    surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范"
    seen = [person(n, name) for n, s in enumerate(surnames) for name in (f"老{s}", f"{s}建国")]
    # Those of one chunk are told apart, so that every second stands in another one.
    seen = [person(index, one.name) for index, one in enumerate(seen)]
    _, asked = decided(seen)
    assert asked == ["outline-same-1", "outline-same-2"]


def test_a_question_with_too_long_an_answer_is_halved():
    seen = [person(index, name) for index, name in enumerate(("老张", "张建国", "老李", "李卫东"))]
    groups = grouped(seen)
    says = {
        "outline-samea": lambda _: {"same": [{"name": "张建国", "others": ["老张"]}]},
        "outline-sameb": lambda _: {"same": []},
    }
    who, model = asker({**says, "outline-same": lambda _: None})
    ask_who_is_same(groups, seen, candidates(groups, seen, ()), who, "zh")
    assert groups.same("老张", "张建国")
    assert model.asked == ["outline-same", "outline-samea", "outline-sameb"]
