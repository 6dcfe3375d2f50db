import sys
import zlib

import pytest
from books import pdf

from pipeline.errors import ScriptError
from pipeline.script import pdf as module
from pipeline.script.pdf import read, recognise

PAGES = [
    [
        (72, 780, "第一章 雨夜"),
        (96, 750, "林夏站在路灯下，雨下得很大，她没有带伞，"),
        (72, 734, "也不想走。"),
    ],
    [(72, 780, "She was walk-"), (72, 764, "ing home. “Late,” said Ann.")],
]


def refused(tmp_path, data):
    file = tmp_path / "novel.pdf"
    file.write_bytes(data)
    with pytest.raises(ScriptError) as caught:
        read(file)
    return caught.value


def test_the_paragraphs_of_a_pdf_are_read_in_both_languages(tmp_path):
    file = tmp_path / "雨 夜.pdf"
    file.write_bytes(pdf(PAGES))

    assert [line for line in read(file).text.split("\n") if line] == [
        "第一章 雨夜",
        "林夏站在路灯下，雨下得很大，她没有带伞，也不想走。",
        "She was walking home. “Late,” said Ann.",
    ]


def test_a_pdf_is_told_by_how_it_begins(tmp_path):
    assert recognise(tmp_path, pdf(PAGES)[:100])
    assert recognise(tmp_path, b"\r\n%PDF-1.7")
    assert not recognise(tmp_path, "第一章 %PDF-".encode())


def test_a_scan_is_said_to_be_one(tmp_path):
    error = refused(tmp_path, pdf([[], []]))

    assert error.happened == "novel.pdf has pages, but no text on them."
    assert "OCR" in error.help


def test_a_locked_pdf_asks_for_one_without_a_password(tmp_path):
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'11' * 32}>/U<{'22' * 32}>/P -4>>/ID[<33><33>]/Root"
    data = pdf(PAGES).replace(b"/Root", lock.encode())

    assert refused(tmp_path, data).happened == "novel.pdf is protected with a password."


def test_without_its_package_a_pdf_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)

    assert refused(tmp_path, pdf(PAGES)).help == "pip install 'shortdrama[pdf]'"


def test_too_many_pages_or_too_much_text_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_PAGES", 1)
    assert refused(tmp_path, pdf(PAGES)).happened == "novel.pdf can't be read: 2 pages."
    monkeypatch.setattr(module, "MOST_PAGES", 2)
    monkeypatch.setattr(module, "LARGEST_BYTES", 20)
    assert "more text than a script has" in refused(tmp_path, pdf(PAGES)).happened


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_SECONDS", 0.001)

    assert "takes more than 0.001 s" in refused(tmp_path, pdf(PAGES)).happened


@pytest.mark.skipif(sys.platform != "linux", reason="only there memory can be limited for sure")
def test_a_pdf_that_needs_too_much_memory_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_MEMORY", 400_000_000)
    page = zlib.compress(b"BT " + b"() Tj " * 100_000_000, 1)
    data = pdf([[]])
    at, end = data.rindex(b"<</Length"), data.rindex(b"endobj")
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream\n" % (len(page), page)

    assert "can't be read" in refused(tmp_path, data[:at] + stream + data[end:]).happened


def test_a_damaged_pdf_gives_nothing_but_our_error(tmp_path):
    data = pdf(PAGES)
    file = tmp_path / "novel.pdf"
    for at in range(20, len(data), len(data) // 6):
        for broken in (data[:at], data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]):
            file.write_bytes(broken)
            try:
                assert read(file).text
            except ScriptError as error:
                assert error.help  # noqa: PT017 - pdfium mends much
