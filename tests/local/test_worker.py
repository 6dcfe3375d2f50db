"""Several devices side by side: a process each, which ends when it is to, and whose end is survived."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import psutil
import pytest
from plain_models import Plain, Task, ask, read

from pipeline.errors import BadResult, NotHere
from pipeline.local.order import Stopped
from pipeline.local.shelf import Shelf
from pipeline.stepping import steps_log

ONE, TWO = ("cpu:0",), ("cpu:0", "cpu:1")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A shelf whose lane in this process is taken: every other one has a process of its own."""
    shelf = Shelf(linger_seconds=0)
    shelf._open("cpu", alone=True)
    yield shelf
    lanes = list(shelf._lanes.values())
    shelf.stop()
    for lane in lanes:
        lane.join()


@pytest.fixture
def flux(tmp_path) -> Plain:
    return Plain("flux", tmp_path / "diary")


@pytest.fixture
def gate(tmp_path) -> Path:
    """A named pipe: who reads from it waits until something is written."""
    os.mkfifo(tmp_path / "gate")
    return tmp_path / "gate"


class Heard(logging.Handler):
    """The steps that were told, and that there was one."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[object] = []
        self.any = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.steps.append(record.step)
        self.any.set()


@pytest.fixture
def heard() -> Iterator[Heard]:
    heard = Heard()
    steps_log.addHandler(heard)
    yield heard
    steps_log.removeHandler(heard)


def process(shelf: Shelf, device: str = "cpu:0") -> psutil.Process:
    return psutil.Process(shelf._lanes[device].bench._worker._process.pid)


def test_the_free_one_takes_the_next(shelf, flux, gate, heard):
    with ThreadPoolExecutor() as pool:
        busy = pool.submit(shelf.ask, Task(flux, "a", gate=gate), TWO)
        assert heard.any.wait(60)
        others = ask(shelf, Task(flux, "b"), Task(flux, "c"), devices=TWO)
        gate.write_bytes(b"go")

    assert {busy.result()["pid"], others[0]["pid"]} == {process(shelf, device).pid for device in TWO}
    assert others[0]["pid"] == others[1]["pid"] != busy.result()["pid"]
    assert {busy.result()["device"], others[0]["device"]} == set(TWO)
    assert shelf.counts() == {flux: 2}


def test_a_model_stays_loaded_in_its_process(shelf, flux):
    first, second = ask(shelf, Task(flux, "a"), Task(flux, "b"), devices=ONE)
    other = shelf.ask(Task(Plain("wan", flux.diary), "c"), ONE)

    assert read(flux.diary) == ["load flux", "a flux", "b flux", "unload flux", "load wan", "c wan"]
    assert first["pid"] == second["pid"] == other["pid"]


def test_steps_and_logs_come_from_the_process(shelf, flux, heard, caplog):
    caplog.set_level("INFO", "drama")
    ask(shelf, Task(flux, "a"), devices=TWO)

    assert heard.steps == [("flux", 2, 2, "")]
    assert [record.message for record in caplog.records if record.name == "drama"][-1] == "a is done"


def test_what_libraries_print_does_no_harm(shelf, flux, capfd):
    said = ask(shelf, Task(flux, "a", does="print"), Task(flux, "b"), devices=TWO)

    assert [notes["name"] for notes in said] == ["a", "b"]
    assert capfd.readouterr() == ("", "")


def test_errors_come_back_as_they_are_and_the_process_goes_on(shelf, flux):
    before = ask(shelf, Task(flux, "a"), devices=ONE)
    with pytest.raises(BadResult) as raised:
        ask(shelf, Task(flux, "b", does="fail"), devices=ONE)
    after = ask(shelf, Task(flux, "c"), devices=ONE)

    assert str(raised.value) == "b is black. Try again."
    assert before[0]["pid"] == after[0]["pid"]


def test_an_error_that_no_other_process_knows_is_told_in_words(shelf, flux):
    with pytest.raises(BadResult, match="Odd: b is odd"):
        ask(shelf, Task(flux, "b", does="stray"), devices=TWO)


@pytest.mark.parametrize("module", [__name__, "made_up"])
def test_an_order_that_can_not_be_sent_or_read_fails_alone(shelf, flux, monkeypatch, module):
    class Unknown(Task):
        """The process that works can't import this."""

    monkeypatch.setitem(sys.modules, "made_up", made_up := ModuleType("made_up"))
    Unknown.__module__, Unknown.__qualname__, made_up.Unknown = module, "Unknown", Unknown

    with pytest.raises(Exception, match=r"Unknown|made_up"):
        shelf.ask(Unknown(flux), TWO)

    assert shelf.ask(Task(flux, "b"), TWO)["name"] == "b"


