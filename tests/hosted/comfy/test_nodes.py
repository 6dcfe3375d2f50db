"""What a server has, compared with what a workflow needs."""

from copy import deepcopy

import pytest
from comfy_server import INFO

from pipeline.errors import Rejected
from pipeline.hosted.comfy.bindings import Source
from pipeline.hosted.comfy.engine import shipped
from pipeline.hosted.comfy.nodes import Nodes
from pipeline.hosted.comfy.workflow import read

MODELS = {
    "flux1-dev-fp8.safetensors": Source("checkpoints", "https://models.example/flux1-dev-fp8.safetensors")
}


def workflow(name):
    return read(shipped()[name], shipped()[name].with_suffix(".bindings.yaml"))


def problems(graph, info=INFO, filled=()):
    return list(Nodes(info).problems(graph, MODELS, filled))


@pytest.mark.parametrize("name", shipped())
def test_a_workflow_that_is_shipped_runs_where_its_models_are(name):
    assert problems(workflow(name).graph) == []


def test_a_node_class_that_is_missing_is_named():
    graph = {
        "1": {"class_type": "KSamplr", "inputs": {}},
        "2": {"class_type": "VHS_PruneOutputs", "inputs": {}},
    }

    first, second = problems(graph)

    assert "no node class KSamplr. Did you mean KSampler?" in first
    assert "no node class VHS_PruneOutputs. Install the custom nodes" in second


def test_a_model_that_is_missing_is_named_with_what_there_is_and_where_it_comes_from():
    info = deepcopy(INFO)
    info["CheckpointLoaderSimple"]["input"]["required"]["ckpt_name"] = [["sdxl.safetensors"], {}]

    (problem,) = problems(workflow("flux").graph, info)

    assert (
        "ckpt_name of 'Load Checkpoint' is 'flux1-dev-fp8.safetensors', and it offers sdxl.safetensors."
        in problem
    )
    assert (
        "Put https://models.example/flux1-dev-fp8.safetensors into its folder models/checkpoints." in problem
    )


def test_a_server_without_any_models_offers_nothing():
    info = deepcopy(INFO)
    info["CheckpointLoaderSimple"]["input"]["required"]["ckpt_name"] = [[], {}]

    (problem,) = problems(workflow("flux").graph, info)

    assert "it offers nothing." in problem


def test_a_long_list_is_cut():
    info = deepcopy(INFO)
    info["CheckpointLoaderSimple"]["input"]["required"]["ckpt_name"] = [[f"{n}.ckpt" for n in range(30)], {}]

    (problem,) = problems(workflow("flux").graph, info)

    assert "11.ckpt and 18 more." in problem


@pytest.mark.parametrize(("name", "value"), [("sampler_name", "best"), ("scheduler", "sgm")])
def test_choices_are_checked_in_both_ways_that_nodes_tell_them(name, value):
    graph = workflow("flux").graph
    graph["6"]["inputs"][name] = value

    (problem,) = problems(graph)

    assert f"{name} of 'KSampler' is {value!r}" in problem


def test_a_choice_that_brings_further_inputs_is_checked_by_its_keys():
    graph = workflow("svd").graph
    graph["8"]["inputs"]["format"] = "avi"

    assert "offers auto, mp4, webm" in problems(graph)[0]


def test_values_that_come_later_and_uploads_are_not_checked():
    graph = workflow("svd").graph
    graph["2"]["inputs"]["image"] = "shortdrama/0a1b.png"
    graph["5"]["inputs"]["scheduler"] = "later"

    assert problems(graph, filled={("5", "scheduler")}) == []


def test_an_input_that_newer_servers_want_is_named():
    graph = workflow("flux").graph
    del graph["6"]["inputs"]["denoise"]

    assert problems(graph) == ["'KSampler' lacks the input 'denoise'. Export the workflow anew."]


def test_nodes_of_pictures_that_are_not_there_go_with_all_that_needs_them():
    whole = workflow("flux-kontext").graph

    one = Nodes(INFO).without(whole, {"20"})
    none = Nodes(INFO).without(whole, {"12", "20"})

    assert whole.keys() - one.keys() == {"20", "21", "22"}
    assert one["23"]["inputs"] == {"conditioning": ["15", 0]}
    assert one["15"]["inputs"] == {"conditioning": ["4", 0], "latent": ["14", 0]}
    assert whole.keys() - none.keys() == {"12", "13", "14", "20", "21", "22"}
    assert Nodes(INFO).without(whole, set()) == whole


def test_a_workflow_that_can_do_nothing_without_the_picture_is_refused():
    with pytest.raises(Rejected, match="needs a picture for 'First frame'"):
        Nodes(INFO).without(workflow("svd").graph, {"2"})
