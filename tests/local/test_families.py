"""The rules of each family, held against the pipelines of diffusers themselves."""

import inspect

import numpy as np
import pytest

from pipeline.errors import NotHere
from pipeline.local.checkpoint import examine
from pipeline.local.families import FAMILIES, family_of

# Its schedulers hand tensors to NumPy the old way.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

IMAGES = ["flux", "flux-schnell", "flux-kontext", "flux2-dev", "flux2-klein", "z-image", "qwen-image", "sdxl"]
CLIPS = [
    "wan-t2v", "wan-i2v", "wan21-i2v", "wan21-flf2v", "wan-5b", "wan-vace", "cog-t2v", "cog-i2v", "cog15-t2v",
    "cog15-i2v", "svd", "animatediff", "ltx", "ltx-condition", "ltx2", "hunyuan15-t2v", "hunyuan15-i2v",
]  # fmt: skip
#: It takes its size from the picture, and the length of its side from its page.
FROM_THE_PICTURE = "HunyuanVideo15ImageToVideoPipeline"


def picture(seed=1, size=(64, 64)):
    from PIL import Image

    pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(pixels)


class Model:
    """A tiny checkpoint, called without anything of this project in between."""

    def __init__(self, folder, kind=""):
        import diffusers

        found = examine(str(folder))
        self.family, self.kind = found.family, kind or found.kind
        self.pipe = getattr(diffusers, self.kind).from_pretrained(folder)
        self.pipe.set_progress_bar_config(disable=True)
        self.known = inspect.signature(type(self.pipe).__call__).parameters

    def usual(self):
        width, height = self.family.size or (64, 64)
        values = {
            "prompt": "a hero in the rain",
            # Its thousand tokens of text are not made small by small weights.
            "num_inference_steps": 1 if self.kind.startswith("HunyuanVideo15") else 2,
            "num_frames": self.family.frames_for(0.1),
            "width": width,
            "height": height,
            "output_type": "np",
            "max_area": width * height,
            "image": picture() if self.family.first == "must" else None,
            "last_image": picture(2) if self.family.needs_last else None,
            **self.family.extra,
        }
        return {name: value for name, value in values.items() if name in self.known and value is not None}

    def __call__(self, seed=0, **more):
        import torch

        with torch.inference_mode():
            out = self.pipe(**{**self.usual(), **more}, generator=torch.Generator().manual_seed(seed))
        made = out.images if self.family.makes == "images" else out.frames[0]
        return np.asarray(made)


@pytest.fixture(scope="module")
def model(tiny):
    loaded = {}

    def find(name):
        if name not in loaded:
            loaded[name] = Model(tiny(name))
        return loaded[name]

    return find


def same(one, other):
    """Whether no one would see a difference: less than a step of eight bits."""
    return one.shape == other.shape and np.abs(one - other).max() < 1 / 255


@pytest.mark.parametrize("kind", FAMILIES)
def test_the_pipeline_of_each_row_has_the_arguments_that_the_row_speaks_of(kind):
    diffusers = pytest.importorskip("diffusers", exc_type=ImportError)
    family, pipe = FAMILIES[kind], getattr(diffusers, kind)
    known = inspect.signature(pipe.__call__).parameters
    needed = {"num_inference_steps", "generator", *family.extra}
    needed |= {"num_frames"} if family.makes == "clips" else set()
    needed |= {"width", "height"} if kind != FROM_THE_PICTURE else set()
    needed |= {family.guided_by} - {"", "guider"}
    needed |= {"negative_prompt"} if family.negative else set()
    needed |= {"image"} if family.references else set()
    needed |= {"max_sequence_length"} if family.tokens not in (0, 77) else set()
    needed |= {"callback_on_step_end"} if family.steps_told else set()
    needed |= {"no": set(), "argument": {"last_image"}, "mask": {"video", "mask"}, "conditions": set()}[
        family.last
    ]
    assert needed <= known.keys()
    assert ("prompt" in known) == ("prompt" not in family.ignores)
    assert ("callback_on_step_end" in known) == family.steps_told
    assert hasattr(pipe, "load_lora_weights") == family.lora
    if family.last == "conditions":
        begins = getattr(diffusers, family.from_picture or kind)
        takes = inspect.signature(begins.__call__).parameters
        assert {"conditions", "conditioning_frames"} & takes.keys()
    if family.guided_by != "guidance_scale" and family.makes == "images":
        assert "guidance_scale" not in known or family.guided_by == "true_cfg_scale"


@pytest.mark.parametrize("name", [*IMAGES, *CLIPS])
def test_a_size_by_the_rule_comes_back_as_it_is(model, name):
    one = model(name)
    k = one.family.multiple
    across = max(64, 2 * k)
    width, height = one.family.size or (across + k, across)
    if one.kind == FROM_THE_PICTURE:
        pytest.skip("it takes its size from the picture")
    more = {"max_area": width * height} if "max_area" in one.known else {}
    assert one(width=width, height=height, num_inference_steps=1, **more).shape[-3:-1] == (height, width)


