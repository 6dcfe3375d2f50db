"""The engine `openai` through the wire, against servers of all manners."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import yaml
from desks import Memory
from llm_server import Said, cut_off, serving

from pipeline.errors import BadResult, NotHere, Refused
from pipeline.recipe import recipe
from pipeline.script import parse
from pipeline.spending import Money
from pipeline.storyboard.asking.model import Ask, Message
from pipeline.storyboard.faithful import coverage
from pipeline.storyboard.openai import OpenAI
from pipeline.storyboard.recut import recut
from pipeline.storyboard.rules import Rules

CONFIGS = Path(__file__).parents[2] / "configs"
NEAR = "http://localhost:11434/v1"
SCRIPT = parse(
    """\
《雨夜》
人物小传：
林夏（女，23岁）：短发
顾言（男，30岁）：黑色大衣
第1集 归人
1-1 夜 外 街口
人物：林夏、顾言
△大雨倾盆，林夏撑着伞站在路灯下。
林夏：（怒）你到底是谁？为什么一直跟着我？
顾言：我是你三年前救过的那个人。
林夏：不可能，那个人早就已经死了。
顾言：那天掉下去的人，不是我。
【字幕：三年前】
1-2 日 内 医院
△病房里只有一张空床。
旁白：那一夜，没有人睡着。
顾言（VO）：快跑，不要回头看他们！
林夏：我已经没有地方可以去了。
""",
    "x.txt",
)
NOVEL = parse(
    """\
书名：面馆

第一章 打烊

深夜，面馆正要打烊。林夏推门进来，雨水顺着伞尖往下滴，在门口的青砖上积成一小片。
炉子里的火快要熄了，只有一口锅还冒着热气。墙上的钟停在十一点，没有人去管它。

林夏说：“还有面吗？我走了很远的路。”

老周没有抬头，把抹布搭在肩上，慢慢地擦着最后一张桌子。

老周说：“卖完了，明天再来吧。”

第二章 旧债

第二天，面馆还没有开门，林夏已经等在屋檐下，手里捏着一个发黄的信封。
街上的水还没有退，卖菜的人推着车从她身边走过，谁也没有说话。

老周问：“这是什么？你到底是谁家的孩子？”

她把信封放在桌上，退了一步，眼睛红了。

