"""Places are there once, under the names of the script's headings where it has them."""

from pipeline.script import parse
from pipeline.story import Place, PlaceKind
from pipeline.storyboard.outlining.paragraphs import Chunk
from pipeline.storyboard.outlining.reading import Reading, ReadingForm
from pipeline.storyboard.outlining.settings import settings_of

SCRIPT = parse("1-1 日 外 老街\n林夏：走。\n1-2 日 内 医院\n林夏：好。\n")
NOVEL = parse("第一章 雨\n林夏走到码头。\n", "x.txt")


def said(*chunks: list[dict[str, object]]) -> list[Reading]:
    return [Reading(Chunk(()), ReadingForm.model_validate({"places": places})) for places in chunks]


def test_a_place_has_the_kind_that_most_tell_and_the_first_look():
    parts = said(
        [{"name": "码头", "kind": "街"}],
        [{"name": "码 头", "kind": "河", "look": "木栈桥"}, {"name": "船", "kind": "船"}],
        [{"name": "码头", "kind": "河", "look": "空"}, {"name": "……"}],
    )
    assert settings_of(NOVEL, parts) == [
        Place(name="码头", kind=PlaceKind.WATER, look="木栈桥"),
        Place(name="船", kind=PlaceKind.WATER),
    ]


def test_the_headings_of_a_script_name_its_places():
    found = settings_of(
        SCRIPT, said([{"name": "老街上", "kind": "街", "look": "石板路"}, {"name": "天台", "kind": "天台"}])
    )
    assert [(place.name, place.kind, place.look) for place in found] == [
        ("老街", "street", "石板路"),
        ("医院", "hospital", ""),
        ("天台", "rooftop", ""),
    ]


def test_places_that_were_there_before_stay_as_they_were():
    before = [Place(name="船", look="白帆"), Place(name="灯塔", look="红白")]
    found = settings_of(NOVEL, said([{"name": "码头"}, {"name": "船", "look": "破"}]), before)
    assert found == [*before, Place(name="码头")]
