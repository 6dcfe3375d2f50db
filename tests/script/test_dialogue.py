from pipeline.script.dialogue import Dialogue
from pipeline.script.draft import Draft
from pipeline.script.screenplay import Element
from pipeline.script.speech import Cue
from pipeline.story import Mode

LIN = Cue("林夏", "", Mode.SPEECH)


def test_a_name_waits_for_its_words():
    draft = Draft()
    dialogue = Dialogue(draft, "，")
    dialogue.say(LIN, "（哭）", 1)
    assert dialogue.goes_on("（低声）走。", 2)
    assert not dialogue.goes_on("走。", 3)
    assert draft.screenplay("x").episodes[0].scenes[0].elements == (
        Element("dialogue", "走。", 2, "林夏", "哭，低声"),
    )


def test_a_name_that_says_nothing_is_shown_with_its_remark():
    draft = Draft()
    dialogue = Dialogue(draft, "，")
    dialogue.say(LIN, "（哭）", 1)
    dialogue.close()
    dialogue.close()
    assert draft.screenplay("x").episodes[0].scenes[0].elements == (Element("action", "林夏 哭", 1),)
