"""Show the work while it goes on: bars in a terminal, plain lines in a log."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pipeline.attempt import Made
from pipeline.project import STAGES


def stage_of(name: str) -> str:
    """The stage that the file *name* belongs to."""
    return name.partition("/")[0]


@contextmanager
def shown(files: Iterable[Made], console: Console) -> Iterator[None]:
    """
    Show on *console* how the work on *files* goes, as the logger `drama` tells of it.

    *files* are those of the plan; they say how much there is to do.
    """
    totals = Counter(stage_of(made.name) for made in files)
    handler = _Bars(totals, console) if console.is_terminal else _Lines(totals, console)
    logger = logging.getLogger("drama")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        with handler:
            yield
    finally:
        logger.removeHandler(handler)


class _Shown(logging.Handler):
    """Takes the records that tell of a finished file."""

    def __init__(self, totals: Counter[str], console: Console) -> None:
        super().__init__()
        self.totals = totals
        self.console = console
        self.began = time.monotonic()

    def __enter__(self) -> None:
        """Begin to show."""

    def __exit__(self, *_: object) -> None:
        """End."""

    def emit(self, record: logging.LogRecord) -> None:
        made = getattr(record, "made", None)
        if isinstance(made, Made):
            self.finished(made, record.getMessage())
        elif record.levelno >= logging.WARNING:
            self.console.print(record.getMessage(), style="yellow", markup=False, highlight=False)

    def finished(self, made: Made, sentence: str) -> None:
        """Show that *made* is there, in the words of *sentence*."""
        raise NotImplementedError


class _Lines(_Shown):
    """One line per file that was made; kept ones are only counted."""

    def __init__(self, totals: Counter[str], console: Console) -> None:
        super().__init__(totals, console)
        self.done: Counter[str] = Counter()

    def finished(self, made: Made, sentence: str) -> None:
        stage = stage_of(made.name)
        self.done[stage] += 1
        if made.status in ("made", "restored"):
            seconds = time.monotonic() - self.began
            count = f"{stage} {self.done[stage]}/{self.totals[stage]}"
            self.console.print(f"{seconds:6.1f} s  {count:<18} {sentence}", markup=False, highlight=False)


class _Bars(_Shown):
    """One bar per stage, with what was finished last."""

    def __init__(self, totals: Counter[str], console: Console) -> None:
        super().__init__(totals, console)
        self.bars = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[last]}", style="dim", markup=False),
            console=console,
        )
        self.tasks: dict[str, TaskID] = {
            stage: self.bars.add_task(stage, total=totals[stage], last="")
            for stage in STAGES
            if totals[stage]
        }

    def __enter__(self) -> None:
        self.bars.start()

    def __exit__(self, *_: object) -> None:
        self.bars.stop()

    def finished(self, made: Made, sentence: str) -> None:
        task = self.tasks.get(stage_of(made.name))
        if task is not None:  # the first bar has the number 0
            self.bars.update(task, advance=1, last=sentence[:60])
