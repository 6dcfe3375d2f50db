"""
How the camera moves: a position for every moment of a shot.

A move has a speed, not an aim, so a long shot doesn't crawl and a short one doesn't rush; only where
its full extent is reached before the shot ends it slows down to last. It starts and ends softly, and it
starts at rest: the first frame is the picture as it was painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin

from pipeline.images.layers import CANVAS_HEIGHT
from pipeline.story import Move

#: What zooming keeps in place, as shares of the frame: faces are above the middle.
CENTER = (0.5, 0.45)
#: How far (canvas units) the farthest edge of the frame is from there.
EDGE = CANVAS_HEIGHT * max(CENTER[1], 1 - CENTER[1])
#: How long (seconds) it takes to gather speed, and to lose it.
RAMP = 0.9


@dataclass(frozen=True)
class Pose:
    """
    Where the plane of the people (depth 1) is seen: *zoom*ed, then shifted by (*x*, *y*) canvas units.

    A layer of another depth gets that share of the zoom and the shift.
    """

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class Path:
    """
    A move at strength 1: its whole *zoom* and shift after *seconds* at full speed, and a slow swing.

    *swing* is the amplitude of two sines (canvas units) that never meet again within a shot.
    """

    seconds: float
    zoom: float = 0.0
    x: float = 0.0
    y: float = 0.0
    swing: tuple[float, float] = (0.0, 0.0)

    @property
    def shift(self) -> float:
        """How far (canvas units) it goes sideways, or up and down, at most."""
        return max(abs(self.x) + self.swing[0], abs(self.y) + self.swing[1])


#: The picture shifts against the camera: a pan to the left moves it to the right.
PATHS = {
    Move.STILL: Path(seconds=8, zoom=0.012, swing=(3.0, 2.0)),
    Move.PUSH: Path(seconds=5, zoom=0.075),
    Move.PULL: Path(seconds=4.5, zoom=-0.06),
    Move.PAN_LEFT: Path(seconds=4.5, x=66),
    Move.PAN_RIGHT: Path(seconds=4.5, x=-66),
    Move.TILT_UP: Path(seconds=5, y=66),
    Move.TILT_DOWN: Path(seconds=5, y=-66),
    Move.DRIFT: Path(seconds=8, zoom=0.03, swing=(20.0, 9.0)),
}


@dataclass(frozen=True)
class Camera:
    """
    A *move* over a shot of *seconds*, *strength* times as far as usual.

    Where a layer of *depth* would have to be drawn more than *room* canvas units beyond the frame,
    it goes less far.
    """

    move: Move
    seconds: float
    strength: float = 1.0
    depth: float = 1.0
    room: float = float("inf")

    def at(self, seconds: float) -> Pose:
        """Where it is then."""
        path, way = PATHS[self.move], travelled(seconds, self.seconds)
        whole = travelled(self.seconds, self.seconds)
        share = way / max(path.seconds, whole) * self._extent
        swing_x, swing_y = (amplitude * self._extent for amplitude in path.swing)
        return Pose(
            1 + path.zoom * share,
            path.x * share + swing_x * sin(2 * pi * way / 11),
            path.y * share + swing_y * sin(2 * pi * way / 7.3),
        )

    @property
    def reach(self) -> float:
        """How far (canvas units) beyond the frame the layer of *depth* is seen at most."""
        return self._reach(self._extent)

    @property
    def travel(self) -> float:
        """How far (canvas units) anything in the layer of *depth* is moved at most."""
        path = PATHS[self.move]
        return self._extent * self.depth * (path.shift + abs(path.zoom) * EDGE)

    @property
    def _extent(self) -> float:
        return self.strength * min(1.0, self.room / max(self._reach(self.strength), 1e-9))

    def _reach(self, extent: float) -> float:
        path = PATHS[self.move]
        zoom = max(0.1, 1 + min(0.0, path.zoom) * extent * self.depth)
        return (EDGE + path.shift * extent * self.depth) / zoom - EDGE


def travelled(seconds: float, whole: float) -> float:
    """
    The seconds at full speed that equal the first *seconds* of a way that lasts *whole*.

    The speed rises over `RAMP` as 3u^2 - 2u^3, whose integral is u^3 - u^4 / 2, and falls alike.
    """
    ramp = min(RAMP, whole / 2)
    left = whole - seconds
    if seconds < ramp:
        return _gathered(seconds, ramp)
    if left < ramp:
        return whole - ramp - _gathered(left, ramp)
    return seconds - ramp / 2


def _gathered(seconds: float, ramp: float) -> float:
    share = max(0.0, seconds) / ramp
    return ramp * (share**3 - share**4 / 2)
