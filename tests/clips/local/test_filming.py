"""What every family of clips promises, asked of tiny models; what only some do, of those."""

from __future__ import annotations

import shutil
from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

pytest.importorskip("torch", reason="local models are tested where `make local` was run")
pytest.importorskip("diffusers")

import torch
from diffusers import WanImageToVideoPipeline
from peft import LoraConfig, get_peft_model_state_dict

from pipeline import ffmpeg
from pipeline.clips.diffusers import Diffusers
from pipeline.clips.local import filming
from pipeline.clips.local.chaining import seed_of
from pipeline.errors import BadResult, NotHere, Rejected
from pipeline.local.order import Stopped
from pipeline.tickets import Tickets, current

#: Each tiny model: its name, the film's size, and options.
MODELS = {
    "Wan 2.2 T2V": ("wan-t2v", (32, 64), {"from_picture": False}),
    "Wan 2.2 I2V": ("wan-i2v", (32, 64), {}),
    "Wan 2.1 I2V": ("wan21-i2v", (32, 64), {}),
    "Wan 2.1 FLF2V": ("wan21-flf2v", (32, 64), {"last": "d"}),
    "Wan 2.2 TI2V-5B": ("wan-5b", (32, 64), {}),
    "Wan 2.1 VACE": ("wan-vace", (32, 64), {}),
    "CogVideoX": ("cog-t2v", (32, 64), {"from_picture": False}),
    "CogVideoX I2V": ("cog-i2v", (32, 64), {}),
    "CogVideoX 1.5 I2V": ("cog15-i2v", (32, 64), {}),
    "SVD": ("svd", (64, 64), {"steps": 1}),
    "AnimateDiff": ("animatediff", (32, 64), {"from_picture": False}),
    "AnimateDiff SparseCtrl": ("animatediff", (32, 64), {"control": "sparse-control"}),
    "Stable Diffusion with AnimateDiff": (
        "stable-diffusion",
        (32, 64),
        {"adapter": "motion-adapter", "control": "sparse-control"},
    ),
    "LTX": ("ltx", (32, 64), {}),
    "LTX conditions": ("ltx-condition", (32, 64), {}),
    "LTX-2": ("ltx2", (64, 64), {}),
    "HunyuanVideo": ("hunyuan", (32, 64), {"from_picture": False}),
    "HunyuanVideo I2V": ("hunyuan-i2v", (32, 64), {}),
    "FramePack": ("framepack", (32, 64), {}),
    "HunyuanVideo 1.5": ("hunyuan15-t2v", (32, 64), {"from_picture": False, "steps": 1}),
    "HunyuanVideo 1.5 I2V": ("hunyuan15-i2v", (48, 64), {"steps": 1}),
}


@pytest.fixture(scope="module", params=MODELS)
def studio(request, studio_of, tiny):
    name, size, options = MODELS[request.param]
    parts = {key: str(tiny(options[key])) for key in ("adapter", "control") if key in options}
    made = studio_of(name, size, **{**options, **parts})
    yield made
    made.loaded.unload()


@pytest.fixture(scope="module")
def usual(studio):
    """The shot as it is asked for, before anything is changed about it: frames, notes, the file's bytes."""
    return *studio.film(), (studio.folder / "shot.mp4").read_bytes()


def differ(one, other):
    """Whether the clips differ; one that ends with a picture may be longer."""
    return one.shape != other.shape or bool((one != other).any())


def test_a_clip_is_as_long_as_asked_at_the_rate_and_a_size_of_the_family(studio, usual):
    frames, notes, _ = usual
    assert len(frames) == 9 == notes["frames"]
    assert notes["fps"] == studio.family.fps
    assert notes["size"] == f"{frames.shape[2]}x{frames.shape[1]}"
    assert frames.shape[1] % 2 == frames.shape[2] % 2 == 0
    ratio = studio.request.width / studio.request.height
    assert frames.shape[2] / frames.shape[1] == pytest.approx(ratio, rel=0.1)
    assert frames.std() > 0


