"""
Prefect's server of this process alone, for a run where none stands.

Prefect would start one as well, but loads the whole of it into the run's process first: seconds of work and
80 MiB for nothing.
"""

import atexit
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import httpx
from filelock import FileLock
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, get_current_settings

from pipeline.errors import NotHere
from pipeline.placing import storage
from pipeline.process import end, last_lines

#: A first start makes the database, on a busy laptop.
_START_SECONDS = 180.0


class _Own:
    """The server, once it was started, and the address of its API."""

    process: subprocess.Popen[bytes] | None = None
    api = ""


def standing() -> str:
    """The address of the API of a server that outlives this process; empty where there is none."""
    url = PREFECT_API_URL.value() or ""
    return "" if url == _Own.api else url


def address() -> str:
    """
    Where the API of a server answers: at PREFECT_API_URL, else our own, which is started where it is not yet.

    That one ends with this process, however that ends. `NotHere` where it does not start.
    """
    if url := str(PREFECT_API_URL.value() or ""):
        with get_client(sync_client=True) as client:
            client.hello()
        return url
    home = Path(PREFECT_HOME.value())
    with storage(str(home)):
        home.mkdir(parents=True, exist_ok=True)
        # One process at a time, since two that make a new database break it.
        with FileLock(home / "start.lock"):
            return _started()


def _started() -> str:
    if _Own.process is None or _Own.process.poll() is not None:
        with socket.create_server(("127.0.0.1", 0)) as listening, tempfile.TemporaryFile() as log:
            api = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
            process = _begun(listening, log)
            # A connection to it breaks when the process that listens is gone, and is kept until it answers.
            listening.close()
            _wait(process, api, log)
        atexit.register(_end, process)
        _Own.process, _Own.api = process, api
    return _Own.api


def _begun(listening: socket.socket, log: IO[bytes]) -> subprocess.Popen[bytes]:
    ours = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1", "PREFECT_UI_ENABLED": "0"}
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.tethered", "flows.own", str(listening.fileno())],
        env={**os.environ, **settings, **ours},
        pass_fds=(listening.fileno(),),
        # Nothing is written to it: it is closed when this process is gone, however that comes about.
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _wait(process: subprocess.Popen[bytes], api: str, log: IO[bytes]) -> None:
    try:
        httpx.get(f"{api}/health", timeout=_START_SECONDS, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        _end(process)
        raise NotHere(
            f"Prefect's server does not start ({type(error).__name__}).{last_lines(log)}",
            "Run one by hand to see more, `prefect server start`, and name it: PREFECT_API_URL.",
        ) from error


def _end(process: subprocess.Popen[bytes]) -> None:
    end(process)
    assert process.stdin
    process.stdin.close()


def _serve(listening: socket.socket) -> None:
    import uvicorn

    settings = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, lifespan="on", log_level="error"
    )
    uvicorn.Server(settings).run(sockets=[listening])


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
