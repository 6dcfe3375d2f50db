"""Larger pictures by a model such as Real-ESRGAN, whichever spandrel can read."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

from pipeline import ffmpeg
from pipeline.clips.between import read
from pipeline.errors import NotHere
from pipeline.local.cards import Card
from pipeline.local.order import Notes, Steps

#: Rows that go through the model at once, and those around them that it sees besides: the receptive
#: field of Real-ESRGAN is larger, but what lies further away does not show.
_ROWS, _AROUND = 256, 16


@dataclass(frozen=True)
class UpscalerWeights:
    """The *file* of an enlarging model."""

    file: str

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.file).stem

    def load(self, card: Card) -> Upscaler:
        """The model on *card*; `NotHere` where it is none that can be read."""
        import torch
        from spandrel import ImageModelDescriptor, ModelLoader

        try:
            model = ModelLoader(device=torch.device(card.place)).load_from_file(self.file)
        except (RuntimeError, ValueError, OSError) as error:
            raise NotHere(f"{self.file} can't be read: {error}.", "Download it again.") from error
        if not isinstance(model, ImageModelDescriptor) or model.scale < 2:
            raise NotHere(
                f"{self.file} is no model that enlarges.", "Take one such as RealESRGAN_x2plus.pth."
            )
        half = card.device.startswith("cuda") and model.supports_half
        return Upscaler(self, card, (model.half() if half else model).eval())


@dataclass
class Upscaler:
    """An enlarging *model* in memory."""

    weights: UpscalerWeights
    card: Card
    model: Any

    @property
    def told(self) -> str:
        """How it was loaded, in one line."""
        return f"{self.weights.name} on {self.card.device}, x{self.model.scale}"

    def unload(self) -> None:
        """Give its memory back."""
        from pipeline.local.libraries import free

        self.model = None
        free()

    def enlarge(self, pixels: Any) -> Any:
        """The picture *pixels* (uint8, RGB), so many times larger as the model makes; strip by strip."""
        import numpy as np
        import torch

        scale, strips = self.model.scale, []
        given = torch.from_numpy(np.ascontiguousarray(pixels)).to(self.card.place)
        whole = given.permute(2, 0, 1)[None].to(self.model.dtype) / 255
        for top in range(0, whole.shape[2], _ROWS):
            above = min(top, _AROUND)
            with torch.inference_mode():
                drawn = self.model(whole[:, :, top - above : top + _ROWS + _AROUND])
            strips.append(drawn[:, :, above * scale : (above + _ROWS) * scale])
        larger = torch.cat(strips, 2)[0].clamp(0, 1).permute(1, 2, 0)
        return (larger.float() * 255).round().byte().cpu().numpy()


@dataclass(frozen=True)
class Upscale:
    """Write *clip* to *out*, large enough to cover *size*."""

    weights: UpscalerWeights
    clip: Path
    size: tuple[int, int]
    out: Path

    @property
    def alike(self) -> Hashable:
        """One by one."""
        return None

    def carry_out(self, loaded: Upscaler, orders: Sequence[Self], steps: Steps) -> Iterator[Notes]:
        """Enlarge the clips of *orders*, picture by picture."""
        for order in orders:
            yield order.made(loaded, steps)

    def made(self, loaded: Upscaler, steps: Steps) -> Notes:
        """Enlarge its clip; what was done."""
        from pipeline.clips.local.writing import write

        media = ffmpeg.probe(self.clip)
        write(
            self.out, self._frames(loaded, media.frames, steps), Fraction(media.fps).limit_denominator(1001)
        )
        return {"upscaled": loaded.told}

    def _frames(self, loaded: Upscaler, of: int, steps: Steps) -> Iterator[Any]:
        import cv2

        for number, pixels in enumerate(read(self.clip), 1):
            larger = loaded.enlarge(pixels)
            width, height = covering(larger.shape[1], larger.shape[0], self.size)
            yield cv2.resize(larger, (width, height), interpolation=cv2.INTER_AREA)
            steps(number, of, f"{self.out.stem}: larger")


def covering(width: int, height: int, size: tuple[int, int]) -> tuple[int, int]:
    """The even size of the shape *width* x *height* that just covers *size*, or is as large as it is."""
    scale = min(1.0, max(size[0] / width, size[1] / height))
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2
