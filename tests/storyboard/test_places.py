import pytest

from pipeline.script.screenplay import Element, ScriptScene
from pipeline.story import PlaceKind, Time, Weather
from pipeline.storyboard.places import era_of, kind_in, places_of, time_of, weather_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中学操场", PlaceKind.SCHOOL),
        ("医院天台", PlaceKind.ROOFTOP),
        ("学校旁边的咖啡馆", PlaceKind.RESTAURANT),
        ("陆家客厅", PlaceKind.ROOM),
        ("总裁办公室", PlaceKind.OFFICE),
        ("皇宫大殿", PlaceKind.PALACE),
        ("HOSPITAL ROOFTOP", PlaceKind.ROOFTOP),
        ("Bedroom of the hospital", PlaceKind.BEDROOM),
        ("JOE'S CAR", PlaceKind.VEHICLE),
        ("SCHOOL YARD", PlaceKind.SCHOOL),
        ("Carla's", None),
    ],
)
def test_the_kind_of_a_place_is_its_last_word(name, kind):
    assert kind_in(name) is kind


def scene(
    action: str, place: str = "", heading: str = "", *, inside: bool = False, time: Time | None = None
) -> ScriptScene:
    return ScriptScene(heading, place, (Element("action", action, 1),), inside=inside, time=time)


def test_a_place_without_a_name_is_called_by_the_action_or_stays():
    found = places_of([scene("他走了。"), scene("他走进医院。"), scene("他坐下。")], "zh")
    assert [(place.name, place.kind) for place in found] == [
        ("某处", PlaceKind.STREET),
        ("医院", PlaceKind.HOSPITAL),
        ("医院", PlaceKind.HOSPITAL),
    ]


def test_a_name_that_tells_no_kind_is_what_the_action_says():
    (found,) = places_of([scene("病房里很安静。", "林家", inside=True)], "zh")
    assert found.kind is PlaceKind.HOSPITAL


@pytest.mark.parametrize(
    ("text", "weather"),
    [
        ("大雨倾盆", Weather.RAIN),
        ("电闪雷鸣，暴雨", Weather.STORM),
        ("雪花飘落", Weather.SNOW),
        ("雪白的墙", Weather.CLEAR),
        ("雨停了", Weather.CLEAR),
        ("It is raining", Weather.RAIN),
        ("The train leaves", Weather.CLEAR),
        ("Thick fog", Weather.FOG),
        ("平静的一天", Weather.SNOW),
    ],
)
def test_the_weather_is_what_is_told_else_as_before(text, weather):
    before = Weather.SNOW if weather is Weather.SNOW else Weather.CLEAR
    assert weather_of(scene(text), before) is weather


def test_the_time_is_that_of_the_heading_then_of_the_action_then_as_before():
    assert time_of(scene("月光如水", time=Time.DAY), Time.DAWN) is Time.DAY
    assert time_of(scene("月光如水"), Time.DAWN) is Time.NIGHT
    assert time_of(scene("他走了"), Time.DAWN) is Time.DAWN


def test_the_era_is_that_of_most_words():
    assert era_of(["陛下驾到", "娘娘吉祥", "电话"]).value == "ancient"
    assert era_of(["a spaceship", "the robot"]).value == "future"
    assert era_of(["他走了"]).value == "modern"
