"""One job from the workflow to the file; whoever comes after a crash goes on where it stopped."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import BadResult, EngineError, NotHere, Rejected, Wait
from pipeline.hosted.comfy.server import FOLDER, Server
from pipeline.hosted.comfy.watching import Lost, OutOfMemory, files, watched
from pipeline.hosted.comfy.workflow import PICTURES, Graph, Workflow
from pipeline.hosted.fetch import Broken, Unfetchable
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, quoted, words_of
from pipeline.hosted.offer import Picture
from pipeline.hosted.pictures import content_of
from pipeline.tickets import Ticket

#: A server that loses a job so often dies of it.
_SENDINGS = 3
_AS_IT_IS = (".mp4", ".wav")
_PICTURE = Picture(how="multipart", most_mb=64)

log = logging.getLogger("drama")


@dataclass(frozen=True)
class Task:
    """
    A file to be made by *workflow* with *values* and *pictures*, which are by their names in `bind`.

    Among the pictures may be a video and a sound. *endings* are those of files that count, the best first;
    *accept* looks at the finished file and raises what is wrong with it.
    """

    workflow: Workflow
    values: Mapping[str, Any]
    endings: Sequence[str]
    accept: Callable[[Path], None]
    pictures: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    silent_minutes: float = 10.0


def deliver(task: Task, server: Server, ticket: Ticket, out: Path) -> None:
    """
    Write the file of *task* to *out*.

    What the server lost is sent again, and what it had no memory for once, after it made room. The
    errors are those of engines; a job that goes on without us stays on its ticket.
    """
    try:
        _deliver(task, server, ticket, out)
    except (NotSent, Unanswered) as error:
        raise Wait(
            f"ComfyUI at {server.address} does not answer: {quoted(error)}.",
            "Look whether it runs, then run again.",
        ) from error
    except Fault as fault:
        ticket.drop()
        raise fault.letter(f"ComfyUI at {server.address}") from fault


def take_back(server: Server, job: str) -> None:
    """Have *server* forget *job*, whether it waits or is worked on; `Wait` where it can't be asked."""
    try:
        server.cancel(job)
    except (NotSent, Unanswered, Fault) as error:
        raise Wait(
            f"ComfyUI at {server.address} could not be asked to stop the job {job}: {words_of(error)}.",
            "Look whether it runs, then say it again.",
        ) from error


def _deliver(task: Task, server: Server, ticket: Ticket, out: Path) -> None:
    name, made_room = ticket.page.name or "a job", False
    for _ in range(_SENDINGS):
        try:
            _receive(task, server, ticket, out)
        except Lost:
            log.info("%s: ComfyUI does not have it any more, and gets it again", name)
            ticket.drop()
        except OutOfMemory as error:
            ticket.drop()
            if made_room:
                raise _too_large(error) from error
            log.info("%s: ComfyUI ran out of memory, unloads its models and tries again", name)
            server.free()
            made_room = True
        else:
            return
    raise BadResult(
        f"ComfyUI at {server.address} lost the job {_SENDINGS} times.",
        "It may die of it: look at what it printed last; a smaller size or a smaller model may do.",
    )


def _receive(task: Task, server: Server, ticket: Ticket, out: Path) -> None:
    if not ticket.open:
        _send(task, server, ticket)
    # Where this program was stopped before the answer, the job has the id that we gave it.
    job = ticket.page.job.get("id") or _id(ticket)
    ended = watched(server, job, ticket.page.name or "a job", task.silent_minutes)
    try:
        _fetch(server, _chosen(task, files(ended, task.workflow.saving())), out)
        _accept(task, out)
    except EngineError:
        ticket.drop()
        raise


def _accept(task: Task, out: Path) -> None:
    try:
        task.accept(out)
    except EngineError as error:
        out.unlink(missing_ok=True)
        raise BadResult(f"What ComfyUI made can't be used: {error.happened}", "Run again.") from error


