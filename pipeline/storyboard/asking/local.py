"""A language model in this process: loaded once, held to the schema token by token. Imported when used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import llguidance.hf
import numpy as np
import torch
from llguidance import LLMatcher
from transformers import LogitsProcessor, LogitsProcessorList

from pipeline.errors import BadResult
from pipeline.local.cards import Card
from pipeline.local.libraries import free
from pipeline.local.order import Steps
from pipeline.storyboard.asking.loading import Placed, below, load
from pipeline.storyboard.asking.model import Message, Reply, TooMuch
from pipeline.storyboard.asking.question import LanguageWeights, Taste

#: A word takes a hundredth of a second: it is told of so many at once.
_TOLD_OF = 16


class LocalModel:
    """A model with its tokenizer, on *card*; it answers one question at a time."""

    def __init__(self, weights: LanguageWeights, card: Card) -> None:
        self._weights, self._card = weights, card
        self._stands(load(weights, card))

    @property
    def told(self) -> str:
        """How it was loaded, in one line."""
        return f"{self._weights.name} on {self._card.device}: {self._placed.rung}"

    def unload(self) -> None:
        """Give its memory back."""
        del self._placed, self._model
        free()

    def answer(
        self,
        messages: tuple[Message, ...],
        schema: Mapping[str, Any],
        taste: Taste,
        seed: int,
        steps: Steps | None = None,
    ) -> Reply:
        """
        Words that are JSON of *schema*, unless they are cut off; `TooMuch` where there is no room.

        It tells *steps* of how much is written. Where memory runs out the model is loaded anew, smaller.
        """
        prompt = self._tokenizer(self._written(messages), return_tensors="pt", add_special_tokens=False)
        asked = prompt.input_ids.shape[1]
        room = getattr(self._model.config.get_text_config(), "max_position_embeddings", asked) - asked
        if room <= 0:
            raise TooMuch
        told = None
        while told is None:
            guide = _Guide(self._matcher(schema), asked, self._ends, steps)
            told = self._seeded(prompt, guide, taste, min(taste.most_tokens, room), seed)
        written = told[0, asked:]
        words = self._tokenizer.decode(written, skip_special_tokens=True)
        return Reply(words, cut_off=not guide.ended, tokens_read=asked, tokens_written=len(written))

    def _stands(self, placed: Placed) -> None:
        self._placed, self._model, self._tokenizer = placed, placed.model, placed.tokenizer
        words = self._model.config.get_text_config().vocab_size
        self._ends = self._tokenizer.eos_token_id
        self._guide = llguidance.hf.from_tokenizer(self._tokenizer, n_vocab=words, eos_token=self._ends)

    def _seeded(
        self, prompt: Any, guide: _Guide, taste: Taste, most_tokens: int, seed: int
    ) -> torch.Tensor | None:
        """What is generated with *seed*, the random numbers of others left alone; None: try again."""
        device = torch.device(self._placed.device)
        cards = [device] if device.type == "cuda" else []
        try:
            with torch.random.fork_rng(devices=cards), torch.inference_mode():
                torch.manual_seed(seed)
                return self._generated(prompt, guide, taste, most_tokens)
        except torch.OutOfMemoryError:
            placed = self._placed
        # Outside of the handler, which would hold what it was working on.
        self._model = placed.model = None
        rung = below(self._weights, self._card, placed.needs, placed.rung)
        self._stands(load(self._weights, self._card, rung))
        return None

    def _generated(self, prompt: Any, guide: _Guide, taste: Taste, most_tokens: int) -> torch.Tensor:
        warmth = (
            {"do_sample": True, "temperature": taste.temperature, "top_k": 0, "top_p": 1.0}
            if taste.temperature
            else {"do_sample": False, "temperature": None, "top_k": None, "top_p": None}
        )
        told: torch.Tensor = self._model.generate(
            **prompt.to(self._placed.device),
            max_new_tokens=most_tokens,
            logits_processor=LogitsProcessorList([guide]),
            eos_token_id=self._ends,
            pad_token_id=self._ends,
            **warmth,
        )
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

    def __init__(self, matcher: LLMatcher, asked: int, ends: int, steps: Steps | None) -> None:
        self._matcher = matcher
        self._asked = self._seen = asked
        self._ends = ends
        self._steps = steps

    @property
    def ended(self) -> bool:
        """Whether the JSON is complete."""
        return bool(self._matcher.is_stopped() or self._matcher.is_accepting())

    def __call__(self, tokens: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        self._matcher.consume_tokens(tokens[0, self._seen :].tolist())
        self._seen = tokens.shape[1]
        written = self._seen - self._asked
        if self._steps and written % _TOLD_OF == 0:
            # How many it will be, nobody knows.
            self._steps(written, 0, "tokens")
        if self._matcher.is_stopped():
            return torch.full_like(scores, float("-inf")).index_fill(
                1, torch.tensor([self._ends], device=scores.device), 0
            )
        # One bit per word; llguidance's own helper for torch would start its compiler.
        bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        allowed = np.unpackbits(bits, count=scores.shape[1], bitorder="little")
        return scores.masked_fill(torch.from_numpy(allowed == 0).to(scores.device), float("-inf"))
