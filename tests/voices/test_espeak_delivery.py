from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from pipeline.story import Age, Feeling, Mode
from pipeline.voices.engine import Voice, VoiceRequest
from pipeline.voices.espeak_delivery import Delivery, deliver

LIN = Voice("林夏", "female", Age.YOUNG)
CALM = VoiceRequest("你好", "zh", LIN, Feeling.CALM, Mode.SPEECH, seed=1)


def of(**changes: object) -> Delivery:
    return deliver(replace(CALM, **changes), "zh", words_per_minute=190)


def test_six_people_of_each_kind_and_the_narrator_all_differ():
    kinds = product(("female", "male"), Age, range(6))
    people = [Voice("x", sex, age, variant) for sex, age, variant in kinds]
    people += [Voice("", "male", Age.MIDDLE), Voice("", "female", Age.MIDDLE)]
    settings = [of(voice=person) for person in people]
    assert len({(said.voice, said.pitch, said.words_per_minute) for said in settings}) == len(people)


def test_a_crowd_of_one_kind_still_differs():
    crowd = [of(voice=replace(LIN, variant=n)) for n in range(18)]
    assert len({(said.voice, said.pitch) for said in crowd}) == 18


def test_the_narrators_timbre_is_nobody_elses():
    others = {
        of(voice=Voice("x", sex, age, n)).voice for sex, age, n in product(("female", "male"), Age, range(6))
    }
    assert of(voice=Voice("", "male", Age.MIDDLE)).voice not in others


def test_the_name_alone_changes_nothing():
    assert of(voice=replace(LIN, name="苏晴")) == of()


def test_the_old_speak_slower_than_the_young():
    assert of(voice=replace(LIN, age=Age.OLD)).words_per_minute < of().words_per_minute


def test_who_is_neither_female_nor_male_lies_between():
    def pitches(sex: str) -> list[int]:
        return [of(voice=Voice("x", sex, age)).pitch for age in Age]

    assert all(between < high for between, high in zip(pitches("unknown"), pitches("female"), strict=True))


def test_english_has_the_same_timbre():
    assert of().voice == "cmn+f4"
    assert deliver(CALM, "en", 190).voice == "en-us+f4"


@pytest.mark.parametrize("seed", range(20))
def test_the_seed_moves_pace_and_pitch_within_three_percent(seed):
    said = of(seed=seed)
    assert 184 <= said.words_per_minute <= 196
    assert abs(said.pitch - of().pitch) <= 6


def test_a_seed_gives_one_delivery_and_others_give_others():
    assert of(seed=7) == of(seed=7)
    assert len({of(seed=seed) for seed in range(10)}) > 5


def test_feelings_change_the_voice_as_strongly_as_asked():
    angry = replace(CALM, feeling=Feeling.ANGRY)
    flat, normal, strong = (deliver(angry, "zh", 190, expression) for expression in (0, 1, 1.5))
    assert flat == of()
    assert of().words_per_minute < normal.words_per_minute < strong.words_per_minute
    assert of().gain < normal.gain < strong.gain


def test_thoughts_are_softer_and_slower_than_speech():
    thought = of(mode=Mode.INNER)
    assert thought.gain < of(mode=Mode.OFFSCREEN).gain < of().gain
    assert thought.words_per_minute < of().words_per_minute


def test_every_setting_is_one_that_espeak_takes():
    for sex, age, feeling in product(("female", "male", "unknown"), Age, Feeling):
        said = of(voice=Voice("x", sex, age, 4), feeling=feeling)
        assert 0 <= said.pitch <= 99
        assert 0 <= said.range <= 99
        assert 80 <= said.words_per_minute <= 450
