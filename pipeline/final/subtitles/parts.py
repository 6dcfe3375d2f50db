"""
A text in parts that may not be broken, and what a break behind each of them costs.

A part is a hanzi, a word or a number with the punctuation that clings to it (kinsoku): closing
punctuation never begins a row, opening punctuation never ends one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: What a break costs after a sentence, after a clause, and elsewhere; 1 is a piece left empty.
SENTENCE, CLAUSE, INSIDE = 0.0, 0.1, 0.9
#: Added where the words around the break belong together, or where a new thought begins.
_AWKWARD, _WELCOME = 0.5, -0.3

_OPENING = re.escape("「『“‘（《〈【〔［｛([{￥$£€")
_CLOSING = re.escape("」』”’）》〉】〕］｝)]}，。、；：！？…—～·,.;:!?%％℃°")
#: Kana that belong to the one before them, and signs that repeat it: never first in a row, by JIS X 4051.
_CLINGING = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーヽヾゝゞ々"
#: Hanzi, kana and hangul: any two of them may be parted.
WIDE = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_NARROW = rf"[^\s{WIDE}{_OPENING}{_CLOSING}]"
#: A word or number ("don’t", "3.14", "10:30"), or any one character, with what clings to it.
_PART = re.compile(
    rf"[{_OPENING}]*(?:{_NARROW}+(?:[.,:’·]{_NARROW}+)*|\S)(?:[{_CLINGING}]|\s*[{_CLOSING}]+[\"']*)*",
)
#: Two letters of a word from abroad.
_KATAKANA = re.compile("[\u30a1-\u30ff]{2}")
_QUOTES = "」』”’）》〉】〕］｝)]}\"'"
_SIGNS = "“‘「『（《【([\"'" + _QUOTES + "，。、；：！？…—,.;:!?"

_ABBREVIATIONS = ("mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "jr.", "vs.", "no.", "mt.")

_ENGLISH_LEADS_ON = (
    "a an the of to in on at for with by from into and or but so as than if when who that "
    "my your his her our their its this these i you he she we they it i'm i've i'll "
    "never always just is are was were be been am has have had do does did don't can will would not no very"
)
_ENGLISH_OPENS = "and or but because when while if that who which where to of in on at for with from by until"
_CHINESE_PAIRS = (
    "已经 可是 但是 因为 所以 如果 什么 怎么 这样 那样 这里 那里 这个 那个 自己 知道 没有 现在 时候 事情 "
    "一个 一样 一直 一定 一起 觉得 可以 可能 应该 需要 为了 还是 或者 而且 不过 只是 就是 不是 不会 不能 "
    "不要 不想 不用 真的 告诉 喜欢 相信 明白 开始 结束 离开 回来 回去 出去 起来 下来 过来 今天 明天 昨天 "
    "晚上 早上 以前 以后 之前 之后 非常 永远 突然 终于 竟然 居然 原来 其实 当然 也许 根本 到底 究竟 无论 "
    "虽然 然后 于是 孩子 女人 男人 妈妈 爸爸 父亲 母亲 先生 小姐 老师 朋友 公司 医院 学校 世界 生活 地方 "
    "东西 问题 关系 办法 身体 眼睛 声音 看到 听到 看见 听见 发现 认为 以为 希望 准备 决定 成为 变成 属于 "
    "关于 对于 除了 只有 只要 即使 哪怕 仿佛 好像 似乎"
)
#: Words and hanzi that lead on to what follows.
_LEADS_ON = frozenset(
    (*_ENGLISH_LEADS_ON.split(), *"不没很太最就都也还又再把被给跟和与在是从向对这那哪每第一两几更只你我他她")
)
#: Hanzi that end what stands before them.
_LEANS_BACK = frozenset("的了着过地得吗呢吧啊呀嘛们个么子儿上下里")
#: The commonest words of two hanzi, so that without a dictionary at least these are not parted.
_PAIRS = frozenset(_CHINESE_PAIRS.split())
#: Traditional hanzi as the simplified ones of these words.
_SIMPLIFIED = str.maketrans(
    "經為麼樣這裡裏個時沒現覺應該還過訴歡開結離來後終實許當無論雖於親師醫學東問題關係辦體聲聽見發認準備決變屬對間們嗎"
    "給從兩幾著兒媽會請說點",
    "经为么样这里里个时没现觉应该还过诉欢开结离来后终实许当无论虽于亲师医学东问题关系办体声听见发认准备决变属对间们吗"
    "给从两几着儿妈会请说点",
)
#: Words that open a new thought.
_OPENS = frozenset(_ENGLISH_OPENS.split())


@dataclass(frozen=True)
class Part:
    """
    `text[first:last]`, not to be broken; a break behind it costs *after*.

    *gap* is the width of the space before it, *width* its own, of which *hidden* falls away at the
    end of a row; in letter sizes.
    """

    first: int
    last: int
    gap: float
    width: float
    hidden: float
    after: float


def advance(text: str) -> float:
    """
    How wide *text* is, in letter sizes.

    Full-width characters count 1. The others by the mean advances of the bundled font: capitals
    0.67, small letters and digits 0.57, signs 0.36, a space 0.23.
    """
    return sum(map(_advance, text))


def _advance(character: str) -> float:
    if character in "“”‘’…—·" or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character == " ":
        return 0.23
    if character.isupper():
        return 0.67
    return 0.57 if character.isalnum() else 0.36


def parts(text: str, limit: float, hidden: str) -> Iterator[Part]:
    """
    The parts of *text*, none wider than *limit*: what is wider is cut where it must be.

    The characters in *hidden* are shown as a space, and not at all at the end of a row.
    """
    spans = list(_cut(text, limit))
    before = 0
    for place, (first, last) in enumerate(spans, start=1):
        following = spans[place] if place < len(spans) else (len(text), len(text))
        inner = text[first:last]
        falls_away = len(inner) - len(inner.rstrip(hidden)) if hidden else 0
        yield Part(
            first,
            last,
            gap=0.23 if first > before else 0.0,
            width=sum(0.23 if c in hidden else _advance(c) for c in inner),
            hidden=0.23 * falls_away,
            after=_after(inner, text[last : following[0]], text[slice(*following)]),
        )
        before = last


def _cut(text: str, limit: float) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends."""
    for match in _PART.finditer(text):
        first, filled = match.start(), 0.0
        for place in range(match.start(), match.end()):
            wide = _advance(text[place])
            if filled + wide > limit:
                yield first, place
                first, filled = place, 0.0
            filled += wide
        yield first, match.end()


