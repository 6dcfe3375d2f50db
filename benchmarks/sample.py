"""The sample drama in a small size, for benchmarks that need a whole film and not a beautiful one."""

from __future__ import annotations

from pathlib import Path

import yaml

from pipeline.profile import find

_SAMPLE = Path(__file__).parents[1] / "assets" / "scripts" / "rain-night.txt"
_FILM = {"width": 180, "height": 320, "fps": 8}


def begin_small(folder: Path) -> Path:
    """A drama in *folder*, which is made, with the sample's script and a small film; nothing made yet."""
    profile = {**yaml.safe_load(find("offline").read_text("utf-8")), "film": _FILM}
    folder.mkdir(parents=True)
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "script.txt").write_bytes(_SAMPLE.read_bytes())
    return folder
