"""What forms and commands ask of the flows in common: the drama, by its name or its path, and a profile."""
# No postponed annotations here: Prefect builds the form of the parameters from them.

import os
from pathlib import Path, PurePath
from typing import Annotated

from prefect.context import FlowRunContext
from pydantic import Field

from pipeline.dramas import SCRIPTS, VARIABLE, Dramas
from pipeline.profile import shipped
from pipeline.running import folder_of

#: A choice in the form, where no other file of the machine can be named; a command may give a path.
ProfileName = Annotated[str, Field(json_schema_extra={"enum": ["", *shipped()]})]


def folder_asked(folder: str, profile: str) -> Path:
    """
    The drama's folder that the run was asked for, begun where *folder* is a script.

    In a run of a deployment *folder* is a name below the folder that is served: `InputError` where it leads
    out of it. Without one it is a path.
    """
    context = FlowRunContext.get()
    served = context and context.flow_run and context.flow_run.deployment_id
    path = Dramas(Path(os.environ.get(VARIABLE, "."))).find(folder) if served else Path(folder)
    # A path that is no file is told of where the drama is opened.
    return folder_of(path, profile) if path.is_file() else path


def title(folder: str) -> str:
    """How runs call the drama in *folder*, or that of a script."""
    name = PurePath(folder).name or Path(folder).resolve().name
    return name.removesuffix(PurePath(name).suffix) if name.lower().endswith(SCRIPTS) else name
