"""The frames of a moving shot: the back, the actors before it, the weather, vignette and grain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels

from pipeline.clips.actors import Actor, Life, Moment, in_yuv
from pipeline.clips.camera import Camera
from pipeline.clips.engine import ClipRequest
from pipeline.clips.pictures import Seen
from pipeline.clips.simplify import moves_alone, simplify
from pipeline.images import effects
from pipeline.images.compose import YUV, blend, keep_of, over
from pipeline.images.easel import Box
from pipeline.images.falling import Falling
from pipeline.images.paint import PaintedPicture, Sheet, front_of

#: Black in Y'CbCr, limited range.
BLACK = (16, 128, 128)


class Group(NamedTuple):
    """The *back* that never changes (Y'CbCr), the *actors* before it, and how many are not in *front*."""

    back: Pixels
    actors: list[Actor]
    front: int


class Frames:
    """
    The frames of *request*, made of what is *seen*, with the *life* in it.

    A frame is a function of its number alone: the same arguments give the same pixels.
    """

    def __init__(self, seen: Seen, request: ClipRequest, life: Life) -> None:
        cv2.setNumThreads(1)  # shots are made side by side; threads within a frame only get in their way
        self._camera, self._fps = seen.camera, request.fps
        self.count = max(1, round(request.seconds * request.fps))
        near, far = seen.painted, seen.painted.far
        self._far = _group(far, request, seen.camera, life, split=True) if far else None
        self._near = _group(near, request, seen.camera, life, split=not far)
        picture, width, height = near.picture, near.width, near.height
        falling = picture if life.weather else replace(picture, falling="")
        self._falling = Falling(falling, width, height, near.view.scale, YUV)
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
        at = Moment(number, seconds, self._camera.at(seconds))
        frame = self._back(at)
        for actor in self._near.actors[: self._near.front]:
            actor.lay(frame, at)
        self._falling.behind(frame, seconds)
        for actor in self._near.actors[self._near.front :]:
            actor.lay(frame, at)
        self._falling.before(frame, seconds)
        if self._vignette:
            blend(frame, *self._vignette)
        return frame

    def _back(self, at: Moment) -> Pixels:
        """What lies behind all near actors, composed at half of the size where it is soft."""
        if self._far is None:
            return self._near.back.copy()
        half = self._far.back.copy()
        for actor in self._far.actors:
            actor.lay(half, at)
        return cv2.resize(half, self._near.back.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def _group(
    painted: PaintedPicture, request: ClipRequest, camera: Camera, life: Life, *, split: bool
) -> Group:
    """The actors of *painted*; what never changes at the back is *split* off, into one picture."""
    count = max(1, round(request.seconds * request.fps))
    scale, reach = painted.view.scale, int(camera.reach * painted.view.scale)
    sight = Box(-reach, -reach, painted.width + reach, painted.height + reach)
    sheets = simplify(painted.sheets, sight, camera.travel * scale)
    first = _first_moving(sheets) if split else 0
    back = np.full((painted.height, painted.width, 3), BLACK, np.uint8)
    for sheet in map(in_yuv, sheets[:first]):
        over(back, sheet.posed(), sheet.bare.x, sheet.bare.y)
    actors = [Actor(sheet, painted, request, life, count) for sheet in sheets[first:]]
    return Group(back, actors, front_of(sheets[first:]))


def _first_moving(sheets: list[Sheet]) -> int:
    moving = (index for index, sheet in enumerate(sheets) if sheet.layer.depth or moves_alone(sheet.layer))
    return next(moving, len(sheets))
