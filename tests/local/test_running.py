import pytest

pytest.importorskip("torch", exc_type=ImportError)
pytest.importorskip("diffusers", exc_type=ImportError)

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import torch
from PIL import Image

from pipeline.errors import BadResult, NotHere, Rejected
from pipeline.local import running
from pipeline.local.cards import Card, card
from pipeline.local.loading import load
from pipeline.local.memory import Wish
from pipeline.local.order import Stopped
from pipeline.local.running import run
from pipeline.local.weights import DiffusersWeights, Speed

GIB = 1024**3
SIMULATED = Card("cpu", "simulated", 24 * GIB, 24 * GIB, 64 * GIB)
FLUX = {"prompt": "rain", "width": 32, "height": 32, "num_inference_steps": 2, "max_sequence_length": 32}


def untold(*_):
    pass


@pytest.fixture
def flux(tiny):
    return load(DiffusersWeights(str(tiny("flux"))), card("cpu"))


def pixels(output):
    return np.stack([np.asarray(picture) for picture in output.images])


def running_out(loaded, monkeypatch, times, error=None):
    """The first *times* calls of the pipeline run out of memory; those after are carried out."""
    kind, calls = type(loaded.pipe), []
    call = kind.__call__

    # Its arguments are looked at: it must say that it takes the same.
    def full(self, *args, **named):
        calls.append(loaded.rung.offload)
        if len(calls) <= times:
            raise error or torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB.")
        return call(self, *args, **named)

    full.__wrapped__ = call
    monkeypatch.setattr(kind, "__call__", full)
    return calls


def test_the_same_seed_draws_the_same_and_another_one_another(flux):
    one, again, other = (pixels(run(flux, FLUX, [seed], untold)) for seed in (1, 1, 2))

    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


