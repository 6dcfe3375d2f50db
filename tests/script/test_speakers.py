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


def names(*paragraphs: str) -> list[str]:
    return [name for name, _ in spoken(*paragraphs)]


INTRODUCED = (
    "林夏道：“来。”",
    "林夏低头，她哭了。",
    "顾言道：“走。”",
    "顾言回头，他笑了。",
    "秦川道：“嗯。”",
    "秦川回头，他走了。",
)


def test_she_and_he_are_whoever_is_named_in_the_same_paragraph():
    assert names(*INTRODUCED, "顾言没有动。他冷笑道：“不。”")[-1] == "顾言"


def test_he_is_the_subject_rather_than_whom_he_looks_at():
    assert names(*INTRODUCED, "顾言看了看林夏，又看了看秦川。他冷笑道：“不。”")[-1] == "顾言"


def test_two_people_take_turns():
    talk = ("林夏问：“谁？”", "顾言说：“我。”", "“你是谁？”", "“顾言。”", "“不认识。”")
    assert names(*talk) == ["林夏", "顾言", "林夏", "顾言", "林夏"]


def test_three_people_take_no_turns_and_neither_does_one():
    assert names("林夏问：“谁？”", "顾言说：“我。”", "秦川说：“我。”", "“都是谁？”")[-1] == ""
    assert names("林夏问：“谁？”", "“谁？”")[-1] == ""


def test_a_turn_needs_the_words_right_before_it():
    assert names("林夏问：“谁？”", "顾言说：“我。”", "门响了。", "“开门！”")[-1] == ""


def test_who_does_something_beside_a_quotation_says_it():
    assert (
        names("“Go,” said Mara. She shook.", "“Why?” said Tom.", "She shut the door. “Because.”")[-1]
        == "Mara"
    )


def test_a_quotation_that_is_not_closed_goes_on_in_the_next_paragraph():
    assert names("“Go,” said Mara.", "“No,” said Tom.", "Tom rose. “First,", "“and then.”")[-2:] == [
        "Tom",
        "Tom",
    ]


def test_another_scene_knows_nobody():
    parts = [split_quotes(text) for text in ("林夏道：“来。”", "林夏低头，她哭了。", "她说：“走。”")]
    speakers = Speakers(parts)
    assert [speakers.of(part) for part in parts[:2]] == [[("林夏", "道")], []]
    speakers.forget()
    assert speakers.of(parts[2]) == [("", "说")]


def test_traditional_verbs_of_saying_are_known():
    assert spoken("林夏說：“走吧。”") == [("林夏", "說")]
    assert spoken("林夏輕聲問道：“誰？”") == [("林夏", "輕聲問道")]
    assert spoken("“走吧。”林夏說。") == [("林夏", "說")]


def test_traditional_surnames_are_known():
    assert spoken("陳默問：“誰？”") == [("陳默", "問")]
    assert spoken("刘洋说：“走吧。”") == [("刘洋", "说")]
