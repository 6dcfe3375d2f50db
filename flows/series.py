"""The flow that makes several episodes of one drama: all storyboards, then film after film."""
# No postponed annotations here: Prefect builds the form of the parameters from them.

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from prefect import flow
from prefect.context import FlowRunContext
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.approval import asked_for, heed, wait_for, waits_already
from flows.asked import ProfileName, folder_asked, title
from flows.episode import Stage, shoot_episode, storyboards
from flows.schedules import made_up_for
from flows.telling import post, reported
from pipeline.drama import open_drama
from pipeline.episodes import NEXT, named
from pipeline.errors import DramaError, Incomplete
from pipeline.ids import episode_id
from pipeline.outcome import Outcome
from pipeline.upcoming import turn, upcoming

log = logging.getLogger("drama")


def _run_name() -> str:
    """The run as the UI shows it: the drama's folder and the episodes."""
    return f"{title(flow_run.parameters['folder'])} {flow_run.parameters['episodes']}"


# Storyboards wait for language models, and engines limit their calls themselves.
_MANY = 16
patient: Any = ThreadPoolTaskRunner(max_workers=_MANY)


@flow(name="make-series", flow_run_name=_run_name, task_runner=patient, persist_result=False)
def make_series(
    folder: str,
    episodes: str = "1",
    profile: ProfileName = "",
    until: Stage = "final",
    draft: bool = False,
) -> Any:
    """
    Make several episodes; one that fails does not stop the others.

    Args:
        folder: The drama, or a script to begin one, as it is named in the folder that is served.
        episodes: Which episodes, as in 1, 1-3,7 or all; or next, the first one that is not made yet.
        profile: Another profile than the drama's own; empty is its own, or offline for a new script.
        until: The last stage to make: storyboard, images, voices, clips or final.
        draft: Use the engines that the profile has for drafts; what the final ones made is kept.

    """
    context = FlowRunContext.get()
    if later := made_up_for(context.flow_run if context else None):
        return Completed(name="Skipped", message=f"It was missed; the run of {later} makes up for it.")
    root = folder_asked(folder, profile)
    if episodes.strip() != NEXT:
        return tell(root, named(episodes), profile, until, draft=draft)
    return next_episode(root, profile, until, draft=draft)


def next_episode(root: Path, profile: str, until: Stage, *, draft: bool) -> Any:
    """The state that a flow ends in which makes the next episode, unless somebody is at it already."""
    drama = open_drama(root, profile, draft=draft, planning=True)
    own = asked_for(drama)
    with turn(drama.project, patient=own is not None) as ours:
        if not ours:
            return Completed(name="Skipped", message="Another run is making the next episode.", data={})
        number = upcoming(drama, until) if own is None else own
        if number is None:
            return Completed(message="Nothing to do: every episode is made, and up to date.", data={})
        if waits := waits_already(drama, number):
            log.warning(waits)
            return Completed(name="Waiting", message=waits, data={})
        log.info("The next episode is %s.", number)
        return tell(root, [number], profile, until, draft=draft)


def tell(root: Path, numbers: Sequence[int] | None, profile: str, until: Stage, *, draft: bool) -> Any:
    """The state that a flow ends in which makes the episodes *numbers*, or all, of the drama in *root*."""
    opening = partial(open_drama, root, profile, draft=draft)
    drama = opening()
    if stopped := heed(drama):
        return stopped
    with reported(drama, "storyboard"):
        ends: dict[int, Any] = dict(storyboards(opening, numbers, until))
    for number, end in ends.items():
        if isinstance(end, DramaError):
            post(drama, episode_id(number), end)
    if until != "storyboard":
        # Prefect types a flow that returns states as one that must be awaited.
        shoot = cast("Any", shoot_episode)
        for number in [number for number, end in ends.items() if isinstance(end, Outcome)]:
            state = shoot(str(root), number, profile, until, draft, return_state=True)
            ends[number] = state.result(raise_on_failure=False)
    wait_for(drama, ends.values())
    failed = {number: why for number, end in ends.items() if (why := _why(end))}
    if failed:
        listed = "\n".join(f"episode {number}: {why}" for number, why in failed.items())
        return Failed(name="Partial", message=listed, data=ends)
    # A state of its own, so that Prefect does not search whole stories for task runs.
    return Completed(data=ends)


def _why(end: Any) -> str:
    """What kept an episode from being made; empty where nothing did."""
    if isinstance(end, Outcome):
        return str(Incomplete(end.missing)) if end.missing else ""
    return str(end)
