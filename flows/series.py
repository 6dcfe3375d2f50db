"""The flow that makes several episodes of one drama: all storyboards, then film after film."""
# No postponed annotations here: Prefect builds the form of the parameters from them.

from functools import partial
from pathlib import Path
from typing import Any, cast

from prefect import flow
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.episode import Stage, shoot_episode, storyboards
from pipeline.drama import open_drama
from pipeline.episodes import named
from pipeline.errors import Incomplete
from pipeline.outcome import Outcome


def _run_name() -> str:
    """The run as the UI shows it: the drama's folder."""
    return Path(flow_run.parameters["folder"]).resolve().name


# Storyboards wait for language models, and engines limit their calls themselves.
_MANY = 16


@flow(
    name="make-series",
    flow_run_name=_run_name,
    task_runner=ThreadPoolTaskRunner(max_workers=_MANY),  # type: ignore[arg-type]
    persist_result=False,
)
def make_series(
    folder: str, episodes: str = "1", profile: str = "", until: Stage = "final", draft: bool = False
) -> Any:
    """
    Make several episodes; one that fails does not stop the others.

    Args:
        folder: The drama's folder, with its script and drama.yaml.
        episodes: Which episodes, as in 1, 1-3,7 or all.
        profile: Another profile than the drama's own, by name or path.
        until: The last stage to make: storyboard, images, voices, clips or final.
        draft: Use the engines that the profile has for drafts; what the final ones made is kept.

    """
    opening = partial(open_drama, Path(folder), profile, draft=draft)
    ends: dict[int, Any] = dict(storyboards(opening, named(episodes), until))
    if until != "storyboard":
        # Prefect types a flow that returns states as one that must be awaited.
        shoot = cast("Any", shoot_episode)
        for number in [number for number, end in ends.items() if isinstance(end, Outcome)]:
            state = shoot(folder, number, profile, until, draft, return_state=True)
            ends[number] = state.result(raise_on_failure=False)
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
