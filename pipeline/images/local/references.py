"""
The pictures that a model is shown beside the prompt: opened, sized, and in the order of their numbers.

A model that takes several gets them one by one. To one that takes a single picture several people are
shown side by side on one canvas, left to right as the prompt names them, all equally tall.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import Rejected
from pipeline.local.families import Family

#: What Kontext and FLUX.2 look at; FLUX.2 would shrink larger ones by itself, and less evenly.
_MOST_PIXELS = 1024 * 1024
#: FLUX.2 refuses pictures that are smaller on any side.
_LEAST_SIDE = 64
#: Nor does it take one that is more times as wide as tall, or as tall as wide.
_MOST_RATIO = 8
#: Latents are eight pixels wide, and go through the models in pairs.
_MULTIPLE = 16


def shown(family: Family, paths: Sequence[Path]) -> list[Image.Image]:
    """
    The pictures for a model of *family*, as many as it takes.

    `Rejected` naming the one that can't be read.
    """
    pictures = [opened(path) for path in paths]
    if len(pictures) > 1 and family.references == 1:
        pictures = [side_by_side(pictures)]
    return [sized(picture) for picture in pictures]


def opened(path: Path) -> Image.Image:
    """The picture *path*, upright and in colours, what is transparent white."""
    try:
        with Image.open(path) as file:
            upright = ImageOps.exif_transpose(file).convert("RGBA")
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise Rejected(
            f"{path} can't be shown to the model: {error}.", "Put a whole PNG or JPEG picture in its place."
        ) from error
    return Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")


def side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """One canvas with *pictures* from left to right, each as tall as the tallest."""
    tall = max(picture.height for picture in pictures)
    scaled = [
        picture.resize((max(1, round(picture.width * tall / picture.height)), tall)) for picture in pictures
    ]
    canvas = Image.new("RGB", (sum(picture.width for picture in scaled), tall))
    left = 0
    for picture in scaled:
        canvas.paste(picture, (left, 0))
        left += picture.width
    return canvas


def sized(picture: Image.Image) -> Image.Image:
    """*picture* in a size that all models take as it is; what has another shape loses a narrow edge."""
    scale = min(1.0, (_MOST_PIXELS / (picture.width * picture.height)) ** 0.5)
    scale = max(scale, _LEAST_SIDE / min(picture.size))
    # Rounded down, so that the area stays within the most.
    width, height = _whole(picture.width * scale), _whole(picture.height * scale)
    return ImageOps.fit(picture, (min(width, _MOST_RATIO * height), min(height, _MOST_RATIO * width)))


def _whole(side: float) -> int:
    return max(_LEAST_SIDE, int(side) // _MULTIPLE * _MULTIPLE)
