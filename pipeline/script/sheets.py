"""From printed pages back to paragraphs: broken lines are joined, what every page repeats is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.script.container import Contents
from pipeline.script.speech import is_scripted
from pipeline.story import Unused

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:page|p\.|第)?\s*(?:\d{1,4}|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))"
    r"(?:\s*(?:/|of|共)\s*\d{1,4})?\s*页?[-—–·\s]*",
    re.IGNORECASE,
)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BLANK_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])")
#: How much of the page a line fills at least, if it was broken because it was full.
_FULL = 0.55
#: Where pdfium found a word that was broken with a hyphen at the end of a line.
_HYPHEN = re.compile("\x02(?=[a-z])")
_OPENS = re.compile(r"[△▲【#]|第\s*\S{1,9}\s*[集章回场幕]|(?:INT|EXT)[./ ]")
_ENDS = re.compile(r"[。！？!?.…][”’」』\"')）]*$")
#: How often a line at the edge of a page comes again at least, if it is a header.
_REPEATED = 3


_Key = tuple[str, int]


@dataclass(frozen=True)
class Line:
    """The *words* of a line and where they stand on the page, in points; *first_word* is its width."""

    words: str
    left: float
    right: float
    bottom: float
    first_word: float


def text_of(pages: list[list[Line]], page_width: float) -> Contents:
    """The paragraphs on *pages*, with a blank line wherever there is more room; headers are left out."""
    pages = [[line for line in page if line.words.strip()] for page in pages]
    most_room = 1.35 * median([abs(a.bottom - b.bottom) for page in pages for a, b in pairwise(page)] or [0])
    edges = [_Edge.of(page, most_room) for page in pages]
    headers = _headers(edges)
    body = [line for edge in edges for line in edge.without(headers)]
    found = [line.words for edge in edges for line in edge.lines if _key(line) in headers]
    left_out = {_bare(words): words for words in found if not _PAGE_NUMBER.fullmatch(words.strip())}
    why = "a header: it stands on several pages"
    return Contents(
        "\n".join(_paragraphs(body, max(_right_margin(body), _FULL * page_width), most_room)),
        left_out=tuple(Unused(text=_clean(words), line_number=1, why=why) for words in left_out.values()),
    )


def _paragraphs(lines: list[Line], margin: float, most_room: float) -> Iterator[str]:
    written = ""
    for above, line in pairwise([None, *lines]):
        assert line is not None
        words = _clean(line.words)
        if above and _goes_on(above, line, margin, most_room):
            written = _joined(written, words)
            continue
        if above:
            yield written
        if above and not 0 < above.bottom - line.bottom <= most_room:
            yield ""
        written = words
    yield written


def _goes_on(above: Line, line: Line, margin: float, most_room: float) -> bool:
    """
    Whether *line* is the same paragraph as the one *above* it.

    It is where its first word did not fit above, and it is not indented. The start of a cue or a
    scene is no such thing, if only what is above may end there.
    """
    em = (line.right - line.left) / max(_width(line.words), 1)
    fits = above.right + line.first_word + em / 4 < margin
    indented = line.left > above.left + em / 2
    farther = above.bottom - line.bottom > most_room
    opens = bool(_OPENS.match(line.words) or is_scripted(line.words)) and bool(
        _ENDS.search(above.words.strip())
    )
    return not (fits or indented or farther or opens)


def _width(words: str) -> float:
    """How wide *words* are, in the height of their letters; Latin ones take half of it."""
    return sum(1 if character > "\u2e7f" else 0.5 for character in words.strip())


def _joined(above: str, below: str) -> str:
    if above.endswith("-") and above[-2:-1].isalpha() and below[:1].islower():
        return above[:-1] + below
    wide = re.compile(f"[{_WIDE}“”‘’…—]")
    glue = "" if wide.match(above[-1:]) and wide.match(below[:1]) else " "
    return f"{above}{glue}{below}"


def _clean(words: str) -> str:
    """Without the marks of pdfium, and without the blanks where letters were only set wide apart."""
    words = " ".join(_HYPHEN.sub("", words).replace("\x02", "-").replace("\ufffe", "-").split())
    spread = len(_BLANK_IN_CHINESE.findall(words)) > len(words) / 3
    return _BLANK_IN_CHINESE.sub("", words) if spread else words


def _right_margin(lines: list[Line]) -> float:
    """Where full lines end; one in a hundred may stick out."""
    rights = sorted(line.right for line in lines)
    return rights[-1 - len(rights) // 100] if rights else 0


@dataclass(frozen=True)
class _Edge:
    """The outermost *lines* of a *page*, and those of them that stand *apart* from what is between."""

    page: list[Line]
    lines: list[Line]
    apart: list[Line]

    @classmethod
    def of(cls, page: list[Line], most_room: float) -> _Edge:
        """One line above and below, or two that stand apart; by place, for headers may be written last."""
        standing = sorted(page, key=lambda line: line.bottom) if len(page) > 1 else []
        apart = [*_apart(standing, most_room), *_apart(standing[::-1], most_room)]
        return cls(page, [*standing[:1], *standing[-1:], *apart], apart)

    def without(self, headers: set[_Key]) -> list[Line]:
        """The page without its *headers* and its number."""
        numbers = {line for line in self.lines if _PAGE_NUMBER.fullmatch(line.words.strip())}
        gone = numbers | {line for line in self.lines if _key(line) in headers}
        return [line for line in self.page if line not in gone]


def _apart(outwards: list[Line], most_room: float) -> list[Line]:
    """The first or the first two of these lines, where there is much room behind them."""
    for count in (1, 2):
        if len(outwards) > count and abs(outwards[count].bottom - outwards[count - 1].bottom) > most_room:
            return outwards[:count]
    return []


def _headers(edges: list[_Edge]) -> set[_Key]:
    """What comes again in the same place: on half of the pages, or on several and apart from the rest."""
    anywhere = Counter(key for edge in edges for key in {_key(line) for line in edge.lines})
    apart = Counter(key for edge in edges for key in {_key(line) for line in edge.apart})
    often = {key for key, times in anywhere.items() if times >= max(_REPEATED, len(edges) / 2)}
    return often | {key for key, times in apart.items() if times >= max(_REPEATED, len(edges) / 50)}


def _key(line: Line) -> _Key:
    return _bare(line.words), round(line.bottom / 3)


def _bare(words: str) -> str:
    """*words* without blanks and digits: page numbers differ."""
    return re.sub(r"[\d\s]", "", words)
