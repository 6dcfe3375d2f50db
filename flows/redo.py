"""The flow that makes a new take of a part of a drama, and of what depends on it."""
# No postponed annotations here: Prefect builds the form of the parameters from them.

from typing import Annotated, Any, Literal, cast

from prefect import flow
from prefect.runtime import flow_run
from pydantic import Field

from flows.asked import folder_asked, title
from flows.episode import Stage
from flows.series import patient, tell
from pipeline.drama import open_drama
from pipeline.episodes import named
from pipeline.names import meant, reached
from pipeline.running import episodes_of

#: One list, since forms show a choice between a text and a list as just that.
AnyStage = Literal["", "storyboard", "images", "voices", "clips", "final"]


def _run_name() -> str:
    """The run as the UI shows it: the drama's folder and what is redone."""
    return f"{title(flow_run.parameters['folder'])} redo {flow_run.parameters['target']}"


@flow(name="redo", flow_run_name=_run_name, task_runner=patient, persist_result=False)
def redo(  # noqa: PLR0917 - the fields of a form, in their order
    folder: str,
    target: str,
    stage: AnyStage = "",
    seed: Annotated[int, Field(ge=0)] | None = None,
    until: AnyStage = "",
    draft: bool = False,
) -> Any:
    """
    Make a new take of a part, and of what depends on it. Earlier takes are kept.

    Args:
        folder: The drama, as it is named in the folder that is served.
        target: An episode (e01), scene (e01s02), shot (e01s02-03), line (e01s02-03-1), character or file.
        stage: Only this stage; empty is images, voices and clips.
        seed: The seed of the new take; empty is another one than before.
        until: The last stage to make; empty is the last there is.
        draft: Use the engines that the profile has for drafts; what the final ones made is kept.

    """
    root = folder_asked(folder, "")
    project = open_drama(root).project
    names = meant(project, target, stage)
    for name in names:
        project.redo(name, seed, by=str(flow_run.id))
    last = cast("Stage", until or reached(project))
    return tell(root, named(episodes_of(names, project)), "", last, draft=draft)
