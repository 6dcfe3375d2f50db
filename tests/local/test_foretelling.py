"""What is said of a model before it is loaded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from pipeline.drama import open_drama
from pipeline.images.flux import Flux
from pipeline.local import cards, engine, foretelling
from pipeline.local.cards import Card
from pipeline.local.foretelling import foretold
from pipeline.local.known import Known
from pipeline.plan import plan

pytest.importorskip("diffusers", reason="needs `make local`")

GB = 1 << 30


@pytest.fixture(scope="module")
def flux(tmp_path_factory) -> Path:
    from tiny.build import build

    return build("flux", tmp_path_factory.mktemp("model") / "flux")


def with_cards(monkeypatch, *there: Card) -> None:
    monkeypatch.setattr(cards, "look", lambda: there)
    monkeypatch.setattr(engine, "for_the_processor_alone", lambda: False)
    cards._seen.cache_clear()


@pytest.fixture(autouse=True)
def _forget():
    yield
    cards._seen.cache_clear()


def test_each_card_has_its_plan_in_a_sentence(flux, monkeypatch):
    large = Card("cuda:0", "large", 24 * GB, 23 * GB, 64 * GB, 8.9)
    full = Card("cuda:1", "full", 24 * GB, 1 << 20, 64 * GB, 8.9)
    with_cards(monkeypatch, large, full)

    first, second = foretold(Flux(model=str(flux)), 1080, 1920)

    assert "23 GB are free on cuda:0: whole, bfloat16." in first
    assert "of cuda:1 even as" in second
    assert "Close what else uses it" in second


def test_a_licence_that_sells_nothing_is_told(flux, monkeypatch):
    monkeypatch.setattr(foretelling, "known", lambda _: Known("FluxPipeline", {}, "non-commercial, gated"))

    *_, last = foretold(Flux(model=str(flux), device="cpu"), 64, 64)

    assert "non-commercial" in last


def test_a_plan_says_how_models_will_be_loaded_without_loading_torch_s_pipelines(folder, flux):
    profile = yaml.safe_load((folder / "drama.yaml").read_text("utf-8"))
    profile["images"] = {"engine": "flux", "flux": {"model": str(flux), "device": "cpu"}}
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile), "utf-8")
    before = {name for name in sys.modules if name.startswith("diffusers")}

    found = plan(open_drama(folder, planning=True), [1])

    said = [warning for warning in found.warnings if warning.startswith("images: flux needs")]
    assert len(said) == 1
    assert "free on cpu: whole, float32" in said[0]
    assert {name for name in sys.modules if name.startswith("diffusers")} == before
