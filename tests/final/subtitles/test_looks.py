import pysubs2
import pytest

from pipeline.final.film import Film
from pipeline.final.subtitles.files import film_ass
from pipeline.final.subtitles.looks import Looks
from pipeline.final.subtitles.styles import Look, Style
from pipeline.final.subtitles.subtitles import Cue, Subtitles
from pipeline.story import Mode

PEOPLE = {"林夏": "林夏", "夏夏": "林夏", "老陈": "老陈", "顾沉": "顾沉"}
PALETTE = Style(palette=("#FFFFFF", "#FF0000"), speakers={"顾沉": "#00FF00"})


def drawn(cues, **looks):
    return pysubs2.SSAFile.from_string(film_ass(cues, Looks(Film(), **looks)))


def said_by(name, mode=Mode.SPEECH):
    return Cue(0, 1, ("走",), name, mode=mode)


def colour(file, style):
    found = file.styles[style].primarycolor
    return f"#{found.r:02X}{found.g:02X}{found.b:02X}"


def test_a_speaker_has_the_colour_of_the_place_in_the_outline_whoever_else_speaks():
    for others in ([], [said_by("林夏")]):
        file = drawn([*others, said_by("老陈")], style=PALETTE, people=PEOPLE)
        assert colour(file, "Line 老陈") == "#FF0000"


def test_a_name_that_has_a_colour_of_its_own_keeps_it_and_an_alias_is_the_same_person():
    file = drawn([said_by("顾沉"), said_by("夏夏")], style=PALETTE, people=PEOPLE)

    assert colour(file, "Line 顾沉") == "#00FF00"
    assert colour(file, "Line 夏夏") == "#FFFFFF"


def test_strangers_thoughts_and_the_label_keep_the_colours_of_the_profile():
    shown = [said_by("路人"), said_by("老陈", Mode.INNER)]
    file = drawn(shown, style=PALETTE, people=PEOPLE)

    assert [event.style for event in file.events] == ["Line", "Aside"]
    assert (colour(file, "Aside"), colour(file, "Mark")) == ("#FFE9AE", "#FFFFFF")


def test_what_a_style_says_of_lines_holds_for_asides_and_not_for_captions_and_labels():
    style = Style(line=Look(colour="#111111", outline=1, box="#222222", padding=9), aside=Look(outline=2))
    file = drawn([said_by("")], style=style)

    line, aside, caption, mark = (file.styles[name] for name in ("Line", "Aside", "Caption", "Mark"))
    assert (line.borderstyle, line.shadow, line.outline) == (4, 9, 1)
    assert (aside.borderstyle, aside.shadow, aside.outline) == (4, 9, 2)
    assert (caption.shadow, caption.outline, mark.borderstyle, mark.outline) == (24, 1, 1, 5)
    assert colour(file, "Line") == "#111111"
    assert colour(file, "Aside") == "#FFE9AE"
    assert colour(file, "Caption") == colour(file, "Mark") == "#FFFFFF"


def test_karaoke_lights_words_up_only_where_they_are_heard():
    heard = Cue(0, 1, ("走吧",), heard=((0.0, 0.4), (0.4, 1.0)))
    file = drawn([heard, said_by("")], style=Style(unspoken="#00FF00"))

    assert [r"\kf" in event.text for event in file.events] == [True, False]
    assert file.events[0].text == r"{\blur1.5}{\kf40}走{\kf60}吧"
    assert file.styles["Line"].secondarycolor.g == 255


@pytest.mark.parametrize(("second", "rows"), [("en", 2), ("zh", 1)])
def test_the_second_language_stands_below_the_first_which_makes_room_for_its_rows(second, rows):
    options = Subtitles(second=second)
    file = drawn([said_by(""), Cue(0, 1, ("Go.",), kind="second")], options=options)

    line, below = file.styles["Line"], file.styles["Second"]
    assert line.marginv == 480 + rows * 50 + 8
    assert 1920 - below.marginv - 480 == rows * 50
    assert below.fontsize == 50
    assert [event.layer for event in file.events] == [0, 1]


def test_a_caption_has_its_translation_in_smaller_letters_in_its_box():
    file = drawn([Cue(0, 1, ("三年前",), kind="caption", below=("Before",))], options=Subtitles(second="en"))

    assert file.events[0].text == r"{\fad(250,250)}三年前\N{\fs50}Before"
