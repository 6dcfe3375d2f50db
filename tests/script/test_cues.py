import pytest

from pipeline.script.cues import TimedText, kind_of, read_cues

SUBRIP = """\
1
00:00:01,000 --> 00:00:02,500
<i>I told you</i>
<font color="#fff">not to &amp; come</font>

2
00:00:03,000 --> 00:00:04,000
{\\an8}How old?
42
3
00:00:05,000 --> 00:00:06,000
One {sighs}

Two
"""


def texts(text: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(cue.line_number, cue.lines) for cue in read_cues(text)[0]]


def test_cues_come_with_seconds_lines_and_without_tags():
    assert read_cues(SUBRIP) == (
        [
            TimedText(1.0, 2.5, ("I told you", "not to & come"), 3),
            TimedText(3.0, 4.0, ("How old?", "42"), 8),
            TimedText(5.0, 6.0, ("One [sighs]", "Two"), 12),
        ],
        [],
    )


def test_missing_numbers_and_blank_lines_do_no_harm():
    source = (
        "00:00:01,000 --> 00:00:02,000\nOne\n00:00:02,000-->00:00:03,000\n\n\nTwo\n"
        "2\n0:0:4.5 -> 0:0:5.5\nThree\n7"
    )
    assert texts(source) == [(2, ("One",)), (6, ("Two",)), (9, ("Three", "7"))]


def test_a_number_that_is_said_is_kept():
    source = (
        "00:00:01,000 --> 00:00:02,000\n42\n\n2\n\n00:00:02,000 --> 00:00:03,000\nTwo\n43\n\n"
        "00:00:05,000 --> 00:00:06,000\nx"
    )
    assert texts(source) == [(2, ("42",)), (7, ("Two", "43")), (11, ("x",))]


def test_words_with_a_broken_time_follow_the_cue_before():
    source = f"{SUBRIP}\n4\n00:00:0x,000 --> 00:00:09,000\nThree\n\n5\n00:00:02,600 --> 00:00:02,700\nEarly"
    cues, unused = read_cues(source)
    assert [(cue.start, cue.lines[0]) for cue in cues] == [
        (1.0, "I told you"),
        (2.6, "Early"),
        (3.0, "How old?"),
        (5.0, "One [sighs]"),
        (6.0, "Three"),
    ]
    assert [(left.text, left.line_number, left.why) for left in unused] == [
        ("00:00:0x,000 --> 00:00:09,000", 17, "its time can't be read")
    ]


def test_webvtt_has_a_header_notes_voices_and_times_without_hours():
    source = (
        "WEBVTT - A film\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.500 align:start\n"
        "<v.loud Roger Bingham>Hello</v>\n\nNOTE a remark\n\n00:03.000 --> 00:04.000\nBye\n"
    )
    cues, unused = read_cues(source)
    assert cues == [
        TimedText(1.0, 2.5, ("【Roger Bingham】Hello",), 8),
        TimedText(3.0, 4.0, ("Bye",), 13),
    ]
    assert [(left.text, left.why) for left in unused] == [
        ("STYLE", "before the first cue"),
        ("::cue { color: red }", "before the first cue"),
        ("intro", "before the first cue"),
        ("NOTE a remark", "outside the cues"),
    ]


def test_substation_has_speakers_comments_and_drawings_and_is_sorted():
    source = (
        "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:05.00,0:00:06.00,Default,NORA,zero,0,0,,{\\i1}Well, then{\\i0}\\NGo\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,First\n"
        "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,check this\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9\n"
        "Dialogue: 0,late,0:00:02.00,Default,,0,0,0,,Lost\n"
    )
    cues, unused = read_cues(source)
    assert cues == [TimedText(1.0, 2.0, ("First",), 7), TimedText(5.0, 6.0, ("Well, then", "Go"), 6, "NORA")]
    assert [(left.line_number, left.why) for left in unused] == [
        (8, "a comment"),
        (9, "a drawing"),
        (10, "its time can't be read"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SUBRIP, "srt"),
        ("WEBVTT\n\n", "vtt"),
        ("[Script Info]\n", "ass"),
        ("[Script Info]\n[V4 Styles]\n", "ssa"),
        ("She came at 10:30 --- late -> too late.", ""),
        ("第1集\n△他走了。-> 门", ""),
    ],
)
def test_the_kind_is_known_by_its_look(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text", ["", "7\n", "WEBVTT", "[Events]\nDialogue: \n", "00:00:01,000 --> 00:00:02,000\n"]
)
def test_a_file_without_words_has_no_cue(text):
    assert [cue for cue in read_cues(text)[0] if cue.lines] == []
