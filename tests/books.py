"""Small books and pages for tests, made in memory or at a path: EPUB with zipfile, PDF by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive of *parts*, by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def xhtml(body: str, kind: str = "") -> str:
    """A page of a book; *kind* is its `epub:type`."""
    said = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title/></head><body{said}>{body}</body></html>"
    )


def book(
    pages: Mapping[str, str | bytes],
    *,
    title: str = "雨夜",
    nav: Mapping[str, str] | None = None,
    extra: Mapping[str, str | bytes] | None = None,
    spine: str = "",
    guide: str = "",
) -> dict[str, bytes | str]:
    """
    The parts of an EPUB whose *pages* are read in order.

    *nav* is its table of contents (where: label), which lies in the spine as well; *extra* are further
    parts, *spine* and *guide* further lines of the package document.
    """
    files = {**({"nav.xhtml": contents(nav)} if nav else {}), **pages}
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name == 'nav.xhtml' else ''}/>"
        for number, name in enumerate(files)
    )
    refs = "".join(f'<itemref idref="i{number}"/>' for number in range(len(files)))
    opf = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{refs}{spine}</spine><guide>{guide}</guide></package>"
    )
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": opf,
        **{f"OEBPS/{name}": page for name, page in files.items()},
        **(extra or {}),
    }


def contents(labels: Mapping[str, str]) -> str:
    """A navigation document of EPUB 3."""
    entries = "".join(f'<li><a href="{where}">{label}</a></li>' for where, label in labels.items())
    return xhtml(f'<nav epub:type="toc"><ol>{entries}</ol></nav>')


def write(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    """An archive of *parts* at *path*, which is handed back."""
    path.write_bytes(packed(parts))
    return path


_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
)
_GLYPHS = (
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000/W[0 8191 500]"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    "/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 800]"
    "/Ascent 800/Descent -200/CapHeight 700/ItalicAngle 0/StemV 80>>>>"
)
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"

Line = tuple[float, float, str]


def pdf(pages: list[list[Line]], size: float = 12) -> bytes:
    """
    A PDF of A4 pages, each with lines at (left, bottom) in points.

    The characters are *size* wide where they are Chinese, and half of that otherwise.
    Its font is not embedded and its codes are those of UTF-16, which a table for readers says.
    """
    ranges = [
        f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256) if not 0xD8 <= high < 0xE0
    ]
    groups = [ranges[at : at + 100] for at in range(0, len(ranges), 100)]
    table = "\n".join(f"{len(g)} beginbfrange\n" + "\n".join(g) + "\nendbfrange" for g in groups)
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{table}\nendcmap end end"
    )
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        _FONT,
        _GLYPHS,
        _stream(unicode),
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(
            f"1 0 0 1 {left} {bottom} Tm <{text.encode('utf-16-be').hex()}> Tj"
            for left, bottom, text in lines
        )
        objects += [
            f"{_PAGE}/Contents {7 + 2 * number} 0 R>>",
            _stream(f"BT /F {size} Tf {shown} ET"),
        ]
    return _file(objects)


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>stream\n{text}\nendstream"


def _file(objects: list[str]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        data + f"{head}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(data)}\n%%EOF".encode()
    )
