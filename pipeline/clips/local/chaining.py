"""The pieces that a shot is made of, where it is longer than the model makes, or passes given pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import ceil
from pathlib import Path

from pipeline.local.families import Family


@dataclass(frozen=True)
class Piece:
    """
    What is asked of the model at once: so many *frames*, and the pictures to *pass*, each with its index.

    A piece begins with the last frame of the one before, which is then shown only once.
    """

    frames: int
    passes: tuple[tuple[int, Path], ...] = ()


def frames_of(seconds: float, fps: int) -> int:
    """How many frames last *seconds*, or just longer."""
    return max(1, ceil(seconds * fps - 1e-6))


def longest(family: Family, pieces: int) -> float:
    """The seconds of a clip of so many *pieces*; a seam takes a frame."""
    return (pieces * family.most_frames - (pieces - 1)) / family.fps


def pieces_of(
    family: Family, frames: int, keys: Sequence[Path] = (), last: Path | None = None
) -> tuple[Piece, ...]:
    """
    Pieces by the family's rule that make at least *frames* frames, one passing into the next.

    They pass the *keys* evenly spread and end with *last*. A family that takes pictures anywhere gets one
    piece where that is long enough; else there is a stretch for each picture, and in it as few pieces as
    there can be, all of about one length: a model is worst at what is much shorter than it was trained on.
    """
    if family.last == "conditions" and frames <= family.most_frames:
        ruled = _ruled(family, frames)
        ends = _seams(ruled, len(keys) + 1)[1:]
        return (Piece(ruled, tuple(_paired(ends, keys, last))),)
    stretches = pairwise(_seams(frames, len(keys) + 1))
    ends_with = [*keys, last]
    return tuple(
        piece
        for (begin, end), picture in zip(stretches, ends_with, strict=True)
        for piece in _stretch(family, end - begin + 1, picture)
    )


def seed_of(seed: int, piece: int) -> int:
    """The seed of a *piece* of the shot with that *seed*; the first has the shot's own."""
    if not piece:
        return seed
    return int.from_bytes(sha256(f"{seed}, piece {piece}".encode()).digest()[:4], "big")


def _stretch(family: Family, frames: int, end: Path | None) -> list[Piece]:
    count = max(1, ceil((frames - 1) / (family.most_frames - 1)))
    lengths = [_ruled(family, stop - start + 1) for start, stop in pairwise(_seams(frames, count))]
    *before, final = [Piece(length) for length in lengths]
    return [*before, Piece(final.frames, ((final.frames - 1, end),) if end else ())]


def _paired(ends: Sequence[int], keys: Sequence[Path], last: Path | None) -> list[tuple[int, Path]]:
    """The pictures to pass, each with its index; where the shot ends with none, the last index is free."""
    return list(zip(ends, (*keys, last) if last else keys, strict=False))


def _seams(frames: int, parts: int) -> list[int]:
    """The indices where so many equal *parts* of *frames* frames begin and end; neighbours share one."""
    return [round(part * (frames - 1) / parts) for part in range(parts + 1)]


def _ruled(family: Family, frames: int) -> int:
    return family.frames_for(frames / family.fps)
