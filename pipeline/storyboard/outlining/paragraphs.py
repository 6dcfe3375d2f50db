"""A script in numbered paragraphs, and in chunks of them that are read at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pipeline.script.screenplay import Element, Screenplay
from pipeline.story import Language
from pipeline.storyboard.letters import Letters, Unit, letters_of
from pipeline.storyboard.splitting import pieces

_CAPTION: dict[Language, str] = {"zh": "【字幕：{}】", "en": "[caption: {}]"}
_COLON: dict[Language, str] = {"zh": "：", "en": ": "}
_BLANK: dict[Language, str] = {"zh": "", "en": " "}


@dataclass(frozen=True)
class Paragraph:
    """
    A paragraph as a reader sees it, the one of that *index* in the script.

    *at* is its position in the `Letters` of the script. It stands in the script's own *episode*,
    counted from 0, and *opens* it or not; *headings* stand above it.
    """

    index: int
    text: str
    at: int
    episode: int
    opens: bool = False
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chunk:
    """Paragraphs that are read at once."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The paragraphs below their headings; numbered from 1, whatever stands before them."""
        lines = (
            (*paragraph.headings, f"[{number}] {paragraph.text}")
            for number, paragraph in enumerate(self.paragraphs, start=1)
        )
        return "\n".join(itertools.chain.from_iterable(lines))

    @property
    def size(self) -> int:
        """Its characters."""
        return size(self.paragraphs)

    @property
    def opening(self) -> tuple[int, ...]:
        """The numbers of the paragraphs that open an episode of the script."""
        return tuple(number for number, paragraph in enumerate(self.paragraphs, start=1) if paragraph.opens)


def size(paragraphs: Sequence[Paragraph]) -> int:
    """The characters of *paragraphs*."""
    return sum(len(paragraph.text) for paragraph in paragraphs)


def paragraphs_of(screenplay: Screenplay, letters: Letters, longest: int) -> list[Paragraph]:
    """
    All paragraphs of *screenplay*.

    One of more than *longest* characters is several, of whole sentences where possible.
    """
    found: list[Paragraph] = []
    seen = -1
    for units in _grouped(letters.units, joined=screenplay.chapters):
        first = units[0]
        opens = first.episode > seen
        seen = first.episode
        headings = tuple(_headings(screenplay, first, opens=opens))
        at = first.at
        for text in pieces(_text(units, screenplay), longest, len):
            found.append(Paragraph(len(found), text, at, first.episode, opens, headings))
            at += len(letters_of(text)) if screenplay.chapters else 0
            opens, headings = False, ()
    return found


def _grouped(units: Sequence[Unit], *, joined: bool) -> Iterator[list[Unit]]:
    """The elements of each paragraph: in a book all of one line of it."""
    inside = (unit for unit in units if unit.element)
    if not joined:
        yield from ([unit] for unit in inside)
        return
    for _, group in itertools.groupby(inside, lambda unit: (unit.episode, unit.scene, _line(unit))):
        yield list(group)


def _line(unit: Unit) -> int:
    return unit.element.line_number if unit.element else 0


def _headings(screenplay: Screenplay, first: Unit, *, opens: bool) -> Iterator[str]:
    if opens:
        yield f"## {screenplay.episodes[first.episode].title}".strip()
    if first.of.heading and first.of.elements[0] is first.element:
        yield f"# {first.of.heading}"


def _text(units: Sequence[Unit], screenplay: Screenplay) -> str:
    elements = [unit.element for unit in units if unit.element]
    if screenplay.chapters:
        return _BLANK[screenplay.language].join(
            f"“{element.text}”" if element.speaker else element.text for element in elements
        )
    return _line_of(elements[0], screenplay.language)


def _line_of(element: Element, language: Language) -> str:
    if element.kind == "caption":
        return _CAPTION[language].format(element.text)
    note = f"（{element.note}）" if element.note else ""
    return f"{element.speaker}{note}{_COLON[language]}{element.text}" if element.speaker else element.text


def chunks_of(paragraphs: Sequence[Paragraph], most: int) -> list[Chunk]:
    """
    *paragraphs* in chunks of up to *most* characters: whole episodes of the script, or parts of one.

    Where they end depends on the text around alone: a change elsewhere leaves a chunk as it is.
    """
    chunks: list[Chunk] = []
    whole: list[Sequence[Paragraph]] = []
    for _, group in itertools.groupby(paragraphs, lambda paragraph: paragraph.episode):
        episode = tuple(group)
        if size(episode) <= most:
            whole.append(episode)
            continue
        chunks += _packed(whole, most)
        chunks += _packed([(paragraph,) for paragraph in episode], most)
        whole = []
    return [*chunks, *_packed(whole, most)]


def _packed(blocks: Sequence[Sequence[Paragraph]], most: int) -> Iterator[Chunk]:
    """
    *blocks* in chunks, each between the half of *most* and *most*, as far as their sizes allow.

    Of all blocks that could begin the next chunk it is the one with the least hash: two texts that
    differ in one place soon end their chunks at the same places again.
    """
    sizes = [size(block) for block in blocks]
    start = 0
    while start < len(blocks):
        end, total = start + 1, sizes[start]
        ends = []
        while end < len(blocks) and total + sizes[end] <= most:
            if 2 * total >= most:
                ends.append(end)
            total += sizes[end]
            end += 1
        if end < len(blocks):
            end = min([*ends, end], key=lambda index: _hash(blocks[index]))
        yield Chunk(tuple(itertools.chain.from_iterable(blocks[start:end])))
        start = end


def _hash(block: Sequence[Paragraph]) -> str:
    return sha256("\n".join(paragraph.text for paragraph in block).encode()).hexdigest()


def halves(chunk: Chunk) -> tuple[Chunk, ...]:
    """*chunk* in two, nearest to its middle; nothing where it is one paragraph."""
    inside = chunk.paragraphs
    if len(inside) < 2:
        return ()
    half = chunk.size / 2
    before = list(itertools.accumulate(len(paragraph.text) for paragraph in inside))
    middle = min(range(1, len(inside)), key=lambda index: abs(before[index - 1] - half))
    return Chunk(inside[:middle]), Chunk(inside[middle:])
