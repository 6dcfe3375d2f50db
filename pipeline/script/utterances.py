"""What is said in a cue of a subtitle file, by one voice or several; and what in it nobody says."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.script.cues import TimedText
from pipeline.script.speech import Cue, cue, split_cue
from pipeline.story import Mode

_DASH = re.compile(r"^(?:[-‐–](?!-)|—(?!—)|>{2,3})\s*(?=\S)")
_NEXT_DASH = re.compile(r"(?<=[.!?…。！？\"”])\s+(?:[-‐–](?!-)|—(?!—)|>{2,3})\s*(?=\S)")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]|\(([^()]*)\)|（([^（）]*)）|【([^【】]*)】|［([^［］]*)］")
_NAMED = re.compile(r"【([^【】]{1,30}(?<!声)(?<!音乐)(?<!音效)(?<!响))】\s*[:：]?\s*(?=\w|[“「\"'¿¡…])(.*)")
_NOTE_SIGN = re.compile(r"[♪♫♬🎵🎶]")
_HASHED = re.compile(r"#\s.*\s#")
_CREDIT = re.compile(
    r"www\.|https?://|\bsubtitles? (?:by|from|downloaded)|\bsync(?:ed)? (?:and|&|by)|"
    r"字幕组|(?:翻译|校对|时间轴|后期)\s*[:：]",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"[\W_]*")
#: `我告诉他：…` and `Remember: …` are no names.
_TELLING = re.compile(r".*[说道问喊叫想诉答是的了着记住]|[我你他她它这那].*")
_OFTEN = 3


@dataclass(frozen=True)
class Utterance:
    """
    Words of one voice, or (*why*) words that nobody says.

    *marked* tells that the cue itself says that a voice begins here, by a name or a dash.
    """

    text: str
    line_number: int
    who: Cue
    marked: bool = False
    why: str = ""


NOBODY = Cue("", "", Mode.NARRATION)


def speakers_in(cues: Iterable[TimedText]) -> frozenset[str]:
    """Who stands before a colon: in capitals, short in Chinese, or there again and again."""
    found = Counter(
        split[0].speaker
        for one in cues
        for line in one.lines
        if (split := split_cue(_DASH.sub("", line, count=1), inner=""))
    )
    return frozenset(name for name, times in found.items() if times >= _OFTEN or _looks_like_a_name(name))


def _looks_like_a_name(name: str) -> bool:
    if name.isascii():
        return name == name.upper()
    return len(name) <= 4 and not _TELLING.fullmatch(name)


def utterances(one: TimedText, speakers: frozenset[str]) -> Iterator[Utterance]:
    """What is said in the cue *one*; of those before a colon, only *speakers* are."""
    whole = " ".join(one.lines)
    if _CREDIT.search(whole):
        yield Utterance(whole, one.line_number, NOBODY, why="about the subtitles")
        return
    lines = list(enumerate(one.lines, start=one.line_number))
    sung = _sung(one.lines)
    for number, line in itertools.compress(lines, sung):
        yield Utterance(line, number, NOBODY, why="a song")
    for marked, voice in _voices(itertools.compress(lines, [not song for song in sung]), speakers):
        yield from _said(joined(text for _, text in voice), voice[0][0], one.speaker, speakers, marked)


def joined(parts: Iterable[str]) -> str:
    """One text; between hanzi there is no blank."""
    text = " ".join(filter(None, parts))
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)


def _sung(lines: tuple[str, ...]) -> list[bool]:
    """Of each line; a song goes on to the line that ends with a note."""
    sung, goes_on = [], False
    for line in lines:
        begins = bool(_NOTE_SIGN.match(_DASH.sub("", line)))
        ends = bool(_NOTE_SIGN.match(line[-1:]))
        sung.append(goes_on or begins or ends or bool(_HASHED.fullmatch(line)))
        goes_on = (goes_on or begins) and not ends
    return sung


def _voices(
    lines: Iterable[tuple[int, str]], speakers: frozenset[str]
) -> Iterator[tuple[bool, list[tuple[int, str]]]]:
    """The lines of each voice; a dash or a speaker begins another."""
    now: list[tuple[int, str]] = []
    marked = False
    for number, line in lines:
        for text, begins in _split(line, speakers):
            if begins and now:
                yield marked, now
                now = []
            marked = begins or (marked and bool(now))
            now.append((number, text))
    if now:
        yield marked, now


def _split(line: str, speakers: frozenset[str]) -> Iterator[tuple[str, bool]]:
    dash = _DASH.match(line)
    if dash is None:
        yield line, _who(line, speakers) is not None
        return
    for text in _NEXT_DASH.split(line[dash.end() :]):
        yield text, True


def _who(text: str, speakers: frozenset[str]) -> tuple[Cue, str] | None:
    named = _NAMED.fullmatch(text)
    if named:
        return cue(named[1].strip(), [], inner=""), named[2]
    found = split_cue(text, inner="")
    is_name = found is not None and (found[0].speaker in speakers or found[0].mode is Mode.NARRATION)
    return found if is_name else None


def _said(
    text: str, line_number: int, speaker: str, speakers: frozenset[str], marked: bool
) -> Iterator[Utterance]:
    """The remarks in brackets go with the words beside them; without words they are sounds."""
    who, words = _who(text, speakers) or (cue(speaker, [], inner="") if speaker else NOBODY, text)
    remarks = [remark for groups in _BRACKETS.findall(words) for remark in groups if remark.strip()]
    rest = " ".join(_BRACKETS.sub(" ", words).split())
    if _NO_WORDS.fullmatch(rest):
        yield Utterance(text, line_number, who, why="a sound")
    else:
        note = ", ".join(itertools.chain(filter(None, [who.note]), map(str.strip, remarks)))
        yield Utterance(rest, line_number, replace(who, note=note), marked)
