from itertools import pairwise

import pytest
from desks import Memory
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.script import parse, read
from pipeline.script.screenplay import Element, Screenplay, ScriptEpisode, ScriptScene
from pipeline.story import Episode, Era, Mode, PlaceKind, Size, Time, Weather
from pipeline.storyboard.pace import speech_seconds
from pipeline.storyboard.rules import Rules


def episode(body: str, engine: Rules | None = None) -> Episode:
    engine = engine or Rules()
    script = parse(f"第1集\n{body}")
    return engine.write(script, engine.outline(script, Memory()), 1, Memory())


@pytest.fixture(scope="module")
def sample(pytestconfig) -> Episode:
    script = read(pytestconfig.rootpath / "assets" / "scripts" / "rain-night.txt")
    return Rules().write(script, Rules().outline(script, Memory()), 1, Memory())


def test_the_sample_is_a_short_film_of_many_sizes_and_moves(sample):
    shots = [shot for _, shot in sample.shots]
    seconds = sum(
        max(shot.least_seconds, sum(speech_seconds(line.text) for line in shot.lines)) for shot in shots
    )
    assert 60 <= seconds <= 110
    assert {Size.WIDE, Size.MEDIUM, Size.CLOSE} <= {shot.size for shot in shots}
    assert len({shot.move for shot in shots}) >= 5
    assert sample.unused == ()


def test_a_transition_of_the_script_is_the_way_into_its_next_scene():
    told = episode("1-1 夜 外 街口\n林夏：走吧。\n【叠化】\n1-2 日 内 客厅\n林夏：你好。")

    assert [scene.enter for scene in told.scenes] == ["", "dissolve"]


def test_the_sample_rains_at_night_and_remembers_a_dusk(sample):
    assert [(scene.time, scene.inside, scene.weather, scene.flashback) for scene in sample.scenes] == [
        (Time.NIGHT, False, Weather.RAIN, False),
        (Time.NIGHT, True, Weather.RAIN, False),
        (Time.DUSK, False, Weather.CLOUDY, True),
        (Time.NIGHT, True, Weather.RAIN, False),
    ]


def test_every_scene_opens_wide_but_for_the_detail_that_hooks(sample):
    sizes = [[shot.size for shot in scene.shots] for scene in sample.scenes]
    assert all(one[0] is Size.WIDE or one[:2] == [Size.DETAIL, Size.WIDE] for one in sizes)


def test_the_sample_shows_the_phone_and_not_the_one_whose_name_is_on_it(sample):
    opening = sample.scenes[3].shots
    assert [(shot.size, shot.people) for shot in opening[:2]] == [
        (Size.DETAIL, ()),
        (Size.WIDE, ("沈知意", "小满")),
    ]


def test_the_sample_looks_over_shoulders_and_at_listeners(sample):
    seen = [shot.seen for _, shot in sample.shots]
    assert sum("的肩膀" in words for words in seen) >= 3
    assert sum("听着" in words for words in seen) >= 3


def test_no_move_comes_twice_in_a_row(sample):
    moves = [shot.move for _, shot in sample.shots]
    assert all(one is not other for one, other in pairwise(moves))


def test_the_outline_gathers_people_places_and_era():
    script = parse(
        "1-1 夜 外 皇宫大殿\n△皇上拍案而起。\n皇上：来人！\n"
        "1-2 日 内 御书房\n苏晚晴：臣妾在。\n晚晴：皇上息怒。"
    )
    outline = Rules().outline(script, Memory())
    assert outline.era is Era.ANCIENT
    assert [(place.name, place.kind) for place in outline.places] == [
        ("皇宫大殿", PlaceKind.PALACE),
        ("御书房", PlaceKind.PALACE),
    ]
    assert [(who.name, who.aliases, who.sex) for who in outline.characters] == [
        ("皇上", (), "male"),
        ("苏晚晴", ("晚晴",), "unknown"),
    ]


def test_a_long_line_is_split_at_sentence_ends_and_shows_the_listener():
    text = "我等了你整整三年。" * 6
    scene = episode(f"1-1 日 内 屋\n△林夏看着顾言。\n林夏：{text}\n顾言：嗯。").scenes[0]
    parts = [line for shot in scene.shots for line in shot.lines if line.speaker == "林夏"]
    assert "".join(line.text for line in parts) == text
    assert all(line.text.endswith("。") and speech_seconds(line.text) <= 8 for line in parts)
    listening = [
        shot
        for shot in scene.shots
        if shot.lines and shot.people == ("顾言",) and shot.lines[0].speaker == "林夏"
    ]
    assert len(listening) == len(parts) // 2


