from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.memory_plans import page
from pipeline.local.cards import Card
from pipeline.local.effort import decoding, working
from pipeline.local.families import FAMILIES
from pipeline.local.memory import (
    Needs,
    Rung,
    Wish,
    letter,
    lower,
    on_card,
    on_host,
    plan,
    told,
)

GIB = 1024**3
BILLION = 10**9
#: FLUX.1-dev: a denoiser of 11.9 billion weights, T5 of 4.76.
FLUX = Needs(
    (("text_encoder", 123 * BILLION // 1000), ("text_encoder_2", 4760 * BILLION // 1000),
     ("transformer", 11900 * BILLION // 1000), ("vae", 84 * BILLION // 1000)),
    working=3 * GIB,
    quantisable=("text_encoder_2", "transformer"),
    decoding=3 * GIB,
)  # fmt: skip


def sized(gib, host=128, capability=8.9, device="cuda:0"):
    """A card that is sold with so many GB, of which the screen has a little."""
    return Card(device, f"{gib} GB", gib * GIB, int(gib * GIB * 0.97), host * GIB, capability)


def everything(_package):
    return True


def nothing(_package):
    return False


def ways(needs, card, wish=Wish(), has=everything):  # noqa: B008 - frozen
    """All rungs from the planned one down."""
    rung = plan(needs, card, wish, has)
    while rung is not None:
        yield rung.quantise, rung.offload
        before, rung = rung, lower(rung, needs, card, wish, has)
        if rung and (rung.quantise, rung.offload) == (before.quantise, before.offload):
            rung = lower(rung, needs, card, wish, has)


@pytest.mark.parametrize(
    ("gib", "expected"),
    [
        (80, "whole, bfloat16"),
        (48, "whole, bfloat16"),
        (32, "model offload, bfloat16"),
        (24, "whole, bfloat16, 8bit"),
        (16, "model offload, bfloat16, 8bit"),
        (8, "group offload, bfloat16"),
    ],
)
def test_the_best_rung_that_fits_is_taken(gib, expected):
    rung = plan(FLUX, sized(gib), Wish(), everything)
    assert (str(rung), rung.fits) == (expected, True)


def test_the_ladder_goes_down_from_the_best_pictures_to_the_slowest():
    """8 bit and offload together take less than either; layer by layer takes no less than by groups."""
    assert list(ways(FLUX, sized(80))) == [
        ("none", "none"),
        ("none", "model"),
        ("8bit", "none"),
        ("8bit", "model"),
        ("none", "group"),
        ("8bit", "group"),
    ]


def test_where_the_machine_has_no_room_for_parts_that_wait_the_weights_get_smaller():
    assert str(plan(FLUX, sized(16, host=12), Wish(), everything)) == "whole, bfloat16, 4bit"
    assert str(plan(FLUX, sized(12, host=12), Wish(), everything)) == "model offload, bfloat16, 4bit"
    assert not plan(FLUX, sized(12, host=4), Wish(), everything).fits


def test_smaller_weights_need_their_package_and_a_card_for_it():
    assert str(plan(FLUX, sized(24), Wish(), nothing)) == "group offload, bfloat16"
    assert str(plan(FLUX, sized(24, capability=0.0), Wish(), everything)) == "group offload, bfloat16"


def test_a_chip_that_shares_its_memory_moves_nothing():
    chip = sized(24, host=0, capability=0.0, device="mps")
    assert list(ways(FLUX, chip)) == [("none", "none")]
    assert not plan(FLUX, chip, Wish(), everything).fits


@pytest.mark.parametrize(
    ("gib", "precision", "fits"), [(128, "float32", True), (48, "bfloat16", True), (16, "bfloat16", False)]
)
def test_a_processor_works_exactly_where_its_memory_allows(gib, precision, fits):
    rung = plan(FLUX, sized(gib, host=0, capability=0.0, device="cpu"), Wish(), everything)
    assert (rung.precision, rung.quantise, rung.offload, rung.fits) == (precision, "none", "none", fits)


class TestWishes:
    @pytest.mark.parametrize(
        ("wish", "expected"),
        [
            (Wish(quantise="none"), "group offload, bfloat16"),
            (Wish(quantise="4bit"), "whole, bfloat16, 4bit"),
            (Wish(quantise="8bit", offload="group"), "group offload, bfloat16, 8bit"),
            (Wish(offload="model"), "model offload, bfloat16, 8bit"),
            (Wish(offload="sequential"), "sequential offload, bfloat16"),
            (Wish(precision="float16"), "whole, float16, 8bit"),
        ],
    )
    def test_what_the_user_decided_is_kept_to(self, wish, expected):
        rung = plan(FLUX, sized(24), wish, everything)
        assert (str(rung), rung.fits) == (expected, True)

    def test_what_the_ladder_does_not_have_is_taken_as_it_is_wished(self):
        rung = plan(FLUX, sized(24), Wish(quantise="4bit", offload="group"), nothing)
        assert (rung.quantise, rung.offload) == ("4bit", "group")

    def test_a_wish_that_can_not_be_fits_not_and_the_letter_names_it(self):
        card, wish = sized(8), Wish(offload="none", quantise="none")
        rung = plan(FLUX, card, wish, everything)

        assert not rung.fits
        happened, helps = letter("FLUX.1-dev", FLUX, card, rung, wish)
        assert happened == (
            "FLUX.1-dev needs 35 GB of cuda:0 even as whole, bfloat16, tiled decoding (the profile asks for "
            "`quantise: none` and `offload: none`); 7.8 of 8.0 GB are free."
        )
        assert helps.endswith("or leave `quantise` and `offload` on auto.")

    def test_the_letter_tells_of_the_machines_memory_where_that_is_short(self):
        card = sized(8, host=2)
        happened, _ = letter("FLUX.1-dev", FLUX, card, Rung(offload="group"), Wish())
        assert happened.endswith("7.8 of 8.0 GB are free, and of the machine's memory 2.0 of 32 GB.")

    def test_from_a_wish_one_steps_down_within_it(self):
        wish = Wish(quantise="none")
        assert list(ways(FLUX, sized(80), wish)) == [("none", "none"), ("none", "model"), ("none", "group")]


class TestSteppingDown:
    def test_a_decoder_in_pieces_is_tried_before_slower_ways(self):
        card = sized(16)
        rung = Rung(quantise="8bit", offload="model")
        assert lower(rung, FLUX, card, Wish(), everything) == replace(rung, tiling=True)

    def test_a_whole_model_leaves_the_card_before_it_decodes_in_pieces(self):
        below = lower(Rung(), FLUX, sized(48), Wish(), everything)
        assert below == Rung(offload="model", tiling=True)

    def test_a_rung_without_room_on_the_machine_is_left_out(self):
        below = lower(Rung(), FLUX, sized(48, host=24), Wish(), everything)
        assert (below.quantise, below.offload) == ("8bit", "none")

    def test_the_last_rung_decodes_in_pieces_and_then_there_is_none(self):
        chip = sized(48, host=0, device="mps", capability=0.0)
        last = lower(Rung(), FLUX, chip, Wish(), everything)
        assert last == Rung(tiling=True)
        assert lower(last, FLUX, chip, Wish(), everything) is None

    def test_each_rung_takes_less_of_the_card_than_the_one_before(self):
        taken = [on_card(FLUX, Rung(quantise=q, offload=o)) for q, o in ways(FLUX, sized(80))]
        assert taken == sorted(taken, reverse=True)


def test_what_waits_is_counted_on_the_machine():
    assert on_host(FLUX, Rung()) == 0
    assert on_host(FLUX, Rung(offload="group")) == pytest.approx(33.9e9, rel=0.01)
    assert on_host(FLUX, Rung(quantise="8bit", offload="model")) == pytest.approx(17.7e9, rel=0.01)


def test_one_line_says_the_plan_and_why():
    card = sized(24)
    assert told("FLUX.1-dev", FLUX, card, plan(FLUX, card, Wish(), everything)) == (
        "FLUX.1-dev needs 32 GB and 3.0 GB to work; 23 GB are free on cuda:0: whole, bfloat16, 8bit"
    )


def test_what_decodes_larger_than_the_room_beside_it_decodes_in_pieces():
    needs = replace(FLUX, decoding=8 * GIB)
    assert not plan(needs, sized(48), Wish(), everything).tiling
    assert plan(needs, sized(24), Wish(), everything).tiling


class TestEffort:
    """Against what others measured; the sources stand in `effort.py` and `docs/local-memory.md`."""

    @pytest.mark.parametrize(
        ("kind", "size", "frames", "least", "most"),
        [
            ("FluxPipeline", (1024, 1024), 1, 1, 4),
            ("CogVideoXPipeline", (720, 480), 49, 3, 6),  # 26 GB whole, of which 21 are weights
            ("HunyuanVideoPipeline", (1280, 720), 129, 25, 40),  # 60 GB, of which 26 are weights
            ("HunyuanVideoPipeline", (960, 544), 129, 12, 24),  # 45 GB
            ("WanPipeline", (832, 480), 81, 2, 7),  # 8 GB with 2.8 of weights
        ],
    )
    def test_what_work_takes_is_of_the_order_that_was_measured(self, kind, size, frames, least, most):
        assert least * GIB < working(FAMILIES[kind], *size, frames) < most * GIB

    @pytest.mark.parametrize("kind", FAMILIES)
    def test_more_pixels_and_frames_take_more(self, kind):
        family = FAMILIES[kind]
        small, large = (
            working(family, side, side, frames) for side, frames in ((512, 1), (1024, family.most_frames))
        )
        assert small < large
        assert decoding(family, 512, 512) < decoding(family, 1024, 1024, family.most_frames)

    def test_a_family_that_is_new_is_rather_thought_large(self):
        new = replace(FAMILIES["WanPipeline"], label="Next")
        assert working(new, 832, 480, 81) >= working(FAMILIES["WanPipeline"], 832, 480, 81)

    def test_pictures_that_are_looked_at_count(self):
        alone = replace(FAMILIES["Flux2Pipeline"], references=0)
        assert working(FAMILIES["Flux2Pipeline"], 1024, 1024) > working(alone, 1024, 1024)


def test_the_table_in_the_docs_is_what_is_planned():
    told = (Path(__file__).parents[2] / "docs" / "local-memory.md").read_text("utf-8")
    assert told == page(), "python benchmarks/memory_plans.py > docs/local-memory.md"
