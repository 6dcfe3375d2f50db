"""Paint one face after the other into a picture, with SDXL and InstantID. Imported when used."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import torch
from PIL import Image

from pipeline.errors import BadResult
from pipeline.images.embed import write_png
from pipeline.images.engine import Person
from pipeline.images.faces import Face
from pipeline.images.local.identity_net import IDENTITY
from pipeline.images.local.instantid import HoldFaces
from pipeline.images.local.landmarks import Pixels, around, drawn, soft_mask
from pipeline.local.loading import Pipe
from pipeline.local.order import Steps
from pipeline.local.running import run

#: SDXL's pixels are in multiples of these.
_MULTIPLE = 8


@dataclass(frozen=True)
class Held:
    """A *person*, the *face* that they get, and the one that is *there*."""

    person: Person
    face: Face
    there: Face


@dataclass(frozen=True)
class Painter:
    """The loaded model at work on one order."""

    loaded: Pipe
    order: HoldFaces
    steps: Steps

    def paint(self, held: list[Held]) -> None:
        """Write the picture of the order with the faces of those that are *held*, whole or not at all."""
        pixels = cv2.imread(str(self.order.picture), cv2.IMREAD_COLOR_RGB)
        if pixels is None:
            raise BadResult(f"{self.order.picture} is no picture that can be read.", "Make it again.")
        for one in held:
            way = self._face if self.order.options.mode == "face" else self._whole
            pixels = way(one, np.asarray(pixels, np.uint8))
        write_png(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), self.order.out)

    def _face(self, one: Held, pixels: Pixels) -> Pixels:
        """*pixels* (RGB) with one face painted anew, in a square around it."""
        square = around(one.there, pixels.shape[1], pixels.shape[0], self.order.options.size)
        mask = soft_mask(one.there, square)
        landmarks = square.inside(one.there.landmarks)
        given = {
            "image": Image.fromarray(square.cut(pixels)),
            "mask_image": Image.fromarray(np.round(mask * 255).astype(np.uint8)),
            "control_image": Image.fromarray(drawn(landmarks, square.size, square.size)),
            "width": square.size,
            "height": square.size,
        }
        return square.pasted(pixels, self._called(one, given), mask)

    def _whole(self, one: Held, pixels: Pixels) -> Pixels:
        """All of *pixels* (RGB) gone over with one person's face."""
        height, width = pixels.shape[:2]
        scale = self.order.options.size / math.sqrt(width * height)
        size = (_multiple(width * scale), _multiple(height * scale))
        landmarks = [(x * size[0] / width, y * size[1] / height) for x, y in one.there.landmarks]
        given = {
            "image": Image.fromarray(pixels).resize(size),
            "control_image": Image.fromarray(drawn(landmarks, *size)),
        }
        return np.asarray(Image.fromarray(self._called(one, given)).resize((width, height)))

    def _called(self, one: Held, given: dict[str, Any]) -> Pixels:
        """What SDXL makes of *given* with the face of *one*, at the size that it was given."""
        options = self.order.options
        # Of all steps only the share *strength* is walked: it must not be none.
        count = max(options.steps, math.ceil(1 / options.strength))
        walked = int(count * options.strength)

        def told(done: int, of: int, what: str = "") -> None:  # noqa: ARG001 - as `Steps`
            self.steps(done, walked, one.person.name)

        identity = self.loaded.kept[IDENTITY]
        identity.scale = options.identity_scale
        self.loaded.pipe.set_ip_adapter_scale(identity.scale)
        dtype = getattr(torch, self.loaded.rung.precision)
        with identity.of(one.face.embedding, guided=options.guidance > 1) as embedding:
            arguments = given | {
                "prompt": _words(options.prompt, one.person),
                "negative_prompt": options.negative,
                "strength": options.strength,
                "num_inference_steps": count,
                "guidance_scale": options.guidance,
                "controlnet_conditioning_scale": options.control_scale,
                "ip_adapter_image_embeds": [embedding.to(dtype)],
            }
            made = run(self.loaded, arguments, [self.order.seed], told)
        return np.asarray(made.images[0].convert("RGB"))


def _multiple(side: float) -> int:
    return max(_MULTIPLE, round(side / _MULTIPLE) * _MULTIPLE)


def _words(prompt: str, person: Person) -> str:
    """The prompt for the face of *person*: short, since SDXL reads 77 tokens."""
    return f"{prompt} {person.sex}, {person.age.value}, looks {person.feeling.value}, {person.look}"
