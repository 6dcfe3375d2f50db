"""
The dramas' folder on this machine's own address, to look at films and pages in a browser.

Only what people look at is handed out: pages, pictures, films, sound and subtitles that lie below that
folder. Nothing hidden, no profile and no script; nobody can write. Where the folder is one in a bucket, they
are read from there, whichever machine made them.
"""

from __future__ import annotations

import mimetypes
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx

from pipeline.dramas import VARIABLE, Dramas
from pipeline.storage import home
from pipeline.storage.home import is_far
from pipeline.storage.names import is_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    #: The answer to a request for a file by its name; nothing where there is none that may be seen.
    Find = Callable[[str, Request], Response | None]

#: The environment variable that tells a served run where the files below `VARIABLE` can be seen.
ADDRESS = "SHORTDRAMA_FILES"

_SEEN = {".html", ".jpg", ".mp3", ".mp4", ".png", ".srt", ".vtt", ".wav"}
_PASSED_ON = ("accept-ranges", "content-length", "content-range", "etag", "last-modified")
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}


def link(path: Path) -> str:
    """The address of the file at *path*: of this server where there is one that has it, else its own."""
    address, folder = os.environ.get(ADDRESS, ""), os.environ.get(VARIABLE, "")
    if address and is_far(folder) and (far := home.address(path)).startswith(f"{folder}/"):
        return f"{address}/{quote(far.removeprefix(f'{folder}/'))}"
    whole = path.resolve()
    if address and not is_far(folder) and folder and whole.is_relative_to(Path(folder).resolve()):
        return f"{address}/{quote(whole.relative_to(Path(folder).resolve()).as_posix())}"
    return whole.as_uri()


def application(folder: Path | str, names: tuple[str, ...] = ("127.0.0.1", "localhost")) -> Starlette:
    """What answers for the files below *folder*, to whoever calls it by one of *names*."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    find = _in_a_bucket(str(folder)) if is_far(folder) else _on_this_disk(Path(folder).resolve())

    def answer(request: Request) -> Response:
        found = find(request.path_params["name"], request)
        return found or PlainTextResponse("There is no such file here.", 404)

    # Another page in the same browser could name this address as its own.
    trusted = Middleware(TrustedHostMiddleware, allowed_hosts=list(names))
    return Starlette(routes=[Route("/{name:path}", answer, methods=["GET"])], middleware=[trusted])


def _seen(root: Path, name: str) -> Path | None:
    """The file called *name* below *root*, where it may be seen."""
    if "\0" in name or any(part.startswith(".") for part in name.split("/")):
        return None
    file = (root / name.lstrip("/")).resolve()
    # Once more, since a link may lead elsewhere.
    inside = file.is_relative_to(root) and not any(p.startswith(".") for p in file.relative_to(root).parts)
    return file if inside and file.suffix.lower() in _SEEN and file.is_file() else None


def _on_this_disk(root: Path) -> Find:
    from starlette.responses import FileResponse

    def find(name: str, _: Request) -> Response | None:
        file = _seen(root, name)
        return FileResponse(file, headers=_HEADERS) if file else None

    return find


def _in_a_bucket(address: str) -> Find:
    from starlette.background import BackgroundTask
    from starlette.responses import PlainTextResponse, StreamingResponse

    from pipeline.storage.browsing import shelf

    there, client = shelf(address), httpx.Client()

    def find(name: str, request: Request) -> Response | None:
        hidden = any(part.startswith(".") for part in name.split("/"))
        if hidden or not is_name(name) or PurePosixPath(name).suffix.lower() not in _SEEN:
            return None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        wanted = {one: request.headers[one] for one in ("range", "if-range") if one in request.headers}
        asked = client.build_request("GET", there.lent(name, kind), headers=wanted)
        try:
            answer = client.send(asked, stream=True)
        except httpx.HTTPError as error:
            return PlainTextResponse(f"The storage does not answer: {type(error).__name__}.", 502)
        if answer.status_code not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
            answer.close()
            return None
        told = {one: answer.headers[one] for one in _PASSED_ON if one in answer.headers}
        return StreamingResponse(
            answer.iter_raw(), answer.status_code, _HEADERS | told, kind, BackgroundTask(answer.close)
        )

    return find


def _listening(host: str, port: int) -> socket.socket:
    with suppress(OSError):
        return socket.create_server((host, port))
    return socket.create_server((host, 0))


@contextmanager
def serving(folder: Path | str, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """
    The address at which the files below *folder* can be seen, as long as the context lasts.

    `link` gives addresses there, in this process and in those that it starts. Where *port* is in use,
    any other is taken.
    """
    import uvicorn

    listening = _listening(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    names = ("127.0.0.1", "localhost", host)
    settings = uvicorn.Config(application(folder, names), log_config=None, access_log=False)
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    before = {name: os.environ.get(name) for name in (ADDRESS, VARIABLE)}
    os.environ.update({ADDRESS: address, VARIABLE: Dramas(Path(folder)).place})
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
