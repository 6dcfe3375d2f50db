"""One person from back to front: what is drawn once, and the eyes and mouth that move."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.images.drawing.acting import Act
from pipeline.images.drawing.ink import Ink
from pipeline.images.drawing.light import Light
from pipeline.images.drawing.people import (
    accessories,
    clothes,
    eyes,
    hair,
    hats,
    head,
    mouth,
    props,
    seat,
    topknot,
    tresses,
    umbrella,
)
from pipeline.images.drawing.people.hands import clasp
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.images.drawing.people.stance import Stance
from pipeline.images.drawing.people.tones import tones
from pipeline.story import Feeling

#: The parts that move, each with its states; the first is the resting one.
STATES = {"eyes": ("open", "closed"), "mouth": ("closed", "half", "open")}
#: How far the lips part, in head units.
_OPENING = {"half": 7.0, "open": 15.0}


@dataclass(frozen=True)
class Portrait:
    """One person, ready to be drawn; *fine* asks for the detail of a near shot."""

    look: Look
    feeling: Feeling
    light: Light
    stance: Stance
    fine: bool
    act: Act

    def _sitter(self, turn: int, lit: int, left: int = 1) -> Sitter:
        view = View(turn, lit, self.fine, left)
        return Sitter(
            self.look, view, tones(self.look, self.light), self.feeling, self.act.holding, self.act.seat
        )

    @property
    def _body(self) -> Sitter:
        return self._sitter(0, self.light.side)

    @property
    def _head(self) -> Sitter:
        """The head is drawn looking to the right; for the left it is mirrored, and its light with it."""
        mirror = -1 if self.stance.facing < 0 else 1
        return self._sitter(abs(self.stance.facing), self.light.side * mirror, mirror)

    def base(self, ink: Ink) -> None:
        """Everything but eyes and mouth."""
        body, face, bare = self._body, self._head, not hats.under_hat(self.look)
        with ink.group(transform=self.stance.body):
            seat.behind(ink, body)
            umbrella.canopy(ink, body)
        with ink.group(transform=self.stance.head):
            if bare:
                topknot.behind(ink, face)
            tresses.behind(ink, face)
        with ink.group(transform=self.stance.body):
            head.neck(ink, body)
            _dress(ink, body)
        with ink.group(transform=self.stance.head):
            _draw_head(ink, face)
            if bare:
                topknot.above(ink, face)
            hats.hat(ink, face)
        with ink.group(transform=self.stance.body):
            umbrella.shaft(ink, body)
            props.in_hand(ink, body, self.light, self.act.thing)
            props.at_ear(ink, body)

    def state(self, part: str, state: str) -> str:
        """The markup of one moving *part* in one *state*."""
        ink, who = Ink(f"{part}-{state}-"), self._head
        with ink.group(transform=self.stance.head):
            if part == "eyes":
                draw = eyes.open_eyes if state == "open" else eyes.closed_eyes
                draw(ink, who)
                accessories.glasses(ink, who)
            elif state == "closed":
                mouth.closed_mouth(ink, who)
            else:
                mouth.speaking_mouth(ink, who, _OPENING[state])
        return ink.svg


def _dress(ink: Ink, who: Sitter) -> None:
    """The clothes; of somebody who sits down to the lap, and then the legs."""
    if not who.seat:
        clothes.dress(ink, who)
        return
    with ink.group(clip_path=ink.clip(f"M-900,-600 H900 V{seat.CUT} H-900 Z")):
        clothes.dress(ink, who)
    seat.legs(ink, who)
    clasp(ink, who)


def _draw_head(ink: Ink, who: Sitter) -> None:
    head.ears(ink, who)
    head.head(ink, who)
    head.marks(ink, who)
    head.nose(ink, who)
    accessories.on_skin(ink, who)
    tresses.over(ink, who)
    hair.front(ink, who)
    accessories.earrings(ink, who)
    eyes.brows(ink, who)