def test_the_same_order_gives_the_same_bytes_and_another_seed_others(studio, usual):
    studio.make(studio.folder / "again.mp4")
    assert (studio.folder / "again.mp4").read_bytes() == usual[2]
    assert differ(studio.film(seed=6)[0], usual[0])


def test_words_matter_where_the_family_reads_them_and_are_noted_where_not(studio, usual):
    frames, notes = studio.film(prompt="A red door opens, and nobody is there.")
    reads = studio.engine.abilities.reads_prompt
    assert differ(frames, usual[0]) == reads
    assert ("prompt" in notes.get("ignored", [])) != reads


def test_the_first_picture_is_really_used(studio, usual, pictures):
    used = differ(studio.film(image=pictures["b"])[0], usual[0])
    assert used == studio.engine.from_picture


def test_the_last_picture_is_really_used_or_not_promised(studio, usual, pictures):
    if not studio.engine.abilities.last:
        pytest.skip("it is refused, as the engine's own tests show")
    ending = studio.film(last=pictures["b"])[0]
    assert differ(ending[:9], usual[0])
    assert differ(studio.film(last=pictures["c"])[0], ending)


@pytest.fixture(scope="module")
def svd(studio_of):
    """Four frames at once."""
    return studio_of("svd", (64, 64))


def saved(frame, file):
    cv2.imwrite(str(file), frame[..., ::-1])
    return file


def test_a_longer_shot_goes_on_exactly_where_the_piece_before_ended(svd, tmp_path):
    frames, notes = svd.film()
    assert notes["pieces"] == 3
    assert svd.told[::2] == [(1, 6, "piece 1 of 3"), (3, 6, "piece 2 of 3"), (5, 6, "piece 3 of 3")]
    seam = saved(frames[3], tmp_path / "seam.png")
    second, _ = svd.film(image=seam, seed=seed_of(5, 1), seconds=svd.seconds(3))
    assert (frames[4:6] == second[1:]).all()


def test_a_shot_from_words_goes_on_from_its_pictures(studio_of):
    words = studio_of("wan-5b", (32, 32), steps=1, from_picture=False)
    frames, notes = words.film(seconds=words.seconds(122))
    assert (len(frames), notes["pieces"]) == (122, 2)


def test_a_shot_with_an_end_is_as_long_as_asked_and_does_end_there(wan, pictures):
    frames, notes = wan.film(seconds=wan.seconds(10), last=pictures["b"])
    assert (len(frames), notes["fps"]) == (13, 16 * 13 / 10)
    assert ffmpeg.probe(wan.folder / "shot.mp4").seconds == pytest.approx(10 / 16, abs=0.01)


def test_a_shot_without_an_end_is_cut_to_whole_frames(wan):
    assert len(wan.film(seconds=wan.seconds(10))[0]) == 10
    assert len(wan.film(seconds=wan.seconds(10) + 0.01)[0]) == 11


@pytest.mark.parametrize("name", ["wan-i2v", "ltx-condition"])
def test_pictures_on_the_way_are_really_used(studio_of, pictures, name):
    one = studio_of(name)
    way, notes = one.film(last=pictures["c"], keys=(pictures["b"],), seconds=one.seconds(17))
    other, _ = one.film(last=pictures["c"], keys=(pictures["d"],), seconds=one.seconds(17))
    assert notes["pieces"] == (2 if name == "wan-i2v" else 1)
    assert len(way) == 17
    assert differ(way[:9], other[:9])


def test_a_model_of_one_size_sees_the_whole_picture(studio_of):
    frames, notes = studio_of("cog-i2v").film()
    assert frames.shape[1:3] == (32, 16)
    assert notes["laid"] == "the whole picture on 32x32, its sides cut away again"


def test_sound_that_a_model_makes_besides_is_left_out_and_noted(studio_of):
    assert studio_of("ltx2", (64, 64)).film()[1]["ignored"] == ["sound"]


def test_negative_words_without_guidance_are_noted(wan):
    told = [
        wan.film(replace(wan.engine, negative="blurred", guidance=guidance))[1].get("ignored")
        for guidance in (1.0, 4.0)
    ]
    assert told == [["negative"], None]


