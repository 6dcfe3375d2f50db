"""The frames of a moving shot: painted sheets, moved by a camera, with what lives in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import pi, sin
from random import Random

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels
from numpy.typing import NDArray

from pipeline.clips import faces
from pipeline.clips.camera import CENTER, Camera, Pose
from pipeline.clips.engine import ClipRequest
from pipeline.clips.simplify import moves_alone, simplify
from pipeline.images import effects
from pipeline.images.compose import YUV, blend, keep_of, lay, over
from pipeline.images.falling import Falling
from pipeline.images.layers import Layer
from pipeline.images.paint import PaintedPicture, Patch, Sheet, front_of

Matrix = NDArray[np.float64]

#: Black in Y'CbCr, limited range.
BLACK = (16, 128, 128)


@dataclass(frozen=True)
class Life:
    """What moves by itself: *mouths* with the voices, *blinks*, and the *weather*."""

    mouths: bool = True
    blinks: bool = True
    weather: bool = True


class Frames:
    """
    The frames of *request*, made of *painted* as *camera* sees it.

    A frame is a function of its number alone: the same arguments give the same pixels.
    """

    def __init__(self, painted: PaintedPicture, request: ClipRequest, camera: Camera, life: Life) -> None:
        cv2.setNumThreads(1)  # shots are made side by side; threads within a frame only get in their way
        self._camera, self._fps = camera, request.fps
        self.count = max(1, round(request.seconds * request.fps))
        picture, width, height = painted.picture, painted.width, painted.height
        sheets = simplify(painted.sheets, camera.travel * painted.view.scale)
        still, moving = _split([_in_yuv(sheet) for sheet in sheets])
        self._back = np.full((height, width, 3), BLACK, np.uint8)
        for sheet in still:
            over(self._back, sheet.posed(), sheet.bare.x, sheet.bare.y)
        self._actors = [_Actor(sheet, painted, request, life, self.count) for sheet in moving]
        falling = picture if life.weather else replace(picture, falling="")
        self._falling = Falling(falling, width, height, painted.view.scale, YUV)
        self._front = front_of(moving)
        dark = cv2.transform(effects.vignette(width, height, picture.vignette, picture.seed), YUV)
        self._vignette = (dark[..., :3].copy(), keep_of(dark)) if picture.vignette else None
        self._grain = effects.Grain(width, height, picture.grain, picture.seed) if picture.grain else None

    def __iter__(self) -> Iterator[Pixels]:
        return (self.nv12(number) for number in range(self.count))

    def nv12(self, number: int) -> Pixels:
        """The frame as NV12 (BT.709, limited range): uint8, shape (height * 3 / 2, width)."""
        frame = self.yuv(number)
        height, width = frame.shape[:2]
        packed = np.empty((height * 3 // 2, width), np.uint8)
        cv2.extractChannel(frame, 0, packed[:height])
        if self._grain:
            self._grain.over(packed[:height], number)
        half = cv2.resize(frame, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        chroma = packed[height:].reshape(height // 2, width // 2, 2)
        cv2.mixChannels([half], [chroma], [1, 0, 2, 1])
        return packed

    def yuv(self, number: int) -> Pixels:
        """The frame without grain, as Y'CbCr: uint8, shape (height, width, 3)."""
        seconds = number / self._fps
        pose = self._camera.at(seconds)
        frame = self._back.copy()
        for actor in self._actors[: self._front]:
            actor.lay(frame, number, pose, seconds)
        self._falling.behind(frame, seconds)
        for actor in self._actors[self._front :]:
            actor.lay(frame, number, pose, seconds)
        self._falling.before(frame, seconds)
        if self._vignette:
            blend(frame, *self._vignette)
        return frame


