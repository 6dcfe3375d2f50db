"""A run stops where somebody is to look, says so, and goes on when that was approved."""

from __future__ import annotations

import json

import pytest
from test_cli import drama

pytestmark = pytest.mark.slow


@pytest.fixture
def gated(folder):
    with (folder / "drama.yaml").open("a") as file:
        file.write("approve: [storyboard]\n")
    return folder


def test_a_run_ends_well_where_it_waits_and_names_what_to_look_at(gated, calls):
    for _ in range(2):
        told = drama("run", gated)

        assert "e01 waits for your approval of its storyboard: 2 file(s)." in told
        assert f"Look at {gated}/storyboard.html." in told
        assert f"`drama approve {gated} 1`" in told
    assert calls.total == 0
    assert "e01 waits for your approval" in drama("show", gated)
    assert json.loads(drama("show", gated, "--json"))["episodes"][0]["waits_for"] == "storyboard"


def test_after_the_approval_the_film_is_made(gated):
    drama("run", gated)

    assert f"`drama run {gated}` goes on." in drama("approve", gated, "1", "storyboard")
    assert f"The film: {gated}/final/e01.mp4" in drama("run", gated)


def test_what_does_not_wait_can_not_be_approved(gated):
    assert "No stage of episode all waits" in drama("approve", gated, code=3)
    drama("run", gated)
    assert "No images of episode 1 waits" in drama("approve", gated, "1", "images", code=3)
    assert "no stage 'films'" in drama("approve", gated, "1", "films", code=3)
