"""The storyboard as a page: all that is in it, whole, safe to open, and written only when it changes."""

from __future__ import annotations

import logging
import re
from html.parser import HTMLParser

from pipeline import page as pages
from pipeline.drama import Drama, open_drama
from pipeline.story import Character, Episode, EpisodePlan, Line, Merged, Outline, Scene, Shot, Unused
from pipeline.storyboard.files import OUTLINE, load, text_of
from pipeline.storyboard.stage import Storyboards

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def board(folder, *numbers: int) -> Drama:
    """The drama in *folder* with the storyboards of the episodes *numbers*."""
    drama = open_drama(folder)
    boards = Storyboards(drama)
    outline = load(boards.outline(), Outline)
    for number in numbers:
        boards.episode(outline, number)
    return drama


def page(drama: Drama) -> str:
    return pages.page(drama, Storyboards(drama))


class Tags(HTMLParser):
    """The tags of a page, and whether each is closed where it should be."""

    VOID = ("meta", "img", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag: str, attribute: str) -> list[str]:
        return [attributes[attribute] or "" for name, attributes in self.found if name == tag]


def told(text: str) -> str:
    """What the page says, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.partition("<body")[2]))


def test_the_page_has_every_shot_and_line(folder):
    drama = board(folder, 1)
    episode = load(Storyboards(drama).episode(load(Storyboards(drama).outline(), Outline), 1), Episode)
    text = page(drama)

    for scene, shot in episode.shots:
        assert f'id="{shot.id}"' in text
        assert scene.place in text
        assert shot.seen in text
    for _, line in episode.lines:
        assert line.text in text
    assert "你还活着？" in told(text)
    assert "三年前" in told(text)


def test_the_page_speaks_the_language_of_the_story(folder):
    chinese = page(board(folder, 1))
    (folder / "script.txt").write_text("INT. HOUSE - NIGHT\n\nMARY\nWho is there?\n", "utf-8")
    english = page(board(folder, 1))

    assert ('<html lang="zh">' in chinese, "对白保留 100 %" in told(chinese)) == (True, True)
    assert ('<html lang="en">' in english, "dialogue kept 100 %" in told(english)) == (True, True)


def test_the_index_leads_to_each_episode_and_names_what_is_not_there(folder):
    text = page(board(folder, 2))

    assert Tags(text).all("a", "href") == ["#e02", "#top"]
    assert "1 重逢 尚未生成" in told(text)


def test_pictures_are_shown_where_they_are_there_and_loaded_when_seen(folder):
    drama = board(folder, 1)
    assert Tags(page(drama)).all("img", "src") == []
    (folder / "images").mkdir()
    for name in ("林夏", "e01s01-02"):
        (folder / "images" / f"{name}.png").write_bytes(b"")

    tags = Tags(page(drama))

    assert tags.all("img", "src") == ["images/%E6%9E%97%E5%A4%8F.png", "images/e01s01-02.png"]
    assert tags.all("img", "loading") == ["lazy", "lazy"]


def test_the_page_needs_nothing_from_outside(folder):
    text = page(board(folder, 1, 2))
    tags = Tags(text)

    assert "script" not in {tag for tag, _ in tags.found}
    assert "link" not in {tag for tag, _ in tags.found}
    assert not re.search(r"https?:|url\(|@import", text)


def evil(folder) -> Drama:
    """A drama whose storyboard was written by somebody who means harm."""
    drama = board(folder)
    line = Line(id="e01s01-01-1", speaker=EVIL, text=EVIL, note=EVIL, invented=True)
    shot = Shot(
        id="e01s01-01", seen=EVIL, moves=EVIL, people=(EVIL,), lines=(line,), caption=EVIL, invented=True
    )
    episode = Episode(
        id="e01",
        number=1,
        title=EVIL,
        scenes=(Scene(id="e01s01", place=EVIL, heading=EVIL, shots=(shot,)),),
        guests=(Character(name=EVIL, look=EVIL),),
        unused=(Unused(text=EVIL, line_number=3, why=EVIL),),
    )
    outline = Outline(
        title=EVIL,
        logline=EVIL,
        characters=(Character(name=EVIL, aliases=(EVIL,), voice=EVIL),),
        episodes=(EpisodePlan(number=1, title=EVIL, hook=EVIL, cliffhanger=EVIL),),
        merged=(Merged(name=EVIL, others=(EVIL,), why=EVIL),),
    )
    drama.project.path("storyboard/e01.json").write_text(text_of(episode), "utf-8")
    drama.project.path(OUTLINE).write_text(text_of(outline), "utf-8")
    return drama


def test_nothing_that_is_told_becomes_a_tag(folder):
    text = page(evil(folder))
    tags = Tags(text)

    assert "script" not in {tag for tag, _ in tags.found}
    assert tags.all("img", "src") == []
    assert text.count("&lt;script&gt;") > 20


def test_inventions_and_what_is_not_told_are_marked(folder):
    text = page(evil(folder))

    assert len(re.findall('class="chip invented"', text)) == 2
    assert "2 处自创" in told(text)
    assert '<span class="id">3</span>' in text


def test_a_broken_episode_is_named_and_the_others_are_there(folder):
    drama = board(folder, 1, 2)
    drama.project.path("storyboard/e01.json").write_text('{"id": "e01",}')
    text = page(drama)

    assert "storyboard/e01.json can&#39;t be read: line 1, column 13: there is a comma too many" in text
    assert "1 重逢 有误" in told(text)
    assert 'id="e02"' in text


def test_without_an_outline_the_page_says_why(folder):
    drama = board(folder, 1)
    drama.project.path(OUTLINE).write_text("{")

    assert "storyboard/outline.json can&#39;t be read: line 1" in page(drama)


def test_the_page_is_written_again_only_when_it_changes(folder):
    drama = board(folder, 1)
    path = pages.write(drama, Storyboards(drama))
    first = path.stat().st_ino

    assert path == folder / "storyboard.html"
    assert pages.write(drama, Storyboards(drama)).stat().st_ino == first
    board(folder, 2)
    assert pages.write(drama, Storyboards(drama)).stat().st_ino != first


def test_a_page_that_can_not_be_written_stops_nothing(folder, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    drama = board(folder, 1)
    monkeypatch.setattr(pages, "write_whole", full)

    with caplog.at_level(logging.WARNING, "drama"):
        pages.write(drama, Storyboards(drama))

    assert "storyboard.html was not written" in caplog.text
    assert "the disk is full" in caplog.text
