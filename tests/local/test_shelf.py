"""The queue before the models: who is next, and what is loaded when."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest
from plain_models import Gate, Plain, Task, ask, read

from pipeline import limits
from pipeline.errors import BadResult, NotHere
from pipeline.local import cards
from pipeline.local.cards import Card
from pipeline.local.order import Stopped
from pipeline.local.shelf import Shelf, named
from pipeline.stepping import steps_log
from pipeline.tickets import Page, Ticket, _current

CPU = ("cpu",)


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    shelf = Shelf(linger_seconds=0)
    yield shelf
    ended(shelf)


@pytest.fixture
def diary(tmp_path):
    return tmp_path / "diary"


@pytest.fixture
def flux(diary) -> Plain:
    return Plain("flux", diary)


@pytest.fixture
def wan(diary) -> Plain:
    return Plain("wan", diary)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as pool:
        yield pool


def ended(shelf: Shelf) -> None:
    lanes = list(shelf._lanes.values())
    shelf.stop()
    for lane in lanes:
        lane.join()


def until(shelf: Shelf, condition: Callable[[], bool]) -> None:
    with shelf._changed:
        assert shelf._changed.wait_for(condition, timeout=30)


def behind(shelf: Shelf, pool: ThreadPoolExecutor, first: Task, *orders: Task) -> list[Future]:
    """Have *orders* wait in this order, behind *first*, which is at work."""
    futures = [pool.submit(shelf.ask, first, CPU)]
    assert first.gate.reached.wait(timeout=60)
    for n, order in enumerate(orders, 1):
        futures.append(pool.submit(shelf.ask, order, CPU))
        until(shelf, lambda n=n: len(shelf._waiting) == n)
    return futures


def test_an_order_gets_the_notes_of_its_file(shelf, flux):
    assert shelf.ask(Task(flux, "frame"), CPU)["name"] == "frame"


def test_nothing_is_loaded_and_no_thread_begun_before_somebody_asks():
    before = threading.active_count()
    shelf = Shelf()

    assert shelf.counts() == {}
    assert threading.active_count() == before


def test_a_run_goes_model_by_model_however_those_who_ask_take_turns(shelf, pool, flux, wan, diary):
    gate = Gate()
    orders = [Task(flux if n % 2 else wan, str(n)) for n in range(8)]
    futures = behind(shelf, pool, Task(flux, "first", gate=gate), *orders)

    gate.open()

    assert [future.result()["name"] for future in futures] == ["first", *"01234567"]
    flow = ["load flux", "first flux", "1 flux", "3 flux", "5 flux", "7 flux", "unload flux"]
    assert read(diary) == [*flow, "load wan", "0 wan", "2 wan", "4 wan", "6 wan"]
    assert shelf.counts() == {flux: 1, wan: 1}


def test_a_model_stays_loaded_for_the_next(shelf, flux, diary):
    ask(shelf, Task(flux, "a"), Task(flux, "b"))

    assert read(diary) == ["load flux", "a flux", "b flux"]


def test_a_model_waits_a_moment_for_what_follows_from_what_it_made(pool, flux, wan, diary):
    shelf, gate = Shelf(linger_seconds=600), Gate()
    first, other = behind(shelf, pool, Task(flux, "portrait", gate=gate), Task(wan, "clip"))
    gate.open()
    first.result()

    shelf.ask(Task(flux, "frame"), CPU)

    assert read(diary) == ["load flux", "portrait flux", "frame flux"]
    ended(shelf)
    with pytest.raises(Stopped):
        other.result()


def test_orders_that_are_alike_are_carried_out_together_up_to_eight(shelf, pool, flux, wan):
    gate = Gate()
    alike = [Task(flux, f"f{n}", alike=(64, 32)) for n in range(10)]
    others = [Task(flux, "large", alike=(640, 320)), Task(flux, "alone"), Task(wan, "w", alike=(64, 32))]
    futures = behind(shelf, pool, Task(flux, "first", gate=gate), *alike, *others)

    gate.open()

    together = [future.result()["together"] for future in futures]
    names = [order.name for order in alike]
    assert together == [["first"], *[names[:8]] * 8, *[names[8:]] * 2, ["large"], ["alone"], ["w"]]


def test_each_gets_its_result_when_it_is_there_though_others_of_its_batch_are_not(shelf, pool, flux):
    gate, later = Gate(), Gate()
    first, early, late = behind(
        shelf, pool, Task(flux, "first", gate=gate), Task(flux, "early", 1), Task(flux, "late", 1, gate=later)
    )

    gate.open()

    assert early.result()["together"] == ["early", "late"]
    assert not late.done()
    later.open()
    late.result()
    first.result()


def test_one_that_fails_in_a_batch_fails_alone(shelf, pool, flux):
    gate = Gate()
    orders = [Task(flux, "a", 1), Task(flux, "b", 1, "fail"), Task(flux, "c", 1), Task(flux, "d", 1)]
    _, a, b, c, d = behind(shelf, pool, Task(flux, "first", gate=gate), *orders)

    gate.open()

    assert [a.result()["name"], c.result()["name"], d.result()["name"]] == ["a", "c", "d"]
    with pytest.raises(BadResult, match=r"b is black\. Try again"):
        b.result()


def test_what_no_one_thought_of_reaches_whoever_asked_and_the_work_goes_on(shelf, flux):
    with pytest.raises(Exception, match="a is odd"):
        shelf.ask(Task(flux, "a", does="stray"), CPU)

    assert shelf.ask(Task(flux, "b"), CPU)["name"] == "b"


def test_an_order_that_nothing_comes_of_is_an_error(shelf, flux):
    class Silent(Task):
        def carry_out(self, *_):
            return iter(())

    with pytest.raises(BadResult, match=r"Nothing came of images/e01\.png"), held("images/e01.png"):
        shelf.ask(Silent(flux), CPU)


def test_a_model_that_tells_of_more_than_it_was_asked_for_does_not_disturb_the_next(shelf, flux):
    class Chatty(Task):
        def carry_out(self, *_):
            yield {"name": "one"}
            yield {"name": "two"}

    assert shelf.ask(Chatty(flux), CPU) == {"name": "one"}
    assert shelf.ask(Task(flux, "b"), CPU)["name"] == "b"


def test_a_model_that_can_not_be_loaded_fails_all_that_wait_for_it_and_no_others(
    shelf, pool, flux, wan, tmp_path
):
    broken, gate = tmp_path / "broken", Gate()
    broken.touch()
    damaged = replace(wan, broken=broken)
    orders = [Task(damaged, "a"), Task(flux, "b"), Task(damaged, "c")]
    first, a, b, c = behind(shelf, pool, Task(flux, "first", gate=gate), *orders)

    gate.open()

    for failed in (a, c):
        with pytest.raises(NotHere, match="wan is damaged"):
            failed.result()
    assert a.exception() is c.exception()
    assert first.result()
    assert b.result()


def test_a_model_that_could_not_be_loaded_is_tried_again_for_who_asks_later(shelf, flux, tmp_path):
    broken = tmp_path / "broken"
    broken.touch()
    damaged = replace(flux, broken=broken)
    with pytest.raises(NotHere):
        shelf.ask(Task(damaged), CPU)
    broken.unlink()

    assert shelf.ask(Task(damaged, "b"), CPU)["name"] == "b"
    assert shelf.counts() == {damaged: 1}


def test_a_hundred_orders_leave_no_threads_and_no_files_open(shelf, pool, flux, wan):
    ask(shelf, Task(flux))
    process = psutil.Process()
    before = threading.active_count(), process.num_fds()

    for n in range(100):
        shelf.ask(Task(wan if n // 10 % 2 else flux, does="" if n % 3 else "print"), CPU)

    assert (threading.active_count(), process.num_fds()) == before


def test_work_is_ended_at_its_next_step_and_what_waits_is_not_begun(shelf, pool, flux, diary):
    gate = Gate()
    working, waiting = behind(shelf, pool, Task(flux, "a", gate=gate), Task(flux, "b"))

    lane = shelf._lanes["cpu"]
    shelf.stop()
    with pytest.raises(Stopped):
        waiting.result()
    gate.open()

    with pytest.raises(Stopped):
        working.result()
    lane.join()
    assert read(diary) == ["load flux", "a flux", "unload flux"]


def test_nothing_is_taken_after_the_end_until_work_begins_again(shelf, flux):
    shelf.stop()
    with pytest.raises(Stopped):
        shelf.ask(Task(flux), CPU)

    shelf.resume()

    assert shelf.ask(Task(flux), CPU)


def test_beginning_again_does_not_revive_what_was_ended(shelf, pool, flux):
    gate = Gate()
    [working] = behind(shelf, pool, Task(flux, "a", gate=gate))

    shelf.stop()
    shelf.resume()
    gate.open()

    with pytest.raises(Stopped):
        working.result()


def test_who_was_interrupted_while_waiting_is_forgotten(shelf, pool, flux, diary):
    gate = Gate()
    first, given_up, last = behind(shelf, pool, Task(flux, "a", gate=gate), Task(flux, "b"), Task(flux, "c"))
    shelf._waiting[0].result.cancel()

    gate.open()

    assert last.result()
    assert first.result()
    assert read(diary) == ["load flux", "a flux", "c flux"]
    assert given_up.exception()


def held(name: str):
    """While the block runs, the file *name* is made."""

    class Held:
        def __enter__(self):
            self.token = _current.set(Ticket(Page(name=name, engine="", request="", client="")))

        def __exit__(self, *_):
            _current.reset(self.token)

    return Held()


def test_steps_are_told_with_the_name_of_the_file_and_not_to_the_logs_of_others(shelf, flux, caplog):
    steps_log.addHandler(caplog.handler)
    try:
        with held("images/e01s02-03.png"):
            shelf.ask(Task(flux), CPU)
    finally:
        steps_log.removeHandler(caplog.handler)

    assert [record.step for record in caplog.records if record.name == "drama.steps"] == [
        ("images/e01s02-03.png", 2, 2, "")
    ]
    assert not steps_log.propagate


def test_how_a_model_was_loaded_is_told_once(shelf, flux, caplog):
    caplog.set_level("INFO", "drama")

    ask(shelf, Task(flux, "a"), Task(flux, "b"))

    told = [record.getMessage() for record in caplog.records if getattr(record, "loaded", "")]
    assert told == ["loaded in 0 s: flux on cpu, whole"]


def test_a_second_device_is_another_process_and_the_first_one_is_not(shelf, flux):
    here, there = shelf.ask(Task(flux), CPU), shelf.ask(Task(flux), ("cpu:1",))

    assert here["pid"] == os.getpid() != there["pid"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (("cpu",), ["cpu"]),
        (("cuda", "cuda:0", "cuda:1"), ["cuda:0", "cuda:1"]),
        (("auto",), ["cuda:0", "cuda:1"]),
    ],
)
def test_a_device_has_one_name(asked, names, monkeypatch):
    monkeypatch.setattr(cards, "cards", lambda: (Card("cuda:0"), Card("cuda:1")))
    assert named(asked) == names


def test_without_a_card_the_processor_is_meant(monkeypatch):
    monkeypatch.setattr(cards, "cards", lambda: ())
    assert named(("auto",)) == ["cpu"]


LOOKS = """
import sys
from typer.testing import CliRunner
from pipeline.cli import app
from pipeline.local import shelf

