from pipeline.script.book import Item, Paragraph, Rank, Title, wide_length
from pipeline.script.lengths import cut_by_length


def parts(items: list[Item]) -> list[int]:
    """The lengths of the parts, in Latin letters."""
    lengths: list[int] = []
    for item in cut_by_length(items):
        if isinstance(item, Title):
            lengths.append(0)
        elif isinstance(item, Paragraph):
            lengths[-1] += wide_length(item.text)
    return lengths


def told(text: str, times: int) -> list[Item]:
    return [Paragraph(number, text) for number in range(1, times + 1)]


def test_a_long_text_is_cut_evenly():
    lengths = parts(told("他在雨里走了很久。", 1000))
    assert len(lengths) == 3
    assert max(lengths) - min(lengths) <= 2 * wide_length("他在雨里走了很久。")
    assert len(parts(told("He walked in the rain for a long time.", 1000))) == 4


def test_what_is_not_long_and_what_has_a_chapter_stays_whole():
    short = told("他在雨里走了很久。", 600)
    assert cut_by_length(short) == short
    chapter: list[Item] = [Title(1, "第一章", Rank.CHAPTER), *told("他在雨里走了很久。", 5000)]
    assert cut_by_length(chapter) == chapter


def test_a_huge_paragraph_is_cut_between_sentences_and_never_in_a_quotation():
    text = "他说：“走。快走。别回头。”她没有走。" * 500
    pieces = [item.text for item in cut_by_length([Paragraph(1, text)]) if isinstance(item, Paragraph)]
    assert "".join(pieces) == text
    assert all(piece.count("“") == piece.count("”") and piece.endswith(("。", "”")) for piece in pieces)
    assert all(wide_length(piece) < 3000 for piece in pieces)


def test_a_text_without_sentences_stays_in_one_piece():
    assert parts([Paragraph(1, "雨" * 10_000)]) == [30_000]
