"""The tiny checkpoints that the tests of models are made with."""

import pytest

pytest.importorskip("torch", exc_type=ImportError)
pytest.importorskip("diffusers", exc_type=ImportError)

from tiny.build import ADDITIONS, PIPELINES, build


@pytest.mark.parametrize("name", [*PIPELINES, *ADDITIONS])
def test_each_is_built_with_the_same_bytes_for_the_same_seed(tiny, tmp_path, name):
    again = build(name, tmp_path / name)
    for file in tiny(name).rglob("*.safetensors"):
        assert (again / file.relative_to(tiny(name))).read_bytes() == file.read_bytes()
