"""The flow that makes one episode: first its storyboard, then, when all is known, what costs more."""
# No postponed annotations here: Prefect builds the form of the parameters from them.

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from prefect import flow
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field

from flows.approval import heed, wait_for
from flows.asked import ProfileName, folder_asked, title
from flows.tasks import in_a_task, runner
from flows.telling import report, reported, watched
from pipeline import page
from pipeline.chain import board, shoot
from pipeline.drama import Drama, open_drama
from pipeline.episodes import spans
from pipeline.errors import DramaError, Incomplete
from pipeline.ids import episode_id
from pipeline.outcome import Outcome
from pipeline.plan import Plan, plan
from pipeline.progress import stage_of
from pipeline.project import STAGES
from pipeline.promise import at_once
from pipeline.storyboard.files import OUTLINE
from pipeline.storyboard.stage import Storyboards

Stage = Literal["storyboard", "images", "voices", "clips", "final"]
#: Opens the drama as the flow was asked to; with `planning=True` to look before anything is made.
Opening = Callable[..., Drama]

log = logging.getLogger("drama")


def _run_name() -> str:
    """The run as the UI shows it: the drama's folder and the episode."""
    parameters = flow_run.parameters
    return f"{title(parameters['folder'])} {episode_id(parameters['episode'])}"


def storyboards(
    opening: Opening, numbers: Sequence[int] | None, until: Stage
) -> dict[int, Outcome | DramaError]:
    """
    Make the storyboards of the episodes *numbers*, or of all, side by side, each as a task.

    Looks before anything is made. What no plan could know before the storyboard was there is looked
    at after it, so that nothing dearer is begun in vain.
    """
    planned = _look(opening, numbers, until)
    drama = opening()
    boards = Storyboards(drama)
    with watched(
        drama, "storyboard", lambda: [name for name in planned.names if stage_of(name) == STAGES[0]]
    ):
        in_a_task("outline", boards.outline).result()
        asked = boards.numbers() if numbers is None else numbers
        if planned.untold:
            names = [OUTLINE, *(f"storyboard/{episode_id(number)}.json" for number in asked)]
            log.info("Episodes to write: %s.", spans(asked), extra={"planned": names})
        boarded = board(boards, asked, in_a_task)
    page.write(drama, boards)
    told = [number for number, outcome in boarded.items() if isinstance(outcome, Outcome)]
    if planned.untold and until != "storyboard" and told:
        planned = _look(opening, told, until)
        log.info(planned.sentence, extra={"planned": [made.name for made in planned.files]})
    return boarded


def _look(opening: Opening, numbers: Sequence[int] | None, until: Stage) -> Plan:
    planned = plan(opening(planning=True), numbers, until)
    planned.insist()
    return planned


def _ahead(opening: Opening, number: int, until: Stage) -> list[str]:
    """The files that are still to be made or kept of an episode whose storyboard is there."""
    names = plan(opening(planning=True), [number], until).names
    return [name for name in names if stage_of(name) != STAGES[0]]


def _shot(opening: Opening, outcome: Outcome, until: Stage) -> Any:
    """The state that an episode ends in whose storyboard is there."""
    drama, began = opening(), time.monotonic()
    number = int(outcome.id.removeprefix("e"))
    with watched(drama, outcome.id, lambda: _ahead(opening, number, until)):
        shoot(drama, outcome, until, in_a_task)
    # With the pictures and the lengths that are known now.
    page.write(drama, Storyboards(drama))
    report(drama, outcome, began)
    if outcome.missing:
        return Failed(name="Partial", message=str(Incomplete(outcome.missing)), data=outcome)
    # A state of its own, so that Prefect does not search the whole story for task runs.
    return Completed(name="Waiting" if outcome.waits_for else None, data=outcome)


@flow(name="make-episode", flow_run_name=_run_name, task_runner=runner, persist_result=False)
def make_episode(
    folder: str,
    episode: Annotated[int, Field(ge=1)] = 1,
    profile: ProfileName = "",
    until: Stage = "final",
    draft: bool = False,
) -> Any:
    """
    Make one episode of the drama in a folder, keeping everything that is already made.

    Args:
        folder: The drama, or a script to begin one, as it is named in the folder that is served.
        episode: The number of the episode.
        profile: Another profile than the drama's own; empty is its own, or offline for a new script.
        until: The last stage to make: storyboard, images, voices, clips or final.
        draft: Use the engines that the profile has for drafts; what the final ones made is kept.

    """
    opening = partial(open_drama, folder_asked(folder, profile), profile, draft=draft)
    drama = opening()
    if stopped := heed(drama):
        return stopped
    with reported(drama, episode_id(episode)):
        outcome = storyboards(opening, [episode], until)[episode]
        if isinstance(outcome, DramaError):
            raise outcome
        state = _shot(opening, outcome, until)
    wait_for(drama, [outcome])
    return state


@flow(name="shoot-episode", flow_run_name=_run_name, task_runner=runner, persist_result=False)
def shoot_episode(folder: str, episode: int, profile: str, until: Stage, draft: bool) -> Any:
    """Make the rest of an episode whose storyboard is there; a part of make-series."""
    opening = partial(open_drama, Path(folder), profile, draft=draft)
    drama = opening()
    with reported(drama, episode_id(episode)):
        outcome = board(Storyboards(drama), [episode], at_once)[episode]
        if isinstance(outcome, DramaError):
            raise outcome
        return _shot(opening, outcome, until)
