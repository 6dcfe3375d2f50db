from pipeline.script.book import Paragraph
from pipeline.script.frame import without_frame

BOOK = """\
The Project Gutenberg eBook of Rain
Title: Rain
*** START OF THE PROJECT GUTENBERG EBOOK RAIN ***
Produced by A. Reader
He left.
*** END OF THE PROJECT GUTENBERG EBOOK RAIN ***
Updated editions will replace the previous one."""


def test_header_and_licence_are_left_out_and_the_title_is_kept():
    items, title = without_frame([Paragraph(n, line) for n, line in enumerate(BOOK.split("\n"), start=1)])
    assert title == "Rain"
    assert [(item.line_number, getattr(item, "why", "")) for item in items] == [
        (1, "Project Gutenberg's header"),
        (4, "a note on the edition"),
        (5, ""),
        (6, "Project Gutenberg's licence"),
    ]


def test_other_books_stay_as_they_are():
    lines = [Paragraph(1, "Produced by hand, the cloth was thin."), Paragraph(2, "He left.")]
    assert without_frame(lines) == (lines, "")
