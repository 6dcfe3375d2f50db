"""What an episode consists of, in which order, and what a change makes again."""

from __future__ import annotations

import json

import pytest

from pipeline.chain import board, tell
from pipeline.drama import open_drama
from pipeline.errors import StoryboardError
from pipeline.ffmpeg import probe
from pipeline.outcome import Outcome
from pipeline.promise import at_once
from pipeline.spending import Money
from pipeline.storyboard.stage import Storyboards


def run(folder, until="final", number=1) -> Outcome:
    return tell(open_drama(folder), number, until, at_once)


def made(outcome: Outcome) -> list[str]:
    return [file.name for file in outcome.files if file.status == "made"]


def edit(file, change) -> None:
    data = json.loads(file.read_text("utf-8"))
    change(data)
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def test_a_script_becomes_a_film(folder):
    outcome = run(folder)

    assert outcome.missing == {}
    media = probe(outcome.film.path)
    assert (media.width, media.height, media.fps) == (72, 128, 8)
    assert media.frames == outcome.timeline.frames
    assert (media.audio_codec, media.subtitle_streams) == ("aac", 1)


def test_every_stage_leaves_its_files_where_the_design_says(film):
    assert (film / "storyboard/outline.json").is_file()
    assert (film / "storyboard/e01.json").is_file()
    assert (film / "images/林夏.png").is_file()
    for name in ("images/e01s01-01.png", "clips/e01s01-01.mp4", "final/shots/e01s01-01.mp4"):
        assert (film / name).is_file(), name
    for name in ("final/e01.mp4", "final/e01.srt", "final/e01.ass", "final/e01.otio"):
        assert (film / name).is_file(), name


def test_a_second_run_makes_nothing(film, calls):
    assert made(run(film)) == []
    assert calls.total == 0


@pytest.mark.parametrize(
    ("until", "there", "not_there"),
    [
        ("storyboard", "storyboard/e01.json", "images"),
        ("images", "images/e01s01-01.png", "voices"),
        ("voices", "voices/e01s01-02-1.wav", "clips"),
        ("clips", "clips/e01s01-01.mp4", "final"),
    ],
)
def test_a_run_stops_after_the_stage_that_was_named(folder, until, there, not_there):
    run(folder, until)

    assert (folder / there).is_file()
    assert not (folder / not_there).exists()


def test_the_redo_of_one_shot_makes_that_shot_alone(film, calls):
    open_drama(film).project.redo("images/e01s01-01.png")

    again = made(run(film))

    assert again == [
        "images/e01s01-01.png",
        "clips/e01s01-01.mp4",
        "final/shots/e01s01-01.mp4",
        "final/e01.mp4",
        "final/e01-label.txt",
        "final/e01-cover.jpg",
        "final/e01.otio",
    ]


def test_a_replaced_portrait_makes_the_frames_of_that_person_anew(folder):
    run(folder, "images")
    (folder / "images/林夏.png").write_bytes((folder / "images/老陈.png").read_bytes())

    outcome = run(folder, "images")

    again = [name for name in made(outcome) if name.startswith("images/")]
    with_her = [s.id for _, s in outcome.episode.shots if s.people[:1] == ("林夏",)]
    assert again == [f"images/{name}.png" for name in with_her]
    assert again


def with_sheets(folder):
    """Have the model shown everybody from all sides."""
    profile = folder / "drama.yaml"
    said = profile.read_text("utf-8")
    profile.write_text(said.replace("engine: sketch", "engine: sketch, sketch: {sheets: true}"), "utf-8")


def request(folder, name):
    return open_drama(folder).project.state(name).record.recipe["request"]


def test_a_sheet_shows_a_character_from_all_sides_and_the_frames_after_the_portraits(folder, calls):
    with_sheets(folder)

    outcome = run(folder, "images")

    names = made(outcome)
    assert (
        names.index("images/林夏.png")
        < names.index("images/林夏-sheet.png")
        < names.index("images/e01s01-01.png")
    )
    sheet = request(folder, "images/林夏-sheet.png")
    assert (sheet["width"], sheet["height"]) == (128, 72)
    assert "林夏 (image 1 is 林夏)" in sheet["prompt"]
    shot = next(shot for _, shot in outcome.episode.shots if shot.people == ("林夏",))
    frame = request(folder, f"images/{shot.id}.png")
    assert "林夏 (image 1 is 林夏, image 2 shows 林夏 from all sides)" in frame["prompt"]
    assert [one.get("sheet", False) for one in frame["references"]] == [False, True]


