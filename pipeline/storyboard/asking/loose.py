"""The data in a model's words: pure JSON from a good server, and what lies in the chatter of a weak one."""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.errors import Refused

_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL)
#: The template of a chat model may have begun the thought itself: only its end is in the answer.
_END_OF_THOUGHTS = re.compile(r".*</(?:think|thinking|reasoning)>", re.DOTALL)
_STILL_THINKING = re.compile(r"<(?:think|thinking|reasoning)>")
#: Where data begins: an object, or a list of objects. `[12]` is how people write of a number.
_BEGINS = re.compile(r"\{|\[(?=\s*\{)")
_STRING = r'"(?:\\.|[^"\\])*"'
_BRACKET = re.compile(r"[][{}]")
_STRING_OR_BRACKET = re.compile(rf"{_STRING}|[][{{}}]", re.DOTALL)
#: Chinese punctuation that stands where JSON has its own.
_STRING_OR_WIDE = re.compile(
    rf"{_STRING}|(?<=[\"”’'\w])\s*：|(?<=[\"”’'\w\]}}])\s*，(?=\s*[\"“‘'{{\[\w])", re.DOTALL
)
_REFUSAL = re.compile(
    r"\bI(?:['’]m| am)? (?:very |so )?(?:sorry|can(?:no|['’])?t|unable|not able|won['’]t|must decline)|"
    r"\bI apologi[sz]e\b|\bas an AI\b|against (?:my|our) (?:policy|policies|guidelines)|"
    r"抱歉|对不起|作为(?:一个|一名)?(?:AI|人工智能|语言模型)|不符合.{0,12}(?:规定|政策|规范|准则)|"
    r"(?:无法|不能)(?:为您|为你|提供|协助|帮助|完成|满足|生成|回答|处理|创作)",
    re.IGNORECASE,
)
#: A refusal takes a few sentences.
_LONGEST_REFUSAL = 1500
_QUOTED = 200


class NotJson(Exception):
    """There is no data in a model's words; the message says so to the model."""


class CutOff(Exception):
    """A model's words end before its data or its thoughts do."""


def data_in(words: str) -> Any:
    """
    The JSON object or list in *words*, mended where its meaning is plain.

    It is the whole, or the longest part amid other words; trailing commas, comments, single quotes,
    Chinese punctuation and keys without quotes are mended. `CutOff` where its brackets never close,
    `NotJson` where there is none, `Refused` where the words say that the model won't.
    """
    said = words.strip().removeprefix("\ufeff")
    if (data := _strict(said)) is not None:
        return data
    said = _END_OF_THOUGHTS.sub("", _THOUGHTS.sub("", said)).strip()
    parts, rest = _parts(said)
    longest = max(parts, key=len, default="")
    if not parts or len(rest) > len(longest):
        raise _without_data(said, rest)
    data = _strict(longest)
    return data if data is not None else _mended(longest)


def _strict(text: str) -> Any:
    """*text* as JSON, where it is an object or a list; line breaks within strings are let pass."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict | list) else None


def _mended(text: str) -> Any:
    import json_repair

    def narrow(match: re.Match[str]) -> str:
        return {"：": ":", "，": ","}.get(match[0].strip(), match[0])

    data = json_repair.loads(_STRING_OR_WIDE.sub(narrow, text), skip_json_loads=True)
    if not isinstance(data, dict | list):
        raise NotJson("Your answer is no JSON object.")
    return data


def _parts(said: str) -> tuple[list[str], str]:
    """The parts of *said* that could be data, each with its brackets closed, and one that stays open."""
    parts: list[str] = []
    place = 0
    while begins := _BEGINS.search(said, place):
        start = begins.start()
        # Quotes that are not paired hide brackets: then all brackets are counted.
        end = _end(said, start, _STRING_OR_BRACKET) or _end(said, start, _BRACKET)
        if not end:
            return parts, said[start:]
        parts.append(said[start:end])
        place = end
    return parts, ""


def _end(said: str, start: int, tokens: re.Pattern[str]) -> int:
    """Where the bracket that opens at *start* is closed; 0 where it never is."""
    depth = 0
    for token in tokens.finditer(said, start):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if not depth:
            return token.end()
    return 0


def _without_data(said: str, rest: str) -> Exception:
    if rest or _STILL_THINKING.match(said):
        return CutOff()
    if len(said) <= _LONGEST_REFUSAL and _REFUSAL.search(said):
        return Refused(
            f"The language model won't do this: “{' '.join(said.split())[:_QUOTED]}”.",
            "Change the words of the script at this place, or use another model.",
        )
    return NotJson("Your answer has no JSON object in it." if said else "Your answer is empty.")
