"""How far the work on one file is, in words."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import PurePosixPath

#: Its records have a `step`. They are for who looks on, and go by what is kept, such as Prefect's logs.
steps_log = logging.getLogger("drama.steps")
steps_log.propagate = False
steps_log.setLevel(logging.INFO)

#: A file, how many steps of how many are done (of 0 where nobody knows), and of what.
Step = tuple[str, int, int, str]


@dataclass
class _Pass:
    """The steps of one kind over one file, since *began* (seconds), when *first* of them were done."""

    kind: tuple[str, int, str]
    began: float
    first: int
    done: int


class Stepping:
    """What is told of steps; it remembers their pace, of the files that are at work."""

    def __init__(self) -> None:
        self._passes: dict[str, _Pass] = {}

    def told(self, step: Step, now: float) -> str:
        """*step* in words, with the time that is left, *now* being seconds of any clock: `e01 step 3/8`."""
        name, done, of, what = step
        stem = PurePosixPath(name).stem
        if not of:
            return f"{stem} {done} {what}".rstrip()
        left = self._left(step, now)
        return f"{stem} {what or 'step'} {done}/{of}" + (f", {_in_words(left)} left" if left else "")

    def over(self, name: str) -> None:
        """The file *name* is done."""
        self._passes.pop(name, None)

    def _left(self, step: Step, now: float) -> float:
        """Seconds until the last step; 0 where that can't be told, or is soon."""
        name, done, of, what = step
        kind, past = (name, of, what), self._passes.get(name)
        if past is None or past.kind != kind or done <= past.done:
            # The first step has more to do than the others: what is loaded late, or compiled.
            self._passes[name] = _Pass(kind, now, done, done)
            return 0.0
        past.done = done
        return (now - past.began) / (done - past.first) * (of - done)


def _in_words(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
