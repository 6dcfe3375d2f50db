"""
Approval of what was made, on a server: the run is suspended and shows a form.

A suspended run costs no worker. It goes on from the top, where all that is finished is kept. What it
asks for stands in the drama's folder, so that an answer is to what was shown, and heard once.
"""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal, cast
from uuid import UUID, uuid4

from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.client.schemas.responses import SetStateStatus
from prefect.events import emit_event
from prefect.exceptions import ObjectNotFound
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput, read_flow_run_input
from prefect.input.run_input import keyset_from_base_key
from prefect.runtime import deployment, flow_run
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Cancelled
from prefect.utilities.urls import url_for
from pydantic import Field

from flows.files import link
from pipeline.approving import Approvals, Asked, Waiting
from pipeline.drama import Drama
from pipeline.errors import NameUnknown, NotHere, in_short
from pipeline.ids import episode_id
from pipeline.names import meant
from pipeline.outcome import Outcome
from pipeline.page import PAGE

log = logging.getLogger("drama")

#: A person may be away; a run that was not answered until then has failed, and can be started again.
_PATIENCE = timedelta(days=30)


class Answer(RunInput):
    """What a person answers to a run that waits."""

    answer: Literal["go on", "redo these", "stop"] = Field(
        default="go on",
        description="Go on with all that is shown, make new takes of a part, or end this run.",
    )
    redo: str = Field(
        default="",
        description="What to make anew: ids or names as they are on the page, such as e01s02-03 e01s04.",
    )
    name: str = Field(default="", description="Who you are; it is kept with the approval.")


def wait_for(drama: Drama, ends: Iterable[Any]) -> None:
    """
    Suspend this run where any of *ends*, what came of its episodes, waits for an approval.

    It does not return then. A run that is not of a deployment goes on, and ends: who started it is told what
    to look at.
    """
    waits = [end.waits_for for end in ends if isinstance(end, Outcome) and end.waits_for]
    if not waits or not deployment.id:
        return
    approvals = Approvals(drama.project)
    key = uuid4().hex
    shown = tuple(map(approvals.shown, waits))
    approvals.ask(flow_run.id, Asked(server=PREFECT_API_URL.value() or "", key=key, shown=shown))
    form = Answer.with_initial_data(description=_described(drama, waits))
    try:
        suspend_flow_run(wait_for_input=form, timeout=int(_PATIENCE.total_seconds()), key=key)
    finally:
        # After a restart Prefect may hold the event of this state back, and whoever watches over runs that
        # fell silent would take this one for dead; an event of our own follows none, and is seen at once.
        emit_event("prefect.flow-run.waiting", {"prefect.resource.id": f"prefect.flow-run.{flow_run.id}"})


def _described(drama: Drama, waits: Sequence[Waiting]) -> str:
    return "\n".join(
        [
            f"## {drama.root.name}",
            "",
            *(f"- {waiting.sentence}" for waiting in waits),
            "",
            f"[Look at them]({link(drama.root / PAGE)}). Nothing that comes later is begun or paid before.",
        ]
    )


def heed(drama: Drama) -> Any:
    """
    Do what a person answered to this run while it was suspended, if it was.

    The state to end in where the answer was to stop; else nothing, and the run goes on.
    """
    approvals = Approvals(drama.project)
    asked = approvals.asked.get(flow_run.id or "")
    if asked is None:
        return None
    response = keyset_from_base_key(f"suspended-{asked.key}")["response"]
    # Prefect types what is read here as something to await.
    given = cast("dict[str, Any] | None", read_flow_run_input(response))
    # First this, so that an answer is not heard a second time by a run that is started again.
    approvals.settle(flow_run.id)
    if given is None:
        return None
    answer = Answer(**given)
    if answer.answer == "stop":
        return Cancelled(message=f"Stopped{_by(answer)}; what was made is kept.")
    if answer.answer == "redo these":
        _redo(drama, asked, answer)
        return None
    approvals.approve(asked.shown, answer.name or "on the server's page")
    log.info("Approved%s: %s.", _by(answer), _in_words(asked))
    return None


def asked_for(drama: Drama) -> int | None:
    """The episode that this run showed when it was suspended, if it was and nobody has heard the answer."""
    asked = Approvals(drama.project).asked.get(flow_run.id or "")
    return int(asked.shown[0].episode.removeprefix("e")) if asked else None


def waits_already(drama: Drama, number: int) -> str:
    """In words, that another run at this server waits for an approval of episode *number*; else nothing."""
    episode = episode_id(number)
    for run, asked in Approvals(drama.project).asked.items():
        if run != flow_run.id and episode in [one.episode for one in asked.shown]:
            state = _state(run)
            # One that was cancelled, or that nobody answered in time, waits no more.
            if state and not state.is_final():
                since = f"{state.timestamp.astimezone():%Y-%m-%d %H:%M}"
                return f"{episode} waits for an approval since {since}: {url_for('flow-run', run)}, Resume."
    return ""


def _state(run: str) -> State[Any] | None:
    """The state of *run*, if this server knows it."""
    with suppress(ObjectNotFound), get_client(sync_client=True) as client:
        return client.read_flow_run(UUID(run)).state
    return None


def _redo(drama: Drama, asked: Asked, answer: Answer) -> None:
    """Wish for new takes; what is not known is said, and the run asks again."""
    for word in answer.redo.replace(",", " ").split():
        names = _meant(drama, word, [one.stage for one in asked.shown])
        for name in names:
            drama.project.redo(name)
        if names:
            log.info("New takes were asked for%s: %s.", _by(answer), in_short(names))
        else:
            log.warning("Nothing of what was shown is called %r: there is no new take of it.", word)


def _meant(drama: Drama, word: str, stages: Sequence[str]) -> list[str]:
    names: list[str] = []
    for stage in dict.fromkeys(stages):
        with suppress(NameUnknown):
            names += meant(drama.project, word, stage)
    return names


def _in_words(asked: Asked) -> str:
    return ", ".join(f"the {one.stage} of {one.episode}" for one in asked.shown)


def _by(answer: Answer) -> str:
    return f" by {answer.name}" if answer.name else ""


def resume_all(approvals: Approvals) -> bool:
    """Have all suspended runs of a drama look again at what is approved; whether there was one."""
    resumed = [_resumed(approvals, run) for run in approvals.asked]
    return any(resumed)


def _resumed(approvals: Approvals, run: str) -> bool:
    # What it asked for was answered already: nothing more is read from its form.
    asked = approvals.settle(run)
    if asked is None:
        return False
    with (
        temporary_settings({PREFECT_API_URL: asked.server}),
        suppress(ObjectNotFound),
        get_client(sync_client=True) as client,
    ):
        try:
            answered = client.resume_flow_run(UUID(run), run_input=Answer().model_dump())
        except HTTPError as error:
            approvals.ask(run, asked)
            raise NotHere(
                f"A run waits for this at {asked.server}, which does not answer: {error}.",
                "What you approved is kept: start the server, and resume the run on its page.",
            ) from error
        return answered.status == SetStateStatus.ACCEPT
    return False
