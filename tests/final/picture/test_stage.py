"""What stands between and around the shots of a film, and what a change makes again of it."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.ffmpeg import probe
from pipeline.outcome import Outcome
from pipeline.promise import at_once

DRESSED = """, transitions: {between_scenes: dissolve, ending: fade},
  cards: {title: card, title_seconds: 1, credits: card, credits_seconds: 1, credits_lines: [谢谢观看]}}"""


def run(folder: Path) -> Outcome:
    return tell(open_drama(folder), 1, "final", at_once)


def made(outcome: Outcome) -> list[str]:
    return [file.name for file in outcome.files if file.status == "made"]


def finals(outcome: Outcome) -> set[str]:
    """What was made of the picture."""
    return {name for name in made(outcome) if name.startswith("final/") and name.endswith((".mp4", ".jpg"))}


@pytest.fixture
def dressed(folder: Path) -> Path:
    """The small drama with transitions and cards."""
    profile = folder / "drama.yaml"
    said = profile.read_text("utf-8").rstrip()
    assert said.endswith("}}")
    profile.write_text(said[:-1] + DRESSED, "utf-8")
    return folder


def test_a_film_is_joined_from_its_shots_transitions_and_cards(dressed, calls):
    outcome = run(dressed)

    assert outcome.missing == {}
    others = [piece.name for piece in outcome.timeline.pieces if piece.kind != "shot"]
    assert others == [
        "e01-title",
        "e01s02-01-in",
        "e01-credits",
    ]
    assert (outcome.timeline.opening, outcome.timeline.closing) == (8, 8)
    for piece in outcome.timeline.pieces:
        assert probe(dressed / f"final/shots/{piece.name}.mp4").frames == piece.frames, piece.name
    assert probe(outcome.film.path).frames == outcome.timeline.frames
    assert made(run(dressed)) == []

    open_drama(dressed).project.redo("images/e01s02-01.png")
    assert finals(run(dressed)) == {
        "final/shots/e01s02-01-in.mp4",
        "final/shots/e01s02-01.mp4",
        "final/e01.mp4",
        "final/e01-cover.jpg",
    }


def test_another_transition_makes_no_sound_and_no_other_shot_again(folder, calls):
    first = run(folder)
    board = folder / "storyboard/e01.json"
    told = json.loads(board.read_text("utf-8"))
    told["scenes"][1]["enter"] = "wipe"
    board.write_text(json.dumps(told), "utf-8")

    again = run(folder)

    last = [span.shot.id for span in first.timeline.shots if span.scene.id == "e01s01"][-1]
    assert {name for name in made(again) if name.endswith((".mp4", ".wav", ".srt"))} == {
        f"final/shots/{last}.mp4",
        "final/shots/e01s02-01-in.mp4",
        "final/shots/e01s02-01.mp4",
        "final/e01.mp4",
    }
    assert again.timeline.frames == first.timeline.frames


def test_a_cover_shows_the_moment_that_was_asked_for_until_a_person_puts_another_one_there(folder, calls):
    profile = folder / "drama.yaml"
    said = profile.read_text("utf-8").rstrip()
    profile.write_text(f"{said[:-1]}, cover: {{moments: [e01s02-01@0.5], title: false}}}}", "utf-8")

    outcome = run(folder)

    cover = next(file for file in outcome.files if file.name == "final/e01-cover.jpg")
    assert cover.notes == {"shot": "e01s02-01", "seconds": 0.5}
    with av.open(str(cover.path)) as picture:
        assert (picture.streams.video[0].width, picture.streams.video[0].height) == (72, 128)

    cover.path.write_bytes(b"my own picture")
    assert {file.name: file.status for file in run(folder).files}[cover.name] == "by hand"
    assert cover.path.read_bytes() == b"my own picture"
