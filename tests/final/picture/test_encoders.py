from pathlib import Path

import av
import pytest

from pipeline import ffmpeg
from pipeline.final.film import Encoding, Film
from pipeline.final.picture import encoders
from pipeline.final.picture.encoder_options import SOFTWARE, options, spelt
from pipeline.final.picture.encoders import candidates, problems, told, trouble

FILM = Film(width=108, height=192, fps=12)
AUTO = Encoding(preset="ultrafast", hardware="auto")


def test_software_alone_is_asked_unless_hardware_is_wanted(caplog: pytest.LogCaptureFixture):
    with caplog.at_level("DEBUG", logger="drama.ffmpeg"):
        assert candidates(FILM, Encoding()) == {"": ""}

    assert not caplog.records


def test_hardware_that_is_listed_and_not_there_says_why():
    why = trouble("h264_nvenc", FILM, AUTO)

    assert why.startswith("It does not work here: ")
    assert "cuda" in why.lower() or "nvenc" in why.lower() or "device" in why.lower()


def test_hardware_of_another_system_is_not_tried():
    assert trouble("h264_videotoolbox", FILM, AUTO) == "This ffmpeg was built without it."


def test_hardware_that_works_goes_before_software(chip):
    chip("works")

    found = candidates(FILM, AUTO)

    assert next(iter(found)) == "h264_nvenc"
    assert found["h264_nvenc"] == ""
    assert found[""] == ""


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ("busy", "It does not work here: OpenEncodeSessionEx failed: out of memory (10)."),
        ("green", "its colours are off by"),
        ("short", "it has 3 pictures, not 8"),
    ],
)
def test_hardware_that_works_wrongly_is_not_taken(chip, behaviour: str, why: str):
    chip(behaviour)

    assert why in trouble("h264_nvenc", FILM, AUTO)


def test_hardware_that_hangs_is_given_up(chip, monkeypatch: pytest.MonkeyPatch):
    chip("hangs")
    monkeypatch.setattr(encoders, "_PROBE_PATIENCE", 0.3)

    assert "was ended after 0.3 s" in trouble("h264_nvenc", FILM, AUTO)


def test_an_encoder_is_tried_once(chip, caplog: pytest.LogCaptureFixture):
    chip("works")
    with caplog.at_level("DEBUG", logger="drama.ffmpeg"):
        for _ in range(3):
            trouble("h264_nvenc", FILM, AUTO)

    assert [record.args[0] for record in caplog.records].count("probe of h264_nvenc") == 1


def test_an_encoder_that_nobody_knows_is_a_problem():
    (said,) = problems(FILM, Encoding(encoder="h264_magic"))

    assert said.startswith("`final.encoding` asks for h264_magic (h264). It is none of libx264, ")


def test_an_encoder_of_another_codec_is_a_problem():
    (said,) = problems(FILM, Encoding(encoder="libx265", preset="ultrafast"))

    assert said.startswith("`final.encoding` asks for libx265 (h264). It ")


@pytest.mark.parametrize("codec", SOFTWARE)
def test_every_codec_has_software_that_makes_the_films_form(tmp_path: Path, codec):
    encoding = Encoding(codec=codec, preset="ultrafast")

    assert list(problems(FILM, encoding)) == []


@pytest.mark.parametrize("codec", ["h265", "av1"])
def test_segments_of_every_codec_are_the_same_each_time_and_begin_with_a_keyframe(tmp_path: Path, codec):
    made = []
    for number in (1, 2):
        out = tmp_path / f"{number}.mp4"
        asked = options(Encoding(codec=codec, preset="ultrafast"), Film(width=108, height=192, fps=12), 4.0)
        tagged = "testsrc=s=108x192:r=12:d=4,format=yuv420p"
        ffmpeg.run(["-f", "lavfi", "-i", tagged, *spelt(asked), "-fflags", "+bitexact", str(out)])
        made.append(out.read_bytes())
    with av.open(str(out)) as container:
        keys = [packet.pts for packet in container.demux(video=0) if packet.is_keyframe]

    assert made[0] == made[1]
    assert len(keys) == 2


def test_a_ceiling_holds_for_the_mean_of_a_shot_that_would_need_more(tmp_path: Path):
    asked = options(Encoding(preset="ultrafast", crf=4, most_kbps=200), FILM, 2.0)
    out = tmp_path / "noise.mp4"

    noise = "testsrc=s=108x192:r=12:d=2,noise=alls=60:allf=t,format=yuv420p"
    ffmpeg.run(["-f", "lavfi", "-i", noise, *spelt(asked), str(out)])

    with av.open(str(out)) as container:
        kilobits = sum(packet.size for packet in container.demux(video=0)) * 8 / 1000
    assert 100 < kilobits / 2 <= 200


def test_hardware_without_a_ceiling_is_not_taken_where_one_is_wished():
    why = trouble("h264_vaapi", FILM, Encoding(most_kbps=4000))

    assert why == "It keeps no ceiling of the bit rate (`most_kbps`) at an even quality."


def test_what_works_is_told_of_every_encoder(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(encoders, "trouble", lambda name, *_: "" if name.endswith("qsv") else "No.")

    said = list(told())

    assert said[0] == "Film encoder libx264 (h264): works here."
    assert said[3] == "Film encoder nvenc: No."
    assert said[5] == "Film encoder qsv: works here for h264, h265, av1."
    assert len(said) == 8
