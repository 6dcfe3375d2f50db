"""
Lines that say themselves that they are titles, Chinese and English.

`第三章 夜雨`, `第一卷 风起 第３回`, `卷二`, `楔子`, `番外一`, `Chapter IV`, `PART TWO: Rain`, `Epilogue`,
`目录`, `Acknowledgements`, and every Markdown heading. Whether it is one where it stands is found
out by `pipeline.script.chapters`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.script.book import Paragraph, Rank, Title
from pipeline.script.language import CHINESE_NUMERALS, chinese_number, english_number

_LONGEST = 80
_BREAK = re.compile(r"(?:[*＊]\s*){3,}|(?:[-—–]\s*){3,}|(?:[=_~※◇◆○●☆★#]\s*){3,}|#{1,6}|[◇◆※]")
_MARKDOWN = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
_DECORATION = " \t\u3000*=_~-—–☆★◇◆□■○●※·▲▼"
_FRAMED = re.compile(r"【([^【】]+)】|〖([^〖〗]+)〗|\[([^\[\]]+)\]")
_PAGE = re.compile(r"\s*(?:\.{4,}|(?: \.){3,}|…{3,}|·{4,}|\t| {3,})\s*\d{1,4}$")
_NUMERAL = rf"[{CHINESE_NUMERALS}]{{1,9}}"
_GAP = r"(?:[\s:：、.．·—–\-]+|(?=[（(《【]))"
_PART = rf"(?:第\s*{_NUMERAL}\s*(?:部分|[卷部集篇辑册])|卷\s*{_NUMERAL}|[上中下][卷部篇册])"
_CHINESE_PART = re.compile(rf"({_PART})(?:{_GAP}(.*))?")
_CHINESE_CHAPTER = re.compile(
    rf"(?:《[^《》]{{1,40}}》|正文|"
    rf"VIP章节)?[\s：:]*(?:({_PART}.{{0,20}}?)\s*)?第\s*({_NUMERAL})\s*([章回话話折节節集])(.*)"
)
_RANK_OF = {"节": Rank.SECTION, "節": Rank.SECTION, "集": Rank.PART}
_CLOSE = re.compile(r"(?![分团军里中的课合扣题])[^。，；：:“”「」,;]{1,20}")
_CHINESE_NAMED = re.compile(
    r"(?:正文[\s：:]*)?(?:序[章幕曲]|楔子|引[子言]|前言|序言?|前传|开篇|尾[声聲]|终[章曲]|終章|大结局|"
    "外传|"
    rf"番外(?:篇|之?{_NUMERAL}(?![\u4e00-\u9fff]))?)(?:{_GAP}(.*))?"
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDED = re.compile(
    rf"(chapter|episode|part|book|volume)\s+((?:{'|'.join(_TENS)})(?:[\s-](?:one|two|three|four|five|six|"
    r"seven|eight|nine)\b)?|\w{1,12})\b(?:\s*([:.—–-])|(?=[\s（(]|$))\s*(.*)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:prologue|epilogue|prelude|interlude|preface|introduction|coda)(?:\s*[:.—–-]\s*(.*))?", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:章节)?目\s*[录錄次]|(?:table of )?contents", re.IGNORECASE)
_MATTER = re.compile(
    "(?:作者)?[后後][记記]|上架感言|完[本结]感言|致谢|鸣谢|自序|代序|写在[前后最]面?.{0,4}|"
    "附录.{0,12}|版权(?:页|信息|声明)?|"
    "(?:关于)?作者(?:简介|介绍|的话)?|关于作者|afterword|acknowledge?ments?|about the authors?|"
    "author['’]s? notes?|"
    "(?:also|other books|more books) by .{1,40}|copyright(?: page| notice)?|dedication|foreword|"
    r"appendix\b.{0,40}|"
    r"(?:a )?note (?:from|on) the (?:author|translator|text)",
    re.IGNORECASE,
)


def is_break(line: str) -> bool:
    """Whether *line* is a mark between two scenes: `***`, `---`, `◇`."""
    return len(line) <= _LONGEST and _BREAK.fullmatch(line) is not None


def read_title(line: Paragraph) -> Title | None:
    """What *line* stands above, where it says so or is a Markdown heading; nothing where it is no title."""
    if len(line.text) > _LONGEST or is_break(line.text):
        return None
    marked = _MARKDOWN.fullmatch(line.text)
    bare = undecorated(marked[2] if marked else line.text)
    title = next(filter(None, (read(line, bare) for read in _READERS)), None)
    if marked:
        plain = Title(line.line_number, line.text, Rank.CHAPTER, name=bare, worded=False)
        return replace(title or plain, marks=len(marked[1]))
    return title


def undecorated(text: str) -> str:
    """*text* without the ornaments around it and the page at its end: `【第三章】`, `Rain .... 12`."""
    bare = _PAGE.sub("", text.strip(_DECORATION).lstrip("、"))
    framed = _FRAMED.fullmatch(bare)
    return next(filter(None, framed.groups())).strip() if framed else bare.strip()


def _chinese(line: Paragraph, bare: str) -> Title | None:
    match = _CHINESE_CHAPTER.fullmatch(bare)
    number = chinese_number(match[2]) if match else None
    if match is None or number is None:
        return None
    rank = _RANK_OF.get(match[3], Rank.CHAPTER)
    name = match[4]
    spaced = re.match(_GAP, name)
    if name and not (_is_name(name[spaced.end() :]) if spaced else _is_close_name(name, match[3])):
        return None
    name = name[spaced.end() :] if spaced else name
    return Title(line.line_number, line.text, rank, number, name.strip(), part=(match[1] or "").strip())


def _is_name(name: str) -> bool:
    """Whether *name*, set apart from the number, is a name and no sentence."""
    return (
        not name.endswith(("。", "，", "；", ".", ",", "：", ":")) and "。" not in name and "：“" not in name
    )


def _is_close_name(name: str, unit: str) -> bool:
    """Whether *name*, with nothing between it and the number, is one: `第三章夜雨`, but not `第三回来时`."""
    closed = name.endswith(("！", "？", "…", "!", "?", "～", "~"))
    return _CLOSE.fullmatch(name) is not None and unit not in "节節集" and (unit == "章" or not closed)


def _chinese_part(line: Paragraph, bare: str) -> Title | None:
    match = _CHINESE_PART.fullmatch(bare)
    if match is None or (match[2] and not _is_name(match[2])):
        return None
    digits = re.search(_NUMERAL, match[1])
    number = chinese_number(digits[0]) if digits else None
    return Title(line.line_number, line.text, Rank.PART, number, (match[2] or "").strip())


def _english(line: Paragraph, bare: str) -> Title | None:
    match = _WORDED.fullmatch(bare)
    number = _english_number(match[2]) if match else None
    if match is None or number is None or not _is_english_name(match[4], apart=bool(match[3])):
        return None
    rank = Rank.CHAPTER if match[1].lower() in {"chapter", "episode"} else Rank.PART
    return Title(line.line_number, line.text, rank, number, match[4].strip(' "“”'))


def _is_english_name(name: str, *, apart: bool) -> bool:
    """Names begin with a capital where nothing sets them *apart*, and don't end like a sentence."""
    if name.isupper() or not name:
        return True
    return not name.endswith((".", ",", ";")) and (
        not name[0].islower() and (apart or not name.endswith(("!", "?")))
    )


def _english_number(words: str) -> int | None:
    """As `english_number`, and `twenty-one` to `ninety-nine`."""
    ten, _, one = words.lower().replace(" ", "-").partition("-")
    if ten in _TENS:
        return 10 * (_TENS.index(ten) + 2) + (english_number(one) or 0)
    return english_number(words)


def _named(line: Paragraph, bare: str) -> Title | None:
    match = _CHINESE_NAMED.fullmatch(bare) or _NAMED.fullmatch(bare)
    if match is None or (match[1] and not _is_name(match[1])):
        return None
    return Title(line.line_number, line.text, Rank.CHAPTER, name=bare)


def _aside(line: Paragraph, bare: str) -> Title | None:
    rank = Rank.CONTENTS if _CONTENTS.fullmatch(bare) else Rank.MATTER if _MATTER.fullmatch(bare) else None
    return None if rank is None else Title(line.line_number, line.text, rank, name=bare)


_READERS = (_chinese, _chinese_part, _english, _named, _aside)
