"""What stands before the first episode or scene: title, logline, cast list, and notes about the script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.script.cast import read_entry
from pipeline.script.draft import Draft

_TITLE = re.compile(
    r"(?:剧名|片名|剧本名|书名|名称|Title)?\s*[:：]?\s*《([^《》]{1,60})》(.{0,20})", re.IGNORECASE
)
_KEY = re.compile(r"([^:：（(]{1,24}?)\s*[:：]\s*(.*)")
_TITLED = re.compile("剧名|片名|剧本名|书名|名称|标题|title")
_LOGLINE = re.compile(
    "大纲|故事大纲|剧情大纲|梗概|故事梗概|剧情梗概|一句话梗概|一句话大纲|简介|剧情简介|故事简介|"
    "logline|synopsis|summary"
)
_CAST = re.compile(
    "人物小传|人物介绍|主要人物|人物表|角色表|角色介绍|主要角色|人物设定|角色|人物|出场人物|"
    "登场人物|characters|cast|cast of characters|main characters|dramatis personae"
)
_ABOUT = re.compile(
    "作者|编剧|导演|出品|类型|题材|时长|集数|版权|备注|说明|风格|标签|版本|日期|背景|故事背景|"
    "世界观|主题|受众|道具|服装|音效|音乐|配乐|本集梗概|本集看点|钩子|卡点|爽点|author|written by|"
    "by|genre|length|runtime|format|draft|date|contact|copyright|note|notes|props|sound|music"
)
_LONGEST_TITLE = 40


def is_about_the_script(key: str) -> bool:
    """Whether *key* tells of the script (its author, its length, its props), not of the story."""
    bare = key.strip("【】[] ").lower()
    return bool(_ABOUT.fullmatch(bare) or _LOGLINE.fullmatch(bare))


@dataclass
class Front:
    """Reads the front of a script, line by line, into *draft*."""

    draft: Draft
    _section: Literal["", "logline", "cast"] = ""

    def read(self, line: str, line_number: int) -> bool:
        """Whether *line* belongs to the front; false once the story has begun."""
        if self.draft.begun or line.startswith(("△", "▲")):
            return False
        return (
            self._title(line, line_number)
            or self._keyed(line, line_number)
            or self._unkeyed(line, line_number)
        )

    def _title(self, line: str, line_number: int) -> bool:
        match = _TITLE.fullmatch(line)
        if match is None or self.draft.title:
            return False
        self.draft.title = match[1].strip()
        if match[2].strip():
            self.draft.leave(match[2].strip(), line_number, "stands beside the title")
        return True

    def _keyed(self, line: str, line_number: int) -> bool:
        match = _KEY.fullmatch(line)
        key = (match[1] if match else line).strip("【】[] ").lower()
        words = match[2].strip() if match else ""
        if _TITLED.fullmatch(key) and words and not self.draft.title:
            self.draft.title = words.strip(' "“”《》')
        elif _LOGLINE.fullmatch(key):
            self._section = "logline"
            self.draft.tell(words)
        elif _CAST.fullmatch(key):
            self._section = "cast"
            self._introduce(re.split(r"[、;；](?![^（(]*[）)])", words), line_number)
        elif _ABOUT.fullmatch(key):
            self.draft.leave(line, line_number, "about the script")
        else:
            return False
        return True

    def _unkeyed(self, line: str, line_number: int) -> bool:
        if self._section == "logline":
            self.draft.tell(line)
        elif self._section == "cast":
            self._introduce([line], line_number)
        elif not self.draft.title and _may_be_title(line):
            self.draft.title = line.strip(' "“”')
        else:
            return False
        return True

    def _introduce(self, entries: list[str], line_number: int) -> None:
        for entry in filter(str.strip, entries):
            character = read_entry(entry)
            if character:
                self.draft.introduce(character)
            else:
                self.draft.leave(entry.strip(), line_number, "names no one in the cast list")


def _may_be_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not re.search(r"[:：。！？.!?【\[（(]", line)
