"""A workflow read with its bindings, and filled in."""

import json
from copy import deepcopy

import pytest

from pipeline.errors import ProfileError
from pipeline.hosted.comfy.engine import shipped
from pipeline.hosted.comfy.workflow import read

GRAPH = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}, "_meta": {"title": "KEYFRAME"}},
    "2": {
        "class_type": "CLIPTextEncode",
        "inputs": {"text": "", "clip": ["9", 1]},
        "_meta": {"title": "Positive"},
    },
    "3": {
        "class_type": "CLIPTextEncode",
        "inputs": {"text": "", "clip": ["9", 1]},
        "_meta": {"title": "Negative"},
    },
    "4": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 20, "positive": ["2", 0]}},
    "5": {"class_type": "KSampler", "inputs": {"seed": 2, "steps": 4, "positive": ["2", 0]}},
    "6": {
        "class_type": "SaveVideo",
        "inputs": {"filename_prefix": "x", "format.codec": "h264", "video": ["4", 0]},
    },
    "9": {"class_type": "Loader", "inputs": {"model": "m.safetensors"}},
}
BINDINGS = """\
makes: clips
bind:
  image: {title: keyframe, input: image}
  prompt: {title: "POSITIVE", input: text}
  negative: {title: negative, input: text}
  seed: {class_type: KSampler, input: seed, all: true}
  prefix: {class_type: SaveVideo, input: filename_prefix}
values:
  negative: blurry
"""


@pytest.fixture
def reading(tmp_path):
    def reading(graph=GRAPH, bindings=BINDINGS):
        file, beside = tmp_path / "mine.json", tmp_path / "mine.bindings.yaml"
        file.write_text(graph if isinstance(graph, str) else json.dumps(graph))
        beside.write_text(bindings)
        return read(file, beside)

    return reading


def test_nodes_are_found_by_title_whatever_its_case_or_by_class(reading):
    workflow = reading()

    assert workflow.spots("image") == [("1", "image")]
    assert workflow.spots("prompt") == [("2", "text")]
    assert workflow.spots("seed") == [("4", "seed"), ("5", "seed")]
    assert workflow.spots("width") == []


def test_values_go_to_their_places_and_the_file_stays_as_it_is(reading):
    workflow = reading()
    before = deepcopy(workflow.graph)

    graph = workflow.filled({"prompt": "rain {on|off}", "seed": 7, "negative": None, "width": 9, "fps": 24})

    assert graph["2"]["inputs"] == {"text": "rain {on|off}", "clip": ["9", 1]}
    assert [graph[id_]["inputs"]["seed"] for id_ in "45"] == [7, 7]
    assert graph["3"]["inputs"]["text"] == ""
    assert workflow.graph == before


def test_any_input_can_be_set_by_the_title_or_class_of_its_node(reading):
    workflow = reading()

    graph = workflow.filled({"ksampler.steps": 1, "KSampler.steps": 9, "SaveVideo.format.codec": "av1"})

    assert [graph[id_]["inputs"]["steps"] for id_ in "45"] == [9, 9]
    assert graph["6"]["inputs"]["format.codec"] == "av1"
    assert workflow.problems({"KSampler.steps": 9, "negative": "fog"}) == []


@pytest.mark.parametrize(
    "name", ["KSampler.step", "Nobody.steps", "KSampler.positive", "steps", "image", "width"]
)
def test_a_value_without_a_place_is_a_problem(reading, name):
    (problem,) = reading().problems({name: 1})

    assert f"no place for the value {name!r}" in problem
    assert "prompt, negative, seed" in problem


def test_the_format_of_the_editor_is_refused_with_the_way_to_the_other(reading):
    with pytest.raises(ProfileError, match=r"format of ComfyUI's editor.*Export \(API\)"):
        reading({"nodes": [{"id": 3, "type": "KSampler"}], "links": [], "version": 0.4})


@pytest.mark.parametrize(
    "graph", ["[]", "{}", '{"1": {"inputs": {}}}', '{"1": {"class_type": "A"}}', '{"prompt": 1}']
)
def test_what_is_no_workflow_is_refused(reading, graph):
    with pytest.raises(ProfileError, match="is no workflow"):
        reading(graph)


def test_broken_json_is_refused_with_its_line(reading):
    with pytest.raises(ProfileError, match=r"not valid JSON.*line 2"):
        reading('{\n"1": ')


def test_a_link_to_nowhere_is_refused(reading):
    with pytest.raises(ProfileError, match="clip of 'Positive' comes from node 9, which is not there"):
        reading({id_: node for id_, node in GRAPH.items() if id_ in "26" or id_ == "4"})


def test_files_that_are_not_there_are_named(tmp_path):
    (tmp_path / "mine.json").write_text(json.dumps(GRAPH))
    with pytest.raises(
        ProfileError, match=r"mine\.bindings\.yaml can't be read.*Write one beside mine\.json"
    ):
        read(tmp_path / "mine.json", tmp_path / "mine.bindings.yaml")
    with pytest.raises(ProfileError, match=r"other\.json can't be read"):
        read(tmp_path / "other.json", tmp_path / "mine.bindings.yaml")


@pytest.mark.parametrize(
    ("line", "wrong", "told"),
    [
        (
            3,
            "  image: {title: KEYFRAM, input: image}",
            "no node has the title 'KEYFRAM'. Did you mean 'KEYFRAME'?",
        ),
        (
            3,
            "  image: {class_type: LoadImages, input: image}",
            "no node has the class LoadImages. Did you mean 'LoadImage'",
        ),
        (
            3,
            "  image: {title: keyframe, input: picture}",
            "'KEYFRAME' has no input 'picture'. Possible are: image.",
        ),
        (4, "  prompt: {title: positive, input: clip}", "'clip' of 'Positive' comes from the node 'Loader'"),
        (6, "  seed: {class_type: KSampler, input: seed}", "2 nodes have the class KSampler. Give the one"),
        (6, "  seed: {class_type: KSampler, inputs: seed}", "there is no such option. Did you mean 'input'?"),
        (6, "  sede: {class_type: KSampler, input: seed}", "there is no such option. Did you mean 'seed'?"),
        (9, "  negativ: blurry", "it is not among what is bound. Did you mean 'negative'?"),
        (9, "  width: 9", "it is not among what is bound"),
        (1, "makes: films", "'films' is not possible"),
    ],
)
def test_a_mistake_in_the_bindings_is_told_with_its_line(reading, line, wrong, told):
    lines = BINDINGS.splitlines()
    lines[line - 1] = wrong
    with pytest.raises(ProfileError) as error:
        reading(bindings="\n".join(lines))

    assert f"line {line}, " in str(error.value)
    assert told in str(error.value)


def test_all_mistakes_are_told_at_once(reading):
    with pytest.raises(ProfileError) as error:
        reading(bindings=BINDINGS.replace("keyframe", "x").replace('"POSITIVE"', "y"))

    assert str(error.value).count("no node has") == 2


def test_bindings_that_are_no_yaml_are_refused(reading):
    with pytest.raises(ProfileError, match="not valid YAML"):
        reading(bindings="makes: [")


@pytest.mark.parametrize("name", shipped())
def test_a_workflow_that_is_shipped_can_be_read_and_says_where_its_models_come_from(name):
    file = shipped()[name]
    workflow = read(file, file.with_suffix(".bindings.yaml"))
    needed = {
        value
        for node in workflow.graph.values()
        for value in node["inputs"].values()
        if isinstance(value, str) and value.endswith(".safetensors")
    }

    assert needed == set(workflow.bindings.models)
    assert workflow.spots("seed")
    assert workflow.spots("prefix")
