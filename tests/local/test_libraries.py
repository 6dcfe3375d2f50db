"""What loading has in common, whichever library reads the model."""

import pytest

pytest.importorskip(
    "torch", reason="local models are tested where `make local` was run", exc_type=ImportError
)

import torch

from pipeline.errors import NotHere
from pipeline.local import libraries
from pipeline.local.libraries import first_line, look_at_words, out_of_memory, smaller
from pipeline.local.memory import Rung


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (torch.OutOfMemoryError("CUDA out of memory."), True),
        (MemoryError(), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: 9 bytes"), True),
        (RuntimeError("shapes differ"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_memory_that_runs_out_is_told_from_other_faults(error, told):
    assert out_of_memory(error) is told


def test_of_what_an_error_says_the_first_line_is_quoted_and_else_its_kind():
    assert first_line(OSError("\nno file named x\nmore")) == "no file named x"
    assert first_line(KeyError()) == "KeyError"
    assert len(first_line(OSError("x" * 1000))) == 300


@pytest.mark.parametrize(("quantise", "package"), [("8bit", "torchao"), ("4bit", "bitsandbytes")])
def test_smaller_weights_name_the_package_that_they_lack(monkeypatch, quantise, package):
    monkeypatch.setattr(libraries, "installed", lambda _name: False)
    with pytest.raises(NotHere, match=f"`quantise: {quantise}` needs {package}"):
        smaller(None, Rung(quantise=quantise))


def test_a_vocabulary_that_was_made_up_is_none():
    look_at_words(["word"] * 50, "flux/tokenizer")
    with pytest.raises(NotHere, match="flux/tokenizer is missing: 4 words"):
        look_at_words(["<unk>"] * 4, "flux/tokenizer")
