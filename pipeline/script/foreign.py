"""Files that are no script, told by how they begin, and how to make one of them."""

from __future__ import annotations

import re
from mmap import ACCESS_READ, mmap
from pathlib import Path

from pipeline.errors import ScriptError

_PLAIN = "Put the story itself into a text file (.txt in UTF-8), and try that."
_AS_DOCX = "Open it in Word, WPS or LibreOffice, save it as a Word document (.docx), and try that."
_AS_EPUB = "Convert it to EPUB, for example with Calibre, and try that."
_UNPACK = "Unpack it, and name the script that is in it."

#: Where, what, and what that is; in the order in which they are tried.
_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, rb"{\rtf", "an RTF document", _AS_DOCX),
    (60, b"BOOKMOBI", "a Mobipocket or Kindle book (.mobi, .azw)", _AS_EPUB),
    (60, b"TEXtREAd", "a PalmDOC book", _AS_EPUB),
    (0, b"\xeaDRMION\xee", "a protected Kindle book", "Use a copy without copy protection."),
    (0, b"ITSF", "a CHM help file", _AS_EPUB),
    (0, b"\x89\x9b\x9a\xde", "a UMD book", _AS_EPUB),
    (0, b"AT&TFORM", "a DjVu scan", "Recognise its text (OCR), and put that into a text file."),
    (0, b"\x89PNG", "a picture (PNG)", _PLAIN),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", _PLAIN),
    (0, b"GIF8", "a picture (GIF)", _PLAIN),
    (8, b"WEBP", "a picture (WebP)", _PLAIN),
    (0, b"BM", "a picture (BMP)", _PLAIN),
    (0, b"II*\0", "a picture (TIFF)", _PLAIN),
    (0, b"MM\0*", "a picture (TIFF)", _PLAIN),
    (0, b"8BPS", "a picture (Photoshop)", _PLAIN),
    (4, b"ftyp", "a film or a sound (MP4)", _PLAIN),
    (0, b"\x1aE\xdf\xa3", "a film (Matroska)", _PLAIN),
    (0, b"RIFF", "a film or a sound (RIFF)", _PLAIN),
    (0, b"ID3", "a sound (MP3)", _PLAIN),
    (0, b"OggS", "a sound (Ogg)", _PLAIN),
    (0, b"fLaC", "a sound (FLAC)", _PLAIN),
    (0, b"MZ", "a program for Windows", _PLAIN),
    (0, b"\x7fELF", "a program for Linux", _PLAIN),
    (0, b"\xcf\xfa\xed\xfe", "a program for macOS", _PLAIN),
    (0, b"Rar!", "a RAR archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (0, b"\x1f\x8b", "a gzip archive", _UNPACK),
    (4, b"1AY&SY", "a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ", "an xz archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"SQLite format 3", "a database (SQLite)", _PLAIN),
    (0, b"%!PS", "a PostScript file", "Convert it to PDF, and try that."),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FICTIONBOOK = re.compile(rb"<FictionBook\b")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_OLE = (
    ("EncryptedPackage", "a document that is protected with a password", "Save it without a password."),
    ("WordDocument", "an old Word document (.doc)", _AS_DOCX),
    ("HwpSummaryInformation", "a Hangul document (.hwp)", _AS_DOCX),
)
_IN_ZIP = (
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)", _AS_DOCX),
    ("xl/workbook", "an Excel workbook", _PLAIN),
    ("ppt/presentation", "a PowerPoint presentation", _PLAIN),
    ("Index/Document.iwa", "a Pages document", "Export it as Word (.docx) or EPUB, and try that."),
)


def refuse(path: Path, head: bytes) -> None:
    """`ScriptError` where the file at *path*, which begins with *head*, is known and no script."""
    found = _inside(path, head) or _by_signature(head)
    start = head.removeprefix(b"\xef\xbb\xbf")
    if not found and _HTML.match(start):
        found = "a web page (HTML)", "Copy its text into a text file (.txt in UTF-8), and try that."
    if not found and _FICTIONBOOK.search(start):
        found = "a FictionBook", _AS_EPUB
    if found:
        raise ScriptError(f"{path.name} is {found[0]}, not a script.", found[1])


def _by_signature(head: bytes) -> tuple[str, str] | None:
    """A signature of letters may be the first word of a story, unless there are zeros as well."""
    for at, magic, what, help_ in _SIGNATURES:
        if head[at:].startswith(magic) and (b"\0" in head or not magic.isalnum()):
            return what, help_
    return None


def _inside(path: Path, head: bytes) -> tuple[str, str] | None:
    """What a ZIP archive or an OLE file (Word before 2007) holds."""
    if head.startswith(_OLE):
        return _known(path, _IN_OLE, "utf-16-le") or ("an old Office document", _AS_DOCX)
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _known(path, _IN_ZIP, "ascii") or ("a ZIP archive", _UNPACK)
    return None


def _known(path: Path, names: tuple[tuple[str, str, str], ...], encoding: str) -> tuple[str, str] | None:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return next(
            ((what, help_) for name, what, help_ in names if data.find(name.encode(encoding)) >= 0), None
        )
