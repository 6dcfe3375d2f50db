import io
import zipfile

import pytest
from books import packed, write
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.errors import ScriptError
from pipeline.script.docx import read, recognise


def saved(document):
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def parts_of(document):
    with zipfile.ZipFile(io.BytesIO(saved(document))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def contents(tmp_path, document):
    file = tmp_path / "novel.docx"
    file.write_bytes(saved(document))
    return read(file)


def words(tmp_path, inside):
    """The text of a document with one paragraph, which has the XML *inside*."""
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"))
    return contents(tmp_path, document).text


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def refused(tmp_path, data):
    file = tmp_path / "novel.docx"
    file.write_bytes(data)
    with pytest.raises(ScriptError) as caught:
        read(file)
    return caught.value.happened


def test_paragraphs_are_lines_and_headings_are_markdown(tmp_path):
    document = Document()
    document.add_heading("《雨夜》", 0)
    document.add_heading("第一章 归人", 1)
    document.add_paragraph("林夏：（惊讶）").add_run("你来了。").bold = True
    document.add_heading("第二节", 2)
    document.add_paragraph("")
    document.add_paragraph("一行").add_run("").add_break()
    found = contents(tmp_path, document)

    assert found.title == "雨夜"
    assert found.text == "# 第一章 归人\n林夏：（惊讶）你来了。\n## 第二节\n\n一行\n"


def test_a_heading_is_told_by_its_outline_level_in_any_language(tmp_path):
    document = Document()
    own = document.styles.add_style("章标题", 1)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("第一章", style=own)
    document.add_paragraph("正文")
    level = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>')
    document.add_paragraph("第二章")._p.get_or_add_pPr().append(level)

    assert contents(tmp_path, document).text == "## 第一章\n正文\n# 第二章"


def test_what_tracking_deleted_is_gone_and_what_it_added_is_there(tmp_path):
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2" w:author="x">{run("移")}</w:moveFrom>'
    added = f'<w:ins w:id="3" w:author="x">{run("新")}</w:ins>'

    assert words(tmp_path, run("甲") + deleted + moved + added + run("乙")) == "甲新乙"


def test_links_are_read_and_hidden_words_and_readings_are_not(tmp_path):
    link = f"<w:hyperlink>{run('链')}</w:hyperlink>"
    ruby = f"<w:r><w:ruby><w:rt>{run('han')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>"

    assert words(tmp_path, link + run("藏", "<w:vanish/>") + ruby) == "链汉"


def test_a_table_is_read_row_by_row(tmp_path):
    document = Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("1-1", "夜 外", "甲", "乙\n丙"), strict=True
    ):
        cell.text = text
    document.add_paragraph("后")

    assert contents(tmp_path, document).text == "1-1\t夜 外\n甲\n乙\n丙\n后"


def test_a_numbered_heading_has_its_number(tmp_path):
    document = Document()
    for text in ("one", "two"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("three", style="List Bullet")

    assert contents(tmp_path, document).text == "1. one\n2. two\nthree"


def test_a_table_of_contents_is_left_out_and_listed(tmp_path):
    document = Document()
    control = (
        f"<w:sdt {nsdecls('w')}>"
        "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='{}'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent><w:p>{run('{}')}</w:p></w:sdtContent></w:sdt>"
    )
    for at, (gallery, text) in enumerate([("Table of Contents", "目录 一"), ("Other", "控件")]):
        document.element.body.insert(at, parse_xml(control.format(gallery, text)))
    document.add_paragraph("第一章 1", style=document.styles.add_style("toc 1", 1))
    found = contents(tmp_path, document)

    assert found.text == "控件"
    assert [left.text for left in found.left_out] == ["目录 一", "第一章 1"]


def test_a_document_without_text_is_refused(tmp_path):
    assert refused(tmp_path, saved(Document())) == "novel.docx has no text."


def test_a_document_is_told_by_its_parts(tmp_path):
    parts = parts_of(Document())
    file = write(tmp_path / "novel.zip", parts)

    assert recognise(file, packed(parts)[:100])
    assert not recognise(write(tmp_path / "a.docx", {"word/document.xml": ""}), b"PK\3\4")
    assert not recognise(file, b"text")


def test_a_document_that_defines_entities_is_refused(tmp_path):
    parts = parts_of(Document())
    bomb = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    at = parts["word/document.xml"].index(b"<w:document")
    parts["word/document.xml"] = parts["word/document.xml"][:at] + bomb + parts["word/document.xml"][at:]

    assert "word/document.xml of novel.docx defines entities" in refused(tmp_path, packed(parts))


@pytest.mark.parametrize(
    "name", ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"]
)
def test_a_document_that_lacks_a_part_is_refused(tmp_path, name):
    document = Document()
    document.add_paragraph("林夏")
    parts = parts_of(document)
    del parts[name]
    try:
        assert "no Word document that can be read" in refused(tmp_path, packed(parts))
    except pytest.fail.Exception:
        assert name == "word/_rels/document.xml.rels", "only this one can be done without"


def test_a_template_is_no_document(tmp_path):
    parts = parts_of(Document())
    types = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")

    assert "no Word document" in refused(tmp_path, packed({**parts, "[Content_Types].xml": types}))


def test_a_damaged_document_gives_nothing_but_our_error(tmp_path):
    document = Document()
    document.add_heading("第一章", 1)
    document.add_paragraph("林夏", style="List Number")
    data = saved(document)
    file = tmp_path / "novel.docx"
    for at in range(0, len(data), len(data) // 60):
        for broken in (data[:at], data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]):
            file.write_bytes(broken)
            try:
                assert read(file).text
            except ScriptError as error:
                assert error.help  # noqa: PT017 - some bytes may change without harm


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml"])
def test_a_document_with_nonsense_in_a_part_gives_nothing_but_our_error(tmp_path, part):
    document = Document()
    document.add_heading("第一章", 1)
    document.add_paragraph("林夏", style="List Number")
    parts = parts_of(document)
    file = tmp_path / "novel.docx"
    for old, new in [
        (b"w:val", b"w:vax"),
        (b"w:p>", b"w:tbl>"),
        (b'="1"', b'="x"'),
        (b"w:style ", b"w:sty "),
    ]:
        try:
            read(write(file, {**parts, part: parts[part].replace(old, new)}))
        except ScriptError as error:
            assert error.help  # noqa: PT017 - some nonsense does no harm
