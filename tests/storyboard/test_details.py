import pytest

from pipeline.images.drawing.close import DOOR
from pipeline.images.drawing.things import thing_in
from pipeline.script.mentions import Mentions
from pipeline.story import Era
from pipeline.storyboard.details import THINGS, THINGS_IN_ENGLISH, Glance, glances

KNOWN = Mentions({"林夏": "林夏", "顾言": "顾言", "Nora": "Nora"})


@pytest.mark.parametrize(
    "text", ["林夏推开门走了进来。", "林夏撑着伞走在雨里，手机在包里。", "Nora runs with an envelope."]
)
def test_what_somebody_does_is_no_detail(text):
    assert glances(text, KNOWN)[0] == Glance(text) or not glances(text, KNOWN)[0].detail


@pytest.mark.parametrize(
    "text",
    [
        "手机骤然响起，屏幕上跳出两个字：顾言。",
        "林夏打开铁盒，里面整整齐齐，全是纸币。",
        "就在这时，门被猛地推开，",
        "墙上那张寻人启事，已经贴了二十年。",
        "Nora unfolds the page.",
        "Around his neck hangs the brass key.",
    ],
)
def test_a_thing_that_acts_or_is_handled_is_a_detail(text):
    assert glances(text, KNOWN) == [Glance(text, detail=True)]


def test_what_comes_before_a_detail_is_shown_before_it():
    assert glances("狂风卷起顾言的衣角，他把一枚戒指塞进林夏手心。", KNOWN) == [
        Glance("狂风卷起顾言的衣角，"),
        Glance("他把一枚戒指塞进林夏手心。", detail=True),
    ]


def test_a_scar_is_seen_on_the_face_of_its_owner():
    assert glances("林夏的手抚过顾言左眉的伤疤，忽然僵住。", KNOWN) == [
        Glance("林夏的手抚过顾言左眉的伤疤，", detail=True, owner="顾言"),
        Glance("忽然僵住。"),
    ]


def test_the_parts_join_to_the_text():
    text = "门被推开，一个女孩走进来。她拿出一封信，信上有血迹，林夏哭了。"
    assert "".join(glance.text for glance in glances(text, KNOWN)) == text


@pytest.mark.parametrize("thing", [*THINGS.split("|"), *THINGS_IN_ENGLISH.replace("s?", "").split("|")])
def test_every_thing_that_is_looked_at_can_be_drawn(thing):
    assert thing_in(thing, Era.MODERN) is not None or DOOR.search(thing)
