"""A second language, asked of a language model scene by scene, and kept like everything."""

from __future__ import annotations

import json
import re

import pytest
from llm_server import Asked, Said, serving

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import BadResult, StoryboardError
from pipeline.plan import plan
from pipeline.promise import at_once
from pipeline.story import Episode, Line, Outline, Scene, Shot
from pipeline.storyboard.translating_stage import texts, translate

OUTLINE = Outline.model_validate(
    {"title": "雨夜", "episodes": [{"number": 1}], "characters": [{"name": "林夏"}]}
)


def scene(number, *shots):
    """A scene whose shots are a caption and the words of a line."""
    told = [
        Shot(
            id=f"e01s{number:02d}-{at:02d}",
            caption=caption,
            lines=(Line(id=f"e01s{number:02d}-{at:02d}-1", speaker="林夏", text=text),) if text else (),
        )
        for at, (caption, text) in enumerate(shots, start=1)
    ]
    return Scene(id=f"e01s{number:02d}", place="街口", shots=tuple(told))


EPISODE = Episode(
    id="e01",
    number=1,
    scenes=(scene(1, ("三年前", "你还活着？"), ("", "走吧。")), scene(2, ("", "我会找到真相。"))),
)


def pieces(asked: Asked) -> list[tuple[str, str]]:
    return re.findall(r"^\[(\d+)\] [^:]*: (.*)$", asked.turns[1], re.MULTILINE)


def translates(asked: Asked) -> Said:
    """Says of each piece which one it was."""
    lines = [{"number": int(at), "words": f"Words of {len(text)} letters."} for at, text in pieces(asked)]
    return Said(json.dumps({"lines": lines}))


def forgets_until_told(asked: Asked) -> Said:
    """Leaves the first piece out and does not translate the second, until it hears of it."""
    if asked.again:
        return translates(asked)
    lines = [{"number": int(at), "words": text} for at, text in pieces(asked)[1:]]
    return Said(json.dumps({"lines": lines}))


def never(asked: Asked) -> Said:
    return Said(json.dumps({"lines": []}))


@pytest.fixture
def drama(folder):
    """The drama in *folder* with a language model at an address."""

    def opened(url="", *, planning=False):
        profile = folder / "drama.yaml"
        options = f"{{engine: [rules, openai], openai: {{base_url: '{url}', model: any, tries: 2}}}}"
        if url:
            said = profile.read_text("utf-8")
            profile.write_text(re.sub(r"storyboard: .*", f"storyboard: {options}", said), "utf-8")
        return open_drama(folder, planning=planning)

    return opened


def test_every_line_and_caption_is_translated_a_scene_at_a_time(drama):
    with serving(translates) as server:
        made = translate(drama(server.url), OUTLINE, EPISODE, "en")

    assert made.name == "storyboard/e01.en.json"
    assert list(texts(made)) == ["e01s01-01", "e01s01-01-1", "e01s01-02-1", "e01s02-01-1"]
    assert texts(made)["e01s01-01-1"] == "Words of 5 letters."
    assert len(server.asked) == 2
    assert "into English" in server.asked[0].turns[1]


def test_a_second_run_asks_nothing_and_an_edited_line_asks_for_its_scene_alone(drama):
    edited = EPISODE.model_copy(update={"scenes": (EPISODE.scenes[0], scene(2, ("", "我会找到他。")))})
    with serving(translates) as server:
        translate(drama(server.url), OUTLINE, EPISODE, "en")
        again = translate(drama(server.url), OUTLINE, EPISODE, "en")
        before = len(server.asked)
        made = translate(drama(server.url), OUTLINE, edited, "en")

    assert again.status == "kept"
    assert made.status == "made"
    assert ["我会找到他" in asked.turns[1] for asked in server.asked[before:]] == [True]


def test_what_is_missing_or_not_translated_is_asked_for_again(drama):
    with serving(forgets_until_told) as server:
        made = translate(drama(server.url), OUTLINE, EPISODE, "en")

    complaints = "".join(asked.turns[-1] for asked in server.asked if asked.again)
    assert "piece 1 is missing: 三年前" in complaints
    assert "piece 2 is not in English: 你还活着？" in complaints
    assert all(words.startswith("Words") for words in texts(made).values())


def test_a_model_that_never_answers_for_a_line_makes_no_file(drama):
    with serving(never) as server, pytest.raises(BadResult, match="did not translate e01s0"):
        translate(drama(server.url), OUTLINE, EPISODE, "en")


def test_without_a_language_model_the_file_is_written_by_hand(drama, folder):
    with pytest.raises(
        StoryboardError, match=r"rules can't translate\. Write storyboard/e01\.en\.json by hand"
    ):
        translate(drama(), OUTLINE, EPISODE, "en")
    said = {"e01s01-01": "Before", "e01s01-01-1": "You?", "e01s01-02-1": "Go.", "e01s02-01-1": "I will."}
    (folder / "storyboard").mkdir()
    (folder / "storyboard/e01.en.json").write_text(json.dumps(said), "utf-8")

    made = translate(drama(), OUTLINE, EPISODE, "en")

    assert (made.status, texts(made)) == ("by hand", said)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"e01s01-01": "Before", "e01s01-01-1": " "}',
            "has no text for e01s01-01-1, e01s01-02-1, e01s02-01-1",
        ),
        ('{"e01s01-01": 3}', "e01s01-01"),
        ("{", "can't be read"),
    ],
)
def test_a_file_that_lacks_something_is_refused_with_what_it_lacks(drama, folder, text, told):
    (folder / "storyboard").mkdir()
    (folder / "storyboard/e01.en.json").write_text(text, "utf-8")
    with pytest.raises(StoryboardError, match=told):
        translate(drama(), OUTLINE, EPISODE, "en")


def test_a_plan_tells_before_any_work_that_nobody_can_translate(folder):
    profile = folder / "drama.yaml"
    profile.write_text(
        profile.read_text("utf-8").replace("final: {", "final: {subtitles: {second: en}, "), "utf-8"
    )

    told = plan(open_drama(folder, planning=True), [1])

    assert [problem for problem in told.problems if "can't translate" in problem] == list(told.problems)
    assert len(told.problems) == 1


def test_a_film_in_two_languages_has_them_in_the_picture_beside_it_and_in_it(folder, drama):
    profile = folder / "drama.yaml"
    profile.write_text(
        profile.read_text("utf-8").replace("final: {", "final: {subtitles: {second: en}, "), "utf-8"
    )
    with serving(translates) as server:
        outcome = tell(drama(server.url), 2, "final", at_once)

    assert outcome.missing == {}
    import av

    with av.open(str(outcome.film.path)) as film:
        assert [track.language for track in film.streams.subtitles] == ["zho", "eng"]
    assert "Words of" in (folder / "final/e02.en.srt").read_text("utf-8")
    assert "Words of" in (folder / "final/e02.ass").read_text("utf-8")
    assert (folder / "final/e02.vtt").read_text("utf-8").startswith("WEBVTT")