for command in (["engines"], ["plan", sys.argv[1]]):
    said = CliRunner().invoke(app, command)
    print(said.exit_code)
print("torch" in sys.modules, len(shelf._shelf._lanes))
"""


def test_looking_and_planning_loads_nothing_and_starts_nothing(folder, tmp_path):
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text("{}", "utf-8")
    (folder / "drama.yaml").write_text(
        f"""
storyboard: {{engine: transformers, transformers: {{model: {model}, device: [cpu:0, cpu:1]}}}}
images: {{engine: drawn}}
voices: {{engine: espeak}}
clips: {{engine: parallax}}
""",
        "utf-8",
    )

    said = subprocess.run(
        [sys.executable, "-c", LOOKS, str(folder)], capture_output=True, text=True, check=True
    )

    assert said.stdout.split() == ["0", "0", "False", "0"]


def test_a_card_that_others_wait_for_is_given_back_after_a_while_without_work(
    shelf, flux, diary, monkeypatch
):
    held, given_back = [], threading.Event()

    @contextmanager
    def place(name, at_once):
        held.append((name, at_once))
        yield
        given_back.set()

    monkeypatch.setattr(cards, "look", lambda: (Card("cuda:0", id="GPU-5ab0c1d2-77"),))
    monkeypatch.setattr("pipeline.local.shelf._IDLE_SECONDS", 0)
    limits.share(place)
    try:
        shelf.ask(Task(flux, "frame"), ("cuda:0",))
        assert given_back.wait(timeout=60)
    finally:
        limits.share(None)

    assert held == [("gpu GPU-5ab0c1d2", 1)]
    assert read(diary)[-1] == "unload flux"
