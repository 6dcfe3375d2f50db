"""The command by which a person approves what was made, so that what comes later may begin."""

from __future__ import annotations

import socket
from typing import Annotated

import psutil
import typer

from pipeline.approving import Approvals
from pipeline.errors import NameUnknown
from pipeline.project import STAGES
from pipeline.running import Wanted, resume, stage_named
from pipeline.telling import out
from pipeline.typed import Draft, Folder, ProfileOption, letters


@letters
def approve(
    folder: Folder,
    episodes: Annotated[str, typer.Argument(help="Which episodes: 1, 2-5 or all.")] = "all",
    stage: Annotated[str, typer.Argument(help="Only this stage: storyboard, images ...")] = "",
    *,
    profile: ProfileOption = "",
    draft: Draft = False,
) -> None:
    """
    Approve what was made after a stage that the profile wants approved (`approve: [storyboard, images]`).

    The storyboard.html in the drama's folder shows what there is. A run that waits for it on a server
    goes on; others go on with `drama run`.
    """
    asked = [stage_named(stage)] if stage else STAGES
    wanted = Wanted(episodes, profile=profile, draft=draft)
    drama = wanted.opened(folder)
    waits = wanted.planned(drama).waits_for
    ready = [one for one in waits if one.there and one.stage in asked]
    if not ready:
        raise NameUnknown(
            f"No {stage or 'stage'} of episode {episodes} waits for your approval.",
            f"`drama show {folder}` says what does; `approve` in its profile, what will.",
        )
    approvals = Approvals(drama.project)
    by = f"{psutil.Process().username()}@{socket.gethostname()}"
    approvals.approve([approvals.shown(one) for one in ready], by)
    for one in ready:
        out.print(f"Approved: the {one.stage} of {one.episode}, {len(one.files)} file(s).")
    on_a_server = resume(approvals)
    out.print(
        "The run that waited for it goes on." if on_a_server else f"`drama run {folder}` goes on.",
        soft_wrap=True,
    )
