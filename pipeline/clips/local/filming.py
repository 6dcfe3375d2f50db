"""One shot filmed with a loaded model: its pieces one after the other, each from where the last one ended."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import torch
from PIL import Image

from pipeline.clips.local.arguments import Take, arguments
from pipeline.clips.local.canvas import Canvas
from pipeline.clips.local.chaining import Piece, frames_of, pieces_of, seed_of
from pipeline.clips.local.directing import direct
from pipeline.clips.local.order import ClipOrder
from pipeline.clips.local.writing import pixels_of, write
from pipeline.errors import BadResult
from pipeline.local.loading import Pipe
from pipeline.local.order import Notes, Steps
from pipeline.local.running import run


def film(loaded: Pipe, order: ClipOrder, steps: Steps) -> Notes:
    """
    Make the clip of *order* and say what it is.

    It is as long as asked, rounded up to a whole frame. One that ends with a picture shows all that was
    made, a little faster where the family's rule made it longer, so that it does end there.
    """
    request, family = order.request, order.family
    canvas = Canvas(
        *family.snapped(request.width, request.height), (request.width, request.height), bool(family.size)
    )
    needed = frames_of(request.seconds, family.fps)
    pieces = pieces_of(family, needed, request.keys, request.last)
    made = _all(loaded, order, canvas, pieces, steps)
    if len(made) < needed:
        raise BadResult(
            f"{family.label} made {len(made)} frames where {needed} were needed.", "Choose another model."
        )
    shown = canvas.cut(made) if canvas.laid else made
    rate = Fraction(family.fps * len(shown), needed) if request.last else Fraction(family.fps)
    shown = shown if request.last else shown[:needed]
    write(order.out, shown, rate)
    height, width = shown.shape[1:3]
    return {
        "model": loaded.told,
        "family": family.label,
        "frames": len(shown),
        "fps": round(float(rate), 3),
        "size": f"{width}x{height}",
        "pieces": len(pieces),
        **_remarks(order, canvas),
    }


def _all(
    loaded: Pipe, order: ClipOrder, canvas: Canvas, pieces: tuple[Piece, ...], steps: Steps
) -> np.ndarray[Any, Any]:
    """The frames of all *pieces*, each seam shown once."""
    first = canvas.picture(order.request.image) if order.begins else None
    found: list[np.ndarray[Any, Any]] = []
    # Read before the first piece is made, so that a damaged one costs no time.
    passed = [{index: canvas.picture(file) for index, file in piece.passes} for piece in pieces]
    for number, (piece, passes) in enumerate(zip(pieces, passed, strict=True)):
        take = Take(canvas.width, canvas.height, piece.frames, first, passes, loaded.checkpoint.configs)
        made = _one(loaded, order, take, number, _part(steps, number, len(pieces)))
        found.append(made[1:] if found else made)
        first = Image.fromarray(made[-1])
    return np.concatenate(found)


def _one(loaded: Pipe, order: ClipOrder, take: Take, number: int, steps: Steps) -> np.ndarray[Any, Any]:
    """The frames of one piece, uint8, shape (n, height, width, 3)."""
    family, seed = order.family, seed_of(order.request.seed, number)
    kind = (family.from_picture if take.given else "") or type(loaded.pipe).__name__
    direct(loaded, kind, order.direction)
    asked = arguments(kind, family, order.request.prompt, order.direction, take)
    # Some draw from PyTorch's own chance besides: SparseCtrl looks at its pictures with it.
    torch.manual_seed(seed)
    output = run(loaded, asked, [seed], steps, kind=kind)
    made: np.ndarray[Any, Any] = pixels_of(output.frames[0])
    return made


def _part(steps: Steps, number: int, count: int) -> Steps:
    """*steps* of one piece, told as those of the whole shot."""

    def told(done: int, of: int, what: str = "") -> None:
        steps(number * of + done, count * of, what or (f"piece {number + 1} of {count}" if count > 1 else ""))

    return told


def _remarks(order: ClipOrder, canvas: Canvas) -> Notes:
    """What one would not expect."""
    laid = f"the whole picture on {canvas.width}x{canvas.height}, its sides cut away again"
    ignored = _ignored(order)
    return {**({"laid": laid} if canvas.laid else {}), **({"ignored": ignored} if ignored else {})}


def _ignored(order: ClipOrder) -> list[str]:
    """What was asked for, or made, and is not in the clip."""
    family, direction = order.family, order.direction
    guidance = family.guidance if direction.guidance is None else direction.guidance
    return [
        *(["prompt"] if "prompt" in family.ignores else []),
        # Without guidance there is nothing to keep away from.
        *(["negative"] if direction.negative and guidance <= 1 and family.guidance else []),
        *(["sound"] if family.label.startswith("LTX-2") else []),
    ]
