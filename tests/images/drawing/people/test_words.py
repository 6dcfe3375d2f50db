"""What descriptions say, in Chinese and English."""

from __future__ import annotations

import pytest

from pipeline.images.drawing.people import words


@pytest.mark.parametrize(
    ("text", "garment"),
    [
        ("穿着红色嫁衣", "bride"),
        ("一身银色铠甲的将军", "armour"),
        ("身着龙袍", "dragon"),
        ("白大褂，戴金丝眼镜", "doctor"),
        ("米色风衣，长发", "coat"),
        ("a yellow raincoat", "coat"),
        ("深红色对襟棉袄", "padded"),
        ("校服，马尾", "school"),
        ("in a black leather jacket", "leather"),
        ("wears a white wedding dress", "wedding"),
        ("a red dress", "dress"),
        ("three suits hang behind him", "suit"),
        ("眼神清冷", ""),
    ],
)
def test_the_clothes_are_found_in_a_description(text: str, garment: str) -> None:
    assert words.first_of(words.GARMENTS, text) == garment


def test_an_english_word_counts_only_on_its_own() -> None:
    assert words.first_of(words.GARMENTS, "stands beside the wardrobe") == ""
    assert words.first_of(words.EXTRAS, "capable and chatty") == ""


@pytest.mark.parametrize("text", ["没有胡子", "不戴眼镜", "without a hat", "no glasses"])
def test_what_is_denied_is_not_worn(text: str) -> None:
    assert words.all_of(words.EXTRAS, text) == frozenset()


def test_several_things_can_be_worn_at_once() -> None:
    assert words.all_of(words.EXTRAS, "戴眼镜，围着红围巾，留着胡子") == {"glasses", "scarf", "beard"}


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("穿红色长裙", "#b3322f"),
        ("深红色对襟棉袄", "#822626"),
        ("a pale blue dress", "#7090b1"),
        ("米白色风衣", "#f2ead9"),
        ("白色风衣", "#eceef0"),
        ("a yellow raincoat", "#d9b048"),
        ("蓝西装", "#33608f"),
        ("a green silk dress", "#4b7f5e"),
        ("navy suit", "#232f4d"),
        ("脸红的少女", ""),
        ("红围巾，风衣", ""),
        ("白发苍苍", ""),
    ],
)
def test_a_colour_belongs_to_the_clothes_it_stands_before(text: str, color: str) -> None:
    assert words.cloth_color(text) == color


@pytest.mark.parametrize(
    ("text", "color"),
    [("银白长发", "#d9dce2"), ("auburn hair", "#7c2f26"), ("黑衣白发", "#d9dce2"), ("红裙长发", "")],
)
def test_a_colour_belongs_to_the_hair_it_stands_before(text: str, color: str) -> None:
    assert words.hair_color(text) == color


def test_a_scarf_has_its_own_colour() -> None:
    assert words.scarf_color("米色风衣，红围巾") == "#b3322f"
    assert words.cloth_color("米色风衣，红围巾") == "#d8c6a5"
