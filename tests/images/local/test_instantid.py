"""InstantID puts the face of a portrait into a picture, there and nowhere else."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import insight_stand_in
import numpy as np
import pytest

pytest.importorskip("diffusers", reason="pip install 'shortdrama[local]'")

import torch

from pipeline.errors import BadResult, NotHere
from pipeline.images.engine import Brief, ImageRequest, Person, Reference
from pipeline.images.faces import Watch
from pipeline.images.local.identity_net import IDENTITY
from pipeline.images.local.instantid import HoldFaces, IdentityWeights, InstantID
from pipeline.local.cards import Card, card
from pipeline.local.memory import Wish
from pipeline.story import Age, Angle, Era, Feeling, Size, Time, Weather

RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)
WIDTH, HEIGHT = 200, 120


def paint(path: Path, *patches: tuple[int, tuple[int, int, int]], side: int = 24) -> Path:
    pixels = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    for left, colour in patches:
        pixels[40 : 40 + side, left : left + side] = colour
    cv2.imwrite(str(path), pixels)
    return path


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    with insight_stand_in.installed(tmp_path_factory.mktemp("insight")) as pack:
        yield pack


@pytest.fixture(scope="module")
def options(tiny, pack):
    return InstantID(
        str(tiny("sdxl")),
        str(tiny("instantid")),
        steps=2,
        strength=1.0,
        size=64,
        smallest=16,
        pack=str(pack),
    )


@pytest.fixture(scope="module")
def loaded(options):
    """Both modes, loaded once."""
    modes = {
        mode: IdentityWeights(options.sdxl, options.instantid, mode, 64).load(card("cpu"))
        for mode in ("face", "image")
    }
    yield modes
    for pipe in modes.values():
        pipe.unload()


def person(name: str) -> Person:
    return Person(name, "woman", Age.YOUNG, "black coat", Feeling.CALM)


@pytest.fixture
def request_(tmp_path):
    """Lin on the left, Mei on the right, with portraits."""
    brief = Brief(
        None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE,
        (person("Lin"), person("Mei")), "", False,
    )  # fmt: skip
    portraits = (
        Reference("Lin", paint(tmp_path / "lin.png", (80, RED))),
        Reference("Mei", paint(tmp_path / "mei.png", (80, GREEN))),
    )
    return ImageRequest("", brief, WIDTH, HEIGHT, 5, portraits)


def hold(loaded, order: HoldFaces):
    (notes,) = order.carry_out(loaded[order.options.mode], [order], lambda *_: None)
    return notes, cv2.imread(str(order.out))


@pytest.fixture
def order(options, request_, tmp_path):
    picture = paint(tmp_path / "drawn.png", (30, BLUE), (140, GREEN))
    return options.order(picture, request_, tmp_path / "out.png", Wish())


def test_the_faces_change_and_nothing_else(loaded, order):
    notes, after = hold(loaded, order)
    changed = (after != cv2.imread(str(order.picture))).any(axis=2)
    columns = np.flatnonzero(changed.any(axis=0))

    assert notes == {"held": ["Lin", "Mei"]}
    assert changed[52, 42]
    assert changed[52, 152]
    assert columns.min() >= 18
    assert not changed[:, 70:128].any()
    assert not changed[:30].any()
    assert not changed[75:].any()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(loaded, order, tmp_path):
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        hold(loaded, replace(order, seed=seed, out=tmp_path / f"{name}.png"))
    a, b, c = ((tmp_path / f"{name}.png").read_bytes() for name in "abc")

    assert a == b
    assert a != c


def test_another_portrait_gives_another_face(loaded, order, tmp_path):
    _, before = hold(loaded, order)
    paint(order.portraits[0].image, (80, (0, 160, 255)))
    _, after = hold(loaded, order)
    changed = (before != after).any(axis=2)

    assert changed[:, :100].any()
    assert not changed[:, 100:].any()


@pytest.mark.parametrize("silenced", ["identity_scale", "control_scale"])
def test_the_adapter_and_the_identity_network_both_see_the_face(loaded, order, silenced):
    order = replace(order, options=replace(order.options, **{silenced: 0.0}))
    _, before = hold(loaded, order)
    paint(order.portraits[0].image, (80, (0, 160, 255)))

    assert (before != hold(loaded, order)[1]).any()


def test_the_identity_network_gets_the_tokens_of_the_face_for_the_words(loaded, order, request_):
    pipe = loaded["face"]
    read = []
    handle = pipe.pipe.controlnet.register_forward_pre_hook(
        lambda *called: read.append(called[-1]["encoder_hidden_states"]), with_kwargs=True
    )
    hold(loaded, order)
    handle.remove()
    face = order.embedder.find(request_.references[0].image)[0]
    with pipe.kept[IDENTITY].of(face.embedding, guided=True) as embedding, torch.inference_mode():
        expected = pipe.pipe.unet.encoder_hid_proj([embedding])[0][:, 0]

    assert embedding.shape == (2, 1, 1, 512)
    assert read[0].shape == (2, 16, 64)
    assert torch.allclose(read[0], expected)
    assert len(read) == 4


def test_after_a_face_the_network_reads_words_again(loaded, order):
    identity = loaded["face"].kept[IDENTITY]
    hold(loaded, order)

    assert identity(None, (), {"encoder_hidden_states": 1}) is None


def test_without_guidance_one_face_goes_through_at_a_time(loaded, order):
    notes, after = hold(loaded, replace(order, options=replace(order.options, guidance=0.0)))

    assert notes == {"held": ["Lin", "Mei"]}
    assert (after != cv2.imread(str(order.picture))).any()


def test_over_the_whole_picture_one_person_is_held(loaded, order, tmp_path):
    picture = paint(tmp_path / "drawn.png", (30, BLUE))
    pixels = cv2.imread(str(picture))
    pixels[20:70, 130:180] = GREEN
    cv2.imwrite(str(picture), pixels)

    notes, after = hold(loaded, replace(order, options=replace(order.options, mode="image")))

    assert notes == {"held": ["Mei"], "not_held": {"Lin": "`mode: image` holds one face, the largest"}}
    assert after.shape == (HEIGHT, WIDTH, 3)
    assert (after[:10] != pixels[:10]).any()


def test_where_no_face_is_found_the_picture_stays_and_the_notes_say_so(loaded, order):
    paint(order.picture, (30, RED), side=12)
    notes, _ = hold(loaded, order)

    why = "no face of 16 pixels or more in the picture"
    assert notes == {"held": [], "not_held": {"Lin": why, "Mei": why}}
    assert order.out.read_bytes() == order.picture.read_bytes()


def test_who_has_no_portrait_or_none_with_a_face_keeps_their_place_in_the_row(loaded, order):
    paint(order.portraits[0].image)
    notes, after = hold(loaded, order)
    changed = (after != cv2.imread(str(order.picture))).any(axis=2)

    assert notes == {"held": ["Mei"], "not_held": {"Lin": "no face in the portrait"}}
    assert not changed[:, :110].any()

    notes, _ = hold(loaded, replace(order, portraits=order.portraits[1:]))
    assert notes["not_held"] == {"Lin": "no portrait"}


def test_a_face_at_the_edge_is_painted_in_a_square_that_lies_inside(loaded, order):
    paint(order.picture, (0, RED), (176, GREEN))
    notes, after = hold(loaded, order)

    assert notes["held"] == ["Lin", "Mei"]
    assert (after[52, 2] != RED).any()
    assert (after[52, 198] != GREEN).any()


def test_the_steps_are_those_that_are_walked_and_say_whose_face_it_is(loaded, order):
    told = []
    order = replace(order, options=replace(order.options, steps=4, strength=0.5))
    next(order.carry_out(loaded["face"], [order], lambda *step: told.append(step)))

    assert told == [(1, 2, "Lin"), (2, 2, "Lin"), (1, 2, "Mei"), (2, 2, "Mei")]


def test_a_face_that_stays_unlike_is_painted_again_and_the_best_is_kept(loaded, order):
    portraits = tuple((one.name, one.image) for one in order.portraits)
    notes, _ = hold(loaded, replace(order, watch=Watch(order.embedder, portraits, least=0.999, takes=3)))

    assert set(notes["faces"]) == {"Lin", "Mei"}
    assert notes.get("drawn", 1) in (1, 2, 3)
    assert sorted(file.name for file in order.out.parent.glob("out*")) == ["out.png"]


@pytest.mark.parametrize("offload", ["model", "group"])
def test_where_parts_wait_elsewhere_the_picture_is_the_same(loaded, options, order, tmp_path, offload):
    hold(loaded, order)
    whole = order.out.read_bytes()
    elsewhere = replace(order, wish=Wish(offload=offload))
    waiting = elsewhere.weights.load(Card("cpu", total=2**36, free=2**36, host=2**36))

    hold({"face": waiting}, elsewhere)

    assert f"{offload} offload" in waiting.told
    assert order.out.read_bytes() == whole
    waiting.unload()


def test_a_model_that_is_loaded_anew_on_a_lower_rung_holds_faces_as_before(loaded, order):
    hold(loaded, order)
    before = order.out.read_bytes()
    pipe = order.weights.load(card("cpu"))
    hold({"face": pipe}, order)

    pipe.lower()
    hold({"face": pipe}, order)

    assert order.out.read_bytes() == before
    pipe.unload()


def test_an_order_can_be_sent_to_another_process(order):
    sent = pickle.loads(pickle.dumps(order))

    assert sent == order
    assert hash(sent.weights) == hash(order.weights)


def test_a_picture_that_is_none_is_named(loaded, order):
    order.picture.write_text("a poem")

    with pytest.raises(BadResult, match=r"drawn\.png is no picture"):
        hold(loaded, order)


@pytest.fixture
def damaged(tiny, options, tmp_path):
    """InstantID in a folder of its own, to be damaged."""
    shutil.copytree(tiny("instantid"), tmp_path / "own")
    return tmp_path / "own", IdentityWeights(options.sdxl, str(tmp_path / "own"), "face", 64)


@pytest.mark.parametrize(
    "content", [b"", b"half a file", {"image_proj": {}}, {"image_proj": {}, "ip_adapter": {}}]
)
def test_a_damaged_adapter_is_named(damaged, content):
    folder, weights = damaged
    if isinstance(content, bytes):
        (folder / "ip-adapter.bin").write_bytes(content)
    else:
        torch.save(content, folder / "ip-adapter.bin")

    with pytest.raises(NotHere, match=r"own/ip-adapter\.bin can't be used: .+\. Copy"):
        weights.load(card("cpu"))


def test_a_damaged_identity_network_is_named(damaged):
    folder, weights = damaged
    (folder / "ControlNetModel" / "diffusion_pytorch_model.safetensors").write_bytes(b"half")

    with pytest.raises(NotHere, match="ControlNetModel can't be loaded"):
        weights.load(card("cpu"))


def test_before_a_run_it_is_said_what_is_missing(options, damaged, tmp_path):
    folder, _ = damaged
    own = replace(options, instantid=str(folder))
    assert own.unavailable() == ""

    (folder / "ip-adapter.bin").unlink()
    assert "ip-adapter.bin is missing. Copy InstantX/InstantID there" in own.unavailable()
    assert "There is no folder" in replace(options, sdxl=str(tmp_path / "nothing")).unavailable()
    assert "antelope has no .onnx files" in replace(options, pack=str(tmp_path / "antelope")).unavailable()


def test_another_model_than_sdxl_is_refused(options, tiny):
    assert (
        "is a FluxPipeline: InstantID works with SDXL only"
        in replace(options, sdxl=str(tiny("flux"))).unavailable()
    )
