"""Dramas in a small size, for benchmarks that need whole films and not beautiful ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline.profile import find

_SAMPLE = Path(__file__).parents[1] / "assets" / "scripts" / "rain-night.txt"
_FILM = {"width": 180, "height": 320, "fps": 8}


def begin_small(folder: Path) -> Path:
    """A drama in *folder*, which is made, with the sample's script and a small film; nothing made yet."""
    profile = {**yaml.safe_load(find("offline").read_text("utf-8")), "film": _FILM}
    return _begin(folder, profile, _SAMPLE.read_text("utf-8"))


def begin_series(folder: Path, profile: dict[str, Any], episodes: int, shots: int) -> Path:
    """A drama in *folder*, which is made, of so many *episodes* of so many *shots*, each with one line."""
    lines = ["《雨夜》", ""]
    for number in range(1, episodes + 1):
        lines += [f"第{number}集 雨{number}", ""]
        for shot in range(1, shots + 1):
            lines += [f"{number}-{shot} 夜 外 街口", f"林夏：第{number}夜，第{shot}次。", ""]
    return _begin(folder, profile, "\n".join(lines))


def _begin(folder: Path, profile: dict[str, Any], script: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "script.txt").write_text(script, "utf-8")
    return folder