def test_sheets_come_after_all_portraits_as_far_as_the_engine_takes_pictures(folder, calls):
    with_sheets(folder)
    run(folder, "storyboard")

    def both(data):
        data["scenes"][0]["shots"][0]["people"] = ["林夏", "老陈"]

    edit(folder / "storyboard/e01.json", both)
    run(folder, "images")

    shown = request(folder, "images/e01s01-01.png")["references"]
    assert [(one["name"], one.get("sheet", False)) for one in shown] == [
        ("林夏", False),
        ("老陈", False),
        ("林夏", True),
        ("老陈", True),
    ]


def test_without_sheets_nothing_is_said_of_them(folder):
    outcome = run(folder, "images")

    assert not any("sheet" in file.name for file in outcome.files)
    frame = request(folder, "images/e01s01-01.png")
    assert all(set(one) == {"name", "image"} for one in frame.get("references", []))
    assert "from all sides" not in frame["prompt"]


def test_a_replaced_portrait_makes_the_sheet_anew_and_a_replaced_sheet_the_frames(folder, calls):
    with_sheets(folder)
    run(folder, "images")
    images = folder / "images"
    (images / "林夏.png").write_bytes((images / "老陈.png").read_bytes())

    assert "images/林夏-sheet.png" in made(run(folder, "images"))
    (images / "林夏-sheet.png").write_bytes((images / "老陈-sheet.png").read_bytes())
    again = made(run(folder, "images"))
    assert "images/e01s01-01.png" in again
    assert "images/林夏-sheet.png" not in again


def test_an_edited_line_speaks_again_and_moves_what_comes_after(film, calls):
    first = run(film)
    line = next(line for _, line in first.episode.lines if line.text.startswith("我一直"))

    def longer(data):
        for scene in data["scenes"]:
            for shot in scene["shots"]:
                for said in shot.get("lines", []):
                    if said["id"] == line.id:
                        said["text"] = "我一直都在，从来没有离开过你身边。"

    edit(film / "storyboard/e01.json", longer)
    second = run(film)

    assert f"voices/{line.id}.wav" in made(second)
    assert second.timeline.seconds > first.timeline.seconds
    assert [n for n in made(second) if n.startswith("images/")] == []
    assert calls.voices == {line.id: 1}


def test_an_edit_of_another_episode_makes_nothing_of_this_one(film):
    script = film / "script.txt"
    script.write_text(script.read_text("utf-8").replace("走吧。", "快走吧，天要黑了。"), "utf-8")

    assert [n for n in made(run(film)) if n != "storyboard/outline.json"] == []


def test_one_shot_that_fails_does_not_stop_the_others(folder, calls):
    calls.refused.add("e01s01-01.png")

    outcome = run(folder)

    assert outcome.film is None
    assert list(outcome.missing) == ["frame e01s01-01"]
    assert "is refused" in outcome.missing["frame e01s01-01"]
    assert (folder / "final/shots/e01s01-02.mp4").is_file()
    assert not (folder / "clips/e01s01-01.mp4").exists()


def test_after_the_cause_is_gone_only_what_was_missing_is_made(folder, calls):
    calls.refused.add("e01s01-01.png")
    run(folder)
    calls.refused.clear()

    outcome = run(folder)

    assert outcome.film
    assert [n for n in made(outcome) if not n.startswith("final/e01") and "sound" not in n] == [
        "images/e01s01-01.png",
        "clips/e01s01-01.mp4",
        "final/shots/e01s01-01.mp4",
    ]


def test_a_shot_without_its_voice_waits_and_the_others_get_their_true_length(folder, calls):
    whole = run(folder, "voices")
    name = next(line.id for _, line in whole.episode.lines)
    open_drama(folder).project.redo(f"voices/{name}.wav")
    calls.refused.add(f"{name}.wav")
    (folder / "voices" / f"{name}.wav").unlink()

    outcome = run(folder)

    assert list(outcome.missing) == [f"voice {name}"]
    shots = [span.shot.id for span in outcome.timeline.shots if name not in [ln.line.id for ln in span.lines]]
    assert sorted(p.stem for p in (folder / "clips").glob("*.mp4")) == sorted(shots)


def test_a_person_who_is_not_in_the_outline_is_named(folder):
    run(folder, "storyboard")

    def rename(data):
        data["scenes"][0]["shots"][0]["people"] = ["王五"]

    edit(folder / "storyboard/e01.json", rename)

    with pytest.raises(StoryboardError, match=r"王五 \(e01s01-01\).*Add them to the characters"):
        run(folder)


