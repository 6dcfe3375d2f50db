import pytest

from pipeline.script.cues import TimedText
from pipeline.script.speech import Cue
from pipeline.script.utterances import joined, speakers_in, utterances
from pipeline.story import Mode


def cue(*lines: str, speaker: str = "") -> TimedText:
    return TimedText(1.0, 2.0, lines, 10, speaker)


def said(*lines: str, speaker: str = "") -> list[tuple[str, str, str, bool]]:
    one = cue(*lines, speaker=speaker)
    return [
        (each.who.speaker, each.who.note, each.text, each.marked)
        for each in utterances(one, speakers_in([one]))
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("JOHN: Where is", "she?"), [("JOHN", "", "Where is she?", True)]),
        (("- JOHN: No.", "- MARY: Yes."), [("JOHN", "", "No.", True), ("MARY", "", "Yes.", True)]),
        (("JOHN: No.", "MARY: Yes."), [("JOHN", "", "No.", True), ("MARY", "", "Yes.", True)]),
        (("-Who is", "there?", "-Me."), [("", "", "Who is there?", True), ("", "", "Me.", True)]),
        (
            ("- No! - Yes, it's well - known.",),
            [("", "", "No!", True), ("", "", "Yes, it's well - known.", True)],
        ),
        ((">> JOHN: Hello.",), [("JOHN", "", "Hello.", True)]),
        (("--and then", "—— 什么"), [("", "", "--and then —— 什么", False)]),
        (("【林夏】你来了",), [("林夏", "", "你来了", True)]),
        (("林夏：你来了", "我等你"), [("林夏", "", "你来了我等你", True)]),
        (("JOHN (O.S.): (softly) Go. [coughs] Now.",), [("JOHN", "softly, coughs", "Go. Now.", True)]),
        (("Remember: never look back.",), [("", "", "Remember: never look back.", False)]),
        (("他告诉我：别回头",), [("", "", "他告诉我：别回头", False)]),
        (("【雷声】你来了",), [("", "雷声", "你来了", False)]),
    ],
)
def test_each_voice_has_its_own_words(lines, expected):
    assert said(*lines) == expected


def test_a_name_in_small_letters_is_known_when_it_comes_again_and_again():
    cues = [cue("Nora: One."), cue("Nora: Two."), cue("Nora: Three."), cue("Listen: four.")]
    assert speakers_in(cues) == {"Nora"}


def test_the_speaker_of_the_file_speaks_where_the_words_name_none():
    assert said("Go.", speaker="NORA") == [("NORA", "", "Go.", False)]
    assert said("MARY: Go.", speaker="NORA") == [("MARY", "", "Go.", True)]


def test_the_narrator_and_voices_off_are_known_by_their_marks():
    [narrator] = utterances(cue("Narrator: Once."), frozenset())
    [off] = utterances(cue("JOHN (O.S.): Go."), frozenset({"JOHN"}))
    assert (narrator.who, off.who.mode) == (Cue("", "", Mode.NARRATION), Mode.OFFSCREEN)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[door slams]", "a sound"),
        ("(music)...", "a sound"),
        ("（笑声）", "a sound"),
        ("【雷声】", "a sound"),
        ("JOHN: [sighs]", "a sound"),
        ("♪", "a song"),
        ("♪ la la ♪", "a song"),
        ("la la ♫", "a song"),
        ("# la la #", "a song"),
        ("Subtitles by SomeOne", "about the subtitles"),
        ("字幕组：某某", "about the subtitles"),
        ("...", "a sound"),
    ],
)
def test_what_nobody_says_is_told_apart(line, why):
    assert [(each.text, each.why) for each in utterances(cue(line), frozenset({"JOHN"}))] == [(line, why)]


def test_a_sound_between_two_voices_is_told_apart_alone():
    found = list(utterances(cue("- Go!", "- [door slams]"), frozenset()))
    assert [(each.text, each.why, each.line_number) for each in found] == [
        ("Go!", "", 10),
        ("[door slams]", "a sound", 11),
    ]


def test_a_song_goes_on_to_its_last_note_and_no_further():
    found = list(utterances(cue("Listen.", "- ♪ la la", "la", "la ♪", "Nice."), frozenset()))
    assert [(each.text, each.why) for each in found] == [
        ("- ♪ la la", "a song"),
        ("la", "a song"),
        ("la ♪", "a song"),
        ("Listen. Nice.", ""),
    ]


def test_lines_are_joined_with_a_blank_but_not_between_hanzi():
    assert joined(["好 人", "来了，", "OK", "go on"]) == "好人来了， OK go on"
