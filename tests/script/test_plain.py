import pytest

from pipeline.script import format_of, parse
from pipeline.script.screenplay import Element, Screenplay
from pipeline.story import Age, Mode, Time

SCRIPT = """\
Title: Reborn
Genre: drama
Logline: She wakes up ten years earlier.
Characters:
LIN XIA (23, female): short hair, white shirt
- GU YAN (male, forties): her teacher

Episode 1: The School Yard
Scene 1-1: EXT. SCHOOL YARD - NIGHT
Lin Xia opens her eyes.
LIN XIA: (terrified) I am alive? (touches her face) How?
GU YAN (coldly): You tell me.
LIN XIA (V.O.): Why is he here?
[TITLE CARD: Ten years earlier]
NARRATOR: Fate gave her a second chance.
[FLASHBACK]
Fire.
GU YAN (O.S.): Run!
[END FLASHBACK]
LIN XIA:
I remember.
[CUT TO BLACK]

EPISODE TWO - The Roof
INT. ROOFTOP ROOM - DAY
Mr. Lee: Good morning.
"""


@pytest.fixture(scope="module")
def script() -> Screenplay:
    return parse(SCRIPT, "x.txt")


def test_it_is_recognised():
    assert format_of(SCRIPT) == "plain"
    assert format_of("Ann: Hello.\nBob: Good evening.\nAnn: Is it?") == "plain"
    assert format_of("He had one rule: never look back. She knew it.") == "prose"


def test_the_front_gives_title_logline_and_cast(script):
    assert (script.title, script.language, script.logline) == (
        "Reborn",
        "en",
        "She wakes up ten years earlier.",
    )
    assert [(who.name, who.sex, who.age, who.look) for who in script.characters] == [
        ("LIN XIA", "female", Age.YOUNG, "23, female, short hair, white shirt"),
        ("GU YAN", "male", Age.MIDDLE, "male, forties, her teacher"),
    ]
    assert [unused.text for unused in script.unused] == ["Genre: drama"]


def test_episodes_and_scenes(script):
    assert [(episode.number, episode.title) for episode in script.episodes] == [
        (1, "The School Yard"),
        (2, "The Roof"),
    ]
    scenes = [scene for episode in script.episodes for scene in episode.scenes]
    assert [(scene.place, scene.inside, scene.time, scene.flashback) for scene in scenes] == [
        ("SCHOOL YARD", False, Time.NIGHT, False),
        ("SCHOOL YARD", False, Time.NIGHT, True),
        ("SCHOOL YARD", False, Time.NIGHT, False),
        ("ROOFTOP ROOM", True, Time.DAY, False),
    ]


def test_lines_keep_speaker_remark_mode_and_line_number(script):
    assert script.episodes[0].scenes[0].elements == (
        Element("action", "Lin Xia opens her eyes.", 10),
        Element("dialogue", "I am alive?", 11, "LIN XIA", "terrified"),
        Element("dialogue", "How?", 11, "LIN XIA", "touches her face"),
        Element("dialogue", "You tell me.", 12, "GU YAN", "coldly"),
        Element("dialogue", "Why is he here?", 13, "LIN XIA", "", Mode.OFFSCREEN),
        Element("caption", "Ten years earlier", 14),
        Element("dialogue", "Fate gave her a second chance.", 15, "", "", Mode.NARRATION),
    )
    assert script.episodes[0].scenes[1].elements[1] == Element(
        "dialogue", "Run!", 18, "GU YAN", "", Mode.OFFSCREEN
    )
    assert script.episodes[0].scenes[2].elements == (Element("dialogue", "I remember.", 21, "LIN XIA"),)
    assert script.episodes[1].scenes[0].elements == (Element("dialogue", "Good morning.", 26, "Mr. Lee"),)


def test_transitions_are_unused(script):
    assert [(unused.text, unused.why) for unused in script.episodes[0].unused] == [
        ("CUT TO BLACK", "a transition")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "He has one rule: run.",
        "10:30 and nobody came.",
        "Episode after episode, she lost.",
        "Scene by scene it fell apart.",
    ],
)
def test_a_sentence_with_a_colon_or_a_keyword_is_action(line):
    found = parse(f"Scene 1: INT. ROOM - DAY\n{line}\nBOB: Hi.\n")
    assert found.episodes[0].scenes[0].elements[0] == Element("action", line, 2)


def test_thoughts_are_inner():
    found = parse("Scene 1: INT. ROOM - DAY\nANN (thinking): He lies.\n")
    assert found.episodes[0].scenes[0].elements[0].mode is Mode.INNER
