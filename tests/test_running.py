"""What the commands share: finding the drama, telling the plan, ending at once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import asdict
from types import SimpleNamespace

import pytest

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import Incomplete, InputError
from pipeline.project import Project
from pipeline.promise import at_once
from pipeline.running import Wanted, episodes_of, folder_of, make, stage_named

#: Starts a program and a thread that never end, and ends at once.
BUSY = """
import subprocess, sys, threading
from pipeline.running import end_at_once

program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
threading.Thread(target=threading.Event().wait).start()
end_at_once(7)
"""


def test_a_folder_is_its_own_drama(tmp_path):
    assert folder_of(tmp_path, "") == tmp_path


def test_a_script_has_its_drama_beside_it(tmp_path):
    (tmp_path / "rain.txt").write_text("第一稿", "utf-8")

    assert folder_of(tmp_path / "rain.txt", "") == tmp_path / "rain"
    assert (tmp_path / "rain" / "script.txt").read_text("utf-8") == "第一稿"


def test_a_stage_is_known_by_its_name():
    assert stage_named("clips") == "clips"
    with pytest.raises(InputError, match=r"no stage 'clip'\. Stages: storyboard, images"):
        stage_named("clip")


@pytest.mark.parametrize(
    ("names", "there", "meant"),
    [
        (["images/e02s01-01.png", "clips/e12s01-01.mp4"], [], "2,12"),
        (["storyboard/e03.json"], ["storyboard/e01.json"], "3"),
        (
            ["images/林夏.png"],
            ["storyboard/e01.json", "storyboard/e03.json", "storyboard/outline.json"],
            "1,3",
        ),
        (["storyboard/outline.json"], ["storyboard/e01.json", "storyboard/e02.json", "final/e02.mp4"], "2"),
        (["images/林夏.png"], [], "1"),
    ],
)
def test_a_redone_file_belongs_to_its_episode_and_a_portrait_to_all_that_came_as_far(
    tmp_path, names, there, meant
):
    for name in there:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    assert episodes_of(names, Project(tmp_path)) == meant


def test_ending_at_once_waits_for_no_thread_and_leaves_no_program_behind():
    # The program has the same output: reading it ends when both have ended.
    done = subprocess.run([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, timeout=60, check=False)

    assert done.returncode == 7


@pytest.mark.slow
def test_ctrl_c_in_the_middle_ends_at_once_with_130_and_says_how_to_go_on(tmp_path):
    folder = tmp_path / "rain"
    folder.mkdir()
    # A film that takes long, however late the signal comes on a busy machine.
    scenes = [f"1-{number} 夜 外 街口\n△大雨。\n林夏：你还活着？\n" for number in range(1, 21)]
    (folder / "script.txt").write_text("第1集\n" + "".join(scenes), "utf-8")
    engines = "storyboard: {engine: rules}\nimages: {engine: drawn}\nvoices: {engine: espeak}\n"
    (folder / "drama.yaml").write_text(
        f"film: {{width: 90, height: 160, fps: 8}}\n{engines}clips: {{engine: parallax}}\n"
    )
    command = [sys.executable, "-m", "pipeline", "run", str(folder)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True, stdout=subprocess.DEVNULL
    ) as run:
        assert run.stderr
        first = next(line for line in run.stderr if "made by" in line)
        # A terminal's Ctrl-C reaches all of its group.
        os.killpg(run.pid, signal.SIGINT)
        said = run.stderr.read()

    assert "storyboard 1/2" in first
    assert run.returncode == 130
    assert said.endswith("Stopped. What was made is kept; run the same command again to go on.\n")
    assert "Traceback" not in said
    # It did not wait for what was under way.
    assert not (folder / "final" / "e01.mp4").exists()


@pytest.fixture
def run_here(monkeypatch):
    """Puts something else in the place of Prefect's run."""
    pytest.importorskip("flows.here")

    def put(run) -> None:
        monkeypatch.setattr("flows.here.run_here", run)

    return put


@pytest.mark.slow
def test_ctrl_c_tells_which_jobs_go_on_and_what_the_next_run_does(folder, run_here, capsys):
    def stopped(*_arguments, **_options):
        ticket = Project(folder).tickets.of("clips/e01s01-01.mp4", "kling", {}, 0)
        ticket.sending(None)
        raise KeyboardInterrupt

    run_here(stopped)
    with pytest.raises(KeyboardInterrupt):
        make(folder, Wanted())

    assert "1 job(s) go on at kling (1): the next run fetches them" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_that_the_budget_stops_tells_what_is_left(folder, run_here, capsys):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("sketch", "paid") + "budget: {per_run: 0.5}\n")
    wanted = Wanted("2", "images", draft=True)

    def as_it_is(_flow, **parameters):
        assert parameters == {"folder": str(folder), **asdict(wanted)}
        outcome = tell(open_drama(folder), 2, "images", at_once)
        return SimpleNamespace(result=lambda **_: {2: outcome})

    run_here(as_it_is)
    with pytest.raises(Incomplete) as told:
        make(folder, wanted)

    assert told.value.exit_code == 6
    said = capsys.readouterr().out
    assert re.search(r"Left to do: 1 file\(s\) to make, 3 kept; .*costs 0\.50 USD\.", said)
    assert said.endswith("The budget leaves 0.00 USD for one run.\n")
