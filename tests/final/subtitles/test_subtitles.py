from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pysubs2
import pytest
from pydantic import ValidationError

from pipeline.ffmpeg import run
from pipeline.final.film import Film
from pipeline.final.subtitles.files import film_ass, film_text, shot_ass
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.looks import Looks
from pipeline.final.subtitles.subtitles import Cue, Subtitles, Zones, cues, warnings, within
from pipeline.story import Episode, Line, Mode, Scene, Shot
from pipeline.timeline import Spoken, lay

SMALL = Film(216, 384, 24)
SAID = "我等了你整整三年零八个月，你现在告诉我你要和她结婚？"


def timeline(*shots):
    """An episode of one scene; each shot is its caption and its lines as (speaker, mode, text, seconds)."""
    told, spoken = [], {}
    for number, (caption, *lines) in enumerate(shots, start=1):
        ids = [f"e01s01-{number:02d}-{place}" for place in range(1, len(lines) + 1)]
        spoken |= {name: Spoken(seconds) for name, (*_, seconds) in zip(ids, lines, strict=True)}
        made = tuple(
            Line(id=name, speaker=speaker, mode=mode, text=text)
            for name, (speaker, mode, text, _) in zip(ids, lines, strict=True)
        )
        told.append(Shot(id=f"e01s01-{number:02d}", caption=caption, lines=made, least_seconds=4))
    scene = Scene(id="e01s01", place="街", shots=tuple(told))
    return lay(Episode(id="e01", number=1, scenes=(scene,)), spoken, 24)


def spoken_by(speaker, text, seconds, mode=Mode.SPEECH):
    return timeline(("", (speaker, mode, text, seconds)))


def picture(tmp_path, film, ass, at=0.5):
    """One frame of grey with *ass* burnt into it, as rows of brightness; and what ffmpeg said."""
    (tmp_path / "s.ass").write_text(ass, encoding="utf-8")
    fonts = str(bundled().path.parent).replace(":", r"\:")
    grey = f"color=c=0x606060:s={film.width}x{film.height}:r={film.fps}:d=4,format=yuv420p"
    burn = ["-f", "lavfi", "-i", grey, "-vf", f"ass=s.ass:fontsdir={fonts}", "-ss", str(at), "-frames:v", "1"]
    log = run([*burn, "-pix_fmt", "gray", "-f", "rawvideo", "out.raw"], cwd=tmp_path)
    pixels = np.frombuffer(Path(tmp_path, "out.raw").read_bytes(), np.uint8)
    return pixels.reshape(film.height, film.width), log


def written(frame, threshold=200):
    """Where letters are: top, bottom, left and right as shares of the picture."""
    ys, xs = np.nonzero(frame > threshold)
    height, width = frame.shape
    return ys.min() / height, ys.max() / height, xs.min() / width, xs.max() / width


def test_a_line_is_shown_in_cues_of_its_shot_on_whole_frames():
    shown = cues(spoken_by("林夏", SAID, 5.2), "zh", Subtitles())
    assert [(cue.lines, cue.speaker, cue.kind) for cue in shown] == [
        (("我等了你整整三年零八个月",), "林夏", "line"),
        (("你现在告诉我你要和她结婚？",), "林夏", "line"),
    ]
    assert shown[0].start == pytest.approx(0.3, abs=1 / 48)
    assert all((time * 24).is_integer() for cue in shown for time in (cue.start, cue.end))


def test_spoken_cues_never_overlap_and_never_cross_a_cut():
    line = ("林夏", Mode.SPEECH, SAID, 4.0)
    film = timeline(("", line, line), ("三年后", line), ("", line, ("", Mode.NARRATION, "走！", 0.2)))
    shown = [cue for cue in cues(film, "zh", Subtitles()) if cue.kind == "line"]
    assert all(before.end <= after.start for before, after in pairwise(shown))
    for cue in shown:
        assert any(span.start <= cue.start < cue.end <= span.end for span in film.shots)


def test_larger_letters_make_shorter_cues():
    shown = cues(spoken_by("林夏", SAID, 5.2), "zh", Subtitles(font_size=120))
    assert max(len(cue.lines[0]) for cue in shown) <= 8


def test_a_caption_stands_from_the_first_frame_for_two_seconds():
    assert cues(timeline(("三年后\n江城·雨夜",)), "zh", Subtitles()) == (
        Cue(0.0, 2.0, ("三年后", "江城·雨夜"), kind="caption"),
    )


def test_a_long_caption_is_shown_in_pages_that_share_its_shot():
    shown = cues(timeline(("\n".join(["当你看到这封信的时候"] * 12),)), "zh", Subtitles())
    assert [(cue.start, cue.end, len(cue.lines)) for cue in shown] == [(0.0, 2.0, 6), (2.0, 4.0, 6)]


