"""Who is cast, what the page says, and which recordings are used."""

from __future__ import annotations

import logging
import shutil

import pytest
from quick_engines import Choir

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import PlanError
from pipeline.outcome import Outcome
from pipeline.plan import plan
from pipeline.promise import at_once
from pipeline.story import Age, Feeling, Mode
from pipeline.storyboard.files import OUTLINE
from pipeline.voices import desk, sound
from pipeline.voices.engine import Voice, VoiceRequest
from pipeline.voices.espeak import Espeak

PAGE = """\
# Which voice each character speaks with, by the name of the engine. Write another one, and their lines are
# spoken anew; who is taken out is cast again. `drama voices FOLDER` lists the voices that there are.

# male, middle
narrator:
  choir: lao-san

# female, young
林夏:
  choir: mei

# male, old
老陈:
  choir: bo
"""


@pytest.fixture
def folder(folder):
    """The drama is spoken by an engine that has voices, and by one that has none after it."""
    configure(folder, "voices: {engine: [choir, hum]}")
    return folder


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    file = tmp_path_factory.mktemp("speech") / "line.wav"
    voice = Voice("林夏", "female", Age.YOUNG)
    text = "那天晚上我在雨里等了你三个小时，你却没有来。"
    Espeak().speak(VoiceRequest(text, "zh", voice, Feeling.CALM, Mode.SPEECH, seed=1), file)
    return file


def configure(folder, voices: str) -> None:
    profile = folder / "drama.yaml"
    lines = [line for line in profile.read_text("utf-8").splitlines() if not line.startswith("voices:")]
    profile.write_text("\n".join([*lines, voices]), "utf-8")


def record(folder, recording, name: str) -> None:
    (folder / "voices/cast").mkdir(parents=True, exist_ok=True)
    shutil.copy(recording, folder / "voices/cast" / name)


def run(folder, number=1) -> Outcome:
    return tell(open_drama(folder), number, "voices", at_once)


def planned(folder, numbers=(1,), until="voices"):
    return plan(open_drama(folder, planning=True), numbers, until)


def made(outcome: Outcome) -> list[str]:
    return [file.name for file in outcome.files if file.status == "made" and file.name.startswith("voices/")]


