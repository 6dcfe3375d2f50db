"""A good film passes, and one that was broken on purpose fails the very check that is for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import FilmError
from pipeline.ffmpeg import run
from pipeline.final.check.asked import NOTHING, Asked
from pipeline.final.check.film import CHECKS, check_film, examine
from pipeline.final.check.report import Name, Report, as_data
from pipeline.final.film import Encoding, Film
from pipeline.final.label.label import Label, aigc, mark_events
from pipeline.final.picture.cut import segment
from pipeline.final.picture.joining import Track, join
from pipeline.final.sound.sound import Sound, mix
from pipeline.final.subtitles.files import shot_ass
from pipeline.final.subtitles.looks import Looks
from pipeline.story import Episode, Line, Scene, Shot
from pipeline.timeline import Spoken, lay

FILM = Film(width=144, height=256, fps=12)
ENCODING = Encoding()
LABEL = Label(seconds=2)
SHOTS = (
    Shot(id="e01s01-01", lines=(Line(id="e01s01-01-1", text="你好"),), least_seconds=2.0),
    Shot(id="e01s01-02", lines=(Line(id="e01s01-02-1", text="……"),), least_seconds=0.5),
    Shot(id="e01s01-03", lines=(Line(id="e01s01-03-1", text="再见"),), least_seconds=3.0),
)
EPISODE = Episode(id="e01", number=1, scenes=(Scene(id="e01s01", place="bridge", shots=SHOTS),))
LENGTHS = {"e01s01-01-1": 0.8, "e01s01-02-1": 0.2, "e01s01-03-1": 0.8}
TIMELINE = lay(EPISODE, {name: Spoken(seconds) for name, seconds in LENGTHS.items()}, FILM.fps)
#: The first line is heard from 0.3 s on; the last clip is over 1.5 s before its shot is.
SUBTITLES = "1\n00:00:00,300 --> 00:00:01,100\n你好\n\n2\n00:00:{:06.3f} --> 00:00:{:06.3f}\n再见\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clips that move, voices like no other sound, and subtitles."""
    root = tmp_path_factory.mktemp("film")
    for number, (name, seconds) in enumerate(LENGTHS.items()):
        source = f"anoisesrc=c=pink:d={seconds}:seed={number}" if number != 1 else f"anullsrc=d={seconds}"
        run(["-f", "lavfi", "-i", source, "-ac", "1", "-ar", "22050", str(root / f"{name}.wav")])
    for span, seconds in zip(TIMELINE.shots, (3.0, 3.0, 1.5), strict=True):
        source = f"testsrc2=s=144x256:r=12:d={seconds},gblur=3"
        run(["-f", "lavfi", "-i", source, "-c:v", "libx264", str(root / f"{span.shot.id}-clip.mp4")])
    last = list(TIMELINE.lines)[-1]
    text = SUBTITLES.format(last.start, last.end).replace(".", ",")
    (root / "e01.srt").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def asked(folder: Path) -> Asked:
    whole = replace(TIMELINE.shots[0], frames=TIMELINE.frames)
    return Asked(
        timeline=TIMELINE,
        film=FILM,
        codec="h264",
        sound=Sound(),
        tracks=("zho", "eng"),
        label=LABEL,
        mark=shot_ass((), whole, Looks(FILM), mark_events(LABEL, whole, FILM, "zh")),
        voices={name: folder / f"{name}.wav" for name in LENGTHS},
        clips={shot.id: folder / f"{shot.id}-clip.mp4" for shot in SHOTS},
    )


@pytest.fixture(scope="module")
def right(folder: Path) -> Path:
    parts = [folder / f"{span.shot.id}.mp4" for span in TIMELINE.shots]
    for span, part in zip(TIMELINE.shots, parts, strict=True):
        drawn = shot_ass((), span, Looks(FILM), mark_events(LABEL, span, FILM, "zh"))
        clip, fonts = folder / f"{span.shot.id}-clip.mp4", Path("assets/fonts")
        segment(clip, span, ass=drawn, fonts=fonts, film=FILM, encoding=ENCODING, out=part)
    mix(TIMELINE, {name: folder / f"{name}.wav" for name in LENGTHS}, Sound(), 1, folder / "sound.wav")
    out = folder / "e01.mp4"
    join(
        parts,
        folder / "sound.wav",
        subtitles=[Track(folder / "e01.srt", language) for language in ("zh", "en")],
        film=FILM,
        encoding=ENCODING,
        metadata={"AIGC": aigc(LABEL, "e01", "0" * 64)},
        language="zh",
        out=out,
    )
    return out


Spoil = Callable[..., Path]


@pytest.fixture
def spoiled(right: Path, tmp_path: Path) -> Spoil:
    """The right film, put through ffmpeg once more; *options* are of the output, *before* of the input."""

    def spoil(*options: str, before: tuple[str, ...] = ()) -> Path:
        out = tmp_path / "e01.mp4"
        kept = ["-map", "0", "-c", "copy", "-movflags", "+faststart+use_metadata_tags"]
        run([*before, "-i", str(right), *kept, *options, str(out)])
        return out

    return spoil


