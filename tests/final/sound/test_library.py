"""A folder of sounds and its page of tags: what is read, and what is told of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.final.sound.library import folder_of, name_in, says, shelf
from pipeline.final.sound.music_library import Tags


def folder(root: Path, page: str = "", *names: str) -> Path:
    for name in names or ("sad.mp3", "sub/joy.wav"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    if page:
        (root / "music.yaml").write_text(page, "utf-8")
    return root


def wrong(root: Path, page: str) -> tuple[str, ...]:
    return shelf(folder(root, page), "music.yaml", Tags).wrong


def test_a_shelf_has_every_sound_of_a_folder_by_name_and_nothing_else(tmp_path: Path):
    found = shelf(folder(tmp_path, "", "b.mp3", "a/c.WAV", "notes.txt", "cover.jpg"), "music.yaml", Tags)

    assert [name_in(found, file) for file in found.tags] == ["a c", "b"]
    assert set(found.tags.values()) == {Tags()}
    assert found.wrong == ()


def test_the_page_says_what_a_file_is_for(tmp_path: Path):
    page = "sub/joy.wav: {moods: [bright], gain_db: -3, loop: [1, 9.5], credit: A. Person, licence: CC BY}\n"

    found = shelf(folder(tmp_path, page), "music.yaml", Tags)

    sad, joy = found.tags.values()
    assert sad == Tags()
    assert (joy.gain_db, joy.loop, joy.credit, joy.licence) == (-3, (1, 9.5), "A. Person", "CC BY")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("\nsadd.mp3: {}\n", "music.yaml, line 2, sadd.mp3: there is no such file. Did you mean 'sad.mp3'?"),
        (
            "sad.mp3:\n  mods: [sad]\n",
            "music.yaml, line 2, sad.mp3.mods: there is no such option. Did you mean 'moods'?",
        ),
        ("sad.mp3: {gain_db: loud}\n", "line 1, sad.mp3.gain_db: 'loud' is not possible"),
        ("sad.mp3: {moods: [sadd]}\n", "'sadd' is not possible. Input should be 'tense', 'sad'"),
        ("- sad.mp3\n", "music.yaml holds no names of files with tags below them"),
        ("sad.mp3: [\n", "music.yaml is not valid YAML"),
    ],
)
def test_a_mistake_on_the_page_is_told_with_its_line_and_what_helps(tmp_path: Path, page: str, told: str):
    (problem,) = wrong(tmp_path, page)

    assert told in problem


def test_all_mistakes_are_told_at_once_and_the_page_is_not_used(tmp_path: Path):
    found = shelf(folder(tmp_path, "x.mp3: {}\nsad.mp3: {start: -1}\n"), "music.yaml", Tags)

    with pytest.raises(InputError, match=r"x\.mp3.*sad\.mp3"):
        found.insist()


def test_a_sound_that_can_not_be_read_is_told_by_name(tmp_path: Path):
    found = shelf(folder(tmp_path), "music.yaml", Tags)

    assert [name in told for name, told in zip(("sad.mp3", "joy.wav"), found.unreadable(), strict=True)]


def test_the_folder_is_the_one_that_is_named_or_the_usual_one_if_it_is_there(tmp_path: Path):
    (tmp_path / "music").mkdir()
    (tmp_path / "other").mkdir()

    assert folder_of(tmp_path, "", "music") == tmp_path / "music"
    assert folder_of(tmp_path, "other", "music") == tmp_path / "other"
    assert folder_of(tmp_path, str(tmp_path / "other"), "music") == tmp_path / "other"
    assert folder_of(tmp_path, "", "effects") is None


def test_a_folder_that_is_named_and_not_there_is_told(tmp_path: Path):
    with pytest.raises(InputError, match=r"There is no folder .*songs"):
        folder_of(tmp_path, "songs", "music")


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("a door slams", "door", True),
        ("Doors", "door", True),
        ("an outdoor scene", "door", False),
        ("他推开房门", "门", True),
        ("sad_piano", "sad", True),
        ("crusade", "sad", False),
    ],
)
def test_letters_are_read_as_words_and_hanzi_anywhere(text: str, word: str, there: bool):
    assert says(text, word) is there
