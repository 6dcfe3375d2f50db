"""XML that somebody else wrote: nothing is fetched, nothing expanded, nothing endless."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from html.entities import html5
from typing import Any

from lxml import etree

from pipeline.errors import ScriptError

_ANEW = "Open it in the program that it is for, and save it anew."
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*?\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"""\A[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
#: Files that say they are one of these often hold characters of the larger set.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml(data: bytes, what: str) -> etree._Element:
    """The root of the XML in *data*; `ScriptError`, which begins with *what* it is, where it is none."""
    text = _text(data, what)
    try:
        return etree.fromstring(text.encode(), _strict())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ScriptError(f"{what} is damaged: {error}.", _ANEW) from error


def page(data: bytes, what: str) -> etree._Element:
    """The root of a web page, well-formed or not; `ScriptError` where it is endless or too deep."""
    text = _text(data, what)
    try:
        return etree.fromstring(text.encode(), _strict())
    except (etree.XMLSyntaxError, ValueError):
        return _forgiving(text, what)


def _forgiving(text: str, what: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ScriptError(f"{what} can't be read: {error}.", _ANEW) from error
    # Errors of writing are mended; where it gives up, the rest would be lost in silence.
    fatal = next((entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL), None)
    if fatal:
        raise ScriptError(f"{what} can't be read: {fatal.message}.", _ANEW)
    return etree.Element("html") if root is None else root


def name_of(element: etree._Element) -> str:
    """The name of *element* without its namespace, in lower case; nothing for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def word(element: etree._Element, path: str) -> list[Any]:
    """What the XPath *path* finds from *element* of a Word document, where `w:` is Word's namespace."""
    found: list[Any] = _compiled(path)(element)
    return found


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces={"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"})


def _strict() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _text(data: bytes, what: str) -> str:
    """Decoded, without its declaration, and with `&nbsp;` and its like as the characters they mean."""
    text = _DECLARATION.sub("", _decoded(data, what).lstrip("\ufeff"))
    if "<!ENTITY" in text:
        raise ScriptError(
            f"{what} defines entities, which can grow without end.",
            _ANEW,
        )
    return _NOT_XML.sub("", _ENTITY.sub(_character, text))


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _XML_ENTITIES else escape(html5.get(f"{name};", "")) or match[0]


def _decoded(data: bytes, what: str) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else _declared(data[:2000])
    try:
        return data.decode(_LARGER.get(encoding, encoding))
    except (UnicodeDecodeError, LookupError) as error:
        raise ScriptError(f"{what} is not in {encoding}, as it says.", "Save it anew in UTF-8.") from error


def _declared(start: bytes) -> str:
    match = _ENCODING.match(start) or _CHARSET.search(start)
    return match[1].decode().lower() if match else "utf-8"
