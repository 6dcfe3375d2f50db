import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.script import read
from pipeline.script.screenplay import Element
from pipeline.script.subrip import parse, recognise
from pipeline.story import Mode


def srt(*cues: tuple[float, float, str]) -> str:
    return "\n".join(f"{n}\n{clock(a)} --> {clock(b)}\n{text}\n" for n, (a, b, text) in enumerate(cues, 1))


def clock(seconds: float) -> str:
    return f"00:{int(seconds) // 60:02}:{seconds % 60:06.3f}".replace(".", ",")


def scenes(*cues: tuple[float, float, str]) -> list[list[tuple[str, str]]]:
    script = parse(srt(*cues), "film")
    return [[(each.speaker, each.text) for each in scene.elements] for scene in script.episodes[0].scenes]


def test_it_is_recognised_by_name_and_by_look():
    assert recognise(srt((1, 2, "Hello")), "film.txt")
    assert recognise("anything", "Film.SRT")
    assert recognise("WEBVTT\n", "x.txt")
    assert not recognise("她在10:30 -> 11:00 走了。", "x.txt")


def test_a_file_in_big5_with_windows_line_ends_is_read(tmp_path):
    path = tmp_path / "雨夜.txt"
    source = srt((1, 2, "林夏：你來了，我等你很久了。"), (3, 4, "她說：「我們走吧。」"))
    path.write_bytes(source.replace("\n", "\r\n").encode("cp950"))
    script = read(path)
    assert script.title == "雨夜"
    assert script.episodes[0].scenes[0].elements[0] == Element(
        "dialogue", "你來了，我等你很久了。", 3, "林夏"
    )


def test_words_without_a_speaker_are_the_narrators_and_all_others_spoken():
    script = parse(srt((1, 2, "Rain."), (2, 3, "JOHN: Run."), (3, 4, "MARY (V.O.): Why?")), "film")
    assert script.title == "film"
    assert script.episodes[0].scenes[0].elements == (
        Element("dialogue", "Rain.", 3, "", "", Mode.NARRATION),
        Element("dialogue", "Run.", 7, "JOHN"),
        Element("dialogue", "Why?", 11, "MARY", "", Mode.OFFSCREEN),
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("I told you not", "to come back.", "I told you not to come back."),
        ("JOHN: I told", "Mary to go.", "I told Mary to go."),
        ("Well,", "Mary.", "Well, Mary."),
        ("I thought...", "...you were dead.", "I thought... ...you were dead."),
        ("你来了，", "我等你很久了。", "你来了，我等你很久了。"),
        ("(sighs) Not", "now. (coughs)", "Not now."),
    ],
)
def test_a_sentence_over_two_cues_is_one(first, second, whole):
    [[(_, text)]] = scenes((1, 2, first), (2.2, 3, second))
    assert text == whole


@pytest.mark.parametrize(
    ("first", "second", "pause"),
    [
        ("I told you not", "to come back.", 2.0),
        ("Go home.", "And stay there.", 0.1),
        ("JOHN: I told", "MARY: You did.", 0.1),
        ("I told", "- You did.", 0.1),
        ("I thought...", "Where is he?", 0.1),
        ("“走吧”", "好。", 0.1),
    ],
)
def test_what_does_not_clearly_go_on_is_said_apart(first, second, pause):
    assert len(scenes((1, 2, first), (2 + pause, 4, second))[0]) == 2


def test_subtitles_without_full_stops_are_not_one_endless_sentence():
    cues = [(n, n + 0.9, text) for n, text in enumerate(["你来了", "我等你很久了", "下雨了，", "走吧"])]
    assert scenes(*cues) == [[("", "你来了"), ("", "我等你很久了"), ("", "下雨了，走吧")]]


def test_a_long_silence_begins_a_scene():
    assert scenes(
        (1, 2, "One."), (9.9, 10.5, "Two."), (19, 20, "[thunder]"), (30, 31, "Three and"), (45, 46, "four.")
    ) == [
        [("", "One."), ("", "Two.")],
        [("", "Three and")],
        [("", "four.")],
    ]


def test_all_that_nobody_says_is_listed():
    script = parse(
        "Film 1\n" + srt((1, 2, "[thunder]"), (3, 4, "Go."), (5, 6, "♪ la la")) + "3\nx --> y\nLost?", "film"
    )
    listed = [*script.unused, *script.episodes[0].unused]
    assert [(left.text, left.why) for left in listed] == [
        ("[thunder]", "a sound"),
        ("♪ la la", "a song"),
        ("Film 1", "before the first cue"),
        ("x --> y", "its time can't be read"),
    ]
    assert script.episodes[0].scenes[0].elements[-1].text == "Lost?"


def test_only_one_of_two_languages_is_spoken():
    assert scenes((1, 2, "你来了\nYou came"), (3, 4, "走吧\nLet's go")) == [[("", "你来了"), ("", "走吧")]]


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "no cue"), ("nothing but prose", "no cue"), (srt((1, 2, "♪")), "no story"), ("WEBVTT\n", "no cue")],
)
def test_subtitles_in_which_nobody_speaks_are_refused(text, message):
    with pytest.raises(ScriptError, match=message):
        parse(text, "stumm")


LINES = [
    *["a", "Go!", "—", "-", "--", "[x]", "(y)", "【林】", "♪", "JOHN:", "{\\an8}", "{z}", "<i>", "-->"],
    "",
    "7",
    "NOTE n",
    "WEBVTT",
]
LINES += [
    "00:00:01,000 --> 00:00:02,000",
    "00:00:09,5 --> 00:00:08,000",
    "0x:00:09,5 --> 1",
    "林：来",
    "- b",
    "[Events]",
]
LINES += ["Dialogue: 0,0:00:05.00,0:00:06.00,Default,N,,0,0,,Go", "Dialogue: 0", "Comment: 0,0:00:05.00"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_any_lines_give_a_screenplay_or_our_error(lines):
    try:
        script = parse("\n".join(lines), "x")
    except ScriptError:
        return
    assert any(scene.elements for scene in script.episodes[0].scenes)


WORDS = ["alpha", "- beta", "JOHN: gamma", "[delta]", "♪ eps", "7", "林夏：zeta", "eta.", "(theta) iota", ""]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 59), st.sampled_from(WORDS), st.sampled_from(WORDS)), min_size=1, max_size=9
    )
)
def test_every_word_is_spoken_or_listed(drawn):
    source = srt(*((start, start + 1, f"{one}\n{two}".strip()) for start, one, two in drawn))
    try:
        script = parse(source, "x")
    except ScriptError as error:
        assert "no " in str(error)  # noqa: PT017 - most drawn scripts do have words
        return
    kept = " ".join(left.text for left in (*script.unused, *script.episodes[0].unused))
    for scene in script.episodes[0].scenes:
        kept += " ".join(f" {each.speaker} {each.note} {each.text}" for each in scene.elements)
    spoken = ["alpha", "beta", "gamma", "zeta", "iota"]
    assert [kept.count(word) for word in spoken] == [source.count(word) for word in spoken]
    assert all(word in kept for word in ("delta", "eps", "theta", "JOHN", "林夏") if word in source)


@pytest.mark.parametrize(
    "unit", ["- ", "[", "(", "{", "<a", "1:-", "1:", "# ", "\n", "“", "A: ", "0x --> 1\n", "♪"]
)
def test_endless_repetition_does_not_hang_the_reader(unit):
    script = parse(srt((1, 2, "Go.")) + "\n" + unit * 20_000, "x")
    assert script.episodes[0].scenes[0].elements[0].text.startswith("Go.")
