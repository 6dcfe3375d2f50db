"""What a run would do, as far as that can be known before it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.approving import Waiting
from pipeline.attempt import Made
from pipeline.errors import PlanError
from pipeline.outcome import Outcome
from pipeline.quoting import cost
from pipeline.spending import Money


@dataclass(frozen=True)
class Plan:
    """
    What a run would do for each episode, without having done it.

    *problems* stand in the way; *warnings* don't. A film's length is an estimate until its voices
    are there. What follows from a storyboard that a language model is yet to write can't be known.
    """

    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def files(self) -> list[Made]:
        """Every file once, in the order of the work."""
        return list({made.name: made for outcome in self.outcomes for made in outcome.files}.values())

    @property
    def names(self) -> list[str]:
        """Every file that a run makes or keeps, by its name; none that waits for an approval."""
        return list(dict.fromkeys(made.name for outcome in self.outcomes for made in outcome.free))

    @property
    def to_make(self) -> list[Made]:
        """The files that a run would make."""
        return [made for made in self.files if made.status == "planned"]

    @property
    def waits_for(self) -> list[Waiting]:
        """The next approval that each episode needs, where it needs one."""
        return [outcome.waits_for for outcome in self.outcomes if outcome.waits_for]

    @property
    def held(self) -> list[Made]:
        """The files that nobody makes before there are these approvals."""
        free = set(self.names)
        return [made for made in self.files if made.name not in free]

    @property
    def idle(self) -> bool:
        """Whether a run would find everything in place, up to where approvals are missing."""
        free = set(self.names)
        return all(made.status in ("kept", "by hand") for made in self.files if made.name in free)

    @property
    def untold(self) -> bool:
        """Whether there are episodes of which a storyboard must be written before more is known."""
        return any(outcome.episode is None for outcome in self.outcomes)

    @property
    def cost(self) -> list[Money]:
        """What the files to make would cost, by currency; at most, and nothing for what is under way."""
        return cost(self.to_make)

    @property
    def seconds(self) -> float:
        """How long the films are together."""
        return sum(outcome.timeline.seconds for outcome in self.outcomes if outcome.timeline)

    @property
    def sentence(self) -> str:
        """In one line what there is to do."""
        kept = len(self.files) - len(self.to_make)
        price = ", ".join(map(str, self.cost)) or "nothing"
        film = f" about {self.seconds:.0f} s of film;" if self.seconds else ""
        sent = sum(made.under_way for made in self.to_make)
        under_way = f" {sent} under way and not paid again;" if sent else ""
        held = sum(made.status == "planned" for made in self.held)
        later = f" {held} of them after your approval;" if held else ""
        return f"{len(self.to_make)} file(s) to make, {kept} kept;{later}{under_way}{film} costs {price}."

    def insist(self) -> None:
        """`PlanError` with all problems, where there are any."""
        if self.problems:
            raise PlanError(self.problems)
