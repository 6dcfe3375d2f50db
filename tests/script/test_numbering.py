from types import SimpleNamespace

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.script.numbering import Numbering


def list_of(document, number, *levels):
    """Define list *number* of a document, each level as (form, text, start)."""
    root = document.part.numbering_part.element
    described = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text, start) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{described}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
    )


def item(document, number, depth=0):
    """A paragraph of a list."""
    paragraph = document.add_paragraph("x")._p
    properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph.get_or_add_pPr().append(parse_xml(properties.replace("<w:numPr", f"<w:numPr {nsdecls('w')}")))
    return paragraph


@pytest.fixture
def document():
    return Document()


def test_chapters_are_counted_as_word_shows_them(document):
    list_of(document, 77, ("chineseCounting", "第%1章", 1), ("decimal", "%1-%2", 1))
    paragraphs = [item(document, 77, depth) for depth in (0, 1, 1, 0, 1)]
    numbering = Numbering(document)

    labels = [numbering.label(paragraph, []) for paragraph in paragraphs]

    assert labels == ["第一章 ", "一-1 ", "一-2 ", "第二章 ", "二-1 "]


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [
        ("decimal", 7, "7"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 3, "C"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "27"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 2010, "二千零一十"),
        ("chineseCounting", 10_000, "10000"),
        ("klingon", 5, "5"),
    ],
)
def test_a_number_is_written_in_its_form(document, form, start, shown):
    list_of(document, 78, (form, "%1.", start))

    assert Numbering(document).label(item(document, 78), []) == f"{shown}. "


def test_bullets_and_paragraphs_outside_of_lists_have_no_number(document):
    list_of(document, 79, ("bullet", "•", 1))
    numbering = Numbering(document)

    assert numbering.label(item(document, 79), []) == ""
    assert numbering.label(item(document, 4711), []) == ""
    assert numbering.label(document.add_paragraph("x")._p, []) == ""


def test_a_style_may_give_the_list(document):
    list_of(document, 80, ("decimal", "第%1集", 1))
    style = SimpleNamespace(element=item(document, 80))

    assert Numbering(document).label(document.add_paragraph("x")._p, [style]) == "第1集 "
