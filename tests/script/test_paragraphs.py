import textwrap

from pipeline.script.paragraphs import paragraphs

ENGLISH = (
    "Mara had been waiting on the pier since noon, and the wind took her hat, and then it took her "
    "patience, and at last it took the letter that she had been holding so carefully all that time."
)
CHINESE = (
    "雨下了一整夜，老张守在桥头，手里攥着那封没有拆开的信，谁也不知道他在等什么人，也没有人敢去问他一句话。"
)


def test_every_line_is_a_paragraph_of_its_own():
    assert [(p.line_number, p.text) for p in paragraphs("　　他走了。\n\n他\u200b来了。 ")] == [
        (1, "他走了。"),
        (3, "他来了。"),
    ]


def test_lines_of_a_narrow_page_are_joined():
    page = "\n\n".join(textwrap.fill(ENGLISH, 60) for _ in range(12))
    found = paragraphs(f"CHAPTER I\nTHE PIER\n\n{page}")
    assert [p.text for p in found] == ["CHAPTER I", "THE PIER", *[ENGLISH] * 12]
    assert [p.line_number for p in found[:4]] == [1, 2, 4, 9]


def test_hanzi_are_joined_without_a_space_and_an_indented_line_begins_a_paragraph():
    page = "\n".join("　　" + "\n".join(textwrap.wrap(CHINESE, 20)) for _ in range(12))
    assert [p.text for p in paragraphs(page)] == [CHINESE] * 12


def test_a_break_between_lines_of_a_narrow_page_stands_alone():
    page = "\n\n".join(textwrap.fill(ENGLISH, 60) for _ in range(12))
    assert [p.text for p in paragraphs(f"{page}\n***\n{ENGLISH}")][-2:] == ["***", ENGLISH]
