"""The command that lists platforms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from pipeline.final.platforms import Platform, known, read
from pipeline.telling import out
from pipeline.typed import letters


@letters
def platforms(
    folder: Annotated[Path | None, typer.Argument(help="A drama's folder, for platforms of its own.")] = None,
) -> None:
    """
    List the platforms that films can be made for: what each takes, as far as it is known.

    Name them in a profile under `final: {platforms: [douyin, bilibili]}`; `drama plan` tells what is wrong.
    """
    table = Table("name", "platform", "picture", "frames/s", "seconds", "MB", "kbit/s", "LUFS", "as of")
    for name in known(folder):
        table.add_row(name, *_row(read(name, folder)))
    out.print(table)


def _row(platform: Platform) -> tuple[str, ...]:
    """A platform in words; what has no limit is empty."""
    longest = f"{platform.longest_seconds:g}" if platform.longest_seconds else ""
    return (
        platform.title,
        f"{platform.width}x{platform.height}",
        f"{platform.least_fps}-{platform.most_fps}",
        f"{platform.shortest_seconds:g}-{longest}",
        f"{platform.most_megabytes:g}" if platform.most_megabytes else "",
        str(platform.most_kbps or ""),
        "" if platform.loudness_lufs is None else f"{platform.loudness_lufs:g}",
        platform.as_of,
    )
