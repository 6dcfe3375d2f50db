"""What stands in square brackets between the lines: captions, flashbacks, transitions, sounds."""

from __future__ import annotations

import re

from pipeline.script.draft import Draft
from pipeline.script.speech import Cue, cue
from pipeline.story import Mode

#: Why a transition is neither shown nor heard: it is how the next scene begins.
TRANSITION = "a transition"

_MARK = re.compile(
    r"\s*(?:【([^【】]{1,400})】|\[([^\[\]]{1,400})\]|〔([^〔〕]{1,400})〕|［([^［］]{1,400})］)\s*"
)
_KEY = re.compile(r"([^:：]{1,24})[:：]\s*(.+)", re.DOTALL)
_BACK = re.compile(
    r"(?:闪回|回忆|倒叙)(?:结束|完|止|毕)|闪回出|(?:回到)?现实|end (?:of )?flashback|"
    r"back to (?:the )?present",
    re.IGNORECASE,
)
_FLASHBACK = re.compile(
    r"(?:进入|插入)?(?:闪回|回忆|倒叙)(?:开始|画面|入)?(?!结束|完)|(?:begin |"
    r"start )?flashback",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"字幕|字卡|标题|片名|弹幕|屏幕|短信|微信|手机|title(?: card)?|caption|"
    "super(?:impose)?|chyron|on[- ]screen|text|subtitle",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"旁白|画外音|解说|narrator|narration|voice[- ]?over|v\.?o\.?", re.IGNORECASE)
_SOUND = re.compile(r"音效|音乐|背景音|配乐|bgm|sfx|sound|music", re.IGNORECASE)
_CUT = re.compile(
    r"转场|黑场|黑屏|白屏|白场|闪白|切至|切到|切回|切|叠化|叠画|淡入|淡出|淡入淡出|渐黑|划|划像|"
    r"cut to.*|fade.*|(?:cross[- ]?)?dissolve.*|cross[- ]?fade.*|smash cut.*|match cut.*|wipe(?: to.*)?|"
    r"black(?:out)?",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:第.{1,6}集|本集|全剧|本剧|全文|正文)?\s*(?:完|终|结束)|全剧终|剧终|(?:the )?end(?: of episode.*)?",
    re.IGNORECASE,
)
_LATER = re.compile(r".{0,6}[年月天日夜时前后].{0,6}|.{1,12}(?:later|earlier|ago)", re.IGNORECASE)


def read_marks(draft: Draft, line: str, line_number: int) -> str:
    """Take the marks off the start of *line* into the draft; what stands behind them is given back."""
    while match := _MARK.match(line):
        read_mark(draft, next(filter(None, match.groups())).strip(), line_number)
        line = line[match.end() :]
    return line


def read_mark(draft: Draft, mark: str, line_number: int) -> None:
    """Put what stands between brackets where it belongs: shown, heard, a flashback, or unused."""
    keyed = _KEY.fullmatch(mark)
    if keyed and _read_keyed(draft, keyed[1].strip(), keyed[2].strip(), line_number):
        return
    if not _read_flashback(draft, mark, line_number):
        _read_bare(draft, mark, line_number)


def read_bare_mark(draft: Draft, line: str, line_number: int) -> bool:
    """Whether *line*, which has no brackets, is a flashback, a transition or the end by itself."""
    bare = line.strip("-—–=*■◆●（）() 　").rstrip("：:.")
    if _read_flashback(draft, bare, line_number):
        return True
    for pattern, why in ((_CUT, TRANSITION), (_END, "the end")):
        if pattern.fullmatch(bare):
            draft.leave(line, line_number, why)
            return True
    return False


def _read_keyed(draft: Draft, key: str, words: str, line_number: int) -> bool:
    if _BACK.fullmatch(key) or _FLASHBACK.fullmatch(key):
        draft.flashback(_BACK.fullmatch(key) is None, line_number)
        draft.add("action", words, line_number)
    elif _CAPTION.search(key):
        draft.add("caption", words, line_number)
    elif _SPOKEN.search(key):
        who = cue(key, [])
        said = who if who.mode is not Mode.SPEECH else Cue("", "", Mode.NARRATION)
        draft.add("dialogue", words, line_number, said.speaker, said.note, said.mode)
    elif _SOUND.search(key):
        draft.leave(f"{key}：{words}", line_number, "a sound or music cue")
    else:
        return False
    return True


def _read_flashback(draft: Draft, mark: str, line_number: int) -> bool:
    back = _BACK.fullmatch(mark)
    if back or _FLASHBACK.fullmatch(mark):
        draft.flashback(back is None, line_number)
        return True
    return False


def _read_bare(draft: Draft, mark: str, line_number: int) -> None:
    if _CUT.fullmatch(mark):
        draft.leave(mark, line_number, TRANSITION)
    elif _END.fullmatch(mark):
        draft.leave(mark, line_number, "the end")
    elif _LATER.fullmatch(mark):
        draft.add("caption", mark, line_number)
    else:
        draft.add("action", mark, line_number)