def test_every_cue_of_a_caption_of_any_length_has_a_frame_of_its_own():
    shown = cues(timeline(("\n".join(["信"] * 1200),)), "zh", Subtitles())
    assert all(cue.end > cue.start for cue in shown)
    assert shown[-1].end == 4.0
    assert warnings(shown, "zh") == []


def test_emoji_alone_are_no_cue():
    assert cues(spoken_by("林夏", "😀", 1.0), "zh", Subtitles()) == ()


def test_fast_speech_is_warned_of_and_slow_speech_is_not():
    assert warnings(cues(spoken_by("林夏", SAID, 6.0), "zh", Subtitles()), "zh") == []
    (told,) = warnings(cues(spoken_by("林夏", SAID, 2.0), "zh", Subtitles()), "zh")
    assert told.startswith("2 of 2 subtitles pass too fast: 9 characters a second are read with ease")
    assert "“我等了你整整三年零八个月” at 0.3 s has 1" in told


def test_an_english_line_in_a_chinese_film_is_read_as_english():
    english = Cue(0.0, 2.0, ("That man is not me, run!",))

    assert warnings([english], "zh") == []
    (told,) = warnings([replace(english, end=1.0)], "zh")
    assert "20 characters a second are read" in told


def test_the_file_of_a_shot_counts_from_its_start_and_is_the_same_wherever_it_lies():
    line = ("林夏", Mode.SPEECH, SAID, 4.7)
    film = timeline(("", line), ("三年后", line), ("三年后", line))
    shown = cues(film, "zh", Subtitles())
    one, two = (shot_ass(shown, span, Looks(SMALL)) for span in film.shots[1:])
    first = pysubs2.SSAFile.from_string(one).events[0]
    assert first.start == 0
    # The last shot ends the scene and is longer, which its cues don't show.
    assert one == two


def test_an_event_covers_exactly_the_frames_of_its_cue():
    for frame in range(48):
        shown = [Cue(frame / 24, (frame + 1) / 24, ("走",))]
        (event,) = pysubs2.SSAFile.from_string(film_ass(shown, Looks(SMALL))).events
        # libass is asked at the frame's time in whole milliseconds.
        seen = [n for n in range(50) if event.start <= int(n * 1000 / 24) < event.end]
        assert seen == [frame]


def test_nothing_shown_is_no_file():
    (span,) = timeline(("",)).shots
    assert shot_ass((), span, Looks(SMALL)) == ""


def test_without_burning_only_captions_are_drawn():
    film = timeline(("三年后", ("林夏", Mode.SPEECH, "走吧", 1.0)))
    drawn = shot_ass(cues(film, "zh", Subtitles()), film.shots[0], Looks(SMALL, Subtitles(burn=False)))
    assert [event.plaintext for event in pysubs2.SSAFile.from_string(drawn).events] == ["三年后"]


def test_words_of_a_script_are_never_commands():
    text = r"{\fs200}走\N吧{\an8}"
    film = timeline((text, ("林,夏\n", Mode.SPEECH, text, 1.0)))
    drawn = pysubs2.SSAFile.from_string(film_ass(cues(film, "zh", Subtitles()), Looks(SMALL)))
    assert all("｛＼fs200｝" in event.plaintext.replace("\n", "") for event in drawn.events)
    assert {event.name for event in drawn.events} == {"", "林，夏"}


def test_the_srt_holds_the_spoken_words():
    film = timeline(("三年后", ("林夏", Mode.SPEECH, "走吧。", 1.0), ("顾沉", Mode.SPEECH, "好", 0.5)))
    assert film_text(cues(film, "zh", Subtitles()), "srt") == (
        "1\n00:00:00,290 --> 00:00:01,500\n走吧\n\n2\n00:00:01,750 --> 00:00:02,450\n好\n\n"
    )


def test_narration_and_thoughts_have_a_look_of_their_own():
    modes = (Mode.SPEECH, Mode.OFFSCREEN, Mode.INNER, Mode.NARRATION)
    shown = [Cue(n, n + 1, ("走",), mode=mode) for n, mode in enumerate(modes)]
    drawn = pysubs2.SSAFile.from_string(film_ass(shown, Looks(SMALL)))
    assert [event.style for event in drawn.events] == ["Line", "Line", "Aside", "Aside"]


