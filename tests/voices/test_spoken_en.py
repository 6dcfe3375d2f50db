from __future__ import annotations

import pytest

from pipeline.voices.speakable import speakable

SAID = {
    "In 1999, in 2005, in 2024": "In nineteen ninety nine, in two thousand five, in twenty twenty four",
    "the 1980s and '90s": "the nineteen eighties and nineties",
    "1,200 men and 1000 ships": "one thousand two hundred men and one thousand ships",
    "10,000,000 people": "ten million people",
    "2.5 million and 3.14": "two point five million and three point one four",
    "It was $5.99": "It was five dollars and ninety nine cents",
    "$1, £20.01, €3, ¥100": "one dollar, twenty pounds and one penny, three euros, one hundred yuan",
    "$1.2 million, $1,200": "one point two million dollars, one thousand two hundred dollars",
    "at 3:30, at 10:05 a.m.": "at three thirty, at ten o five A M",
    "8:00 or 8:00pm or 3 p.m.": "eight o'clock or eight P M or three P M",
    "5 o'clock": "five o'clock",
    "May 5, 2024": "May fifth, twenty twenty four",
    "Dec. 22nd and March 13": "Dec twenty second and March thirteenth",
    "2020-05-06": "the sixth of may twenty twenty",
    "1st, 2nd, 23rd, 100th": "first, second, twenty third, one hundredth",
    "Dr. Smith met Mr. and Mrs. Jones": "Doctor Smith met Mister and Missus Jones",
    "No. 5 Baker St.": "number five Baker Street",
    "St. John vs. you, etc.": "Saint John versus you, et cetera",
    "No. I said no.": "No. I said no.",
    "We're #1": "We're number one",
    "50% off, 0.5 %": "fifty percent off, zero point five percent",
    "75kg at 10 km/h for 100m": "seventy five kilograms at ten kilometers per hour for one hundred meters",
    "1/2 cup": "one half cup",
    "3-5 days, 10 – 20": "three to five days, ten to twenty",
    "-5 degrees": "minus five degrees",
    "Call 555-1234": "Call five five five one two three four",
    "Call (555) 123-4567 or 911": "Call five five five one two three four five six seven or nine one one",
    "24/7": "twenty-four seven",
    "Agent 007, room 302": "Agent zero zero seven, room three hundred and two",
    "I've 20, he'll take 4": "I've twenty, he'll take four",
    '"No," she said': "No, she said",
    "5G and A4": "five G and A four",
}


@pytest.mark.parametrize(("written", "said"), SAID.items(), ids=SAID)
def test_english_is_read_as_it_is_said(written, said):
    assert speakable(written, "en").text == said


def test_an_endless_number_is_read_digit_by_digit():
    assert speakable("code " + "12" * 10, "en").text == "code " + " ".join(["one two"] * 10)
