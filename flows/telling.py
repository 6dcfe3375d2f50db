"""
What a run tells while it works and when it ends: artefacts on the server's pages, and the webhook.

A bar moves while an episode is made, and a page sums up what came of it. A run without a server that
stands has nobody to show them to; the webhook is told by any run.
"""

import hashlib
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run

from flows.files import link
from flows.own import standing
from pipeline import webhook
from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.errors import DramaError
from pipeline.outcome import Outcome
from pipeline.page import PAGE
from pipeline.progress import Shown
from pipeline.project import STAGES
from pipeline.stepping import Step
from pipeline.summary import ending, summary

#: A bar moves so often at most, in seconds.
_EVERY = 3.0

log = logging.getLogger("drama")


def key(*names: str) -> str:
    """The key of an artefact, in which only plain letters, digits and dashes may stand: `rain-e01`."""
    whole = "-".join(names)
    plain = re.sub(r"[^a-z0-9]+", "-", whole.lower()).strip("-")
    if plain == whole.lower():
        return plain
    return f"{plain}-{hashlib.sha256(whole.encode()).hexdigest()[:6]}".strip("-")


@contextmanager
def watched(drama: Drama, part: str, files: Callable[[], Iterable[str]]) -> Iterator[None]:
    """
    Move a bar on the server's pages as the work on a *part* of the drama goes on.

    *files* says which there will be, as far as is known; it is asked only where there is a bar.
    """
    if not standing():
        yield
        return
    with _Bar(key(drama.root.name, part), files()).listening():
        yield


class _Bar(Shown):
    """A progress artefact: how much is done of all that is known of, and what is at work."""

    def __init__(self, name: str, files: Iterable[str]) -> None:
        super().__init__(files)
        self._at = ""
        self._steps: dict[str, float] = {}
        self._told = self._now()
        percent, words = self._told
        self._artefact = _shown("progress", name, percent, words)
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)

    def __enter__(self) -> None:
        self._watch.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watch.join(_EVERY)
        self.look_in()

    def stepped(self, step: Step, sentence: str) -> None:
        name, done, of, _ = step
        self._at = sentence
        self._steps[name] = done / of if of else 0.0

    def asking(self, sentence: str) -> None:
        self._at = sentence

    def sent(self, name: str, sentence: str) -> None:  # noqa: ARG002 - the base's, who counts by it
        self._at = sentence

    def finished(self, made: Made, sentence: str) -> None:
        self._at = sentence
        self._steps.pop(made.name, None)

    def look_in(self) -> None:
        """Move the bar, where there is something new."""
        now = self._now()
        if self._artefact and now != self._told:
            self._told = now
            with _showing() as client:
                client.update_artifact(self._artefact, ArtifactUpdate(data=now[0], description=now[1]))

    def _watching(self) -> None:
        while not self._ended.wait(_EVERY):
            self.look_in()

    def _now(self) -> tuple[float, str]:
        """The percentage, and the same in words."""
        totals = {stage: self.total(stage) for stage in STAGES if self.total(stage)}
        counts = ", ".join(f"{stage} {self.done[stage]}/{total}" for stage, total in totals.items())
        whole = sum(self.done.values()) + sum(list(self._steps.values()))
        percent = 100 * min(1.0, whole / max(1, sum(totals.values())))
        return round(percent, 1), ". ".join(filter(None, (counts, self._at)))


def _shown(kind: str, name: str, data: float | str, description: str = "") -> UUID | None:
    """The new artefact of this run that is called *name*; nothing where the server can't take it."""
    wanted = ArtifactCreate(
        key=name, type=kind, data=data, description=description, flow_run_id=UUID(flow_run.id)
    )
    with _showing() as client:
        return client.create_artifact(wanted).id
    return None


@contextmanager
def _showing() -> Iterator[SyncPrefectClient]:
    """A client of the server; where that does not answer, there is less to see, and no work stops."""
    try:
        with get_client(sync_client=True) as client:
            yield client
    except (HTTPError, PrefectException) as error:
        log.warning("The server's pages do not show how far it is: %s.", type(error).__name__)


@contextmanager
def reported(drama: Drama, part: str) -> Iterator[None]:
    """Tell the webhook of an error that ends the work on a *part* of the drama, such as an episode."""
    try:
        yield
    except Exception as error:
        post(drama, part, error)
        raise


def report(drama: Drama, outcome: Outcome, began: float) -> None:
    """Sum up on the server's pages what came of an episode since *began*, and tell the webhook."""
    if standing():
        page = summary(drama, outcome, time.monotonic() - began, link)
        _shown("markdown", f"{key(drama.root.name, outcome.id)}-summary", page, ending(outcome))
    post(drama, outcome.id, outcome)


def post(drama: Drama, part: str, end: Outcome | Exception) -> None:
    """Tell the webhook how the work on a *part* of the drama ended."""
    news: dict[str, Any] = {
        "event": "failed",
        "drama": drama.root.name,
        "episode": part,
        "run": flow_run.name,
        "page": link(drama.root / PAGE),
    }
    if isinstance(end, Exception):
        # What others raise may hold what is nobody's business.
        news["message"] = str(end) if isinstance(end, DramaError) else type(end).__name__
    else:
        news |= {"event": ending(end), "missing": end.missing}
        news |= {"message": end.waits_for.sentence} if end.waits_for else {}
        news |= {"film": link(end.film.path)} if end.film else {}
    webhook.post(drama.profile.people.webhook, news)
