"""Which films are delivered of an episode, and where."""

from __future__ import annotations

from pipeline.final.film import Film
from pipeline.final.output import Final, outputs


def test_a_profile_without_platforms_asks_for_one_film():
    (output,) = outputs(Film(), Final())

    assert output.film == Film()
    assert output.beside("e01", ".mp4") == "final/e01.mp4"
