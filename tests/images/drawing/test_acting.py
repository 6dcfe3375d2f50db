import pytest

from pipeline.images.drawing.acting import Act, act_of, felt
from pipeline.images.drawing.things import thing_in
from pipeline.images.engine import Person
from pipeline.story import Age, Era, Feeling

LIN = Person("林夏", "female", Age.YOUNG, "", Feeling.CALM)
GU = Person("顾言", "male", Age.YOUNG, "", Feeling.CALM)
NORA = Person("NORA", "female", Age.YOUNG, "", Feeling.CALM)


def act(seen, person=LIN, people=(LIN, GU), era=Era.MODERN):
    return act_of(seen, person, people, era)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("林夏撑着伞", Act("umbrella")),
        ("林夏听着电话里顾言的声音", Act("call")),
        ("林夏坐在藤椅上", Act(seat="wicker")),
        ("林夏坐在床边", Act(seat="bed")),
        ("林夏坐着听着电话", Act("call", seat="chair")),
        ("林夏站着", Act()),
        ("桌上有一封信，林夏站着", Act()),
    ],
)
def test_people_do_what_the_words_say(seen, expected):
    assert act(seen) == expected


def test_what_hands_hold_is_the_thing_that_the_words_name():
    assert act("林夏手里攥着一封信") == Act("thing", thing_in("信", Era.MODERN))
    nora = act("NORA runs with an envelope pressed to her chest", NORA, (NORA,))
    assert nora == Act("thing", thing_in("envelope", Era.MODERN))


def test_everyone_does_what_is_said_after_their_own_name():
    seen = "林夏坐着，顾言举起一把刀"
    assert act(seen).seat == "chair"
    assert act(seen, GU).holding == "thing"
    assert act(seen, GU).seat == ""


def test_how_somebody_speaks_is_not_how_the_listener_looks():
    shown = felt("林夏对顾言说话，冷笑", (GU, LIN))
    assert [person.feeling for person in shown] == [Feeling.CALM, Feeling.COLD]


def test_where_nobody_is_named_the_first_one_acts():
    assert act("撑着伞") == Act("umbrella")
    assert act("撑着伞", GU) == Act()


def test_nobody_phones_in_ancient_times():
    assert act("林夏听着电话", era=Era.ANCIENT).holding == ""


def test_faces_that_are_calm_show_what_the_words_say():
    angry = Person("顾言", "male", Age.YOUNG, "", Feeling.ANGRY)
    shown = felt("林夏颤抖着后退，顾言哭了", (LIN, angry))
    assert [person.feeling for person in shown] == [Feeling.AFRAID, Feeling.ANGRY]
    assert felt("林夏站着", (LIN,)) == (LIN,)
