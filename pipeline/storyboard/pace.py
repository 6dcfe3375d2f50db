"""How long words take: to say, to read, and to show; estimates until the voices are there."""

from __future__ import annotations

import re

from pipeline.story import Language

#: Dialogue in Chinese drama runs at about 250 characters a minute.
HANZI_PER_SECOND = 4.2

#: 155 words a minute, the lower end of what the BBC's subtitle guidelines call normal speech.
WORDS_PER_SECOND = 2.6

#: A script page of about 180 words, or 300 hanzi, is a minute of film.
SHOWN_WORDS_PER_SECOND = 3.0
SHOWN_HANZI_PER_SECOND = 5.0

_HANZI = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’\-]*")
_DIGIT = re.compile(r"\d")
_COMMA = re.compile(r"[，、,；;：:—]+(?=.)")
_STOP = re.compile(r"[。！？!?…]+(?=.)|\.+(?=\s)")
_COMMA_SECONDS = 0.22
_STOP_SECONDS = 0.4

#: Whatever is written, nobody reads more characters a second.
_FASTEST = 40


def speech_seconds(text: str, language: Language = "zh") -> float:
    """
    About how many seconds it takes to say *text*, without silence before and after it.

    Hanzi and Latin words count wherever they stand; a digit counts as a hanzi in Chinese and as
    most of a word in English. Pauses at punctuation inside the text are included.
    The bundled espeak-ng voices say the sample scripts in nine tenths of this.
    """
    hanzi, words, digits = _count(text)
    digit_seconds = 1 / HANZI_PER_SECOND if language == "zh" else 0.8 / WORDS_PER_SECOND
    said = hanzi / HANZI_PER_SECOND + words / WORDS_PER_SECOND + digits * digit_seconds
    return round(max(said + _pauses(text), len(text) / _FASTEST), 2)


def shown_seconds(text: str) -> float:
    """About how many seconds the film needs to show what *text* describes."""
    hanzi, words, digits = _count(text)
    shown = hanzi / SHOWN_HANZI_PER_SECOND + (words + digits / 2) / SHOWN_WORDS_PER_SECOND
    return round(max(shown, len(text) / _FASTEST), 2)


def _count(text: str) -> tuple[int, int, int]:
    return len(_HANZI.findall(text)), len(_WORD.findall(text)), len(_DIGIT.findall(text))


def _pauses(text: str) -> float:
    return len(_COMMA.findall(text)) * _COMMA_SECONDS + len(_STOP.findall(text)) * _STOP_SECONDS