def test_a_broken_storyboard_is_told_with_its_place(folder):
    run(folder, "storyboard")

    def break_it(data):
        data["scenes"][0]["shots"][0]["size"] = "huge"

    edit(folder / "storyboard/e01.json", break_it)

    with pytest.raises(StoryboardError, match=r"scenes\.0\.shots\.0\.size.*'huge'"):
        run(folder)


def test_an_id_that_leads_out_of_the_folder_is_refused(folder):
    run(folder, "storyboard")

    def escape(data):
        data["scenes"][0]["shots"][0]["id"] = "../../../tmp/x"

    edit(folder / "storyboard/e01.json", escape)

    with pytest.raises(StoryboardError, match="id"):
        run(folder)


def test_the_storyboard_of_another_episode_is_refused(folder):
    run(folder, "storyboard", number=2)
    run(folder, "storyboard")
    (folder / "storyboard/e01.json").write_bytes((folder / "storyboard/e02.json").read_bytes())

    with pytest.raises(StoryboardError, match=r"storyboard/e01\.json holds the episode e02"):
        run(folder)


def test_the_next_engine_makes_what_the_first_can_not(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("engine: sketch", "engine: [broken, sketch]"))

    outcome = run(folder, "images")

    frame = next(m for m in outcome.files if m.name == "images/e01s01-01.png")
    assert frame.engine == "sketch"
    assert frame.passed_over == ("broken: It needs a GPU.",)


def test_a_clip_engine_with_fixed_lengths_is_asked_for_the_next_longer_one(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("engine: turn", "engine: turn, turn: {lengths: [5, 10]}"))

    run(folder, "clips")

    lengths = {round(probe(file).seconds) for file in (folder / "clips").glob("*.mp4")}
    assert lengths <= {5, 10}


def turning(folder, options: str) -> None:
    """Have the clips made by `turn` with *options*."""
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8").replace("engine: turn", f"engine: turn, turn: {options}"))


@pytest.fixture
def going_on(folder):
    """The drama with a first scene whose shots are all framed alike, but for its last."""
    run(folder, "storyboard")

    def alike(data):
        shots = data["scenes"][0]["shots"]
        assert len(shots) > 2
        for shot in shots[:-1]:
            shot.update(size="medium", angle="eye", people=["林夏"])
        shots[-1].update(size="close")

    edit(folder / "storyboard/e01.json", alike)
    return folder


def test_the_last_picture_is_the_next_frame_where_the_camera_goes_on(going_on, calls):
    turning(going_on, "{ends: true, joins: true}")

    outcome = run(going_on, "clips")

    within = [shot.id for shot in outcome.episode.scenes[0].shots]
    assert sorted(calls.ends) == within[1:-1]
    changed = going_on / f"images/{within[1]}.png"
    changed.write_bytes((going_on / f"images/{within[-1]}.png").read_bytes())
    again = [name for name in made(run(going_on, "clips")) if name.startswith("clips/")]
    assert again == [f"clips/{within[0]}.mp4", f"clips/{within[1]}.mp4"]


def test_shots_are_not_joined_unless_the_engine_says_so(going_on, calls):
    turning(going_on, "{ends: true}")

    run(going_on, "clips")

    assert calls.ends.total() == 0


def test_a_clip_waits_for_the_frame_that_it_goes_over_into(going_on, calls):
    turning(going_on, "{ends: true, joins: true}")
    calls.refused.add("e01s01-02.png")

    outcome = run(going_on, "clips")

    assert list(outcome.missing) == ["frame e01s01-02"]
    assert not (going_on / "clips/e01s01-01.mp4").exists()


def test_a_person_s_last_picture_goes_before_the_next_frame(going_on, calls):
    turning(going_on, "{ends: true, joins: true}")
    run(going_on, "images")
    frames = going_on / "images"
    (frames / "e01s01-01-last.png").write_bytes((frames / "e01s01-03.png").read_bytes())
    calls.refused.add("e01s01-02.png")
    (frames / "e01s01-02.png").unlink()

    run(going_on, "clips")

    assert "e01s01-01-last" in calls.ends
    assert (going_on / "clips/e01s01-01.mp4").is_file()


