import json
from dataclasses import dataclass

import pytest

from pipeline.attempt import Made
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import FfmpegError
from pipeline.ffmpeg import run as ffmpeg
from pipeline.final.picture.encoding_stage import by_software, encoded, mixed
from pipeline.outcome import Outcome
from pipeline.plan import plan
from pipeline.promise import at_once

CLIP, SHOT = "clips/e02s01-01.mp4", "final/shots/e02s01-01.mp4"


@dataclass(frozen=True)
class Asked:
    words: str


def wish(folder, said: str) -> None:
    """Have *said* among the options of the encoding."""
    profile = folder / "drama.yaml"
    before = profile.read_text("utf-8")
    profile.write_text(before.replace("{preset: ultrafast", f"{{{said}, preset: ultrafast"), "utf-8")


def piece(folder, words: str = "a", failing: str = "", software: bool = False) -> Made:
    """A piece of the picture, encoded by an encoder that works unless it is the *failing* one."""
    drama = open_drama(folder)
    (output,) = drama.outputs
    output = by_software(output) if software else output

    def build(out, encoding):
        if failing and encoding.encoder == failing:
            raise FfmpegError("It failed.", "It happens.")
        out.write_text(encoding.encoder or "software")

    return encoded(drama, output, words, "cut", asked=Asked(words), build=build)


def run(folder, until="final") -> Outcome:
    return tell(open_drama(folder), 2, until, at_once)


def shots(outcome: Outcome) -> dict[str, str]:
    """By whom each shot was made that was made."""
    made = [file for file in outcome.files if file.name.startswith("final/shots/") and file.status == "made"]
    return {file.name: file.engine for file in made}


def test_software_encodes_unless_hardware_is_wished(folder, chip):
    chip("works")

    assert piece(folder).engine == "cut"


def test_hardware_encodes_where_it_works(folder, chip):
    wish(folder, "hardware: auto")
    chip("works")

    made = piece(folder)

    assert (made.engine, made.path.read_text()) == ("h264_nvenc", "h264_nvenc")


def test_what_hardware_made_is_kept_where_there_is_none_and_what_is_new_is_made_by_software(folder, chip):
    wish(folder, "hardware: auto")
    chip("works")
    piece(folder, "old")
    chip("busy")

    old, new = piece(folder, "old"), piece(folder, "new")

    assert (old.status, old.engine) == ("kept", "h264_nvenc")
    assert (new.status, new.engine) == ("made", "cut")
    assert "OpenEncodeSessionEx failed" in new.passed_over[0]
    assert mixed([old, new])
    assert not mixed([new, new])


def test_what_is_mixed_comes_from_software_afterwards(folder, chip):
    wish(folder, "hardware: auto")
    chip("works")
    piece(folder)

    assert piece(folder, software=True).engine == "cut"
    assert piece(folder).status == "kept"


def test_software_takes_over_where_hardware_fails_at_a_piece(folder, chip):
    wish(folder, "hardware: auto")
    chip("works")

    made = piece(folder, failing="h264_nvenc")

    assert made.engine == "cut"
    assert "h264_nvenc failed: It failed." in made.passed_over[0]


def test_an_encoder_that_was_asked_for_by_name_has_no_stand_in(folder, chip):
    wish(folder, "encoder: h264_nvenc")
    chip("busy")

    with pytest.raises(Exception, match="OpenEncodeSessionEx failed"):
        piece(folder)


@pytest.mark.slow
def test_a_film_changes_hands_as_a_whole(folder, chip):
    wish(folder, "hardware: auto")
    chip("works")
    first = shots(run(folder))
    assert set(first.values()) == {"h264_nvenc"}

    chip("busy")
    assert shots(run(folder)) == {}

    open_drama(folder).project.redo("images/e02s01-01.png")
    again = run(folder)

    assert again.missing == {}
    assert shots(again) == dict.fromkeys(first, "cut")


@pytest.mark.slow
@pytest.mark.parametrize("codec", ["h265", "av1"])
def test_a_film_can_be_of_another_codec(folder, codec):
    wish(folder, f"codec: {codec}")

    outcome = run(folder)

    assert outcome.missing == {}
    assert outcome.film.status == "made"


@pytest.mark.slow
def test_a_change_of_the_sounds_bit_rate_makes_the_film_anew_and_no_shot(folder):
    run(folder)
    wish(folder, "audio_kbps: 96")

    outcome = run(folder)

    assert shots(outcome) == {}
    assert outcome.film.status == "made"


def test_a_clip_that_can_not_be_cut_in_is_told_before_anything_is_encoded(folder):
    run(folder, "clips")
    (folder / CLIP).write_text("no clip", "utf-8")

    told = plan(open_drama(folder, planning=True), [2])

    assert any("e02s01-01.mp4, the clip of shot e02s01-01, can't be cut in" in said for said in told.problems)


def test_an_encoder_that_does_not_work_is_told_before_anything_is_encoded(folder):
    wish(folder, "encoder: h264_nvenc")

    told = plan(open_drama(folder, planning=True), [2])

    assert any(said.startswith("`final.encoding` asks for h264_nvenc (h264).") for said in told.problems)


def test_what_is_damaged_stands_in_the_notes(folder):
    run(folder, "clips")
    whole = folder / "whole.mp4"
    noise = "testsrc=s=72x128:r=8:d=8,noise=alls=20:allf=t,format=yuv420p"
    ffmpeg(["-f", "lavfi", "-i", noise, "-g", "8", "-movflags", "+faststart", str(whole)])
    content = whole.read_bytes()
    (folder / CLIP).write_bytes(content[: int(0.9 * len(content))])

    outcome = run(folder)

    assert outcome.missing == {}
    assert next(file.notes for file in outcome.files if file.name == SHOT)["damaged"]


def test_colours_are_measured_and_evened_only_where_that_is_wished(folder):
    run(folder)
    assert not (folder / "final/colours").exists()
    wish(folder, "even_colours: 1.0")
    dark = "color=0x302010:s=72x128:r=8:d=8,format=yuv420p"
    ffmpeg(["-f", "lavfi", "-i", dark, str(folder / CLIP)])

    outcome = run(folder)

    measured = json.loads((folder / "final/colours/e02s01-01.json").read_text("utf-8"))
    assert measured["lightness"] < 20
    assert outcome.missing == {}
