import numpy as np
import pytest

from pipeline.final.sound.instruments import RATE, add, bass, drum, hertz, in_a_hall, pad, string, swell


def pitch(sound: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(sound))) * RATE / len(sound))


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def test_notes_are_tempered():
    assert [round(hertz(note), 2) for note in (57, 60, 69)] == [220.0, 261.63, 440.0]


def test_what_passes_the_end_of_the_circle_comes_back_at_its_beginning():
    circle = np.zeros((5, 2), np.float32)

    add(circle, np.array([1, 2, 3], np.float32), 3, 1.0)
    add(circle, np.array([1], np.float32), -1, 1.0, pan=1.0)

    assert circle.tolist() == [[3, 3], [0, 0], [0, 0], [1, 1], [2, 4]]


def test_swells_that_cross_have_even_power():
    one = swell(100, 20)

    assert one[:20] ** 2 + one[-20:] ** 2 == pytest.approx(np.ones(20), abs=1e-6)


def test_a_string_sounds_its_note_and_dies():
    tone = string(69, 4000, slides=False)

    assert pitch(tone) == pytest.approx(440, abs=2)
    assert np.abs(tone[-RATE // 4 :]).max() < 0.1 * np.abs(tone[: RATE // 4]).max()


def test_a_string_that_slides_comes_from_below():
    begun = string(69, 4000, slides=True)[: RATE // 20]

    # 20 Hz for each bin; the second partial lies beyond.
    assert 20 * np.argmax(np.abs(np.fft.rfft(begun))[:30]) < 430


def test_a_pad_holds_its_chord_on_two_different_sides():
    chord = pad([57, 64], 2 * RATE, 2000, random())

    spectrum = np.abs(np.fft.rfft(chord[:, 0]))
    # Half a hertz for each bin: the loudest near the A and near the E.
    lower, upper = 380 + np.argmax(spectrum[380:500]), 600 + np.argmax(spectrum[600:720])
    assert (lower / 2, upper / 2) == pytest.approx((220, 329.6), rel=0.02)
    assert abs(np.corrcoef(chord.T)[0, 1]) < 0.5


def test_a_bass_plays_low_and_a_drum_is_over_in_a_second():
    assert pitch(bass(33, RATE)) == pytest.approx(55, abs=1)
    assert np.abs(drum(random())[-RATE // 10 :]).max() < 0.05


def test_a_hall_echoes_round_the_circle():
    dry = np.zeros((4 * RATE, 2), np.float32)
    dry[-RATE // 2] = 1

    wet = in_a_hall(dry, 2000, random())

    echo = np.abs(wet).reshape(8, -1).max(axis=1)
    assert echo[7] > echo[0] > echo[1] > echo[2] > echo[5]
