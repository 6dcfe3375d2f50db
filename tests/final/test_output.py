"""Which films are delivered of an episode, and what they share."""

from __future__ import annotations

from dataclasses import replace

from pipeline.final.film import Encoding, Film
from pipeline.final.output import Final, outputs
from pipeline.final.platforms import Platform
from pipeline.final.sound.sound import Sound
from pipeline.final.subtitles.subtitles import Subtitles, Zones

PHONE = Platform(title="Phone", source="", as_of="2026-11", codecs=("h264", "h265"))
TV = replace(PHONE, title="TV", width=1920, height=1080)


def test_a_profile_without_platforms_asks_for_one_film():
    (output,) = outputs(Film(), Final())

    assert (output.film, output.final, output.still) == (Film(), Final(), Film())
    assert output.beside("e01", ".mp4") == "final/e01.mp4"
    assert output.of("e01") == "e01"


def test_the_film_for_a_platform_lies_in_a_folder_of_its_name():
    own, phone = outputs(Film(), Final(), {"phone": PHONE})

    assert (own.folder, phone.folder) == ("final", "final/phone")
    assert phone.beside("e01", ".srt") == "final/phone/e01.srt"
    assert phone.of("e01") == "e01 for phone"


def test_films_of_one_picture_share_its_shots_and_its_sound():
    own, phone = outputs(Film(), Final(), {"phone": PHONE})

    assert (phone.film, phone.shots, phone.sound) == (own.film, own.shots, own.sound)
    assert phone.final == own.final


def test_a_film_of_the_shape_is_not_enlarged():
    own, phone = outputs(Film(540, 960), Final(), {"phone": PHONE})

    assert phone.film == own.film == Film(540, 960)


def test_a_film_of_another_shape_is_no_larger_than_the_drama_s_own():
    _, tv = outputs(Film(540, 960), Final(), {"tv": TV})

    assert tv.film == Film(960, 540, reframe="blur")
    assert tv.shots == "final/shots-960x540"


def test_how_a_film_is_reframed_is_said_once_for_all():
    _, tv = outputs(Film(), Final(reframe="crop"), {"tv": TV})

    assert tv.film.reframe == "crop"


def test_platforms_of_another_shape_share_their_shots():
    _, one, other = outputs(Film(), Final(), {"one": TV, "other": TV})

    assert one.shots == other.shots == "final/shots-1920x1080"


def test_words_stand_where_none_of_the_platforms_covers_them():
    one = replace(PHONE, zones=Zones(top=0.1, bottom=0.35))
    other = replace(PHONE, zones=Zones(bottom=0.3, right=0.12))
    films = outputs(Film(), Final(), {"one": one, "other": other})

    assert {film.final.subtitles for film in films} == {Subtitles(bottom=0.35, side=130)}
    assert {film.zones for film in films} == {Zones(top=0.1, bottom=0.35, right=0.12)}


def test_words_in_another_shape_stand_as_low_as_its_platform_leaves_them():
    own, tv = outputs(Film(), Final(), {"tv": replace(TV, zones=Zones(bottom=0.1))})

    assert (own.final.subtitles.bottom, tv.final.subtitles.bottom) == (0.25, 0.1)


def test_the_lowest_ceiling_holds_for_shots_that_are_shared():
    platforms = {"one": replace(PHONE, most_kbps=8000), "other": replace(PHONE, most_kbps=5000), "tv": TV}
    films = outputs(Film(), Final(encoding=Encoding(most_kbps=9000)), platforms)

    assert [film.final.encoding.most_kbps for film in films] == [5000, 5000, 5000, 9000]


def test_another_loudness_is_another_sound_and_no_other_picture():
    quiet = replace(PHONE, loudness_lufs=-16, true_peak_dbtp=-2)
    own, one, other = outputs(Film(), Final(), {"one": quiet, "other": quiet})

    assert one.final.sound == Sound(loudness_lufs=-16, true_peak_dbtp=-2)
    assert one.sound == other.sound != own.sound
    assert one.shots == own.shots


def test_a_peak_lower_than_a_platform_asks_for_stays():
    own, phone = outputs(Film(), Final(), {"phone": replace(PHONE, true_peak_dbtp=-1)})

    assert phone.sound == own.sound


def test_what_a_platform_does_not_decode_is_encoded_for_it():
    own, phone = outputs(Film(), Final(encoding=Encoding(codec="av1", encoder="av1_nvenc")), {"phone": PHONE})

    assert (phone.final.encoding.codec, phone.final.encoding.encoder) == ("h264", "")
    assert phone.shots == "final/shots-h264"
    assert own.final.encoding.codec == "av1"


def test_the_sound_takes_no_more_bits_than_the_platform_has_for_it():
    own, phone = outputs(Film(), Final(), {"phone": replace(PHONE, most_audio_kbps=128)})

    assert (own.final.encoding.audio_kbps, phone.final.encoding.audio_kbps) == (192, 128)
    assert phone.shots == own.shots


def test_a_cover_has_the_shape_that_the_platform_shows():
    upright = replace(PHONE, cover_width=1080, cover_height=1440)
    wide = replace(TV, cover_width=1920, cover_height=1200)
    _, phone, tv = outputs(Film(540, 960), Final(), {"phone": upright, "tv": wide})

    assert phone.still == Film(540, 720, reframe="crop")
    assert tv.still == Film(864, 540, reframe="blur")
