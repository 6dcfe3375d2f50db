import pytest
from books import packed

from pipeline.errors import ScriptError
from pipeline.script.foreign import refuse

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

KNOWN = {
    "an RTF document": rb"{\rtf1\ansi Hello}",
    "a Mobipocket or Kindle book (.mobi, .azw)": bytes(60) + b"BOOKMOBI" + bytes(50),
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a picture (JPEG)": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "a picture (WebP)": b"RIFF\x24\0\0\0WEBPVP8 ",
    "a film or a sound (MP4)": b"\0\0\0\x20ftypisom\0\0",
    "a program for Windows": b"MZ\x90\0\x03\0\0\0",
    "a program for Linux": b"\x7fELF\x02\x01\x01\0",
    "a RAR archive": b"Rar!\x1a\x07\x01\0",
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\0\x04",
    "a gzip archive": b"\x1f\x8b\x08\0\0\0",
    "a tar archive": b"novel.txt" + bytes(248) + b"ustar\x0000",
    "a web page (HTML)": b"\xef\xbb\xbf\n<!-- saved -->\n<!DOCTYPE html><html><body>x",
    "a FictionBook": b'<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">',
    "a document that is protected with a password": OLE + "EncryptedPackage".encode("utf-16-le"),
    "an old Word document (.doc)": OLE + "WordDocument".encode("utf-16-le"),
    "an old Office document": OLE,
    "an OpenDocument text (.odt)": b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
    "an Excel workbook": packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
    "a ZIP archive": packed({"novel.txt": "她在路上。"}),
}


@pytest.mark.parametrize("what", KNOWN)
def test_a_file_that_is_no_script_is_said_to_be_what_it_is(tmp_path, what):
    file = tmp_path / "novel.txt"
    file.write_bytes(KNOWN[what])

    with pytest.raises(ScriptError) as caught:
        refuse(file, KNOWN[what][:4096])
    assert caught.value.happened == f"novel.txt is {what}, not a script."
    assert caught.value.help.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "BMW stops at the kerb.",
        "MZ: Hello!",
        "ID3 says no.",
        "RIFF: What?",
        "",
        "{note}",
        "<b>她</b>",
        "第一章 ftyp",
    ],
)
def test_a_text_that_begins_like_a_signature_is_a_text(tmp_path, text):
    file = tmp_path / "novel.txt"
    for encoding in ("utf-8", "utf-16"):
        file.write_bytes(text.encode(encoding))
        refuse(file, text.encode(encoding))
