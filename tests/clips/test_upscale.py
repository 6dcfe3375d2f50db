from __future__ import annotations

import sys
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.clips.between import read
from pipeline.clips.local.writing import write
from pipeline.clips.upscale import Upscale, UpscalerWeights, covering
from pipeline.errors import NotHere
from pipeline.ffmpeg import probe
from pipeline.local.cards import Card

torch = pytest.importorskip("torch", reason="needs `make local`")


class Twice:
    """What spandrel gives for a model that doubles a picture; it keeps count of the rows it saw."""

    scale, supports_half, dtype = 2, False, torch.float32

    def __init__(self) -> None:
        self.rows: list[int] = []

    def eval(self):
        return self

    def __call__(self, pixels):
        self.rows.append(pixels.shape[2])
        return pixels.repeat_interleave(2, 2).repeat_interleave(2, 3)


class Mask:
    """What spandrel gives for a model that does something else."""


@pytest.fixture
def spandrel(monkeypatch):
    """A package of that name, whose files hold the word for their model."""

    class ModelLoader:
        def __init__(self, device) -> None:
            assert device == torch.device("cpu")

        def load_from_file(self, file: str):
            with open(file) as text:  # noqa: PTH123 - as a library does it
                kinds = {"twice": Twice, "mask": Mask}
                word = text.read()
            if word not in kinds:
                raise RuntimeError("no architecture fits")
            return kinds[word]()

    there = SimpleNamespace(ModelLoader=ModelLoader, ImageModelDescriptor=Twice)
    monkeypatch.setitem(sys.modules, "spandrel", there)


def model(folder, word="twice") -> UpscalerWeights:
    (folder / "x2.pth").write_text(word)
    return UpscalerWeights(str(folder / "x2.pth"))


def test_a_large_picture_goes_through_in_strips_and_comes_out_whole(tmp_path, spandrel):
    pixels = np.random.default_rng(1).integers(0, 256, (600, 8, 3), np.uint8)
    loaded = model(tmp_path).load(Card("cpu"))

    larger = loaded.enlarge(pixels)

    assert (larger == pixels.repeat(2, 0).repeat(2, 1)).all()
    assert loaded.model.rows == [256 + 16, 16 + 256 + 16, 16 + 88]


def test_a_clip_is_enlarged_to_the_film_s_size_and_keeps_its_rate(tmp_path, spandrel):
    frames = np.full((3, 64, 48, 3), (200, 100, 50), np.uint8)
    write(tmp_path / "clip.mp4", frames, Fraction(16))
    order = Upscale(model(tmp_path), tmp_path / "clip.mp4", (72, 100), tmp_path / "out.mp4")
    told = []

    notes = next(order.carry_out(order.weights.load(Card("cpu")), [order], lambda *step: told.append(step)))

    media = probe(tmp_path / "out.mp4")
    assert (media.width, media.height, media.fps, media.frames) == (76, 100, 16, 3)
    assert next(read(tmp_path / "out.mp4"))[9, 9] == pytest.approx((200, 100, 50), abs=4)
    assert notes == {"upscaled": "x2 on cpu, x2"}
    assert told[-1] == (3, 3, "out: larger")


def test_a_size_covers_the_film_but_is_never_larger_than_what_there_is():
    assert covering(1920, 3328, (1080, 1920)) == (1108, 1920)
    assert covering(960, 1664, (1080, 1920)) == (960, 1664)


@pytest.mark.parametrize(("word", "said"), [("mask", "no model that enlarges"), ("noise", "no architecture")])
def test_a_file_that_is_no_such_model_is_named(tmp_path, spandrel, word, said):
    with pytest.raises(NotHere, match=said) as raised:
        model(tmp_path, word).load(Card("cpu"))
    assert "x2.pth" in str(raised.value)


def test_what_is_unloaded_holds_nothing(tmp_path, spandrel):
    loaded = model(tmp_path).load(Card("cpu"))

    loaded.unload()

    assert loaded.model is None