def test_a_picture_of_a_batch_is_the_one_that_its_seed_draws_alone(flux):
    both = pixels(run(flux, {**FLUX, "prompt": ["rain", "rain"]}, [1, 2], untold))

    np.testing.assert_allclose(both[1], pixels(run(flux, FLUX, [2], untold))[0], atol=1)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("flux", {"max_sequence_length": 32}),
        ("hunyuan15-t2v", {"num_frames": 5}),
        ("sdxl", {}),
        ("animatediff", {"num_frames": 4}),
    ],
)
def test_every_step_is_told_also_of_pipelines_that_call_nobody_back(tiny, name, more):
    told = []
    loaded = load(DiffusersWeights(str(tiny(name))), card("cpu"))
    asked = {"prompt": "rain", "width": 32, "height": 32, "num_inference_steps": 3, **more}

    run(loaded, asked, [1], lambda done, of, _what="": told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_bar_that_is_walked_along_tells_its_steps_too():
    told = []
    assert list(running._Bar(lambda *step: told.append(step), "abc", None)) == ["a", "b", "c"]
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("wish", [Wish(), Wish(offload="model")])
def test_work_that_is_stopped_ends_at_its_step_and_leaves_nothing_behind(tiny, wish):
    loaded = load(DiffusersWeights(str(tiny("wan-t2v")), wish=wish, speed=Speed(cache=0.5)), SIMULATED)
    asked = {**FLUX, "num_frames": 5, "num_inference_steps": 6, "output_type": "pt"}
    whole = run(loaded, asked, [1], untold).frames

    def stopping(done, _of, _what=""):
        if done == 3:
            raise Stopped

    with pytest.raises(Stopped):
        run(loaded, asked, [2], stopping)
    assert "progress_bar" not in vars(loaded.pipe)
    torch.testing.assert_close(run(loaded, asked, [1], untold).frames, whole)


def test_arguments_that_the_pipeline_does_not_have_are_named_before_it_works(flux, monkeypatch):
    calls = running_out(flux, monkeypatch, 0)
    with pytest.raises(Rejected, match=r"FluxPipeline takes no fps, last_image\. It takes prompt, "):
        run(flux, {**FLUX, "last_image": None, "fps": 8}, [1], untold)
    assert calls == []


def test_what_the_pipeline_refuses_is_told_in_its_words(tiny):
    loaded = load(DiffusersWeights(str(tiny("z-image"))), card("cpu"))
    with pytest.raises(Rejected, match="ZImagePipeline does not take that: Height must be divisible by 16"):
        run(loaded, {"prompt": "rain", "width": 32, "height": 40, "num_inference_steps": 1}, [1], untold)


def test_what_fails_inside_is_no_result(flux, monkeypatch):
    running_out(flux, monkeypatch, 1, RuntimeError("CUDA error: device-side assert triggered\nmore"))
    with pytest.raises(BadResult, match=r"failed: CUDA error: device-side assert triggered "):
        run(flux, FLUX, [1], untold)


class TestMemory:
    @pytest.mark.parametrize(
        "error",
        [
            None,
            RuntimeError("MPS backend out of memory"),
            MemoryError(),
            RuntimeError("can't allocate memory"),
        ],
    )
    def test_one_picture_too_many_goes_on_a_rung_lower_and_is_the_same(
        self, tiny, monkeypatch, caplog, error
    ):
        loaded = load(DiffusersWeights(str(tiny("flux"))), SIMULATED)
        whole = pixels(run(loaded, FLUX, [1], untold))
        calls = running_out(loaded, monkeypatch, 1, error)

        np.testing.assert_allclose(pixels(run(loaded, FLUX, [1], untold)), whole, atol=1)
        assert calls == ["none", "model"]
        assert loaded.told == "flux on cpu: model offload, float32, tiled decoding"
        assert "out of memory with flux on cpu: whole, float32; loading it anew: model offload" in caplog.text

    def test_it_goes_down_as_many_rungs_as_there_are_and_then_says_what_helps(self, tiny, monkeypatch):
        loaded = load(DiffusersWeights(str(tiny("flux"))), SIMULATED)
        calls = running_out(loaded, monkeypatch, 99)

        with pytest.raises(
            NotHere, match=r"does not suffice for flux on cpu: group offload.*smaller or shorter"
        ):
            run(loaded, FLUX, [1], untold)
        assert calls == ["none", "model", "group"]

    def test_a_batch_is_for_the_caller_to_halve(self, flux, monkeypatch):
        calls = running_out(flux, monkeypatch, 1)
        with pytest.raises(torch.OutOfMemoryError):
            run(flux, {**FLUX, "prompt": ["a", "b"]}, [1, 2], untold)
        assert (calls, flux.rung.offload) == (["none"], "none")

    def test_what_was_set_and_put_on_the_pipeline_is_there_again(self, tiny, monkeypatch):
        loaded = load(DiffusersWeights(str(tiny("wan-5b"))), SIMULATED)
        put = []
        loaded.put.append(put.append)
        sibling = loaded.as_("WanImageToVideoPipeline")
        sibling.scheduler = shifted = type(sibling.scheduler).from_config(
            sibling.scheduler.config, flow_shift=7.0
        )
        loaded.kept["prompt"] = "encoded"
        running_out(loaded, monkeypatch, 0)

        loaded.lower()
        assert loaded.as_("WanImageToVideoPipeline") is not sibling
        assert loaded.as_("WanImageToVideoPipeline").scheduler is shifted
        assert loaded.pipe.scheduler is not shifted
        assert put == [loaded.pipe]
        assert loaded.kept == {"prompt": "encoded"}

    def test_a_pipeline_that_was_put_together_elsewhere_has_no_lower_rung(self, flux, monkeypatch):
        flux.needs = None
        running_out(flux, monkeypatch, 1)
        with pytest.raises(NotHere, match="does not suffice"):
            run(flux, FLUX, [1], untold)


class TestWhatCameOut:
    BLACK, RED = np.zeros((4, 4, 3)), np.full((4, 4, 3), 0.5)
    GOOD = np.arange(48).reshape(4, 4, 3) / 48

    @pytest.mark.parametrize(
        "output",
        [
            SimpleNamespace(images=[Image.new("RGB", (4, 4), "black")]),
            SimpleNamespace(images=[Image.fromarray((GOOD * 255).astype("uint8")), Image.new("RGB", (4, 4))]),
            SimpleNamespace(frames=[[Image.new("RGB", (4, 4), "red")] * 2]),
            SimpleNamespace(frames=np.stack([BLACK, BLACK])[None]),
            SimpleNamespace(frames=np.where(GOOD > 0.9, np.nan, GOOD)[None, None]),
            SimpleNamespace(frames=torch.full((1, 2, 3, 4, 4), torch.nan, dtype=torch.bfloat16)),
        ],
        ids=["black", "one of two", "red", "black clip", "no numbers", "tensor"],
    )
    def test_one_flat_colour_is_no_picture(self, flux, output):
        with pytest.raises(BadResult, match=r"float32 figures ran over.*bfloat16"):
            running._look_at(output, flux)

    @pytest.mark.parametrize(
        "output",
        [
            SimpleNamespace(images=[Image.fromarray((GOOD * 255).astype("uint8"))]),
            SimpleNamespace(frames=np.stack([BLACK, GOOD])[None]),
            SimpleNamespace(
                frames=[[Image.new("RGB", (4, 4)), Image.fromarray((GOOD * 255).astype("uint8"))]]
            ),
        ],
        ids=["picture", "fades in", "fades in, as pictures"],
    )
    def test_what_can_be_seen_passes(self, flux, output):
        running._look_at(output, flux)

    def test_nothing_at_all_is_told(self, flux):
        with pytest.raises(BadResult, match="gave no pictures"):
            running._look_at(SimpleNamespace(), flux)

    def test_figures_that_ran_over_are_found_in_what_a_model_draws(self, tiny):
        loaded = load(replace(DiffusersWeights(str(tiny("flux"))), working=0), card("cpu"))
        with torch.no_grad():
            loaded.pipe.transformer.proj_out.weight.fill_(torch.nan)
        with pytest.raises(BadResult, match="one flat colour"):
            run(loaded, FLUX, [1], untold)