林夏低声说：“二十年前的面钱，我来还给您。”
""",
    "novel.txt",
)
OUTLINE = Rules().outline(SCRIPT, Memory())
ASK = Ask("e01", (Message("system", 'Answer: {"title": "text"}'), Message("user", "Rain.")), {})


def test_the_shipped_profile_shows_every_option_with_its_default():
    shown = yaml.safe_load((CONFIGS / "novel.yaml").read_text("utf-8"))

    assert shown["storyboard"]["engine"] == "openai"
    assert shown["storyboard"]["openai"] == dataclasses.asdict(OpenAI())


def test_but_for_the_storyboard_the_profile_is_the_offline_one():
    novel, offline = (
        yaml.safe_load((CONFIGS / f"{name}.yaml").read_text("utf-8")) for name in ("novel", "offline")
    )

    assert {**novel, "storyboard": 0} == {**offline, "storyboard": 0}


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "has no base_url and no model. Write it in drama.yaml, for example `base_url: https"),
        ({"base_url": NEAR}, "The engine openai has no model."),
        ({"model": "m"}, "The engine openai has no base_url."),
        ({"model": "m", "base_url": "localhost:11434"}, "'localhost:11434' is no address."),
        ({"model": "m", "base_url": "http://[::1"}, "'http://[::1' is no address."),
        (
            {"model": "m", "base_url": "https://llm.example/v1", "key": "POET_KEY"},
            "There is no key for https://llm.example/v1. Set the environment variable POET_KEY to it.",
        ),
        (
            {"model": "m", "base_url": NEAR, "key": "sk-123"},
            "`key` is not the name of an environment variable.",
        ),
    ],
)
def test_what_is_missing_is_said_before_anything_is_asked(options, problem, monkeypatch):
    monkeypatch.delenv("POET_KEY", raising=False)
    engine = OpenAI(**options)

    assert problem in engine.unavailable()
    assert "sk-123" not in engine.unavailable()
    with pytest.raises(NotHere):
        engine.complete(ASK)


@pytest.mark.parametrize(
    "address", [NEAR, "http://127.0.0.1:1/v1", "http://192.168.1.9/v1", "http://ollama/v1"]
)
def test_a_server_nearby_needs_no_key(address, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert OpenAI(model="m", base_url=address).unavailable() == ""


def test_the_key_comes_from_the_environment_and_is_never_an_option(monkeypatch):
    monkeypatch.setenv("POET_KEY", "very-secret")
    with serving() as server:
        engine = OpenAI(model="m", base_url=server.url, key="POET_KEY")
        engine.complete(ASK)

    assert server.asked[0].headers["authorization"] == "Bearer very-secret"
    assert "secret" not in repr(engine)


def test_where_and_how_fast_it_works_does_not_make_a_storyboard_again():
    def made(**options: object) -> object:
        return recipe("openai", OpenAI(model="m", **options), ASK, lambda _: "")

    assert made(base_url=NEAR, retries=1, price_read=2, key="K", side_by_side=9, answers="json") == made()
    assert made(temperature=0.1) != made()
    assert made(extra={"enable_thinking": False}) != made()


def test_tokens_cost_what_the_profile_says():
    engine = OpenAI(price_read=0.5, price_written=2, currency="CNY")

    assert engine.cost(1_000_000, 100_000) == Money(0.7, "CNY")
    assert OpenAI().cost(1_000_000, 100_000) is None
    assert engine.quote(6000).currency == "CNY"


def test_a_way_to_answer_that_was_chosen_is_the_only_one_that_is_tried():
    with serving("text_only") as server:
        with pytest.raises(NotHere, match="does not take the question"):
            OpenAI(model="m", base_url=server.url, answers="schema").complete(ASK)
        OpenAI(model="m", base_url=server.url, answers="text").complete(ASK)

    assert [request.held_to for request in server.asked] == ["json_schema", ""]


def told(manner, **options: object):
    """The only episode as a server of that *manner* tells it; the server, and the desk with the answers."""
    desk = Memory()
    with serving(manner) as server:
        engine = OpenAI(model="m", base_url=server.url, **options)
        return engine.write(SCRIPT, OUTLINE, 1, desk), server, desk


@pytest.mark.parametrize(
    ("manner", "calls", "answers"),
    [
        ("strict", 1, ["e01"]),
        ("json_only", 2, ["e01"]),
        ("text_only", 3, ["e01"]),
        ("chatty", 1, ["e01"]),
        ("sloppy", 1, ["e01"]),
        (cut_off(2200), 3, ["e01", "e01a", "e01b"]),
        (cut_off(2200, silent=True), 3, ["e01", "e01a", "e01b"]),
        ("chinese_words", 2, ["e01"]),
        ("flaky", 3, ["e01"]),
        ("forgetful", 2, ["e01"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_whatever_its_manner_the_whole_script_is_told_word_for_word(manner, calls, answers):
    episode, server, desk = told(manner)
    found = coverage(SCRIPT.episodes[0], episode)

    assert (found.dialogue, found.told, found.changed, found.invented) == (1, 1, (), ())
    assert [len(scene.shots) for scene in episode.scenes] == [6, 4]
    assert len(server.asked) == calls
    assert sorted(desk.asked) == answers


def test_what_a_server_takes_is_remembered_for_the_next_call():
    desk = Memory()
    with serving("text_only") as server:
        engine = OpenAI(model="m", base_url=server.url)
        engine.write(SCRIPT, OUTLINE, 1, desk)
        desk.seed = 2
        engine.write(SCRIPT, OUTLINE, 1, desk)

    assert [asked.held_to for asked in server.asked] == ["json_schema", "json_object", "", ""]


def test_a_model_that_refuses_is_told_apart_and_asked_once():
    with serving("refuses") as server:
        with pytest.raises(Refused, match="I'm sorry, but I can't help with stories"):
            OpenAI(model="m", base_url=server.url).write(SCRIPT, OUTLINE, 1, Memory())
        assert len(server.asked) == 1


def test_what_is_dropped_rewritten_or_invented_is_asked_for_again_then_found_and_named():
    episode, server, _ = told("drops_and_rewrites")
    found = coverage(SCRIPT.episodes[0], episode)

    assert len(server.asked) == 3
    assert '"source": 2.' in server.asked[1].turns[-1]
    assert found.kept < found.lines == 6
    assert {element.text for element in found.dropped} <= {unused.text for unused in episode.unused}
    assert [line.text for line in found.invented if line.invented][-1] == "三百年前的月亮也是这样圆的。"


def test_a_model_that_only_chats_leaves_its_words_to_be_read():
    desk = Memory()
    with serving(lambda _: Said("今天天气真好。")) as server:
        engine = OpenAI(model="poet-7b", base_url=server.url, tries=2)
        with pytest.raises(BadResult, match="The model poet-7b did not answer e01 as asked in 2 tries"):
            engine.write(SCRIPT, OUTLINE, 1, desk)

    assert desk.failed["e01"].count("今天天气真好。") == 2


def test_tokens_and_calls_are_counted_and_paid():
    _, server, desk = told("chinese_words", price_read=1, price_written=2)
    ((answer),) = desk.kept.values()

    assert answer.notes["calls"] == len(server.asked) == 2
    assert answer.notes["asked_as"] == "schema"
    read, written = answer.notes["tokens_read"], answer.notes["tokens_written"]
    assert answer.paid == Money(round((read + 2 * written) / 1e6, 6))


def test_a_server_may_be_asked_side_by_side_up_to_the_limit():
    both = Barrier(2, timeout=10)
    with serving(before=both.wait) as server:
        engine = OpenAI(model="m", base_url=server.url, side_by_side=2)
        with ThreadPoolExecutor(6) as threads:
            list(threads.map(lambda _: engine.complete(ASK), range(6)))

    assert server.most_in_flight == 2


@pytest.mark.parametrize(
    ("manner", "calls"),
    [
        ("strict", 4),
        ("json_only", 5),
        ("text_only", 6),
        ("chatty", 4),
        ("sloppy", 4),
        (cut_off(1500), 8),
        (cut_off(1500, silent=True), 8),
        ("chinese_words", 6),
        ("flaky", 9),
        ("forgetful", 6),
        ("drops_and_rewrites", 8),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_whatever_its_manner_a_novel_becomes_people_places_and_episodes(manner, calls):
    desk = Memory()
    with serving(manner) as server:
        engine = OpenAI(model="m", base_url=server.url, side_by_side=1, source_per_episode=200)
        outline = engine.outline(NOVEL, desk)
        script = recut(NOVEL, outline)
        episodes = [engine.write(script, outline, plan.number, desk) for plan in outline.episodes]

    assert outline.title == "面馆"
    assert {person.name for person in outline.characters} == {"林夏", "老周"}
    assert outline.places[0].name == "面馆"
    assert [plan.title for plan in outline.episodes] == ["打烊", "旧债"]
    assert [episode.number for episode in episodes] == [1, 2]
    assert len(server.asked) == calls
