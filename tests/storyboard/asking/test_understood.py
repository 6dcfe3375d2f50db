import pytest
from pydantic import BaseModel, ValidationError

from pipeline.storyboard.asking.understood import (
    AgeWord,
    AngleWord,
    EraWord,
    FeelingWord,
    KindWord,
    ModeWord,
    MoveWord,
    SexWord,
    SizeWord,
    TimeWord,
    WeatherWord,
)
from pipeline.words import Age, Feeling, Size


class Said(BaseModel):
    size: SizeWord = Size.MEDIUM
    angle: AngleWord = "eye"
    move: MoveWord = "still"
    feeling: FeelingWord = Feeling.CALM
    mode: ModeWord = "speech"
    time: TimeWord = "day"
    weather: WeatherWord = "clear"
    kind: KindWord = "room"
    age: AgeWord = Age.YOUNG
    era: EraWord = "modern"
    sex: SexWord = "unknown"


def understood(field: str, word: object) -> str:
    return str(getattr(Said.model_validate({field: word}), field))


@pytest.mark.parametrize(
    ("field", "word", "meaning"),
    [
        ("size", "特写", "close"),
        ("size", "Close-Up", "close"),
        ("size", "CU", "close"),
        ("size", "大特写", "detail"),
        ("size", "extreme close-up (hand)", "detail"),
        ("size", "中近景", "medium"),
        ("size", "Wide Shot", "wide"),
        ("angle", "仰拍", "low"),
        ("angle", "over-the-shoulder", "eye"),
        ("angle", "bird's-eye", "high"),
        ("move", "推", "push"),
        ("move", "镜头缓缓推近", "push"),
        ("move", "slow dolly in", "push"),
        ("move", "zoom out", "pull"),
        ("move", "pan_left", "pan-left"),
        ("move", "跟拍", "drift"),
        ("move", "固定镜头", "still"),
        ("feeling", "愤怒", "angry"),
        ("feeling", "愤怒地", "angry"),
        ("feeling", "Nervous", "afraid"),
        ("feeling", "neutral", "calm"),
        ("feeling", ["sad", "angry"], "sad"),
        ("mode", "旁白", "narration"),
        ("mode", "V.O.", "offscreen"),
        ("mode", "内心独白", "inner"),
        ("mode", "dialogue", "speech"),
        ("time", "夜晚", "night"),
        ("time", "NIGHT", "night"),
        ("time", "黄昏", "dusk"),
        ("weather", "暴雨", "storm"),
        ("weather", "晴", "clear"),
        ("kind", "咖啡馆", "restaurant"),
        ("kind", "living room", "room"),
        ("age", "24岁", "young"),
        ("age", 8, "child"),
        ("age", "mid-40s", "middle"),
        ("age", "老年", "old"),
        ("era", "古装", "ancient"),
        ("sex", "女", "female"),
        ("sex", "M", "male"),
    ],
)
def test_words_of_film_are_understood_in_both_languages(field, word, meaning):
    assert understood(field, word) == meaning


@pytest.mark.parametrize("field", Said.model_fields)
def test_its_own_words_are_understood_as_they_are(field):
    schema = Said.model_json_schema(mode="serialization")
    said = schema["properties"][field]
    words = said.get("enum") or schema["$defs"][said["$ref"].rpartition("/")[2]]["enum"]

    assert [understood(field, word) for word in words] == words


@pytest.mark.parametrize("nothing", [None, "", "  ", "None", "N/A", "无"])
def test_where_nothing_is_said_the_default_stays(nothing):
    assert understood("size", nothing) == "medium"


@pytest.mark.parametrize("word", ["wobble", "wide | full", "情绪", 3])
def test_what_nobody_knows_or_is_two_things_is_an_error_that_lists_the_possible_ones(word):
    with pytest.raises(ValidationError, match="'wide', 'full', 'medium', 'close' or 'detail'"):
        Said(size=word)


def test_latin_words_count_as_whole_words_only():
    with pytest.raises(ValidationError):
        Said(feeling="madrid")
