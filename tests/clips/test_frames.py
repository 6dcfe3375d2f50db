from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.clips.actors import Life
from pipeline.clips.engine import Talk
from pipeline.clips.frames import Frames
from pipeline.clips.pictures import seen
from pipeline.images.layers import Layer, LayeredPicture
from pipeline.images.paint import still
from pipeline.story import Move

DOT = Layer("dot", 1.0, '<circle cx="300" cy="400" r="60" fill="#fff"/>')
WIDTH, HEIGHT = 108, 192
SKY = Layer("sky", 0, '<rect x="-200" y="-200" width="1480" height="2320" fill="#345"/>', opaque=True)
NIGHT = Layer("night", 0, '<rect x="-200" y="-200" width="1480" height="2320" fill="#000"/>', opaque=True)


def frames_of(request, life=Life(), strength=1.0):  # noqa: B008  frozen
    return Frames(seen(request, strength, dust=False), request, life)


def luma(frames):
    return [frames.yuv(number)[..., 0].astype(float) for number in range(frames.count)]


def centroid(plane):
    """Where the light of *plane* has its middle: x and y in pixels, to a fraction."""
    light = plane - 16
    y, x = np.mgrid[: plane.shape[0], : plane.shape[1]]
    return np.array([(light * x).sum(), (light * y).sum()]) / light.sum()


@pytest.mark.parametrize("move", [Move.PUSH, Move.PULL, Move.PAN_LEFT, Move.PAN_RIGHT, Move.TILT_UP])
def test_a_dot_moves_one_way_without_a_jerk_finer_than_pixels(asked, move):
    picture = LayeredPicture(1080, (NIGHT, DOT), grain=0, vignette=0)
    frames = frames_of(asked(picture, seconds=3, move=move))
    places = np.array([centroid(plane) for plane in luma(frames)])
    axis = np.abs(places[-1] - places[0]).argmax()
    steps = np.diff(places[:, axis])
    assert abs(places[-1, axis] - places[0, axis]) > 0.9
    assert (np.sign(steps[np.abs(steps) > 0.004]) == np.sign(steps.sum())).all()
    assert np.abs(steps).max() < 0.2
    assert np.abs(np.diff(steps)).max() < 0.04


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("strength", [1.0, 3.0])
def test_no_edge_is_ever_seen(asked, move, strength):
    near = Layer("near", 1.6, '<rect x="-150" y="-150" width="1380" height="2220" fill="#987"/>')
    request = asked(LayeredPicture(1080, (NIGHT, near), grain=0, vignette=0), move=move, seconds=6)
    frames = frames_of(request, strength=strength)
    for number in range(0, frames.count, 11):
        assert np.ptp(frames.yuv(number)[..., 0]) <= 1


def test_the_first_frame_is_the_still(asked, picture):
    rainy = replace(picture, falling="rain", grain=0.3, vignette=0.5)
    shown = cv2.cvtColor(frames_of(asked(rainy)).nv12(0), cv2.COLOR_YUV2BGR_NV12)
    painted = still(rainy, WIDTH, HEIGHT)
    shown, painted = (cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(float) for pixels in (shown, painted))
    assert np.abs(shown - painted).mean() < 4


def test_colours_are_those_of_the_picture(asked):
    colors = {"#ff0000": (63, 102, 240), "#ffffff": (235, 128, 128), "#000000": (16, 128, 128)}
    for color, expected in colors.items():
        sheet = Layer("all", 0, f'<rect x="-200" y="-200" width="1480" height="2320" fill="{color}"/>')
        frames = frames_of(asked(LayeredPicture(1080, (sheet,), grain=0, vignette=0)))
        assert frames.yuv(0)[90, 50].tolist() == pytest.approx(expected, abs=1)