class _Actor:
    """One sheet with all that moves it."""

    def __init__(
        self, sheet: Sheet, painted: PaintedPicture, request: ClipRequest, life: Life, count: int
    ) -> None:
        self.layer = sheet.layer
        self._sheet, self._scale = sheet, painted.view.scale
        self._size = np.array([painted.width, painted.height])
        self._phase = 2 * pi * Random(f"{request.seed} {sheet.layer.name}").random()
        self._parts = _parts(sheet.layer, request, life, count)
        self._looks: dict[tuple[str, ...], Pixels] = {}

    def lay(self, frame: Pixels, number: int, pose: Pose, seconds: float) -> None:
        """Lay the sheet over *frame* as it is then."""
        lay(frame, self._look(number), self._matrix(pose, seconds), self._strength(seconds))

    def _look(self, number: int) -> Pixels:
        states = {part: states[number] for part, states in self._parts.items()}
        key = tuple(states.values())
        if key not in self._looks:
            self._looks[key] = self._sheet.posed(**states)
        return self._looks[key]

    def _strength(self, seconds: float) -> float:
        """How strong its light is: 1, or less where it flickers."""
        if not self.layer.flicker:
            return 1.0
        return 1 - 0.4 * self.layer.flicker * abs(self._wave(seconds, 1.3, 4.7, 9.1))

    def _matrix(self, pose: Pose, seconds: float) -> Matrix:
        """From pixels of the sheet to pixels of the frame (2x3)."""
        depth, center = self.layer.depth, self._size * CENTER
        zoom = 1 + (pose.zoom - 1) * depth
        shift = np.array([pose.x, pose.y]) * (depth * self._scale) + center * (1 - zoom)
        own = self._own(seconds)
        matrix = zoom * own
        matrix[:, 2] += shift
        matrix[:, 2] += matrix[:, :2] @ (self._sheet.bare.x, self._sheet.bare.y)
        return matrix

    def _own(self, seconds: float) -> Matrix:
        """Breath and sway, in pixels of the frame, as they are without a camera."""
        layer, bare = self.layer, self._sheet.bare
        top, bottom = bare.y, bare.y + bare.pixels.shape[0]
        feet, lean, grow = min(bottom, int(self._size[1])), 0.0, 0.0
        if layer.breath:
            grow = 0.004 * layer.breath * self._wave(seconds, 0.28)
            lean = 0.0016 * layer.breath * self._wave(seconds, 0.13, 0.31)
        if layer.sway:
            feet = top if top <= 0 else bottom
            lean = layer.sway * self._scale * self._wave(seconds, 0.19, 0.43) / (bottom - top)
        return np.array([[1, -lean, lean * feet], [0, 1 + grow, -grow * feet]])

    def _wave(self, seconds: float, *rates: float) -> float:
        """The mean of sines of those *rates* (per second), from -1 to 1, and 0 at the start."""
        sines = (sin(2 * pi * rate * seconds + self._phase * (1 + i)) for i, rate in enumerate(rates))
        rest = (sin(self._phase * (1 + i)) for i in range(len(rates)))
        return (sum(sines) - sum(rest)) / (2 * len(rates))


def _parts(layer: Layer, request: ClipRequest, life: Life, count: int) -> dict[str, list[str]]:
    """The state of each moving part of *layer* in each frame."""
    parts = {}
    if life.blinks and {"open", "closed"} <= layer.moving.get("eyes", {}).keys():
        parts["eyes"] = faces.eyes(f"{request.seed} {layer.name} eyes", count, request.fps)
    talks = tuple(talk for talk in request.talks if layer.person and talk.speaker == layer.person)
    if life.mouths and talks and set(faces.MOUTHS) <= layer.moving.get("mouth", {}).keys():
        parts["mouth"] = faces.mouth(talks, count, request.fps)
    return parts


def _in_yuv(sheet: Sheet) -> Sheet:
    states = {
        part: {name: _patch_in_yuv(patch) for name, patch in states.items()}
        for part, states in sheet.states.items()
    }
    return Sheet(sheet.layer, _patch_in_yuv(sheet.bare), states)


def _patch_in_yuv(patch: Patch) -> Patch:
    return Patch(patch.x, patch.y, cv2.transform(patch.pixels, YUV))


def _split(sheets: list[Sheet]) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets at the back that never change, and the others."""
    first = next(
        (index for index, sheet in enumerate(sheets) if sheet.layer.depth or moves_alone(sheet.layer)),
        len(sheets),
    )
    return sheets[:first], sheets[first:]
