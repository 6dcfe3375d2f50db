"""Fountain's marks of bold, italics and underlining: taken off, or kept from being seen as such."""

from __future__ import annotations

import re

_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3})(?=\S)([^*\n]{1,2000}?)(?<=[^\s\\])\1")
_UNDERLINE = re.compile(r"(?<![\\\w])_(?=\S)([^_\n]{1,2000}?)(?<=[^\s\\])_(?!\w)")
_ESCAPED = re.compile(r"\\([*_\\!@#>~.\[\]])")


def plain(words: str) -> str:
    """*words* without the marks; escaped characters stand for themselves."""
    words = _UNDERLINE.sub(r"\1", _EMPHASIS.sub(r"\2", words))
    return _ESCAPED.sub(r"\1", words)


def escaped(words: str) -> str:
    r"""*words* so that `plain` gives them back as they are: `2 * 3 * 4` -> `2 \* 3 \* 4`."""
    return re.sub(r"([*_\\]|^~)", r"\\\1", words)
