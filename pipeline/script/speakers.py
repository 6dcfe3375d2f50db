"""Who says what in prose: names beside the verbs of saying, and whom she and he stand for."""

from __future__ import annotations

import itertools
import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.script.cast import sex_in
from pipeline.script.mentions import Mentions
from pipeline.script.quotes import Part
from pipeline.story import Sex

_SURNAMES = (
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|慕容|令狐|皇甫|夏侯|南宫|南宮|独孤|獨孤|"
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许吕施张孔曹严魏陶姜谢邹苏潘葛范彭鲁韦马苗方俞袁柳唐薛雷贺倪汤罗郝邬傅康伍余顾孟"
    "黄穆萧尹姚邵汪祁宋庞熊纪舒项董梁杜阮蓝季贾江郭梅林钟徐邱骆夏蔡田樊胡凌霍虞柯卢莫丁邓洪石崔龚程裴陆荣翁段侯宁甘厉叶白"
    "赖乔谭冉温庄柴阎慕习向廖欧曾关游楚易盛刘"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴謝鄒蘇魯韋馬顧蕭龐紀賀羅鐘駱盧鄧陸榮葉賴喬譚溫莊閻習歐關賈劉]"
)
_ROLES = (
    "老板娘|老板|医生|护士|母亲|父亲|妈妈|爸爸|奶奶|爷爷|外婆|外公|姐姐|哥哥|妹妹|弟弟|老人|"
    "老太太|老头|女人|男人|少年|少女|"
    "男孩|女孩|女子|男子|掌柜|皇上|皇后|太后|王爷|将军|丫鬟|公主|太子|师父|师傅|司机|店员|服务员|"
    "警察|老师|经理|管家|保安|孩子|小二|太监"
)
_NOT_IN_NAMES = (
    "冷低轻笑大小怒急忙又也还便就却才不没在把被将一的地得了着说道问喊看走站转回抬摇点从对向和与是有已"
    "正微缓忽突猛终只都再则顿心淡沉厉高哭叹叫答满紧咬坐伸拿推打听想颤抖哽咽愣惊慌皱吸闭睁瞪盯指握擦端"
    "放捂扶递接扑跪躺靠喘咳吐"
    "輕從對沒還卻將說問轉搖點與強則頓厲嘆滿緊聽發顫驚慌皺閉睜盯遞撲"
)
_CHINESE_SUBJECT = re.compile(
    rf"(?:^|[，。！？；、：\s”」』—…])(?:(?:那|这|一)?[个位名]?({_ROLES})|({_SURNAMES})({_ROLES}|"
    rf"[总伯叔姨妈爷婆]|[\u4e00-\u9fff](?:[^\W\d_{_NOT_IN_NAMES}a-zA-Z])?)|"
    rf"([老小阿](?![板师是的时说人])[^\W\d_{_NOT_IN_NAMES}a-zA-Z])|(她|他)(?!们))"
)
_CHINESE_SAY = re.compile(
    r"[说說道问問喊答叫吼骂罵叹嘆嚷]|嘀咕|喃喃|低[语語]|[开開]口|命令|提醒|解[释釋]|打[断斷]|[哭笑][着著]"
)
_SAY = (
    "said|says|asked|asks|replied|replies|whispered|whispers|shouted|shouts|cried|cries|"
    "answered|answers|murmured|muttered|"
    "called|yelled|snapped|added|told|demanded|begged|screamed|sighed|laughed|growled|hissed|"
    "repeated|breathed|continued"
)
_TITLED = r"(?:(?:Mr|Mrs|Ms|Dr|Miss|Sir|Lady|Aunt|Uncle|Captain|Old)\.? )?"
_ROLE = (
    r"[Tt]he (?:old |young |little )?(?:man|woman|girl|boy|doctor|nurse|driver|stranger|mother|father|"
    r"captain|king|queen|guard|child|clerk)"
)
_ENGLISH_SUBJECT = rf"({_TITLED}[A-Z][a-z’'\-]+(?: [A-Z][a-z’'\-]+)?|{_ROLE}|[Ss]?[Hh]e)"
_ENGLISH_AFTER = re.compile(
    rf"\s*(?:{_ENGLISH_SUBJECT} (?:\w+ly )?(?:{_SAY})\b|(?:{_SAY}) {_ENGLISH_SUBJECT})"
)
_ENGLISH_BEFORE = re.compile(
    rf"\b{_ENGLISH_SUBJECT}\b "
    rf"[^.!?\"“”]{{0,60}}?\b(?:{_SAY})\b[^.!?\"“”]{{0,40}}[,:]\s*$|\b(?:{_SAY}) {_ENGLISH_SUBJECT}[,:]\s*$"
)
_NO_NAME = re.compile(r"The|But|And|Then|When|They|It|There|What|You|We|I|Nobody|Someone|Everyone")
_PRONOUN: dict[str, Sex] = {"她": "female", "他": "male", "she": "female", "he": "male"}
_NOT_NAMES = {*_PRONOUN, "她们", "他们"}
_FIRST_PRONOUN = re.compile(r"\s*((?:她|他)(?!们)|(?:she|he)\b)", re.IGNORECASE)
_CLOSING = '”」』’"'
_NEAR = 80
#: As many paragraphs back somebody still takes part in a dialogue.
_TURNS = 4


