"""Checkpoints are read from their pages, and what is missing or damaged is named by its file."""

import json
import os

import pytest

pytest.importorskip("torch", exc_type=ImportError)
pytest.importorskip("diffusers", exc_type=ImportError)

import huggingface_hub
from tiny import extras
from tiny.build import PIPELINES, build

from pipeline.errors import NotHere
from pipeline.local import checkpoint, files
from pipeline.local.checkpoint import examine, foreseen, weigh_file

FLUX_WEIGHTS = "transformer/diffusion_pytorch_model.safetensors"


def why(folder):
    with pytest.raises(NotHere) as caught:
        examine(str(folder))
    return str(caught.value)


@pytest.mark.parametrize("name", PIPELINES)
def test_a_whole_checkpoint_is_taken_and_its_parts_are_counted_as_pytorch_counts_them(tiny, name):
    import diffusers

    found = examine(str(tiny(name)))
    part = extras.denoiser_of(tiny(name))
    model = getattr(diffusers, found.parts[part].kind).from_pretrained(tiny(name) / part)
    assert found.downloaded
    assert found.parameters[part] == sum(weight.numel() for weight in model.state_dict().values())
    assert found.configs[part]["_class_name"] == found.parts[part].kind
    assert "scheduler" not in found.parts


def test_bytes_are_those_of_the_numbers(tiny):
    part = examine(str(tiny("flux"))).parts["transformer"]
    assert part.weight.bytes == 4 * part.weight.parameters
    assert (part.library, part.kind, part.variant) == ("diffusers", "FluxTransformer2DModel", "")


def test_parts_that_a_checkpoint_leaves_out_are_no_parts(tiny):
    assert "image_encoder" not in examine(str(tiny("wan-i2v"))).parts
    assert "image_encoder" in examine(str(tiny("wan21-i2v"))).parts
    assert "transformer_2" not in examine(str(tiny("wan-5b"))).parts


@pytest.mark.parametrize(
    "file",
    [
        FLUX_WEIGHTS,
        "text_encoder_2/model.safetensors",
        "text_encoder/config.json",
        "tokenizer_2/tokenizer.json",
        "tokenizer/tokenizer_config.json",
        "scheduler/scheduler_config.json",
        "model_index.json",
    ],
)
def test_a_file_that_is_missing_is_named(tiny, tmp_path, file):
    told = why(extras.without(tiny("flux"), tmp_path / "m", file))
    folder, name = str(tmp_path / "m"), file.rpartition("/")[2]
    assert folder in told
    assert "is missing" in told
    assert name in told or (name.endswith(".safetensors") and file.rpartition("/")[0] in told)


@pytest.mark.parametrize("left", [0.9, 0.5, 0.001, 0])
def test_weights_that_are_cut_off_are_named(tiny, tmp_path, left):
    told = why(extras.cut_off(tiny("flux"), tmp_path / "m", FLUX_WEIGHTS, left))
    assert f"{tmp_path / 'm' / FLUX_WEIGHTS} is damaged" in told
    assert "Fetch the folder again" in told


@pytest.mark.parametrize("file", ["model_index.json", "vae/config.json", "tokenizer/tokenizer.json"])
@pytest.mark.parametrize("text", ["{", "", "[1]"])
def test_a_broken_page_is_named(tiny, tmp_path, file, text):
    folder = extras.copied(tiny("flux"), tmp_path / "m")
    (folder / file).write_text(text)
    told = why(folder)
    assert str(folder / file) in told
    assert "is damaged" in told or "is missing" in told


def test_every_shard_of_a_page_is_needed(tiny, tmp_path):
    whole = examine(str(tiny("flux")))
    folder = extras.sharded(tiny("flux"), tmp_path / "m")
    shards = sorted((folder / "transformer").glob("*.safetensors"))
    assert len(shards) > 1
    assert examine(str(folder)).parameters == whole.parameters
    shards[-1].unlink()
    assert f"{shards[-1]} is missing" in why(folder)


