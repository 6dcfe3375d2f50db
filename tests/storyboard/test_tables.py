"""Feelings, places, people, pace and splitting: what the rules know."""

import pytest

from pipeline.script import parse
from pipeline.script.screenplay import Element, ScriptScene
from pipeline.story import Age, Angle, Feeling, Move, PlaceKind, Size, Time, Weather
from pipeline.storyboard.beats import Beat, Piece
from pipeline.storyboard.feelings import feeling_of, is_strong
from pipeline.storyboard.framing import Camera
from pipeline.storyboard.pace import shown_seconds, speech_seconds
from pipeline.storyboard.people import gather, is_crowd, mentions_of
from pipeline.storyboard.places import era_of, kind_in, places_of, time_of, weather_of
from pipeline.storyboard.splitting import at_least, pieces, sentences
from pipeline.story import Mode


@pytest.mark.parametrize(
    ("note", "text", "feeling"),
    [
        ("冷笑", "是吗。", Feeling.COLD),
        ("笑着", "是吗。", Feeling.HAPPY),
        ("愤怒", "出去", Feeling.ANGRY),
        ("哭着", "不要走", Feeling.SAD),
        ("颤抖", "谁？", Feeling.AFRAID),
        ("轻声", "睡吧", Feeling.TENDER),
        ("震惊", "你？", Feeling.SURPRISED),
        ("平静", "滚！", Feeling.CALM),
        ("", "滚！", Feeling.ANGRY),
        ("", "不可能！", Feeling.SURPRISED),
        ("", "什么？！", Feeling.SURPRISED),
        ("", "走！！", Feeling.ANGRY),
        ("", "走吧。", Feeling.CALM),
        ("whispering", "Sleep.", Feeling.TENDER),
        ("mad with rage, shouting", "Go.", Feeling.ANGRY),
        ("", "Get out of here", Feeling.ANGRY),
        ("", "The scoldings went on.", Feeling.CALM),
    ],
)
def test_feelings(note, text, feeling):
    assert feeling_of(note, text) is feeling


def test_called_out_words_and_strong_feelings_bring_the_camera_near():
    assert is_strong(Feeling.CALM, "快跑！")
    assert is_strong(Feeling.SAD, "嗯。")
    assert not is_strong(Feeling.HAPPY, "嗯。")


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


def people(script: str) -> list[tuple[str, str, Age]]:
    return [(who.name, who.sex, who.age) for who in gather(parse(script))]


def test_people_are_known_by_list_title_name_and_pronoun():
    found = people(
        "1-1 日 内 屋\n△陈默推开门，他浑身是血。\n陈默：嗯。\n王奶奶：来。\n老李：嗯。\n李婷：嗯。\n小美：嗯。\n△小美（7岁）跑过来。\n阿木：嗯。"
    )
    assert found == [
        ("陈默", "male", Age.YOUNG),
        ("王奶奶", "female", Age.OLD),
        ("老李", "unknown", Age.OLD),
        ("李婷", "female", Age.YOUNG),
        ("小美", "unknown", Age.CHILD),
        ("阿木", "unknown", Age.YOUNG),
    ]


def test_an_english_introduction_tells_age_and_look():
    (nora,) = gather(
        parse(
            "INT. ROOM - DAY\n\nNORA (71), white hair, a grey coat, waits. She coughs.\n\nNORA\nYes.\n",
            "x.fountain",
        )
    )
    assert (nora.sex, nora.age, nora.look) == ("female", Age.OLD, "71, white hair, a grey coat")


def test_a_part_of_exactly_one_name_is_an_alias():
    script = parse(
        "Scene 1: INT. ROOM\nLIN XIA: a.\nLIN: b.\nGUARD ONE: c.\nGUARD TWO: d.\nGUARD: e.\nOLD MAN: f.\nMAN: g."
    )
    assert {who.name: who.aliases for who in gather(script)} == {
        "LIN XIA": ("LIN",), "GUARD ONE": (), "GUARD TWO": (), "GUARD": (), "OLD MAN": (), "MAN": (),
    }  # fmt: skip


def test_a_crowd_is_nobody_in_the_picture():
    assert is_crowd("众人")
    assert is_crowd("EVERYONE")
    assert not is_crowd("林夏")
    cast = gather(parse("众人：好！\n林夏：好。"))
    assert mentions_of(cast).named("众人围住林夏") == ("林夏",)


def test_speech_takes_time_by_hanzi_words_and_pauses():
    assert speech_seconds("我" * 42) == pytest.approx(10.0)
    assert speech_seconds("run " * 26, "en") == pytest.approx(10.0)
    assert speech_seconds("走，走。走") > speech_seconds("走走走")
    assert speech_seconds("2024年") == pytest.approx(5 / 4.2, abs=0.01)
    assert speech_seconds("", "en") == 0
    assert shown_seconds("大雨倾盆，他走了。") == pytest.approx(7 / 5)


def test_sentences_keep_their_closing_marks():
    assert sentences("“走！”他说。Mr. Lee came... Then? 完") == [
        "“走！”",
        "他说。",
        "Mr. Lee came...",
        " Then?",
        " 完",
    ]


@pytest.mark.parametrize(
    "text", ["走。" * 30, "走，" * 60, "走" * 200, "one two three " * 40, "a" * 300, "……" * 50, "Hi. " * 40]
)
def test_pieces_fit_and_join_to_the_text(text):
    parts = pieces(text, 7.0, speech_seconds)
    assert "".join(parts).rstrip() == text.rstrip()
    assert len(parts) > 1 or speech_seconds(text) <= 7
    assert all(speech_seconds(part) <= 7 for part in parts)


def test_short_sentences_are_joined():
    assert at_least("走。走。大雨一直下到了天亮。停。", 2.0, shown_seconds) == [
        "走。走。大雨一直下到了天亮。停。"
    ]
    assert len(at_least("大雨一直下到了天亮以后。他站在路灯下一动不动。", 2.0, shown_seconds)) == 2


def action(seen: str, *people: str) -> Beat:
    return Beat("action", seen, people, 2.0)


@pytest.mark.parametrize(
    ("seen", "move"),
    [
        ("林夏抬头", Move.TILT_UP),
        ("林夏跪下", Move.TILT_DOWN),
        ("林夏逼近", Move.PUSH),
        ("林夏离开", Move.PULL),
        ("林夏奔跑", Move.PAN_RIGHT),
    ],
)
def test_the_camera_moves_with_the_action(seen, move):
    assert Camera().frame(action(seen, "林夏"), opens=False).move is move


def test_things_faces_and_groups_have_their_sizes():
    assert Camera().frame(action("手机响了"), opens=False).size is Size.DETAIL
    assert Camera().frame(action("林夏眼里有泪", "林夏"), opens=False).size is Size.CLOSE
    assert Camera().frame(action("三人对视", "甲", "乙", "丙"), opens=False).size is Size.FULL
    assert Camera().frame(action("手机响了"), opens=True).size is Size.WIDE


def test_anger_is_seen_from_below_and_a_fall_from_above():
    angry = Beat(
        "talk", "", ("林夏",), 2.0, (Piece("林夏", "滚！", Mode.SPEECH, Feeling.ANGRY, ""),), strong=True
    )
    assert Camera().frame(angry, opens=False).angle is Angle.LOW
    assert Camera().frame(action("林夏跪倒在地", "林夏"), opens=False).angle is Angle.HIGH


def test_a_close_shot_has_one_person_and_the_most_important_one():
    talk = Beat("talk", "", ("林夏", "顾言"), 2.0, strong=True)
    assert Camera().frame(talk, opens=False).people == ("林夏",)
