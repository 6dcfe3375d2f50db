"""Episodes as people write them."""

from __future__ import annotations

import pytest

from pipeline.episodes import named, spans
from pipeline.errors import InputError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1", [1]),
        ("2-4", [2, 3, 4]),
        ("1-3,7", [1, 2, 3, 7]),
        (" 1 , 5-6", [1, 5, 6]),
        ("2,1-2", [2, 1]),
        ("all", None),
    ],
)
def test_episodes_are_read_as_they_are_written(written, meant):
    assert named(written) == meant


@pytest.mark.parametrize(
    "written", ["", "x", "0", "0-2", "-1", "2-", "1,,2", "5-2", "²", "1-99999999", "1,all"]
)
def test_what_names_no_episodes_is_refused(written):
    with pytest.raises(InputError, match="names no episodes"):
        named(written)


@pytest.mark.parametrize(
    ("numbers", "short"), [([], ""), ([4], "4"), ([1, 2, 3, 7], "1-3, 7"), ([2, 1], "2, 1")]
)
def test_many_numbers_are_told_in_short(numbers, short):
    assert spans(numbers) == short
