import json
from pathlib import Path

import av
import ffmpeg
import numpy as np
import pytest
from av.stream import Disposition

from pipeline.ffmpeg import probe, run
from pipeline.final.film import Encoding, Film
from pipeline.final.picture.cut import encode
from pipeline.final.picture.joining import Track, iso_639_2, join

FILM = Film(width=108, height=192, fps=12)
ENCODING = Encoding(preset="ultrafast")


def shot(out: Path, level: str) -> Path:
    """Seven frames of one *level* as a segment of the film."""
    pictures = ffmpeg.input(f"color={level}:s=108x192:r=12", f="lavfi").video.filter("format", "yuv420p")
    encode(pictures, 7, ass="", fonts=out.parent, film=FILM, encoding=ENCODING, out=out, what=out.stem)
    return out


def luma(film: Path) -> np.ndarray:
    with av.open(str(film)) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    return np.stack(frames).astype(float)


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    folder = tmp_path / "it's 雨夜"
    folder.mkdir()
    segments = [shot(folder / f"shot {level}.mp4", level) for level in ("black", "white", "gray")]
    run(["-f", "lavfi", "-i", "sine=r=48000:d=1.75", "-ac", "2", str(folder / "sound.wav")])
    words = folder / "film.srt"
    words.write_text("1\n00:00:00,100 --> 00:00:01,000\n你好\n", encoding="utf-8")
    join(
        segments,
        folder / "sound.wav",
        subtitles=[
            Track(words, "zh", "中文", default=True),
            Track(words, "en", "English"),
        ],
        film=FILM,
        encoding=ENCODING,
        metadata={"title": '它说："it\'s=ok"; 50%', "AIGC": json.dumps({"Label": "1"})},
        language="zh",
        out=folder / "film.mp4",
    )
    return folder / "film.mp4"


def test_a_film_is_its_segments_one_after_the_other(joined: Path):
    levels = luma(joined).mean(axis=(1, 2))

    assert probe(joined).frames == 21
    assert probe(joined).fps == 12
    assert probe(joined).seconds == pytest.approx(1.75, abs=0.03)
    assert [levels[at] for at in (0, 6, 7, 13, 14, 20)] == pytest.approx([0, 0, 255, 255, 128, 128], abs=6)


def test_every_frame_of_a_joined_film_lies_on_its_own_tick(joined: Path):
    # Seven frames of 12 a second are no whole milliseconds; a clock of those would drift at each cut.
    with av.open(str(joined)) as container:
        pictures = container.streams.video[0]
        shown = sorted(packet.pts for packet in container.demux(pictures) if packet.pts is not None)
        ticks = 1 / (12 * pictures.time_base)

    assert shown == [number * ticks for number in range(21)]


def test_a_joined_film_carries_its_metadata_language_and_subtitles(joined: Path):
    with av.open(str(joined)) as container:
        assert container.metadata["title"] == '它说："it\'s=ok"; 50%'
        assert json.loads(container.metadata["AIGC"]) == {"Label": "1"}
        assert container.streams.audio[0].language == "zho"
        assert container.streams.subtitles[0].language == "zho"
        assert (container.streams.audio[0].rate, container.streams.audio[0].channels) == (48000, 2)


def test_a_joined_film_has_its_index_first(joined: Path):
    content = joined.read_bytes()

    assert content.index(b"moov") < content.index(b"mdat")


def test_every_track_of_subtitles_has_its_language_its_title_and_whether_it_is_shown_unasked(joined: Path):
    with av.open(str(joined)) as container:
        tracks = [
            (track.language, track.metadata["handler_name"], bool(track.disposition & Disposition.default))
            for track in container.streams.subtitles
        ]
        others = (container.streams.video[0], container.streams.audio[0])
        shown = [bool(stream.disposition & Disposition.default) for stream in others]

    assert tracks == [("zho", "中文", True), ("eng", "English", False)]
    assert shown == [True, True]


@pytest.mark.parametrize(
    ("tag", "code"), [("zh", "zho"), ("zh-Hant", "zho"), ("ja", "jpn"), ("eng", "eng"), ("tlh", "und")]
)
def test_languages_are_told_as_mp4_has_them(tag: str, code: str):
    assert iso_639_2(tag) == code


@pytest.mark.parametrize(("codec", "tag"), [("h265", "hvc1"), ("av1", "av01")])
def test_films_of_other_codecs_carry_the_tag_that_players_know(tmp_path: Path, codec, tag: str):
    encoding = Encoding(preset="ultrafast", codec=codec)
    pictures = ffmpeg.input("testsrc=s=108x192:r=12", f="lavfi").video.filter("format", "yuv420p")
    part, sound = tmp_path / "part.mp4", tmp_path / "sound.wav"
    encode(pictures, 7, ass="", fonts=tmp_path, film=FILM, encoding=encoding, out=part, what="part")
    run(["-f", "lavfi", "-i", "sine=r=48000:d=1.2", "-ac", "2", str(sound)])

    film = tmp_path / "film.mp4"
    join([part, part], sound, film=FILM, encoding=encoding, metadata={}, language="en", out=film)

    with av.open(str(film)) as container:
        assert container.streams.video[0].codec_context.codec_tag == tag
        assert sum(1 for _ in container.decode(video=0)) == 14
