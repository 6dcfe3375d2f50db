"""Pictures by a model on one's own machine: FLUX.1 and 2, Kontext, Z-Image, Qwen-Image, SDXL."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.images.local.instantid import InstantID
from pipeline.images.local.ip_adapter import IPAdapter
from pipeline.images.local.order import Drawing
from pipeline.local.checkpoint import foreseen
from pipeline.local.effort import working
from pipeline.local.engine import Local
from pipeline.local.families import Family
from pipeline.local.order import Notes
from pipeline.local.shelf import ask
from pipeline.tickets import current

#: Side by side on one canvas more people would be too small to be known.
_MOST_ON_ONE = 4
#: Of so many people at most the faces are held after the picture.
_MOST_HELD = 4
#: These were trained without negative prompts, and read them where they are asked to.
_TRUE_CFG = ("FLUX.1", "FLUX.1 Kontext", "FLUX.1 schnell")


@dataclass(frozen=True, config=OPTIONS)
class Flux(Local):
    """
    Pictures by a checkpoint of diffusers, with portraits where its family takes pictures.

    The same request gives the same picture, and on the same machine the same bytes where pictures are drawn
    one at a time: in a batch figures are added in another order, and colours may differ by one in 255.
    """

    aside: ClassVar[tuple[str, ...]] = (*Local.aside, "at_once")
    #: It measures the faces it drew by itself, and draws again.
    retakes: ClassVar[bool] = True

    identity: Literal["auto", "reference", "instantid", "ip-adapter", "none"] = "auto"
    """
    How people stay the same: reference shows the model their portraits, instantid has SDXL paint the faces
    anew afterwards, ip-adapter steers FLUX.1 by a portrait; auto is reference where the model takes pictures.
    """
    instantid: InstantID | None = None
    """The folders of SDXL and InstantID, for `identity: instantid`."""
    ip_adapter: IPAdapter | None = None
    """The folder of the adapter, for `identity: ip-adapter`."""
    at_once: int = Field(default=0, ge=0, le=64)
    """So many pictures go through the model together: 0 is as many as a card's memory holds, 1 is exact."""
    sheet: bool = False
    """Draw each person from all sides once, and show the model that sheet beside the portrait."""

    @property
    def abilities(self) -> ImageAbilities:
        """Portraits as its family takes them; of a model that is nowhere nothing is known."""
        try:
            family = foreseen(self.model).family
        except NotHere:
            return ImageAbilities()
        if not self._shows(family):
            # The words must not speak of pictures that the model does not see as such.
            return ImageAbilities(references=self._holds(), reference_name="")
        if family.references == 1:
            name = "person {number} from the left in the picture that is given"
            return ImageAbilities(references=_MOST_ON_ONE, reference_name=name)
        return ImageAbilities(references=family.references, sheets=self.sheet)

    def unavailable(self) -> str:
        """Why it can't run here, or can't do what its options say; empty where it can."""
        return super().unavailable() or self._unfit(self.checkpoint().family) or self._unheld()

    def draw(self, request: ImageRequest, out: Path) -> None:
        """
        Write the picture to *out*, when it is its turn at the model.

        Where `request.faces` asks for it and the faces are unlike, it is drawn again.
        """
        if why := self.unavailable():
            raise NotHere(why)

        if self.identity == "instantid" and request.references:
            notes = self._held(request, out)
        else:
            notes = ask(self._order(request, out), self.devices())
        current().told.update(notes)

    def _held(self, request: ImageRequest, out: Path) -> Notes:
        """Draw, and have the faces painted anew; what is measured, and again, are these."""
        assert self.instantid
        drawn = out.with_name(f"{out.stem}.drawn{out.suffix}")
        try:
            order = self._order(replace(request, faces=None), drawn)
            notes = ask(order, self.devices())
            faces = self.instantid.order(drawn, request, out, order.weights.wish)
            return {**notes, **ask(faces, self.devices())}
        finally:
            drawn.unlink(missing_ok=True)

    def _order(self, request: ImageRequest, out: Path) -> Drawing:
        family = self.checkpoint().family
        adapter = self.ip_adapter if self.identity == "ip-adapter" else None
        return Drawing(
            weights=self.weights(working(family, *family.snapped(request.width, request.height))),
            prompt=request.prompt,
            out=out,
            width=request.width,
            height=request.height,
            seed=request.seed,
            steps=self.steps or family.steps,
            guidance=self._guidance(family) if family.guided_by else None,
            negative=self.negative,
            references=request.references if adapter or self._shows(family) else (),
            adapter=adapter,
            values=json.dumps(self.values, sort_keys=True, default=str),
            at_once=self.at_once,
            watch=request.faces,
        )

    def _shows(self, family: Family) -> bool:
        """Whether the model itself is shown the portraits."""
        return self.identity not in ("ip-adapter", "none") and family.references > 0

    def _guidance(self, family: Family) -> float:
        return family.guidance if self.guidance is None else self.guidance

    def _compares(self, family: Family) -> bool:
        """Whether each step compares the prompt with what should not be seen."""
        if family.negative:
            return self._guidance(family) > 1
        return family.label in _TRUE_CFG and float(self.values.get("true_cfg_scale", 1)) > 1

    def _holds(self) -> int:
        """Of how many people the faces are held by something beside the model."""
        if self.identity == "ip-adapter" and self.ip_adapter and self.ip_adapter.several == "first":
            return 1
        return _MOST_HELD if self.identity in ("instantid", "ip-adapter") else 0

    def _unfit(self, family: Family) -> str:
        """What the options ask of a *family* that it does not do; it would leave that unread, in silence."""
        if self.identity == "reference" and not family.references:
            return (
                f"{family.label} takes no pictures, as `identity: reference` wants: choose FLUX.1 Kontext,"
                " FLUX.2 or Qwen-Image-Edit-Plus, or `identity: instantid`."
            )
        if self.sheet and not (self._shows(family) and family.references > 1):
            return f"{family.label} does not take sheets beside portraits: set `sheet: false`."
        if self.negative and not self._compares(family):
            return (
                f"{family.label} does not read `negative` with these settings: say in the prompt what should"
                " be seen, or set what its page has for it: `guidance`, or `values: {true_cfg_scale: 3}`."
            )
        if self.guidance and not family.guided_by:
            return f"{family.label} is drawn without `guidance`: leave it out."
        return ""

    def _unheld(self) -> str:
        """Why the faces can't be held as `identity` says."""
        if self.identity == "instantid":
            if self.instantid is None:
                return "`identity: instantid` needs `instantid:` with the folders of SDXL and InstantID."
            return self.instantid.unavailable()
        if self.identity == "ip-adapter":
            if self.ip_adapter is None:
                return "`identity: ip-adapter` needs `ip_adapter:` with the folder of the adapter."
            return self.ip_adapter.refuses(self.checkpoint().family) or self.ip_adapter.unavailable()
        return ""
