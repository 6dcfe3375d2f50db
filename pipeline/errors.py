"""
Everything that is raised on purpose, by what the reader can do about it.

    DramaError
    |-- InputError            correct what was handed in
    |   |-- ProfileError          ... the profile, at the line named
    |   |-- ScriptError           ... the script
    |   |-- StoryboardError       ... the storyboard that was edited by hand
    |   `-- NameUnknown           ... the scene, shot or character asked for
    |-- FolderError           make room, or give access, in the drama's folder
    |-- EngineError           an engine did not deliver; the next one in the list is tried
    |   |-- NotHere               install, plug in or set what it needs
    |   |-- Wait                  later it may work: the vendor is busy or down
    |   |-- Refused               change the words: the vendor won't make this
    |   |-- Unpaid                add money to the vendor's account
    |   |-- Rejected              change the settings: the vendor does not take such a call
    |   `-- BadResult             try again: what came back can't be used
    |-- Unsettled             a paid job is under way or unknown: run again, or say what came of it
    |-- BudgetError           raise the budget, or make less
    |-- FfmpegError           look at ffmpeg's last lines
    |-- FilmError             the film failed its own check and was not delivered
    |-- PlanError             every problem that was found before the work began
    |-- Incomplete            some shots failed; the rest is kept, run again
    `-- Skipped               a file was not tried, because another one that it needs failed

A message is a letter: one sentence of what happened, with the values, and one of what helps.
"""

from __future__ import annotations

from collections.abc import Sequence

#: So many names stand in a line of a letter.
_MOST_NAMED = 6


class DramaError(Exception):
    """
    The root of all errors that a user is meant to read.

    *happened* and *help* are one sentence each; `str()` joins them. `exit_code` is what the
    command `drama` ends with.
    """

    exit_code = 1

    def __init__(self, happened: str, help_: str = "") -> None:
        super().__init__(happened, help_)
        self.happened = happened
        self.help = help_

    def __str__(self) -> str:
        return f"{self.happened} {self.help}".strip()


class InputError(DramaError):
    """Something that was handed in can't be used as it is."""

    exit_code = 3


class ProfileError(InputError):
    """A profile has an unknown key, a wrong type or an impossible value; the message has the line."""


class ScriptError(InputError):
    """A script can't be read: empty, binary, too large, in an unknown encoding, or without a story."""


class StoryboardError(InputError):
    """A storyboard file can't be read back, usually after an edit by hand."""


class NameUnknown(InputError):
    """A scene, shot, line, character or take was asked for that this drama does not have."""


class FolderError(DramaError):
    """The drama's folder can't be written or read: disk full, read-only, or a name that leads out of it."""

    exit_code = 4


class EngineError(DramaError):
    """
    An engine did not deliver. Where the stage has another engine, that one is tried.

    *paid* is what the vendor asks for it all the same, in the currency of the engine's price.
    """

    exit_code = 5
    paid: float = 0.0


class NotHere(EngineError):
    """The engine can't run here: a package, key, GPU or program is missing."""


class Wait(EngineError):
    """The vendor is busy, limits the rate or is down; the same call may work later."""


class Refused(EngineError):
    """The vendor refuses the content; other words or another engine may pass."""


class Unpaid(EngineError):
    """The vendor's account has no money left."""


class Rejected(EngineError):
    """The vendor does not take the call as it is: a model, size, length or file that it does not make."""


class BadResult(EngineError):
    """The engine answered, but with something that can't be used: empty, cut off, wrong kind."""


class Unsettled(DramaError):
    """
    A job that costs money was sent, and there is no result yet.

    No other engine is asked meanwhile, since that would be paid a second time.
    """

    exit_code = 7


class BudgetError(DramaError):
    """The next call would cost more than the budget leaves, or has a price that can't be compared to it."""

    exit_code = 6


class FfmpegError(DramaError):
    """ffmpeg failed; *last_lines* holds the end of what it said."""

    exit_code = 5

    def __init__(self, happened: str, help_: str = "", last_lines: str = "") -> None:
        super().__init__(happened, help_)
        self.args = (happened, help_, last_lines)
        self.last_lines = last_lines

    def __str__(self) -> str:
        return f"{super().__str__()}\n{self.last_lines}".rstrip()


class FilmError(DramaError):
    """The finished film failed its own check (length, streams, black, silence, subtitles, loudness)."""


class PlanError(DramaError):
    """All problems that were found before the work began, listed at once."""

    exit_code = 3

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"Nothing was started; {len(problems)} problem(s) stand in the way:\n{listed}")
        self.args = (self.problems,)


class Incomplete(DramaError):
    """
    Some files could not be made. What was made is kept; *missing* maps each name to its error.

    Those that miss for the same reason are told in one line.
    """

    def __init__(self, missing: dict[str, str]) -> None:
        self.missing = dict(missing)
        names: dict[str, list[str]] = {}
        for name, why in missing.items():
            names.setdefault(why, []).append(name)
        listed = "\n".join(f"  - {in_short(alike)}: {why}" for why, alike in names.items())
        super().__init__(
            f"{len(missing)} file(s) could not be made:\n{listed}\n",
            "Everything else is kept: correct what is named and run the same command again.",
        )
        self.args = (self.missing,)


def in_short(names: Sequence[str]) -> str:
    """The first of *names*, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


class Skipped(DramaError):
    """A file was not tried, because another one that it needs could not be made."""
