import json

import numpy as np
import pysubs2
import pytest
from pydantic import ValidationError

from pipeline.errors import BadResult, FilmError
from pipeline.ffmpeg import run
from pipeline.final.film import Film
from pipeline.final.label.label import Label, aigc, check_label, mark_events, read_aigc
from pipeline.final.label.manifest import C2pa
from pipeline.final.subtitles.files import shot_ass
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.looks import Looks
from pipeline.final.subtitles.subtitles import Zones
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan

FILM = Film(432, 768, 24)


def span(start_frame=0, frames=48):
    shot = Shot(id="e01s01-01")
    return ShotSpan(Scene(id="e01s01", place="街", shots=(shot,)), shot, start_frame, frames, 24)


def film_with(folder, metadata):
    """A tiny film with *metadata*, written as the cut writes it."""
    tags = [part for pair in metadata for part in ("-metadata", pair)]
    source = ["-f", "lavfi", "-i", "color=c=gray:s=64x64:r=8:d=0.5"]
    run([*source, *tags, "-movflags", "+faststart+use_metadata_tags", "film.mp4"], cwd=folder)
    return folder / "film.mp4"


def ink(tmp_path, events):
    """Where the label's letters are on a grey picture: rows and columns in pixels."""
    drawn = shot_ass((), span(), Looks(FILM), events)
    (tmp_path / "s.ass").write_text(drawn, encoding="utf-8")
    fonts = str(bundled().path.parent).replace(":", r"\:")
    grey = f"color=c=0x606060:s={FILM.width}x{FILM.height}:d=1,format=yuv420p"
    burn = ["-vf", f"ass=s.ass:fontsdir={fonts}", "-frames:v", "1", "-pix_fmt", "gray", "-f", "rawvideo"]
    run(["-f", "lavfi", "-i", grey, *burn, "out.raw"], cwd=tmp_path)
    frame = np.frombuffer((tmp_path / "out.raw").read_bytes(), np.uint8).reshape(FILM.height, FILM.width)
    return np.nonzero(frame > 200)


def test_the_words_are_seen_for_the_first_seconds_across_cuts():
    seconds = [
        [event.end / 1000 for event in mark_events(Label(seconds=3), at, FILM, "zh")]
        for at in (span(0), span(48), span(96))
    ]
    assert seconds == [[2.0], [1.0], []]


@pytest.mark.parametrize(("language", "words"), [("zh", "AI生成"), ("en", "AI-generated")])
def test_the_words_are_in_the_language_of_the_film(language, words):
    (event,) = mark_events(Label(), span(), FILM, language)
    assert event.plaintext == words


def test_words_of_ones_own_are_never_commands():
    (event,) = mark_events(Label(words=r"{\fs1}由AI制作"), span(), FILM, "zh")
    assert event.plaintext == "｛＼fs1｝由AI制作"


def test_capitals_are_at_least_a_twentieth_of_the_shortest_side_high(tmp_path):
    rows, _ = ink(tmp_path, mark_events(Label(words="AI"), span(), FILM, "zh"))
    assert rows.max() - rows.min() + 1 >= 0.05 * FILM.width - 1


@pytest.mark.parametrize(
    ("place", "low", "right"),
    [
        ("top-left", False, False),
        ("top-right", False, True),
        ("bottom-left", True, False),
        ("bottom-right", True, True),
    ],
)
def test_the_words_stand_in_their_corner_and_clear_of_the_edge(place, low, right, tmp_path):
    rows, columns = ink(tmp_path, mark_events(Label(place=place), span(), FILM, "zh"))
    assert (rows.mean() > FILM.height / 2) == low
    assert (columns.mean() > FILM.width / 2) == right
    assert rows.min() > 0.06 * FILM.height
    assert rows.max() < 0.84 * FILM.height
    assert columns.min() > 0.04 * FILM.width
    assert columns.max() < 0.96 * FILM.width