def test_a_frame_is_packed_as_nv12(asked, picture):
    frame = frames_of(asked(picture)).nv12(3)
    assert frame.shape == (HEIGHT * 3 // 2, WIDTH)
    assert frame.dtype == np.uint8
    assert frame.flags.c_contiguous


def test_a_frame_depends_on_its_number_alone(asked, picture):
    rainy = replace(picture, falling="rain", grain=0.3)
    forwards, backwards = frames_of(asked(rainy)), frames_of(asked(rainy))
    last = backwards.nv12(20)
    assert all((forwards.nv12(number) == backwards.nv12(number)).all() for number in (0, 7, 20))
    assert (last == backwards.nv12(20)).all()


@pytest.mark.parametrize(("seconds", "count"), [(1, 24), (2.5, 60), (1.03, 25), (0.001, 1)])
def test_the_seconds_are_rounded_to_whole_frames(asked, picture, seconds, count):
    frames = frames_of(asked(picture, seconds=seconds))
    assert frames.count == count
    assert len(list(frames)) == count


def redness(frames, number):
    """How red the spot of the mouth is."""
    return int(frames.yuv(number)[105:115, 50:58, 2].max())


def test_the_mouth_of_the_one_who_speaks_opens_while_the_voice_is_loud(asked, picture, voice):
    talk = Talk("林夏", 0, 2, voice((0.5, 0), (1, 0.5), (0.5, 0)))
    frames = frames_of(asked(picture, seconds=2, move=Move.STILL, talks=(talk,)))
    assert redness(frames, 4) == redness(frames, 46) < 160
    assert redness(frames, 24) > 200


def test_the_mouth_stays_closed_while_another_speaks_or_when_told(asked, picture, voice):
    sound = voice((2, 0.5))
    other = asked(picture, seconds=2, talks=(Talk("顾城", 0, 2, sound),))
    own = asked(picture, seconds=2, talks=(Talk("林夏", 0, 2, sound),))
    assert redness(frames_of(other), 24) < 160
    assert redness(frames_of(own, Life(mouths=False)), 24) < 160


def test_eyes_blink_unless_told_otherwise(asked, picture):
    request = asked(picture, seconds=8, move=Move.STILL)
    spot = np.s_[78:83, 52:56, 0]
    blinking, staring = frames_of(request), frames_of(request, Life(blinks=False))
    assert max(blinking.yuv(number)[spot].max() for number in range(blinking.count)) > 200
    assert max(staring.yuv(number)[spot].max() for number in range(0, staring.count, 2)) < 60


def test_people_breathe_and_stand_still_at_the_start(asked, picture):
    frames = frames_of(asked(picture, seconds=4), Life(blinks=False), strength=0)
    tops = [np.abs(frames.yuv(number).astype(int) - frames.yuv(0))[45:70].sum() for number in (1, 12, 30, 60)]
    assert tops[0] < max(tops) / 4
    assert max(tops) > 300


def test_the_top_of_a_plant_sways_and_its_foot_does_not(asked):
    plant = Layer("reed", 0, '<rect x="500" y="600" width="60" height="1200" fill="#fff"/>', sway=60)
    frames = frames_of(asked(LayeredPicture(1080, (NIGHT, plant), grain=0, vignette=0), seconds=4))
    tops, feet = (
        [centroid(plane[rows])[0] for plane in luma(frames)[::8]] for rows in (slice(62, 70), slice(172, 178))
    )
    assert np.ptp(tops) > 2
    assert np.ptp(feet) < np.ptp(tops) / 4


def test_what_hangs_from_above_sways_at_its_lower_end(asked):
    lantern = Layer("cord", 0, '<rect x="500" y="-140" width="60" height="1200" fill="#fff"/>', sway=60)
    frames = frames_of(asked(LayeredPicture(1080, (NIGHT, lantern), grain=0, vignette=0), seconds=4))
    tops, ends = (
        [centroid(plane[rows])[0] for plane in luma(frames)[::8]] for rows in (slice(0, 6), slice(96, 104))
    )
    assert np.ptp(ends) > 2 * np.ptp(tops)


def test_a_lamp_flickers_and_begins_bright(asked):
    lamp = replace(DOT, depth=0, flicker=1.0)
    frames = frames_of(asked(LayeredPicture(1080, (NIGHT, lamp), grain=0, vignette=0), seconds=3))
    light = [plane[40, 30] for plane in luma(frames)]
    assert light[0] == max(light)
    assert min(light) < 0.9 * light[0]


def test_rain_moves_unless_told_otherwise(asked):
    rainy = asked(LayeredPicture(1080, (SKY,), falling="rain", grain=0, vignette=0))
    wet, dry = frames_of(rainy), frames_of(rainy, Life(weather=False))
    assert np.abs(wet.yuv(0).astype(int) - wet.yuv(1)).max() > 20
    assert (dry.yuv(0) == dry.yuv(9)).all()


def test_what_is_nearer_moves_farther(asked):
    def way(depth):
        frames = frames_of(
            asked(
                LayeredPicture(1080, (NIGHT, replace(DOT, depth=depth)), grain=0, vignette=0),
                move=Move.PAN_LEFT,
                seconds=2,
            )
        )
        return centroid(luma(frames)[-1])[0] - centroid(luma(frames)[0])[0]

    assert way(0.3) == pytest.approx(0.3 * way(1.0), rel=0.1)
    assert way(1.5) == pytest.approx(1.5 * way(1.0), rel=0.1)


def test_two_seeds_breathe_and_blink_differently(asked, picture):
    one, two = (frames_of(asked(picture, seconds=3, seed=seed)) for seed in (1, 2))
    assert any((one.yuv(number) != two.yuv(number)).any() for number in range(0, 72, 9))
