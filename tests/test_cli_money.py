"""The commands about money, as they are typed."""

from __future__ import annotations

import re

import pytest
import stamina
from typer.testing import CliRunner
from vendors.runway import Runway
from vendors.stand_in import Reply, serving

from pipeline.chain import tell
from pipeline.cli import app
from pipeline.drama import open_drama
from pipeline.hosted import gate
from pipeline.promise import at_once


def drama(*words, code: int = 0) -> str:
    """What the command says; it must end with *code*."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output + str(result.exception)
    return re.sub(r"\s+", " ", result.output)


@pytest.fixture
def vendor(folder, monkeypatch):
    """The drama's clips come from a vendor, whose server is here."""
    for name, key in Runway.env.items():
        monkeypatch.setenv(name, key)
    monkeypatch.setattr("pipeline.hosted.waiting.sleep", lambda _seconds: None)
    gate.forget()
    with serving(Runway()) as server, stamina.set_testing(True, attempts=2):
        spec = f"{{base_url: '{server.url}', poll: {{every_seconds: 0}}, can: {{lengths: [5]}}}}"
        profile = folder / "drama.yaml"
        profile.write_text(
            profile.read_text().replace("{engine: turn}", f"{{engine: runway, runway: {{spec: {spec}}}}}")
        )
        yield server


def run(folder, until="clips"):
    return tell(open_drama(folder), 2, until, at_once)


def lose(vendor) -> None:
    """Every answer about a job fails from now on, a few times."""
    vendor.faults.instead["poll"] = [Reply({"error": "down"}, 503)] * 4


def test_nothing_spent_is_said_and_no_jobs_as_well(folder):
    assert drama("spend", folder).strip() == "Nothing was spent."
    assert drama("jobs", folder).strip() == "No jobs are under way."


def test_spending_is_told_with_what_the_budget_leaves_and_written_for_a_spreadsheet(vendor, folder):
    with (folder / "drama.yaml").open("a") as file:
        file.write("budget: {amount: 2, per_day: 1.5}\n")
    run(folder)

    told = drama("spend", folder, "--csv", folder / "spent.csv")

    assert "engine │ runway │ 1 │ 0.25 USD │" in told
    assert "The budget leaves 1.75 USD for this drama, 1.25 USD for today." in told
    assert ",runway,spent,0.25,USD,job-1" in (folder / "spent.csv").read_text("utf-8")


def test_a_job_that_goes_on_is_listed_planned_as_under_way_and_fetched(vendor, folder):
    lose(vendor)
    missing = run(folder).missing
    vendor.faults.instead.clear()

    assert "is with Runway as job job-1" in missing["clip e02s01-01"]
    assert "clips/e02s01-01.mp4 │ runway │ waiting │" in drama("jobs", folder)
    planned = drama("plan", folder, "--episode", "2", "--until", "clips")
    assert "clips/e02s01-01.mp4 │ runway │ missing │ under way" in planned
    assert "runway │ 0 │ 0.00 USD │ 1 file(s), 0.25 USD" in planned
    assert "1 under way and not paid again; about" in planned
    assert "costs nothing." in planned
    assert run(folder).missing == {}
    assert vendor.billed == 1
    assert drama("jobs", folder).strip() == "No jobs are under way."


def test_a_lost_answer_is_told_and_the_job_that_was_found_is_fetched(vendor, folder):
    vendor.faults.dropped["submit"] = 1
    missing = run(folder).missing

    assert "`drama jobs FOLDER clips/e02s01-01.mp4 --id ID`" in missing["clip e02s01-01"]
    told = drama("jobs", folder, "clips/e02s01-01.mp4", "--id", "job-1")
    assert "clips/e02s01-01.mp4 is job job-1 of runway; the next run fetches it." in told
    assert run(folder).missing == {}
    assert vendor.billed == 1


def test_a_job_that_is_forgotten_is_sent_anew(vendor, folder):
    vendor.faults.dropped["submit"] = 1
    run(folder)

    assert "is sent anew by the next run" in drama("jobs", folder, "e02s01-01", "--again")
    assert run(folder).missing == {}
    assert vendor.billed == 2


def test_all_jobs_are_taken_back_and_those_that_can_not_be_go_on(vendor, folder):
    lose(vendor)
    run(folder)
    vendor.faults.instead = {"cancel": [Reply({"error": "Too late."}, 400)]}

    refused = drama("jobs", folder, "--cancel", code=7)
    assert "could not be taken back (Too late" in refused
    assert "1 job(s) go on." in refused
    vendor.vendor.jobs["job-1"].polls = 9
    assert "runway stopped job job-1; it costs nothing." in drama("jobs", folder, "--cancel")
    assert vendor.vendor.cancelled == ["job-1"]
    assert open_drama(folder).project.ledger.total("USD") == 0


@pytest.mark.parametrize("words", [["--again"], ["--id", "j"], ["e01", "--again", "--cancel"]])
def test_what_can_not_be_meant_is_told(folder, words):
    assert "Say one of them, and name the file." in drama("jobs", folder, *words, code=3)


def test_a_file_without_a_job_is_told(folder):
    assert "No job is under way for 'e07'" in drama("jobs", folder, "e07", "--again", code=3)


def test_help_tells_what_becomes_of_the_money():
    assert "counts as spent where the vendor is known to have the job" in drama("jobs", "--help")
    assert "--csv" in drama("spend", "--help")
