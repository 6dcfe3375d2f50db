"""Where the files lie that come with the program."""

from __future__ import annotations

from pathlib import Path


def assets() -> Path:
    """The folder `assets`, beside the package."""
    return Path(__file__).parents[1] / "assets"
