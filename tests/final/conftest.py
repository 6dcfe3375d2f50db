"""Fixtures of the film: a graphics chip that is not there, and fonts of a system."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from font_files import installed  # noqa: F401 - a fixture

from pipeline import ffmpeg
from pipeline.final.picture import encoders

_STAND_IN = Path(__file__).with_name("stand_in_ffmpeg.py")


def _forget() -> None:
    for module in (ffmpeg, encoders):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()


@pytest.fixture
def chip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Makes ffmpeg one with a graphics chip that behaves as it is told, from then on."""
    program = tmp_path / "chip" / "ffmpeg"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{_STAND_IN}" "$@"\n', "utf-8")
    program.chmod(0o755)

    def behaves(behaviour: str) -> None:
        monkeypatch.setenv("DRAMA_FFMPEG", str(program))
        monkeypatch.setenv("DRAMA_TEST_CHIP", behaviour)
        _forget()

    yield behaves
    _forget()
