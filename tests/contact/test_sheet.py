"""The contact sheet: every shot at a glance, whatever there is of it, in a page that is safe to open."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.chain import tell
from pipeline.contact import sheet
from pipeline.contact.entries import Contact
from pipeline.drama import Drama, open_drama
from pipeline.errors import StoryboardError
from pipeline.final.check.report import Finding, Report, Result
from pipeline.outcome import Outcome
from pipeline.promise import at_once

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{\\an5}"


def made(folder: Path, until: str) -> tuple[Drama, Outcome]:
    drama = open_drama(folder)
    return drama, tell(drama, 1, until, at_once)


def addresses(text: str) -> list[str]:
    return re.findall(r'<(?:video|audio)[^>]* src="([^"]*)"', text)


def size(png: Path) -> tuple[int, int]:
    head = png.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def test_every_shot_line_and_film_plays_by_an_address_that_leads_to_it(folder):
    drama, outcome = made(folder, "final")

    path = sheet.write(drama, outcome)

    text = path.read_text("utf-8")
    assert path == folder / "final/e01-sheet.html"
    plays = addresses(text)
    assert plays[0] == "e01.mp4"
    assert "shots/e01s01-01.mp4" in plays
    assert "../voices/e01s01-02-1.wav" in plays
    assert all((path.parent / address).is_file() for address in plays)
    for _, shot in outcome.episode.shots:
        assert f'id="{shot.id}"' in text
    for _, line in outcome.episode.lines:
        assert line.text in text
    assert text.count('poster="data:image/jpeg;base64,') == len(outcome.timeline.shots) + 1


def test_it_says_who_made_what_and_which_take_it_is(folder):
    drama, _ = made(folder, "clips")
    drama.project.redo("clips/e01s01-01.mp4")
    drama, outcome = made(folder, "clips")

    text = sheet.page(Contact(drama, outcome))

    assert "画面：sketch" in text
    assert "视频：turn · 版本 2 / 2" in text


def test_what_a_person_put_there_is_told_in_the_language_of_the_story(folder):
    made(folder, "images")
    (folder / "images/e01s01-01.png").write_bytes((folder / "images/林夏.png").read_bytes())
    drama, outcome = made(folder, "images")

    assert "画面：人工" in sheet.page(Contact(drama, outcome))


def test_a_drama_that_has_only_pictures_has_a_sheet_too(folder):
    drama, outcome = made(folder, "images")

    path = sheet.write(drama, outcome)

    text = path.read_text("utf-8")
    assert addresses(text) == []
    assert text.count('<img src="data:image/jpeg') == len(outcome.timeline.shots)
    assert size(path.with_suffix(".png"))[0] > 300


def test_a_shot_of_which_nothing_is_there_is_shown_as_such(folder):
    drama, outcome = made(folder, "storyboard")

    text = sheet.write(drama, outcome).read_text("utf-8")

    assert text.count("尚未生成") == len(outcome.timeline.shots)


def test_a_broken_clip_gives_way_to_its_picture(folder):
    drama, outcome = made(folder, "clips")
    (folder / "clips/e01s01-01.mp4").write_bytes(b"no clip")

    entries = Contact(drama, outcome).entries

    assert all(entry.picture is not None for entry in entries)


def test_what_the_check_found_stands_on_top_and_at_its_shot(folder):
    drama, outcome = made(folder, "clips")
    found = Finding("It is black from 1.00 s (frame 8).", 1.0, 2.0, 8, "e01s01-01")
    unheard = Finding("Not heard.", about="e01s01-02-1")
    report = Report(folder / "e01.mp4", (Result("black", (found, unheard)), Result("length")))

    text = sheet.page(Contact(drama, outcome, report))

    assert '<a href="#e01s01-01">It is black from 1.00 s (frame 8).</a>' in text
    assert '<a href="#e01s01-02">Not heard.</a>' in text
    assert '<p class="broken">It is black from 1.00 s (frame 8).</p>' in text


def test_what_others_wrote_stays_text(folder):
    made(folder, "storyboard")
    file = folder / "storyboard/e01.json"
    told = json.loads(file.read_text("utf-8"))
    told["title"] = told["scenes"][0]["place"] = told["scenes"][0]["shots"][0]["seen"] = EVIL
    told["scenes"][0]["shots"][1]["lines"][0]["text"] = EVIL
    file.write_text(json.dumps(told), "utf-8")
    drama, outcome = made(folder, "images")

    text = sheet.write(drama, outcome).read_text("utf-8")

    assert "<script" not in text
    assert "<img src=x" not in text
    assert "script-src 'none'" in text
    assert not re.search(r"https?:|@import", text)


def test_the_same_files_give_the_same_sheet(folder):
    drama, outcome = made(folder, "images")
    path = sheet.write(drama, outcome)
    page, picture = path.read_bytes(), path.with_suffix(".png").read_bytes()

    sheet.write(drama, outcome)

    assert (path.read_bytes(), path.with_suffix(".png").read_bytes()) == (page, picture)
    assert sorted(file.name for file in path.parent.iterdir()) == ["e01-sheet.html", "e01-sheet.png"]


def test_an_episode_that_is_not_told_has_no_sheet(folder):
    with pytest.raises(StoryboardError, match="e02 is not told yet"):
        sheet.write(open_drama(folder), Outcome("e02"))
