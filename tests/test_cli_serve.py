"""`drama serve` and `drama schedule`, as they are typed, as far as no server is needed."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from pipeline.cli import app


def typed(*words):
    return CliRunner().invoke(app, [*words])


def test_a_folder_without_dramas_is_a_letter(tmp_path):
    told = typed("serve", str(tmp_path))

    assert told.exit_code == 3
    assert "holds no drama and no script" in told.output


def test_the_folder_is_served_on_this_machine_alone(folder, monkeypatch):
    from flows import serve

    served = []
    monkeypatch.setattr(
        serve, "serve", lambda dramas, *others, pool: served.append((dramas.names(), *others[:3], pool))
    )

    told = typed("serve", str(folder.parent), "--port", "4300", "--at-once", "3", "--pool", "gpus")

    assert told.exit_code == 0, told.output
    assert served == [(["rain"], "127.0.0.1", 4300, 3, "gpus")]
    assert "password" not in told.output


def test_who_lets_others_in_is_told_what_they_can_do(folder, monkeypatch):
    from flows import serve

    monkeypatch.setattr(serve, "serve", lambda *_, **__: None)

    assert (
        "can start runs, which may cost money"
        in typed("serve", str(folder.parent), "--host", "0.0.0.0").output
    )


def test_a_schedule_where_nothing_is_served_is_a_letter(monkeypatch):
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows import schedules

    monkeypatch.setattr(schedules, "address", lambda: None)

    # The tests' own server is named there, once a test has asked for it.
    with temporary_settings(restore_defaults=[PREFECT_API_URL]):
        told = typed("schedule")

    assert told.exit_code == 5
    assert "Nothing is served here. Start `drama serve` first" in told.output


def test_a_schedule_is_removed_though_its_drama_is_gone(folder, monkeypatch):
    from flows import schedules
    from flows.server import Address

    there = [schedules.Planned("gone", "next", "every 1:00:00", active=True)]
    known = SimpleNamespace(all=lambda: there, remove=lambda drama: there.clear() or drama == "gone")
    own = Address("http://127.0.0.1", str(folder.parent))
    monkeypatch.setattr(schedules, "schedules", lambda: nullcontext((known, own)))

    assert "no drama and no script 'other'" in typed("schedule", "other", "--remove").output
    assert "no drama and no script 'gone'" in typed("schedule", "gone", "--every", "2").output
    told = typed("schedule", "gone", "--remove")

    assert (told.exit_code, there) == (0, []), told.output


@pytest.mark.parametrize("words", [["rain"], ["--cron", "0 2 * * *"], ["rain", "--remove", "--every", "2"]])
def test_half_of_a_schedule_is_a_letter(words):
    told = typed("schedule", *words)

    assert told.exit_code == 3
    assert "a drama with one of --cron, --every and --remove" in told.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rain", "--cron", "x 2 * * *"], 'Invalid cron string: "x 2 * * *"'),
        (["rain", "--cron", "0 2 * * *", "--timezone", "Mars"], "Invalid timezone"),
        (["rain", "--every", "6", "--episodes", "one"], "names no episodes"),
    ],
)
def test_a_schedule_that_can_not_be_read_is_a_letter(words, why):
    told = typed("schedule", *words)

    assert told.exit_code == 3
    assert why in told.output
