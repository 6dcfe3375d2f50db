"""Each part of a script is read by itself, and nothing but the text decides what is asked."""

import pytest
from readers import Short, asker, part_of

from pipeline.errors import BadResult, Refused
from pipeline.script import parse
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.paragraphs import chunks_of, paragraphs_of
from pipeline.storyboard.outlining.reading import PersonForm, ReadingForm, begun, read
from pipeline.words import Age, Era, PlaceKind

NOVEL = "\n\n".join(
    f"第{number}章 名{number}\n\n"
    + "\n\n".join(f"林夏在{number}的第{line}段里走着，雨没有停。" for line in range(6))
    for number in range(1, 5)
)
SAID = {"happens": "下雨。", "people": [{"name": "林夏"}], "episodes": [{"begins": 1}]}


def chunks(text=NOVEL, most=300):
    script = parse(text, "x.txt")
    return chunks_of(paragraphs_of(script, Letters(script), 100), most)


def test_every_chunk_is_asked_once_and_named_by_its_text():
    who, model = asker({"outline-read": lambda _: SAID})
    parts = chunks()
    said = read(parts, who, Short(), "zh", cuts=True)
    assert [reading.chunk for reading in said] == parts
    assert len(set(model.asked)) == len(parts)
    read(list(reversed(parts)), who, Short(), "zh", cuts=True)
    assert len(model.asked) == len(parts)


def test_the_question_shows_the_text_an_example_and_what_is_wanted():
    who, model = asker({"outline-read": lambda _: SAID})
    part = chunks()[0]
    read([part], who, Short(), "zh", cuts=True)
    (words,) = model.words
    assert part_of(words) == part.text
    assert "in Chinese" in words
    assert "about 3 episode(s)" in words or "about 4 episode(s)" in words or "about 2 episode(s)" in words
    assert "阿宁" in words


def test_of_a_script_only_its_own_episodes_are_wanted():
    who, model = asker({"outline-read": lambda _: SAID})
    script = "第1集 一\n1-1 日 内 屋\n林夏：走。\n林夏：快。\n第2集 二\n1-1 日 内 屋\n林夏：来。\n"
    read(chunks(script), who, Short(), "zh", cuts=False)
    assert "one for each of the paragraphs 1, 3, and no others" in model.words[0]


def test_a_chunk_whose_answer_grows_too_long_is_read_in_halves():
    who, model = asker({"outline-read": lambda words: SAID if len(part_of(words)) < 100 else None})
    (whole,) = chunks(NOVEL, 10_000)
    said = read([whole], who, Short(), "zh", cuts=True)
    assert len(said) > 2
    assert "\n".join(reading.chunk.text for reading in said).count("林夏") == 24
    asked = len(model.asked)
    read([whole], who, Short(), "zh", cuts=True)
    assert len(model.asked) == asked


def test_a_paragraph_of_which_too_much_is_said_is_named():
    who, _ = asker({"outline-read": lambda _: None})
    with pytest.raises(BadResult, match="one paragraph of 5 characters") as error:
        read(chunks("第一章 雨\n雨停了吗？"), who, Short(), "zh", cuts=True)
    assert "雨停了吗？" in error.value.help


def refusing(*parts):
    def say(words):
        if part_of(words) in parts:
            raise Refused("The language model won't do this.", "Use another model.")
        return SAID

    return say


def test_a_chunk_that_is_refused_is_left_to_its_text_and_said(caplog):
    parts = chunks()
    who, _ = asker({"outline-read": refusing(parts[1].text)})
    said = read(parts, who, Short(), "zh", cuts=True)
    assert [reading.form.happens for reading in said] == ["下雨。", "", *["下雨。"] * (len(parts) - 2)]
    assert "won't do this" in caplog.text


def test_a_model_that_refuses_everything_ends_in_its_refusal():
    parts = chunks()
    who, _ = asker({"outline-read": refusing(*(part.text for part in parts))})
    with pytest.raises(Refused):
        read(parts, who, Short(), "zh", cuts=True)


def test_an_answer_that_says_nothing_is_asked_again():
    answers = iter([{}, SAID])
    who, model = asker({"outline-read": lambda _: next(answers)}, tries=2)
    (said,) = read(chunks(NOVEL, 10_000), who, Short(), "zh", cuts=True)
    assert said.form.happens == "下雨。"
    assert len(model.asked) == 2


def test_impossible_paragraphs_begin_no_episode():
    (chunk,) = chunks(NOVEL, 10_000)
    form = ReadingForm.model_validate(
        {"episodes": [{"begins": 1}, {"begins": 9}, {"begins": 4}, {"begins": "[12]"}, {"begins": 99}, {}]}
    )
    assert [index for index, _ in begun(form, chunk)] == [0, 8, 11]


def test_gaps_and_chinese_words_are_understood():
    form = ReadingForm.model_validate(
        {
            "people": [
                {
                    "name": "老张",
                    "sex": "男",
                    "age": "中年",
                    "era": "",
                    "other_names": "张师傅、张叔",
                    "look": None,
                }
            ],
            "places": [{"name": "码头", "kind": "河边"}],
        }
    )
    assert form.people[0] == PersonForm(
        name="老张", sex="male", age=Age.MIDDLE, era=None, other_names=("张师傅", "张叔")
    )
    assert form.places[0].kind is PlaceKind.WATER
    assert PersonForm.model_validate({"era": "古代"}).era is Era.ANCIENT
