"""
EPUB books, versions 2 and 3 (https://www.w3.org/TR/epub-33/): the chapters in the order of the spine.

Covers, tables of contents and other pages that are no story are left out. A chapter without a
heading takes the one that the table of contents gives it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from pipeline.errors import ScriptError
from pipeline.script import archive, markup, webpage
from pipeline.script.archive import Archive
from pipeline.script.container import Contents
from pipeline.script.decode import LARGEST_BYTES
from pipeline.script.markup import name_of
from pipeline.story import Unused

_CONTAINER = "META-INF/container.xml"
_MIMETYPE = b"application/epub+zip"
_OPS = "{http://www.idpf.org/2007/ops}"
#: Fonts may be scrambled without any protection of the text (EPUB 3.3, 4.2.6.1, and Adobe's older way).
_SCRAMBLED_FONTS = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
_LOCKS = {
    "META-INF/rights.xml": "Adobe",
    "META-INF/license.lcpl": "Readium LCP",
    "META-INF/sinf.xml": "Apple",
}
#: What no listener wants to hear, by the words of EPUB's structural semantics and of EPUB 2's guide.
_NO_STORY = """
    cover titlepage title-page halftitlepage toc landmarks loi lot page-list copyright-page colophon
    imprint imprimatur frontmatter foreword preface acknowledgments acknowledgements contributors
    other-credits errata revision-history index glossary bibliography endnotes rearnotes footnotes notes
    dedication