def test_a_page_without_a_list_of_shards_is_named(tiny, tmp_path):
    folder = extras.sharded(tiny("flux"), tmp_path / "m")
    page = next((folder / "transformer").glob("*.index.json"))
    page.write_text('{"weight_map": []}')
    assert f"{page} is damaged" in why(folder)


def test_files_of_one_variant_only_are_told(tiny, tmp_path):
    folder = extras.copied(tiny("flux"), tmp_path / "m")
    weights = folder / FLUX_WEIGHTS
    weights.rename(weights.with_name("diffusion_pytorch_model.fp16.safetensors"))
    found = examine(str(folder))
    assert found.parts["transformer"].variant == "fp16"
    assert found.parts["vae"].variant == ""


def test_the_variant_is_not_taken_where_the_usual_files_are_there_too(tiny, tmp_path):
    folder = extras.copied(tiny("flux"), tmp_path / "m")
    (folder / "transformer" / "diffusion_pytorch_model.fp16.safetensors").write_bytes(b"")
    assert examine(str(folder)).parts["transformer"].variant == ""


def test_a_pointer_of_git_lfs_is_told_apart_from_damage(tiny, tmp_path):
    folder = extras.copied(tiny("flux"), tmp_path / "m")
    (folder / FLUX_WEIGHTS).write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
    assert "git lfs pull" in why(folder)


def test_weights_of_pytorch_are_taken_and_an_end_that_is_missing_is_seen(tiny, tmp_path):
    import torch
    from safetensors.torch import load_file

    folder = extras.copied(tiny("flux"), tmp_path / "m")
    old = folder / "vae" / "diffusion_pytorch_model.safetensors"
    new = old.with_suffix(".bin")
    torch.save(load_file(old), new)
    old.unlink()
    assert examine(str(folder)).parts["vae"].weight.bytes == new.stat().st_size
    new.write_bytes(new.read_bytes()[:-40])
    assert f"{new} is damaged" in why(folder)


def test_a_tokenizer_can_come_as_its_vocabulary(tiny, tmp_path):
    folder = extras.without(tiny("flux"), tmp_path / "m", "tokenizer/tokenizer.json")
    (folder / "tokenizer" / "vocab.json").write_text('{"a": 0}')
    assert "tokenizer.json is missing" in why(folder)
    (folder / "tokenizer" / "merges.txt").write_text("#version: 0.2\n")
    assert examine(str(folder)).kind == "FluxPipeline"


def test_a_tokenizer_of_bytes_needs_no_vocabulary(tiny):
    assert not (tiny("hunyuan15-t2v") / "tokenizer_2" / "tokenizer.json").exists()
    assert examine(str(tiny("hunyuan15-t2v"))).configs["tokenizer_2"]


def test_what_was_read_is_kept_until_a_file_changes(tiny, tmp_path, monkeypatch):
    folder = extras.copied(tiny("flux"), tmp_path / "m")
    first, read = examine(str(folder)), []
    monkeypatch.setattr(
        checkpoint, "weigh", lambda path, help_: read.append(path) or files.weigh(path, help_)
    )
    assert examine(str(folder)) is first
    assert not read
    os.utime(folder / FLUX_WEIGHTS, ns=(1, 1))
    assert examine(str(folder)) == first
    assert folder / FLUX_WEIGHTS in read


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"_class_name": "PipelineOfTomorrow", "_diffusers_version": "9.9"}, "pip install -U diffusers"),
        ({"processor": ["transformers", "Qwen2VLProcessor"]}, "pip install torchvision"),
    ],
)
def test_what_the_installed_packages_do_not_run_is_told_with_what_helps(
    tiny, tmp_path, monkeypatch, change, told
):
    found = checkpoint.find_spec
    monkeypatch.setattr(checkpoint, "find_spec", lambda name: None if name == "torchvision" else found(name))
    folder = extras.copied(tiny("flux"), tmp_path / "m")
    index = json.loads((folder / "model_index.json").read_bytes())
    (folder / "model_index.json").write_text(json.dumps(index | change))
    assert told in why(folder)


