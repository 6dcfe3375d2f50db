"""One sheet of a picture, with all that moves it: the camera, breath, wind, flickering light, a face."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin
from random import Random

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels
from numpy.typing import NDArray

from pipeline.clips import faces
from pipeline.clips.camera import CENTER, Pose
from pipeline.clips.engine import ClipRequest
from pipeline.images.compose import YUV, lay
from pipeline.images.layers import Layer
from pipeline.images.paint import PaintedPicture, Patch, Sheet

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Life:
    """What moves by itself: *mouths* with the voices, *blinks*, and the *weather*."""

    mouths: bool = True
    blinks: bool = True
    weather: bool = True


@dataclass(frozen=True)
class Moment:
    """One frame: its *number*, its time in *seconds*, and where the camera is."""

    number: int
    seconds: float
    pose: Pose


class Actor:
    """A *sheet* of *painted* that moves for *count* frames."""

    def __init__(
        self, sheet: Sheet, painted: PaintedPicture, request: ClipRequest, life: Life, count: int
    ) -> None:
        self.layer = sheet.layer
        self._sheet, self._scale = in_yuv(sheet), painted.view.scale
        self._size = np.array([painted.width, painted.height])
        self._phase = 2 * pi * Random(f"{request.seed} {sheet.layer.name}").random()
        self._parts = _parts(sheet.layer, request, life, count)
        self._looks: dict[tuple[str, ...], Pixels] = {}

    def lay(self, frame: Pixels, at: Moment) -> None:
        """Lay the sheet over *frame* (Y'CbCr) as it is then."""
        lay(frame, self._look(at.number), self._matrix(at.pose, at.seconds), self._strength(at.seconds))

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


def in_yuv(sheet: Sheet) -> Sheet:
    """*sheet* in the colours of the film, its states too."""
    states = {
        part: {name: _patch_in_yuv(patch) for name, patch in states.items()}
        for part, states in sheet.states.items()
    }
    return Sheet(sheet.layer, _patch_in_yuv(sheet.bare), states)


def _patch_in_yuv(patch: Patch) -> Patch:
    return Patch(patch.x, patch.y, cv2.transform(patch.pixels, YUV))
