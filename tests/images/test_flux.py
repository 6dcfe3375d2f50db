"""The engine that draws by a model on one's own machine, as a profile sees it."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import FolderError, NotHere
from pipeline.images.engine import Brief, ImageRequest, Reference
from pipeline.images.faces import Watch, seed_of_take
from pipeline.images.flux import Flux
from pipeline.images.local.instantid import InstantID
from pipeline.images.local.ip_adapter import IPAdapter
from pipeline.promise import at_once
from pipeline.recipe import recipe
from pipeline.story import Angle, Era, Size, Time, Weather
from pipeline.tickets import current

BRIEF = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)
SETTINGS = {"device": "cpu", "steps": 2, "values": {"text_encoder_out_layers": [0, 1, 2]}}


def asked(*references: Reference, **more) -> ImageRequest:
    request = ImageRequest("a street in the rain", BRIEF, 64, 96, 7, references)
    return replace(request, **more)


@pytest.fixture
def known(monkeypatch):
    """A Flux whose checkpoint has the class that is named, without files; all else is here."""
    from pipeline.local import checkpoint

    class Found:
        def __init__(self, kind):
            self.kind = kind

        @property
        def family(self):
            return checkpoint.family_of({"_class_name": self.kind}, {})

    monkeypatch.setattr(Flux, "checkpoint", lambda self: Found(self.model))
    monkeypatch.setattr("pipeline.images.flux.foreseen", Found)
    monkeypatch.setattr("pipeline.local.engine.find_spec", lambda _name: object())
    return lambda kind, **options: Flux(model=kind, device="cpu", **options)


@pytest.mark.parametrize(
    ("kind", "references", "called"),
    [
        ("FluxPipeline", 0, ""),
        ("ZImagePipeline", 0, ""),
        ("StableDiffusionXLPipeline", 0, ""),
        ("QwenImagePipeline", 0, ""),
        ("FluxKontextPipeline", 4, "person {number} from the left in the picture that is given"),
        ("QwenImageEditPlusPipeline", 3, "image {number}"),
        ("Flux2Pipeline", 8, "image {number}"),
        ("Flux2KleinPipeline", 8, "image {number}"),
    ],
)
def test_each_family_takes_the_pictures_that_it_can(known, kind, references, called):
    can = known(kind).abilities

    assert (can.references, can.reference_name, can.reads, can.sheets) == (
        references,
        called,
        "prompt",
        False,
    )


INSTANTID = InstantID("sdxl", "instantid")
ADAPTER = IPAdapter("adapter")


@pytest.mark.parametrize(
    ("kind", "options", "references", "called"),
    [
        ("FluxPipeline", {"identity": "instantid", "instantid": INSTANTID}, 4, ""),
        ("Flux2Pipeline", {"identity": "instantid", "instantid": INSTANTID}, 8, "image {number}"),
        ("FluxPipeline", {"identity": "ip-adapter", "ip_adapter": ADAPTER}, 1, ""),
        (
            "FluxPipeline",
            {"identity": "ip-adapter", "ip_adapter": replace(ADAPTER, several="average")},
            4,
            "",
        ),
        ("FluxKontextPipeline", {"identity": "ip-adapter", "ip_adapter": ADAPTER}, 1, ""),
        ("Flux2Pipeline", {"identity": "none"}, 0, ""),
    ],
)
def test_how_people_stay_the_same_decides_which_pictures_it_takes(known, kind, options, references, called):
    can = known(kind, **options).abilities

    assert (can.references, can.reference_name) == (references, called)


def test_sheets_are_for_models_that_take_several_pictures(known):
    assert known("Flux2Pipeline", sheet=True).abilities.sheets
    assert known("Flux2Pipeline", sheet=True).unavailable() == ""
    for kind in ("FluxPipeline", "FluxKontextPipeline"):
        assert not known(kind, sheet=True).abilities.sheets
        assert "does not take sheets" in known(kind, sheet=True).unavailable()


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("FluxPipeline", {}, ""),
        ("FluxPipeline", {"identity": "reference"}, "FLUX.1 takes no pictures, as `identity: reference`"),
        ("FluxPipeline", {"negative": "fog"}, "FLUX.1 does not read `negative`"),
        ("FluxPipeline", {"negative": "fog", "values": {"true_cfg_scale": 3}}, ""),
        ("ZImagePipeline", {"negative": "fog"}, "Z-Image does not read `negative` with these settings"),
        ("ZImagePipeline", {"negative": "fog", "guidance": 4}, ""),
        ("Flux2Pipeline", {"negative": "fog", "values": {"true_cfg_scale": 3}}, "FLUX.2 does not read"),
        ("Flux2KleinKVPipeline", {"guidance": 4}, "is drawn without `guidance`"),
        ("WanPipeline", {}, "which makes clips. Choose it there."),
        ("FluxPipeline", {"identity": "instantid"}, "needs `instantid:` with the folders"),
        ("FluxPipeline", {"identity": "instantid", "instantid": INSTANTID}, "There is no folder sdxl"),
        ("FluxPipeline", {"identity": "ip-adapter"}, "needs `ip_adapter:` with the folder"),
        (
            "FluxPipeline",
            {"identity": "ip-adapter", "ip_adapter": ADAPTER},
            "ip_adapter.safetensors is missing",
        ),
        ("ZImagePipeline", {"identity": "ip-adapter", "ip_adapter": ADAPTER}, "Z-Image has no IP-Adapter"),
    ],
)
def test_what_a_model_would_leave_unread_stands_in_the_way(known, kind, options, said):
    why = known(kind, **options).unavailable()

    assert said in why
    assert bool(said) == bool(why)


def test_a_model_must_be_chosen_and_be_there(monkeypatch, tmp_path):
    monkeypatch.setattr("pipeline.local.engine.find_spec", lambda _name: object())

    assert Flux().unavailable().startswith("No model is chosen: write `model:`")
    assert str(tmp_path / "flux") in Flux(model=str(tmp_path / "flux"), device="cpu").unavailable()


def test_a_model_that_is_nowhere_is_asked_for_no_pictures(tmp_path):
    assert Flux(model=str(tmp_path / "flux")).abilities.references == 0
    with pytest.raises(NotHere):
        Flux(model=str(tmp_path / "flux")).draw(asked(), tmp_path / "out.png")


def test_where_and_how_fast_it_draws_makes_no_picture_anew():
    def said(engine):
        return recipe("flux", engine, asked(), lambda path: path.name)

    plain = said(Flux(model="m"))
    assert said(Flux(model="m", device="cuda:1", offload="group", at_once=4, attention="flash")) == plain
    for more in (
        {"steps": 4},
        {"identity": "none"},
        {"loras": [{"path": "x"}]},
        {"cache": 0.1},
        {"sheet": True},
    ):
        assert said(Flux(model="m", **more)) != plain
    one, other = ({"loras": [{"path": "x", "weight": weight}]} for weight in (0.5, 0.6))
    assert said(Flux(model="m", **one)) != said(Flux(model="m", **other))


@pytest.fixture
def flux(tiny):
    """FLUX.2 klein, tiny."""
    return Flux(model=str(tiny("flux2-klein")), **SETTINGS)


def portrait(folder: Path, number: int) -> Reference:
    pixels = np.random.default_rng(number).integers(0, 255, (96, 64, 3), np.uint8)
    cv2.imwrite(str(folder / f"N{number}.png"), pixels)
    return Reference(f"N{number}", folder / f"N{number}.png")


def test_a_request_becomes_a_picture_and_nothing_else(flux, tmp_path):
    flux.draw(asked(), tmp_path / "shot.png")

    assert cv2.imread(str(tmp_path / "shot.png")).shape == (96, 64, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["shot.png"]


def test_the_same_request_gives_the_same_bytes_and_another_seed_others(flux, tmp_path):
    one, again, other = (tmp_path / f"{name}.png" for name in ("one", "again", "other"))
    flux.draw(asked(), one)
    flux.draw(asked(), again)
    flux.draw(asked(seed=8), other)

    assert one.read_bytes() == again.read_bytes() != other.read_bytes()


def test_portraits_are_shown_unless_the_profile_says_none(flux, tmp_path):
    lin, names = portrait(tmp_path, 1), ("shown", "unshown", "alone")
    shown, unshown, alone = (tmp_path / f"{name}.png" for name in names)
    flux.draw(asked(lin), shown)
    replace(flux, identity="none").draw(asked(lin), unshown)
    flux.draw(asked(), alone)

    assert shown.read_bytes() != alone.read_bytes() == unshown.read_bytes()


def test_how_it_was_loaded_stands_in_the_record(flux, tmp_path, monkeypatch):
    ticket = current()
    monkeypatch.setattr("pipeline.images.flux.current", lambda: ticket)

    flux.draw(asked(), tmp_path / "shot.png")

    assert ticket.told["loaded"] == "flux2-klein on cpu: whole, float32"


def test_where_it_cannot_write_it_says_so_and_leaves_nothing(flux, tmp_path):
    with pytest.raises(FolderError, match="can't be written"):
        flux.draw(asked(), tmp_path / "missing" / "shot.png")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_model_is_named_by_its_file(flux, tmp_path):
    shutil.copytree(flux.model, tmp_path / "model")
    (tmp_path / "model" / "vae" / "config.json").write_text("{")

    broken = replace(flux, model=str(tmp_path / "model"))
    assert "config.json" in broken.unavailable()
    with pytest.raises(NotHere, match=r"config\.json"):
        broken.draw(asked(), tmp_path / "shot.png")
    assert not (tmp_path / "shot.png").exists()


class Nobody:
    """Finds faces that are like no portrait."""

    def unavailable(self):
        return ""

    def find(self, picture):
        return []


def test_a_frame_whose_faces_are_unlike_is_drawn_again_with_another_seed(flux, tmp_path, monkeypatch):
    drawn, scores = [], iter([{"Lin": 0.1}, {"Lin": 0.9}])

    def look(_watch, path):
        drawn.append(path.read_bytes())
        return next(scores)

    monkeypatch.setattr(Watch, "scores", look)
    watch = Watch(Nobody(), (("Lin", tmp_path / "lin.png"),), takes=3)
    flux.draw(asked(seed=seed_of_take(7, 2)), tmp_path / "second.png")

    flux.draw(asked(faces=watch), tmp_path / "shot.png")

    assert len(drawn) == 2
    assert (tmp_path / "shot.png").read_bytes() == drawn[1] == (tmp_path / "second.png").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["second.png", "shot.png"]


@pytest.fixture
def holding(flux, monkeypatch):
    """The same, with a shelf that has InstantID's faces from the function it is given, after the picture."""
    from pipeline.images import flux as module

    really = module.ask

    def of(paint):
        def ask(order, devices):
            return paint(order) if hasattr(order, "portraits") else really(order, devices)

        monkeypatch.setattr(module, "ask", ask)
        monkeypatch.setattr(InstantID, "unavailable", lambda _options: "")
        return replace(flux, identity="instantid", instantid=INSTANTID)

    return of


