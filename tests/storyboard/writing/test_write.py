from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from desks import Memory

from pipeline.errors import BadResult, ScriptError
from pipeline.script import parse, read
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.asking.model import Ask, Reply
from pipeline.storyboard.faithful import coverage
from pipeline.storyboard.rules import Rules
from pipeline.storyboard.stage import check_people
from pipeline.storyboard.writing.write import write

SAMPLES = sorted((Path(__file__).parents[3] / "assets" / "scripts").iterdir())
SCRIPT = parse(
    """第1集 雨夜
1-1 夜 外 街口
△雨下了一夜。林夏撑着伞，站在路灯下。
林夏：你怎么来了？
顾言：那天掉下去的人，不是我。
林夏：我等了三年，才等到这句话。
顾言：跟我走。
1-2 日 内 客厅
△老陈放下茶杯。
老陈：你们终于来了。
【字幕：未完待续】
""",
    "x.txt",
)
OUTLINE = Rules().outline(SCRIPT, Memory())


@dataclass(frozen=True)
class Options:
    source_per_episode: int = 1500
    reads_at_once: int = 6000
    episode_seconds: float = 90
    least_told: float = 0.9
    shortest_shot_seconds: float = 2.0
    longest_shot_seconds: float = 8.0


Shots = list[dict[str, Any]]


@dataclass
class Storyteller:
    """A language model that tells every piece it is given in a shot, then changes its mind by *but*."""

    but: Callable[[Shots, int], Shots] = lambda shots, _: shots
    reads: int = 100_000
    asked: list[str] = field(default_factory=list)

    def complete(self, ask: Ask) -> Reply:
        self.asked.append(ask.messages[-1].words)
        source = ask.messages[1].words.rpartition("# The script")[2]
        pieces = re.findall(r"^\[(\d+)\] (?:(.+?)(?: \(.*?\))?: “(.*)”|(.*))$", source, re.MULTILINE)
        if len(pieces) > self.reads:
            return Reply('{"scenes": [', cut_off=True)
        shots = self.but([shot_of(*piece) for piece in pieces], len(self.asked))
        return Reply(json.dumps({"scenes": [{"place": "", "shots": shots}]}, ensure_ascii=False))


def shot_of(number: str, speaker: str, said: str, told: str) -> dict[str, Any]:
    if not said:
        return {"shows": [int(number)], "seen": told, "seconds": 3}
    line = {"source": int(number), "speaker": speaker, "words": said, "feeling": "愤怒"}
    return {"size": "特写", "seen": f"{speaker}", "people": [speaker], "lines": [line]}


def written(model, script=SCRIPT, options=Options(), tries=3, memory=None):
    outline = Rules().outline(script, Memory())
    return write(script, outline, script.episodes[0].number, Asker(model, memory or Memory(), tries), options)


def said(shots: Shots) -> Shots:
    return [shot for shot in shots if shot.get("lines")]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_model_that_tells_all_is_faithful(sample):
    script, model = read(sample), Storyteller()

    episode = written(model, script)

    found = coverage(script.episodes[0], episode)
    assert (found.dialogue, found.dropped, found.changed, found.invented) == (1, (), (), ())
    assert found.told == 1
    assert len(model.asked) == 1
    check_people(Rules().outline(script, Memory()), episode)


def test_scenes_that_a_model_runs_together_are_those_of_the_script():
    episode = written(Storyteller())
    assert [(scene.heading, scene.place, scene.inside) for scene in episode.scenes] == [
        ("1-1 夜 外 街口", "街口", False),
        ("1-2 日 内 客厅", "客厅", True),
    ]


def test_what_the_script_left_unused_stays_listed():
    script = parse("类型：悬疑\n\n第1集\n1-1 夜 外 街口\n林夏：走吧。\n【黑场】\n", "x.txt")
    assert [unused.text for unused in written(Storyteller(), script).unused] == ["类型：悬疑", "黑场"]


def test_words_that_the_model_changes_are_the_scripts_again():
    def rewritten(shots, _):
        said(shots)[1]["lines"][0]["words"] = "那天掉下去的其实不是我。"
        return shots

    episode = written(Storyteller(rewritten))

    assert [line.text for _, line in episode.lines][1] == "那天掉下去的人，不是我。"


def test_words_without_a_number_are_found_in_the_script():
    def unnumbered(shots, _):
        for shot in said(shots):
            shot["lines"][0]["source"] = 0
        said(shots)[1]["lines"][0]["words"] = "那天掉下去的其实不是我"
        return shots

    assert coverage(SCRIPT.episodes[0], written(Storyteller(unnumbered))).dialogue == 1


