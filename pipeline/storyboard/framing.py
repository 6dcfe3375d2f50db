"""How each beat is framed: shot size, camera angle and camera move, by plain rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from pipeline.story import Angle, Feeling, Move, Size
from pipeline.storyboard.beat import Beat

_FACE = re.compile(
    r"眼|泪|脸|目光|眉|嘴角|笑意|神色|表情|僵|盯|瞪|回头|指尖|拳头|手心|"
    r"\b(?:eyes?|tears?|face|stares?|smiles?|frowns?|lips|gaze|turns?|fingers?|fist)\b",
    re.IGNORECASE,
)
_MOVES = (
    (
        Move.TILT_UP,
        re.compile(r"抬头|抬起头|仰|站起|起身|天空|\b(?:looks? up|stands? up|rises?|sky)\b", re.IGNORECASE),
    ),
    (
        Move.TILT_DOWN,
        re.compile(
            r"低头|跪|倒下|倒地|跌|坠|摔|落下|\b(?:kneels?|falls?|collapses?|drops?|looks? down)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Move.PUSH,
        re.compile(
            r"逼近|靠近|走近|走来|凑近|盯|僵|停住|\b(?:approaches|closer|stares?|freezes|stops)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Move.PULL,
        re.compile(
            r"离开|远去|离去|后退|背影|消失|\b(?:leaves?|walks? away|backs? away|alone|disappears?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Move.PAN_RIGHT,
        re.compile(
            r"跑|追|冲|奔|走|穿过|驶|回头|转身|\b(?:runs?|chases?|rushes|walks?|crosses|turns?|drives?)\b",
            re.IGNORECASE,
        ),
    ),
)
_CYCLES: dict[Size, tuple[Move, ...]] = {
    Size.WIDE: (Move.PUSH, Move.PAN_RIGHT, Move.TILT_DOWN, Move.PULL, Move.PAN_LEFT),
    Size.FULL: (Move.DRIFT, Move.PUSH, Move.PAN_LEFT, Move.PULL),
    Size.MEDIUM: (Move.DRIFT, Move.PUSH, Move.STILL),
    Size.CLOSE: (Move.PUSH, Move.DRIFT, Move.STILL),
    Size.DETAIL: (Move.PUSH, Move.DRIFT),
}
_FALLEN = re.compile(r"跪|倒|跌|瘫|蜷|\b(?:kneels?|falls?|collapses?|curled)\b", re.IGNORECASE)
_MOST_PEOPLE = {Size.WIDE: 4, Size.FULL: 3, Size.MEDIUM: 2, Size.CLOSE: 1, Size.DETAIL: 1}

#: The ways to see two who talk: both, one over the shoulder of the other, one alone.
_View = Literal["two", "over", "close"]


@dataclass(frozen=True)
class Frame:
    """
    How a shot is taken, and *people*: who fits into it, the most important first.

    *over* is the listener from behind whose shoulder it is taken, or empty.
    """

    size: Size
    angle: Angle
    move: Move
    people: tuple[str, ...]
    over: str = ""


@dataclass
class Camera:
    """Frames the beats of an episode one after the other, and remembers what it did."""

    _taken: tuple[Size, Move] | None = None
    _turn: int = 0
    _viewed: dict[_View, int] = field(default_factory=dict)

    def frame(self, beat: Beat) -> Frame:
        """The frame of *beat*; one that opens a scene shows the place."""
        self._turn += 1
        view = self._view(beat) if beat.what == "talk" and not beat.opens else None
        size = (Size.CLOSE if view == "close" else Size.MEDIUM) if view else self._size(beat)
        move = self._move(beat, size)
        self._taken = size, move
        over = beat.people[1] if view == "over" else ""
        return Frame(size, _angle(beat, size), move, beat.people[: _MOST_PEOPLE[size]], over)

    def _view(self, beat: Beat) -> _View:
        """The view of a talk that was not taken for the longest time; who feels strongly is seen alone."""
        views: tuple[_View, ...] = ("close", "over") if beat.strong else ("over", "two", "close")
        if len(beat.people) < 2:
            views = ("close",) if beat.strong or self._before(Size.MEDIUM) else ("two",)
        view = min(views, key=lambda known: self._viewed.get(known, 0))
        self._viewed[view] = self._turn
        return view

    def _size(self, beat: Beat) -> Size:
        if beat.opens and beat.what != "caption":
            return Size.WIDE
        if beat.detail:
            return Size.DETAIL
        if beat.what == "caption":
            return Size.CLOSE if beat.people else Size.DETAIL
        if beat.what in ("listen", "talk"):
            return Size.CLOSE
        if not beat.people:
            return self._other_than_before(Size.FULL, Size.WIDE)
        return self._size_of_action(beat)

    def _size_of_action(self, beat: Beat) -> Size:
        if len(beat.people) == 1 and (beat.strong or _FACE.search(beat.seen)):
            return Size.CLOSE
        if len(beat.people) > 2:
            return Size.FULL
        return self._other_than_before(Size.MEDIUM, Size.FULL)

    def _other_than_before(self, size: Size, other: Size) -> Size:
        return other if self._before(size) else size

    def _before(self, size: Size) -> bool:
        return self._taken is not None and self._taken[0] is size

    def _move(self, beat: Beat, size: Size) -> Move:
        """What the action or the feeling asks for, else the next of the size's own moves."""
        cycle = _CYCLES[size]
        turned = [cycle[(self._turn + step) % len(cycle)] for step in range(len(cycle))]
        before = self._taken[1] if self._taken else None
        return next(move for move in (*_wished(beat), *turned) if move is not before)


def _wished(beat: Beat) -> tuple[Move, ...]:
    """The move that suits the action, or a strong feeling; a pan may go either way."""
    if beat.what == "action":
        wished = next((move for move, words in _MOVES if words.search(beat.seen)), None)
        return (Move.PAN_RIGHT, Move.PAN_LEFT) if wished is Move.PAN_RIGHT else (wished,) if wished else ()
    return (Move.PUSH,) if beat.strong else ()


def _angle(beat: Beat, size: Size) -> Angle:
    feelings = {piece.feeling for piece in beat.pieces}
    if beat.what == "talk" and size is not Size.WIDE and feelings & {Feeling.ANGRY, Feeling.COLD}:
        return Angle.LOW
    if _FALLEN.search(beat.seen) or (size is Size.FULL and not beat.people):
        return Angle.HIGH
    return Angle.EYE