def _send(task: Task, server: Server, ticket: Ticket) -> None:
    graph = prepared(task, server, f"{FOLDER}/{_plain(ticket.page.name)}-{ticket.page.client[:8]}")
    ticket.sending(None)
    try:
        job, wrong = server.submit(graph, _id(ticket))
    except NotSent:
        ticket.drop()
        raise
    except Unanswered:
        # It may be there all the same, under the id that we gave it: watching will tell.
        job, wrong = _id(ticket), ""
    ticket.waiting({"id": job})
    if wrong:
        # Some of its outputs would be made all the same, which nobody asked for.
        server.cancel(job)
        ticket.drop()
        raise Rejected(
            f"ComfyUI takes the workflow {task.workflow.name} in part only: {quoted(wrong)}.",
            "Run it in ComfyUI's editor to see what it lacks, and export it anew.",
        )
    log.info("%s: ComfyUI took it as job %s", ticket.page.name or "a job", job)


def prepared(task: Task, server: Server, prefix: str) -> Graph:
    """
    The graph of *task* as it is sent, its pictures uploaded; the file's name begins with *prefix*.

    `NotHere` with every problem where the server can't run it.
    """
    workflow = task.workflow
    _look_at(workflow, workflow.filled(task.values), server)
    given: dict[str, Any] = {"prefix": prefix}
    for name, pictures in task.pictures.items():
        called = [server.upload(*_content(file)) for file in pictures]
        if called:
            given[name] = called if name == "references" else called[0]
    graph = workflow.filled({**task.values, **given})
    return server.nodes().without(graph, _absent(workflow, given))


def _content(file: Path) -> tuple[str, bytes]:
    """The name and bytes of a picture, as small as it has to be, or of a video or a sound as it is."""
    return (file.name, file.read_bytes()) if file.suffix in _AS_IT_IS else content_of(file, _PICTURE)


def _absent(workflow: Workflow, given: Mapping[str, Any]) -> set[str]:
    """The nodes of pictures that the shot does not have."""
    missing = [spot for name in ("image", "last") if name not in given for spot in workflow.spots(name)]
    missing += workflow.spots("references")[len(given.get("references", ())) :]
    return {id_ for id_, _ in missing}


def _look_at(workflow: Workflow, graph: Graph, server: Server) -> None:
    filled = {spot for name in (*PICTURES, "prefix") for spot in workflow.spots(name)}

    def problems(*, anew: bool) -> list[str]:
        return list(server.nodes(anew=anew).problems(graph, workflow.bindings.models, filled))

    try:
        found = problems(anew=False) and problems(anew=True)
    except NotSent as error:
        raise NotHere(
            f"No ComfyUI answers at {server.address}: {quoted(error)}.", "Start it, or correct `address`."
        ) from error
    if found:
        listed = "".join(f"\n  - {problem}" for problem in found)
        raise NotHere(f"ComfyUI at {server.address} can't run {workflow.name}:{listed}")


def _chosen(task: Task, there: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """The file that counts: saved rather than previewed, of the best kind, under our name."""
    endings = list(task.endings)
    fitting = [file for file in there if Path(file["filename"].lower()).suffix in endings]
    if not fitting:
        saved = ", ".join(file["filename"] for file in there) or "nothing"
        raise BadResult(
            f"The workflow {task.workflow.name} saved {saved}, and no {', '.join(endings)}.",
            "End it with a node that saves such a file.",
        )

    def rank(file: Mapping[str, str]) -> tuple[bool, bool, int]:
        kind = Path(file["filename"].lower()).suffix
        return file.get("type") != "output", file.get("subfolder") != FOLDER, endings.index(kind)

    return min(fitting, key=rank)


def _fetch(server: Server, file: Mapping[str, str], out: Path) -> None:
    try:
        server.fetch(file, out)
    except Broken as error:
        raise Unanswered(str(error)) from error
    except Unfetchable as error:
        raise BadResult(f"What ComfyUI made can't be fetched: {error}.", "Make it smaller.") from error
    except Fault as fault:
        if fault.kind == "lost":
            raise Lost from fault
        raise Unanswered(fault.words) from fault


def _too_large(error: OutOfMemory) -> NotHere:
    return NotHere(
        f"ComfyUI has too little memory for the workflow, at {error}.",
        "Make smaller pictures (`values: {width: ..., height: ...}`), use a smaller model, or start it with"
        " --lowvram.",
    )


def _id(ticket: Ticket) -> str:
    return str(uuid.UUID(ticket.page.client))


def _plain(name: str) -> str:
    """The part of *name* that any file system takes, and ComfyUI does not read as a pattern."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in PurePosixPath(name).stem) or "job"
