"""Programs that are not ours, run and ended."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from pathlib import Path

import psutil
import pytest
import yaml

from pipeline import keys
from pipeline.errors import BadResult, NotHere
from pipeline.process import environment, last_lines, run

HOSTED = Path(__file__).parents[1] / "configs" / "hosted"

#: Writes its own number and that of a program that it starts, then waits longer than any test.
STARTS_ANOTHER = """
import os, signal, subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
signal.signal(signal.SIGTERM, lambda *_: (open("tidied", "w").close(), sys.exit(0)))
open("numbers.part", "w").write(f"{os.getpid()} {other.pid}")
os.rename("numbers.part", "numbers")
time.sleep(60)
"""


@pytest.fixture
def log():
    with tempfile.TemporaryFile() as file:
        yield file


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def alive(number: int) -> bool:
    return psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE


def test_it_runs_in_the_folder(tmp_path, log):
    run(python("open('here', 'w').write('yes')"), tmp_path, (), 30, log)
    assert (tmp_path / "here").read_text() == "yes"


def test_it_reads_nothing_from_the_terminal(tmp_path, log):
    run(python("import sys; assert sys.stdin.read() == ''"), tmp_path, (), 30, log)


def test_a_program_that_fails_is_said_with_its_last_lines(tmp_path, log):
    code = (
        "import sys; print('\\n'.join(map(str, range(100)))); print('no model', file=sys.stderr); sys.exit(3)"
    )
    with pytest.raises(BadResult, match="code 3"):
        run(python(code), tmp_path, (), 30, log)
    told = last_lines(log).splitlines()
    assert set(told[1:]) == {"  no model", *(f"  {number}" for number in range(93, 100))}


def test_a_program_that_a_signal_ended_is_said(tmp_path, log):
    with pytest.raises(BadResult, match="signal 9"):
        run(python("import os; os.kill(os.getpid(), 9)"), tmp_path, (), 30, log)
    assert last_lines(log) == " It said nothing."


@pytest.mark.parametrize(
    "command", [["no-such-program"], [sys.executable, "a\0b"], [sys.executable, "\ud800"]]
)
def test_a_program_that_cannot_be_started_is_said(tmp_path, log, command):
    with pytest.raises(NotHere, match="can't be started"):
        run(command, tmp_path, (), 30, log)


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path, log):
    with pytest.raises(BadResult, match=r"ended after 2\.5 s"):
        run(python(STARTS_ANOTHER), tmp_path, (), 2.5, log)
    assert (tmp_path / "tidied").exists()
    assert not any(alive(int(number)) for number in (tmp_path / "numbers").read_text().split())


def test_a_program_is_ended_when_the_user_stops(tmp_path, log):
    """As Ctrl-C does it, in the thread that waits."""
    code = f"""
import sys, tempfile, threading, _thread, os, time
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from pathlib import Path
from pipeline.process import run
def stop():
    while not os.path.exists("numbers"): time.sleep(0.02)
    _thread.interrupt_main()
threading.Thread(target=stop).start()
with tempfile.TemporaryFile() as log:
    try: run([sys.executable, "-c", {STARTS_ANOTHER!r}], Path("."), (), 60, log)
    except KeyboardInterrupt: print("stopped", flush=True)
"""
    run(python(code), tmp_path, (), 30, log)
    assert "stopped" in last_lines(log)
    assert not any(alive(int(number)) for number in (tmp_path / "numbers").read_text().split())


def test_what_it_says_can_be_any_bytes_and_any_amount(tmp_path, log):
    run(python("import os; os.write(1, b'\\xff' * 200_000 + b'\\nat the end\\r')"), tmp_path, (), 30, log)
    assert last_lines(log).endswith("at the end\n")


def test_keys_of_vendors_are_not_passed_on(monkeypatch):
    specs = [yaml.safe_load(file.read_text("utf-8")) for file in HOSTED.glob("*.yaml")]
    named = [env for spec in specs if "auth" in spec for env in _listed(spec["auth"].get("env", ()))]
    assert "RUNWAYML_API_SECRET" in named
    for name in [*named, "OPENAI_API_KEY", "HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "some_apikey", "DB_PASSWORD"]:
        monkeypatch.setenv(name, "planted")
    assert "planted" not in environment(()).values()


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def test_what_a_program_needs_is_passed_on(monkeypatch):
    for name in ("CUDA_VISIBLE_DEVICES", "TOKENIZERS_PARALLELISM", "KEYBOARD", "MONKEY"):
        monkeypatch.setenv(name, "1")
    given = environment(())
    assert given["PATH"] == os.environ["PATH"]
    assert given["CUDA_VISIBLE_DEVICES"] == given["TOKENIZERS_PARALLELISM"] == "1"
    assert given["KEYBOARD"] == given["MONKEY"] == "1"


def test_a_key_that_is_named_is_passed_on_and_never_shown(monkeypatch, tmp_path, log):
    monkeypatch.setattr(keys, "FILE", tmp_path / "keys.env")
    (tmp_path / "keys.env").write_text("MY_KEY=planted-in-a-file")
    run(python("import os; print('the key is', os.environ['MY_KEY'])"), tmp_path, ("MY_KEY",), 30, log)
    assert last_lines(log) == " It said last:\n  the key is ***\n"


def test_threads_run_their_programs_side_by_side(tmp_path):
    def one(number):
        with tempfile.TemporaryFile() as log:
            run(python(f"open('{number}', 'w')"), tmp_path, (), 30, log)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1", "2"]
