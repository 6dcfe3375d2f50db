"""What the file beside a workflow says."""

import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.hosted.comfy.bindings import Bindings, Frames, Place, Size


def told(**bind):
    return TypeAdapter(Bindings).validate_python({"makes": "clips", "bind": bind})


def test_a_value_goes_to_one_place_or_to_several():
    one = told(seed={"class_type": "KSampler", "input": "seed"})
    two = told(
        seed=[{"title": "First pass", "input": "seed"}, {"title": "Second pass", "input": "noise_seed"}]
    )

    assert one.bind.seed == (Place(class_type="KSampler", input="seed"),)
    assert [place.title for place in two.bind.seed] == ["First pass", "Second pass"]


def test_a_place_names_its_node():
    with pytest.raises(ValidationError, match="write the `title` of the node, or its `class_type`"):
        told(seed={"input": "seed"})


@pytest.mark.parametrize(
    ("frames", "seconds", "count"),
    [
        (Frames(per_second=24, step=4, plus=1), 5, 121),
        (Frames(per_second=16, step=4, plus=1), 5, 81),
        (Frames(per_second=16, step=4, plus=1), 2.01, 33),
        (Frames(per_second=16, step=4, plus=1), 2.1, 37),
        (Frames(per_second=8), 3.1, 25),
    ],
)
def test_a_clip_has_frames_for_all_its_seconds_as_the_model_counts_them(frames, seconds, count):
    assert frames.of(seconds) == count
    assert frames.of(seconds) >= seconds * frames.per_second


def test_a_size_has_the_shape_of_the_film_and_the_steps_of_the_model():
    assert Size(pixels=901120, step=32).of(1080, 1920) == (704, 1280)
    assert Size(pixels=901120, step=32).of(1920, 1080) == (1280, 704)
    assert Size(pixels=589824, step=64).of(72, 128) == (576, 1024)
