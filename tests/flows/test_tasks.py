"""Stage functions as Prefect tasks."""

from __future__ import annotations

import sys

import pytest

from pipeline.attempt import Made

pytestmark = pytest.mark.slow


def test_tasks_have_names_from_the_story_and_kept_files_are_cached(tmp_path):
    from prefect import flow

    from flows.here import run_here
    from flows.tasks import in_a_task

    def made(status):
        return Made("images/e01s01-01.png", tmp_path / "x.png", status, "drawn", 1)

    @flow
    def two():
        promises = [in_a_task("frame e01s01-01", made, status) for status in ("made", "kept")]
        for promise in promises:
            promise.future.wait()
        return [(p.future.state.name, p.result().status) for p in promises]

    assert run_here(two).result() == [("Completed", "made"), ("Cached", "kept")]


def test_only_a_busy_vendor_is_asked_again():
    from prefect.states import Failed

    from flows.tasks import _may_pass
    from pipeline.errors import Refused, Wait

    assert _may_pass(None, None, Failed(data=Wait("busy")))
    assert not _may_pass(None, None, Failed(data=Refused("no")))


def test_where_tasks_run_is_a_setting_and_a_wrong_one_is_told(monkeypatch):
    from flows.tasks import _runner
    from pipeline.errors import InputError, NotHere

    monkeypatch.setenv("SHORTDRAMA_TASKS", "dusk")
    with pytest.raises(InputError, match="SHORTDRAMA_TASKS is 'dusk'"):
        _runner()

    monkeypatch.setenv("SHORTDRAMA_TASKS", "dask")
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    with pytest.raises(NotHere, match=r"prefect_dask is not installed"):
        _runner()
