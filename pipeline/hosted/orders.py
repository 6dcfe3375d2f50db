"""An order for one shot: the values that a vendor's requests are filled in with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import Rejected
from pipeline.hosted.fill import plain
from pipeline.hosted.pictures import content_of, media_type, wrapped
from pipeline.hosted.spec import Job

Files = dict[str, list[tuple[str, bytes]]]


def translated(job: Job, values: Mapping[str, Any]) -> dict[str, Any]:
    """*values* with those that are looked up from others; `Rejected` where the vendor has no word for one."""
    found = dict(values)
    for name, table in job.translate.items():
        known = {plain(ours): theirs for ours, theirs in table.table.items()}
        ours = plain(found.get(table.of))
        if ours not in known:
            raise Rejected(
                f"{job.name} makes no {table.of} of {ours}, only {', '.join(known)}.",
                "Choose one of these, or another engine.",
            )
        found[name] = known[ours]
    return found


def ratio_of(width: int, height: int, ratios: tuple[str, ...]) -> str:
    """Which of *ratios* (9:16), or of the usual ones, is nearest to a film of that size."""
    wanted = width / height
    usual = ratios or ("9:16", "16:9", "1:1", "3:4", "4:3", "2:3", "3:2", "21:9", "9:21")
    return min(usual, key=lambda ratio: abs(_value(ratio) / wanted - 1))


def _value(ratio: str) -> float:
    wide, _, high = ratio.partition(":")
    return float(wide) / float(high)


def prompt_within(prompt: str, job: Job) -> str:
    """*prompt*, cut after the last sentence that the vendor has room for."""
    can = job.can
    cut = prompt
    while _length(cut, can.prompt_unit) > can.prompt_most:
        shorter = max((cut.rstrip("。.！!？?\n ").rfind(mark) for mark in "。.！!？?\n"), default=-1) + 1
        cut = cut[:shorter] if shorter > 0 else cut[: int(len(cut) * 0.9)]
    return cut.strip()


def _length(text: str, unit: str) -> int:
    match unit:
        case "utf16":
            return len(text.encode("utf-16-le")) // 2
        case "bytes":
            return len(text.encode())
    return len(text)


def with_picture(name: str, file: Path, job: Job, values: dict[str, Any], files: Files) -> None:
    """Put the picture in *file* into *values*, or *files*, as the vendor takes it, under *name*."""
    called, content = content_of(file, job.can.picture, (values["width"], values["height"]))
    values[name] = wrapped(called, content, job.can.picture, file)
    values[f"{name}_type"], values[f"{name}_how"] = media_type(called), job.can.picture.how
    files[name] = [(called, content)]


def with_references(pictures: Mapping[str, Path], job: Job, values: dict[str, Any], files: Files) -> None:
    """Put the portraits of people, by name, into *values* and *files*: all of them, and each by number."""
    items = []
    for number, (name, file) in enumerate(pictures.items(), 1):
        called, content = content_of(file, job.can.picture)
        image = wrapped(called, content, job.can.picture, file)
        items.append({"image": image, "name": name, "number": number, "type": media_type(called)})
        values[f"reference_{number}"] = image
        files.setdefault("references", []).append((called, content))
    values["references"] = items or None