"""
_STORY = {"prologue", "introduction", "bodymatter", "chapter", "epilogue", "text"}


@dataclass(frozen=True)
class _Book:
    """The package document: where each part of *order* lies, what it is *for*, and its *labels*."""

    title: str
    order: tuple[str, ...]
    kinds: dict[str, str]
    labels: dict[str, dict[str, str]]


@dataclass
class _Told:
    """What was read so far."""

    lines: list[str] = field(default_factory=list)
    left_out: list[Unused] = field(default_factory=list)
    size: int = 0

    def add(self, lines: list[str]) -> None:
        self.lines += [*lines, ""]
        self.size += sum(len(line.encode()) for line in lines)

    def leave(self, lines: list[str], why: str) -> None:
        words = " ".join(lines)
        if words:
            short = words if len(words) <= 80 else f"{words[:80]}…"
            self.left_out.append(Unused(text=short, line_number=len(self.lines) + 1, why=why))


def recognise(path: Path, head: bytes) -> bool:
    """Whether the ZIP archive at *path*, which begins with *head*, says that it is an EPUB book."""
    if not head.startswith(b"PK"):
        return False
    if _MIMETYPE in head[:100]:
        return True
    with archive.opened(path) as parts:
        return _CONTAINER in parts.names


def read(path: Path) -> Contents:
    """The story in the book at *path*; `ScriptError` where it is damaged, protected or has no text."""
    with archive.opened(path) as parts:
        _check_locks(parts)
        book = _book(parts)
        told = _Told()
        for name in book.order:
            _read_page(parts, book, name, told)
    if not any(told.lines):
        raise ScriptError(
            f"{path.name} has no text: its pages are pictures, or no story.",
            "Put the story into a text file, and try that.",
        )
    return Contents("\n".join(told.lines), book.title, tuple(told.left_out))


def _check_locks(parts: Archive) -> None:
    lock = next((who for name, who in _LOCKS.items() if name in parts.names), "")
    if not lock and "META-INF/encryption.xml" in parts.names:
        root = markup.xml(parts.read("META-INF/encryption.xml"), f"The list of locks of {parts.called}")
        methods = {element.get("Algorithm") for element in _all(root, "encryptionmethod")}
        keys = {element.get("Algorithm") for element in _all(root, "encryptedkey/encryptionmethod")}
        lock = "DRM" if methods - keys - _SCRAMBLED_FONTS else ""
    if lock:
        raise ScriptError(
            f"The text of {parts.called} is encrypted ({lock}).", "Use a copy without copy protection."
        )


def _book(parts: Archive) -> _Book:
    container = markup.xml(parts.read(_CONTAINER), f"{_CONTAINER} of {parts.called}")
    where = next((e.get("full-path", "") for e in _all(container, "rootfile")), "")
    opf = markup.xml(parts.read(where), f"The package document of {parts.called}")
    items = {e.get("id"): e for e in _all(opf, "item")}
    refs = [e for e in _all(opf, "itemref") if e.get("linear") != "no"]
    order = [_resolve(where, items[ref.get("idref")]) for ref in refs if ref.get("idref") in items]
    kinds = {_resolve(where, e): e.get("type", "").lower() for e in _all(opf, "reference")}
    title = next(("".join(e.itertext()).strip() for e in _all(opf, "title")), "")
    contents = [e for e in items.values() if _lists_chapters(e)]
    labels: dict[str, dict[str, str]] = {}
    for item in contents:
        _add_labels(parts, _resolve(where, item), labels)
        if "nav" in item.get("properties", "").split():
            kinds[_resolve(where, item)] = "toc"
    return _Book(title, tuple(dict.fromkeys(order)), kinds, labels)


def _lists_chapters(item: etree._Element) -> bool:
    return "nav" in item.get("properties", "").split() or item.get("media-type") == "application/x-dtbncx+xml"


def _add_labels(parts: Archive, where: str, labels: dict[str, dict[str, str]]) -> None:
    """What the table of contents at *where* calls each place: file, then anchor (or nothing)."""
    root = markup.page(parts.read(where), f"The table of contents of {parts.called}")
    for target, label in _entries(root):
        name, _, anchor = target.partition("#")
        if label and name:
            labels.setdefault(_join(where, name), {}).setdefault(anchor, label)


def _entries(root: etree._Element) -> Iterator[tuple[str, str]]:
    for point in _all(root, "navpoint"):
        target = next((e.get("src", "") for e in point if name_of(e) == "content"), "")
        label = next((_words(e) for e in point if name_of(e) == "navlabel"), "")
        yield target, label
    for nav in _all(root, "nav"):
        if nav.get(f"{_OPS}type", nav.get("epub:type", "toc")) == "toc":
            yield from ((link.get("href", ""), _words(link)) for link in _all(nav, "a"))


def _read_page(parts: Archive, book: _Book, name: str, told: _Told) -> None:
    what = f"{name} of {parts.called}"
    root = markup.page(parts.read(name), what)
    labels = book.labels.get(name, {})
    why = _no_story(root, book.kinds.get(name, ""))
    lines = webpage.lines(root, {} if why else labels)
    if why:
        told.leave(lines, why)
    elif [line.lstrip("# ") for line in lines] == [book.title]:
        told.leave(lines, "the title page")
    else:
        told.add(lines)
    if told.size > LARGEST_BYTES:
        raise ScriptError(
            f"{parts.called} has more than {LARGEST_BYTES / 1e6:.0f} MB of text.",
            "Split it into several scripts, one drama each.",
        )


def _no_story(root: etree._Element, kind: str) -> str:
    """Why a page is no story: its *kind* in the guide, what its outermost parts say, or all its links."""
    outermost = [e for e in root.iter() if name_of(e) in {"html", "body", "section", "div", "nav"}][:6]
    said = {word for e in outermost for word in (e.get(f"{_OPS}type") or e.get("epub:type") or "").split()}
    found = sorted((said | {kind}).intersection(_NO_STORY.split()))
    if found and not said & _STORY:
        return f"a page of the book that is no story ({found[0]})"
    linked = sum(len(_words(link)) for link in _all(root, "a"))
    if linked > 0.6 * len(_words(root)) and len(_all(root, "a")) >= 4:
        return "a table of contents"
    return ""


def _all(root: etree._Element, path: str) -> list[etree._Element]:
    """All elements of a name, or of a name right below another (`a/b`), whatever their namespace."""
    above, _, name = path.rpartition("/")
    return [
        element
        for element in root.iter()
        if name_of(element) == name and (not above or _is(element.getparent(), above))
    ]


def _is(element: etree._Element | None, name: str) -> bool:
    return element is not None and name_of(element) == name


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _resolve(where: str, item: etree._Element) -> str:
    return _join(where, item.get("href", "").partition("#")[0])


def _join(where: str, href: str) -> str:
    """The name of the part that *href* in the part *where* means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(where), unquote(href)))
