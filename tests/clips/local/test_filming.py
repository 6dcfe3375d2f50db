"""What every family of clips promises, asked of tiny models; what only some do, of those."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="local models are tested where `make local` was run")
pytest.importorskip("diffusers")



#: Each tiny model: its name, the film's size, and options.
MODELS = {
    "Wan 2.2 T2V": ("wan-t2v", (32, 64), {"from_picture": False}),
    "Wan 2.2 I2V": ("wan-i2v", (32, 64), {}),
    "Wan 2.1 I2V": ("wan21-i2v", (32, 64), {}),
    "Wan 2.1 FLF2V": ("wan21-flf2v", (32, 64), {}),
    "Wan 2.2 TI2V-5B": ("wan-5b", (32, 64), {}),
    "Wan 2.1 VACE": ("wan-vace", (32, 64), {}),
    "CogVideoX": ("cog-t2v", (32, 64), {"from_picture": False}),
    "CogVideoX I2V": ("cog-i2v", (32, 64), {}),
    "CogVideoX 1.5 I2V": ("cog15-i2v", (32, 64), {}),
    "SVD": ("svd", (64, 64), {}),
    "AnimateDiff": ("animatediff", (32, 64), {"from_picture": False}),
    "AnimateDiff SparseCtrl": ("animatediff", (32, 64), {"control": "sparse-control"}),
    "LTX": ("ltx", (32, 64), {}),
    "LTX conditions": ("ltx-condition", (32, 64), {}),
    "LTX-2": ("ltx2", (64, 64), {}),
    "HunyuanVideo": ("hunyuan", (32, 64), {"from_picture": False}),
    "HunyuanVideo I2V": ("hunyuan-i2v", (32, 64), {}),
    "FramePack": ("framepack", (32, 64), {}),
    "HunyuanVideo 1.5": ("hunyuan15-t2v", (32, 64), {"from_picture": False}),
    "HunyuanVideo 1.5 I2V": ("hunyuan15-i2v", (48, 64), {}),
}


@pytest.fixture(scope="module", params=MODELS)
def studio(request, studio_of, tiny):
    name, size, options = MODELS[request.param]
    options = {key: str(tiny(value)) if key == "control" else value for key, value in options.items()}
    made = studio_of(name, size, **options)
    yield made
    made.loaded.unload()


@pytest.fixture(scope="module")
def usual(studio):
    """The shot as it is asked for, before anything is changed about it."""
    return studio.film()


def differ(one, other):
    """Whether the clips differ; one that ends with a picture may be longer."""
    return one.shape != other.shape or bool((one != other).any())


def test_a_clip_is_as_long_as_asked_at_the_rate_and_a_size_of_the_family(studio, usual):
    frames, notes = usual
    assert len(frames) == 9 == notes["frames"]
    assert notes["fps"] == studio.family.fps
    assert notes["size"] == f"{frames.shape[2]}x{frames.shape[1]}"
    assert frames.shape[1] % 2 == frames.shape[2] % 2 == 0
    ratio = studio.request.width / studio.request.height
    assert frames.shape[2] / frames.shape[1] == pytest.approx(ratio, rel=0.1)
    assert frames.std() > 0


def test_the_same_order_gives_the_same_bytes_and_another_seed_others(studio, usual):
    first = studio.folder.joinpath("shot.mp4").read_bytes()
    studio.make(studio.folder / "again.mp4")
    assert studio.folder.joinpath("again.mp4").read_bytes() == first
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


def test_a_longer_shot_goes_on_from_its_own_last_frame(studio):
    most = studio.family.most_frames
    if not studio.engine.abilities.longest > studio.family.most_seconds or most > 30:
        pytest.skip("one piece is all, or takes long")
    frames, notes = studio.film(seconds=studio.seconds(most + 2))
    assert len(frames) == most + 2
    assert notes["pieces"] == 2
    assert {what for *_, what in studio.told} == {"piece 1 of 2", "piece 2 of 2"}
