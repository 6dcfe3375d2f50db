from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.voices.reading import read


@pytest.mark.parametrize(
    ("expression", "language", "said"),
    [
        ("50%", "zh", "百分之五十"),
        ("75kg", "zh", "七十五千克"),
        ("1999", "en", "nineteen ninety nine"),
        ("1/2", "en", "one half"),
        ('"5"', "en", '"five"'),
    ],
)
def test_an_expression_is_read_in_its_language(expression, language, said):
    assert read(expression, language) == said


def test_what_has_no_reading_is_left_as_it_is_written():
    assert read("#1", "en") == "#1"


def test_it_says_nothing_and_opens_no_connection():
    code = (
        "import socket\n"
        "def refuse(*_): raise RuntimeError('network')\n"
        "socket.socket.connect = refuse\n"
        "from pipeline.voices.reading import read\n"
        "assert read('3:30', 'zh') == '三点三十分'\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
