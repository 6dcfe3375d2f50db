from __future__ import annotations

from types import SimpleNamespace

import pytest

pytest.importorskip("torch", reason="local models are tested where `make local` was run")
pytest.importorskip("diffusers")

import diffusers

from pipeline.clips.local.directing import direct
from pipeline.clips.local.order import Direction
from pipeline.errors import Rejected


def loaded(scheduler, **parts):
    """What `direct` sees of a loaded model."""
    pipe = SimpleNamespace(scheduler=scheduler, **parts)
    return SimpleNamespace(as_=lambda _: pipe, kept={}), pipe


@pytest.mark.parametrize(
    ("scheduler", "name"),
    [
        (diffusers.UniPCMultistepScheduler(use_flow_sigmas=True, flow_shift=3.0), "flow_shift"),
        (diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True), "shift"),
    ],
)
def test_time_is_shifted_for_one_order_only(scheduler, name):
    model, pipe = loaded(scheduler)
    direct(model, "", Direction(steps=4, shift=8.0))
    assert pipe.scheduler.config[name] == 8.0
    assert not pipe.scheduler.config.get("use_dynamic_shifting", False)
    direct(model, "", Direction(steps=4))
    assert pipe.scheduler is scheduler


def test_a_scheduler_without_a_shift_is_refused_by_name():
    model, _ = loaded(diffusers.DDIMScheduler())
    with pytest.raises(Rejected, match="DDIMScheduler"):
        direct(model, "", Direction(steps=4, shift=8.0))


def test_a_guider_is_set_for_one_order_only():
    own = diffusers.ClassifierFreeGuidance(guidance_scale=6.0)
    model, pipe = loaded(diffusers.FlowMatchEulerDiscreteScheduler(), guider=own)
    direct(model, "", Direction(steps=4, guidance=2.0))
    assert pipe.guider.guidance_scale == 2.0
    direct(model, "", Direction(steps=4))
    assert pipe.guider is own
