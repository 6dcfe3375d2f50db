from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import cv2
import numpy as np
import pytest

from pipeline.errors import BadResult, NotHere
from pipeline.images import svg

RED = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><path d="M0 0H9V9H0" fill="red"/></svg>'


def pixels(png):
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)


def pid_of_idle():
    with svg.renderer() as lent:
        return lent.process.pid


def test_markup_becomes_a_png_with_alpha():
    shown = pixels(svg.to_png(RED, "a square"))
    assert shown.shape == (3, 4, 4)
    assert (shown == [0, 0, 255, 255]).all()


def test_broken_markup_is_named_and_the_renderer_goes_on():
    before = pid_of_idle()
    with pytest.raises(BadResult, match=r"^the hat can't be rendered: .+ well-formed"):
        svg.to_png("<svg", "the hat")
    assert svg.to_png(RED, "a square")
    assert pid_of_idle() == before


def test_a_renderer_is_used_again():
    assert pid_of_idle() == pid_of_idle()


def test_two_threads_at_once_have_a_renderer_each():
    both_have_one = Barrier(2, timeout=20)

    def lend(_: int) -> int:
        with svg.renderer() as lent:
            both_have_one.wait()
            assert lent.answer(RED).startswith(b"+")
            return lent.process.pid

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lend, range(2))
    assert one != other
    assert os.getpid() not in {one, other}


def test_many_threads_get_each_its_own_answer():
    def width(side: int) -> int:
        return pixels(svg.to_png(RED.replace('width="4"', f'width="{side}"'), "a square")).shape[1]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(width, range(1, 40))) == list(range(1, 40))


def test_one_that_died_while_idle_is_replaced_and_leaves_no_zombie():
    with svg.renderer() as lent:
        dead = lent.process
    dead.kill()
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)  # it is dead; nobody has asked how it ended
    assert svg.to_png(RED, "a square")
    assert dead.returncode == -signal.SIGKILL
    with pytest.raises(ChildProcessError):
        os.waitpid(dead.pid, os.WNOHANG)


def test_one_that_dies_at_work_is_told_and_the_next_call_works(monkeypatch):
    with svg.renderer() as lent:
        dying = lent.process
    monkeypatch.setattr(dying, "poll", lambda: None)
    dying.kill()
    with pytest.raises(BadResult, match="the hat can't be rendered: the process that did it ended"):
        svg.to_png(RED, "the hat")
    assert dying.returncode == -signal.SIGKILL
    assert svg.to_png(RED, "a square")


def test_one_that_is_interrupted_is_ended():
    with pytest.raises(KeyboardInterrupt), svg.renderer() as lent:
        raise KeyboardInterrupt
    assert lent.process.returncode is not None
    assert pid_of_idle() != lent.process.pid


def test_none_outlives_its_program():
    code = """
        from pipeline.images import svg
        with svg.renderer() as one, svg.renderer() as other:
            print(one.process.pid, other.process.pid)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, check=True)
    assert done.stderr == b""
    for pid in map(int, done.stdout.split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
def test_a_fork_starts_its_own():
    ours = pid_of_idle()
    # A fork of a process with threads may hang, and Python warns of it; this one has a single thread.
    code = f"""
        import os
        from pipeline.images import svg
        svg.to_png({RED!r}, "a square")
        ours = {{one.process.pid for idle in svg._idle.values() for one in idle}}
        if child := os.fork():
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        with svg.renderer() as lent:
            own = lent.process.pid
        lent.end()
        os._exit(own in ours)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)
    assert pid_of_idle() == ours


def test_a_program_without_a_python_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(NotHere, match="nothing"):
        svg.Renderer()


def test_a_missing_resvg_is_told(monkeypatch):
    monkeypatch.setattr(svg, "find_spec", lambda _: None)
    with pytest.raises(NotHere, match="pip install resvg-py"):
        svg.Renderer()


def test_the_program_that_asks_is_not_run_again(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(f"from pipeline.images.svg import to_png\nprint(len(to_png({RED!r}, 'it')))\n")
    done = subprocess.run([sys.executable, str(program)], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.split() == [str(len(svg.to_png(RED, "it"))).encode()]
