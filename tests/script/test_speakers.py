from pipeline.script.quotes import split_quotes
from pipeline.script.speakers import Speakers


def spoken(*paragraphs: str) -> list[tuple[str, str]]:
    parts = [split_quotes(paragraph) for paragraph in paragraphs]
    speakers = Speakers(parts)
    return [found for paragraph in parts for found in speakers.of(paragraph)]


def test_the_rest_of_the_clause_is_the_remark():
    assert spoken("林夏颤抖着问道：“谁？”") == [("林夏", "颤抖着问道")]
    assert spoken("“Who?” Mara whispered.") == [("Mara", "whispered")]


def test_the_only_person_of_a_paragraph_goes_on_speaking():
    assert [name for name, _ in spoken("林夏说：“走。”她关上门，“快。”")] == ["林夏", "林夏"]


def test_the_subject_of_the_sentence_speaks_not_its_object():
    assert [name for name, _ in spoken("“好。”顾言道。", "“嗯。”林夏道。", "林夏看着顾言，低声说：“走吧。”")][
        -1
    ] == "林夏"


def test_a_pronoun_without_anybody_before_it_is_nobody():
    assert spoken("她说：“走。”") == [("", "说")]


def test_plural_pronouns_are_nobody():
    assert spoken("他们喊道：“冲！”") == [("", "")]
