import pytest

from pipeline.script.draft import Draft
from pipeline.script.marks import read_bare_mark, read_marks
from pipeline.script.screenplay import ScriptEpisode


def read(line: str) -> tuple[str, ScriptEpisode]:
    draft = Draft()
    draft.add("action", "灯亮着。", 1)
    rest = read_marks(draft, line, 2)
    return rest, draft.screenplay("x").episodes[0]


def test_marks_are_taken_off_the_start_of_a_line():
    rest, episode = read("【字幕：三年后】【旁白：雨停了。】林夏走来。")
    assert rest == "林夏走来。"
    assert [(e.kind, e.text) for e in episode.scenes[0].elements[1:]] == [
        ("caption", "三年后"),
        ("dialogue", "雨停了。"),
    ]


@pytest.mark.parametrize(
    "mark", ["[SUPER: Later]", "[Three days later]", "［字幕：Later］", "〔屏幕：Later〕"]
)
def test_captions_come_in_many_brackets(mark):
    assert read(mark)[1].scenes[0].elements[1].kind == "caption"


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("【转场】", "a transition"),
        ("[FADE OUT]", "a transition"),
        ("【第一集完】", "the end"),
        ("[SFX: rain]", "a sound or music cue"),
    ],
)
def test_what_the_film_does_not_show_is_listed(mark, why):
    assert [unused.why for unused in read(mark)[1].unused] == [why]


@pytest.mark.parametrize(
    ("line", "known"),
    [("——闪回——", True), ("（闪回结束）", True), ("CUT TO:", True), ("剧终", True), ("切菜的声音", False)],
)
def test_marks_without_brackets_are_known_by_themselves(line, known):
    draft = Draft()
    assert read_bare_mark(draft, line, 1) is known
