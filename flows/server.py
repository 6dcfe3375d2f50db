"""Prefect's server with its UI, for as long as we serve, where the user has none of their own."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import httpx
from filelock import FileLock, Timeout
from prefect.settings import PREFECT_HOME

from pipeline.errors import FolderError, InputError, NotHere
from pipeline.placing import storage
from pipeline.process import end, last_lines
from pipeline.records import write_whole
from pipeline.tethered import GRACE_SECONDS

#: A first start makes the database, on a busy laptop.
_START_SECONDS = 180.0
_ASK_SECONDS = 0.25


@dataclass(frozen=True)
class Address:
    """Where a server of ours answers, and the folder of *dramas* that is served there."""

    url: str
    dramas: str

    @property
    def api(self) -> str:
        """What PREFECT_API_URL is to be."""
        return f"{self.url}/api"


def _page() -> Path:
    return Path(PREFECT_HOME.value()) / "serving.json"


def address() -> Address | None:
    """That of the server that is at work for this user, if any."""
    with suppress(FileNotFoundError):
        return Address(**json.loads(_page().read_text("utf-8")))
    return None


@contextmanager
def server(host: str, port: int, dramas: Path | str) -> Iterator[Address]:
    """
    Prefect's server at *host* and *port*, in a process group of its own; it ends with the context.

    It ends as well where this process is killed. What it says goes to `server.log` in Prefect's folder.
    `FolderError` where the database is in use by another one, `InputError` where the port is, and `NotHere`
    where it does not start.
    """
    home = Path(PREFECT_HOME.value())
    where = Address(f"http://{_shown(host)}:{port}", str(dramas))
    with storage(str(home)):
        home.mkdir(parents=True, exist_ok=True)
        with _alone(home), (home / "server.log").open("w+b") as log:
            # The page of one that was killed: its server is about to end.
            _insist_free(host, port, 2 * GRACE_SECONDS if _page().exists() else 0.0)
            started = _started(host, port, log)
            try:
                _wait(started, where, log)
                write_whole(_page(), json.dumps(asdict(where)))
                yield where
            finally:
                _page().unlink(missing_ok=True)
                end(started)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    lock = FileLock(home / "serve.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        there = address()
        at = f" at {there.url}" if there else ""
        raise FolderError(
            f"Another `drama serve` is at work{at}, with the database in {home}.",
            "Use that one or stop it, or give this one a PREFECT_HOME of its own.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _insist_free(host: str, port: int, patience: float) -> None:
    """`InputError` where *port* is still in use after *patience*, in seconds."""
    last = time.monotonic() + patience
    while why := _in_use(host, port):
        if time.monotonic() > last:
            raise InputError(
                f"Prefect's server can't listen at {host}, port {port}: {why.strerror or why}.",
                "Choose another --port; or, if a Prefect server of yours is there, name it:"
                f" PREFECT_API_URL=http://{_shown(host)}:{port}/api.",
            ) from why
        time.sleep(_ASK_SECONDS)


def _in_use(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except OSError as error:
        return error
    return None


def _shown(host: str) -> str:
    """*host* as one opens it in a browser here."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for by the user, not bound here
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def environment(host: str, port: int) -> dict[str, str]:
    """That of the server: what the user has set stands, but for where it listens."""
    ours = {
        # From the page's own address: else it asks at port 4200 of the machine of who looks at it.
        "PREFECT_SERVER_UI_API_URL": "/api",
        # Pages of other origins, opened in the same browser, could start runs that cost money.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{_shown(host)}:{port}",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
    listens = {"PREFECT_SERVER_API_HOST": host, "PREFECT_SERVER_API_PORT": str(port)}
    inherited = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    return {**ours, **inherited, **listens}


def _started(host: str, port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
    served = ["prefect", "server", "start", "--host", host, "--port", str(port)]
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.tethered", *served],
        env=environment(host, port),
        # Nothing is written to it: it is closed when this process is gone, however that comes about.
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _wait(started: subprocess.Popen[bytes], where: Address, log: IO[bytes]) -> None:
    """Until it answers."""
    last = time.monotonic() + _START_SECONDS
    while started.poll() is None and time.monotonic() < last:
        with suppress(httpx.TransportError):
            if httpx.get(f"{where.api}/health", trust_env=False).is_success:
                return
        time.sleep(_ASK_SECONDS)
    said = last_lines(log)
    why = "does not answer" if started.poll() is None else "ended at once"
    raise NotHere(
        f"Prefect's server was started at {where.url} and {why}.{said}",
        f"Run it by hand to see more: `prefect server start`. Its log is {Path(log.name)}.",
    )