def test_faces_are_painted_into_what_was_drawn_which_is_gone_in_the_end(holding, tmp_path):
    lin, orders = portrait(tmp_path, 1), []

    def paint(order):
        orders.append(order)
        order.out.write_bytes(b"with faces of " + order.picture.read_bytes())
        return {"held": ["N1"]}

    holding(paint).draw(asked(lin), tmp_path / "shot.png")

    assert (tmp_path / "shot.png").read_bytes().startswith(b"with faces of \x89PNG")
    assert [order.portraits for order in orders] == [(lin,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["N1.png", "shot.png"]


def test_faces_that_can_not_be_painted_leave_no_picture(holding, tmp_path):
    def fail(order):
        raise NotHere(f"{order.weights.name} is damaged.")

    with pytest.raises(NotHere, match="is damaged"):
        holding(fail).draw(asked(portrait(tmp_path, 1)), tmp_path / "shot.png")
    assert [path.name for path in tmp_path.iterdir()] == ["N1.png"]


def test_what_the_profile_says_is_what_is_asked_of_the_model(flux, tmp_path):
    told = replace(flux, steps=None, at_once=3)

    order = told._order(asked(), tmp_path / "shot.png")

    assert (order.steps, order.at_once) == (4, 3)
    assert json.loads(order.values) == SETTINGS["values"]
    assert replace(told, steps=8)._order(asked(), Path("x")).steps == 8
    assert order.weights == told._order(asked(seed=3), tmp_path / "other.png").weights


def test_a_drama_is_drawn_with_portraits_sheets_and_frames_by_one_model(folder, flux):
    profile = yaml.safe_load((folder / "drama.yaml").read_text("utf-8"))
    options = {"model": flux.model, "sheet": True, **SETTINGS}
    profile |= {"images": {"engine": "flux", "flux": options}, "film": {"width": 64, "height": 96, "fps": 8}}
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile), "utf-8")

    outcome = tell(open_drama(folder), 1, "images", at_once)

    assert outcome.missing == {}
    assert {"images/林夏.png", "images/林夏-sheet.png", "images/e01s01-01.png"} <= {
        f.name for f in outcome.files
    }
    assert cv2.imread(os.fspath(folder / "images/林夏-sheet.png")).shape == (64, 96, 3)
    again = tell(open_drama(folder), 1, "images", at_once)
    assert {made.status for made in again.files} == {"kept"}
