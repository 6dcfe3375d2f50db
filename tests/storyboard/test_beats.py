import pytest

from pipeline.script.mentions import Mentions
from pipeline.script.screenplay import Element, ScriptScene
from pipeline.story import Mode
from pipeline.storyboard.beats import Beat, SceneReader

KNOWN = Mentions({"林夏": "林夏", "顾言": "顾言", "Nora": "Nora", "Tom": "Tom"})


def beats(*elements: Element, language: str = "zh", people: tuple[str, ...] = ()) -> list[Beat]:
    scene = ScriptScene("", "", elements, people=people)
    return SceneReader(scene, KNOWN, language, 2.0, 8.0).beats()


def line(text: str, speaker: str = "", mode: Mode = Mode.SPEECH) -> Element:
    return Element("dialogue", text, 1, speaker, "", mode)


def test_an_action_is_one_beat_for_each_sentence_that_lasts():
    found = beats(Element("action", "林夏推开门，走进屋里来。桌上放着一封没有打开的信。", 1))
    assert [(beat.what, beat.people) for beat in found] == [("action", ("林夏",)), ("action", ("林夏",))]


def test_a_pronoun_shows_whom_the_picture_before_showed():
    found = beats(
        Element("action", "林夏推开门，走进屋里来。", 1), Element("action", "她慢慢地走到了窗前。", 1)
    )
    assert found[1].people == ("林夏",)


def test_whoever_is_addressed_is_in_the_picture():
    found = beats(line("顾言，是你吗？", "林夏"), people=("Tom", "林夏", "顾言"))
    assert found[0].people == ("林夏", "顾言")


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
