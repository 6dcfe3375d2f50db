"""What is not an argument of a pipeline, but set on its parts: the shift of time, and how it is guided."""

from __future__ import annotations

from typing import Any

from pipeline.clips.local.order import Direction
from pipeline.errors import Rejected
from pipeline.local.loading import Pipe


def direct(loaded: Pipe, kind: str, direction: Direction) -> None:
    """
    Set up the pipeline of the class *kind* for *direction*; what the order before changed is as it was.

    `Rejected` where the model does not know what is asked.
    """
    pipe = loaded.as_(kind)
    own = loaded.kept.setdefault(("as loaded", kind), {"scheduler": pipe.scheduler, **_guider(pipe)})
    pipe.scheduler = _shifted(own["scheduler"], direction.shift)
    if "guider" in own:
        asked = direction.guidance is not None
        pipe.guider = own["guider"].new(guidance_scale=direction.guidance) if asked else own["guider"]


def _shifted(scheduler: Any, shift: float | None) -> Any:
    """*scheduler* with its time shifted; one that would shift by the size of the clip does so no more."""
    if shift is None:
        return scheduler
    for name in ("flow_shift", "shift"):
        if name in scheduler.config:
            return type(scheduler).from_config(
                scheduler.config, **{name: shift, "use_dynamic_shifting": False}
            )
    raise Rejected(
        f"`shift` is for models of flow matching, and {type(scheduler).__name__} is none.",
        "Leave `shift` out.",
    )


def _guider(pipe: Any) -> dict[str, Any]:
    guider = getattr(pipe, "guider", None)
    return {"guider": guider} if guider is not None else {}
