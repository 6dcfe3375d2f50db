from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clips.local.chaining import Piece, frames_of, longest, pieces_of, seed_of
from pipeline.local.families import FAMILIES, Family

A, B, C = Path("a.png"), Path("b.png"), Path("c.png")
WAN, LTX = FAMILIES["WanImageToVideoPipeline"], FAMILIES["LTXConditionPipeline"]
CLIPS = [family for family in FAMILIES.values() if family.makes == "clips"]


def shown(pieces: tuple[Piece, ...]) -> int:
    """How many frames are seen: a seam is shown once."""
    return sum(piece.frames for piece in pieces) - (len(pieces) - 1)


@pytest.mark.parametrize(("seconds", "frames"), [(1.0, 16), (1.01, 17), (0.0, 1), (5.0625, 81), (0.1 * 3, 5)])
def test_seconds_are_rounded_up_to_a_whole_frame(seconds, frames):
    assert frames_of(seconds, 16) == frames


def test_what_fits_is_one_piece_by_the_rule_of_the_family():
    assert pieces_of(WAN, 40) == (Piece(41),)
    assert pieces_of(WAN, 81) == (Piece(81),)


def test_a_longer_shot_is_cut_into_few_pieces_of_about_one_length():
    assert pieces_of(WAN, 82) == (Piece(41), Piece(45))
    assert [piece.frames for piece in pieces_of(WAN, 241)] == [81, 81, 81]


def test_the_last_picture_ends_the_last_piece():
    assert pieces_of(WAN, 100, last=B) == (Piece(53), Piece(53, ((52, B),)))


def test_there_is_a_stretch_for_each_picture_on_the_way():
    assert pieces_of(WAN, 49, [A, B], C) == (
        Piece(17, ((16, A),)),
        Piece(17, ((16, B),)),
        Piece(17, ((16, C),)),
    )


def test_what_follows_the_last_picture_on_the_way_is_free():
    assert pieces_of(WAN, 33, [A]) == (Piece(17, ((16, A),)), Piece(17))


def test_a_family_that_takes_pictures_anywhere_gets_them_in_one_piece():
    assert pieces_of(LTX, 97, [A, B], C) == (Piece(97, ((32, A), (64, B), (96, C))),)
    assert pieces_of(LTX, 97, [A]) == (Piece(97, ((48, A),)),)
    assert len(pieces_of(LTX, 300, [A], B)) == 2


@given(st.sampled_from(CLIPS), st.integers(1, 800), st.integers(0, 4), st.booleans())
def test_pieces_are_always_long_enough_and_by_the_rule(family: Family, frames: int, keys: int, end: bool):
    pictures = [Path(f"{number}.png") for number in range(keys)]
    pieces = pieces_of(family, frames, pictures, C if end else None)
    k, r = family.frames
    assert shown(pieces) >= frames
    assert all((piece.frames - r) % k == 0 and piece.frames <= family.most_frames for piece in pieces)
    passed = [picture for piece in pieces for _, picture in piece.passes]
    assert passed == [*pictures, *([C] if end else [])]
    assert all(index < piece.frames for piece in pieces for index, _ in piece.passes)
    assert not end or pieces[-1].passes[-1][0] == pieces[-1].frames - 1


@pytest.mark.parametrize("family", CLIPS, ids=lambda family: family.label)
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_the_longest_clip_needs_no_more_pieces_than_it_may_have(family, count):
    frames = frames_of(longest(family, count), family.fps)
    assert len(pieces_of(family, frames)) == count
    assert len(pieces_of(family, frames + 1)) == count + 1


def test_every_piece_has_a_seed_of_its_own_that_follows_from_the_shot():
    seeds = [seed_of(7, piece) for piece in range(4)]
    assert seeds[0] == 7
    assert len(set(seeds)) == 4
    assert seeds == [seed_of(7, piece) for piece in range(4)]
    assert seed_of(8, 1) != seeds[1]