def edit(file, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def asked(calls, line: str) -> VoiceRequest:
    return calls.spoken[line]


def test_the_cast_is_written_into_the_drama_and_reaches_the_engine(folder, calls):
    outcome = run(folder)

    assert (folder / "voices/cast.yaml").read_text("utf-8") == PAGE
    called = {request.voice.name: request.called for request in calls.spoken.values()}
    assert called == {"林夏": "mei", "老陈": "bo", "": "lao-san"}
    assert outcome.missing == {}


def test_a_plan_tells_of_the_page_and_writes_nothing(folder):
    names = [made.name for made in planned(folder).to_make]

    assert "voices/cast.yaml" in names
    assert not (folder / "voices").exists()


def test_every_episode_keeps_the_page_of_the_first(folder):
    run(folder, 1)
    page = next(file for file in run(folder, 2).files if file.name == "voices/cast.yaml")

    assert page.status == "kept"


def test_an_engine_without_voices_of_its_own_needs_no_page(folder):
    configure(folder, "voices: {engine: hum}")
    run(folder)

    assert not (folder / "voices/cast.yaml").exists()
    recipe = open_drama(folder).project.state("voices/e01s01-02-1.wav").record.recipe
    assert set(recipe["request"]) == {"text", "language", "voice", "feeling", "mode", "seed"}


def test_a_voice_that_was_edited_makes_the_lines_of_that_person_anew(folder, calls):
    outcome = run(folder)
    edit(folder / "voices/cast.yaml", "mei", "lan")

    again = made(run(folder))

    hers = [f"voices/{line.id}.wav" for _, line in outcome.episode.lines if line.speaker == "林夏"]
    assert again == hers
    assert asked(calls, "e01s01-02-1").called == "lan"


def test_who_was_taken_out_by_hand_is_cast_beside_the_page(folder, calls):
    run(folder)
    (folder / "voices/cast.yaml").write_text("林夏: {choir: lan}\n", "utf-8")

    run(folder)

    called = {request.voice.name: request.called for request in calls.spoken.values()}
    assert called == {"林夏": "lan", "老陈": "bo", "": "lao-san"}
    assert (folder / "voices/cast.yaml").read_text("utf-8") == "林夏: {choir: lan}\n"


def test_a_character_that_is_added_is_written_below_and_changes_nobody(folder):
    run(folder)
    edit(folder / OUTLINE, '"characters": [', '"characters": [{"name": "周姐", "sex": "female"},')

    outcome = run(folder)

    assert made(outcome) == ["voices/cast.yaml"]
    page = (folder / "voices/cast.yaml").read_text("utf-8")
    assert "周姐:\n  choir: lan" in page
    assert "林夏:\n  choir: mei" in page


def test_who_turns_out_to_be_of_another_sex_is_cast_anew(folder):
    run(folder)
    edit(folder / OUTLINE, '"sex": "female"', '"sex": "male"')

    run(folder)

    assert "# male, young\n林夏:\n  choir: gang" in (folder / "voices/cast.yaml").read_text("utf-8")


def test_who_has_a_voice_that_the_engine_lost_is_cast_anew(folder):
    run(folder)
    configure(folder, "voices: {engine: choir, choir: {only: [lan, gang, bo, lao-san]}}")

    run(folder)

    page = (folder / "voices/cast.yaml").read_text("utf-8")
    assert page == PAGE.replace("mei", "lan")


def test_a_voice_that_is_added_or_lost_makes_no_lines_anew_but_its_own(folder, monkeypatch):
    monkeypatch.setattr(Choir, "aside", ("only",), raising=False)
    configure(folder, "voices: {engine: choir, choir: {only: [mei, gang, bo, lao-san]}}")
    outcome = run(folder)
    hers = [f"voices/{line.id}.wav" for _, line in outcome.episode.lines if line.speaker == "林夏"]

    configure(folder, "voices: {engine: choir, choir: {only: [mei, lan, gang, bo, lao-san]}}")
    assert made(run(folder)) == ["voices/cast.yaml"]
    configure(folder, "voices: {engine: choir, choir: {only: [lan, gang, bo, lao-san]}}")
    assert made(run(folder)) == ["voices/cast.yaml", *hers]


def test_a_redo_of_the_page_casts_everybody_anew(folder):
    run(folder)
    edit(folder / "voices/cast.yaml", "mei", "lan")
    open_drama(folder).project.redo("voices/cast.yaml")

    run(folder)

    assert (folder / "voices/cast.yaml").read_text("utf-8") == PAGE


def test_a_guest_is_cast_for_the_episode_alone(folder, calls):
    run(folder)
    edit(folder / "storyboard/e01.json", '"guests": []', '"guests": [{"name": "路人", "sex": "female"}]')
    edit(folder / "storyboard/e01.json", '"speaker": "老陈"', '"speaker": "路人"')

    run(folder)

    assert asked(calls, "e01s01-03-1").called == "lan"
    assert (folder / "voices/cast.yaml").read_text("utf-8") == PAGE


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("林夏: {choir: mea}", "voices/cast.yaml: Line 1, 林夏: 'mea' is no voice of choir."),
        ("林夏: mei", "voices/cast.yaml: Line 1: this is no voice of a character."),
    ],
)
def test_what_is_wrong_with_the_page_stands_among_the_problems(folder, calls, page, said):
    (folder / "voices").mkdir()
    (folder / "voices/cast.yaml").write_text(page, "utf-8")

    found = planned(folder)

    assert [problem for problem in found.problems if problem.startswith(said)]
    with pytest.raises(PlanError):
        found.insist()
    assert "voices/cast.yaml" in run(folder).missing
    assert calls.voices.total() == 0


def test_a_page_that_was_emptied_is_told_and_everybody_is_cast_beside_it(folder, calls):
    run(folder)
    spoken = dict(calls.spoken)
    (folder / "voices/cast.yaml").write_text("# nobody\n", "utf-8")

    assert planned(folder).warnings == ("voices/cast.yaml names nobody. Delete it, and it is written anew.",)
    assert made(run(folder)) == []
    assert calls.spoken == spoken


def test_a_page_in_another_encoding_is_a_problem(folder):
    (folder / "voices").mkdir()
    (folder / "voices/cast.yaml").write_bytes("林夏: {choir: mei}".encode("gb18030"))

    assert "not written in UTF-8" in planned(folder).problems[0]


def test_a_name_on_the_page_that_is_nearly_somebodys_is_a_warning(folder):
    (folder / "voices").mkdir()
    (folder / "voices/cast.yaml").write_text("林下: {choir: mei}", "utf-8")

    found = planned(folder, None)

    assert found.problems == ()
    said = "voices/cast.yaml, line 1: nobody is called '林下'. Did you mean '林夏'?"
    assert list(found.warnings).count(said) == 1


def test_an_engine_without_a_voice_of_the_language_leaves_the_work_to_the_next(folder):
    configure(folder, "voices: {engine: [choir, hum], choir: {only: [amy], clones: false}}")

    assert "voices: choir has no voice that speaks zh." in planned(folder).warnings
    line = next(file for file in run(folder).files if file.name == "voices/e01s01-02-1.wav")
    assert line.engine == "hum"
    assert line.passed_over == ("choir: It has no voice that speaks zh.",)