@pytest.mark.parametrize("name", [name for name in (*IMAGES, *CLIPS) if name not in ("svd", "hunyuan15-i2v")])
def test_a_size_off_the_rule_is_refused_or_not_kept(model, name):
    one = model(name)
    off = one.family.multiple // 2
    width, height = (64 + off, 64 + one.family.multiple)
    more = {"max_area": width * height} if "max_area" in one.known else {}
    try:
        made = one(width=width, height=height, num_inference_steps=1, **more)
    except (ValueError, RuntimeError):
        return
    assert made.shape[-3:-1] != (height, width)


@pytest.mark.parametrize("name", CLIPS)
def test_as_many_frames_come_back_as_the_rule_says(model, name):
    family = model(name).family
    for seconds in (0.01, 9.5 / family.fps):
        frames = family.frames_for(seconds)
        assert frames >= seconds * family.fps or frames == family.most_frames
        assert len(model(name)(num_frames=frames, num_inference_steps=1)) == frames


@pytest.mark.parametrize("name", [name for name in CLIPS if not name.startswith(("cog15", "svd", "anim"))])
def test_no_other_number_of_frames_comes_back(model, name):
    k, r = model(name).family.frames
    assert len(model(name)(num_frames=k + r + 1, num_inference_steps=1)) != k + r + 1


@pytest.mark.parametrize("name", [*IMAGES, *CLIPS])
def test_the_same_seed_makes_the_same_and_another_something_else(model, name):
    first = model(name)(seed=1)
    assert np.array_equal(first, model(name)(seed=1))
    assert not same(first, model(name)(seed=2))


@pytest.mark.parametrize("name", [*IMAGES, *CLIPS])
def test_the_prompt_is_read_but_by_those_that_ignore_it(model, name):
    if "prompt" in model(name).family.ignores:
        assert "prompt" not in model(name).known
    else:
        assert not same(model(name)(), model(name)(prompt="an empty room, by day, with nobody in it"))


@pytest.mark.parametrize("name", [*IMAGES, *CLIPS])
def test_guidance_is_heard_by_the_name_that_the_row_has_for_it(model, name):
    one = model(name)
    said = {"negative_prompt": "blurred"} if one.family.negative else {}
    by = one.family.guided_by
    if by == "guider":
        assert type(one.pipe.guider).__name__ == "ClassifierFreeGuidance"
    elif by:
        assert not same(one(**said, **{by: 1.5}), one(**said, **{by: 6.0}))
    elif "guidance_scale" in one.known:
        assert same(one(guidance_scale=1.5), one(guidance_scale=6.0))


@pytest.mark.parametrize("name", [*IMAGES, *CLIPS])
def test_what_should_not_be_seen_is_read_by_those_that_say_so(model, name):
    one = model(name)
    guided = {one.family.guided_by: 5.0} if one.family.guided_by in one.known else {}
    if one.family.negative:
        made = [one(negative_prompt=said, **guided) for said in ("blurred", "people who walk in the rain")]
        assert not same(*made)
    elif "negative_prompt" in one.known:
        made = [one(negative_prompt=said, **guided) for said in ("blurred", "people who walk in the rain")]
        assert same(*made)


@pytest.mark.parametrize("name", ["flux-kontext", "flux2-dev", "flux2-klein"])
def test_a_reference_is_looked_at(model, name):
    assert not same(model(name)(image=picture(1)), model(name)(image=picture(2)))
    if model(name).family.references > 1:
        both = [picture(1), picture(2)], [picture(1), picture(3)]
        assert not same(*(model(name)(image=images) for images in both))


def test_kontext_takes_one_picture(model):
    assert model("flux-kontext").family.references == 1
    with pytest.raises(RuntimeError):
        model("flux-kontext")(image=[picture(1), picture(2)])


@pytest.mark.parametrize("name", [name for name in CLIPS if name.endswith(("i2v", "svd", "flf2v"))])
def test_the_first_picture_is_looked_at_and_must_be_there(model, name):
    one = model(name)
    assert one.family.first == "must"
    assert not same(one(image=picture(3)), one(image=picture(4)))
    assert one.known["image"].default is inspect.Parameter.empty


@pytest.mark.parametrize("name", ["wan-i2v", "wan21-flf2v"])
def test_the_last_picture_is_looked_at_where_it_is_an_argument(model, name):
    assert model(name).family.last == "argument"
    assert not same(model(name)(last_image=picture(3)), model(name)(last_image=picture(4)))


def test_a_model_for_both_ends_needs_both(model):
    assert model("wan21-flf2v").family.needs_last
    with pytest.raises(RuntimeError):
        model("wan21-flf2v")(last_image=None)


