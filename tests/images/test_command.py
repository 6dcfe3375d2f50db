"""Pictures by a program of the user's own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.errors import BadResult
from pipeline.images.command import Command
from pipeline.images.engine import Brief, ImageRequest, Reference
from pipeline.story import Angle, Era, Size, Time, Weather

#: A picture of one colour, the seed, in a size and format of its own.
DRAW = """
import json, shutil, sys
import cv2, numpy as np
out, seed, told, *references = sys.argv[1:]
json.dump(json.load(open("request.json")) | {"arguments": references}, open(told, "w"))
_, encoded = cv2.imencode(".jpg", np.full((300, 400, 3), int(seed) % 256, np.uint8))
encoded.tofile(out)
"""
BRIEF = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)


@pytest.fixture
def engine(tmp_path):
    (tmp_path / "draw.py").write_text(DRAW)
    command = [
        sys.executable,
        tmp_path / "draw.py",
        "{out}",
        "{seed}",
        tmp_path / "told.json",
        "{references}",
    ]
    return Command(command=[str(part) for part in command], references=2)


@pytest.fixture
def out(tmp_path):
    (tmp_path / "images").mkdir()
    return tmp_path / "images" / "shot.part"


def asked(*references, seed=7):
    return ImageRequest("A street in the rain.", BRIEF, 72, 128, seed, references)


def portrait(tmp_path, name, shade):
    file = tmp_path / f"{name}.png"
    cv2.imwrite(str(file), np.full((64, 48, 3), shade, np.uint8))
    return Reference(name, file)


def test_any_picture_becomes_a_png_of_exactly_the_size(engine, out):
    engine.draw(asked(seed=90), out)
    pixels = cv2.imread(str(out))
    assert pixels.shape == (128, 72, 3)
    assert abs(pixels.mean() - 90) < 2
    assert out.read_bytes().startswith(b"\x89PNG")
    assert [file.name for file in out.parent.iterdir()] == ["shot.part"]


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(engine, out):
    pictures = []
    for seed in (1, 1, 200):
        engine.draw(asked(seed=seed), out)
        pictures.append(out.read_bytes())
    assert pictures[0] == pictures[1] != pictures[2]


def test_it_is_given_the_portraits_in_the_order_of_the_prompt(engine, out, tmp_path):
    engine.draw(asked(portrait(tmp_path, "lin", 10), portrait(tmp_path, "chen", 20)), out)
    given = json.loads((tmp_path / "told.json").read_text())
    assert [Path(file).name for file in given["arguments"]] == ["reference-1.png", "reference-2.png"]
    assert given["references"] == given["arguments"]
    assert given["names"] == ["lin", "chen"]
    assert (given["prompt"], given["width"], given["height"]) == ("A street in the rain.", 72, 128)


def test_without_portraits_there_are_no_arguments_for_them(engine, out, tmp_path):
    engine.draw(asked(), out)
    assert json.loads((tmp_path / "told.json").read_text())["arguments"] == []


def test_how_many_portraits_it_takes_is_an_option():
    assert Command(references=3).abilities.references == 3
    assert Command().abilities.reads == "prompt"


def test_a_file_that_is_no_picture_does_not_count(out):
    code = "import sys; open(sys.argv[1], 'w').write('<html>'); print('sorry')"
    with pytest.raises(BadResult, match=r"it is no picture\. It said last:\n  sorry"):
        Command(command=[sys.executable, "-c", code, "{out}"]).draw(asked(), out)
    assert not out.exists()
