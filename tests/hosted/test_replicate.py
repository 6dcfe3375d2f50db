"""Models at Replicate of which its file knows nothing."""

from __future__ import annotations

import pytest
import yaml
from vendors.replicate import PICTURE, Replicate
from vendors.stand_in import Asked, picture, serving

from pipeline import clips, keys
from pipeline.clips.engine import ClipRequest
from pipeline.hosted import gate, waiting
from pipeline.story import Move
from pipeline.tickets import Tickets

MODEL = "someone/their-model:0123abcd"
SPEC = """
submit: {request: {json: {input: {image: ~, first_frame: "{image}", seconds: "{duration}", seed: "{seed}"}}}}
can: {lengths: [4, 8]}
price: {amount: 0.05, per: second, as_of: "2026-11-21", source: its page}
bill: {units: answer.metrics.predict_time, each: 0.000975}
"""


class Theirs(Replicate):
    """One version of somebody's model."""

    def given(self, asked: Asked) -> dict[str, object]:
        assert asked.path == "/v1/predictions"
        assert asked.json["version"] == MODEL
        assert set(asked.json["input"]) == {"prompt", "first_frame", "seconds", "seed"}
        takes = {"prompt": str, "first_frame": PICTURE, "seconds": (4, 8), "seed": int}
        return self.check(asked.json["input"], takes)


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    monkeypatch.setenv("REPLICATE_API_TOKEN", "r8-token")
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    monkeypatch.setattr(waiting, "sleep", lambda _: None)
    gate.forget()


def test_somebodys_model_gets_what_its_user_writes_and_costs_what_its_gpu_does(tmp_path):
    (tmp_path / "frame.png").write_bytes(picture())
    request = ClipRequest("Rain.", tmp_path / "frame.png", 4, 72, 128, 24, Move.PUSH, 7)
    with serving(Theirs()) as server:
        spec = {"base_url": server.url, **yaml.safe_load(SPEC)}
        engine = clips.ENGINES["replicate"](model=MODEL, spec=spec)
        assert engine.unavailable() == ""
        assert engine.abilities.lengths == (4, 8)
        assert engine.price(request).amount == pytest.approx(0.20)
        tickets = Tickets(tmp_path)
        with tickets.held(tickets.of("clips/e01s01-01.mp4", "replicate", {}, 0)) as ticket:
            engine.animate(request, tmp_path / "out.mp4")
    assert server.billed == 1
    assert ticket.told["paid"] == pytest.approx(65 * 0.000975)
    assert (tmp_path / "out.mp4").is_file()


def test_a_model_without_a_price_is_not_used():
    assert "price of someone/their-model" in clips.ENGINES["replicate"](model=MODEL).unavailable()
    assert "price of wan-video/wan-2.2-i2v-fast" in (
        clips.ENGINES["replicate"](
            model="wan-video/wan-2.2-i2v-fast", values={"resolution": "720p"}
        ).unavailable()
    )