def drawn(picture: str) -> list[str]:
    """Options that encode the pictures anew, through the filters *picture*."""
    return ["-c:v", "libx264", "-preset", "ultrafast", "-vf", picture]


def said(report: Report, check: Name) -> str:
    """What is wrong by that check, and by no other."""
    wrong = {result.check: result for result in report.results if result.status == "wrong"}
    assert set(wrong) == {check}, [finding.said for finding in report.wrong]
    return " ".join(finding.said for finding in wrong[check].findings)


def test_a_right_film_passes_every_check_and_says_what_was_measured(right, asked):
    report = check_film(right, asked)

    assert [one.check for one in report.results if one.status != "right"] == ["platform"]
    assert report.of("length").measured["frames"] == TIMELINE.frames
    assert report.of("loudness").measured["lufs"] == pytest.approx(-14, abs=1)
    assert report.of("voices").measured == {"heard": 2, "of": 2}
    assert report.of("subtitles").measured == {"cues": 2, "coverage": 1.0}
    assert abs(report.of("offset").measured["worst_ms"]) < 1
    assert report.of("streams").measured["subtitles"] == "zho eng"


def test_a_clip_that_is_held_because_it_is_short_is_not_frozen(right, asked):
    assert examine(right, asked).of("frozen").measured["held_seconds"] == pytest.approx(1.5, abs=0.2)


def test_a_tail_that_is_cut_off_is_found(spoiled, asked):
    short = examine(spoiled("-t", "4"), asked)

    assert f"not {TIMELINE.frames}." in " ".join(one.said for one in short.of("length").findings)
    assert short.of("length").status == "wrong"


def test_a_file_whose_end_is_missing_is_refused(right, asked, tmp_path):
    cut_off = tmp_path / "cut-off.mp4"
    content = right.read_bytes()
    cut_off.write_bytes(content[: content.index(b"mdat") + 3000])

    with pytest.raises(FilmError, match="failed its check"):
        check_film(cut_off, asked)


def test_black_between_pictures_is_found_with_its_frame(spoiled, asked):
    black = spoiled(*drawn("drawbox=color=black:t=fill:enable='between(n,14,19)'"))

    report = examine(black, asked)

    assert "It is black from 1.17 s (frame 14) to 1.67 s (frame 20) in e01s01-01, unlike its clip." in said(
        report, "black"
    )
    (found,) = report.of("black").findings
    assert (found.frame, found.about) == (14, "e01s01-01")


def test_a_picture_that_freezes_while_its_clip_moves_is_found(spoiled, asked):
    frozen = spoiled(*drawn("select='not(between(n,6,19))',fps=12"))

    found = said(examine(frozen, asked), "frozen")

    assert "It stands still from 0." in found
    assert "in e01s01-01, unlike its clip." in found


def test_a_voice_that_is_silent_is_found_and_a_pause_is_not(spoiled, asked):
    silent = examine(spoiled("-c:a", "aac", "-af", "volume=0:enable='between(t,0.2,1.2)'"), asked)

    heard = silent.of("voices")
    assert [one.said for one in heard.findings] == ["The line e01s01-01-1 is not heard at 0.30 s (frame 3)."]


@pytest.mark.parametrize(("shift", "words"), [("0.2", "200 ms too late"), ("-0.2", "200 ms too early")])
def test_sound_that_is_shifted_is_measured_line_by_line(right, asked, tmp_path, shift, words):
    out = tmp_path / "e01.mp4"
    streams = ["-map", "0:v", "-map", "1:a", "-map", "0:s", "-c", "copy", "-c:a", "aac"]
    place = ["-af", "adelay=200:all=1" if shift == "0.2" else "atrim=start=0.2,asetpts=PTS-STARTPTS"]
    run(
        [
            "-i",
            str(right),
            "-i",
            str(right),
            *streams,
            *place,
            "-movflags",
            "+faststart+use_metadata_tags",
            str(out),
        ]
    )

    found = examine(out, asked).of("offset")

    assert f"The line e01s01-01-1 is heard {words}" in found.findings[0].said
    assert abs(found.measured["mean_ms"]) == pytest.approx(200, abs=2)


def test_voices_of_another_film_are_not_found(right, asked):
    others = dict(zip(asked.voices, reversed(asked.voices.values()), strict=True))

    found = examine(right, replace(asked, voices=others))

    assert "2 of 2 voices are not found where the timeline has them." in said(found, "offset")


def test_a_wrong_loudness_is_found(spoiled, asked):
    found = said(examine(spoiled("-c:a", "aac", "-af", "volume=6dB"), asked), "loudness")

    assert "LUFS, not -14.0." in found
    assert "true peak" in found


def test_missing_streams_are_found(spoiled, asked):
    assert "The sound is missing" in said(examine(spoiled("-map", "-0:a"), asked), "streams")
    assert "It has no pictures." in said_of(examine(spoiled("-map", "-0:v"), asked), "streams")
    one_track = examine(spoiled("-map", "-0:s:1"), asked)
    assert said(one_track, "streams") == "The subtitle track in the language eng is missing."


