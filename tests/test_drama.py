"""One drama at work: beginning it, adopting a script, opening it, and how its files are called."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from books import book, write, xhtml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.drama import adopt, begin, open_drama, script_file, slug
from pipeline.errors import FolderError, ProfileError, ScriptError

PROFILE = """
storyboard: {engine: rules}
images: {engine: drawn}
voices: {engine: espeak}
clips: {engine: parallax}
"""


@pytest.fixture
def profile(tmp_path) -> str:
    """A small profile beside the dramas, by its path."""
    file = tmp_path / "small.yaml"
    file.write_text(PROFILE)
    return str(file)


@pytest.fixture
def script(tmp_path) -> Path:
    file = tmp_path / "rain-night.txt"
    file.write_text("第一稿")
    return file


def test_a_drama_begins_with_a_copy_of_the_profile(tmp_path, profile):
    begin(tmp_path / "deep" / "rain", profile)

    assert (tmp_path / "deep" / "rain" / "drama.yaml").read_text() == PROFILE


def test_a_drama_that_is_there_keeps_its_own_profile(tmp_path, profile):
    begin(tmp_path / "rain", profile)
    (tmp_path / "rain" / "drama.yaml").write_text("mine")

    begin(tmp_path / "rain", profile)

    assert (tmp_path / "rain" / "drama.yaml").read_text() == "mine"


def test_a_profile_that_there_is_not_begins_nothing(tmp_path):
    with pytest.raises(ProfileError, match="no profile 'oflline'"):
        begin(tmp_path / "rain", "oflline")
    assert not (tmp_path / "rain").exists()


def test_a_copy_that_is_interrupted_leaves_no_half_profile(tmp_path, profile, monkeypatch):
    def full(_source, target):
        Path(target).write_text("storyb")
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)

    with pytest.raises(FolderError, match="the disk is full"):
        begin(tmp_path / "rain", profile)
    assert not (tmp_path / "rain" / "drama.yaml").exists()


def test_a_script_is_adopted_into_a_folder_beside_it(script, profile):
    root = adopt(script, profile)

    assert root == script.with_suffix("")
    assert script_file(root) == root / "script.txt"
    assert (root / "script.txt").read_text() == "第一稿"
    assert (root / "drama.yaml").is_file()


def test_the_ending_of_a_script_is_kept_in_lower_case(tmp_path, profile):
    file = tmp_path / "Letter.FOUNTAIN"
    file.write_text("INT. ROOM")

    assert script_file(adopt(file, profile)).name == "script.fountain"


def test_a_book_is_adopted_as_it_is(tmp_path, profile):
    novel = write(tmp_path / "雨夜.epub", book({"one.xhtml": xhtml("<p>她在路上。</p>")}))
    copy = script_file(adopt(novel, profile))

    assert copy.name == "script.epub"
    assert copy.read_bytes() == novel.read_bytes()


def test_what_is_no_script_begins_no_drama(tmp_path, profile):
    picture = tmp_path / "rain.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))

    with pytest.raises(ScriptError, match=r"rain\.txt is a picture \(PNG\)"):
        adopt(picture, profile)
    assert not (tmp_path / "rain").exists()


def test_two_scripts_of_one_name_do_not_share_a_folder(script, profile):
    root = adopt(script, profile)
    other = script.with_suffix(".md")
    other.write_text("另一稿")

    with pytest.raises(FolderError, match=r"holds another script than rain-night\.md: script\.txt"):
        adopt(other, profile)
    assert script_file(root).name == "script.txt"


def test_a_script_that_was_edited_replaces_the_copy(script, profile):
    adopt(script, profile)
    script.write_text("第二稿")

    assert (adopt(script, profile) / "script.txt").read_text() == "第二稿"


def test_a_copy_that_was_edited_stays(script, profile):
    root = adopt(script, profile)
    (root / "script.txt").write_text("我的稿")

    for _ in range(2):
        adopt(script, profile)
        assert (root / "script.txt").read_text() == "我的稿"


def test_where_both_were_edited_neither_is_touched(script, profile):
    root = adopt(script, profile)
    (root / "script.txt").write_text("我的稿")
    script.write_text("第二稿")

    for _ in range(2):
        with pytest.raises(FolderError, match=r"Both .*rain-night\.txt and .*script\.txt were edited"):
            adopt(script, profile)
    assert (root / "script.txt").read_text() == "我的稿"
    assert script.read_text() == "第二稿"


def test_where_both_were_edited_the_same_way_all_is_well(script, profile):
    root = adopt(script, profile)
    for file in (root / "script.txt", script):
        file.write_text("第二稿")
    adopt(script, profile)
    script.write_text("第三稿")

    assert (adopt(script, profile) / "script.txt").read_text() == "第三稿"


def test_a_copy_that_nobody_remembers_is_not_overwritten(script, profile):
    root = script.with_suffix("")
    root.mkdir()
    (root / "script.txt").write_text("我的稿")

    with pytest.raises(FolderError, match="were edited"):
        adopt(script, profile)
    assert (root / "script.txt").read_text() == "我的稿"


def test_a_deleted_copy_comes_back(script, profile):
    root = adopt(script, profile)
    (root / "script.txt").unlink()

    assert (adopt(script, profile) / "script.txt").read_text() == "第一稿"


def test_runs_of_a_new_script_at_once_copy_it_whole(script, profile):
    script.write_text("第一稿" * 100_000)
    begin(script.with_suffix(""), profile)

    with ThreadPoolExecutor(8) as pool:
        roots = list(pool.map(lambda _: adopt(script, profile), range(32)))

    assert set(roots) == {script.with_suffix("")}
    assert (roots[0] / "script.txt").read_bytes() == script.read_bytes()


def test_a_script_in_a_read_only_folder_is_said_plainly(script, profile, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied", "rain-night")

    monkeypatch.setattr(Path, "mkdir", refuse)

    with pytest.raises(FolderError, match=r"rain-night can't be written.*permission is denied"):
        adopt(script, profile)


@pytest.mark.parametrize("name", ["rain-night", ".txt"])
def test_a_script_without_an_ending_has_no_place_for_its_folder(tmp_path, profile, name):
    (tmp_path / name).write_text("第一稿")

    with pytest.raises(FolderError, match="Give the script an ending"):
        adopt(tmp_path / name, profile)


def test_a_folder_that_would_have_the_name_of_a_file_is_said_plainly(script, profile):
    script.with_suffix("").write_text("not a folder")

    with pytest.raises(FolderError, match="the name of a file that is there"):
        adopt(script, profile)


@pytest.mark.parametrize(
    ("names", "told"), [((), "none"), (("script.txt", "script.md"), r"script\.md, script\.txt")]
)
def test_a_drama_needs_exactly_one_script(tmp_path, names, told):
    for name in names:
        (tmp_path / name).write_text("x")

    with pytest.raises(FolderError, match=f"needs one script, and has {told}"):
        script_file(tmp_path)


def test_a_folder_without_a_profile_is_no_drama(tmp_path):
    with pytest.raises(FolderError, match=r"is no drama: it has no drama\.yaml\. Make one with `drama new"):
        open_drama(tmp_path)


def test_a_drama_is_opened_by_its_own_profile_or_another(tmp_path, profile):
    begin(tmp_path / "rain", profile)
    own = tmp_path / "rain" / "drama.yaml"
    own.write_text(PROFILE + "story: {seed: 7}\nbudget: {amount: 2}\n")

    assert open_drama(tmp_path / "rain").profile.story.seed == 7
    assert open_drama(tmp_path / "rain", profile).profile.story.seed == 1


def test_the_files_of_a_drama_are_named_from_the_top(tmp_path, profile, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(Path("a:b"), profile)

    assert open_drama(Path("a:b")).root == tmp_path / "a:b"


def test_a_drama_that_is_opened_for_planning_writes_nothing(tmp_path, profile):
    begin(tmp_path / "rain", profile)
    before = sorted((tmp_path / "rain").rglob("*"))

    assert open_drama(tmp_path / "rain", planning=True).project.planning
    assert sorted((tmp_path / "rain").rglob("*")) == before


def test_the_seed_follows_from_the_profiles(tmp_path, profile):
    begin(tmp_path / "rain", profile)
    drama = open_drama(tmp_path / "rain")
    (tmp_path / "rain" / "drama.yaml").write_text(PROFILE + "story: {seed: 7}\n")
    other = open_drama(tmp_path / "rain")
    frame = "images/e01s01-01.png"

    assert drama.seed(frame) == open_drama(tmp_path / "rain", profile).seed(frame)
    assert drama.seed(frame) != other.seed(frame)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Lin Xia", "lin-xia"),
        ("NORA", "nora"),
        ("林夏", "林夏"),
        ("王 婶", "王-婶"),
        ("Zoë", "zoë"),
        ("Agent 47", "agent-47"),
    ],
)
def test_an_ordinary_name_can_be_read_in_the_name_of_its_file(name, called):
    assert slug(name) == called


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc", "..", ".", "C:\\x", "a/b", "a\0b", "-", "!?", "~", " "]
)
def test_a_name_that_looks_like_a_path_becomes_an_ordinary_file(name):
    assert slug(name).replace("-", "").isalnum()
    assert Path("images", slug(name)).name == slug(name)


@pytest.mark.parametrize("name", ["e01s01-01", "E01S01-01", "E01"])
def test_a_name_that_looks_like_an_id_takes_no_shots_file(name):
    assert re.fullmatch(f"{name.lower()}-[0-9a-f]{{6}}", slug(name))


def test_a_name_that_ends_like_a_sheet_takes_no_sheets_file():
    assert re.fullmatch("lin-sheet-[0-9a-f]{6}", slug("Lin Sheet"))


def test_one_name_in_two_spellings_of_unicode_is_one_file():
    assert slug(unicodedata.normalize("NFD", "Zoë")) == slug(unicodedata.normalize("NFC", "Zoë"))


def spelled(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().lower().replace(" ", "-")


names = st.text(min_size=1) | st.text("ab -./!林夏", min_size=1)


@settings(deadline=None)
@given(names, names)
def test_two_names_share_a_file_only_where_they_differ_in_nothing_but_case(one, other):
    assert (slug(one) == slug(other)) == (spelled(one) == spelled(other))


@settings(deadline=None)
@given(names)
def test_the_name_of_a_file_is_short_and_safe(name):
    called = slug(name)

    assert called
    assert all(c.isalnum() or c == "-" for c in called)
    assert len(called) <= 47


def test_a_drama_travels_as_its_address_and_is_opened_again(tmp_path, profile):
    begin(tmp_path / "rain", "offline")
    drama = open_drama(tmp_path / "rain", profile, draft=True)

    sent = pickle.dumps(drama)
    there = pickle.loads(sent)

    assert len(sent) < 1000
    assert (there.root, there.profile, there.draft) == (drama.root, drama.profile, True)


def test_a_profile_that_was_edited_is_read_again(tmp_path, profile):
    begin(tmp_path / "rain", profile)
    before = pickle.loads(pickle.dumps(open_drama(tmp_path / "rain")))
    own = tmp_path / "rain" / "drama.yaml"
    own.write_text(PROFILE + "film: {fps: 8}\n")
    os.utime(own, ns=(1, 1))

    after = pickle.loads(pickle.dumps(open_drama(tmp_path / "rain")))

    assert before.profile.film.fps != after.profile.film.fps == 8
