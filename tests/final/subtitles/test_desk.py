"""What the subtitles of a drama say and how they look, by its own styles and fonts."""

from __future__ import annotations

import shutil

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.final.subtitles.fonts import bundled
from pipeline.plan import plan
from pipeline.promise import at_once


def wish(folder, said):
    profile = folder / "drama.yaml"
    profile.write_text(
        profile.read_text("utf-8").replace("final: {", f"final: {{subtitles: {said}, "), "utf-8"
    )


def planned(folder, number=1):
    return plan(open_drama(folder, planning=True), [number])


def test_all_that_is_wrong_with_subtitles_is_told_once_before_any_work(folder):
    wish(folder, "{style: nothing}")

    (problem,) = planned(folder).problems

    assert problem.startswith("subtitles: `final.subtitles.style` is 'nothing', and there is no such style.")


def test_a_font_that_is_not_there_and_a_second_language_that_is_the_first_are_told(folder):
    wish(folder, "{font: No Such Font}")
    assert "There is no font 'No Such Font'" in planned(folder).problems[0]
    text = (folder / "drama.yaml").read_text("utf-8")
    (folder / "drama.yaml").write_text(text.replace("font: No Such Font", "second: zh"), "utf-8")
    assert "is zh, which is the language of the film" in planned(folder).problems[0]


def test_characters_that_no_font_has_and_emoji_are_told_before_any_work(folder, installed):
    script = folder / "script.txt"
    script.write_text(script.read_text("utf-8").replace("走吧。", "走吧한𠮷😀。"), "utf-8")

    told = planned(folder, 2).warnings

    assert any(
        warning.startswith("e02: the font Shortdrama Sans has no 한, nor has any other here")
        for warning in told
    )
    assert "e02: 😀 can't be drawn in subtitles and is left out." in told
    assert "e02: the font Shortdrama Sans has no 𠮷; that is drawn in Rare Serif." in told


def test_subtitles_that_pass_too_fast_are_told_in_one_line(folder):
    script = folder / "script.txt"
    text = script.read_text("utf-8").replace("I will find the truth.", "I will " + "honestly " * 9 + "go.")
    script.write_text(text, "utf-8")
    wish(folder, "{most_seconds: 2}")

    told = [warning for warning in planned(folder).warnings if "too fast" in warning]

    assert len(told) <= 1


def test_an_edited_style_makes_the_picture_anew_and_naming_the_plain_one_makes_nothing(folder):
    def made():
        files = tell(open_drama(folder), 2, "final", at_once).files
        return {file.name for file in files if file.status == "made"}

    made()
    wish(folder, "{style: plain}")
    assert made() == set()
    (folder / "styles").mkdir()
    (folder / "styles/plain.yaml").write_text("line: {colour: '#00FF00'}", "utf-8")

    again = made()

    assert {"final/shots/e02s01-01.mp4", "final/e02.ass", "final/e02.mp4"} <= again
    assert not {"final/e02.srt", "final/e02.vtt", "final/sound/e02.wav"} & again


def test_a_font_of_the_drama_is_found_where_the_shots_are_encoded(folder):
    (folder / "fonts").mkdir()
    shutil.copyfile(bundled().path, folder / "fonts/mine.otf")
    wish(folder, "{font: fonts/mine.otf}")

    outcome = tell(open_drama(folder), 2, "final", at_once)

    assert outcome.missing == {}
    (place,) = (folder / ".made/fonts").iterdir()
    assert [link.resolve().name for link in sorted(place.iterdir())] == [bundled().path.name, "mine.otf"]