@pytest.mark.parametrize(
    "changes", [{"guidance_2": 9.0}, {"guidance": 9.0}, {"negative": "rain"}, {"shift": 9.0}]
)
def test_what_directs_the_model_changes_the_clip_and_is_forgotten_afterwards(wan, changes):
    before, _ = wan.film()
    changed, _ = wan.film(replace(wan.engine, **changes))
    assert differ(changed, before)
    assert not differ(wan.film()[0], before)


def test_how_much_svd_moves_can_be_said(svd):
    usual, _ = svd.film(seconds=svd.seconds(2))
    assert differ(svd.film(replace(svd.engine, motion=255), seconds=svd.seconds(2))[0], usual)
    assert differ(svd.film(replace(svd.engine, noise=0.5), seconds=svd.seconds(2))[0], usual)


def test_further_arguments_reach_the_pipeline_and_unknown_ones_are_refused(wan):
    usual, _ = wan.film()
    assert differ(wan.film(replace(wan.engine, values={"num_inference_steps": 3}))[0], usual)
    with pytest.raises(Rejected, match="no_such_thing"):
        wan.film(replace(wan.engine, values={"no_such_thing": 1}))


def test_a_lora_is_really_used(studio_of, wan, tmp_path):
    denoiser = wan.loaded.pipe.transformer
    denoiser.add_adapter(LoraConfig(r=2, init_lora_weights=False, target_modules=["to_q", "to_k", "to_v"]))
    weights = get_peft_model_state_dict(denoiser)
    type(wan.loaded.pipe).save_lora_weights(str(tmp_path), transformer_lora_layers=weights)
    denoiser.delete_adapters("default")
    changed = studio_of("wan-i2v", loras=({"path": str(tmp_path)},))
    assert differ(changed.film()[0], wan.film()[0])


def test_a_run_that_is_stopped_leaves_nothing(wan, tmp_path):
    def stop(done, of, what=""):
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        wan.make(tmp_path / "shot.mp4", steps=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_memory_that_does_not_suffice_is_said_and_leaves_nothing(studio_of, tmp_path, monkeypatch):
    wan = studio_of("wan-i2v")

    def full(*_args, **_more):
        raise torch.OutOfMemoryError("out of memory")

    monkeypatch.setattr(WanImageToVideoPipeline, "encode_prompt", full)
    with pytest.raises(NotHere, match="memory"):
        wan.make(tmp_path / "shot.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_black_clip_is_no_result(wan, tmp_path, monkeypatch):
    monkeypatch.setattr(filming, "run", lambda *_, **__: SimpleNamespace(frames=np.zeros((1, 9, 64, 32, 3))))
    with pytest.raises(BadResult, match="black"):
        wan.make(tmp_path / "shot.mp4")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("which", ["image", "last", "keys"])
def test_a_picture_that_cannot_be_read_is_named_before_anything_is_made(wan, tmp_path, which):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    broken = tmp_path / "broken.png"
    with pytest.raises(BadResult, match=r"broken\.png"):
        wan.film(**{which: (broken,) if which == "keys" else broken})
    assert wan.told == []


def test_a_damaged_checkpoint_is_named_by_its_file(tiny, tmp_path):
    model = tmp_path / "wan"
    shutil.copytree(tiny("wan-i2v"), model)
    file = model / "transformer" / "diffusion_pytorch_model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])
    assert str(file) in Diffusers(model=str(model), device="cpu").unavailable()


def test_the_engine_films_when_its_turn_comes_and_tells_of_it(tiny, wan, tmp_path):
    engine = Diffusers(model=str(tiny("wan-i2v")), device="cpu", steps=2, interpolate="ffmpeg")
    with Tickets(tmp_path / "made").held(current()) as ticket:
        engine.animate(wan.request, tmp_path / "shot.mp4")
    found = ffmpeg.probe(tmp_path / "shot.mp4")
    assert (found.video_codec, found.fps, found.audio_codec) == ("h264", wan.request.fps, "")
    assert [file.name for file in tmp_path.iterdir()] == ["shot.mp4"]
    assert ticket.told["family"] == "Wan I2V"
    assert ticket.told["interpolated"] == "ffmpeg"
