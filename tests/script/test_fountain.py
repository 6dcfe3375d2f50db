import pytest

from pipeline.script import format_of, parse
from pipeline.script.screenplay import Element, Screenplay
from pipeline.story import Mode, Time

SCRIPT = """\
Title: The _Last_ Letter
Credit: Written by
Author: A. Writer
Logline:
    A letter comes
    too early.

FADE IN:

# ACT I

= Nora finds the letter.

INT. POST OFFICE - NIGHT #12A#

Rain. **NORA** (29) stares at an _old_ letter.
It is \\*wet\\*. [[check the stamp]]

NORA (V.O.)
(softly)
My husband is *dead*.
(beat)
He wrote to me.

WALTER (CONT'D)
I only carry them.

MAISIE ^
Me too.

@McAvoy
Aye.

.UNDER THE SEA

!SCREAMING FISH

~Sing me a song
~of the sea

> Five years earlier <

/* NOBODY
reads this */

CUT TO:

> FADE TO WHITE.

===

EXT. ROOFTOP - DUSK - FLASHBACK

SUPER: "The end of May"

DANIEL
~Trust the child.
<two blanks>
And run.
""".replace("<two blanks>", "  ")


@pytest.fixture(scope="module")
def script() -> Screenplay:
    return parse(SCRIPT, "letter.fountain")


def elements(body: str) -> tuple[Element, ...]:
    scenes = parse(f"INT. ROOM - DAY\n\n{body}", "x.fountain").episodes[0].scenes
    return scenes[0].elements


def test_it_is_recognised_by_name_and_by_look():
    assert format_of("anything", "x.fountain") == "fountain"
    assert format_of(SCRIPT, "x.txt") == "fountain"


def test_the_title_page_is_read(script):
    assert script.title == "The Last Letter"
    assert script.logline == "A letter comes too early."
    assert [unused.text for unused in script.unused][:2] == ["Credit: Written by", "Author: A. Writer"]


def test_scene_headings_lose_their_numbers_and_may_be_forced(script):
    scenes = script.episodes[0].scenes
    assert [(scene.place, scene.inside, scene.time) for scene in scenes] == [
        ("POST OFFICE", True, Time.NIGHT),
        ("UNDER THE SEA", False, None),
        ("ROOFTOP", False, Time.DUSK),
    ]
    assert [scene.flashback for scene in scenes] == [False, False, True]


def test_action_and_dialogue_are_plain_text_with_their_lines(script):
    assert script.episodes[0].scenes[0].elements == (
        Element("action", "Rain. NORA (29) stares at an old letter. It is *wet*.", 16),
        Element("dialogue", "My husband is dead.", 21, "NORA", "softly", Mode.OFFSCREEN),
        Element("dialogue", "He wrote to me.", 23, "NORA", "beat", Mode.OFFSCREEN),
        Element("dialogue", "I only carry them.", 26, "WALTER"),
        Element("dialogue", "Me too.", 29, "MAISIE"),
        Element("dialogue", "Aye.", 32, "McAvoy"),
    )


def test_forced_action_lyrics_and_centred_text(script):
    assert script.episodes[0].scenes[1].elements == (
        Element("action", "SCREAMING FISH", 36),
        Element("dialogue", "Sing me a song", 38, "", "sung", Mode.NARRATION),
        Element("dialogue", "of the sea", 39, "", "sung", Mode.NARRATION),
        Element("caption", "Five years earlier", 41),
    )


def test_two_blanks_keep_a_speech_together_and_lyrics_in_it_are_sung(script):
    assert script.episodes[0].scenes[2].elements == (
        Element("caption", "The end of May", 54),
        Element("dialogue", "Trust the child. And run.", 57, "DANIEL", "sung"),
    )


def test_all_that_is_neither_shown_nor_heard_is_listed(script):
    listed = [*script.unused, *script.episodes[0].unused]
    assert [(unused.text, unused.why) for unused in listed[2:]] == [
        ("FADE IN:", "a transition"),
        ("ACT I", "a section"),
        ("Nora finds the letter.", "a synopsis"),
        ("check the stamp", "a note"),
        ("NOBODY\nreads this", "boneyard"),
        ("CUT TO:", "a transition"),
        ("FADE TO WHITE.", "a transition"),
        ("===", "a page break"),
    ]


def test_episode_sections_split_episodes():
    body = "INT. ROOM - DAY\n\nShe waits.\n\n"
    found = parse(
        f"# Episode 1: Dawn\n\n{body}# ACT II\n\n# Episode Two\n\n{body}# 第三集 终章\n\n{body}", "x.fountain"
    )
    assert [(episode.number, episode.title) for episode in found.episodes] == [
        (1, "Dawn"),
        (2, ""),
        (3, "终章"),
    ]


@pytest.mark.parametrize(
    ("cue", "speaker", "mode"),
    [
        ("NORA (O.S.)", "NORA", Mode.OFFSCREEN),
        ("NORA (V.O.) (CONT'D)", "NORA", Mode.OFFSCREEN),
        ("NARRATOR", "", Mode.NARRATION),
        ("DR. O'NEIL", "DR. O'NEIL", Mode.SPEECH),
        ("R2D2", "R2D2", Mode.SPEECH),
        ("@林夏（画外音）", "林夏", Mode.OFFSCREEN),
    ],
)
def test_character_cues(cue, speaker, mode):
    assert elements(f"{cue}\nHello.\n") == (Element("dialogue", "Hello.", 4, speaker, "", mode),)


@pytest.mark.parametrize("line", ["23", "NORA.", "SHE RUNS!", "A single line of action"])
def test_lines_that_are_no_cue_are_action(line):
    assert elements(f"{line}\nmore\n")[0].kind == "action"


def test_a_name_alone_is_action():
    assert elements("BANG\n\nShe falls.\n") == (
        Element("action", "BANG", 3),
        Element("action", "She falls.", 5),
    )


def test_a_boneyard_that_is_not_closed_is_text():
    assert elements("She says /* and runs.\n")[0].text == "She says /* and runs."


def test_a_cue_with_only_remarks_shows_them():
    assert elements("NORA\n(turns)\n(leaves)\n") == (Element("action", "NORA (turns, leaves)", 3),)


def test_flashback_lines_begin_and_end_flashbacks():
    body = "She waits.\n\nBEGIN FLASHBACK:\n\nA fire.\n\nEND FLASHBACK.\n\nShe runs.\n"
    scenes = parse(f"INT. ROOM - DAY\n\n{body}", "x.fountain").episodes[0].scenes
    assert [(scene.flashback, scene.elements[0].text) for scene in scenes] == [
        (False, "She waits."),
        (True, "A fire."),
        (False, "She runs."),
    ]
