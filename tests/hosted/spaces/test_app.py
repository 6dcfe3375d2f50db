"""An app, found and called by name."""

from __future__ import annotations

from types import SimpleNamespace

import gradio_app
import pytest
import stamina

from pipeline.errors import BadResult, NotHere, Rejected
from pipeline.hosted.spaces.app import (
    Endpoint,
    address_of,
    arguments,
    connected,
    endpoint_of,
    file_in,
    name_of,
    picked,
)

gradio_client = pytest.importorskip("gradio_client", reason="pip install 'shortdrama[spaces]'")

slow = pytest.mark.slow
FILE = {"path": "out/clip.mp4", "url": None, "meta": {"_type": "gradio.FileData"}}


def parameter(name, type_="str", **default):
    told = {"parameter_name": name, "label": "Textbox", "python_type": {"type": type_}}
    if default:
        told |= {"parameter_has_default": True, "parameter_default": default["default"]}
    return told


ENDPOINT = Endpoint(
    "/generate",
    (parameter("image", "filepath"), parameter("prompt"), parameter("steps", "float", default=4)),
    ({"label": "Generated Video"}, {"label": "seed"}),
)


@pytest.fixture(scope="module")
def client():
    return connected(gradio_app.address(), "")


def test_inputs_are_bound_by_name_in_whatever_order():
    assert arguments(ENDPOINT, "it", {"prompt": "rain", "image": FILE}) == [FILE, "rain", 4]
    assert arguments(ENDPOINT, "it", {"steps": 9, "image": None, "prompt": ""}) == [None, "", 9]


def test_names_that_do_not_fit_are_said_with_those_that_do():
    with pytest.raises(Rejected) as error:
        arguments(ENDPOINT, "it", {"promt": "rain", "image": FILE})
    assert str(error.value) == (
        "/generate of it has no parameter 'promt', needs 'prompt'. Its `inputs` are: image (filepath);"
        " prompt (str); steps (float, usually 4)."
    )


def test_a_file_of_this_machine_is_never_sent_because_an_app_proposes_it():
    proposed = {"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}
    greedy = Endpoint("/generate", (parameter("image", default=proposed),), ())
    with pytest.raises(Rejected, match="needs 'image'"):
        arguments(greedy, "it", {})
    nested = Endpoint("/generate", (parameter("images", default=[{"image": proposed}]),), ())
    with pytest.raises(Rejected, match="needs 'images'"):
        arguments(nested, "it", {})


def test_older_apps_name_their_parameters_by_label():
    assert name_of({"label": "Motion Bucket (id)"}) == "motion_bucket_id"


@pytest.mark.parametrize("output", [0, "generated_video", -2])
def test_a_value_is_picked_by_place_or_name(output):
    assert picked((FILE, 7), ENDPOINT, output) is FILE


@pytest.mark.parametrize("output", [2, -3, "video"])
def test_a_value_that_is_not_there_is_said_with_those_that_are(output):
    with pytest.raises(Rejected, match="Its values are: generated_video, seed"):
        picked((FILE, 7), ENDPOINT, output)


def test_a_single_value_is_no_list():
    assert picked([FILE], Endpoint("/generate", (), ({"label": "Gallery"},)), 0) == [FILE]


@pytest.mark.parametrize(
    ("value", "file"),
    [
        (FILE, "out/clip.mp4"),
        ({"video": FILE, "subtitles": None}, "out/clip.mp4"),
        ([{"image": FILE, "caption": None}], "out/clip.mp4"),
        ("https://example.com/clip.mp4", "https://example.com/clip.mp4"),
        ("no file", None),
        (7, None),
        ([], None),
        ({"path": ""}, None),
    ],
)
def test_a_file_is_found_in_whatever_holds_it(value, file):
    assert file_in(value) == file


def test_a_file_of_the_app_is_fetched_with_what_the_app_knows_us_by():
    app = SimpleNamespace(
        src_prefixed="https://x.hf.space/gradio_api/",
        headers={"x-hf-authorization": "Bearer hf_1"},
        cookies={"a": "1", "b": "2"},
    )
    address, headers = address_of(app, {"path": "/made files/ä.mp4"})
    assert address == "https://x.hf.space/gradio_api/file=/made%20files/%C3%A4.mp4"
    assert headers == {"x-hf-authorization": "Bearer hf_1", "Cookie": "a=1; b=2"}


def test_a_file_elsewhere_is_fetched_without_it():
    app = SimpleNamespace(headers={"x-hf-authorization": "Bearer hf_1"}, cookies={})
    assert address_of(app, "https://elsewhere.example/clip.mp4") == ("https://elsewhere.example/clip.mp4", {})


def test_an_answer_without_a_file_is_said():
    with pytest.raises(BadResult, match="no file in its answer: sorry"):
        address_of(SimpleNamespace(), "sorry")


@pytest.mark.parametrize(
    ("space", "sent"),
    [
        ("https://wan-ai-wan.hf.space", "hf_planted"),
        ("http://wan-ai-wan.hf.space", False),
        ("https://hf.space.example.com", False),
        ("http://127.0.0.1:7860", False),
    ],
)
def test_the_token_goes_to_hugging_face_only(monkeypatch, space, sent):
    made = {}

    def client(address, **options):
        made[address] = options
        return SimpleNamespace(protocol="sse_v3")

    monkeypatch.setattr(gradio_client, "Client", client)
    connected(space, "hf_planted")
    assert made[space]["token"] == sent


def test_an_app_that_is_too_old_is_said(monkeypatch):
    monkeypatch.setattr(
        gradio_client, "Client", lambda *_, **__: SimpleNamespace(protocol="ws", app_version="3.4")
    )
    with pytest.raises(NotHere, match=r"Gradio 3\.4, which is too old"):
        connected("http://127.0.0.1:7860", "")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://127.0.0.1:99999"])
def test_an_app_that_is_not_there_is_said(address):
    with stamina.set_testing(True, attempts=2), pytest.raises(NotHere, match="can't be reached"):
        connected(address, "")


@slow
def test_an_address_without_a_gradio_app_is_said():
    with pytest.raises(NotHere, match="no Gradio app"):
        connected(f"{gradio_app.address()}/somewhere/else", "")


@slow
def test_endpoints_are_those_of_the_app(client):
    assert endpoint_of(client, "it", "/animate").name == endpoint_of(client, "it", "animate").name
    names = [name_of(told) for told in endpoint_of(client, "it", "animate").parameters]
    assert names == ["input_image", "prompt", "duration_seconds", "seed", "steps"]


@slow
@pytest.mark.parametrize(("name", "said"), [("generate", "no endpoint '/generate'"), ("", "5 endpoints")])
def test_an_endpoint_that_is_not_there_is_said_with_those_that_are(client, name, said):
    with pytest.raises(Rejected, match=f"{said}.*/animate, /draw, /fail, /slow, /told"):
        endpoint_of(client, "it", name)
