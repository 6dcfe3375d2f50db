"""A flow in its own process: it calls nobody, and says who does not answer."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SETTINGS = """
from flows.here import run_here
from prefect.settings.context import get_current_settings
import os

print(get_current_settings().server.analytics_enabled, os.environ["DO_NOT_TRACK"])
"""


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a Python of its own says, with more in its *environment*."""
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_tells_nobody_of_itself():
    assert python("-c", SETTINGS).stdout == "False 1\n"


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_said_in_a_letter(folder):
    # The quick engines are unknown to another process; nothing of this stage is asked of them.
    profile = (folder / "drama.yaml").read_text("utf-8")
    for quick, real in {"sketch": "drawn", "hum": "espeak", "turn": "parallax"}.items():
        profile = profile.replace(quick, real)
    (folder / "drama.yaml").write_text(profile, "utf-8")

    run = python("-m", "pipeline", "run", str(folder), PREFECT_API_URL="http://127.0.0.1:9/api")

    assert run.returncode == 5
    assert "server does not answer at http://127.0.0.1:9/api" in run.stderr
    assert "Traceback" not in run.stderr


STOPPED = """
import os, signal, sys
from pathlib import Path
from threading import Event

import flows.here as here
from pipeline.local import shelf
from pipeline.local.order import Stopped
from plain_models import Gate, Plain, Task

gate, done, flux = Gate(), Event(), Plain("flux", Path(sys.argv[1]))

def work(flow, parameters):
    try:
        shelf.ask(Task(flux, "a", gate=gate), ["cpu"])
    except Stopped:
        print("stopped")
    done.set()

def at_work():
    gate.reached.wait()
    os.kill(os.getpid(), signal.SIG{name})

import threading
here._run = work
threading.Thread(target=at_work).start()
try:
    here.run_here(print)
except KeyboardInterrupt:
    gate.open()
    done.wait()
    print("interrupted")
here._run = lambda flow, parameters: shelf.ask(Task(flux, "b"), ["cpu"])["name"]
print(here.run_here(print))
"""


@pytest.mark.parametrize("name", ["INT", "TERM"])
def test_a_model_at_work_stops_at_its_next_step_and_the_next_run_works_again(tmp_path, name):
    paths = os.pathsep.join(filter(None, sys.path))

    run = python("-c", STOPPED.replace("{name}", name), str(tmp_path / "diary"), PYTHONPATH=paths)

    assert run.stdout.split() == ["stopped", "interrupted", "b"]
