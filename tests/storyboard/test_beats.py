import pytest

from pipeline.script.mentions import Mentions
from pipeline.script.screenplay import Element, ScriptScene
from pipeline.story import Mode
from pipeline.storyboard.beat import Beat
from pipeline.storyboard.beats import SceneReader

KNOWN = Mentions({"林夏": "林夏", "顾言": "顾言", "Nora": "Nora", "Tom": "Tom"})
RAIN = Element("action", "大雨一直下到了天亮。", 1)


def beats(*elements: Element, language: str = "zh", people: tuple[str, ...] = ()) -> list[Beat]:
    scene = ScriptScene("", "", elements, people=people)
    return SceneReader(scene, KNOWN, language, 2.0, 8.0).beats()


def line(text: str, speaker: str = "", mode: Mode = Mode.SPEECH) -> Element:
    return Element("dialogue", text, 1, speaker, "", mode)


def test_an_action_is_one_beat_for_each_sentence_that_lasts():
    found = beats(RAIN, Element("action", "林夏推开门，走进屋里来。顾言一句话也没有说出来。", 1))
    assert [(beat.what, beat.people) for beat in found[1:]] == [("action", ("林夏",)), ("action", ("顾言",))]


def test_a_short_sentence_about_somebody_else_is_a_beat_of_its_own():
    found = beats(RAIN, Element("action", "林夏停住了脚步。路灯下的顾言慢慢抬起头。", 1))
    assert [beat.people for beat in found[1:]] == [("林夏",), ("顾言",)]


def test_the_thing_that_an_action_is_about_is_looked_at_without_anybody():
    found = beats(
        Element("action", "林夏推开门，走进屋里来。", 1),
        Element("action", "手机响了，屏幕上是两个字：顾言。", 1),
    )
    assert [(beat.detail, beat.people) for beat in found] == [(False, ("林夏",)), (True, ())]


def test_two_details_are_never_looked_at_in_a_row():
    letters = line("五封信都在这里。每一封都说中了。", "", Mode.NARRATION)
    found = beats(RAIN, letters, Element("action", "林夏展开信纸。", 1))
    assert [(beat.detail, beat.people) for beat in found[1:]] == [(True, ()), (False, ("林夏",))]


def test_a_scene_opens_with_all_who_are_there_but_not_with_who_comes_later():
    elements = (
        Element("action", "窗外的雨一直下个不停。", 1),
        line("你是谁？", "Tom"),
        Element("action", "顾言推门走了进来。", 1),
    )
    opening = beats(*elements, people=("林夏", "顾言", "Tom"))[0]
    assert (opening.opens, opening.people) == (True, ("林夏", "Tom"))


def test_a_scene_that_begins_with_a_detail_opens_after_it():
    found = beats(Element("action", "手机骤然响了起来。", 1), Element("action", "林夏吓得往后退了一步。", 1))
    assert [beat.opens for beat in found] == [False, True]


def test_in_a_long_line_the_picture_cuts_to_who_hears_it():
    found = beats(line("我在这里等了你整整三年。你却一封信也没有写过。", "林夏"), people=("林夏", "顾言"))
    assert [(beat.what, beat.people[:1]) for beat in found] == [("talk", ("林夏",)), ("listen", ("顾言",))]


def test_who_answers_is_the_one_spoken_to():
    found = beats(line("你是谁？", "林夏"), line("我是Tom。", "Tom"), people=("顾言", "林夏", "Tom"))
    assert found[0].people[:2] == ("林夏", "Tom")


def test_an_elder_is_called_by_the_end_of_the_name():
    known = Mentions({"陆砚": "陆砚", "陆奶奶": "陆奶奶", "小满": "小满"})
    scene = ScriptScene("", "", (line("奶奶，我回来了。", "陆砚"),), people=("小满", "陆砚", "陆奶奶"))
    assert SceneReader(scene, known, "zh", 2.0, 8.0).beats()[0].people[:2] == ("陆砚", "陆奶奶")


def test_a_last_caption_lies_on_the_face_of_who_heard_the_last_words():
    found = beats(line("再见，顾言。", "林夏"), Element("caption", "未完待续", 1), people=("林夏", "顾言"))
    assert (found[-1].what, found[-1].people, found[-1].seen) == ("caption", ("顾言",), "顾言的脸部特写")


def test_a_pronoun_shows_whom_the_picture_before_showed():
    found = beats(
        Element("action", "林夏推开门，走进屋里来。", 1), Element("action", "她慢慢地走到了窗前。", 1)
    )
    assert found[1].people == ("林夏",)


def test_whoever_is_addressed_is_in_the_picture():
    found = beats(line("顾言，是你吗？", "林夏"), people=("Tom", "林夏", "顾言"))
    assert found[0].people[:2] == ("林夏", "顾言")


@pytest.mark.parametrize(
    ("language", "mode", "seen"),
    [
        ("zh", Mode.SPEECH, "林夏对顾言说话"),
        ("zh", Mode.OFFSCREEN, "顾言听着林夏的声音"),
        ("zh", Mode.INNER, "林夏沉默不语，心里在想"),
        ("zh", Mode.NARRATION, "走。"),
        ("en", Mode.SPEECH, "林夏 speaks to 顾言"),
        ("en", Mode.OFFSCREEN, "顾言 listens to 林夏"),
        ("en", Mode.INNER, "林夏 is silent, thinking"),
    ],
)
def test_dialogue_is_seen_in_the_language_of_the_story(language, mode, seen):
    (beat,) = beats(line("走。", "林夏", mode), language=language, people=("顾言", "林夏"))
    assert beat.seen == seen


def test_a_voice_after_a_call_comes_out_of_the_phone():
    found = beats(
        Element("action", "林夏接起了电话。", 1), line("快跑！", "顾言", Mode.OFFSCREEN), people=("林夏",)
    )
    assert found[-1].seen == "林夏听着电话里顾言的声音"


def test_narration_over_a_face_lasts_no_longer_than_a_shot():
    found = beats(
        Element("action", "林夏推开门，走进屋里来。", 1), line("雨下了很久很久。" * 8, "", Mode.NARRATION)
    )
    assert found[0].pieces
    assert len(found) > 2


def test_two_captions_in_a_row_are_both_shown():
    found = beats(
        Element("caption", "三年后", 1), Element("caption", "北京", 1), Element("action", "雨。", 1)
    )
    assert [(beat.what, beat.caption) for beat in found] == [("caption", "三年后"), ("action", "北京")]
