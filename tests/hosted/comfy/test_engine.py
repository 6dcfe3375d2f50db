"""The options that engines share that are workflows of ComfyUI."""

import json
from pathlib import Path

import pytest

from pipeline import recipe
from pipeline.clips import ENGINES as CLIPS
from pipeline.clips.engine import ClipRequest
from pipeline.errors import Wait
from pipeline.hosted.comfy.engine import shipped
from pipeline.images import ENGINES as IMAGES
from pipeline.profile import parse
from pipeline.records import sha256_of
from pipeline.story import Move

PROFILE = """
film: {{width: 72, height: 128, fps: 8}}
storyboard: {{engine: rules}}
images: {{engine: drawn}}
voices: {{engine: espeak}}
clips:
  engine: comfyui
  comfyui: {options}
"""


@pytest.fixture
def mine(tmp_path):
    """A workflow of one's own."""
    for ending in (".json", ".bindings.yaml"):
        (tmp_path / f"mine{ending}").write_bytes(shipped()["svd"].with_suffix(ending).read_bytes())
    return tmp_path / "mine.json"


def recipe_of(**options):
    request = ClipRequest("rain", Path("frame.png"), 3, 72, 128, 24, Move.PUSH, 1)
    return recipe.recipe(
        "comfyui", CLIPS["comfyui"](**options), request, lambda path: sha256_of(path) if path.exists() else ""
    )


def test_without_a_workflow_it_says_which_there_are():
    assert "or one of: svd, wan22-5b." in CLIPS["comfyui"]().unavailable()
    assert "or one of: flux-kontext, flux." in IMAGES["comfyui"]().unavailable()


def test_a_workflow_is_chosen_by_name_or_by_path(mine):
    assert CLIPS["comfyui"](workflow="svd").unavailable() == ""
    assert CLIPS["comfyui"](workflow=str(mine)).unavailable() == ""


def test_a_workflow_of_the_other_kind_is_told():
    assert "flux.json makes images" in CLIPS["comfyui"](workflow="flux").unavailable()
    assert "svd.json makes clips" in IMAGES["comfyui"](workflow="svd").unavailable()


def test_an_address_that_is_none_is_told():
    assert "is no address" in CLIPS["comfyui"](workflow="svd", address="localhost").unavailable()


def test_a_mistake_in_the_bindings_is_a_mistake_in_the_profile(mine):
    beside = mine.with_name("mine.bindings.yaml")
    beside.write_text(beside.read_text().replace("First frame", "Last frame"))
    with pytest.raises(Exception, match="no node has the title 'Last frame'") as error:
        parse(PROFILE.format(options=json.dumps({"workflow": str(mine)})), "drama.yaml")

    assert "line 8, clips.comfyui" in str(error.value)
    assert "line 5, bind.image" in str(error.value)


def test_a_value_that_goes_nowhere_is_a_mistake_in_the_profile():
    with pytest.raises(Exception, match=r"no place for the value 'steps' in svd\.json"):
        parse(PROFILE.format(options="{workflow: svd, values: {steps: 4}}"), "drama.yaml")


def test_what_the_workflow_says_is_part_of_the_recipe_and_where_it_lies_and_runs_is_not(mine, tmp_path):
    before = recipe_of(workflow=str(mine))
    other = tmp_path / "other.json"
    other.write_bytes(mine.read_bytes())
    beside = mine.with_name("mine.bindings.yaml")

    assert recipe_of(workflow=str(mine), address="http://gpu.local:8188", at_once=1) == before
    assert recipe_of(workflow=str(other), bindings=str(beside)) == before
    assert recipe_of(workflow=str(mine), values={"KSampler.steps": 9}) != before
    beside.write_text(beside.read_text().replace("step: 64", "step: 32"))
    assert (changed := recipe_of(workflow=str(mine))) != before
    mine.write_text(mine.read_text().replace("karras", "simple"))
    assert recipe_of(workflow=str(mine)) != changed


def test_a_workflow_that_was_edited_is_read_anew(mine):
    engine = CLIPS["comfyui"](workflow=str(mine))
    assert engine.abilities.lengths == (3.0,)
    beside = mine.with_name("mine.bindings.yaml")
    beside.write_text(beside.read_text().replace("lengths: [3]", "lengths: [2, 3]"))

    assert engine.abilities.lengths == (2.0, 3.0)


def test_a_job_can_be_taken_back(comfy):
    engine = CLIPS["comfyui"](workflow="svd", address=comfy.url)
    comfy.pending = [[1, "one", {}, {}, []], [2, "two", {}, {}, []]]

    engine.cancel({"id": "one"})

    assert [job[1] for job in comfy.pending] == ["two"]


def test_a_job_of_a_server_that_is_not_there_can_not(clock):
    engine = CLIPS["comfyui"](workflow="svd", address="http://127.0.0.1:9")
    with pytest.raises(Wait, match="could not be asked to stop the job one"):
        engine.cancel({"id": "one"})
