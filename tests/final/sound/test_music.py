import numpy as np
import pytest

from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.music import Mood, compose, loop, mood_of
from pipeline.story import Feeling, Line, Scene, Shot, Time, Weather


def scene(*feelings: Feeling, **said: object) -> Scene:
    lines = tuple(
        Line(id=f"e01s01-01-{n}", text="好", feeling=feeling) for n, feeling in enumerate(feelings, 1)
    )
    return Scene(id="e01s01", place="bridge", shots=(Shot(id="e01s01-01", lines=lines),), **said)


@pytest.mark.parametrize("mood", Mood)
def test_every_mood_plays_in_stereo_without_a_clipped_sample(mood: Mood):
    music = loop(mood, 7)

    assert music.dtype == np.float32
    assert music.shape[1] == 2
    assert 20 <= len(music) / RATE <= 60
    assert 0.2 < np.abs(music).max() < 1.0
    assert np.sqrt(np.mean(music**2)) == pytest.approx(0.1, rel=0.01)
    assert np.corrcoef(music.T)[0, 1] < 0.8


@pytest.mark.parametrize("mood", Mood)
def test_a_loop_runs_into_itself_without_a_jump(mood: Mood):
    music = loop(mood, 7)

    jump = np.abs(music[0] - music[-1]).max()

    assert jump < np.abs(np.diff(music, axis=0)).max()


def test_music_is_as_long_as_asked_and_repeats_its_loop():
    once = loop(Mood.BRIGHT, 7)
    seconds = len(once) / RATE

    music = compose(Mood.BRIGHT, seconds + 1.5, 7)

    assert len(music) == len(once) + 1.5 * RATE
    assert np.array_equal(music[len(once) :], once[: len(music) - len(once)])


def test_music_begins_anew_with_a_chord_in_tune():
    spectrum = np.abs(np.fft.rfft(loop(Mood.WARM, 7)[: 4 * RATE, 0]))
    loudest = np.argmax(spectrum) / 4
    note = 69 + 12 * np.log2(loudest / 440)

    assert abs(note - round(note)) < 0.2


def test_the_same_drama_gets_the_same_music_and_another_its_own():
    again = loop.__wrapped__(Mood.SAD, 7)

    assert np.array_equal(again, loop(Mood.SAD, 7))
    assert not np.array_equal(loop(Mood.SAD, 8), again)


def test_a_loop_can_not_be_written_to_by_who_plays_it():
    with pytest.raises(ValueError, match="read-only"):
        loop(Mood.SAD, 7)[0] = 0


def test_what_people_feel_most_decides_the_mood():
    felt = scene(Feeling.SAD, Feeling.CALM, Feeling.CALM, Feeling.TENDER, Feeling.TENDER)

    assert mood_of(felt) is Mood.WARM


def test_anger_is_tense_inside_and_epic_under_the_sky():
    assert mood_of(scene(Feeling.ANGRY, inside=True)) is Mood.TENSE
    assert mood_of(scene(Feeling.ANGRY)) is Mood.EPIC


@pytest.mark.parametrize(
    ("time", "weather", "mood"),
    [
        (Time.NIGHT, Weather.CLEAR, Mood.MYSTERIOUS),
        (Time.NIGHT, Weather.RAIN, Mood.SAD),
        (Time.DAY, Weather.STORM, Mood.TENSE),
        (Time.DAY, Weather.CLEAR, Mood.WARM),
        (Time.DAWN, Weather.CLEAR, Mood.BRIGHT),
    ],
)
def test_where_nobody_feels_anything_the_hour_and_the_sky_decide(time: Time, weather: Weather, mood: Mood):
    assert mood_of(scene(Feeling.CALM, time=time, weather=weather)) is mood
