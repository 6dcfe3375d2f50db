"""Parts of a script, and what of them decides a storyboard."""

from __future__ import annotations

from dataclasses import replace

from pipeline.script.screenplay import Element, ScriptEpisode, ScriptScene
from pipeline.storyboard.parts import digest, length

RAIN = Element("action", "大雨倾盆。", 3)
VOICE = Element("dialogue", "走吧。", 4, speaker="老陈")


def episode(*elements: Element) -> ScriptEpisode:
    return ScriptEpisode(1, "重逢", (ScriptScene("街口", "街口", elements),))


def test_a_part_is_as_long_as_what_it_shows_and_says():
    assert length(episode(RAIN, VOICE)) == 8


def test_a_part_that_moved_down_the_page_is_the_same():
    assert digest(episode(RAIN, VOICE)) == digest(episode(RAIN, replace(VOICE, line_number=40)))


def test_other_words_or_another_speaker_are_another_part():
    there = {digest(episode(RAIN, VOICE)), digest(episode(VOICE))}

    assert digest(episode(RAIN, replace(VOICE, speaker="林夏"))) not in there
    assert len(there) == 2