def test_a_process_that_is_killed_fails_the_order_at_work_and_is_started_anew(shelf, flux):
    with pytest.raises(NotHere) as raised:
        ask(shelf, Task(flux, "a", does="die"), devices=ONE)

    assert "cpu:0 was ended by signal 9 (Killed)" in str(raised.value)
    assert "memory runs out" in str(raised.value)
    assert shelf.ask(Task(flux, "b"), TWO)["name"] == "b"


def test_of_a_batch_only_the_one_that_ends_the_process_fails(shelf, flux, gate, heard):
    with ThreadPoolExecutor() as pool:
        first = pool.submit(shelf.ask, Task(flux, "first", gate=gate), ONE)
        assert heard.any.wait(60)
        orders = [Task(flux, "a", 1), Task(flux, "b", 1, "die"), Task(flux, "c", 1)]
        a, b, c = [pool.submit(shelf.ask, order, ONE) for order in orders]
        with shelf._changed:
            assert shelf._changed.wait_for(lambda: len(shelf._waiting) == 3, 60)
        gate.write_bytes(b"go")

    assert [one.result()["name"] for one in (first, a, c)] == ["first", "a", "c"]
    with pytest.raises(NotHere, match="signal 9"):
        b.result()


def test_what_one_device_can_not_load_is_left_to_the_other(shelf, tmp_path):
    large = Plain("large", tmp_path / "diary", broken_on="cpu:0")

    assert [notes["device"] for notes in ask(shelf, *[Task(large, "a")] * 3, devices=TWO)] == ["cpu:1"] * 3
    with pytest.raises(NotHere, match="large is damaged"):
        shelf.ask(Task(large), ONE)


def test_work_is_ended_at_its_next_step_and_the_process_with_it(shelf, flux, gate, heard):
    with ThreadPoolExecutor() as pool:
        working = pool.submit(shelf.ask, Task(flux, "a", gate=gate), ONE)
        assert heard.any.wait(60)
        worker, lane = process(shelf), shelf._lanes["cpu:0"]

        shelf.stop()
        gate.write_bytes(b"go")

        with pytest.raises(Stopped):
            working.result()
    lane.join()
    assert not worker.is_running()


def test_a_process_without_work_is_ended_as_well(shelf, flux):
    ask(shelf, Task(flux), devices=ONE)
    worker, lane = process(shelf), shelf._lanes["cpu:0"]

    shelf.stop()
    lane.join()

    assert not worker.is_running()


ASKS = """
import sys
from pathlib import Path
from types import ModuleType
from plain_models import Plain, Task
from pipeline.local.shelf import Shelf

shelf = Shelf()
flux = Plain("flux", Path(sys.argv[1]))
print(shelf.ask(Task(flux, "a"), ("cpu:0", "cpu:1"))["pid"], flush=True)
shelf.ask(Task(flux, "b", gate=Path(sys.argv[2])), ("cpu:0", "cpu:1"))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_ends_with_the_one_that_started_it_however_that_dies(tmp_path, gate, how):
    command = [sys.executable, "-c", ASKS, str(tmp_path / "diary"), str(gate)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as parent:
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(how)

    assert worker.wait(timeout=60) is None


def test_a_hundred_orders_leave_no_threads_files_or_processes(shelf, flux):
    ask(shelf, Task(flux), devices=ONE)
    mine = psutil.Process()
    before = threading.active_count(), mine.num_fds(), len(mine.children())

    for n in range(100):
        shelf.ask(Task(flux, str(n), does="print" if n % 3 else ""), ONE)

    assert (threading.active_count(), mine.num_fds(), len(mine.children())) == before
