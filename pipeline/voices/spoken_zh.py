"""What Mandarin reads differently from how it is written."""

from __future__ import annotations

import re

from pipeline.voices.reading import Rule, read

_DIGITS = str.maketrans("0123456789", "零幺二三四五六七八九")
_UNITS = r"%|‰|℃|°C|km/h|m/s|km²|cm²|m²|㎡|kg|km|cm|mm|mg|ml|mL|m|g|L|°"
_NUMBER = r"\d{1,16}(?:,\d{3})*(?:\.\d+)?"
_COUNTED = "个天年月岁元块次位分秒点米斤倍号楼层集章人只条张件本句杯名"
_PHONE = (
    r"(?<![\dA-Za-z])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"
    r"|(?<!\d)(?:0\d{2,3}|[48]00)-\d{3,4}-?\d{4}(?!\d)"
)
_DASH = "[-~～—–至到]"


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written).translate(_DIGITS)


def _number(written: str) -> str:
    return read(written.replace(",", "").replace("−", "-"), "zh")


def _ordinal(written: str) -> str:
    return written[0] + _number(written[1:])


def _year(written: str) -> str:
    number = written.removesuffix("年")
    return (_number(number) if number.endswith("000") else read(number + "年", "zh")[:-1]) + "年"


def _years(written: str) -> str:
    first, last = re.findall(r"\d{4}", written)
    return f"{_year(first)[:-1]}到{_year(last)}"


def _range(written: str) -> str:
    return _number(re.sub(_DASH, "-", written))


def _clock(written: str) -> str:
    hour, rest = re.split("[:：]", written, maxsplit=1)
    if int(hour):
        return read(written.replace("：", ":"), "zh")
    minutes = read("1:" + rest.replace("：", ":"), "zh").removeprefix("一点")
    return "零点" + minutes


#: In the order in which they are tried. wetext reads the expression; what it gets wrong is put right.
RULES: dict[str, Rule] = {
    "phone": (_PHONE, _digits),
    "code": (r"\d{17,}|(?<=[A-Za-z])\d{3,}|(?<!\d)\d{3,4}(?=号?[房室]|航班|次列车)|(?<!\d)00\d+", _digits),
    "years": (r"(?<!\d)\d{4}年?[-~～—–至到]\d{4}年", _years),
    "date": (r"(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)", _number),
    "year": (r"(?<!\d)[12]\d{3}年", _year),
    "clock": (r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)", _clock),
    "ordinal": (r"第\d{1,16}(?!\d)", _ordinal),
    "score": (r"(?<![\d:])\d{1,3}[:：]\d{1,3}(?![\d:])", lambda written: _number(written.replace("：", ":"))),
    "born": (r"(?<!\d)\d0后", lambda written: f"{_digits(written)}后"),
    "numbered": (r"No\.\s?\d{1,16}(?!\d)", lambda written: f"{_number(re.sub(r'[^0-9]', '', written))}号"),
    "range": (rf"(?<![\d.])(?:{_NUMBER}){_DASH}(?:{_NUMBER})[{_COUNTED}万亿%]?", _range),
    # "Two of something" is 两, which wetext knows for some of the words that count.
    "two": (r"(?<![\d.第初十])2(?=[个位次倍件天块只条张杯本名遍句点岁间辆匹枪声家把])", lambda _: "两"),
    "number": (
        rf"(?:(?<![\dA-Za-z])[-+−])?[¥$€£]?{_NUMBER}(?:/\d+)?[万亿]?(?:(?:{_UNITS})(?![A-Za-z]))?",
        _number,
    ),
    # Spelled letter by letter, as a Mandarin speaker does; longer words are read.
    "letters": (r"(?<![A-Za-z])[A-Z]{2,4}(?![A-Za-z])", " ".join),
}

SIGNS = {"&": "和", "+": "加", "=": "等于", "@": "艾特", "×": "乘", "÷": "除以"}
PAUSE = "，"
