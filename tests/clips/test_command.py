"""Moving shots by a program of the user's own: here ffmpeg itself, and scripts."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import pytest

from pipeline.clips.command import Command
from pipeline.clips.engine import Talk
from pipeline.errors import BadResult, FolderError
from pipeline.ffmpeg import executable, probe

STILL = [
    *(executable(), "-loop", 1, "-framerate", "{fps}", "-i", "{image}", "-t", "{seconds}"),
    *("-vf", "scale={width}:{height}", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "{out}"),
]
#: Writes what it was given where a test looks, and a file that is no clip.
TELLS = [
    sys.executable,
    "-c",
    "import shutil, sys; shutil.copy('request.json', sys.argv[1]); open(sys.argv[2], 'w').write('no clip')",
]


@pytest.fixture
def told(asked, picture, tmp_path):
    """What a program is given for a request with such changes."""

    def tell(*arguments, engine=None, **changes):
        engine = engine or Command(command=[*TELLS, str(tmp_path / "told.json"), "{out}", *arguments])
        request = replace(asked(picture), **changes)
        with pytest.raises(BadResult, match="it is no video"):
            engine.animate(request, tmp_path / "shot.mp4")
        assert not (tmp_path / "shot.mp4").exists()
        return json.loads((tmp_path / "told.json").read_text())

    return tell


def test_a_program_makes_the_clip_and_nothing_else_is_left(asked, picture, tmp_path):
    request = asked(picture, seconds=1.3)
    (tmp_path / "clips").mkdir()
    Command(command=STILL).animate(request, tmp_path / "clips" / "shot.part")
    found = probe(tmp_path / "clips" / "shot.part")
    assert (found.width, found.height, found.fps) == (request.width, request.height, request.fps)
    assert found.seconds == pytest.approx(1.3, abs=0.05)
    assert [file.name for file in (tmp_path / "clips").iterdir()] == ["shot.part"]
    assert [file.name for file in request.image.parent.iterdir()] == [request.image.name]


def test_it_is_given_all_that_is_known_of_the_shot(told):
    given = told(prompt="She turns.", seconds=2.5, seed=7)
    assert (given["prompt"], given["seconds"], given["seed"]) == ("She turns.", 2.5, 7)
    assert (given["width"], given["height"], given["fps"], given["move"]) == (108, 192, 24, "push")
    assert given["image"].endswith("image.png")
    assert given["last"] is None


def test_a_picture_to_end_with_is_given_where_the_command_asks_for_it(told, tmp_path, asked, picture):
    assert not Command(command=["draw", "{out}"]).abilities.last
    assert Command(command=["draw", "--last={last}", "{out}"]).abilities.last
    assert told(last=asked(picture).image)["last"].endswith("last.png")


def test_who_speaks_is_given_where_mouths_are_to_move(told, voice):
    sound = voice((1, 0.5))
    assert Command(command=["draw", "{out}"], talks=True).abilities.reads_talks
    (talk,) = told(talks=(Talk("林夏", 0.2, 1.2, sound),))["talks"]
    assert talk == {"speaker": "林夏", "start": 0.2, "end": 1.2, "sound": str(sound)}


def test_lengths_are_those_of_the_options():
    assert Command(lengths=(10, 5)).abilities.lengths == (5, 10)
    assert Command(lengths=(90, 5)).abilities.longest == 90
    assert Command(longest=8).abilities.longest == 8


def test_a_clip_that_is_too_short_is_said_with_the_last_words(asked, picture, tmp_path):
    short = [part if part != "{seconds}" else 0.2 for part in STILL]
    with pytest.raises(BadResult, match=r"ffmpeg.* failed: it shows 0\.2 s of the 1 s") as error:
        Command(command=short).animate(asked(picture), tmp_path / "shot.mp4")
    assert "libx264" in str(error.value)
    assert not (tmp_path / "shot.mp4").exists()


@pytest.mark.parametrize("content", [None, b"", b"no picture at all", b"\x89PNG\r\n\x1a\n\0\0\0\0"])
def test_a_picture_that_cannot_be_read_is_said_before_the_program_runs(asked, picture, tmp_path, content):
    request = asked(picture)
    request.image.unlink()
    if content is not None:
        request.image.write_bytes(content)
    with pytest.raises(BadResult, match=request.image.name):
        Command(command=STILL).animate(request, tmp_path / "shot.mp4")
    assert not (tmp_path / "shot.mp4").exists()


def test_a_folder_that_is_missing_is_said(asked, picture, tmp_path):
    with pytest.raises(FolderError, match=r"shot\.mp4"):
        Command(command=STILL).animate(asked(picture), tmp_path / "missing" / "shot.mp4")


def test_the_program_works_on_this_machine():
    assert not getattr(Command, "remote", False)
