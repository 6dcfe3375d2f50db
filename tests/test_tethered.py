"""A program that ends with who started it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest


@pytest.fixture
def started(tmp_path):
    """A module that tells its arguments and waits for ever, run in a group of its own."""
    (tmp_path / "waits.py").write_text(
        "import sys, time\nprint(__name__, *sys.argv[1:], flush=True)\ntime.sleep(600)"
    )
    command = [sys.executable, "-m", "pipeline.tethered", "waits", "--port", "1"]
    paths = {"PYTHONPATH": f"{tmp_path}:{':'.join(sys.path)}"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=paths, start_new_session=True, **pipes) as process:
        yield process


def test_it_runs_as_a_program_until_its_parent_is_gone(started):
    assert started.stdout.readline() == b"__main__ --port 1\n"
    assert started.poll() is None

    started.stdin.close()

    assert started.wait(20) == -signal.SIGTERM
