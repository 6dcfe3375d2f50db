"""
The Chinese short-drama script.

- `第1集 标题`, `1-2 夜 外 中学操场`, `场次1-2 中学操场 夜 外`, `第2场 …`, `人物：A、B`
- `△` action, `角色：（情绪）台词`, `角色（情绪）：台词`, `旁白：…`, `【字幕：…】`, `【闪回】…【闪回结束】`
- before the first episode: `《剧名》`, `大纲：…`, `人物小传：` with `姓名（女，23岁）：描述`
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.script.cast import read_entry
from pipeline.script.dialogue import Dialogue
from pipeline.script.draft import Draft
from pipeline.script.front import Front, is_about_the_script
from pipeline.script.headings import Heading, read_heading
from pipeline.script.language import CHINESE_NUMERALS, chinese_number, language_of
from pipeline.script.marks import read_bare_mark, read_marks
from pipeline.script.screenplay import Screenplay
from pipeline.script.speech import is_scripted, split_cue

_LONGEST_HEADING = 60
#: A script has an action, a heading or a speaker at least every so many characters; a novel may have
#: one line that looks like them (`第二幕`, `场景一`) in a whole book.
_SPARSEST = 1500
_EPISODE = re.compile(
    rf"(?:《[^《》]{{1,40}}》)?\s*(?:第\s*([{CHINESE_NUMERALS}]{{1,9}})\s*集|EP(?:ISODE)?\s*(\d{{1,5}}))(?![^\s:：\-—·、.《（(【])[\s:：\-—·、.]*(.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?:(?:场次|场景|场号|场)\s*[:：]?\s*[{CHINESE_NUMERALS}]{{1,6}}(?:\s*[-－—–.]\s*\d{{1,4}})?|第\s*[{CHINESE_NUMERALS}]{{1,6}}\s*[场幕]"
    r"|(?:场景|内景|外景|内/外景)(?=[\s:：.。])|(\d{1,4}\s*[-－—–]\s*\d{1,4}))(?![\d年月日点个岁])[\s:：、.。]*(.*)"
)
_COUNTED = re.compile(r"\d{1,4}\s*[.、．]\s*(.*)")
_KEY = re.compile(r"([^:：\s（(【\[]{1,12})\s*[:：]\s*(.*)")
_ACTION = re.compile(r"[△▲Δ∆⊿]\s*")
_PEOPLE = {"人物", "出场人物", "登场人物", "出场", "角色", "出场角色"}
_PLACES = {"时间", "地点", "场景", "天气", "环境", "时", "景", "地"}
_STILL_A_CAPTION = {"字幕", "字卡", "屏幕字幕", "片头字幕", "片尾字幕"}


def recognise(text: str, name: str) -> bool:
    """Whether *text* has △ actions, Chinese scene headings, or mostly lines of `角色：台词`."""
    lines = [line.strip()[:200] for line in text.split("\n") if line.strip()]
    if name.lower().endswith(".fountain") or (
        language_of(text[:20_000]) != "zh" and not any(map(_ACTION.match, lines))
    ):
        return False
    scripted = sum(map(is_scripted, lines))
    marks = sum(1 for line in lines if _ACTION.match(line) or _scene_heading(line))
    if marks and (marks + scripted) * _SPARSEST >= len(text):
        return True
    return scripted * 2 >= len(lines)


def parse(text: str, name: str) -> Screenplay:
    """The screenplay in *text*; *name* is its title where it has none."""
    reader = _Reader()
    for line_number, line in enumerate(text.split("\n"), start=1):
        reader.read(_unmarked(line), line_number)
    reader.dialogue.close()
    return reader.draft.screenplay(name)


def _unmarked(line: str) -> str:
    """Without the Markdown marks of headings, quotations and bold."""
    return re.sub(r"^(?:#{1,6}\s+|>\s+)", "", line.strip()).replace("**", "").strip()


def _scene_heading(line: str) -> Heading | None:
    if len(line) > _LONGEST_HEADING or line.endswith(("。", "！", "？", "”", "…")):
        return None
    bare = line.strip("【】")
    match = _NUMBERED.fullmatch(bare)
    if match:
        heading = read_heading(line, match[2] if match[1] or match[2] else "")
        if bare.startswith(("内", "外")):
            heading = replace(heading, inside=bare.startswith("内"))
        return heading if not match[1] or heading.marks or len(match[2]) <= 12 else None
    counted = _COUNTED.fullmatch(bare)
    heading = read_heading(line, counted[1] if counted else bare)
    enough = 1 if counted else 2
    return (
        heading
        if heading.marks >= enough and heading.place and len(line) <= 30 and "：" not in bare
        else None
    )


@dataclass
class _Reader:
    draft: Draft = field(default_factory=Draft)
    dialogue: Dialogue = field(init=False)
    front: Front = field(init=False)

    def __post_init__(self) -> None:
        self.dialogue = Dialogue(self.draft, "，")
        self.front = Front(self.draft)

    def read(self, line: str, line_number: int) -> None:
        """Read one line; the first of the kinds that knows it takes it."""
        if not line:
            return
        kinds = (self._episode, self._scene, self.front.read, self._key, self._body)
        next(kind for kind in kinds if kind(line, line_number))

    def _episode(self, line: str, line_number: int) -> bool:
        match = _EPISODE.fullmatch(line) if len(line) <= _LONGEST_HEADING else None
        if match is None:
            return False
        if _is_end(match[3]):
            self.draft.leave(line, line_number, "the end")
            return True
        self.dialogue.close()
        self.draft.episode(
            chinese_number(match[1] or match[2]), match[3].strip(" 《》【】"), line, line_number
        )
        return True

    def _scene(self, line: str, line_number: int) -> bool:
        heading = _scene_heading(line)
        if heading is None:
            return False
        self.dialogue.close()
        self.draft.scene(heading, line_number)
        return True

    def _key(self, line: str, line_number: int) -> bool:
        match = _KEY.fullmatch(line)
        if match is None:
            return False
        key, words = match[1], match[2]
        if key in _PEOPLE and words:
            self._list_people(words, line_number)
        elif (
            key in _PLACES
            and words
            and len(line) <= _LONGEST_HEADING
            and self._place(line, words, line_number)
        ):
            return True
        elif key in _STILL_A_CAPTION:
            self.draft.add("caption", words, line_number)
        elif is_about_the_script(key):
            self.draft.leave(line, line_number, "about the script")
        else:
            return False
        return True

    def _list_people(self, words: str, line_number: int) -> None:
        names: list[str] = []
        for entry in re.split(r"[、，,;；/\s]+(?![^（(]*[）)])", words):
            character = read_entry(entry)
            if character:
                names.append(character.name)
                if character.look:
                    self.draft.introduce(character)
        self.draft.people(names, line_number)

    def _place(self, line: str, words: str, line_number: int) -> bool:
        """`时间：夜` and `地点：…` belong to the heading above; otherwise they begin a scene."""
        found = read_heading(line, words)
        if self.draft.scene_has_elements or not self.draft.in_scene:
            self.draft.scene(found, line_number)
            return True
        above = self.draft.heading
        place = " ".join(filter(None, (above.place, found.place)))
        merged = replace(
            above,
            text=f"{above.text} {line}".strip(),
            place=place,
            inside=above.inside or found.inside,
            time=found.time or above.time,
        )
        self.draft.retitle_scene(merged)
        return True

    def _body(self, line: str, line_number: int) -> bool:
        line = read_marks(self.draft, line, line_number)
        if not line or read_bare_mark(self.draft, line, line_number):
            return True
        action = _ACTION.match(line)
        if action:
            self.dialogue.close()
            self.draft.add("action", _without_brackets(line[action.end() :]), line_number)
        else:
            self._said_or_done(line, line_number)
        return True

    def _said_or_done(self, line: str, line_number: int) -> None:
        found = split_cue(line)
        if found:
            self.dialogue.say(*found, line_number)
        elif not self.dialogue.goes_on(line, line_number):
            self.draft.add("action", _without_brackets(line), line_number)


def _is_end(title: str) -> bool:
    return title.strip() in {"完", "终", "结束"}


def _without_brackets(line: str) -> str:
    whole = re.fullmatch(r"[（(]([^（()）]*)[）)]", line)
    return whole[1] if whole else line
