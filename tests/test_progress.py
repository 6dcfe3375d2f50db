"""The work as it is shown: bars in a terminal, lines in a log."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.attempt import Made
from pipeline.progress import _Lines, shown
from pipeline.stepping import steps_log

log = logging.getLogger("drama")


def file(name: str, status="made") -> Made:
    return Made(name, Path(name), status, "drawn", 1)


PLAN = [file("images/e01s01-01.png"), file("images/e01s01-02.png"), file("clips/e01s01-01.mp4")]


NAMES = [made.name for made in PLAN]


def told(sentence: str, made: Made) -> None:
    log.info(sentence, extra={"made": made})


@pytest.fixture
def pipe() -> Console:
    return Console(file=io.StringIO(), width=100)


@pytest.fixture
def terminal() -> Console:
    return Console(file=io.StringIO(), width=100, force_terminal=True)


def seen(console: Console) -> str:
    """What *console* was given, without colours and movements of the cursor."""
    assert isinstance(console.file, io.StringIO)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", console.file.getvalue())


def test_a_log_gets_one_line_per_file_with_how_far_its_stage_is(pipe):
    with shown(NAMES, pipe):
        told("frame e01s01-01: made by drawn", PLAN[0])
        told("clip e01s01-01: made by parallax", PLAN[2])

    first, second = seen(pipe).splitlines()
    assert re.fullmatch(r" +0\.\d s  images 1/2 +frame e01s01-01: made by drawn", first)
    assert re.fullmatch(r" +0\.\d s  clips 1/1 +clip e01s01-01: made by parallax", second)


def test_a_log_counts_kept_files_and_does_not_name_them(pipe):
    with shown(NAMES, pipe):
        told("frame e01s01-01: kept", file("images/e01s01-01.png", "kept"))
        told("frame e01s01-02: restored", file("images/e01s01-02.png", "restored"))

    assert seen(pipe).count("\n") == 1
    assert "images 2/2" in seen(pipe)


@pytest.mark.parametrize("console", ["pipe", "terminal"])
def test_a_warning_is_shown_as_it_is_and_other_words_are_not(console, request):
    console = request.getfixturevalue(console)

    with shown(NAMES, console):
        log.info("nobody needs this")
        log.warning("the [b]vendor[/b] is slow")

    assert "the [b]vendor[/b] is slow" in seen(console)
    assert "nobody" not in seen(console)


@pytest.mark.parametrize("console", ["pipe", "terminal"])
def test_who_makes_a_file_is_told_when_it_is_sent_and_does_not_count_as_made(console, request):
    console = request.getfixturevalue(console)

    with shown(NAMES, console):
        log.info("clips/e01s01-01.mp4: Runway took it as job 7", extra={"sent": "clips/e01s01-01.mp4"})

    assert re.search(r"clips +.*0/1 .*e01s01-01.mp4: Runway took it as job 7", seen(console))


def test_a_terminal_has_a_bar_for_each_stage_of_the_plan(terminal):
    with shown(NAMES, terminal):
        told("frame e01s01-02: made by drawn", PLAN[1])

    assert re.search(r"images +[━╸╺ ]+ 1/2 .* frame e01s01-02: made by drawn", seen(terminal))
    assert re.search(r"clips +[━╸╺ ]+ 0/1 ", seen(terminal))
    assert "voices" not in seen(terminal)


@pytest.mark.parametrize("console", ["pipe", "terminal"])
def test_a_name_that_looks_like_markup_is_shown_as_it_is(console, request):
    console = request.getfixturevalue(console)

    with shown(NAMES, console):
        told("portrait [b]Nora[/]: made by drawn", PLAN[0])

    assert "portrait [b]Nora[/]: made by drawn" in seen(console)


def test_a_terminal_has_its_cursor_back_when_the_work_is_stopped(terminal):
    with pytest.raises(KeyboardInterrupt), shown(NAMES, terminal):
        raise KeyboardInterrupt

    assert terminal.file.getvalue().rindex("\x1b[?25h") > terminal.file.getvalue().rindex("\x1b[?25l")


def test_nothing_is_shown_after_the_work(pipe):
    with shown(NAMES, pipe):
        pass
    told("frame e01s01-01: made by drawn", PLAN[0])

    assert seen(pipe) == ""


def answer(name: str, status="made") -> Made:
    return file(f"storyboard/answers/{name}.json", status)


def asking(name: str) -> None:
    log.info("asking", extra={"asking": f"storyboard/answers/{name}.json"})


BOARD = ["storyboard/outline.json", "storyboard/e*.json"]


def test_answers_count_for_the_storyboard_as_soon_as_they_are_asked_for(pipe):
    with shown(BOARD, pipe):
        asking("outline-001")
        asking("outline-002")
        told("storyboard/answers/outline-002.json: made", answer("outline-002"))

    assert re.search(r"storyboard 1/4 +storyboard/answers/outline-002.json: made", seen(pipe))


def test_a_kept_answer_is_counted_and_counted_once(pipe):
    with shown(BOARD, pipe):
        for _ in range(2):
            told("kept", answer("outline-001", "kept"))
        told("outline: made by asked", file("storyboard/outline.json"))

    assert seen(pipe).count("\n") == 1
    assert "storyboard 2/3" in seen(pipe)


@pytest.mark.parametrize("console", ["pipe", "terminal"])
def test_a_plan_that_knows_more_is_told_and_counts_from_there(console, request):
    console = request.getfixturevalue(console)

    with shown(BOARD, console):
        log.info("3 file(s) to make", extra={"planned": [*BOARD, "storyboard/e02.json", *NAMES]})
        told("frame e01s01-01: made by drawn", PLAN[0])
        told("outline: made by asked", file("storyboard/outline.json"))

    assert "3 file(s) to make" in seen(console)
    assert re.search(r"images .*1/2 ", seen(console))
    assert re.search(r"storyboard .*1/3 ", seen(console))


def test_a_terminal_shows_what_is_being_asked(terminal):
    with shown(BOARD, terminal):
        log.info("storyboard/answers/e01.json: asking qwen", extra={"asking": "storyboard/answers/e01.json"})

    assert re.search(r"storyboard +[━╸╺ ]+ 0/3 \S+ e01.json: asking qwen", seen(terminal))


def test_a_log_where_nothing_happens_for_long_says_that_the_work_goes_on(pipe):
    lines = _Lines(["images/a.png", "images/b.png"], pipe)

    lines.look_in(lines.began + 29)
    assert seen(pipe) == ""
    lines.look_in(lines.began + 31)

    assert seen(pipe) == "  31.0 s  still at work: images 0/2\n"


def stepped(name: str, done: int, of: int) -> None:
    steps_log.info("%s", name, extra={"step": (name, done, of, "")})


def test_a_terminal_shows_the_steps_of_a_model_beside_the_bar_of_its_stage(terminal):
    with shown(NAMES, terminal):
        stepped("images/e01s01-02.png", 12, 28)

    assert re.search(r"images +[━╸╺ ]+ 0/2 \S+ e01s01-02 step 12/28", seen(terminal))


def test_a_log_gets_no_line_for_a_step_and_its_signs_of_life_name_the_last(pipe):
    with shown(NAMES, pipe):
        stepped("images/e01s01-02.png", 12, 28)
    assert seen(pipe) == ""

    lines = _Lines(["images/a.png", "images/b.png"], pipe)
    for done in (28, 2):
        lines.handle(logging.makeLogRecord({"step": ("images/e01s01-02.png", done, 28, "")}))
        lines.look_in(lines.said + 31)

    assert [line.partition(" s  ")[2] for line in seen(pipe).splitlines()] == [
        "still at work: images 0/2",
        "still at work: images 0/2; e01s01-02 step 2/28",
    ]


@pytest.mark.parametrize("console", ["pipe", "terminal"])
def test_how_a_model_was_loaded_is_shown(console, request):
    console = request.getfixturevalue(console)

    with shown(NAMES, console):
        log.info("loaded in 12 s: FLUX.1-dev on cuda:0, whole, bfloat16", extra={"loaded": "FLUX.1-dev"})

    assert "loaded in 12 s: FLUX.1-dev on cuda:0, whole, bfloat16" in seen(console)
