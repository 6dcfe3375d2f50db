import pytest
from books import CONTAINER, book, packed, write, xhtml

from pipeline.errors import ScriptError
from pipeline.script import epub
from pipeline.script.epub import read, recognise

ONE = xhtml("<h1>第一章 归人</h1><p>林夏说：“你来了。”</p>")
TWO = xhtml("<p>“我来了。”陈默说。</p>")
PAGES = {"one.xhtml": ONE, "two.xhtml": TWO}

LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{}"/>'
    "</EncryptedData></encryption>"
)
NCX = """<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint id="a"><navLabel><text>第一章 归人</text></navLabel><content src="one.xhtml"/></navPoint>
<navPoint id="b"><navLabel><text>第二章
重逢</text></navLabel><content src="two.xhtml#top"/></navPoint></navMap></ncx>"""
NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def contents(tmp_path, pages=PAGES, **options):
    return read(write(tmp_path / "novel.epub", book(pages, **options)))


def refused(tmp_path, parts):
    with pytest.raises(ScriptError) as caught:
        read(write(tmp_path / "novel.epub", parts))
    return caught.value.happened


def test_the_chapters_are_read_in_the_order_of_the_spine(tmp_path):
    found = contents(tmp_path, {"z.xhtml": ONE, "a.xhtml": TWO})

    assert found.title == "雨夜"
    assert found.text.splitlines() == ["# 第一章 归人", "林夏说：“你来了。”", "", "“我来了。”陈默说。"]


def test_a_chapter_without_heading_takes_that_of_the_table_of_contents(tmp_path):
    found = contents(tmp_path, nav={"one.xhtml": "其一", "two.xhtml": "第二章 重逢"})

    assert [line for line in found.text.splitlines() if line.startswith("#")] == [
        "# 第一章 归人",
        "# 第二章 重逢",
    ]
    assert [(left.text, left.why) for left in found.left_out] == [
        ("其一 第二章 重逢", "a page of the book that is no story (toc)")
    ]


def test_the_older_table_of_contents_is_read_as_well(tmp_path):
    parts = book(
        {"one.xhtml": ONE, "two.xhtml": xhtml('<p id="top">“我来了。”</p>')}, extra={"OEBPS/toc.ncx": NCX}
    )
    parts["OEBPS/book.opf"] = parts["OEBPS/book.opf"].replace("</manifest>", f"{NCX_ITEM}</manifest>")

    assert "# 第二章 重逢\n“我来了。”" in read(write(tmp_path / "novel.epub", parts)).text


@pytest.mark.parametrize(
    "kind", ["cover", "titlepage", "toc", "frontmatter copyright-page", "backmatter colophon"]
)
def test_pages_that_are_no_story_are_left_out_and_listed(tmp_path, kind):
    found = contents(tmp_path, {"front.xhtml": xhtml("<h1>版权所有</h1><p>2020</p>", kind), **PAGES})

    assert "版权" not in found.text
    assert [(left.text, left.line_number) for left in found.left_out] == [("# 版权所有 2020", 1)]


@pytest.mark.parametrize("kind", ["frontmatter prologue", "bodymatter", "backmatter epilogue"])
def test_a_prologue_and_an_epilogue_are_story(tmp_path, kind):
    assert "很久以前" in contents(tmp_path, {"front.xhtml": xhtml("<p>很久以前</p>", kind), **PAGES}).text


def test_what_the_guide_of_an_older_book_calls_a_cover_is_left_out(tmp_path):
    guide = '<reference type="cover" href="cover.xhtml"/><reference type="text" href="one.xhtml"/>'
    found = contents(tmp_path, {"cover.xhtml": xhtml("<p>封面</p>"), **PAGES}, guide=guide)

    assert ("封面" in found.text, "第一章" in found.text) == (False, True)


def test_a_page_of_links_is_a_table_of_contents(tmp_path):
    links = "".join(f'<p><a href="one.xhtml">第{n}章 很长</a></p>' for n in range(1, 6))
    found = contents(tmp_path, {"index.xhtml": xhtml(f"<h1>目录</h1>{links}"), **PAGES})

    assert "目录" not in found.text
    assert found.left_out[0].why == "a table of contents"


def test_a_page_with_nothing_but_the_title_is_left_out(tmp_path):
    assert "雨夜" not in contents(tmp_path, {"title.xhtml": xhtml("<h1>雨夜</h1>"), **PAGES}).text


def test_a_page_outside_of_the_reading_order_is_not_read(tmp_path):
    parts = book(PAGES)
    parts["OEBPS/book.opf"] = parts["OEBPS/book.opf"].replace('idref="i1"', 'idref="i1" linear="no"')

    assert "我来了" not in read(write(tmp_path / "novel.epub", parts)).text


def test_names_of_parts_may_be_escaped_and_lead_upwards(tmp_path):
    parts = book({"../text/%E4%B8%80 1.xhtml": ONE})
    parts["text/一 1.xhtml"] = parts.pop("OEBPS/../text/%E4%B8%80 1.xhtml")

    assert "你来了" in read(write(tmp_path / "novel.epub", parts)).text


@pytest.mark.parametrize(
    ("extra", "who"),
    [
        ({"META-INF/encryption.xml": LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}, "DRM"),
        ({"META-INF/rights.xml": "<a/>"}, "Adobe"),
        ({"META-INF/license.lcpl": "{}"}, "Readium LCP"),
        ({"META-INF/sinf.xml": "<a/>"}, "Apple"),
    ],
)
def test_a_protected_book_is_said_to_be_one(tmp_path, extra, who):
    assert refused(tmp_path, book(PAGES, extra=extra)) == f"The text of novel.epub is encrypted ({who})."


def test_scrambled_fonts_protect_no_text(tmp_path):
    lock = LOCK.format("http://www.idpf.org/2008/embedding")

    assert contents(tmp_path, extra={"META-INF/encryption.xml": lock}).text


def test_a_book_of_pictures_is_refused(tmp_path):
    parts = book({"one.xhtml": xhtml('<img src="1.jpg"/>')})

    assert refused(tmp_path, parts) == "novel.epub has no text: its pages are pictures, or no story."


def test_what_a_book_lacks_is_named(tmp_path):
    whole = book(PAGES)
    for name in ("META-INF/container.xml", "OEBPS/book.opf", "OEBPS/two.xhtml"):
        less = {part: data for part, data in whole.items() if part != name}
        assert refused(tmp_path, less) == f"novel.epub lacks its part {name}."


def test_a_book_with_more_text_than_a_script_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(epub, "LARGEST_BYTES", 30)

    assert "MB of text" in refused(tmp_path, book(PAGES))


def test_a_book_is_told_by_its_parts(tmp_path):
    data = packed(book(PAGES))
    for parts, known in (
        (book(PAGES), True),
        ({"META-INF/container.xml": CONTAINER}, True),
        ({"a": "b"}, False),
    ):
        assert recognise(write(tmp_path / "x.zip", parts), packed(parts)[:4096]) is known
    assert not recognise(tmp_path / "x.zip", b"text")
    assert data.startswith(b"PK")


def test_a_damaged_book_gives_nothing_but_our_error(tmp_path):
    data = packed(book(PAGES, nav={"one.xhtml": "a", "two.xhtml": "b"}))
    file = tmp_path / "novel.epub"
    for at in range(0, len(data), 23):
        for broken in (data[:at], data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]):
            file.write_bytes(broken)
            try:
                assert read(file).text
            except ScriptError as error:
                assert error.help  # noqa: PT017 - some bytes may change without harm