def test_a_drama_that_nobody_can_speak_is_a_problem(folder):
    configure(folder, "voices: {engine: choir, choir: {only: [amy]}}")

    assert planned(folder).problems[0].startswith("voices: choir has no voice that speaks zh.")


def test_a_recording_makes_the_voice_of_its_character_a_clone(folder, recording, calls):
    record(folder, recording, "林夏.wav")
    (folder / "voices/cast/林夏.txt").write_text("那天晚上\n", "utf-8")

    run(folder)

    hers, his = asked(calls, "e01s01-02-1"), asked(calls, "e01s01-03-1")
    assert (hers.recording.sound.name, hers.recording.words, hers.called) == ("林夏.wav", "那天晚上", "")
    assert (his.recording, his.called) == (None, "bo")


def test_another_recording_makes_the_lines_anew(folder, recording):
    record(folder, recording, "林夏.wav")
    run(folder)
    samples, rate = sound.read_wav(recording)
    sound.write_wav(folder / "voices/cast/林夏.wav", samples * 0.5, rate)

    again = made(run(folder))

    assert again
    assert "voices/e01s01-03-1.wav" not in again


def test_a_recording_may_bear_an_alias_or_be_the_narrators(folder, recording):
    run(folder)
    edit(folder / OUTLINE, '"aliases": []', '"aliases": ["Lin Xia"]')
    record(folder, recording, "lin-xia.wav")
    record(folder, recording, "Narrator.flac")
    drama = open_drama(folder)
    outline = run(folder).outline

    assert {name: [f.name for f in there] for name, there in desk.recorded(drama, outline).items()} == {
        "林夏": ["lin-xia.wav"],
        "": ["Narrator.flac"],
    }


def test_what_is_wrong_with_recordings_stands_among_the_problems(folder, recording):
    record(folder, recording, "林夏.wav")
    record(folder, recording, "林夏.mp3")
    samples, rate = sound.read_wav(recording)
    record(folder, recording, "老陈.wav")
    sound.write_wav(folder / "voices/cast/老陈.wav", samples[: 2 * rate] * 9, rate)

    problems = "\n".join(planned(folder).problems)

    assert "voices/cast/林夏.mp3: There is 林夏.wav as well. Keep one of them." in problems
    assert "voices/cast/老陈.wav: It is 2.0 s long, and must have 3 to 30 s." in problems
    assert "It is clipped" in problems


def test_a_recording_of_nobody_is_told(folder, recording):
    record(folder, recording, "王五.wav")

    assert "voices/cast/王五.wav is not used: nobody here has that name." in planned(folder).warnings


def test_a_file_of_another_kind_among_the_recordings_is_told(folder, recording):
    record(folder, recording, "林夏.ogg")
    record(folder, recording, ".DS_Store")

    said = "voices/cast/林夏.ogg is not used. Recordings are WAV, MP3, M4A or FLAC."
    assert [one for one in planned(folder).warnings if one.startswith("voices/")] == [said]


def test_words_of_a_recording_that_can_not_be_read_are_a_problem_among_others(folder, recording):
    record(folder, recording, "林夏.wav")
    (folder / "voices/cast/林夏.txt").write_bytes("那天晚上".encode("gb18030"))
    (folder / "voices/cast/老陈.wav").symlink_to("nowhere.wav")

    problems = "\n".join(planned(folder).problems)

    assert "voices/cast/林夏.wav: 林夏.txt is not written in UTF-8." in problems
    assert "voices/cast/老陈.wav: It can't be read as sound: No such file or directory." in problems


def test_where_no_engine_clones_that_is_told_and_recordings_are_not_judged(folder, calls):
    configure(folder, "voices: {engine: [choir, hum], choir: {clones: false}}")
    (folder / "voices/cast").mkdir(parents=True)
    (folder / "voices/cast/林夏.wav").write_text("no sound")

    found = planned(folder)

    assert found.problems == ()
    assert "voices/cast/林夏.wav: not used by choir, which can't speak like a recording." in found.warnings
    run(folder)
    assert asked(calls, "e01s01-02-1").called == "mei"


def test_consent_is_called_to_mind_once_in_a_run(folder, recording, caplog):
    record(folder, recording, "林夏.wav")
    with caplog.at_level(logging.WARNING, "drama"):
        planned(folder)
        assert caplog.messages == []
        run(folder, 1)
        run(folder, 2)

    (said,) = caplog.messages
    assert said.startswith("rain: people speak like the recordings in voices/cast/. Use nobody's voice")
