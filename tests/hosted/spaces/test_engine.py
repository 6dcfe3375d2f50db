"""What the engines of clips and pictures share when they ask an app."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import gradio_app
import pytest
from pydantic import ValidationError
from vendors.stand_in import clip, picture

from pipeline import keys
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, FolderError, NotHere, Refused, Rejected, Unpaid, Wait
from pipeline.hosted import gate
from pipeline.hosted.spaces.engine import Space
from pipeline.recipe import recipe
from pipeline.records import sha256_of

pytest.importorskip("gradio_client", reason="pip install 'shortdrama[spaces]'")
slow = pytest.mark.slow
SIZE = {"width": 72, "height": 128}
QUOTA = "You have exceeded your GPU quota (60s requested vs. 0s left)."


@dataclass(frozen=True, config=OPTIONS)
class Anything(Space):
    """Fetches whatever the app makes."""

    given: ClassVar[tuple[str, ...]] = ("prompt", "image", "references", "width", "height")


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    gate.forget()


def fails(words: str, out: Path, **options) -> None:
    engine = Anything(space=gradio_app.address(), api_name="fail", inputs={"prompt": "{prompt}"}, **options)
    engine.carry_out({"prompt": words, **SIZE}, print, out)


def told() -> dict:
    import gradio_client

    app = gradio_client.Client(gradio_app.address(), verbose=False, download_files=False)
    return app.predict(api_name="/told")["calls"][0]


@slow
def test_a_picture_and_values_go_by_name_and_the_file_comes_back(tmp_path):
    (tmp_path / "frame.png").write_bytes(picture())
    engine = Anything(
        space=gradio_app.address(),
        api_name="animate",
        inputs={"prompt": "{prompt}", "input_image": "{image}", "seed": 5},
    )
    pictures = {"image": tmp_path / "frame.png"}
    engine.carry_out({"prompt": "rain", **SIZE}, print, tmp_path / "shot.part", pictures=pictures)
    assert (tmp_path / "shot.part").read_bytes() == clip()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["frame.png", "shot.part"]
    given = told()
    assert (given["prompt"], given["seed"], given["seconds"], given["steps"]) == ("rain", 5, 2, 4)
    height, width = given["shape"]
    assert width / height == pytest.approx(72 / 128, abs=0.02)


@slow
def test_portraits_go_as_a_list(tmp_path):
    for name in ("lin.png", "chen.png"):
        (tmp_path / name).write_bytes(picture())
    faces = {"each": "references", "as": {"image": "{image}", "caption": "{name}"}}
    engine = Anything(
        space=gradio_app.address(),
        api_name="draw",
        inputs={"prompt": "{prompt}", "faces": faces},
        output="a_picture",
    )
    portraits = [("林夏", tmp_path / "lin.png"), ("老陈", tmp_path / "chen.png")]
    engine.carry_out({"prompt": "rain", **SIZE}, print, tmp_path / "out", references=portraits)
    assert (tmp_path / "out").read_bytes().startswith(b"\x89PNG")
    assert told() == {"prompt": "rain", "faces": 2}


@slow
@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        ("No face was found.", BadResult, "No face was found"),
        ("NSFW content detected.", Refused, "Change the words"),
        ("No GPU was available after 60s.", Wait, "run again later"),
        (f"{QUOTA} Try again in 1:30:00", Wait, r"Run again in 1\.5 hours, or set HF_TOKEN"),
        (QUOTA, Unpaid, "GPU quota"),
    ],
)
def test_what_the_app_says_becomes_an_error_of_ours(tmp_path, words, kind, said):
    with pytest.raises(kind, match=said):
        fails(words, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@slow
def test_a_space_whose_quota_is_used_up_is_out_for_this_run(tmp_path):
    with pytest.raises(Wait):
        fails(f"{QUOTA} Try again in 1:30:00", tmp_path / "out")
    with pytest.raises(Wait, match="out for this run"):
        fails("anything", tmp_path / "out")


@slow
def test_a_file_that_is_not_accepted_is_said_and_not_left(tmp_path):
    def refuse(file):
        assert file.read_bytes()
        raise BadResult("it is no picture.", "Run again.")

    engine = Anything(space=gradio_app.address(), api_name="draw", inputs={"prompt": "rain"}, output=1)
    with pytest.raises(BadResult, match=r"made can't be used: it is no picture\."):
        engine.carry_out(SIZE, refuse, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@slow
def test_a_value_that_is_no_file_is_said(tmp_path):
    engine = Anything(space=gradio_app.address(), api_name="draw", inputs={"prompt": "rain"}, output=2)
    with pytest.raises(BadResult, match="no file in its answer: no file"):
        engine.carry_out(SIZE, print, tmp_path / "out")


@slow
def test_a_file_that_is_larger_than_allowed_is_not_fetched(tmp_path):
    engine = Anything(
        space=gradio_app.address(), api_name="draw", inputs={"prompt": "rain"}, output=1, most_mb=1e-6
    )
    with pytest.raises(BadResult, match="most_mb"):
        engine.carry_out(SIZE, print, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@slow
def test_inputs_that_do_not_fit_are_said_before_anything_is_asked(tmp_path):
    engine = Anything(space=gradio_app.address(), api_name="animate", inputs={"promt": "rain"})
    with pytest.raises(Rejected, match=r"no parameter 'promt'.*input_image"):
        engine.carry_out(SIZE, print, tmp_path / "out")


@slow
def test_a_value_that_the_app_does_not_take_is_said(tmp_path):
    inputs = {"input_image": None, "prompt": "rain", "duration_seconds": 60}
    engine = Anything(space=gradio_app.address(), api_name="animate", inputs=inputs)
    with pytest.raises(Rejected, match="greater than maximum value 5"):
        engine.carry_out(SIZE, print, tmp_path / "out")


def test_a_picture_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "frame.png").write_bytes(b"no picture")
    engine = Anything(space="http://127.0.0.1:9", inputs={"image": "{image}"})
    with pytest.raises(BadResult, match=r"^The picture frame\.png can't be read"):
        engine.carry_out(SIZE, print, tmp_path / "out", pictures={"image": tmp_path / "frame.png"})


def test_a_folder_that_is_missing_is_said_before_anything_is_asked(tmp_path):
    with pytest.raises(FolderError, match="no such folder"):
        Anything(space="http://127.0.0.1:9").carry_out(SIZE, print, tmp_path / "missing" / "out")


def test_without_a_space_it_says_what_to_write(tmp_path):
    assert "No Space is chosen" in Anything().unavailable()
    assert Anything(space="Wan-AI/Wan-2.2-5B").unavailable() == ""
    with pytest.raises(NotHere, match="No Space"):
        Anything().carry_out(SIZE, print, tmp_path / "out")


def test_without_the_package_it_says_how_to_get_it(monkeypatch):
    from pipeline.hosted.spaces import engine

    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    assert "shortdrama[spaces]" in Anything(space="Wan-AI/Wan-2.2-5B").unavailable()


@pytest.mark.parametrize("space", ["Wan-2.2", "huggingface.co/spaces/a/b", "ftp://a/b", "a b/c"])
def test_what_is_no_space_is_refused(space):
    with pytest.raises(ValidationError, match="OWNER/NAME of a Space"):
        Anything(space=space)


@pytest.mark.parametrize("inputs", [{"a": "{promt}"}, {"a": [{"b": "{seconds}"}]}, {"a": "{reference_x}"}])
def test_a_hole_that_nothing_fills_is_refused(inputs):
    with pytest.raises(ValidationError, match="it asks for"):
        Anything(space="a/b", inputs=inputs)


def test_one_portrait_can_be_asked_for_by_its_number():
    assert Anything(space="a/b", inputs={"face": "{reference_1}"}).asks_for("reference_1")


def test_how_it_is_asked_does_not_count():
    def made_by(engine):
        return recipe("space", engine, Anything(), sha256_of)

    plain = Anything(space="a/b")
    assert made_by(Anything(space="a/b", at_once=4, most_minutes=5, most_mb=5)) == made_by(plain)
    assert made_by(Anything(space="a/b", output=1)) != made_by(plain)
