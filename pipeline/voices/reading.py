"""Numbers, dates, money and units read out by wetext, one expression at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from pipeline.story import Language

#: A regular expression, and how what it finds is said.
Rule = tuple[str, Callable[[str], str]]


def read(expression: str, language: Language) -> str:
    """
    How *expression* (`3:30`, `50%`, `75kg`) is said.

    wetext is given the bare expression, never a sentence: it escapes quotes and trips over
    brackets. One that it has no reading for is left to the voice as it is written.
    """
    try:
        said: str = _normalizer(language).normalize(expression)
    except AssertionError:
        return expression
    return said.replace('\\"', '"')


@cache
def _normalizer(language: Language) -> Any:
    from wetext import Normalizer

    return Normalizer(lang=language, operator="tn")
