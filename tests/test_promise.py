"""Work done here and now, as a promise that is kept or broken already."""

from __future__ import annotations

import pytest

from pipeline.attempt import Made
from pipeline.errors import Refused, Skipped
from pipeline.promise import Done, at_once


def make(name: str, *_: object) -> Made:
    return Made(name, None, "made", "sketch", 1)


def refuse() -> Made:
    raise Refused("No.", "Use other words.")


def test_work_is_done_with_what_was_promised_before():
    first = at_once("frame", make, "images/e01s01-01.png")

    def clip(frame: Made) -> Made:
        return make(frame.name.replace("images", "clips"))

    assert at_once("clip", clip, first).result().name == "clips/e01s01-01.png"


def test_work_that_fails_says_so_when_it_is_asked_for():
    broken = at_once("frame", refuse)

    with pytest.raises(Refused, match="No"):
        broken.result()


def test_what_waits_for_broken_work_is_not_tried():
    waiting = at_once("clip e01s01-01", make, "clips/e01s01-01.mp4", Done(None, Refused("No.")))

    with pytest.raises(Skipped, match="clip e01s01-01 waits"):
        waiting.result()
