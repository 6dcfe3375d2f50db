"""One run of a program that is not ours: with few rights, within its time, and ended with all it started."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO

from pipeline.errors import BadResult, NotHere
from pipeline.keys import hidden, secret

#: Names of variables that hold keys: RUNWAYML_API_SECRET, but not TOKENIZERS_PARALLELISM.
_KEY = re.compile(r"(^|_)(API)?(KEY|TOKEN|SECRET|PASS|PASSWORD|PASSWD|CREDENTIAL)S?(_|$)", re.IGNORECASE)
#: What it gets to tidy up in before it is killed.
_GRACE_SECONDS = 3.0
_LAST_LINES, _LAST_BYTES = 8, 4096


def run(command: list[str], folder: Path, keys: tuple[str, ...], patience: float, log: IO[bytes]) -> None:
    """
    Run *command* in *folder* for *patience* seconds at most; what it says goes to *log*.

    It gets this process's environment without anything that looks like a key, but for those that
    *keys* names. `BadResult`, about "it", where it fails; `NotHere` where it can't be started.
    """
    process = _started(command, folder, environment(keys), log)
    try:
        code = process.wait(patience)
    except subprocess.TimeoutExpired as error:
        raise BadResult(
            f"it was ended after {patience:g} s", "Raise `timeout_seconds` if it needs more."
        ) from error
    finally:
        end(process)
    if code:
        raise BadResult(f"it ended with code {code}" if code > 0 else f"signal {-code} ended it")


def environment(keys: tuple[str, ...]) -> dict[str, str]:
    """The environment of this process without keys, but for those that *keys* names."""
    kept = {name: value for name, value in os.environ.items() if not _KEY.search(name)}
    return kept | {name: secret(name) for name in keys}


def last_lines(log: IO[bytes]) -> str:
    """What the program said at the end, as a sentence that follows another one."""
    log.seek(max(0, log.seek(0, os.SEEK_END) - _LAST_BYTES))
    lines = [line for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    told = "\n  ".join(lines[-_LAST_LINES:])
    return hidden(f" It said last:\n  {told}\n") if told else " It said nothing."


def _started(
    command: list[str], folder: Path, environment: dict[str, str], log: IO[bytes]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:  # ValueError: NUL, or half of a character
        raise NotHere(
            f"{command[0]} can't be started: {error}.",
            "Check `command`. Long or strange texts can only be read from the file {request}.",
        ) from error


def end(process: subprocess.Popen[bytes]) -> None:
    """End *process*, the first of its group, with all that it started, unless it ended by itself."""
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
