"""
SVG to PNG, by resvg.

resvg_py keeps Python's lock while it renders, so that two threads would take turns and all others
stand still. Therefore it runs in processes of its own: a call borrows one, and starts one where all
are busy, so there are never more than threads that render at once.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import BadResult, NotHere

PROGRAM = Path(__file__).with_name("svg_worker.py")


class Renderer:
    """A process that renders; it ends with `end`, or when this process does."""

    def __init__(self) -> None:
        spec = find_spec("resvg_py")
        if spec is None or spec.origin is None:
            raise NotHere("resvg_py is not installed.", "pip install resvg-py")
        # -I: nothing that this process was started with, or has in its folder, gets in the way
        command = [sys.executable, "-I", str(PROGRAM), str(Path(spec.origin).parents[1])]
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise NotHere(
                f"Python can't be started as {sys.executable!r}: {error.strerror}.",
                "Pictures are rendered in a process of their own; run this with an installed Python.",
            ) from error

    def answer(self, markup: str) -> bytes:
        """What it makes of *markup*, as `svg_worker` says it; `EOFError` where it ended instead."""
        asked, answered = self.process.stdin, self.process.stdout
        assert asked is not None
        assert answered is not None
        body = markup.encode()
        with suppress(BrokenPipeError):  # then there is no answer either
            asked.write(len(body).to_bytes(4) + body)
            asked.flush()
        size = int.from_bytes(answered.read(4))
        answer = answered.read(size)
        if not size or len(answer) < size:
            raise EOFError
        return answer

    def end(self) -> None:
        """End it, whatever it does, and wait until it is gone."""
        self.process.kill()
        self.process.communicate()


#: Renderers that wait for work, by the id of the process that started them: a fork starts its own.
_idle: dict[int, list[Renderer]] = defaultdict(list)


def to_png(markup: str, what: str) -> bytes:
    """
    The SVG *markup* as PNG with alpha; the same markup gives the same bytes. Fonts are not looked for.

    Raises `BadResult`, which begins with *what* it was, where resvg can't read it or ends over it.
    """
    try:
        with renderer() as lent:
            answer = lent.answer(markup)
    except EOFError as error:
        raise BadResult(
            f"{what} can't be rendered: the process that did it ended.",
            "Usually memory ran out; try again, with fewer pictures at once.",
        ) from error
    if not answer.startswith(b"+"):
        raise BadResult(
            f"{what} can't be rendered: {answer[1:].decode()}.",
            "Its SVG must be well-formed markup without the outer <svg>.",
        )
    return answer[1:]


@contextmanager
def renderer() -> Iterator[Renderer]:
    """Lend a renderer. One that is interrupted is ended, for its answer would come too late."""
    lent = _waiting() or Renderer()
    try:
        yield lent
    except BaseException:
        lent.end()
        raise
    _idle[os.getpid()].append(lent)


def _waiting() -> Renderer | None:
    """An idle renderer that is still alive."""
    with suppress(IndexError):
        while True:
            idle = _idle[os.getpid()].pop()
            if idle.process.poll() is None:
                return idle
            idle.end()
    return None


@atexit.register
def end_idle() -> None:
    """End the processes that wait for work; the next call starts a new one."""
    while idle := _waiting():
        idle.end()
