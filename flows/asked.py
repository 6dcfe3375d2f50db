"""What forms and commands ask of the flows in common: the drama, by its name or its path, and a profile."""
# No postponed annotations here: Prefect builds the form of the parameters from them.

import os
from pathlib import Path, PurePath
from typing import Annotated

from prefect.context import FlowRunContext
from pydantic import Field

from pipeline.drama import SCRIPTS
from pipeline.dramas import VARIABLE, Dramas
from pipeline.errors import InputError
from pipeline.profile import shipped
from pipeline.running import folder_of
from pipeline.storage.home import is_far

#: A choice in the form, where no other file of the machine can be named; a command may give a path.
ProfileName = Annotated[str, Field(json_schema_extra={"enum": ["", *shipped()]})]


def folder_asked(folder: str, profile: str) -> Path:
    """
    The drama's folder that the run was asked for, begun by *profile* where *folder* is a script.

    In a run of a deployment *folder* is a name below the folder that is served, and *profile* one that comes
    with the program: `InputError` where they lead elsewhere. Without one they may be paths.
    """
    path = _served(folder, profile) if _of_a_deployment() else Path(folder)
    # A path that is no file is told of where the drama is opened.
    return folder_of(path, profile) if path.is_file() or is_far(path) else path


def _of_a_deployment() -> bool:
    context = FlowRunContext.get()
    return bool(context and context.flow_run and context.flow_run.deployment_id)


def _served(folder: str, profile: str) -> Path:
    # Checked again: whoever starts a run may ask the server not to hold it to the form.
    if profile and profile not in shipped():
        raise InputError(
            f"{profile!r} is no profile that comes with the program.",
            f"Choose one of {', '.join(shipped())}, or edit the drama's own drama.yaml.",
        )
    return Dramas(Path(os.environ.get(VARIABLE, "."))).find(folder)


def title(folder: str) -> str:
    """How runs call the drama in *folder*, or that of a script."""
    name = PurePath(folder).name or Path(folder).resolve().name
    return name.removesuffix(PurePath(name).suffix) if name.lower().endswith(SCRIPTS) else name
