"""What a change of a novel, or of its outline by hand, makes of its storyboards."""

from __future__ import annotations

import json
from threading import Lock

import pytest
from llm_server import serving

from pipeline import attempt
from pipeline.chain import board
from pipeline.drama import open_drama
from pipeline.promise import at_once
from pipeline.storyboard.stage import Storyboards

CHAPTERS = [
    "".join(
        f"夜里，{place}很安静。\n林夏看着陈默，说：“{thing}第{part}次不见了。”\n陈默答道：“我去找{thing}。”\n"
        for part in "一二三四五六七八"
    )
    for place, thing in (("客厅", "钥匙"), ("医院", "病历"), ("码头", "船票"))
]


def written(chapters: list[str]) -> str:
    return "".join(f"第{number}章 夜\n{text}" for number, text in enumerate(chapters, 1))


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def novel(folder, server):
    """A novel of three chapters, all of it told."""
    options = "source_per_episode: 300, reads_at_once: 600, model: any"
    (folder / "drama.yaml").write_text(
        f"storyboard: {{engine: openai, openai: {{base_url: '{server.url}', {options}}}}}\n"
        "images: {engine: sketch}\nvoices: {engine: hum}\nclips: {engine: turn}\n",
        "utf-8",
    )
    (folder / "script.txt").write_text(written(CHAPTERS), "utf-8")
    assert told(folder) == {"outline", "e01", "e02", "e03"}
    return folder


def told(folder) -> set[str]:
    """Tell all episodes; which of the storyboard's files were made for it."""
    stories = Storyboards(open_drama(folder))
    outcomes = board(stories, None, at_once)
    files = [stories.outline(), *(file for outcome in outcomes.values() for file in outcome.files)]
    return {file.path.stem for file in files if file.status == "made"}


class OneCore:
    """Fails where it would be waited for."""

    def __init__(self) -> None:
        self.lock = Lock()

    def __enter__(self) -> None:
        assert self.lock.acquire(blocking=False)

    def __exit__(self, *_: object) -> None:
        self.lock.release()


def test_an_answer_takes_no_core_beside_that_of_its_episode(asked, monkeypatch):
    monkeypatch.setattr(attempt, "_cores", OneCore())

    assert told(asked) == {"outline", "e01", "e02"}


def outline(folder) -> dict:
    return json.loads((folder / "storyboard/outline.json").read_text("utf-8"))


def test_a_second_run_asks_nothing(novel, server):
    server.asked.clear()

    assert told(novel) == set()
    assert server.asked == []


def test_of_a_changed_chapter_only_the_chunk_and_the_episode_are_asked_for(novel, server):
    server.asked.clear()
    changed = [CHAPTERS[0], CHAPTERS[1].replace("病历第五次不见了", "病历第五次被偷了"), CHAPTERS[2]]
    (novel / "script.txt").write_text(written(changed), "utf-8")

    assert told(novel) == {"outline", "e02"}
    assert len(server.asked) == 2


def test_a_chapter_that_is_added_makes_its_own_episodes_alone(novel, server):
    server.asked.clear()
    before = outline(novel)
    (novel / "script.txt").write_text(written([*CHAPTERS, CHAPTERS[2].replace("船票", "怀表")]), "utf-8")

    assert told(novel) == {"outline", "e04"}
    assert outline(novel)["episodes"][:3] == before["episodes"]
    assert outline(novel)["characters"][:2] == before["characters"][:2]


def test_a_look_that_is_edited_by_hand_stays_and_tells_no_episode_again(novel, server):
    server.asked.clear()
    edited = outline(novel)
    edited["characters"][0]["look"] = "左眼下有一颗痣"
    (novel / "storyboard/outline.json").write_text(json.dumps(edited, ensure_ascii=False), "utf-8")

    assert told(novel) == set()
    assert server.asked == []
    assert outline(novel)["characters"][0]["look"] == "左眼下有一颗痣"


def test_an_answer_that_comes_right_at_last_leaves_no_words_of_the_failed_one(novel, server):
    failed = novel / "storyboard/answers/e02.failed.txt"
    failed.write_text("no JSON", "utf-8")
    open_drama(novel).project.redo("storyboard/e02.json")

    assert told(novel) == {"e02"}
    assert not failed.exists()
