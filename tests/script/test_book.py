from pipeline.script.book import Break, Paragraph, Rank, Title, left, may_be_title, told_length, wide_length


def test_a_hanzi_is_as_long_as_three_letters():
    assert [wide_length(text) for text in ("", "abc", "雨夜", "ab，雨")] == [0, 3, 6, 8]
    assert wide_length("雨a" * 100_000) == 400_000


def test_only_paragraphs_are_told():
    items = [Title(1, "第一章", Rank.CHAPTER), Paragraph(2, "雨。"), Break(3), Paragraph(4, "ab")]
    assert told_length(items) == 8


def test_what_is_short_and_ends_without_a_mark_may_be_a_title():
    assert all(map(may_be_title, ["雨夜", "The Storm", "Rain"]))
    assert not any(map(may_be_title, ["雨停了。", "The storm ended.", "他说：", "雨" * 21, "“雨”"]))


def test_what_is_left_out_is_one_block_at_its_first_line():
    (block,) = left([Break(2), Paragraph(3, "甲"), Break(4), Paragraph(5, "乙")], "the end")
    assert (block.line_number, block.text, block.why) == (3, "甲\n乙", "the end")
    assert list(left([Break(1)], "the end")) == []
