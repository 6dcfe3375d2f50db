"""Scene headings in Chinese and English: where it plays, inside or outside, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.story import Time

_TIMES = {
    Time.DAWN: "晨 清晨 早晨 黎明 破晓 拂晓 日出 dawn sunrise daybreak",
    Time.DAY: "日 白天 白日 早 早上 上午 中午 正午 午后 下午 day morning noon afternoon midday",
    Time.DUSK: "昏 黄昏 傍晚 日落 夕阳 暮 dusk sunset evening twilight",
    Time.NIGHT: "夜 深夜 夜晚 晚 晚上 午夜 半夜 凌晨 夜里 雨夜 雪夜 night midnight",
}
_TIME_OF = {word: time for time, words in _TIMES.items() for word in words.split()}
_INSIDE_OF = dict.fromkeys(
    ["内", "内景", "室内", "屋内", "int", "interior", "int/ext", "i/e"], True
) | dict.fromkeys(["外", "外景", "室外", "屋外", "ext", "est", "exterior", "establishing", "ext/int"], False)
_FLASHBACKS = {"闪回", "回忆", "flashback", "memory"}
_MARKS = {
    "雨",
    "小雨",
    "大雨",
    "暴雨",
    "雪",
    "大雪",
    "雾",
    "晴",
    "阴",
    "later",
    "continuous",
    "moments later",
    "same",
}
_TIME_AND_PLACE = re.compile(r"(.{1,2}?)[/·]?([内外])景?")
_SEPARATOR = re.compile(r"([\s,，、/／·|｜—–\-.。:：]+)")
_BRACKETS = re.compile(r"[（(【\[]([^（()）【】\[\]]{1,20})[）)】\]]")


@dataclass(frozen=True)
class Heading:
    """A scene heading: *text* as written and what it says. `time` is nothing where it tells none."""

    text: str
    place: str = ""
    inside: bool = False
    time: Time | None = None
    flashback: bool = False
    marks: int = 0
    """How many words of time, inside or outside it has: without any, it may be no heading at all."""


def read_heading(text: str, rest: str) -> Heading:
    """
    What the words of *rest* say, in any order; those that say nothing else name the place.

    *text* is the heading as it is written, *rest* the part of it behind its number.
    """
    spaced = _BRACKETS.sub(lambda match: f" {match[1]} " if _all_known(match[1]) else match[0], rest)
    tokens = _SEPARATOR.split(spaced)
    words, separators = tokens[0::2], ["", *tokens[1::2]]
    known = [_parts(word) for word in words]
    marks = [part for parts in known for part in parts]
    return Heading(
        text=text,
        place=_joined(words, separators, known),
        inside=next((_INSIDE_OF[mark] for mark in marks if mark in _INSIDE_OF), False),
        time=next((_TIME_OF[mark] for mark in marks if mark in _TIME_OF), None),
        flashback=any(mark in _FLASHBACKS for mark in marks),
        marks=len(marks),
    )


def _parts(word: str) -> tuple[str, ...]:
    """The words of time and place that *word* is made of (`夜外` of two); none where it is another word."""
    lower = word.lower()
    if lower in _TIME_OF or lower in _INSIDE_OF or lower in _FLASHBACKS or lower in _MARKS:
        return (lower,)
    match = _TIME_AND_PLACE.fullmatch(word)
    if match and (match[1] in _TIME_OF or match[1] in _INSIDE_OF):
        return match[1], match[2]
    return ()


def _all_known(text: str) -> bool:
    return all(_parts(word) for word in _SEPARATOR.split(text)[0::2] if word)


def _joined(words: list[str], separators: list[str], known: list[tuple[str, ...]]) -> str:
    """The words that name the place, with the script's own separators where they stand side by side."""
    place, was_place = "", False
    for word, separator, parts in zip(words, separators, known, strict=True):
        if not word:
            continue
        if not parts:
            place += (separator if was_place else " ") + word
        was_place = not parts
    return place.strip()