def test_a_class_without_rules_is_named_when_its_rules_are_asked_for(tiny, tmp_path):
    folder = extras.copied(tiny("sdxl"), tmp_path / "m")
    index = json.loads((folder / "model_index.json").read_bytes())
    (folder / "model_index.json").write_text(json.dumps(index | {"_class_name": "KolorsPipeline"}))
    with pytest.raises(NotHere, match=r"KolorsPipeline.*Known are: .*FLUX\.1"):
        _ = examine(str(folder)).family


def test_a_modular_pipeline_is_told_as_such(tmp_path):
    (tmp_path / "modular_model_index.json").write_text('{"_class_name": "Flux3ModularPipeline"}')
    assert "modular pipeline" in why(tmp_path)


def test_a_folder_without_a_checkpoint_one_file_and_nothing_are_told_apart(tmp_path):
    assert "model_index.json is missing" in why(tmp_path)
    (tmp_path / "model.safetensors").touch()
    assert "as `denoiser`" in why(tmp_path / "model.safetensors")
    assert "There is no folder" in why(tmp_path / "nothing" / "there")


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """The folder where the hub's client keeps copies."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def put(hub, name, model):
    """A copy of *name* under the id *model*, as the hub's client lays it down."""
    store = hub / f"models--{model.replace('/', '--')}"
    (store / "refs").mkdir(parents=True)
    (store / "refs" / "main").write_text("abc")
    return build(name, store / "snapshots" / "abc")


def test_an_id_is_found_where_the_hubs_client_keeps_its_copies(hub):
    folder = put(hub, "flux", "somebody/theirs")
    found = examine("somebody/theirs")
    assert found.folder == folder
    assert found.family.label == "FLUX.1"
    (folder / "vae" / "config.json").unlink()
    with pytest.raises(NotHere, match="hf download somebody/theirs"):
        examine("somebody/theirs")


def test_an_id_that_is_not_here_is_told_with_the_command_that_fetches_it(hub):
    with pytest.raises(NotHere, match=r"is not on this machine\. Fetch it with `hf download a/b`"):
        examine("a/b")
    with pytest.raises(NotHere, match="hf download black-forest-labs/FLUX"):
        examine("black-forest-labs/FLUX.1-schnell")


def test_what_is_known_is_foreseen_before_it_is_fetched(hub):
    found = foreseen("Wan-AI/Wan2.2-TI2V-5B-Diffusers")
    assert not found.downloaded
    assert found.family.label == "Wan 2.2 TI2V-5B"
    assert found.parameters["transformer"] == 5_000_000_000
    with pytest.raises(NotHere, match="hf download a/b"):
        foreseen("a/b")


def test_what_is_here_is_read_and_not_foreseen(hub):
    folder = put(hub, "flux", "black-forest-labs/FLUX.1-dev")
    found = foreseen("black-forest-labs/FLUX.1-dev")
    assert found.downloaded
    assert found.folder == folder
    assert found.parameters["transformer"] < 1_000_000


@pytest.mark.parametrize("ending", [".safetensors", ".gguf"])
def test_one_file_for_a_denoiser_is_weighed(tiny, tmp_path, ending):
    file = extras.other_denoiser(tiny("flux"), tmp_path / f"other{ending}")
    whole = examine(str(tiny("flux"))).parts["transformer"].weight
    found = weigh_file(str(file))
    assert found.parameters == whole.parameters
    assert found.bytes < whole.bytes if ending == ".gguf" else found.bytes == whole.bytes
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(NotHere, match=f"{file} is damaged"):
        weigh_file(str(file))


def test_a_file_that_is_no_gguf_or_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "model.gguf"
    file.write_bytes(b"something else")
    with pytest.raises(NotHere, match="does not begin with GGUF"):
        weigh_file(str(file))
    other = tmp_path / "model.ckpt"
    other.write_bytes(b"PK")
    with pytest.raises(NotHere, match="no file of weights"):
        weigh_file(str(other))
    with pytest.raises(NotHere, match="is missing"):
        weigh_file(str(tmp_path / "none.safetensors"))
