"""From the lines of a text to its paragraphs, where one may be written on several lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipeline.script.book import Paragraph, wide_length
from pipeline.script.titles import is_break, read_title

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xAD])
_GOES_ON = re.compile(r"[\w,，、;；\-—’']$")
_INDENT = re.compile(r"[ \t\u3000\u00a0]*")
_FEWEST_LINES = 20
_WIDEST_LINE = 150


def paragraphs(text: str) -> list[Paragraph]:
    """
    The paragraphs of *text*, stripped, each with the line on which it begins.

    Every line is one; but where most lines break off in mid-sentence, as in books typed for a
    narrow page, lines go on until one is blank or indented.
    """
    lines = [line.translate(_INVISIBLE).rstrip() for line in text.split("\n")]
    if not _is_wrapped(lines):
        numbered = enumerate(lines, start=1)
        return [Paragraph(number, line.strip()) for number, line in numbered if line.strip()]
    return [_joined(block) for block in _blocks(lines)]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most of the lines that another one follows at once stop in mid-sentence."""
    followed = [line for line, after in itertools.pairwise(lines) if line.strip() and after.strip()]
    full = [line for line in followed if 45 <= wide_length(line[: _WIDEST_LINE * 2]) <= _WIDEST_LINE]
    broken = sum(1 for line in full if _GOES_ON.search(line))
    return len(full) >= _FEWEST_LINES and len(full) * 2 > len(followed) and broken * 2 > len(full)


def _blocks(lines: list[str]) -> Iterator[list[Paragraph]]:
    block: list[Paragraph] = []
    before = 0
    for number, line in enumerate(lines, start=1):
        indent = _INDENT.match(line).end()  # type: ignore[union-attr]  # it matches the empty string, too
        if block and (not line or indent > before or _stands_alone(block, line)):
            yield block
            block = []
        before = indent
        if line:
            block.append(Paragraph(number, line.strip()))
    if block:
        yield block


def _stands_alone(block: list[Paragraph], line: str) -> bool:
    """Whether a title or break ends here: what is below it is another paragraph."""
    alone = len(block) == 1 and (is_break(block[0].text) or read_title(block[0]) is not None)
    return alone or is_break(line.strip())


def _joined(block: list[Paragraph]) -> Paragraph:
    texts = [block[0].text]
    for line in block[1:]:
        spaced = wide_length(texts[-1][-1] + line.text[0]) == 2 and not texts[-1].endswith(("-", "—"))
        texts.append(f" {line.text}" if spaced else line.text)
    return Paragraph(block[0].line_number, "".join(texts))
