"""The words of a web page as lines, as a browser would break them; headings as in Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.script.container import heading
from pipeline.script.markup import name_of

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
    footer form h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table tbody td tfoot
    th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNREAD_NAMES = "head script style rt rp rtc svg math template noscript audio video object select"
_UNREAD = frozenset(_UNREAD_NAMES.split())
_NOTES = {"noteref", "footnote", "footnotes", "endnote", "endnotes", "rearnote", "pagebreak", "backlink"}
_MARK = re.compile(r"[\[［(（〔]?(?:\d{1,4}|[①-⑳*†‡]|注\d{0,3})[\]］)）〕]?")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—"
#: A line that was broken for the eye of whoever wrote the page: Chinese has no blanks there.
_BROKEN = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_NUMBER_ALONE = re.compile(
    r"第\s*[0-9〇零一二两三四五六七八九十百千]{1,9}\s*[章回节]|(?:chapter|episode)\s+[\w-]{1,12}|[ivxlc]{1,7}|\d{1,4}",
    re.IGNORECASE,
)
_OPS = "{http://www.idpf.org/2007/ops}"


@dataclass
class _Page:
    """The *done* lines, and the line that is being written, with the *level* of its heading."""

    done: list[tuple[str, int]] = field(default_factory=list)
    now: list[str] = field(default_factory=list)
    level: int = 0

    def end(self) -> None:
        """End the line."""
        words = _BLANKS.sub(" ", _BROKEN.sub("", "".join(self.now))).strip()
        if words:
            self.done.append((words, self.level))
        self.now.clear()

    def title(self, words: str) -> None:
        """A heading that the page itself lacks."""
        self.end()
        self.done.append((words, 1))


def lines(root: etree._Element, labels: dict[str, str]) -> list[str]:
    """
    The lines below *root*: h1 to h3 become Markdown headings, rules become `***`.

    Readings above characters (ruby), notes and their marks are left out. Where the page has no
    heading, *labels* are its headings: by the id of the element that each stands before, or "" for
    the page's start.
    """
    titled = any(name_of(element) in _HEADINGS for element in root.iter())
    page = _Page()
    if not titled and "" in labels:
        page.title(labels[""])
    _walk(root, page, {} if titled else labels)
    page.end()
    return [heading(words, level) if level else words for words, level in _joined(_once(page.done))]


def _walk(root: etree._Element, page: _Page, labels: dict[str, str]) -> None:
    """Without recursion: pages of hostile make are deep."""
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in steps:
        if event == "start":
            anchor = element.get("id") or element.get("name")
            if anchor and anchor in labels:
                page.title(labels[anchor])
            _begin(element, page)
            if _is_unread(element):
                steps.skip_subtree()
            elif element.text:
                page.now.append(element.text)
        else:
            _finish(element, page)
            if element is not root and element.tail:
                page.now.append(element.tail)


def _begin(element: etree._Element, page: _Page) -> None:
    name = name_of(element)
    if name in _HEADINGS:
        page.end()
        page.level = _HEADINGS[name]
    elif name == "br":
        page.now.append(" ") if page.level else page.end()
    elif name in _BLOCKS and not page.level:
        page.end()
    if name == "hr":
        page.done.append(("***", 0))


def _finish(element: etree._Element, page: _Page) -> None:
    name = name_of(element)
    if name in _HEADINGS:
        page.end()
        page.level = 0
    elif name in _BLOCKS:
        page.now.append(" ") if page.level else page.end()


def _is_unread(element: etree._Element) -> bool:
    name = name_of(element)
    said = (element.get(f"{_OPS}type") or element.get("epub:type") or "").split()
    if not name or name in _UNREAD or _NOTES.intersection(said):
        return True
    raised = name == "sup" or (name == "a" and any(name_of(child) == "sup" for child in element))
    return raised and bool(_MARK.fullmatch("".join(map(str, element.itertext())).strip()))


def _once(done: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """A heading from the table of contents is not said twice where it is a paragraph as well."""
    bare = [re.sub(r"\s", "", words) for words, _ in done]
    kept = []
    for index, (words, level) in enumerate(done):
        if index and not level and done[index - 1][1] and bare[index] == bare[index - 1]:
            continue
        kept.append((words, level))
    return kept


def _joined(done: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """`Chapter IV` and the smaller heading right below it, its title, are one heading."""
    joined: list[tuple[str, int]] = []
    for words, level in done:
        above, level_above = joined[-1] if joined else ("", 0)
        if level > level_above > 0 and _NUMBER_ALONE.fullmatch(above) and not _NUMBER_ALONE.match(words):
            joined[-1] = (f"{above} {words}", level_above)
        else:
            joined.append((words, level))
    return joined
