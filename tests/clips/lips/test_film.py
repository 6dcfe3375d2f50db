"""Films whose profile asks for lips: which shots get them, what is made again, and what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import ProfileError
from pipeline.ffmpeg import probe
from pipeline.names import meant
from pipeline.plan import plan
from pipeline.profile import read
from pipeline.promise import at_once


@pytest.fixture
def lips(film):
    """The drama of the tests, whose film was made before it had lips."""
    write(film, "lips: {engine: mouth}")
    return film


def write(folder, section: str) -> None:
    profile = folder / "drama.yaml"
    new = section.partition(":")[0]
    kept = [
        one for one in profile.read_text("utf-8").splitlines() if not one.startswith(("lips:", f"{new}:"))
    ]
    profile.write_text("\n".join([*kept, section, ""]), "utf-8")


def run(folder):
    outcome = tell(open_drama(folder), 1, "final", at_once)
    assert outcome.missing == {}
    return outcome


def made(outcome) -> list[str]:
    return [file.name for file in outcome.files if file.status == "made"]


def grey(file) -> float:
    """How bright the first frame of *file* is: 0 to 255."""
    import cv2

    return float(cv2.VideoCapture(str(file)).read()[1].mean())


def test_who_is_seen_speaking_gets_lips_and_nobody_else(lips, calls):
    outcome = run(lips)

    seen = {
        shot.id
        for shot, line in outcome.episode.lines
        if line.mode == "speech" and line.speaker in shot.people
    }
    assert seen
    there = {file.stem.removesuffix("-lips") for file in (lips / "clips").glob("*-lips.mp4")}
    assert there == seen
    assert calls.lips.total() == len(seen) < len(list(outcome.episode.shots))


def test_the_film_shows_the_clip_with_lips(lips):
    outcome = run(lips)
    file = next(file for file in outcome.files if file.name.endswith("-lips.mp4"))
    shot = file.path.stem.removesuffix("-lips")

    clip, moved, shown = (
        grey(lips / name) for name in (f"clips/{shot}.mp4", file.name, f"final/shots/{shot}.mp4")
    )
    assert file.engine == "mouth"
    assert abs(clip - moved) > 20
    # Subtitles and the label lie over it.
    assert abs(shown - moved) < abs(shown - clip)


def test_lips_are_as_long_as_their_shot(lips):
    write(lips, "clips: {engine: turn, turn: {lengths: [6]}}\nlips: {engine: mouth}")
    outcome = run(lips)

    for span in outcome.timeline.shots:
        file = lips / f"clips/{span.shot.id}-lips.mp4"
        assert not file.exists() or probe(file).frames == span.frames
    assert any((lips / "clips").glob("*-lips.mp4"))


def test_a_second_run_moves_no_lips(lips, calls):
    run(lips)
    before = calls.total, calls.lips.total()

    assert made(run(lips)) == []
    assert (calls.total, calls.lips.total()) == before


def test_without_a_section_nothing_is_done(film, calls):
    run(film)

    assert calls.lips.total() == 0
    assert read(film / "drama.yaml").lips == ()


def test_a_redo_of_the_shot_makes_its_lips_anew(lips, calls):
    outcome = run(lips)
    shot = next(file.path.stem for file in outcome.files if file.name.endswith("-lips.mp4"))
    drama = open_drama(lips)
    assert meant(drama.project, shot.removesuffix("-lips"), "clips") == [
        f"clips/{shot}.mp4",
        f"clips/{shot.removesuffix('-lips')}.mp4",
    ]

    drama.project.redo(f"clips/{shot}.mp4")

    again = made(run(lips))
    film = ["final/e01.mp4", "final/e01-label.txt", "final/e01-cover.jpg", "final/e01.otio"]
    assert again == [f"clips/{shot}.mp4", f"final/shots/{shot.removesuffix('-lips')}.mp4", *film]
    assert [record.take for record in drama.project.records.takes(f"clips/{shot}.mp4")] == [1]


def test_other_options_and_another_clip_make_them_anew(lips, calls):
    run(lips)
    calls.lips.clear()
    write(lips, "lips: {engine: mouth, mouth: {strength: 2}}")

    assert {Path(name).parent.name for name in made(run(lips))} == {"clips", "shots", "final"}
    assert calls.lips.total() == len(list((lips / "clips").glob("*-lips.mp4")))
    assert calls.lips.most_common(1)[0][1] == 1


def test_a_clip_that_a_person_made_stays_as_it_is(lips, calls):
    outcome = run(lips)
    lip = next(file.path for file in outcome.files if file.name.endswith("-lips.mp4"))
    clip = lip.with_name(lip.name.replace("-lips", ""))
    clip.write_bytes(lip.read_bytes())
    calls.lips.clear()

    assert run(lips).missing == {}
    assert calls.lips.total() == 0


def test_the_plan_quotes_lips_and_the_budget_stops_before_them(lips, calls):
    planned = plan(open_drama(lips, planning=True), [1], "final")

    (cost,) = planned.cost
    told = [made for made in planned.to_make if made.name.endswith("-lips.mp4")]
    assert told
    assert cost.amount == pytest.approx(sum(made.price.amount for made in told))
    assert calls.lips.total() == 0


def test_a_draft_may_go_without(lips):
    write(lips, "lips: {engine: mouth, draft: none}")

    assert [chosen.name for chosen in read(lips / "drama.yaml").lips] == ["mouth"]
    assert read(lips / "drama.yaml", draft=True).lips == ()


@pytest.mark.parametrize("section", ["lips: {engine: none}", "lips: {engine: none, mouth: {strength: 2}}"])
def test_none_is_none(folder, section):
    write(folder, section)

    assert read(folder / "drama.yaml").lips == ()


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("lips: {engine: tongue}", "'tongue' is no engine of lips"),
        ("lips: {mouth: {strength: 2}}", "lips names no engine"),
        ("lips: {engine: none, mouth: {strength: big}}", "strength"),
        ("lip: {engine: mouth}", "'lip' is no section"),
    ],
)
def test_a_slip_in_the_section_is_told(folder, section, said):
    write(folder, section)

    with pytest.raises(ProfileError, match=said):
        read(folder / "drama.yaml")
