"""What holds for a program of the user's own, whatever it makes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from pydantic import ValidationError
from vendors.stand_in import picture

from pipeline import keys
from pipeline.command import Program, put
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, FolderError, NotHere
from pipeline.recipe import recipe
from pipeline.records import sha256_of

#: Writes its arguments where the first one says.
ECHO = "import json, sys; json.dump(sys.argv[2:], open(sys.argv[1], 'w'))"


@dataclass(frozen=True, config=OPTIONS)
class Writer(Program):
    """Writes text."""

    given: ClassVar[tuple[str, ...]] = ("prompt", "seconds", "last", "pictures")


@dataclass(frozen=True)
class Asked:
    words: str = "rain"


def echo(*arguments, **options):
    return Writer(command=[sys.executable, "-c", ECHO, "{out}", *arguments], **options)


def ran(program: Program, out: Path, accept=print, **values):
    with program.workplace(out) as place:
        put(place.run(values, "made.json", accept), out)
    return json.loads(out.read_text())


def made_by(program: Program):
    return recipe("command", program, Asked(), sha256_of)


def test_holes_are_filled_and_no_shell_reads_them(tmp_path):
    words = ran(
        echo("--prompt", "{prompt}", "for {seconds}s"), tmp_path / "out", prompt="$HOME; `rm` *", seconds=2.5
    )
    assert words == ["--prompt", "$HOME; `rm` *", "for 2.5s"]


def test_an_argument_without_a_value_is_left_out(tmp_path):
    assert ran(echo("--last={last}", "x"), tmp_path / "out", last=None) == ["x"]


def test_a_list_becomes_several_arguments(tmp_path):
    assert ran(echo("--with", "{pictures}"), tmp_path / "out", pictures=["a", "b"]) == ["--with", "a", "b"]
    assert ran(echo("--with", "{pictures}"), tmp_path / "out", pictures=None) == ["--with"]


def test_numbers_in_the_command_are_arguments(tmp_path):
    assert ran(echo("--steps", 30, 0.5, "{seconds}"), tmp_path / "out", seconds=3) == [
        "--steps",
        "30",
        "0.5",
        "3",
    ]


def test_all_values_lie_in_a_file_beside(tmp_path):
    code = "import shutil, sys; shutil.copy('request.json', sys.argv[1])"
    program = Writer(command=[sys.executable, "-c", code, "{out}"])
    assert ran(program, tmp_path / "out", prompt="雨夜\ud800", last=None)["prompt"] == "雨夜\ud800"


def test_nothing_is_left_but_the_file(tmp_path):
    folder = ran(
        Writer(command=[sys.executable, "-c", f"import os; {ECHO}", "{out}", "{request}"]), tmp_path / "out"
    )
    assert not Path(folder[0]).parent.exists()
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "print('no such model'); raise SystemExit(2)",
            "it ended with code 2. It said last:\n  no such model",
        ),
        ("print('done')", "it wrote nothing where {out} says. It said last:\n  done"),
        ("import sys; open(sys.argv[1], 'w')", "it wrote nothing where {out} says. It said nothing."),
    ],
)
def test_a_program_that_fails_is_said_in_its_own_words_and_leaves_nothing(tmp_path, code, said):
    (tmp_path / "draw.py").write_text(code)
    program = Writer(command=[sys.executable, str(tmp_path / "draw.py"), "{out}"])
    with pytest.raises(BadResult) as error:
        ran(program, tmp_path / "out")
    assert f"draw.py failed: {said}" in str(error.value)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_accepted_is_said_with_the_last_words(tmp_path):
    def refuse(file):
        raise BadResult("it is no picture.", "Run again.")

    with pytest.raises(BadResult, match=r"failed: it is no picture\. It said nothing\. Run again\."):
        ran(echo(), tmp_path / "out", refuse)


def test_a_program_that_takes_too_long_is_ended(tmp_path):
    slow = Writer(command=[sys.executable, "-c", "import time; time.sleep(60)", "{out}"], timeout_seconds=0.3)
    with pytest.raises(BadResult, match=r"ended after 0\.3 s.*Raise `timeout_seconds`"):
        ran(slow, tmp_path / "out")


def test_a_folder_that_is_missing_is_said_before_the_program_runs(tmp_path):
    with pytest.raises(FolderError, match="no such folder"):
        ran(echo(), tmp_path / "missing" / "out")


def test_a_file_that_cannot_be_put_there_is_said(tmp_path):
    (tmp_path / "made").write_text("x")
    (tmp_path / "out").mkdir()
    with pytest.raises(FolderError, match="can't be written"):
        put(tmp_path / "made", tmp_path / "out")


def test_a_picture_is_handed_over_as_a_copy(tmp_path):
    (tmp_path / "frame.png").write_bytes(picture())
    with echo().workplace(tmp_path / "out") as place:
        copy = Path(place.picture("image", tmp_path / "frame.png"))
        assert copy.parent == place.folder
        assert copy.read_bytes() == picture()


def test_without_a_program_it_says_what_to_write():
    assert "No program is set" in Writer().unavailable()


def test_a_program_that_is_not_there_is_said(tmp_path):
    missing = Writer(command=["no-such-program", "{out}"])
    assert "'no-such-program'" in missing.unavailable()
    with pytest.raises(NotHere, match="no-such-program"):
        ran(missing, tmp_path / "out")


def test_a_key_that_it_needs_and_nobody_has_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(keys, "FILE", tmp_path / "keys.env")
    assert "NOBODYS_KEY" in echo(pass_keys=["NOBODYS_KEY"]).unavailable()
    monkeypatch.setenv("NOBODYS_KEY", "here")
    assert echo(pass_keys=["NOBODYS_KEY"]).unavailable() == ""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["draw", "{promt}", "{out}"], "asks for promt, and is given last, out, pictures, prompt"),
        (["draw", "{prompt}"], "does not learn where to write"),
        ("draw --out {out}", "write a list"),
        (["draw", True, None, "{out}"], "valid"),
    ],
)
def test_a_command_that_can_never_work_is_refused(command, said):
    with pytest.raises(ValidationError, match=said):
        Writer(command=command)


def test_an_edited_script_makes_its_files_anew(tmp_path):
    (tmp_path / "draw.py").write_text("print(1)")
    program = Writer(command=["python", str(tmp_path / "draw.py"), "{out}"])
    before = made_by(program)
    (tmp_path / "draw.py").write_text("print(2)")
    assert made_by(program) != before
    assert program.name == "draw.py"


def test_where_a_script_lies_does_not_count(tmp_path):
    commands = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "draw.py").write_text("print(1)")
        commands.append(Writer(command=["python", str(tmp_path / folder / "draw.py"), "{out}"]))
    assert made_by(commands[0]) == made_by(commands[1])


def test_a_script_is_found_from_where_the_profile_is_read(tmp_path, monkeypatch):
    (tmp_path / "draw.py").write_text(ECHO)
    monkeypatch.chdir(tmp_path)
    program = Writer(command=[sys.executable, "draw.py", "{out}", "hello"])
    monkeypatch.chdir("/")
    assert ran(program, tmp_path / "out") == ["hello"]


def test_a_large_file_counts_by_its_name(tmp_path):
    model = tmp_path / "model.safetensors"
    model.write_bytes(b"1" * (2**20 + 1))
    program = Writer(command=["draw", str(model), "{out}"])
    before = made_by(program)
    model.write_bytes(b"2" * (2**20 + 1))
    assert made_by(program) == before


def test_a_program_that_is_no_script_counts_by_its_name(tmp_path):
    (tmp_path / "draw").write_bytes(b"\x7fELF\0")
    command = (str(tmp_path / "draw"), "{out}")
    assert Writer(command=command).command == command


def test_a_program_that_is_found_by_its_name_counts_by_it(tmp_path, monkeypatch):
    (tmp_path / "python").write_text("a file of that name")
    monkeypatch.chdir(tmp_path)
    assert Writer(command=["python", "{out}"]).command == ("python", "{out}")


def test_how_long_and_with_which_keys_does_not_count(monkeypatch):
    assert made_by(echo(timeout_seconds=5, at_once=3, pass_keys=["A_KEY"])) == made_by(echo())


def test_no_more_run_at_the_same_time_than_allowed(tmp_path):
    code = """
import os, sys, time
os.mkdir(sys.argv[2])
time.sleep(0.1)
os.rmdir(sys.argv[2])
open(sys.argv[1], "w").write("1")
"""
    program = Writer(command=[sys.executable, "-c", code, "{out}", str(tmp_path / "alone")])
    threads = [Thread(target=ran, args=(program, tmp_path / f"{number}")) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1", "2"]
