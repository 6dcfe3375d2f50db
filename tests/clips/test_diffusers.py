from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.clips.diffusers import Diffusers
from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.errors import NotHere, Rejected
from pipeline.local.checkpoint import Checkpoint
from pipeline.recipe import recipe
from pipeline.story import Move

PART = ["diffusers", "Some"]


@pytest.fixture
def engine(monkeypatch):
    """Make an engine over a checkpoint of that class, which is on no disk; every package is there."""

    def made(kind, *, index=None, configs=None, **options):
        whole = {"_class_name": kind, "transformer": PART, **(index or {})}
        found = Checkpoint(Path("model"), whole, configs or {}, {})
        monkeypatch.setattr("pipeline.local.engine._PACKAGES", ())
        monkeypatch.setattr("pipeline.local.engine.examine", lambda _: found)
        monkeypatch.setattr("pipeline.clips.diffusers.foreseen", lambda _: found)
        return Diffusers(model="model", device="cpu", **options)

    return made


def request(**changes):
    given = {"seconds": 3.0, "width": 1080, "height": 1920, "fps": 24, "move": Move.STILL, "seed": 5}
    return ClipRequest("A door opens.", Path("a.png"), **(given | changes))


def wan5b(engine, **options):
    return engine("WanPipeline", index={"expand_timesteps": True}, **options)


@pytest.mark.parametrize(
    ("kind", "seconds", "last", "reads"),
    [
        ("WanImageToVideoPipeline", 241 / 16, True, True),
        ("WanVACEPipeline", 241 / 16, True, True),
        ("CogVideoXImageToVideoPipeline", 145 / 8, False, True),
        ("StableVideoDiffusionPipeline", 73 / 7, False, False),
        ("AnimateDiffSparseControlNetPipeline", 46 / 8, True, True),
        ("LTXImageToVideoPipeline", 481 / 25, False, True),
        ("LTXConditionPipeline", 481 / 25, True, True),
        ("LTX2Pipeline", 361 / 24, True, True),
        ("HunyuanVideo15ImageToVideoPipeline", 361 / 24, False, True),
        ("HunyuanVideoFramepackPipeline", 1081 / 30, True, True),
    ],
)
def test_three_pieces_and_what_the_family_reads_are_what_it_can_do(engine, kind, seconds, last, reads):
    made = engine(kind)
    assert made.unavailable() == ""
    assert made.abilities == ClipAbilities(
        longest=seconds, reads_prompt=reads, last=last, joins=last, keys=2 if last else 0
    )


def test_a_shot_is_of_as_many_pieces_as_the_user_lets_it_be(engine):
    assert wan5b(engine, chain=1).abilities.longest == 121 / 24
    assert engine("WanImageToVideoPipeline", chain=5).abilities.keys == 4
    assert not engine("WanImageToVideoPipeline", joins=False).abilities.joins


def test_a_model_that_can_begin_with_no_picture_makes_one_piece(engine):
    assert engine("CogVideoXPipeline", from_picture=False).abilities.longest == 49 / 8


def test_a_model_for_both_ends_makes_one_piece_and_needs_both(engine):
    index = {"image_encoder": ["transformers", "CLIPVisionModel"]}
    both = engine("WanImageToVideoPipeline", index=index, configs={"transformer": {"pos_embed_seq_len": 514}})
    assert (both.abilities.longest, both.abilities.last) == (81 / 16, True)
    with pytest.raises(Rejected, match=r"FLF2V goes from one picture to another.*SHOT-last\.png"):
        both.order(request(), Path("out.mp4"))
    assert both.order(request(last=Path("b.png")), Path("out.mp4")).request.last


def test_a_model_that_cannot_be_read_promises_nothing_and_says_why(engine, monkeypatch):
    made = wan5b(engine)

    def missing(_):
        raise NotHere("model/model_index.json is missing.")

    monkeypatch.setattr("pipeline.local.engine.examine", missing)
    monkeypatch.setattr("pipeline.clips.diffusers.foreseen", missing)
    assert made.abilities == ClipAbilities()
    assert "model_index.json is missing" in made.unavailable()


