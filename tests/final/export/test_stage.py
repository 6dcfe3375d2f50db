"""What an export leaves in a drama's folder, and what it leaves alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import opentimelineio
import pytest
from lxml import etree

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import FolderError, InputError
from pipeline.ffmpeg import probe, run
from pipeline.final.export.cut_stage import Cut
from pipeline.final.export.jianying_form import DRAFT
from pipeline.final.export.stage import FORMATS, export, otio
from pipeline.final.stage import Reel
from pipeline.promise import at_once


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where the first test leaves the drama for the others."""
    return tmp_path_factory.mktemp("kept") / "drama"


@pytest.fixture
def folder(folder, kept):
    """The same drama with its clips, at a rate that an EDL can count, in a folder with signs in its name."""
    if not kept.exists():
        profile = folder / "drama.yaml"
        profile.write_text(profile.read_text("utf-8").replace("fps: 8", "fps: 24"), "utf-8")
        tell(open_drama(folder), 1, "clips", at_once)
        shutil.copytree(folder, kept)
    return Path(shutil.copytree(kept, folder.with_name("雨 夜 #1 100%'s")))


def cut(folder) -> Cut:
    drama = open_drama(folder)
    outcome = tell(drama, 1, "clips", at_once)
    voices = {file.path.stem: file for file in outcome.files if file.name.startswith("voices/e")}
    reel = Reel(*outcome.story, outcome.timeline)
    return Cut(drama, drama.outputs[0], reel, outcome.clips, voices, outcome.takes)


def files_of(timeline: Path) -> set[Path]:
    read = opentimelineio.adapters.read_from_file(str(timeline))
    return {timeline.parent / unquote(clip.media_reference.target_url) for clip in read.find_clips()}


def test_a_timeline_finds_its_files_wherever_the_folder_is_moved(folder):
    timeline = cut(folder).reel.timeline
    export(cut(folder), "otio")
    moved = folder.rename(folder.with_name("elsewhere"))

    files = files_of(moved / "final/e01.otio")

    assert len(files) == len(timeline.shots) + len(list(timeline.lines)) + 2
    assert all(file.is_file() for file in files)
    assert export(cut(moved), "otio")[0].status == "kept"


def test_the_timeline_is_as_long_as_the_film(folder):
    made = cut(folder)

    read = opentimelineio.adapters.read_from_file(str(export(made, "otio")[0].path))

    assert read.duration().value == made.reel.timeline.frames


def test_a_new_take_makes_the_timeline_anew(folder):
    before = export(cut(folder), "otio")[0]
    open_drama(folder).project.redo("images/e01s01-01.png")

    again = export(cut(folder), "otio")[0]

    assert (before.status, again.status) == ("made", "made")
    shot = opentimelineio.adapters.read_from_file(str(again.path)).find_clips()[0]
    assert shot.metadata["shortdrama"]["take"] == 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_export_writes_nothing(folder, form):
    export(cut(folder), form)

    assert {made.status for made in export(cut(folder), form)} == {"kept"}


@pytest.mark.parametrize("form", ["fcpxml", "edl", "otio"])
def test_what_a_person_changed_is_not_written_over(folder, form):
    (made,) = export(cut(folder), form)
    made.path.write_text("mine", "utf-8")

    with pytest.raises(FolderError, match=rf"final/e01\.{form} was changed by hand"):
        export(cut(folder), form)
    assert made.path.read_text("utf-8") == "mine"


def test_fcpxml_finds_its_files_again_after_the_folder_was_moved_and_it_was_exported_again(folder):
    export(cut(folder), "fcpxml")
    moved = folder.rename(folder.with_name("elsewhere"))

    (made,) = export(cut(moved), "fcpxml")

    sources = [unquote(urlsplit(one.get("src")).path) for one in etree.parse(made.path).iter("asset")]
    assert all(Path(source).is_file() and Path(source).is_relative_to(moved) for source in sources)


def test_an_edl_of_a_film_that_it_can_not_count_is_not_there_at_all(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8").replace("fps: 24", "fps: 12"), "utf-8")

    with pytest.raises(InputError, match="can't count 12 frames"):
        export(cut(folder), "edl")
    assert not (folder / "final/e01.edl").exists()


def test_a_draft_holds_its_media_wherever_it_is_put(folder, tmp_path):
    made = export(cut(folder), "jianying")
    draft = Path(shutil.copytree(folder / "final/e01.jianying", tmp_path / "drafts/雨夜"))

    content = json.loads((draft / "draft_content.json").read_text("utf-8"))
    media = [one for kind in ("videos", "audios") for one in content["materials"][kind]]
    inside = [draft / one["path"].removeprefix(f"{DRAFT}/") for one in media]
    assert all(file.is_file() for file in inside)
    assert len(made) == len(inside) + 3
    for one, file in zip(media, inside, strict=True):
        assert one["duration"] >= round(probe(file).seconds * 1e6) - 1


def test_a_clip_that_is_much_too_short_is_held_by_its_last_picture(folder):
    made = cut(folder)
    clip = made.clips["e01s01-01"].path
    short = clip.with_name("short.mp4")
    run(["-i", str(clip), "-frames:v", "12", str(short)])
    short.replace(clip)

    still = next(one for one in export(cut(folder), "jianying") if one.name.endswith(".png"))

    media = probe(still.path)
    assert still.name == "final/e01.jianying/Resources/clips/e01s01-01.mp4.png"
    assert (media.width, media.height) == (72, 128)


def test_a_draft_in_which_a_person_changed_something_is_left_as_it_is(folder):
    export(cut(folder), "jianying")
    page = folder / "final/e01.jianying/draft_content.json"
    page.write_text("{}", "utf-8")
    open_drama(folder).project.redo("images/e01s01-01.png")
    medium = folder / "final/e01.jianying/Resources/clips/e01s01-01.mp4"
    before = medium.read_bytes()

    with pytest.raises(FolderError, match=r"draft_content\.json was changed by hand"):
        export(cut(folder), "jianying")
    assert medium.read_bytes() == before


def test_music_and_effects_are_on_tracks_of_their_own_once_they_were_exported(folder):
    before = opentimelineio.adapters.read_from_file(str(otio(cut(folder)).path))
    stems = [made.name for made in export(cut(folder), "stems")]

    after = opentimelineio.adapters.read_from_file(str(otio(cut(folder)).path))

    assert stems == [f"final/stems/e01-{stem}.wav" for stem in ("voices", "music", "effects")]
    assert {track.name for track in before.audio_tracks()}.isdisjoint({"music", "effects"})
    assert [track.name for track in after.audio_tracks()][-2:] == ["music", "effects"]
