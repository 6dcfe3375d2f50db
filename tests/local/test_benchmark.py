"""The benchmark for graphics cards, gone through on the processor: it is to be whole when there is a card."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("diffusers", reason="needs `make local`")

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> list[list[str]]:
    """The rows of the table it prints."""
    program = [sys.executable, "benchmarks/gpu.py", *arguments]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.strip("|").split("|") for line in done.stdout.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


@pytest.mark.slow
def test_every_model_is_measured_with_every_setting_that_needs_no_compiler():
    rows = run("--tiny")

    models = ("flux", "wan-5b", "cog-t2v")
    assert [row[:2] for row in rows] == [
        [model, how] for model in models for how in ("stock", "ours", "cache")
    ]
    for row in rows:
        load, first, later, _ = map(float, row[3:7])
        assert load + first + later > 0, row