@pytest.mark.parametrize(
    ("kind", "options", "sentence"),
    [
        (
            "CogVideoXPipeline",
            {},
            "CogVideoX makes clips from words alone. Set `from_picture: false`, or use CogVideoX-5b-I2V.",
        ),
        (
            "WanPipeline",
            {},
            "Wan makes clips from words alone. Set `from_picture: false`, or use Wan2.2-TI2V",
        ),
        ("AnimateDiffPipeline", {}, "or use a SparseCtrl as `control`."),
        ("HunyuanVideo15Pipeline", {}, "or use HunyuanVideo-1.5-480p_i2v."),
        ("StableVideoDiffusionPipeline", {"from_picture": False}, "SVD always begins with a picture."),
        ("StableVideoDiffusionPipeline", {"negative": "rain"}, "SVD does not read `negative`: leave it out."),
        ("StableVideoDiffusionPipeline", {"shift": 5}, "SVD does not read `shift`"),
        ("StableVideoDiffusionPipeline", {"loras": ({"path": "a"},)}, "SVD takes no LoRAs"),
        ("HunyuanVideo15ImageToVideoPipeline", {"loras": ({"path": "a"},)}, "takes no LoRAs"),
        ("WanImageToVideoPipeline", {"motion": 127}, "Wan I2V does not read `motion`"),
        ("WanImageToVideoPipeline", {"noise": 0.1}, "Wan I2V does not read `noise`"),
        ("WanImageToVideoPipeline", {"guidance_2": 3}, "Wan I2V does not read `guidance_2`"),
        ("FluxPipeline", {}, "which makes images"),
        ("WanImageToVideoPipeline", {"upscale": "none.pth"}, "upscale"),
    ],
)
def test_what_the_model_would_not_read_is_said_before_it_is_loaded(engine, kind, options, sentence):
    assert sentence in engine(kind, **options).unavailable()


def test_what_it_does_read_is_no_hindrance(engine):
    two = {"transformer_2": PART}
    assert (
        engine("WanImageToVideoPipeline", index=two, guidance_2=3, shift=5, negative="rain").unavailable()
        == ""
    )
    assert engine("StableVideoDiffusionPipeline", motion=90, noise=0.1).unavailable() == ""
    assert wan5b(engine, from_picture=False).unavailable() == ""


@pytest.mark.parametrize("options", [{"chain": 0}, {"motion": 256}, {"noise": 2}, {"shift": 0}, {"steps": 0}])
def test_impossible_options_are_refused(options):
    with pytest.raises(ValidationError):
        Diffusers(**options)


def test_a_shot_that_is_too_long_is_refused_with_the_figures(engine):
    with pytest.raises(Rejected, match=r"TI2V-5B makes 15\.04 s in 3 piece\(s\), and 16 s were asked for"):
        wan5b(engine).order(request(seconds=16), Path("out.mp4"))
    assert wan5b(engine).order(request(seconds=361 / 24), Path("out.mp4"))


@pytest.mark.parametrize("changes", [{"last": Path("b.png")}, {"keys": (Path("b.png"),)}])
def test_a_picture_that_would_be_taken_and_never_read_is_refused(engine, changes):
    with pytest.raises(Rejected, match="would not read the pictures"):
        wan5b(engine).order(request(**changes), Path("out.mp4"))


def test_an_order_can_go_to_another_process_and_goes_alone(engine):
    order = wan5b(engine, values={"use_dynamic_cfg": True}).order(request(), Path("out.mp4"))
    again = pickle.loads(pickle.dumps(order))
    assert (again.weights, again.request, again.direction) == (order.weights, order.request, order.direction)
    assert order.alike is None


def test_all_shots_of_a_film_share_one_loaded_model(engine):
    made = wan5b(engine)
    orders = [
        made.order(request(seconds=seconds, seed=seed), Path("a.mp4")) for seconds, seed in ((1, 1), (9, 2))
    ]
    assert orders[0].weights == orders[1].weights
    assert orders[0].weights.pipeline == "WanImageToVideoPipeline"
    assert wan5b(engine, from_picture=False).order(request(), Path("a.mp4")).weights.pipeline == ""


def test_a_stable_diffusion_becomes_animatediff_with_its_parts(engine):
    made = engine("StableDiffusionPipeline", adapter="motion", control="sparse")
    assert made.unavailable() == ""
    weights = made.order(request(seconds=2), Path("a.mp4")).weights
    assert weights.adapters == ("motion", "sparse")
    assert weights.pipeline == "AnimateDiffSparseControlNetPipeline"
    assert "words alone" in engine("StableDiffusionPipeline", adapter="motion").unavailable()


def test_where_and_how_fast_it_works_makes_no_clip_anew(engine):
    def used(**options):
        return recipe("diffusers", wan5b(engine, **options), request(), lambda _: "sha")

    assert used() == used(offload="model", attention="sdpa", compiled=True)
    assert used() != used(shift=5)
    assert used() != used(chain=2)


def test_naming_the_engine_loads_nothing_heavy():
    heavy = {"torch", "diffusers", "transformers", "PIL", "cv2", "av"}
    code = f"import sys, pipeline.clips; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
