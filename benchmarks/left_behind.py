"""What a fault may leave behind: runs without a process, places that stay taken, locks, reserved money."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import httpx
import psutil
from filelock import FileLock, Timeout
from studio import Studio

from pipeline import everywhere
from pipeline.calls import Call
from pipeline.drama import open_drama
from pipeline.storage.lease import Page

#: A place is lent for a minute; the server looks now and then for those that ran out.
_GIVEN_BACK_SECONDS = 150
_AT_WORK = {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}


def left_behind(place: Studio, folder: Path) -> str:
    """What is left of a film in *folder* of which nobody is at work any more, in words."""
    project = open_drama(folder).project
    runs = _asked(place, "flow_runs/filter", flow_runs=_AT_WORK)
    found = {
        f"{len(runs)} runs without end": runs,
        "a place stays taken": not _given_back(place),
        "money is reserved": _reserved(project.ledger.calls()),
        "money of the day is reserved": _reserved(everywhere.calls(everywhere.today())),
        "a lock is held": [file for file in folder.rglob("*.lock") if not _free(file)],
        "a lease is held": [file for file in folder.rglob("*.lease") if not _let_go(file)],
        "something half-made lies there": list((folder / ".made" / "tmp").glob("*")),
        "a process is at work": at_work(place),
    }
    return "; ".join(words for words, is_so in found.items() if is_so)


def _asked(place: Studio, what: str, **filters: object) -> list[dict[str, object]]:
    return list(httpx.post(f"{place.api}/{what}", json=filters).raise_for_status().json())


def _given_back(place: Studio) -> bool:
    with suppress(TimeoutError):
        place.until(
            lambda: not any(one["active_slots"] for one in _asked(place, "v2/concurrency_limits/filter")),
            _GIVEN_BACK_SECONDS,
        )
        return True
    return False


def _reserved(calls: list[Call]) -> bool:
    return any(call.state == "reserved" for call in calls)


def _free(file: Path) -> bool:
    try:
        with FileLock(file, blocking=False):
            return True
    except Timeout:
        return False


def _let_go(file: Path) -> bool:
    return Page.model_validate_json(file.read_bytes()).free


def at_work(place: Studio) -> list[int]:
    """The processes of the runs of *place*."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            told = process.environ()
            if "PREFECT__FLOW_RUN_ID" in told and told.get("SHORTDRAMA_DRAMAS") == str(place.dramas):
                found.append(process.pid)
    return found
