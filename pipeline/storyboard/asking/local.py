"""A language model in this process: loaded once, held to the schema token by token. Imported when used."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Literal

import llguidance.hf
import numpy as np
import torch
from llguidance import LLMatcher
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    LogitsProcessor,
    LogitsProcessorList,
)
from transformers.utils import logging as transformers_logging

from pipeline.errors import BadResult, NotHere
from pipeline.storyboard.asking.model import Message, Reply, TooMuch

Precision = Literal["auto", "bfloat16", "float16", "float32"]
Quantise = Literal["none", "8bit", "4bit"]

log = logging.getLogger("drama")


@dataclass(frozen=True)
class Weights:
    """Which model, where and how exactly: what must be loaded anew when it changes."""

    model: str
    device: str
    precision: Precision
    quantise: Quantise


@dataclass(frozen=True)
class Taste:
    """How the next word is chosen; *most_tokens* ends an answer that does not end by itself."""

    temperature: float
    most_tokens: int


class LocalModel:
    """A model with its tokenizer. It answers one question at a time; others wait."""

    def __init__(self, weights: Weights) -> None:
        self._device = _device(weights.device)
        self._lock = Lock()
        transformers_logging.disable_progress_bar()
        log.info("loading %s on %s", weights.model, self._device)
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(weights.model)
            self._model = AutoModelForCausalLM.from_pretrained(
                weights.model, **_loading(weights, self._device)
            )
        except (OSError, ValueError, KeyError) as error:
            raise NotHere(
                f"The language model {weights.model!r} can't be loaded: {_first_line(error)}",
                "Give the folder of a checkpoint, or a hub id that can be downloaded here.",
            ) from error
        if weights.quantise == "none":
            self._model.to(self._device)
        self._model.eval()
        self._words = self._model.config.get_text_config().vocab_size
        self._ends = self._tokenizer.eos_token_id
        self._guide = llguidance.hf.from_tokenizer(self._tokenizer, n_vocab=self._words, eos_token=self._ends)

    def answer(
        self, messages: tuple[Message, ...], schema: Mapping[str, Any], taste: Taste, seed: int
    ) -> Reply:
        """Words that are JSON of *schema*, unless they are cut off; `TooMuch` where there is no room."""
        prompt = self._tokenizer(self._written(messages), return_tensors="pt", add_special_tokens=False)
        asked = prompt.input_ids.shape[1]
        room = getattr(self._model.config.get_text_config(), "max_position_embeddings", asked) - asked
        if room <= 0:
            raise TooMuch
        guide = _Guide(self._matcher(schema), asked, self._ends)
        with self._lock, torch.random.fork_rng(), torch.inference_mode():
            torch.manual_seed(seed)
            told = self._generated(prompt, guide, taste, min(taste.most_tokens, room))
        written = told[0, asked:]
        words = self._tokenizer.decode(written, skip_special_tokens=True)
        return Reply(words, cut_off=not guide.ended, tokens_read=asked, tokens_written=len(written))

    def _generated(self, prompt: Any, guide: _Guide, taste: Taste, most_tokens: int) -> torch.Tensor:
        warmth = (
            {"do_sample": True, "temperature": taste.temperature, "top_k": 0, "top_p": 1.0}
            if taste.temperature
            else {"do_sample": False, "temperature": None, "top_k": None, "top_p": None}
        )
        try:
            told: torch.Tensor = self._model.generate(
                **prompt.to(self._device),
                max_new_tokens=most_tokens,
                logits_processor=LogitsProcessorList([guide]),
                eos_token_id=self._ends,
                pad_token_id=self._ends,
                **warmth,
            )
        except torch.OutOfMemoryError as error:
            raise NotHere(
                f"The memory of {self._device} is too small for the language model: {_first_line(error)}",
                "Choose a smaller model, `quantise: 4bit`, or a smaller `reads_at_once`.",
            ) from error
        return told

    def _written(self, messages: tuple[Message, ...]) -> str:
        """The conversation in the model's own form; models that only go on with a text get it plainly."""
        told = [{"role": message.role, "content": message.words} for message in messages]
        if self._tokenizer.chat_template is None:
            return "\n\n".join(message["content"] for message in told) + "\n\n"
        # What does not know of thinking does not read the value.
        written: str = self._tokenizer.apply_chat_template(
            told, tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        return written

    def _matcher(self, schema: Mapping[str, Any]) -> LLMatcher:
        grammar = LLMatcher.grammar_from_json_schema(
            json.dumps(schema), overrides={"whitespace_flexible": False}
        )
        matcher = LLMatcher(self._guide, grammar)
        if matcher.is_error():
            raise BadResult(
                f"The form can't be put to a local model: {matcher.get_error()}",
                "This is a fault of the program: please report it, and use another storyboard engine.",
            )
        return matcher


class _Guide(LogitsProcessor):  # type: ignore[misc]  # transformers is read without its types
    """Lets only those words through that go on with valid JSON, and ends where it is complete."""

    def __init__(self, matcher: LLMatcher, asked: int, ends: int) -> None:
        self._matcher = matcher
        self._seen = asked
        self._ends = ends

    @property
    def ended(self) -> bool:
        """Whether the JSON is complete."""
        return bool(self._matcher.is_stopped() or self._matcher.is_accepting())

    def __call__(self, tokens: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        self._matcher.consume_tokens(tokens[0, self._seen :].tolist())
        self._seen = tokens.shape[1]
        if self._matcher.is_stopped():
            return torch.full_like(scores, float("-inf")).index_fill(
                1, torch.tensor([self._ends], device=scores.device), 0
            )
        # One bit per word; llguidance's own helper for torch would start its compiler.
        bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        allowed = np.unpackbits(bits, count=scores.shape[1], bitorder="little")
        return scores.masked_fill(torch.from_numpy(allowed == 0).to(scores.device), float("-inf"))


_loading_alone = Lock()


def local_model(weights: Weights) -> LocalModel:
    """The model of *weights*, loaded once in this process however many ask for it."""
    with _loading_alone:
        return _loaded(weights)


@cache
def _loaded(weights: Weights) -> LocalModel:
    return LocalModel(weights)


def _device(wanted: str) -> str:
    if wanted != "auto":
        return wanted
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _loading(weights: Weights, device: str) -> dict[str, Any]:
    dtype = weights.precision
    if dtype == "auto":
        # A CPU multiplies in float32; graphics cards of today in bfloat16.
        dtype = "float32" if device == "cpu" else "bfloat16"
    options: dict[str, Any] = {"dtype": getattr(torch, dtype)}
    if weights.quantise != "none":
        four = weights.quantise == "4bit"
        options["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=four, load_in_8bit=not four, bnb_4bit_compute_dtype=options["dtype"]
        )
        options["device_map"] = {"": device}
    return options


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]
