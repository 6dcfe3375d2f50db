"""What every family of models promises that draws, on tiny checkpoints of random weights."""

from __future__ import annotations

import json
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.errors import BadResult, FolderError, NotHere, Rejected
from pipeline.images.engine import Reference
from pipeline.images.local.order import Drawing
from pipeline.local.cards import Card, card
from pipeline.local.order import Stopped
from pipeline.local.weights import DiffusersWeights, Lora

pytest.importorskip(
    "torch", reason="local models are tested where `make local` was run", exc_type=ImportError
)
pytest.importorskip("diffusers", exc_type=ImportError)

FAMILIES = [
    "flux",
    "flux-schnell",
    "flux-kontext",
    "flux2-klein",
    "flux2-dev",
    "z-image",
    "qwen-image",
    "sdxl",
]
SHOWN = ["flux-kontext", "flux2-klein", "flux2-dev"]
#: The tiny encoders have no layers 9, 18 and 27.
VALUES = {name: {"text_encoder_out_layers": [0, 1, 2]} for name in ("flux2-klein", "flux2-dev")}


def quiet(done, of, what=""):
    pass


@pytest.fixture(params=FAMILIES)
def name(request):
    return request.param


@pytest.fixture
def order(loaded, tmp_path):
    """An order for one small picture of a family."""

    def of(name, out="shot.png", **more):
        guidance = loaded(name).family.guidance if loaded(name).family.guided_by else None
        values = json.dumps({**VALUES.get(name, {}), **more.pop("values", {})})
        asked = {"prompt": "a street in the rain", "width": 64, "height": 64, "seed": 1, "steps": 2, **more}
        weights = loaded(name).weights
        return Drawing(weights=weights, out=tmp_path / out, guidance=guidance, values=values, **asked)

    return of


@pytest.fixture
def draw(loaded):
    """The bytes of the pictures that come of orders."""

    def of(*orders, told=quiet):
        pipe = loaded(orders[0].weights.name)
        notes = list(orders[0].carry_out(pipe, orders, told))
        assert len(notes) == len(orders)
        return [one.out.read_bytes() for one in orders]

    return of


def portrait(folder: Path, number: int) -> Reference:
    name, pixels = f"N{number}", np.random.default_rng(number).integers(0, 255, (96, 64, 3), np.uint8)
    cv2.imwrite(str(folder / f"{name}.png"), pixels)
    return Reference(name, folder / f"{name}.png")


@pytest.mark.parametrize("size", [(64, 64), (72, 128), (71, 49)])
def test_the_picture_has_exactly_the_size_asked_for_and_nothing_else_is_left(
    name, order, draw, tmp_path, size
):
    (png,) = draw(order(name, width=size[0], height=size[1]))

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert cv2.imread(str(tmp_path / "shot.png")).shape == (size[1], size[0], 3)
    assert [path.name for path in tmp_path.iterdir()] == ["shot.png"]


def test_the_same_order_gives_the_same_bytes_and_another_seed_others(name, order, draw):
    (one,), (again,), (other,) = draw(order(name)), draw(order(name)), draw(order(name, seed=2))

    assert one == again != other


def test_the_words_decide_what_is_drawn(name, order, draw):
    assert draw(order(name)) != draw(order(name, prompt="an empty room by day"))


@pytest.mark.parametrize("name", SHOWN)
def test_the_pictures_that_it_is_shown_change_what_it_draws(name, order, draw, tmp_path):
    alone, with_one, with_other, with_both = (
        draw(order(name, references=shown))[0]
        for one, other in [(portrait(tmp_path, 1), portrait(tmp_path, 2))]
        for shown in [(), (one,), (other,), (one, other)]
    )

    assert len({alone, with_one, with_other, with_both}) == 4


@pytest.mark.parametrize("name", SHOWN)
def test_the_order_of_the_pictures_counts(name, order, draw, tmp_path):
    one, other = portrait(tmp_path, 1), portrait(tmp_path, 2)

    assert draw(order(name, references=(one, other))) != draw(order(name, references=(other, one)))


def pixels(orders):
    return np.stack([cv2.imread(str(one.out)).astype(int) for one in orders])


def test_a_batch_draws_what_each_would_be_by_itself(name, order, draw, tmp_path):
    """To the last bit but for rounding: a product of larger matrices adds in another order."""
    words = ["a woman", "the whole street at night with all its lanterns", "rain"]
    shown = (portrait(tmp_path, 1),) if name in SHOWN else ()
    singly = [
        order(name, f"{seed}.png", prompt=said, seed=seed, references=shown)
        for seed, said in enumerate(words)
    ]
    together = [replace(one, at_once=3, out=one.out.with_name(f"{one.seed}b.png")) for one in singly]
    assert len({one.alike for one in together}) == 1

    for one in singly:
        draw(one)
    draw(*together)

    assert abs(pixels(singly) - pixels(together)).max() <= 1


