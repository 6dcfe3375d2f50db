"""The title before the story or over it, and the credits behind it."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.ffmpeg import run
from pipeline.final.film import Encoding, Film
from pipeline.final.picture import cut
from pipeline.final.picture.cards import Cards, Words, background, credits_card, title_card, title_over, words
from pipeline.final.picture.headline import Setting
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.lettering import Lettering
from pipeline.story import Character, Episode, EpisodePlan, Line, Outline, Scene, Shot
from pipeline.timeline import ShotSpan

FILM = Film(width=64, height=112, fps=8)
SETTING = Setting(FILM, "zh", Lettering())

SAID = Line(id="e01s01-01-1", speaker="小夏", text="你好")
TOLD = Line(id="e01s01-01-2", speaker="", text="雨停了。")
SHOT = Shot(id="e01s01-01", lines=(SAID, TOLD))
SCENE = Scene(id="e01s01", place="街", shots=(SHOT,))
EPISODE = Episode(id="e01", number=1, title="重逢", scenes=(SCENE,))
OUTLINE = Outline(
    title="雨夜",
    characters=(Character(name="林夏", aliases=("小夏",)), Character(name="老陈")),
    episodes=(EpisodePlan(number=1),),
)


def span(start_frame=0, frames=8) -> ShotSpan:
    return ShotSpan(SCENE, SHOT, start_frame, frames, FILM.fps)


def test_without_cards_nothing_is_said_and_the_film_is_no_longer():
    assert words(Cards(), OUTLINE, EPISODE) == Words("")
    assert Cards().lasting == (0, 0)


def test_a_title_over_the_pictures_takes_no_time_and_a_card_does():
    assert Cards(title="over", credits="card").lasting == (0, 4.0)
    assert Cards(title="card").lasting == (2.5, 0)


def test_a_title_says_which_episode_it_is():
    assert words(Cards(title="card"), OUTLINE, EPISODE) == Words("雨夜", "第 1 集 · 重逢")
    assert words(Cards(title="over", episode=False), OUTLINE, EPISODE) == Words("雨夜")


def test_credits_name_who_is_heard_then_the_users_lines_and_whose_music_it_is():
    said = words(Cards(credits="card", credits_lines=("编剧  王小明",)), OUTLINE, EPISODE, ("Bach, CC0",))

    assert said.credits == ("雨夜", "", "人物", "林夏", "", "编剧  王小明", "", "Bach, CC0")
    assert said.title == ""


def test_a_title_over_the_story_goes_on_over_a_cut():
    said = Words("雨夜", "第 1 集")
    events = [title_over(said, 2.5, span(at), SETTING) for at in (0, 16, 24)]

    assert [[event.end / 1000 for event in one] for one in events] == [[1.0, 1.0], [0.5, 0.5], []]
    # Its times are those of the film: what fades out at 2.5 s began before the second shot.
    assert r"\fade(255,0,255,-2000,-1650,150,500)" in events[1][0].text


def test_credits_that_are_too_many_for_one_card_follow_on_the_next():
    events = credits_card(Words("", credits=tuple(f"第{number}位" for number in range(40))), 6.0, SETTING)

    assert [(event.start / 1000, event.end / 1000) for event in events] == [(0, 2), (2, 4), (4, 6)]
    assert sum(len(event.plaintext.splitlines()) for event in events) == 40


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """One second that begins half white and half black, and ends grey."""
    halves = "color=white:s=64x112:r=8:d=1,drawbox=0:0:32:112:black:t=fill"
    grey = "drawbox=0:0:64:112:gray:t=fill:enable='gte(n,7)'"
    run(["-f", "lavfi", "-i", f"{halves},{grey}", "-pix_fmt", "yuv420p", str(tmp_path / "clip.mp4")])
    return tmp_path / "clip.mp4"


def card(clip: Path, frames: int, ass: str, *, title: bool) -> list[np.ndarray]:
    """The pictures of a card on *clip*, in grey."""
    shown = background(clip, span(), FILM, frames, title=title)
    cut.encode(
        shown, frames, ass=ass, fonts=bundled().path.parent, film=FILM, encoding=Encoding(crf=10),
        out=clip.parent / "card.mp4", what="card",
    )  # fmt: skip
    with av.open(str(clip.parent / "card.mp4")) as container:
        return [frame.to_ndarray(format="gray").astype(float) for frame in container.decode(video=0)]


def test_a_title_stands_on_the_first_picture_which_becomes_clear_before_the_cut(clip):
    frames = card(clip, 16, "", title=True)

    assert len(frames) == 16
    contrast = [frame[:, 56:].mean() - frame[:, :8].mean() for frame in frames]
    assert contrast[5] == pytest.approx(contrast[0], abs=2)
    assert contrast[0] < 120
    assert contrast[-1] > 180


def test_credits_stand_on_the_last_picture_and_end_in_black(clip):
    levels = [frame.mean() for frame in card(clip, 16, "", title=False)]

    assert levels[0] == pytest.approx(128, abs=4)
    assert levels[8] == pytest.approx(0.4 * 128, abs=4)
    assert levels[-1] < 8


def test_the_words_of_a_card_are_seen_in_its_middle(clip):
    plain = card(clip, 8, "", title=False)[4]
    ass = SETTING.document(title_card(Words("雨夜归人"), 1.0, SETTING))

    changed = np.abs(card(clip, 8, ass, title=False)[4] - plain).mean(axis=1) > 10

    assert changed[40:56].any()
    assert not changed[:30].any()
    assert not changed[70:].any()
