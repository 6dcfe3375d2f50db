"""When an effect is heard, and which."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.final.sound.effects import (
    Cue,
    Effect,
    Take,
    ambiences,
    credits_of,
    cues,
    effects,
    lies_under,
    tagged,
)
from pipeline.final.sound.effects_words import SOUNDS
from pipeline.story import Line, Mode, Scene, Shot, Weather
from pipeline.timeline import LineSpan, ShotSpan, Timeline


def laid(*shots: Shot, **scene: object) -> Timeline:
    """One scene of shots of five seconds; the lines of each begin after one second and last two."""
    whole = Scene(id="e01s01", **{"place": "home", "inside": True, "shots": shots, **scene})
    spans = []
    for number, shot in enumerate(shots):
        lines = tuple(LineSpan(line, 5 * number + 1, 5 * number + 3) for line in shot.lines)
        spans.append(ShotSpan(whole, shot, 120 * number, 120, 24, lines))
    return Timeline(24, tuple(spans))


def shot(number: int = 1, **said: object) -> Shot:
    return Shot(id=f"e01s01-{number:02}", **said)


def line(text: str = "好", **said: object) -> Line:
    return Line(id="e01s01-01-1", text=text, **said)


def found(*shots: Shot) -> list[tuple[str, float]]:
    return [(str(cue.take.source), cue.start) for cue in cues(laid(*shots), effects(), 7)]


def folder(root: Path, page: str, *names: str) -> Path:
    for name in names:
        (root / name).touch()
    (root / "effects.yaml").write_text(page, "utf-8")
    return root


def test_an_effect_is_heard_as_far_into_its_shot_as_its_word_is_in_the_text():
    assert found(shot(seen="敲门声响起。")) == [("knock", 0)]
    assert found(shot(seen="林夏抬起头来，有人敲门。")) == [("knock", pytest.approx(9 / 12 * 4))]
    assert found(shot(moves="The phone rings.")) == [("phone", pytest.approx(4 / 16 * 4))]


def test_what_the_narrator_tells_is_heard_while_he_tells_it():
    told = "那一夜，敲门声又响了。"

    heard = found(shot(seen=told, lines=(line(told, mode=Mode.NARRATION),)))

    assert heard == [("knock", pytest.approx(1 + 2 * 4 / 11))]


def test_what_people_say_is_not_heard():
    assert found(shot(lines=(line("你听见敲门声了吗？"),))) == []


def test_a_remark_is_heard_right_before_its_line():
    assert found(shot(lines=(line(note="电话响"),))) == [("phone", pytest.approx(0.7))]
    assert found(shot(lines=(line(note="看着手机"),))) == []


def test_a_cue_of_the_script_is_heard_where_its_shot_begins():
    assert found(shot(), shot(2, sounds=("雷声",))) == [("thunder", 5)]


def test_a_sound_is_not_heard_again_at_once_and_never_twice_in_a_shot():
    heard = found(shot(seen="有人敲门。", moves="又敲了一下门。"), shot(2, seen="有人敲门。"))

    assert heard == [("knock", pytest.approx(1 / 7 * 4)), ("knock", pytest.approx(5 + 2 / 5 * 4))]


def test_an_effect_ends_with_its_scene():
    (cue,) = cues(laid(shot(seen="雷声滚滚"), shot(2)), effects(), 7)

    assert cue == Cue(Take("thunder"), 0, 10)


def test_the_users_own_effects_take_the_place_of_the_built_ones(tmp_path: Path):
    known = effects(tagged(folder(tmp_path, "", "knock-1.wav", "knock-2.wav", "rain.mp3")))

    kinds = {effect.sound.called[0]: effect for effect in known}
    assert [str(take.source) for take in kinds["knock"].takes] == [
        str(tmp_path / "knock-1.wav"),
        str(tmp_path / "knock-2.wav"),
    ]
    assert kinds["rain"].kind == "ambience"
    assert kinds["phone"].takes == (Take("phone"),)


def test_several_takes_are_heard_in_turns(tmp_path: Path):
    known = effects(tagged(folder(tmp_path, "", "knock-1.wav", "knock-2.wav")))

    heard = cues(laid(shot(seen="敲门"), shot(2, seen="敲门"), shot(3, seen="敲门")), known, 7)

    first, second, third = (cue.take.source for cue in heard)
    assert first == third != second


def test_a_page_of_tags_gives_words_kind_and_gain(tmp_path: Path):
    page = "x.wav: {words: [gong, 锣], gain_db: -4}\nbar.mp3: {words: [酒吧], kind: ambience}\n"
    gong, bar = effects(tagged(folder(tmp_path, page, "bar.mp3", "x.wav")))[1::-1]

    assert (gong.takes, gong.kind) == ((Take(tmp_path / "x.wav", -4),), "once")
    assert gong.sound.in_story("锣鼓喧天") == 0
    assert lies_under(laid(shot(), place="酒吧").shots[0].scene, bar.sound)


@pytest.mark.parametrize(
    ("name", "scene"),
    [
        ("rain", {"inside": False, "weather": Weather.RAIN}),
        ("wind", {"inside": False, "weather": Weather.SNOW}),
        ("crowd", {"place": "菜市场"}),
        ("street", {"heading": "EXT. BUSY STREET - DAY"}),
    ],
)
def test_ambience_lies_under_a_scene_by_its_weather_and_its_place(name: str, scene: dict[str, object]):
    assert lies_under(laid(shot(), **scene).shots[0].scene, SOUNDS[name])
    assert not lies_under(laid(shot()).shots[0].scene, SOUNDS[name])


def test_ambience_lies_under_the_whole_scene_in_which_it_is_told():
    scene = laid(shot(), shot(2, seen="窗外下着雨。")).shots[0].scene

    assert lies_under(scene, SOUNDS["rain"])


def test_one_take_of_an_ambience_is_chosen_for_the_film():
    rain = Effect(SOUNDS["rain"], "ambience", (Take(Path("a")), Take(Path("b"))))
    knock = Effect(SOUNDS["knock"], "once", (Take("knock"),))

    wet, dry = laid(shot(seen="下雨")), laid(shot())
    assert len({ambiences(wet, [rain, knock], seed)[SOUNDS["rain"]] for seed in range(9)}) == 2
    assert list(ambiences(wet, [rain, knock], 1)) == [SOUNDS["rain"]]
    assert ambiences(dry, [rain, knock], 1) == {}


def test_the_credits_name_the_effects_that_are_heard(tmp_path: Path):
    shelf = tagged(folder(tmp_path, "x.wav: {credit: A. Person, licence: CC0}", "x.wav", "y.wav"))

    assert credits_of([Take(tmp_path / "x.wav"), Take("knock")], shelf) == ("A. Person, CC0",)
