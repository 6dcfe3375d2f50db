"""
The program that reads a PDF (see `pdf`), which stands alone: its lines and where they stand, as JSON.

Its arguments are the folder that pypdfium2 is installed in, the file, and the most pages, characters
and bytes of memory that it may take. It prints one object: `width`, that of the widest page, and
`pages`, for each its lines as `[words, left, right, bottom, width of the first word]`, all in points;
or `error`, the reason why there are none.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from typing import Any

_FIRST_WORD = re.compile(r"[“‘\"'(（《「『【]*(?:[\u2e80-\uffff]|[^\s\u2e80-\uffff]+)")


def main() -> None:
    """Read the file and print what is in it."""
    packages, file, *limits = sys.argv[1:]
    most_pages, most_characters, most_memory = map(int, limits)
    sys.path.append(packages)
    _limit_memory(most_memory)
    json.dump(_read(file, most_pages, most_characters), sys.stdout)


def _limit_memory(most_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def _read(file: str, most_pages: int, most_characters: int) -> dict[str, Any]:
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        document = PdfDocument(file)
    except PdfiumError as error:
        return {"error": "password" if error.err_code == raw.FPDF_ERR_PASSWORD else "damaged"}
    if len(document) > most_pages:
        return {"error": f"{len(document)} pages"}
    pages = []
    width = 0.0
    for number in range(len(document)):
        try:
            page = document[number]
            width = max(width, page.get_width())
            pages.append(_lines(page.get_textpage(), raw))
        except PdfiumError:
            return {"error": f"damaged on page {number + 1}"}
        most_characters -= sum(len(line[0]) for line in pages[-1])
        if most_characters < 0:
            return {"error": "more text than a script has"}
    return {"width": width, "pages": pages}


def _lines(page: Any, raw: Any) -> list[tuple[str, float, float, float, float]]:
    """What pdfium holds for lines: it ends them with carriage return and line feed."""
    found = []
    line: list[tuple[int, str]] = []
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if code not in {10, 13}:
            line.append((index, chr(code)))
        elif line:
            found.append(_placed(page, raw, line))
            line = []
    return [*found, _placed(page, raw, line)] if line else found


def _placed(page: Any, raw: Any, line: list[tuple[int, str]]) -> tuple[str, float, float, float, float]:
    words = "".join(character for _, character in line)
    inked = [index for index, character in line if not character.isspace()] or [line[0][0]]
    first, last = _box(page, raw, inked[0]), _box(page, raw, inked[-1])
    start = words.lstrip()
    width = _first_word(start)
    end = _box(page, raw, inked[min(width, len(inked)) - 1])
    return words, first[0], last[1], first[2], end[1] - first[0]


def _first_word(words: str) -> int:
    """How many characters can't be broken from the start of a line: a word, or one of Chinese."""
    match = _FIRST_WORD.match(words)
    return match.end() if match else 1


def _box(page: Any, raw: Any, index: int) -> tuple[float, float, float]:
    """Left, right and bottom of a character, as far as its font reaches (not its ink)."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box))
    return round(box.left, 1), round(box.right, 1), round(box.bottom, 1)


if __name__ == "__main__":
    main()