def test_only_pictures_of_the_same_kind_go_together(order, tmp_path):
    plain = order("flux2-klein")

    assert plain.alike == order("flux2-klein", out="x.png", prompt="a man", seed=9).alike
    for more in ({"width": 72}, {"steps": 3}, {"references": (portrait(tmp_path, 1),)}, {"negative": "fog"}):
        assert plain.alike != order("flux2-klein", **more).alike


def test_what_is_drawn_together_is_said(order, loaded):
    orders = [order("flux", f"{seed}.png", seed=seed, at_once=2) for seed in range(3)]

    notes = list(orders[0].carry_out(loaded("flux"), orders, quiet))

    assert [one.get("drawn_together") for one in notes] == [2, 2, None]
    assert all("flux on cpu" in one["loaded"] for one in notes)


@pytest.mark.parametrize(
    ("beside", "at_once", "together"),
    [(0, 0, 1), (1.5, 0, 1), (3.5, 0, 3), (100, 0, 8), (0, 5, 5), (100, 1, 1)],
)
def test_as_many_are_drawn_together_as_the_card_holds_beside_the_model(
    order, loaded, beside, at_once, together
):
    from pipeline.images.local.drawing import _SHARE, _at_once
    from pipeline.local.effort import working
    from pipeline.local.memory import on_card

    pipe = loaded("flux")
    weights = on_card(pipe.needs, pipe.rung) - pipe.needs.working
    free = (weights + beside * working(pipe.family, 64, 64)) / _SHARE
    on_a_card = replace(pipe, card=Card("cuda:0", free=round(free)))

    assert _at_once(on_a_card, order("flux", at_once=at_once)) == together
    assert _at_once(pipe, order("flux")) == 1


def test_a_batch_that_does_not_fit_is_drawn_by_halves(order, loaded, monkeypatch):
    import torch

    pipe, sizes = loaded("flux"), []
    forward = pipe.pipe.transformer.forward

    def small(*given, hidden_states, **more):
        sizes.append(len(hidden_states))
        if len(hidden_states) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return forward(*given, hidden_states=hidden_states, **more)

    monkeypatch.setattr(pipe.pipe.transformer, "forward", small)
    orders = [order("flux", f"{seed}.png", seed=seed, at_once=4) for seed in range(4)]

    notes = list(orders[0].carry_out(pipe, orders, quiet))

    assert len(notes) == 4
    assert max(sizes) == 4
    assert all(one.out.is_file() for one in orders)


def test_a_prompt_that_does_not_fit_has_the_model_loaded_on_the_next_rung(order, tiny, monkeypatch):
    import torch

    pipe = DiffusersWeights(model=str(tiny("flux"))).load(card("cpu"))
    before, lowered = pipe.told, order("flux")

    def full(**_given):
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(pipe.pipe, "encode_prompt", full)
    (notes,) = lowered.carry_out(pipe, [lowered], quiet)

    assert lowered.out.is_file()
    assert notes["loaded"] != before


@pytest.mark.parametrize("name", ["flux", "sdxl", "z-image", "qwen-image"])
def test_what_should_not_be_seen_is_read(name, order, draw):
    told = {"true_cfg_scale": 3.0} if name == "flux" else {}
    told |= {"guidance_scale": 3.0} if name == "z-image" else {}

    assert draw(order(name, values=told)) != draw(order(name, values=told, negative="fog and rain"))


def test_steps_are_told_one_by_one(name, order, draw):
    told = []

    def tell(done, of, what=""):
        told.append((done, of))

    draw(order(name), told=tell)

    assert told == [(1, 2), (2, 2)]