def test_short_lines_of_one_person_share_a_shot():
    scene = episode("1-1 日 内 屋\n△门开了。\n林夏：你好。\n林夏：请坐。").scenes[0]
    assert [line.text for line in scene.shots[1].lines] == ["你好。", "请坐。"]


def test_a_voice_over_is_heard_over_the_picture_before_it():
    scene = episode("1-1 日 内 屋\n△林夏推开门，走进屋里。\n林夏（OS）：没有人。").scenes[0]
    assert len(scene.shots) == 1
    assert scene.shots[0].lines[0].mode is Mode.INNER


def test_a_caption_lies_on_the_next_picture_or_on_the_last_face():
    scene = episode(
        "1-1 日 内 屋\n【字幕：三年后】\n△林夏走进来。\n林夏：我回来了。\n【字幕：未完待续】"
    ).scenes[0]
    assert [(shot.caption, shot.people) for shot in scene.shots] == [
        ("三年后", ("林夏",)),
        ("", ("林夏",)),
        ("未完待续", ("林夏",)),
    ]


def test_people_keep_their_sides_within_a_scene():
    scene = episode(
        "1-1 日 内 屋\n△顾言和林夏对视。\n林夏：走。\n顾言：不。\n林夏：走吧。\n顾言：好。"
    ).scenes[0]
    pairs = [shot.people for shot in scene.shots if len(shot.people) == 2]
    assert len(pairs) >= 2
    assert set(pairs) == {("顾言", "林夏")}


def test_an_off_screen_voice_shows_who_hears_it():
    scene = episode("1-1 日 内 屋\n人物：林夏\n△电话响了。\n林夏：喂？\n顾言（VO）：快跑！").scenes[0]
    assert scene.shots[-1].people == ("林夏",)


def test_rain_stays_where_it_fell_until_it_stops():
    scenes = episode(
        "1-1 夜 外 街口\n△大雨。\n1-2 日 内 屋\n△灯亮着。\n"
        "1-3 夜 外 街口\n△他还在。\n1-4 夜 外 街口\n△雨停了。"
    ).scenes
    assert [scene.weather for scene in scenes] == [Weather.RAIN, Weather.CLEAR, Weather.RAIN, Weather.CLEAR]


def test_impossible_options_are_refused():
    with pytest.raises(ValidationError, match="must be below"):
        Rules(shortest_shot_seconds=5, longest_shot_seconds=4)
    with pytest.raises(ValidationError):
        Rules(longest_shot_seconds=0)


NAMES = st.sampled_from(["", "林夏", "顾言", "众人", "Nora", "A、B"])
TEXTS = st.one_of(
    st.text(alphabet="我你他走来。！？，…“” abcRun.!?,\n0123", min_size=1, max_size=200).filter(
        lambda text: text.strip()
    ),
    st.sampled_from(["……", "走。" * 60, "a" * 500, "Run! " * 50, "大雨，手机响了。林夏跪下。"]),
)
ELEMENTS = st.builds(
    Element,
    kind=st.sampled_from(["dialogue", "dialogue", "action", "caption"]),
    text=TEXTS.map(str.strip),
    line_number=st.just(1),
    speaker=NAMES,
    note=st.sampled_from(["", "怒", "softly"]),
    mode=st.sampled_from(Mode),
)
SCENES = st.builds(
    ScriptScene,
    heading=st.just("1-1 夜 外 街口"),
    place=st.sampled_from(["", "街口", "HOSPITAL ROOFTOP"]),
    elements=st.lists(ELEMENTS, min_size=1, max_size=8).map(tuple),
    people=st.sampled_from([(), ("林夏", "顾言")]),
)


@settings(max_examples=50, deadline=None)
@given(
    scenes=st.lists(SCENES, min_size=1, max_size=3),
    language=st.sampled_from(["zh", "en"]),
    longest=st.sampled_from([3.0, 8.0]),
)
def test_any_screenplay_keeps_its_dialogue_and_its_rhythm(scenes, language, longest):
    engine = Rules(longest_shot_seconds=longest)
    script = Screenplay("雨夜", language, (ScriptEpisode(1, "", tuple(scenes)),))

    found = engine.write(script, engine.outline(script, Memory()), 1, Memory())

    wanted = [e for scene in scenes for e in scene.elements if e.kind == "dialogue"]
    assert "".join("".join(line.text.split()) for _, line in found.lines) == "".join(
        "".join(e.text.split()) for e in wanted
    )
    for _, shot in found.shots:
        assert engine.shortest_shot_seconds <= shot.least_seconds <= longest
        assert sum(speech_seconds(line.text, language) for line in shot.lines) <= longest
        assert len(set(shot.people)) == len(shot.people)
