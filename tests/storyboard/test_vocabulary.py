import pytest

from pipeline.story import Era, PlaceKind, Time, Weather
from pipeline.storyboard.vocabulary import ERAS, INDOORS, KINDS, TIMES, WEATHERS, compiled


@pytest.mark.parametrize(("table", "meanings"), [(KINDS, PlaceKind), (TIMES, Time), (ERAS, Era)])
def test_every_meaning_has_words(table, meanings):
    assert set(table) == set(meanings)
    assert all(word for words in table.values() for word in words.split("|"))


def test_only_clear_weather_goes_without_saying():
    assert set(WEATHERS) == set(Weather) - {Weather.CLEAR}


def test_rooms_are_indoors_and_streets_are_not():
    assert PlaceKind.OFFICE in INDOORS
    assert PlaceKind.STREET not in INDOORS


def test_latin_words_count_whole_and_the_longest_first():
    kinds = compiled(KINDS)
    assert kinds.search("scarf") is None
    assert [match[0] for match in kinds.finditer("School Yard, 医院")] == ["School Yard", "医院"]