def _after(part: str, gap: str, following: str) -> float:
    """What a break costs between *part* and the part *following* it."""
    end = part.rstrip(_QUOTES)[-1:]
    if not following or "\n" in gap:
        return SENTENCE
    if end == "." and not part.endswith(".."):
        return INSIDE + _AWKWARD if _abbreviates(part) else SENTENCE
    if end and end in "。！？!?":
        return SENTENCE
    if end and end in "，、；：;:,—–….":
        return CLAUSE
    return INSIDE + _between(part, gap, following)


def _abbreviates(part: str) -> bool:
    """Whether the full stop of *part* belongs to the word, as in "Dr." and in "J. Smith"."""
    word = part.strip(_SIGNS.replace(".", ""))
    return word.lower() in _ABBREVIATIONS or (len(word) == 2 and word.isupper())


def _between(part: str, gap: str, following: str) -> float:
    """How much better or worse than elsewhere a break is between two parts without a sign between them."""
    one, other = (text.strip(_SIGNS).lower().translate(_SIMPLIFIED) for text in (part, following))
    if one in _LEADS_ON or other in _LEANS_BACK:
        return _AWKWARD
    if not gap and _KATAKANA.fullmatch(one[-1:] + other[:1]):
        return _AWKWARD
    if not gap and (one[-1:].isdigit() or one == other or one + other in _PAIRS):
        return _AWKWARD
    if gap and not one.isascii():
        # A space between hanzi was put there to part them.
        return CLAUSE - INSIDE
    return _WELCOME if other in _OPENS else 0.0
