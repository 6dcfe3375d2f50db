"""
Whether the people in a picture look like their portraits: measured, never judged by a word.

A face becomes 512 numbers, its embedding; two of the same person point the same way. The cosine between
them is the score: with ArcFace networks, different people are near 0, and what a face check takes for the
same person lies above 0.3 to 0.5, by how many mistakes it may make (Deng et al., ArcFace, 2019).
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import product
from operator import mul
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import EngineError
from pipeline.records import sha256_of

log = logging.getLogger("drama")

Point = tuple[float, float]
#: By name, the cosine between a face and its portrait; nothing where no face is seen, as from behind.
Scores = dict[str, float | None]

#: An embedding is made of 112 x 112 pixels; of a face much smaller, in pixels, it says little.
SMALLEST = 32


@dataclass(frozen=True)
class Face:
    """
    One face in a picture: *box* is left, top, right and bottom in pixels.

    *landmarks* are the eyes, the nose and the corners of the mouth, from the left as one looks at it;
    *embedding* has 512 numbers, not normed.
    """

    box: tuple[float, float, float, float]
    landmarks: tuple[Point, Point, Point, Point, Point]
    embedding: tuple[float, ...]

    @property
    def width(self) -> float:
        """How wide it is, in pixels."""
        return self.box[2] - self.box[0]


class Embedder(Hashable, Protocol):
    """Finds faces. A frozen value that can be hashed and pickled; what it loads, it loads once."""

    def unavailable(self) -> str:
        """Why it can't run here, with what helps; empty where it can."""
        ...

    def find(self, picture: Path) -> list[Face]:
        """The faces in *picture*, from left to right; `BadResult` where it is no picture."""
        ...


@options(frozen=True, config=OPTIONS)
class Faces:
    """Whether the faces of all frames are compared with the portraits, and what follows."""

    measure: Literal["auto", "never"] = "auto"
    """auto measures where a face embedder (insightface) is installed; it never changes what is kept."""
    least: float = Field(default=0.35, gt=-1, lt=1)
    """The cosine under which a face is not the portrait's: ArcFace takes 0.35 to 0.5 for the same person."""
    takes: int = Field(default=3, ge=1, le=10)
    """So often at most a frame is drawn for its faces, by engines that cost nothing; the best is kept."""
    pack: str = "buffalo_l"
    """Folder or name (in ~/.insightface/models) of insightface's models: for non-commercial use only."""


@dataclass(frozen=True)
class Watch:
    """
    Whom to look for in a frame: *portraits* by name, and when it is drawn again.

    A frame in which a face scores under *least* is drawn at most *takes* times in all.
    """

    embedder: Embedder
    portraits: tuple[tuple[str, Path], ...]
    least: float = 0.35
    takes: int = 3

    def scores(self, picture: Path) -> Scores:
        """How much the faces in *picture* look like the portraits."""
        return measured(self.embedder, picture, dict(self.portraits))


def measured(embedder: Embedder, picture: Path, portraits: Mapping[str, Path]) -> Scores:
    """
    The score of each of *portraits* in *picture*: every face is given to the one that it is most like.

    Faces smaller than `SMALLEST` pixels are not looked at; one face serves for one name only.
    """
    known = {name: portrayed(embedder, path) for name, path in portraits.items()}
    faces = [face for face in embedder.find(picture) if face.width >= SMALLEST]
    embeddings = {name: face.embedding for name, face in known.items() if face}
    pairs = alike(embeddings, faces)
    return {name: round(pairs[name][1], 3) if name in pairs else None for name in portraits}


def alike(embeddings: Mapping[str, Sequence[float]], faces: Sequence[Face]) -> dict[str, tuple[Face, float]]:
    """Each name with the face that is most like it, the surest pair first, and their cosine."""
    sure = sorted(
        (
            (cosine(embeddings[name], face.embedding), name, at)
            for name, (at, face) in product(embeddings, enumerate(faces))
        ),
        reverse=True,
    )
    pairs: dict[str, tuple[Face, float]] = {}
    taken: set[int] = set()
    for score, name, at in sure:
        if name not in pairs and at not in taken:
            pairs[name] = faces[at], score
            taken.add(at)
    return pairs


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of the angle between two embeddings, normed or not; 0 where one has no length."""
    lengths = math.hypot(*one) * math.hypot(*other)
    return sum(map(mul, one, other)) / lengths if lengths else 0.0


def portrayed(embedder: Embedder, portrait: Path) -> Face | None:
    """The largest face of *portrait*, found once per content of the file; nothing where it shows none."""
    return _portrayed(embedder, portrait, sha256_of(portrait))


@lru_cache(maxsize=256)
def _portrayed(embedder: Embedder, portrait: Path, _content: str) -> Face | None:
    return max(embedder.find(portrait), key=lambda face: face.width, default=None)


def best_take(
    watch: Watch | None, out: Path, seed: int, draw_again: Callable[[int, Path], object]
) -> dict[str, Any]:
    """
    Measure the faces of *out*, which was drawn with *seed*; where they are unlike, draw again.

    `draw_again(seed, path)` draws one more take. The best lies at *out* in the end, whatever its scores;
    the notes tell them as `faces`, and how many were drawn as `drawn` where that was more than once. A
    picture that is there is not lost because it can't be measured, or not be drawn again: that is noted.
    """
    if watch is None:
        return {}
    takes: dict[Path, Scores] = {}
    notes: dict[str, Any] = {}
    path, number = out, 1
    try:
        takes[out] = watch.scores(out)
        while not _like(list(takes.values()), watch.least) and number < watch.takes:
            number += 1
            path = out.with_name(f"{out.stem}.take{number}{out.suffix}")
            draw_again(seed_of_take(seed, number), path)
            takes[path] = watch.scores(path)
    except EngineError as error:
        log.warning("%s: %s", out.name, error)
        notes["faces_failed"] = str(error)
    finally:
        # Whatever ends it, nothing but the picture is left.
        _keep_best(takes, out, path, watch.least)
    best = max(takes.values(), key=lambda scores: _rank(scores, watch.least), default=None)
    return notes | ({"faces": best} if best else {}) | ({"drawn": len(takes)} if len(takes) > 1 else {})


def _keep_best(takes: Mapping[Path, Scores], out: Path, last: Path, least: float) -> None:
    """Put the best of *takes* in the place of *out*, and away all others, and the *last* begun."""
    best = max(takes, key=lambda path: _rank(takes[path], least), default=out)
    if best != out:
        best.replace(out)
    for path in {*takes, last} - {out}:
        path.unlink(missing_ok=True)


def _like(takes: Sequence[Scores], least: float) -> bool:
    """Whether in the last of *takes* all are like their portraits who showed their face in any of them."""
    seen = {name for scores in takes for name, score in scores.items() if score is not None}
    return all((takes[-1][name] or 0) >= least for name in seen)


def _rank(scores: Scores, least: float) -> tuple[int, float]:
    """The better take has more faces that are like their portraits; then more likeness in all."""
    told = [score or 0.0 for score in scores.values()]
    return sum(score >= least for score in told), sum(told)


def seed_of_take(seed: int, take: int) -> int:
    """The seed of the take number *take*, from 1, of a frame whose own is *seed*."""
    if take == 1:
        return seed
    return int.from_bytes(sha256(f"{seed}/{take}".encode()).digest()[:4]) >> 1
