"""What Project Gutenberg puts around its books, in the wording of its files since 1991."""

from __future__ import annotations

import re

from pipeline.script.book import Item, Paragraph, left

_LONGEST = 300
_BEGIN = re.compile(
    r"\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG.*|\*END\*?\s*THE SMALL PRINT!.*",
    re.IGNORECASE,
)
_END = re.compile(
    r"\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG.*|End of (?:the )?Project Gutenberg(?:['’]s)? .*",
    re.IGNORECASE,
)
_TITLE = re.compile(r"Title:\s*(\S.*)", re.IGNORECASE)
_NOTES = re.compile(
    r"Produced by .*|E-?text prepared by .*|\[Illustration(?::[^\]]*)?\]|\[Transcriber['’]s note.*\]",
    re.IGNORECASE,
)


def without_frame(paragraphs: list[Paragraph]) -> tuple[list[Item], str]:
    """The items without Project Gutenberg's header, licence and notes, and the title in its header."""
    begins = [index for index, line in enumerate(paragraphs) if _matches(_BEGIN, line)]
    ends = [index for index, line in enumerate(paragraphs) if _matches(_END, line)]
    begin = begins[-1] + 1 if begins else 0
    end = next((index for index in ends if index > begin), len(paragraphs))
    header = paragraphs[:begin]
    titles = (match[1] for line in header if (match := _TITLE.match(line.text[:_LONGEST])))
    return [
        *left(header, "Project Gutenberg's header"),
        *(_note(line) if begin else line for line in paragraphs[begin:end]),
        *left(paragraphs[end:], "Project Gutenberg's licence"),
    ], next(titles, "").split(" Author:")[0].strip()


def _note(line: Paragraph) -> Item:
    return next(left([line], "a note on the edition")) if _matches(_NOTES, line) else line


def _matches(pattern: re.Pattern[str], line: Paragraph) -> bool:
    return len(line.text) <= _LONGEST and pattern.fullmatch(line.text) is not None