def test_numbers_that_are_off_by_one_are_corrected_by_the_words():
    def off(shots, _):
        for shot in said(shots):
            shot["lines"][0]["source"] += 1
        return shots

    found = coverage(SCRIPT.episodes[0], written(Storyteller(off)))
    assert (found.dialogue, found.invented) == (1, ())


def test_dialogue_that_is_left_out_is_asked_for_by_its_number_and_words():
    def forgetful(shots, asked):
        return shots if asked > 1 else [shot for shot in shots if shot not in said(shots)[1:3]]

    model = Storyteller(forgetful)
    episode = written(model)

    assert len(model.asked) == 2
    assert "Piece [3] is left out: 顾言: “那天掉下去的人，不是我。”" in model.asked[1]
    assert "Piece [4] is left out: 林夏: “我等了三年，才等到这句话。”" in model.asked[1]
    assert coverage(SCRIPT.episodes[0], episode).dialogue == 1


def test_a_little_may_be_left_out():
    def forgetful(shots, _):
        return [shot for shot in shots if shot is not said(shots)[1]]

    model = Storyteller(forgetful)
    written(model, options=Options(least_told=0.8))
    assert len(model.asked) == 1


def test_what_stays_left_out_is_named_and_listed(caplog):
    def stubborn(shots, _):
        return [shot for shot in shots if shot not in said(shots)[1:3]]

    with caplog.at_level(logging.WARNING, "drama"):
        episode = written(Storyteller(stubborn))

    found = coverage(SCRIPT.episodes[0], episode)
    assert [e.text for e in found.dropped] == ["那天掉下去的人，不是我。", "我等了三年，才等到这句话。"]
    assert [unused.text for unused in episode.unused] == [
        "那天掉下去的人，不是我。我等了三年，才等到这句话。"
    ]
    assert found.told == pytest.approx(1 - 22 / 63, abs=0.05)
    assert "e01 leaves out 2 of 5 lines of dialogue: “那天掉下去的人，不是我。”" in caplog.messages[-1]


def test_what_is_invented_is_marked():
    def chatty(shots, _):
        line = {"source": 0, "speaker": "顾言", "words": "今晚的月亮真圆啊！"}
        return [*shots, {"seen": "顾言抬头。", "lines": [line]}]

    found = coverage(SCRIPT.episodes[0], written(Storyteller(chatty)))
    assert [(line.text, line.invented) for line in found.invented] == [("今晚的月亮真圆啊！", True)]


def test_lines_that_were_swapped_are_put_right():
    def swapped(shots, _):
        shots[1], shots[2] = shots[2], shots[1]
        return shots

    episode = written(Storyteller(swapped))
    assert [line.text for _, line in episode.lines][:2] == ["你怎么来了？", "那天掉下去的人，不是我。"]


def test_a_line_that_is_told_twice_is_heard_once():
    episode = written(Storyteller(lambda shots, _: [*shots, *said(shots)]))
    assert len(list(episode.lines)) == 5


def test_a_long_script_is_asked_for_in_parts():
    model, memory = Storyteller(), Memory()
    episode = written(model, options=Options(reads_at_once=60), memory=memory)

    assert sorted(memory.asked) == ["e01a", "e01b"]
    assert coverage(SCRIPT.episodes[0], episode).dialogue == 1
    assert "don't end it here" in model.asked[0] + model.asked[1]


def test_an_answer_that_grows_too_long_is_asked_for_in_halves():
    model, memory = Storyteller(reads=4), Memory()
    episode = written(model, memory=memory)

    assert memory.asked[:2] == ["e01", "e01a"]
    assert coverage(SCRIPT.episodes[0], episode).dialogue == 1


def test_the_same_question_is_never_asked_twice():
    model, memory = Storyteller(reads=4), Memory()
    first = written(model, memory=memory)
    asked = len(model.asked)

    assert written(model, memory=memory) == first
    assert len(model.asked) == asked


def test_an_answer_that_never_fits_is_an_error():
    with pytest.raises(BadResult, match="one sentence of e01 grew too long"):
        written(Storyteller(reads=0))


def test_a_model_without_shots_is_told_so_and_the_script_begins_all_the_same():
    model = Storyteller(lambda _, __: [])
    episode = written(model)

    assert "There are no shots" in model.asked[1]
    assert [shot.seen for _, shot in episode.shots][:1] == ["雨下了一夜。林夏撑着伞，站在路灯下。"]


def test_an_episode_that_is_not_there_is_refused():
    with pytest.raises(ScriptError, match="has no episode 99"):
        write(SCRIPT, OUTLINE, 99, Asker(Storyteller(), Memory()), Options())