def test_an_animatic_says_so_in_every_shot_and_in_another_corner_than_the_label():
    label, animatic = mark_events(Label(), span(), FILM, "zh", animatic=True)
    assert r"\an7" in label.text
    assert r"\an9" in animatic.text
    (later,) = mark_events(Label(), span(2400), FILM, "zh", animatic=True)
    assert (later.plaintext, later.start, later.end) == ("动态分镜 ANIMATIC", 0, 2000)


def test_an_invisible_label_shows_nothing():
    assert mark_events(Label(visible=False), span(), FILM, "zh") == ()


@pytest.mark.parametrize("wrong", [{"seconds": 1.5}, {"height_share": 0.04}, {"place": "middle"}])
def test_the_floors_of_the_standard_are_held(wrong):
    with pytest.raises(ValidationError):
        Label(**wrong)


def test_the_field_has_the_names_of_the_standard_and_tells_versions_apart():
    label = Label(producer="江城影业", propagator="某平台")
    one, two = (json.loads(aigc(label, "雨夜-e01", sha)) for sha in ("a" * 64, "b" * 64))
    assert one == {
        "Label": "1",
        "ContentProducer": "江城影业",
        "ProduceID": "雨夜-e01-aaaaaaaaaaaaaaaa",
        "ReservedCode1": "a" * 64,
        "ContentPropagator": "某平台",
        "PropagateID": "雨夜-e01-aaaaaaaaaaaaaaaa",
        "ReservedCode2": "",
    }
    assert two["ProduceID"] != one["ProduceID"]


def test_the_field_is_read_back_from_a_film(tmp_path):
    label = Label(producer='江城"影业"; a=b', propagator="某平台")
    value = aigc(label, "雨夜", "c" * 64)
    film = film_with(tmp_path, [f"AIGC={value}"])
    assert read_aigc(film) == json.loads(value)
    check_label(film, label)


@pytest.mark.parametrize(
    "metadata",
    [
        [],
        ["AIGC=yes"],
        ["AIGC=[]"],
        ['AIGC={"Label":"1"}'],
        ["AIGC=" + aigc(Label(producer="B"), "雨夜", "c")],
    ],
    ids=["missing", "no JSON", "no fields", "incomplete", "another producer"],
)
def test_a_film_without_the_field_that_was_asked_for_is_refused(metadata, tmp_path):
    film = film_with(tmp_path, metadata)
    with pytest.raises(FilmError, match=r"film\.mp4"):
        check_label(film, Label(producer="A"))
    check_label(film, Label(metadata=False))


def test_a_broken_file_is_told_apart_from_a_missing_field(tmp_path):
    broken = tmp_path / "film.mp4"
    broken.write_bytes(b"no film")
    with pytest.raises(BadResult, match=r"film\.mp4"):
        read_aigc(broken)


def test_the_style_that_marks_ask_for_is_in_every_file():
    drawn = shot_ass((), span(), Looks(FILM), mark_events(Label(), span(), FILM, "zh"))
    file = pysubs2.SSAFile.from_string(drawn)
    assert {event.style for event in file.events} <= set(file.styles)


def test_the_words_stand_where_no_platform_covers_them(tmp_path):
    rows, columns = ink(tmp_path, mark_events(Label(), span(), FILM, "zh", Zones(top=0.3, left=0.2)))
    assert rows.min() > 0.29 * FILM.height
    assert columns.min() > 0.19 * FILM.width


def test_a_film_without_the_signature_that_was_asked_for_is_refused(tmp_path):
    pytest.importorskip("c2pa", reason="needs the extra c2pa")
    film = film_with(tmp_path, ["AIGC=" + aigc(Label(), "雨夜", "c")])
    check_label(film, Label())
    with pytest.raises(FilmError, match="no C2PA manifest"):
        check_label(film, Label(c2pa=C2pa(certificate="chain.pem", key="KEY")))