@dataclass
class Speakers:
    """
    Finds who says each quotation.

    Built from all paragraphs, because a name is told from other words by how often it comes.
    """

    paragraphs: list[list[Part]]
    _counted: Counter[str] = field(default_factory=Counter)
    _sex: dict[str, Sex] = field(default_factory=dict)
    _last: dict[Sex, str] = field(default_factory=dict)
    _turns: deque[str] = field(default_factory=lambda: deque(maxlen=_TURNS))
    _is_open: bool = False
    _mentions: Mentions = field(init=False)

    def __post_init__(self) -> None:
        for parts in self.paragraphs:
            self._counted.update(_full_names(parts))
        found = (name for parts in self.paragraphs for name, _ in self._beside_quotes(parts))
        self._mentions = Mentions({name: name for name in sorted({*found, *_PRONOUN, "她们", "他们"} - {""})})
        self._learn_sexes()

    def of(self, parts: list[Part]) -> list[tuple[str, str]]:
        """
        For every said part of a paragraph, in order, who says it and how the text remarks on it.

        The name is empty where the text tells none. `of` is called for one paragraph after the
        other, because she and he are whoever was named last, and two people take turns.
        """
        told = " ".join(part.text for part in parts if not part.said)
        names = set(self._names_in(told))
        found = self._resolved(parts)
        only = names.pop() if len(names) == 1 else "" if names else self._subject(told)
        known = next((name for name, _ in found if name), only) or self._turn(parts)
        self._remember(known, parts)
        return [(name or known, how) for name, how in found]

    def forget(self) -> None:
        """Nobody was named or has spoken yet: another scene begins."""
        self._last.clear()
        self._turns.clear()

    def _resolved(self, parts: list[Part]) -> list[tuple[str, str]]:
        """Who is named beside each said part, where she and he are whoever was named up to there."""
        beside = iter(self._beside_quotes(parts))
        found = []
        for part in parts:
            if part.said:
                name, how = next(beside)
                sex = _PRONOUN.get(name)
                found.append((self._last.get(sex, "") if sex else name, how))
            else:
                self._meet(part.text)
        return found

    def _meet(self, told: str) -> None:
        """Who is named last is meant by she and he; before that, who is named where a clause begins."""
        hits = [(name, start) for name, start, _ in self._mentions.hits(told) if name not in _NOT_NAMES]
        subjects = [(name, start) for name, start in hits if _begins_clause(told, start)]
        self._last.update({self._sex.get(name, "unknown"): name for name, _ in hits + subjects})

    def _subject(self, told: str) -> str:
        """Whom the she or he means that *told* begins with."""
        match = _FIRST_PRONOUN.match(told)
        return self._last.get(_PRONOUN[match[1].lower()], "") if match else ""

    def _turn(self, parts: list[Part]) -> str:
        """
        Who says a paragraph that is nothing but a quotation: of two who talk, the other one.

        A quotation that was not closed goes on in the next paragraph, as English print has it.
        """
        if not self._turns or not self._turns[-1] or any(not part.said for part in parts):
            return ""
        last = self._turns[-1]
        others = {name for name in self._turns if name and name != last}
        return last if self._is_open else others.pop() if len(others) == 1 else ""

    def _remember(self, speaker: str, parts: list[Part]) -> None:
        said = [part for part in parts if part.said]
        self._turns.append(speaker if said else "")
        self._is_open = bool(said) and said[-1] is parts[-1] and said[-1].quoted[-1] not in _CLOSING

    def _names_in(self, told: str) -> list[str]:
        return [name for name, _, _ in self._mentions.hits(told) if name not in _NOT_NAMES]

    def _beside_quotes(self, parts: list[Part]) -> list[tuple[str, str]]:
        """For every said part the name or pronoun beside it, and the rest of that clause."""
        told = ["" if part.said else part.text for part in parts] + [""]
        return [
            self._named_before(told[index - 1][-_NEAR:])
            or self._named_after(told[index + 1][:_NEAR])
            or ("", "")
            for index, part in enumerate(parts)
            if part.said
        ]

    def _named_before(self, told: str) -> tuple[str, str] | None:
        match = _ENGLISH_BEFORE.search(told)
        if match:
            return _english_name(match)
        sentence = re.split(r"[。！？]", told)[-1].rstrip()
        says = sentence.endswith("，") and _CHINESE_SAY.search(sentence[-8:])
        if says or sentence.endswith(("：", ":")):
            return self._chinese_name(_CHINESE_SUBJECT.search(sentence))
        return None

    def _named_after(self, told: str) -> tuple[str, str] | None:
        match = _ENGLISH_AFTER.match(told)
        if match:
            return _english_name(match)
        clause = re.split(r"[，。！？：；]", told.strip())[0]
        return self._chinese_name(_CHINESE_SUBJECT.match(clause)) if _CHINESE_SAY.search(clause) else None

    def _chinese_name(self, match: re.Match[str] | None) -> tuple[str, str] | None:
        """Of two readings of a name, with two or three characters, the one that comes more often."""
        if match is None:
            return None
        name, end = _chinese_subject(match), match.end()
        if match[3] and len(match[3]) == 2 and self._counted[name] * 2 <= self._counted[name[:-1]]:
            name, end = name[:-1], end - 1
        return name, match.string[end:].strip("：:，, ")

    def _learn_sexes(self) -> None:
        """A pronoun that begins a clause after a name, with no other name between, tells the person's sex."""
        votes: dict[str, Counter[Sex]] = {}
        for told in (part.text for parts in self.paragraphs for part in parts if not part.said):
            hits = self._mentions.hits(told)
            mentions = [
                name for name, start, _ in hits if name not in {"她", "他"} or _begins_clause(told, start)
            ]
            for name, follower in itertools.pairwise(mentions):
                if follower in _PRONOUN and name not in _NOT_NAMES:
                    votes.setdefault(name, Counter())[_PRONOUN[follower]] += 1
        self._sex = {name: counted.most_common(1)[0][0] for name, counted in votes.items()}
        for name in self._counted:
            if sex_in(name) != "unknown":
                self._sex[name] = sex_in(name)


def _begins_clause(told: str, start: int) -> bool:
    return told[start - 1 : start] in set(" ，。！？；：、\u3000") or start == 0


def _full_names(parts: list[Part]) -> Iterable[str]:
    for part in parts:
        if not part.said:
            for match in _CHINESE_SUBJECT.finditer(part.text):
                if match[2]:
                    name = _chinese_subject(match)
                    yield from {name, name[: len(match[2]) + 1]}


def _chinese_subject(match: re.Match[str]) -> str:
    return match[1] or (match[2] + match[3] if match[2] else "") or match[4] or match[5]


def _english_name(match: re.Match[str]) -> tuple[str, str] | None:
    name = next(filter(None, match.groups()))
    if _NO_NAME.fullmatch(name.split()[0]) and not re.fullmatch(_ROLE, name):
        return None
    how = " ".join(match[0].replace(name, "").split()).strip(":, ")
    return (name.lower() if name.lower() in _PRONOUN else name), how
