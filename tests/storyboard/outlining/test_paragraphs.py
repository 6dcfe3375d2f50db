"""A script is read in numbered paragraphs, in chunks that stay what they are when others change."""

from pipeline.script import parse
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.paragraphs import Chunk, chunks_of, halves, paragraphs_of, size

NOVEL = """\
第一章 雨夜
雨下了一夜。

“你来了。”林夏说。

第二章 天亮
天亮了。
"""


def paragraphs(text, longest=500, name="novel.txt"):
    script = parse(text, name)
    return paragraphs_of(script, Letters(script), longest)


def test_a_novels_paragraphs_are_shown_as_they_were_written():
    (chunk,) = chunks_of(paragraphs(NOVEL), 1000)
    assert chunk.text == "## 雨夜\n[1] 雨下了一夜。\n[2] “你来了。”林夏说。\n## 天亮\n[3] 天亮了。"
    assert chunk.opening == (1, 3)


def test_a_script_is_shown_with_its_headings_speakers_and_captions():
    (chunk,) = chunks_of(
        paragraphs("第1集 归人\n1-1 夜 外 街口\n△大雨。\n林夏：（怒）你是谁？\n【字幕：三年前】\n"), 1000
    )
    assert chunk.text.splitlines()[0] == "## 归人"
    assert chunk.text.splitlines()[1].startswith("# 1-1")
    assert chunk.text.splitlines()[2:] == ["[1] 大雨。", "[2] 林夏（怒）：你是谁？", "[3] 【字幕：三年前】"]


def test_every_paragraph_knows_its_position_in_the_letters():
    script = parse(NOVEL + "一句话。" * 50, "novel.txt")
    letters = Letters(script)
    found = paragraphs_of(script, letters, 40)
    assert len(found) > 6
    for paragraph in found:
        assert letters.text.startswith("".join(filter(str.isalnum, paragraph.text)), paragraph.at)


def test_a_long_paragraph_is_divided_between_sentences():
    found = paragraphs("第一章 雨\n" + "林夏站在雨里，没有说话。" * 20, longest=50)
    assert {len(paragraph.text) for paragraph in found} == {48}
    assert [paragraph.opens for paragraph in found] == [True, False, False, False, False]


def long_novel(changed: int = -1, extra: int = 0) -> str:
    chapters = []
    for number in range(1, 41):
        lines = [
            f"第{number}章 名{number}",
            *(f"这是{number}的第{line}段话，说了很多事。" for line in range(number % 7 + 3)),
        ]
        chapters.append("\n\n".join([*lines, "多了一段。"] if number == changed else lines))
        if number == extra:
            chapters.append("第40章 新\n\n新的一章，" + "风吹过。" * 20)
    return "\n\n".join(chapters)


def test_chunks_hold_all_paragraphs_in_order_and_are_not_too_long():
    found = paragraphs(long_novel())
    chunks = chunks_of(found, 400)
    assert [paragraph for chunk in chunks for paragraph in chunk.paragraphs] == found
    assert all(chunk.size <= 400 for chunk in chunks)
    assert all(chunk.size >= 100 for chunk in chunks[:-1])
    assert all(chunk.paragraphs[0].opens for chunk in chunks)


def test_a_chapter_that_is_too_long_is_read_in_parts():
    found = paragraphs("第一章 雨\n" + "\n\n".join(f"第{n}段，她没有说话，他也没有说话。" for n in range(60)))
    chunks = chunks_of(found, 300)
    assert len(chunks) > 3
    assert all(chunk.size <= 300 for chunk in chunks)


def test_a_changed_or_inserted_chapter_leaves_most_chunks_as_they_are():
    before = {chunk.text for chunk in chunks_of(paragraphs(long_novel()), 400)}
    for other in (long_novel(changed=7), long_novel(extra=11)):
        now = {chunk.text for chunk in chunks_of(paragraphs(other), 400)}
        assert 1 <= len(now - before) <= 4
        assert len(now) > 10


def test_halves_are_about_as_long():
    (chunk,) = chunks_of(paragraphs(long_novel()), 100_000)
    one, other = halves(chunk)
    assert one.paragraphs + other.paragraphs == chunk.paragraphs
    assert abs(one.size - other.size) < 50
    assert halves(Chunk(chunk.paragraphs[:1])) == ()
    assert size(chunk.paragraphs) == chunk.size
