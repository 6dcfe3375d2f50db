"""What English reads differently from how it is written."""

from __future__ import annotations

import re

from pipeline.voices.reading import Rule, read

_TITLES = {
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Ms.": "Miz",
    "Dr.": "Doctor",
    "Prof.": "Professor",
    "Capt.": "Captain",
    "Lt.": "Lieutenant",
    "Sgt.": "Sergeant",
    "Jr.": "Junior",
    "Sr.": "Senior",
    "vs.": "versus",
    "etc.": "et cetera",
    "e.g.": "for example",
    "i.e.": "that is",
}
_CURRENCIES = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"), "¥": ("yuan", "fen")}
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_UNITS = r"km/h|mph|km|cm|mm|kg|mg|ml|ft|lbs?|oz|°C|°F|°"
_NUMBER = r"\d{1,15}(?:,\d{3})*(?:\.\d+)?"
_PHONE = (
    r"(?<!\d)(?:\+\d{1,2}[- ]?)?(?:\(\d{3}\)\s?|\d{3}[- .])\d{3}[- .]\d{4}(?!\d)"
    r"|(?<![\d-])\d{3}-\d{4}(?![\d-])|(?<!\d)911(?!\d)"
)
_CLOCK = (
    r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)(?:\s?[AaPp]\.?[Mm]\b\.?)?"
    r"|(?<!\d)\d{1,2}\s?(?:[AaPp]\.[Mm]\.|[AaPp][Mm]\b)"
)
_FULL_HOUR = " o'clock"
_SCALE = r"(?:\s(?:thousand|million|billion|trillion)\b)?"


def _cardinal(digits: str) -> str:
    number = int(digits)
    for size, name in _SCALES:
        if number >= size:
            rest = f" {_cardinal(str(number % size))}" if number % size else ""
            return f"{_cardinal(str(number // size))} {name}{rest}"
    return read(str(number), "en")


def _digits(written: str) -> str:
    return " ".join(read(digit, "en") for digit in re.findall(r"\d", written))


def _number(written: str) -> str:
    """A bare number; four digits without a comma are read like a year, as they are said."""
    if re.fullmatch(r"1[1-9]\d\d|20\d\d", written):
        return read(written, "en")
    sign = "minus " if written[0] in "-−" else ""
    whole, _, fraction = written.lstrip("-−+").replace(",", "").partition(".")
    point = f" point {_digits(fraction)}" if fraction else ""
    return sign + _cardinal(whole) + point


def _percent(written: str) -> str:
    return f"{_number(written.rstrip('% '))} percent"


def _plainly(written: str) -> str:
    return read(written.replace(",", ""), "en")


def _meters(written: str) -> str:
    return f"{_number(written.rstrip('m '))} meters"


def _day(written: str) -> str:
    month, day = written.split()
    number = int(re.sub(r"\D", "", day))
    suffix = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{month.rstrip('.')} {read(f'{number}{suffix}', 'en')}"


def _decade(written: str) -> str:
    century = written.lstrip("'")[:-3]
    tens = read(f"'{written[-3:]}", "en")
    return f"{read(century, 'en')} {tens}" if century else tens


def _money(written: str) -> str:
    unit, small = _CURRENCIES[written[0]]
    amount, _, scale = written[1:].partition(" ")
    whole, _, fraction = amount.partition(".")
    if scale or len(fraction) not in (0, 2):
        return " ".join(filter(None, (_number(amount), scale, f"{unit}s")))
    said = f"{_cardinal(whole.replace(',', ''))} {_many(unit, whole)}"
    if int(fraction or 0):
        said += f" and {_cardinal(fraction)} {_many(small, fraction)}"
    return said


def _many(unit: str, number: str) -> str:
    if int(number.replace(",", "")) == 1 or unit in {"yuan", "fen"}:
        return unit
    return "pence" if unit == "penny" else f"{unit}s"


def _clock(written: str) -> str:
    time = written.rstrip("AaPpMm. ")
    half = " ".join(re.sub("[^AP]", "", written.upper()) + "M") if time != written else ""
    said = read(time, "en") if ":" in time else _cardinal(time)
    return f"{said.removesuffix(_FULL_HOUR)} {half}" if half else said


def _range(written: str) -> str:
    first, last = re.split(r"\s?[-–—~]\s?", written, maxsplit=1)
    return f"{_number(first)} to {_number(last)}"


def _numbered(written: str) -> str:
    return f"number {_cardinal(re.sub(r'[^0-9]', '', written))}"


#: In the order in which they are tried.
RULES: dict[str, Rule] = {
    "title": (
        rf"(?<![A-Za-z])(?:{'|'.join(re.escape(title) for title in _TITLES)})",
        _TITLES.__getitem__,
    ),
    "saint": (r"(?<![A-Za-z])St\.(?=\s[A-Z])", lambda _: "Saint"),
    "street": (r"(?<=[a-z]\s)St\.", lambda _: "Street"),
    "numbered": (r"(?:(?<![A-Za-z])No\.\s?|#)\d{1,15}(?!\d)", _numbered),
    "phone": (_PHONE, _digits),
    "always": (r"(?<![\d/])24/7(?![\d/])", lambda _: "twenty-four seven"),
    "code": (r"\d{16,}|(?<![\d.,])0\d+(?![\d:.])", _digits),
    "date": (r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})(?!\d)", _plainly),
    "day": (rf"(?<![A-Za-z])(?:{_MONTHS})\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])", _day),
    "clock": (_CLOCK, _clock),
    "decade": (r"(?<!\d)(?:\d{2}|')?\d0s\b", _decade),
    "ordinal": (r"(?<!\d)\d{1,15}(?:st|nd|rd|th)\b", _plainly),
    "money": (rf"[$£€¥]{_NUMBER}{_SCALE}", _money),
    "range": (rf"(?<![\d.-]){_NUMBER}\s?[-–—~]\s?{_NUMBER}", _range),
    "percent": (rf"(?:(?<![\w])[-−+])?{_NUMBER}\s?%", _percent),
    "meters": (rf"{_NUMBER}\s?m\b", _meters),
    "measure": (rf"{_NUMBER}\s?(?:{_UNITS})(?![A-Za-z])|(?<![\d/])\d{{1,2}}/\d{{1,2}}(?![\d/])", _plainly),
    "number": (rf"(?:(?<![\w])[-−+])?{_NUMBER}", _number),
}

SIGNS = {"&": " and ", "+": " plus ", "=": " equals ", "@": " at ", "×": " times ", "÷": " divided by "}
PAUSE = ", "