def said_of(report: Report, check: Name) -> str:
    return " ".join(finding.said for finding in report.of(check).findings)


def test_wrong_tags_and_another_coding_are_found(spoiled, asked):
    untagged = spoiled(*drawn("setparams=color_primaries=unknown:color_trc=unknown"))
    assert "The colour tags are" in said(examine(untagged, asked), "coding")
    other = spoiled("-c:v", "libx264", "-pix_fmt", "yuv444p")
    assert "yuv444p" in said_of(examine(other, asked), "coding")


def test_another_form_is_found(spoiled, asked):
    found = said_of(
        examine(spoiled("-c:v", "libx264", "-vf", "scale=96:96,fps=24", "-c:a", "aac", "-ac", "1"), asked),
        "streams",
    )

    assert "The picture is 96x96, not 144x256." in found
    assert "24 frames per second, not 12." in found
    assert "1 channels" in found


def test_an_index_at_the_end_is_found(right, asked, tmp_path):
    late = tmp_path / "e01.mp4"
    run(["-i", str(right), "-map", "0", "-c", "copy", "-movflags", "+use_metadata_tags", str(late)])

    assert "The index lies at the end" in said(examine(late, asked), "index")


def test_a_label_that_is_missing_in_the_file_is_found(spoiled, asked):
    assert "AIGC" in said(examine(spoiled("-metadata", "AIGC="), asked), "metadata")


def test_a_label_that_is_missing_in_the_picture_is_found(spoiled, asked):
    covered = spoiled(*drawn("drawbox=w=iw:h=ih/4:color=gray:t=fill:enable='gte(n,6)'"))

    assert said(examine(covered, asked), "mark") == (
        "The words of the label are not seen at 1.00 s (frame 12)."
        " The words of the label are not seen at 1.90 s (frame 22)."
    )


def test_speech_without_subtitles_and_subtitles_without_speech_are_found(right, asked, folder, tmp_path):
    moved = tmp_path / "moved.srt"
    moved.write_text("1\n00:00:01,500 --> 00:00:01,900\n你好\n", encoding="utf-8")
    out = tmp_path / "e01.mp4"
    streams = ["-map", "0:v", "-map", "0:a", "-map", "1:s", "-map", "0:s", "-c", "copy", "-c:s", "mov_text"]
    named = ["-metadata:s:s:0", "language=zho", "-movflags", "+faststart+use_metadata_tags"]
    run(["-i", str(right), "-i", str(moved), *streams, *named, str(out)])

    found = said(examine(out, asked), "subtitles")

    assert "The line e01s01-01-1 has no subtitle at 0.30 s (frame 3)." in found
    assert "The line e01s01-03-1 has no subtitle" in found
    assert "Nobody speaks under the subtitle “你好” at 1.50 s (frame 18)." in found


def test_a_broken_place_in_the_pictures_is_found(right, asked, tmp_path):
    broken = tmp_path / "broken.mp4"
    content = bytearray(right.read_bytes())
    start = content.index(b"mdat") + 4
    content[start:] = np.random.default_rng(1).bytes(len(content) - start)
    broken.write_bytes(content)

    assert "It does not play from" in said_of(examine(broken, asked), "playing")


def test_what_is_no_film_is_refused(asked, tmp_path):
    (tmp_path / "e01.mp4").write_text("no film", encoding="utf-8")

    with pytest.raises(FilmError, match="can't be read"):
        check_film(tmp_path / "e01.mp4", asked)


def test_of_a_film_from_elsewhere_only_what_needs_no_plan_is_told(right):
    report = examine(right, NOTHING)

    assert report.wrong == ()
    unknown = {result.check for result in report.results if result.status == "unknown"}
    assert unknown >= {"length", "coding", "subtitles", "loudness", "offset", "mark", "frozen"}
    assert report.of("voices").measured == {"heard": 2, "of": 2}
    assert [one.wrong for one in report.of("frozen").findings] == [False]


def test_nothing_heard_under_a_subtitle_is_found_without_a_plan(spoiled):
    silent = spoiled("-c:a", "aac", "-af", "volume=0:enable='between(t,0.2,1.2)'")

    assert "Nothing is heard under the subtitle “你好” at 0.30 s" in said(examine(silent), "voices")


def test_programs_read_a_report_in_a_form_that_stays(spoiled, asked):
    data = as_data([examine(spoiled("-metadata", "AIGC="), asked)])

    assert (data["schema"], data["right"]) == (1, False)
    (film,) = data["films"]
    assert [check["name"] for check in film["checks"]] == list(CHECKS)
    (check,) = (check for check in film["checks"] if check["status"] == "wrong")
    assert set(check) == {"name", "status", "unknown", "measured", "findings"}
    assert set(check["findings"][0]) == {"said", "start", "end", "frame", "about", "wrong"}
