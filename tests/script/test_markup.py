import pytest

from pipeline.errors import ScriptError
from pipeline.script.markup import name_of, page, xml

BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>"""
OUTSIDE = """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>"""


def words(root):
    return "".join(root.itertext())


@pytest.mark.parametrize("reader", [xml, page])
@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_text_that_defines_entities_is_refused(reader, text, encoding):
    with pytest.raises(ScriptError, match="The page defines entities"):
        reader(text.encode(encoding), "The page")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", "gb2312"])
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><p>她在路上。</p>'

    assert words(page(text.encode(encoding), "The page")) == "她在路上。"


def test_a_page_that_says_gb2312_may_hold_characters_of_the_larger_set():
    text = '<html><head><meta charset="gb2312"/></head><body><p>朱镕基</p></body></html>'

    assert words(page(text.encode("gb18030"), "The page")) == "朱镕基"


def test_an_encoding_that_does_not_hold_is_said():
    with pytest.raises(ScriptError, match="The page is not in ascii, as it says"):
        page('<?xml version="1.0" encoding="ascii"?><p>她</p>'.encode(), "The page")
    with pytest.raises(ScriptError, match="not in klingon"):
        page(b'<?xml version="1.0" encoding="klingon"?><p/>', "The page")


def test_the_named_characters_of_web_pages_are_known():
    assert words(page(b"<p>a&nbsp;b&mdash;c &amp;lt; d</p>", "The page")) == "a\xa0b—c &lt; d"


def test_a_page_that_is_not_well_formed_is_read_as_a_browser_would():
    root = page(b"<html><body><p>a & b<br>c<p>d", "The page")

    assert [name_of(element) for element in root.iter()] == ["html", "body", "p", "br", "p"]
    assert words(root) == "a & bcd"


def test_an_empty_page_has_no_words():
    assert words(page(b"", "The page")) == ""


@pytest.mark.parametrize(
    "text", ["<div>" * 100_000 + "deep", "<p>" + "x" * 11_000_000], ids=["deep", "endless"]
)
def test_a_page_without_end_is_refused_and_not_cut(text):
    with pytest.raises(ScriptError, match="The page can't be read"):
        page(text.encode(), "The page")


def test_a_list_of_parts_must_be_well_formed():
    with pytest.raises(ScriptError, match="The list is damaged"):
        xml(b"<a><b></a>", "The list")
