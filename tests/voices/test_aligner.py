from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import BadResult, NotHere
from pipeline.voices import aligner as aligners
from pipeline.voices.aligner import Aligner
from pipeline.voices.speakable import speakable

SPOKEN = speakable("你好，Lisa", "zh")
SOUND = np.zeros(16_000, np.float32)


class Model:
    """As qwen-asr documents `Qwen3ForcedAligner`."""

    loaded: list[tuple[str, str]] = []

    @classmethod
    def from_pretrained(cls, name, **options):
        if name == "missing/model":
            raise OSError("missing/model is no folder")
        cls.loaded.append((name, options["device_map"]))
        return cls()

    def align(self, audio, text, language):
        samples, rate = audio
        assert (samples.dtype, rate) == (np.float32, 16_000)
        if language != "Chinese":
            raise ValueError(f"Unsupported language: {language}")
        words = [("你", 0.08, 0.24), ("好", 0.24, 0.4), ("Lisa", 0.56, 0.96)]
        return [[SimpleNamespace(text=word, start_time=start, end_time=end) for word, start, end in words]]


@pytest.fixture
def package(monkeypatch):
    module = ModuleType("qwen_asr")
    module.__spec__ = ModuleSpec("qwen_asr", None)
    module.Qwen3ForcedAligner = Model
    monkeypatch.setitem(sys.modules, "qwen_asr", module)
    monkeypatch.setattr(Model, "loaded", [])
    aligners._loaded.cache_clear()
    yield
    aligners._loaded.cache_clear()


def test_nobody_listens_unless_asked():
    assert Aligner().unavailable() == ""
    assert Aligner().times(SOUND, 16_000, SPOKEN) == []
    Aligner().ready()


def test_the_model_tells_when_each_word_is_heard(package):
    assert Aligner("qwen").unavailable() == ""
    assert Aligner("qwen").times(SOUND, 16_000, SPOKEN) == [
        ("你", 0.08, 0.24),
        ("好", 0.24, 0.4),
        ("Lisa", 0.56, 0.96),
    ]


def test_the_model_is_loaded_once_for_all_lines(package):
    for _ in range(3):
        Aligner("qwen", "my/aligner", "cuda:1").times(SOUND, 16_000, SPOKEN)
    assert Model.loaded == [("my/aligner", "cuda:1")]


def test_without_the_package_it_is_said_what_to_install():
    assert "pip install qwen-asr" in Aligner("qwen").unavailable()
    with pytest.raises(NotHere, match="pip install qwen-asr"):
        Aligner("qwen").times(SOUND, 16_000, SPOKEN)


def test_without_the_weights_it_is_said_how_to_get_them(package):
    for asked in (lambda one: one.times(SOUND, 16_000, SPOKEN), Aligner.ready):
        with pytest.raises(NotHere, match=r"is no folder.*hf download missing/model"):
            asked(Aligner("qwen", "missing/model"))


def test_a_model_that_fails_is_a_bad_result(package):
    with pytest.raises(BadResult, match="Unsupported language: English"):
        Aligner("qwen").times(SOUND, 16_000, speakable("Hello", "en"))


def test_its_name_alone_is_enough_in_a_profile():
    read = TypeAdapter(Aligner).validate_python
    assert read("qwen") == read({"by": "qwen"}) == Aligner("qwen")
    with pytest.raises(ValidationError, match="none"):
        read("whisper")
