from pipeline.script.quotes import Part, split_quotes


def test_quotations_are_cut_out_of_the_telling():
    assert split_quotes("他说：“她叫我‘老师’。”然后走了。") == [
        Part("他说：", said=False),
        Part("她叫我‘老师’。", said=True, quoted="“她叫我‘老师’。”"),
        Part("然后走了。", said=False),
    ]


def test_a_nested_and_an_open_quotation():
    assert split_quotes("「他说「好」了。」")[0].text == "他说「好」了。"
    assert split_quotes("“没有说完……")[0] == Part("没有说完……", said=True, quoted="“没有说完……")


def test_an_apostrophe_opens_and_closes_nothing():
    assert split_quotes("It wasn’t Tom’s.") == [Part("It wasn’t Tom’s.", said=False)]