@pytest.mark.parametrize(
    "wrong",
    [{"colour": "white"}, {"font_size": 500}, {"side": -1}, {"most_seconds": 0}, {"fontsize": 60}],
)
def test_impossible_options_are_refused(wrong):
    with pytest.raises(ValidationError):
        Subtitles(**wrong)


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "你现在告诉我你要和她结婚？"), ("en", "If you walk out that door, don't ever come back.")],
)
def test_burnt_words_stand_in_the_safe_zone_in_the_bundled_font(language, text, tmp_path):
    film = spoken_by("林夏", text, 3.0)
    drawn = shot_ass(cues(film, language, Subtitles()), film.shots[0], Looks(SMALL))
    frame, log = picture(tmp_path, SMALL, drawn)
    top, bottom, left, right = written(frame)
    assert "-> ShortdramaSans-Bold" in log
    assert "fallback" not in log
    assert 0.62 < top < bottom < 0.76
    assert left == pytest.approx(1 - right, abs=0.05)
    assert 0.07 < left < 0.2


@pytest.mark.parametrize("size", [(216, 384), (384, 216), (216, 216)])
def test_letters_have_the_same_size_on_a_picture_of_any_shape(size, tmp_path):
    film = Film(*size, 24)
    shown = [Cue(0, 4, ("国国国",))]
    frame, _ = picture(tmp_path, film, film_ass(shown, Looks(film)))
    _, _, left, right = written(frame, 170)
    assert (right - left) * film.width == pytest.approx(3 * 64 / 1080 * min(size), rel=0.12)


def test_a_caption_stands_on_a_darkened_box_in_the_upper_third(tmp_path):
    frame, _ = picture(tmp_path, SMALL, film_ass([Cue(0, 2, ("三年后",), kind="caption")], Looks(SMALL)), 1)
    top, bottom, left, _ = written(frame)
    assert 0.2 < top < bottom < 0.33
    beside_the_words = frame[int((top + bottom) / 2 * 384), int(left * 216) - 3]
    assert beside_the_words < 0x60 - 20


def test_different_characters_are_different_pictures_and_not_boxes(tmp_path):
    frames = [
        picture(tmp_path, SMALL, film_ass([Cue(0, 2, (text,))], Looks(SMALL)))[0]
        for text in ("国", "囍", "玥", "說")
    ]
    assert all((one != other).any() for one, other in pairwise(frames))


def test_a_platform_that_covers_more_moves_the_rows_and_one_that_covers_less_does_not():
    zones = Zones(top=0.1, bottom=0.3, left=0.05, right=0.12)

    assert within(Subtitles(), zones, Film()) == Subtitles(bottom=0.3, side=130)
    assert within(Subtitles(), Zones(bottom=0.1, right=0.02), Film()) == Subtitles()
    assert within(Subtitles(), Zones(right=0.1), Film(1920, 1080, 24)).side == 192


def test_the_second_language_comes_and_goes_with_the_first():
    film = spoken_by("林夏", SAID, 5.2)
    said = {"e01s01-01-1": "I waited three years and eight months for you, and now you marry her?"}

    shown = cues(film, "zh", Subtitles(second="en"), said)

    first, second = ([cue for cue in shown if cue.kind == kind] for kind in ("line", "second"))
    assert [(cue.start, cue.end) for cue in second] == [(cue.start, cue.end) for cue in first]
    assert [" ".join(cue.lines) for cue in second] == [
        "I waited three years and eight months for you,",
        "and now you marry her?",
    ]
    assert film_text(shown, "srt", "second").count("-->") == 2


def test_a_short_translation_stays_as_long_as_all_cues_of_its_line_and_a_long_one_is_shared_out():
    film = spoken_by("林夏", SAID, 5.2)
    options = Subtitles(second="en")

    (short,) = (cue for cue in cues(film, "zh", options, {"e01s01-01-1": "No."}) if cue.kind == "second")
    long = [cue for cue in cues(film, "zh", options, {"e01s01-01-1": "never " * 60}) if cue.kind == "second"]

    assert (round(short.start, 2), round(short.end, 2)) == (0.29, 5.71)
    assert len(long) > 2
    assert all(before.end <= after.start for before, after in pairwise(long))


def test_a_cue_says_of_each_letter_when_it_is_heard():
    (first, second) = cues(spoken_by("林夏", SAID, 5.2), "zh", Subtitles())

    assert len(first.heard) == len("我等了你整整三年零八个月")
    assert first.heard[0][0] == pytest.approx(0.3)
    assert second.heard[-1][1] == pytest.approx(5.5)


def test_the_same_words_are_had_as_webvtt():
    film = timeline(("三年后", ("林夏", Mode.SPEECH, "走吧。", 1.0)))
    assert film_text(cues(film, "zh", Subtitles()), "vtt") == (
        "WEBVTT\n\n1\n00:00:00.290 --> 00:00:01.500\n走吧\n\n"
    )