def test_pictures_on_the_way_go_to_the_engine_by_their_numbers_as_many_as_it_takes(folder, calls):
    turning(folder, "{passes: 2}")
    run(folder, "images")
    frames = folder / "images"
    for name in ("10", "2", "3", "last", "draft"):
        (frames / f"e01s01-01-{name}.png").write_bytes((frames / "e01s01-02.png").read_bytes())

    outcome = run(folder, "clips")

    assert list(calls.keys) == ["e01s01-01-2", "e01s01-01-3"]
    notes = next(file.notes for file in outcome.files if file.name == "clips/e01s01-01.mp4")
    assert notes["without_pictures"] == ["e01s01-01-10.png", "e01s01-01-last.png"]


def test_a_clip_s_recipe_says_nothing_of_pictures_that_are_not_there(folder):
    outcome = run(folder, "clips")

    name = next(file.name for file in outcome.files if file.name.startswith("clips/"))
    recipe = open_drama(folder).project.state(name).record.recipe
    known = {"prompt", "image", "seconds", "width", "height", "fps", "move", "seed"}
    assert set(recipe["request"]) <= known | {"talks"}
    assert recipe["options"] == {}


@pytest.mark.parametrize("able", [True, False])
def test_a_last_picture_that_a_person_put_there_ends_the_clip_where_the_engine_can(folder, calls, able):
    if able:
        profile = folder / "drama.yaml"
        profile.write_text(
            profile.read_text("utf-8").replace("engine: turn", "engine: turn, turn: {ends: true}"), "utf-8"
        )
    run(folder, "clips")
    calls.clips.clear()
    frames = folder / "images"
    (frames / "e01s01-02-last.png").write_bytes((frames / "e01s01-01.png").read_bytes())

    run(folder, "clips")

    assert list(calls.clips) == (["e01s01-02"] if able else [])
    assert list(calls.ends) == (["e01s01-02-last"] if able else [])


def test_an_asked_storyboard_becomes_a_film_and_is_asked_for_once(asked, calls):
    assert run(asked).film.name == "final/e01.mp4"
    assert made(run(asked)) == []
    assert calls.answers == {"outline-read-001": 1, "outline-same": 1, "e01": 1}


def test_each_answer_is_paid_and_nothing_twice(asked):
    edited = (asked / "drama.yaml").read_text("utf-8").replace("asked}", "asked, asked: {each: 1}}")
    (asked / "drama.yaml").write_text(edited, "utf-8")

    outcome = run(asked, "storyboard")

    assert open_drama(asked).project.ledger.totals() == [Money(1.5)]
    assert [file.notes["calls"] for file in outcome.files] == [2, 1]


def test_a_crash_leaves_only_what_was_being_asked_to_ask_again(asked, calls, monkeypatch):
    def dies(name: str) -> None:
        if name == "e02":
            raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(type(calls), "look", lambda _, name: dies(name))
        with pytest.raises(KeyboardInterrupt):
            board(Storyboards(open_drama(asked)), None, at_once)
    outcomes = board(Storyboards(open_drama(asked)), None, at_once)

    assert [outcome.id for outcome in outcomes.values()] == ["e01", "e02"]
    assert calls.answers == {"outline-read-001": 1, "outline-same": 1, "e01": 1, "e02": 2}


def test_an_episode_that_fails_is_there_with_its_error_and_the_others_are_told(asked, calls):
    calls.refused.add("e01")

    outcomes = board(Storyboards(open_drama(asked)), [1, 2, 3], at_once)

    assert "e01 is refused" in str(outcomes[1])
    assert outcomes[2].episode.title == "真相"
    assert "has no episode 3: it has 1-2." in str(outcomes[3])


@pytest.mark.parametrize(
    ("name", "again"),
    [("storyboard/outline.json", ["outline-read-001", "outline-same"]), ("storyboard/e01.json", ["e01"])],
)
def test_a_redone_storyboard_gets_new_answers(asked, calls, name, again):
    run(asked, "storyboard")
    calls.answers.clear()

    open_drama(asked).project.redo(name)
    run(asked, "storyboard")

    assert sorted(calls.answers) == sorted(again)


def test_a_changed_episode_is_asked_for_and_the_others_are_not(asked, calls):
    board(Storyboards(open_drama(asked)), None, at_once)
    calls.answers.clear()
    script = asked / "script.txt"
    script.write_text(
        script.read_text("utf-8").replace("老陈：走吧。", "老陈：走吧。\n老陈：快走。"), "utf-8"
    )

    outcomes = board(Storyboards(open_drama(asked)), None, at_once)

    assert made(outcomes[1]) == ["storyboard/outline.json"]
    assert sorted(calls.answers) == ["e02", "outline-read-001"]
