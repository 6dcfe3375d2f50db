"""What single vendors' files promise beyond the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.hosted.engine import Hosted
from pipeline.hosted.fill import filled
from pipeline.hosted.quotes import quote
from pipeline.hosted.specs import read
from pipeline.profile import ENGINES

VENDORS = [
    (stage, name) for stage, kinds in ENGINES.items() for name in kinds if issubclass(kinds[name], Hosted)
]


def test_portraits_go_to_vidu_as_a_list_of_pictures_with_a_model_that_takes_them():
    job = read("vidu", "clips", when=("references",))
    people = [{"image": "data:a", "name": "Lin"}, {"image": "data:b", "name": "Zhou"}]
    values = {**job.values, "prompt": "Rain.", "ratio": "9:16", "references": people}

    asked = filled(job.submit.request.json, values)

    assert job.submit.request.path == "/ent/v2/reference2video"
    assert (asked["model"], asked["images"]) == ("viduq2", ["data:a", "data:b"])


def test_a_model_that_the_user_chose_counts_for_every_order():
    assert read("vidu", "clips", "viduq1", when=("references",)).values["model"] == "viduq1"


def test_another_service_of_images_needs_no_quality():
    job = read("openai", "images", values={"quality": None})

    assert "quality" not in filled(job.submit.request.json, {**job.values, "prompt": "Rain.", "size": "1x1"})


@pytest.mark.parametrize(
    ("model", "host", "currency"),
    [
        ("doubao-seedance-1-5-pro-251215", "volces.com", "CNY"),
        ("seedance-1-5-pro-251215", "bytepluses.com", "USD"),
    ],
)
def test_the_name_of_a_seedance_model_tells_the_shop(model, host, currency):
    job = read("seedance", "clips", model)

    assert job.base_url.endswith(host)
    assert job.price.currency == currency


def test_hailuo_costs_by_resolution_and_length():
    job = read("minimax", "clips")

    assert quote(job, {"resolution": "1080P", "duration": 6}).amount == 0.49
    assert quote(job, {"resolution": "768P", "duration": 10.0}).amount == 0.56


def test_an_app_on_cerebrium_has_to_be_named(monkeypatch):
    from pipeline.clips import ENGINES

    monkeypatch.setenv("CEREBRIUM_API_KEY", "eyJ.key")

    assert "values: {project: ...}" in ENGINES["cerebrium"]().unavailable()


@pytest.mark.parametrize(("stage", "name"), VENDORS)
def test_what_was_tried_of_every_vendor_can_be_read(stage, name):
    page = (Path(__file__).parents[2] / "docs/vendors-tested.md").read_text("utf-8")

    assert f"| {name} | {stage} |" in page
    assert "failed**" not in page
