"""
The official module `cosyvoice/cli/cosyvoice.py` without its models: it hums, and insists on what they do.

Tests copy it into a folder that looks like the official repository; it is also behind the stand-in of the
official server.
"""

from __future__ import annotations

import os
import random
import wave

import numpy as np

#: What was asked, in order: the name of the method and its values.
CALLS: list[tuple[str, dict]] = []
MARK = "<|endofprompt|>"
SPEAKERS = ["中文女", "中文男", "日语男", "粤语女", "英文女", "英文男", "韩语女"]


class Tensor:
    """As much of a tensor as anybody reads."""

    def __init__(self, array: np.ndarray) -> None:
        self._array = array

    def numpy(self) -> np.ndarray:
        return self._array


def load_wav(wav, target_sr: int) -> Tensor:
    """A file by its path or as it is read; a tensor is none."""
    if isinstance(wav, Tensor):
        raise TypeError("Invalid file: tensor([[ 0.0000, -0.0031,  0.0042]])")
    with wave.open(wav, "rb") as file:
        rate = file.getframerate()
        assert rate >= 16000, f"wav sample rate {rate} must be greater than 16000"
        assert file.getnframes() <= 30 * rate, "do not support extract speech token for audio longer than 30s"
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return Tensor((pcm / np.float32(32768))[None])


class CosyVoice:
    version, sample_rate, takes_tensors = 1, 22050, False

    def __init__(self, model_dir: str) -> None:
        self.model_dir = model_dir
        self.instruct = "-Instruct" in model_dir
        self.speakers = list(SPEAKERS)

    def list_available_spks(self) -> list[str]:
        return self.speakers

    def inference_sft(self, tts_text, spk_id, stream=False, speed=1.0, text_frontend=True):
        self._called("inference_sft", tts_text=tts_text, spk_id=spk_id)
        for text in self._sentences(tts_text):
            self._speaker(spk_id)
            yield self._hum(text, speed)

    def inference_zero_shot(  # noqa: PLR0917 - as they are there
        self, tts_text, prompt_text, prompt_wav, zero_shot_spk_id="", stream=False, speed=1.0
    ):
        self._called("inference_zero_shot", tts_text=tts_text, prompt_text=prompt_text, prompt_wav=prompt_wav)
        for text in self._sentences(tts_text):
            self._insist(prompt_text)
            self._read(prompt_wav)
            yield self._hum(text, speed)

    def inference_cross_lingual(self, tts_text, prompt_wav, zero_shot_spk_id="", stream=False, speed=1.0):
        self._called("inference_cross_lingual", tts_text=tts_text, prompt_wav=prompt_wav)
        for text in self._sentences(tts_text):
            self._insist(text)
            self._read(prompt_wav)
            yield self._hum(text.rpartition(MARK)[2], speed)

    def inference_instruct(self, tts_text, spk_id, instruct_text, stream=False, speed=1.0):
        assert self.__class__.__name__ == "CosyVoice", "inference_instruct is only implemented for CosyVoice!"
        if not self.instruct:
            raise ValueError(f"{self.model_dir} do not support instruct inference")
        self._called("inference_instruct", tts_text=tts_text, spk_id=spk_id, instruct_text=instruct_text)
        for text in self._sentences(tts_text):
            self._speaker(spk_id)
            yield self._hum(text, speed)

    def _called(self, name: str, **values) -> None:
        CALLS.append((name, values))

    def _read(self, wav) -> None:
        if not (self.takes_tensors and isinstance(wav, Tensor)):
            load_wav(wav, 16000)
            load_wav(wav, 24000)

    def _speaker(self, spk_id: str) -> None:
        {name: {"embedding": 0} for name in self.speakers}[spk_id]

    def _insist(self, prompt: str) -> None:
        pass

    def _sentences(self, text: str) -> list[str]:
        if "<|" in text and "|>" in text:
            return [text]
        return [part + "。" for part in text.replace("。", "\n").split("\n") if part.strip()]

    def _hum(self, text: str, speed: float) -> dict:
        """About as long as such a text is spoken, in syllables; noise makes each seed another take."""
        letters = [c for c in text if c.isalnum()]
        seconds = (0.3 + sum(0.22 if ord(c) > 0x2E80 else 0.075 for c in letters)) / speed
        at = np.arange(int(seconds * self.sample_rate)) / self.sample_rate
        wave_ = (
            np.minimum(1, (at[-1] - at) / 0.1)
            * 0.3
            * np.sin(2 * np.pi * 180 * at)
            * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
        )
        return {"tts_speech": Tensor((wave_ + 0.001 * np.random.randn(len(at))).astype(np.float32)[None])}  # noqa: NPY002 - the global state is what the official code seeds


class CosyVoice2(CosyVoice):
    version, sample_rate = 2, 24000

    def __init__(self, model_dir: str) -> None:
        super().__init__(model_dir)
        self.speakers = []

    def inference_instruct2(  # noqa: PLR0917 - as they are there
        self, tts_text, instruct_text, prompt_wav, zero_shot_spk_id="", stream=False, speed=1.0
    ):
        self._called(
            "inference_instruct2", tts_text=tts_text, instruct_text=instruct_text, prompt_wav=prompt_wav
        )
        for text in self._sentences(tts_text):
            self._insist(instruct_text)
            self._read(prompt_wav)
            yield self._hum(text, speed)


class CosyVoice3(CosyVoice2):
    version = 3

    def _insist(self, prompt: str) -> None:
        assert MARK in prompt, f"{MARK} not detected in CosyVoice3 text or prompt_text, check your input!"


def AutoModel(**kwargs):  # noqa: N802 - its name there
    folder = kwargs["model_dir"]
    for name, kind in (("cosyvoice", CosyVoice), ("cosyvoice2", CosyVoice2), ("cosyvoice3", CosyVoice3)):
        if os.path.exists(f"{folder}/{name}.yaml"):  # noqa: PTH110 - as it does
            return kind(**kwargs)
    raise TypeError("No valid model type found!")


def set_all_random_seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - the global state is meant
