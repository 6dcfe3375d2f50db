"""Show the work while it goes on: bars in a terminal, plain lines in a log."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pipeline.attempt import Made
from pipeline.project import STAGES
from pipeline.stepping import Step, Stepping, steps_log
from pipeline.storyboard.files import ANSWERS

#: How long a log stays without a line, about: who waits for minutes wants to know what for.
_QUIET_SECONDS = 30.0


def stage_of(name: str) -> str:
    """The stage that the file *name* belongs to."""
    return name.partition("/")[0]


@contextmanager
def shown(files: Iterable[str], console: Console) -> Iterator[None]:
    """
    Show on *console* how the work on *files* goes, as the logger `drama` tells of it.

    *files* are the names in the plan; they say how much there is to do. A record may have `made` (a
    finished file), `asking` (an answer that is being waited for), `sent` (the name of a file that a vendor
    is making), `planned` (the names in a new plan) or `loaded` (the name of a model); those of the logger
    `drama.steps` have a `step`, of a model's work on a file.
    """
    with (_Bars(files, console) if console.is_terminal else _Lines(files, console)).listening():
        yield


class Shown(logging.Handler):
    """
    Takes the records that tell of the work on *files*, and counts it.

    How many answers there will be is not known beforehand.
    """

    def __init__(self, files: Iterable[str]) -> None:
        super().__init__()
        self.planned = Counter(map(stage_of, files))
        self.done: Counter[str] = Counter()
        self.answers: set[str] = set()
        self._finished: set[str] = set()
        self._stepping = Stepping()
        self.began = time.monotonic()

    def __enter__(self) -> None:
        """Begin to show."""

    def __exit__(self, *_: object) -> None:
        """End."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Show what is told as long as the context lasts."""
        log = logging.getLogger("drama")
        log.setLevel(logging.INFO)
        for logger in (log, steps_log):
            logger.addHandler(self)
        try:
            with self:
                yield
        finally:
            for logger in (log, steps_log):
                logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Show what *record* tells."""
        if step := getattr(record, "step", None):
            self.stepped(step, self._stepping.told(step, time.monotonic()))
        else:
            self._emit(record, record.getMessage())

    def _emit(self, record: logging.LogRecord, sentence: str) -> None:
        if made := getattr(record, "made", None):
            self._grow(made.name)
            self._stepping.over(made.name)
            if made.name not in self._finished:
                self._finished.add(made.name)
                self.done[stage_of(made.name)] += 1
                self.finished(made, sentence)
        elif asking := getattr(record, "asking", ""):
            self._grow(asking)
            self.asking(sentence)
        elif sent := getattr(record, "sent", ""):
            self.sent(sent, sentence)
        elif planned := getattr(record, "planned", ()):
            self._grow(*planned)
            self.say(sentence)
        elif getattr(record, "loaded", ""):
            self.say(sentence)
        elif record.levelno >= logging.WARNING:
            self.say(sentence, "yellow")

    def _grow(self, *names: str) -> None:
        """Count what was not in the plan: it can't know of answers, nor of what follows from them."""
        self.answers |= {name for name in names if name.startswith(ANSWERS)}
        self.planned |= Counter(stage_of(name) for name in names if not name.startswith(ANSWERS))
        self.extend()

    def total(self, stage: str) -> int:
        """How many files there are to be, as far as is known."""
        return self.planned[stage] + (len(self.answers) if stage == STAGES[0] else 0)

    def say(self, sentence: str, style: str = "") -> None:
        """Show *sentence* as it is."""

    def extend(self) -> None:
        """Show that there is more to do than was known."""

    def asking(self, sentence: str) -> None:
        """Show what is being waited for, in the words of *sentence*."""

    def stepped(self, step: Step, sentence: str) -> None:
        """Show that a model did *step*, in the words of *sentence*."""
        raise NotImplementedError

    def sent(self, name: str, sentence: str) -> None:
        """Show that a vendor has the file *name* to make, in the words of *sentence*."""
        raise NotImplementedError

    def finished(self, made: Made, sentence: str) -> None:
        """Show that *made* is there, in the words of *sentence*."""
        raise NotImplementedError


class _Printed(Shown):
    """Shows it on a *console*."""

    def __init__(self, files: Iterable[str], console: Console) -> None:
        super().__init__(files)
        self.console = console

    def say(self, sentence: str, style: str = "") -> None:
        self.console.print(sentence, style=style, markup=False, highlight=False)


class _Lines(_Printed):
    """One line per file that was made; kept ones are only counted. A sign of life where it is quiet."""

    def __init__(self, files: Iterable[str], console: Console) -> None:
        super().__init__(files, console)
        self.said = self.began
        self._step = ""
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)

    def __enter__(self) -> None:
        self._watch.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watch.join()

    def _watching(self) -> None:
        while not self._ended.wait(_QUIET_SECONDS):
            self.look_in(time.monotonic())

    def look_in(self, now: float) -> None:
        """Say that the work goes on, where nothing was said for long."""
        if now - self.said >= _QUIET_SECONDS:
            stages = [stage for stage in STAGES if self.done[stage] < self.total(stage)]
            counts = ", ".join(f"{stage} {self.done[stage]}/{self.total(stage)}" for stage in stages)
            at = f"; {self._step}" if self._step else ""
            self.say(f"{now - self.began:6.1f} s  still at work: {counts}{at}")

    def say(self, sentence: str, style: str = "") -> None:
        self.said = time.monotonic()
        super().say(sentence, style)

    def stepped(self, step: Step, sentence: str) -> None:
        self._step = "" if step[1] == step[2] else sentence

    def sent(self, name: str, sentence: str) -> None:
        self._count(stage_of(name), sentence)

    def finished(self, made: Made, sentence: str) -> None:
        if made.status in ("made", "restored"):
            self._count(stage_of(made.name), sentence)

    def _count(self, stage: str, sentence: str) -> None:
        count = f"{stage} {self.done[stage]}/{self.total(stage)}"
        self.say(f"{time.monotonic() - self.began:6.1f} s  {count:<18} {sentence}")


class _Bars(_Printed):
    """One bar per stage, with what was begun or finished last."""

    def __init__(self, files: Iterable[str], console: Console) -> None:
        super().__init__(files, console)
        self.bars = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[last]}", style="dim", markup=False),
            console=console,
        )
        self.tasks: dict[str, TaskID] = {}
        self.extend()

    def __enter__(self) -> None:
        self.bars.start()

    def __exit__(self, *_: object) -> None:
        self.bars.stop()

    def extend(self) -> None:
        for stage in STAGES:
            if self.total(stage) and stage not in self.tasks:
                self.tasks[stage] = self.bars.add_task(stage, total=self.total(stage), last="")
        for stage, task in self.tasks.items():
            self.bars.update(task, total=self.total(stage))

    def asking(self, sentence: str) -> None:
        self.bars.update(self.tasks[STAGES[0]], last=_short(sentence))

    def stepped(self, step: Step, sentence: str) -> None:
        self._advance(stage_of(step[0]), sentence)

    def sent(self, name: str, sentence: str) -> None:
        self._advance(stage_of(name), sentence)

    def finished(self, made: Made, sentence: str) -> None:
        self._advance(stage_of(made.name), sentence)

    def _advance(self, stage: str, sentence: str) -> None:
        task = self.tasks.get(stage)
        if task is not None:  # the first bar has the number 0
            self.bars.update(task, completed=self.done[stage], last=_short(sentence))


def _short(sentence: str) -> str:
    """*sentence* as there is room for it beside a bar."""
    return sentence.removeprefix(ANSWERS)[:60]
