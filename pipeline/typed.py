"""What all commands share: the app, what can be typed, and how errors are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import typer

from pipeline.errors import DramaError
from pipeline.running import end_at_once
from pipeline.telling import err

F = TypeVar("F", bound=Callable[..., Any])

app = typer.Typer(
    name="drama",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Turn a script into a finished vertical short drama.\n\n"
    "Begin with [bold]drama run SCRIPT[/]. Everything that was made is kept in the drama's folder, so "
    "running again goes on where it stopped; change a file there, and what depends on it is made anew.",
    epilog="Ends with 0 when all is well, 1 when files are missing or the film failed its check, 3 when the "
    "input must be corrected, 4 when the folder can't be written, 5 when an engine failed, 6 at the budget, "
    "7 when a paid job goes on, 130 when it was stopped.",
)

Folder = Annotated[Path, typer.Argument(help="The drama's folder.", show_default=False)]
Source = Annotated[Path, typer.Argument(help="A script, or a drama's folder.", show_default=False)]
Episodes = Annotated[
    str, typer.Option("--episodes", "--episode", help="Which episodes: 1, 2-5, 1-3,7 or all.")
]
All = Annotated[bool, typer.Option("--all", help="All episodes; the same as --episodes all.")]
ProfileOption = Annotated[str, typer.Option(help="A profile by name, or the path of a YAML file.")]
Until = Annotated[str, typer.Option(help="The last stage to make: storyboard, images, voices, clips, final.")]
Draft = Annotated[
    bool, typer.Option("--draft", help="Use the profile's engines for drafts; finished files are kept.")
]


def letters(command: F) -> F:
    """Print our errors as letters, and end with their exit codes."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except DramaError as error:
            err.print(str(error), style="red")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            err.print("Stopped. What was made is kept; run the same command again to go on.", style="yellow")
            end_at_once(130)

    return cast("F", told)