def test_who_wants_no_more_gets_nothing(name, order, draw, tmp_path):
    def stop(done, of, what=""):
        raise Stopped

    with pytest.raises(Stopped):
        draw(order(name), told=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_picture_leaves_the_model_as_it_was(name, order, draw):
    (before,) = draw(order(name))

    def stop(done, of, what=""):
        raise Stopped

    with pytest.raises(Stopped):
        draw(order(name, seed=5), told=stop)
    assert draw(order(name)) == [before]


def test_an_argument_that_the_model_does_not_have_is_refused(order, draw, tmp_path):
    with pytest.raises(Rejected, match="takes no sharpness"):
        draw(order("flux", values={"sharpness": 3}))
    assert list(tmp_path.iterdir()) == []


def test_a_picture_of_one_flat_colour_does_not_count(order, draw, loaded, monkeypatch, tmp_path):
    import torch

    decode = loaded("flux").pipe.vae.decode
    monkeypatch.setattr(
        loaded("flux").pipe.vae,
        "decode",
        lambda *given, **more: [torch.zeros_like(decode(*given, **more)[0])],
    )

    with pytest.raises(BadResult, match="one flat colour"):
        draw(order("flux"))
    assert list(tmp_path.iterdir()) == []


def test_a_portrait_that_is_no_picture_is_named(order, draw, tmp_path):
    (tmp_path / "lin.png").write_bytes(b"no picture")

    with pytest.raises(Rejected, match=r"lin\.png can't be shown"):
        draw(order("flux2-klein", references=(Reference("Lin", tmp_path / "lin.png"),)))
    assert [path.name for path in tmp_path.iterdir()] == ["lin.png"]


def test_where_it_cannot_write_it_says_so(order, draw):
    with pytest.raises(FolderError, match="can't be written"):
        draw(order("flux", out="missing/shot.png"))


def test_a_lora_is_used_as_much_as_its_weight_says(name, tiny, order, draw, tmp_path):
    from tiny.extras import tiny_lora

    lora = str(tiny_lora(tiny(name), tmp_path / "lora"))
    plain = order(name)

    def drawn(weight):
        weights = replace(plain.weights, loras=(Lora(lora, weight),))
        one = replace(plain, weights=weights, out=tmp_path / f"{weight}.png")
        assert len(list(one.carry_out(weights.load(card("cpu")), [one], quiet))) == 1
        return one.out.read_bytes()

    assert len({*draw(plain), drawn(0.5), drawn(1.0)}) == 3


def test_a_damaged_checkpoint_is_named_by_its_file(name, tiny, tmp_path):
    folder = tmp_path / name
    shutil.copytree(tiny(name), folder)
    part = "unet" if (folder / "unet").is_dir() else "transformer"
    (weights,) = (folder / part).glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-100])

    with pytest.raises(NotHere, match=weights.name):
        DiffusersWeights(model=str(folder)).load(card("cpu"))


def test_an_order_can_go_to_another_process(order, tmp_path):
    sent = order("flux", references=(portrait(tmp_path, 1),))

    assert pickle.loads(pickle.dumps(sent)) == sent


@pytest.fixture
def editing(tiny, monkeypatch):
    """Qwen-Image-Edit-Plus over Qwen-Image's tiny parts; what looks at pictures for its words is left out."""
    from diffusers import QwenImageEditPlusPipeline
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as module

    pipe = DiffusersWeights(model=str(tiny("qwen-image"))).load(card("cpu"))
    plain, index = pipe.pipe, dict(pipe.checkpoint.index)
    monkeypatch.setattr(module, "VAE_IMAGE_SIZE", 64 * 64)
    monkeypatch.setattr(module, "CONDITION_IMAGE_SIZE", 64 * 64)
    pipe.pipe = QwenImageEditPlusPipeline(**plain.components, processor=None)
    pipe.pipe._get_qwen_prompt_embeds = lambda prompt, _image, device: plain.encode_prompt(prompt, device)
    pipe.checkpoint = replace(pipe.checkpoint, index=index | {"_class_name": "QwenImageEditPlusPipeline"})
    return pipe


def test_a_model_that_edits_draws_from_words_where_there_is_nothing_to_edit(editing, order):
    portrait_of_lin = order("qwen-image")

    list(portrait_of_lin.carry_out(editing, [portrait_of_lin], quiet))

    assert portrait_of_lin.out.is_file()
    assert list(editing.siblings) == ["QwenImagePipeline"]


def test_a_model_that_edits_looks_at_all_pictures_and_draws_one_at_a_time(editing, order, tmp_path):
    lin, chen = portrait(tmp_path, 1), portrait(tmp_path, 2)
    asked = [
        order("qwen-image", f"{number}.png", references=shown, at_once=2, seed=seed)
        for number, (shown, seed) in enumerate(
            [((lin,), 1), ((lin, chen), 1), ((lin, chen), 2), ((lin, chen), 3)]
        )
    ]

    alone = list(asked[0].carry_out(editing, asked[:1], quiet))
    both = list(asked[1].carry_out(editing, asked[1:], quiet))

    assert len({one.out.read_bytes() for one in asked}) == 4
    assert not any("drawn_together" in notes for notes in alone + both)