def test_wan_21_fails_on_a_last_picture_and_the_small_22_ignores_it(tiny, model):
    assert model("wan21-i2v").family.last == "no"
    with pytest.raises(RuntimeError):
        model("wan21-i2v")(last_image=picture(3))
    small = Model(tiny("wan-5b"), examine(str(tiny("wan-5b"))).family.from_picture)
    assert small.family.ignores == ("last",)
    assert np.array_equal(small(image=picture(1), last_image=picture(3)), small(image=picture(1)))
    assert not same(small(image=picture(1)), small(image=picture(2)))


@pytest.mark.parametrize("name", ["ltx", "ltx2", "wan-5b"])
def test_the_class_that_begins_with_a_picture_works_over_the_same_files(tiny, name):
    import diffusers

    family = examine(str(tiny(name))).family
    pipe = getattr(diffusers, family.from_picture).from_pretrained(tiny(name))
    assert {"image", "conditions"} & inspect.signature(type(pipe).__call__).parameters.keys()
    assert family_of({"_class_name": family.from_picture}).first in ("must", "can")


@pytest.mark.parametrize(
    ("index", "parts", "expected"),
    [
        ({"_class_name": "FluxPipeline"}, {"transformer": {"guidance_embeds": True}}, "FLUX.1 3.5 28"),
        (
            {"_class_name": "FluxPipeline"},
            {"transformer": {"guidance_embeds": False}},
            "FLUX.1 schnell 0.0 4",
        ),
        ({"_class_name": "Flux2KleinPipeline", "is_distilled": True}, {}, "FLUX.2 klein 0.0 4"),
        ({"_class_name": "Flux2KleinPipeline"}, {}, "FLUX.2 klein 4.0 50"),
        ({"_class_name": "WanPipeline", "expand_timesteps": True}, {}, "Wan 2.2 TI2V-5B 5.0 50"),
        ({"_class_name": "CogVideoXPipeline"}, {"transformer": {"patch_size_t": 2}}, "CogVideoX 1.5 6.0 50"),
    ],
)
def test_checkpoints_of_one_class_are_told_apart_by_their_pages(index, parts, expected):
    family = family_of(index, parts)
    assert f"{family.label} {family.guidance} {family.steps}" == expected


def test_a_decoder_that_takes_away_the_last_noise_is_told_how_much():
    noisy = family_of({"_class_name": "LTXPipeline"}, {"vae": {"timestep_conditioning": True}})
    assert noisy.extra == {"decode_timestep": 0.05, "decode_noise_scale": 0.025}
    assert not family_of({"_class_name": "LTXPipeline"}, {"vae": {"timestep_conditioning": False}}).extra


def test_a_learned_size_is_that_of_the_page():
    learned = family_of(
        {"_class_name": "CogVideoXImageToVideoPipeline"}, {"transformer": {"sample_width": 96}}
    )
    assert learned.snapped(1080, 1920) == (768, 480)


def test_svd_makes_as_many_frames_as_its_page_says():
    index = {"_class_name": "StableVideoDiffusionPipeline"}
    assert family_of(index, {"unet": {"num_frames": 14}}).most_seconds == 2
    assert family_of(index).most_frames == 25


@pytest.mark.parametrize(
    ("kind", "wanted", "drawn"),
    [
        ("FluxPipeline", (1080, 1920), (768, 1360)),
        ("FluxPipeline", (768, 1344), (768, 1344)),
        ("FluxPipeline", (72, 128), (64, 128)),
        ("WanPipeline", (1080, 1920), (480, 848)),
        ("CogVideoXPipeline", (1080, 1920), (448, 784)),
        ("LTXPipeline", (10, 10), (32, 32)),
    ],
)
def test_a_size_keeps_its_shape_at_the_area_the_model_was_trained_for(kind, wanted, drawn):
    assert FAMILIES[kind].snapped(*wanted) == drawn


@pytest.mark.parametrize(
    ("kind", "seconds", "frames"),
    [
        ("WanPipeline", 5, 81),
        ("WanPipeline", 2.03, 33),
        ("WanPipeline", 0, 5),
        ("WanPipeline", 60, 81),
        ("CogVideoXPipeline", 6.0, 49),
        ("CogVideoXPipeline", 1.1, 9),
        ("CogVideoXPipeline", 1.2, 17),
        ("LTXPipeline", 4.0, 105),
        ("AnimateDiffPipeline", 0.01, 2),
        ("StableVideoDiffusionPipeline", 1.05, 8),
    ],
)
def test_seconds_become_frames_by_the_rule_and_never_too_few(kind, seconds, frames):
    assert FAMILIES[kind].frames_for(seconds) == frames


def test_a_class_without_rules_is_named_with_those_that_have_some():
    with pytest.raises(NotHere, match=r"'KolorsPipeline'.*Known are: .*Wan VACE"):
        family_of({"_class_name": "KolorsPipeline"})
    with pytest.raises(NotHere, match="without a name"):
        family_of({})
