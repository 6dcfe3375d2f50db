"""The flow that makes several episodes of one drama, one after the other."""
# No postponed annotations here: Prefect builds the form of the parameters from them.

from pathlib import Path
from typing import Any, cast

from prefect import flow
from prefect.runtime import flow_run
from prefect.states import Failed

from flows.episode import Stage, make_episode


def _run_name() -> str:
    """The run as the UI shows it: the drama's folder."""
    return Path(flow_run.parameters["folder"]).resolve().name


@flow(name="make-series", flow_run_name=_run_name, persist_result=False)
def make_series(folder: str, episodes: list[int], profile: str = "", until: Stage = "final") -> Any:
    """
    Make several episodes; one that fails does not stop the next.

    Args:
        folder: The drama's folder, with its script and drama.yaml.
        episodes: The numbers of the episodes, in the order in which they are made.
        profile: Another profile than the drama's own, by name or path.
        until: The last stage to make: storyboard, images, voices, clips or final.

    """
    # Prefect types a flow that returns states as one that must be awaited.
    one = cast("Any", make_episode)
    states = {number: one(folder, number, profile, until, return_state=True) for number in episodes}
    failed = {number: state for number, state in states.items() if not state.is_completed()}
    outcomes = {number: state.result(raise_on_failure=False) for number, state in states.items()}
    if failed:
        listed = "\n".join(f"episode {number}: {state.message}" for number, state in failed.items())
        return Failed(name="Partial", message=listed, data=outcomes)
    return outcomes
