"""The things that an action is about, and where a director would cut to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.script.mentions import Mentions
from pipeline.storyboard.pace import shown_seconds
from pipeline.storyboard.presence import present
from pipeline.storyboard.splitting import clauses, sentences

#: Things that a close look can show; the drawn pictures know every one.
THINGS = (
    "手机|屏幕|信封|信纸|信件|照片|相片|寻人启事|戒指|钥匙|匕首|刀|枪|血迹|文件|合同|协议|玉佩|令牌|怀表|日记|药瓶|"
    "药碗|酒杯|茶杯|圣旨|字条|纸条|支票|纸币|盒|项链|簪"
)
THINGS_IN_ENGLISH = (
    "phone|screen|letters?|envelope|page|photo|photograph|ring|key|knife|dagger|gun|blood|contract|"
    "document|diary|note|box|necklace|locket|pendant|watch|cup|candle"
)
_DOOR = "门(?:被|忽然|突然|猛地|缓缓|砰)|the door (?:opens|bursts|flies|swings|creaks)"
_LETTER = "(?<![相自迷微通守失])信(?![任心念号仰息誓])"
_THING = re.compile(rf"{THINGS}|{_LETTER}|{_DOOR}|\b(?:{THINGS_IN_ENGLISH})\b", re.IGNORECASE)
_MARK = re.compile(r"伤疤|疤痕|胎记|纹身|(?:一道|那道)疤|\b(?:scar|birthmark|tattoo)\b", re.IGNORECASE)
_HANDLED = re.compile(
    r"塞|掏|递|拿出|取出|拿起|攥|握|按下|展开|拆|撕|举起|拔出|打开|摘下|戴上|扔|砸|摔|"
    r"\b(?:unfolds?|opens?|pulls? out|takes? out|holds? (?:up|out)|drops?|draws?|tears?|hands?|closes?|"
    r"slides?|picks? up)\b",
    re.IGNORECASE,
)
_PRONOUN_FIRST = re.compile(r"\W*(?:[她他]们?(?!的)|(?:she|he|they)\b)", re.IGNORECASE)

_SOMEBODY = re.compile(
    r"[女男]人|[女男]孩|女子|男子|人影|有人|老人|少年|少女|孩子|\b(?:girl|boy|man|woman|child|figure)\b",
    re.IGNORECASE,
)

_MORE_OF_IT = re.compile(r"\s*(?:里面|里头|上面|全是|写着|竟是|那是|inside)", re.IGNORECASE)

#: What leads to a detail or follows it, and takes less to show, is no shot of its own.
_LEAST_BEFORE_SECONDS = 1.2
_LEAST_AFTER_SECONDS = 0.8


@dataclass(frozen=True)
class Glance:
    """A part of an action; one at a *detail* shows a thing, or a mark on the face of *owner*."""

    text: str
    detail: bool = False
    owner: str = ""


def glances(text: str, mentions: Mentions) -> list[Glance]:
    """*text* in parts: what leads to a detail, the detail, what follows it; or all as one."""
    told = [clause for sentence in sentences(text) for clause in _clauses(sentence)]
    found = next((index for index, clause in enumerate(told) if _is_detail(clause, mentions)), None)
    if found is None:
        return [Glance(text)]
    end = found + 1
    while end < len(told) and _goes_on(told[end - 1], told[end], mentions):
        end += 1
    before, detail, after = ("".join(part) for part in (told[:found], told[found:end], told[end:]))
    if shown_seconds(before) < _LEAST_BEFORE_SECONDS:
        before, detail = "", before + detail
    if shown_seconds(after) < _LEAST_AFTER_SECONDS:
        detail, after = detail + after, ""
    leading = [Glance(before)] if before.strip() else []
    glance = Glance(detail, detail=True, owner=_owner(detail, mentions))
    return [*leading, glance, *(glances(after, mentions) if after.strip() else [])]


def _clauses(sentence: str) -> list[str]:
    """The clauses; an English one that does nothing with a hand stays with its subject."""
    told: list[str] = []
    for clause in clauses(sentence):
        if told and clause.isascii() and not _HANDLED.match(clause.lstrip()):
            told[-1] += clause
        else:
            told.append(clause)
    return told


def _is_detail(clause: str, mentions: Mentions) -> bool:
    """Whether a thing is the subject of *clause*, or what hands do something with, or a mark is seen."""
    thing = _THING.search(clause)
    if thing is None:
        return _owner(clause, mentions) != ""
    return not _somebody(clause[: thing.start()], mentions) or _HANDLED.search(clause) is not None


def _somebody(text: str, mentions: Mentions) -> bool:
    """Whether *text* has a person in it."""
    here = bool(present(text, mentions)) or _SOMEBODY.search(text) is not None
    return here or _PRONOUN_FIRST.match(text) is not None


def _goes_on(detail: str, clause: str, mentions: Mentions) -> bool:
    """Whether *clause* is about the thing in *detail* too."""
    if _is_detail(clause, mentions) or _MORE_OF_IT.match(clause):
        return True
    acted = _HANDLED.search(detail) or _owner(detail, mentions)
    return not acted and not _somebody(clause, mentions)


def _owner(clause: str, mentions: Mentions) -> str:
    """Whose mark *clause* looks at: the last one named before it."""
    mark = _MARK.search(clause)
    named: Callable[[str], tuple[str, ...]] = mentions.named
    return (named(clause[: mark.start()]) or ("",))[-1] if mark else ""
