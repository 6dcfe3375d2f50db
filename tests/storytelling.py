"""What a language model of the tests knows of its craft: it reads the prompt and fills in any form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any

from pipeline.script import parse
from pipeline.script.screenplay import Element, ScriptScene
from pipeline.story import Character, Time, Weather
from pipeline.storyboard.people import gather
from pipeline.storyboard.places import kind_in, time_of, weather_of
from pipeline.storyboard.vocabulary import INDOORS

Story = dict[str, Any]

_PIECE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_SCRIPT = re.compile(r"^(?:# The script|Now the part to read:)$", re.MULTILINE)
_SAID = re.compile(r"^([^：:“”]{1,40}?)(?: \(([^()]*)\))?: “(.+)”$")
_CUE = re.compile(r"^([^，。！？,.!?：:“”]{1,12}?)(?:[（(][^（）()]*[）)])?[：:]\s*\S")
_CAPTION = re.compile(r"^(?:字幕|CAPTION): (.+)$")
_SPEAKERS = re.compile(
    r"([赵钱孙李周吴郑王冯陈沈韩杨朱秦许何吕张孔曹严金魏陶姜谢苏潘范彭方任袁柳史唐薛雷贺汤罗安常于傅顾孟黄林梁宋江宁白老小阿][\u4e00-\u9fff]{1,2}?)"
    r"(?=[^\u4e00-\u9fff“]{0,2}(?:说|道|问|喊|叫|答|笑道|低声|轻声|冷笑))|"
    r"\b([A-Z][a-z]{2,})(?= (?:said|asked|whispered|shouted|answered|replied))|"
    r"(?<=(?:said|sked) )([A-Z][a-z]{2,})\b"
)
_PLACE = re.compile(
    r"[面茶]馆|客厅|厨房|卧室|医院|病房|车站|站台|学校|教室|公司|办公室|院子|祠堂|路口|码头|大街|老街|巷子|"
    r"\b(?:kitchen|diner|office|station|street|house|room|hospital|harbour|lighthouse|library|garden)\b"
)
_NARRATORS = ("旁白", "NARRATOR", "字幕", "CAPTION")
_SIZES = ("medium", "close", "full", "close", "wide")
_MOVES = ("push", "still", "drift", "pan-right", "pull")
_NEW = {"source": 0, "words": "三百年前的月亮也是这样圆的。", "feeling": "calm", "mode": "speech"}
_CHINESE = {
    "size": {"wide": "远景", "full": "全景", "medium": "中景", "close": "特写", "detail": "大特写"},
    "angle": {"eye": "平视", "low": "仰拍", "high": "俯拍"},
    "move": {"still": "固定", "push": "推", "pull": "拉", "drift": "跟拍", "pan-right": "右摇"},
    "feeling": {"calm": "平静", "angry": "愤怒", "afraid": "恐惧", "surprised": "惊讶", "cold": "冷漠"},
    "mode": {"speech": "对白", "offscreen": "画外音", "inner": "内心独白", "narration": "旁白"},
    "time": {"dawn": "清晨", "day": "白天", "dusk": "黄昏", "night": "夜晚"},
    "weather": {"clear": "晴", "rain": "下雨", "storm": "暴雨"},
    "sex": {"female": "女", "male": "男", "unknown": "不明"},
    "age": {"child": "儿童", "teen": "少年", "young": "青年", "middle": "中年", "old": "老年"},
}
_NOBODY_KNOWS = {"size": "氛围感", "feeling": "五味杂陈"}


def told(system: str, user: str, *, faithful: bool = True) -> Story:
    """
    The form whose pattern is at the end of *system*, filled in from the prompt *user*.

    Who is not *faithful* leaves dialogue out, rewrites some and adds a line of its own.
    """
    pattern = json.loads(system[system.index("{") :])
    for keys, tell in _TELLERS.items():
        if keys <= set(pattern):
            return tell(user) if tell is not _episode else _episode(user, faithful=faithful)
    return filled(pattern, _chance(user))


def filled(pattern: Any, chance: Random) -> Any:
    """Any form at all, filled in by chance so that it is valid."""
    if isinstance(pattern, dict):
        return {key: filled(value, chance) for key, value in pattern.items()}
    if isinstance(pattern, list):
        return [filled(pattern[0], chance) for _ in range(chance.randint(1, 3))]
    kind = pattern.partition(": ")[0]
    if kind == "number":
        return chance.randint(1, 9)
    if kind == "true | false":
        return chance.random() < 0.5
    return chance.choice(kind.split(" | ")) if " | " in kind else f"words {chance.randint(1, 99)}"


def in_chinese(story: Any, *, unknown: bool) -> Any:
    """*story* with the words of its form in Chinese; every fifth shot has one that is *unknown* to us."""
    count = iter(range(1, 1_000_000))

    def word(key: str, value: Any) -> Any:
        if unknown and key in _NOBODY_KNOWS and next(count) % 5 == 0:
            return _NOBODY_KNOWS[key]
        return _CHINESE.get(key, {}).get(value, value) if isinstance(value, str) else walk(value)

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: word(key, inner) for key, inner in value.items()}
        return [walk(item) for item in value] if isinstance(value, list) else value

    return walk(story)


def _chance(words: str) -> Random:
    return Random(sha256(words.encode()).hexdigest())


def _script(user: str) -> str:
    """The script in a prompt, without the examples before it and what is asked after it."""
    *_, script = _SCRIPT.split(user)
    return re.split(r"^# Your answer", script, flags=re.MULTILINE)[0].strip()


def _pieces(script: str) -> list[tuple[int, str]]:
    return [(int(number), text.strip()) for number, text in _PIECE.findall(script)]


def _episode(user: str, *, faithful: bool = True) -> Story:
    chance = _chance(user)
    places = re.findall(r"^- ([^(].*)$", user.partition("# Places")[2].partition("\n# ")[0], re.MULTILINE)
    scenes = []
    # What stands above numbered pieces is the heading of their scene.
    for heading, pieces in re.findall(
        r"^((?!\[\d)[^\n]*\n)?((?:\[\d+\] [^\n]*\n?)+)", _script(user), re.MULTILINE
    ):
        shots = [_shot(number, text, chance) for number, text in _pieces(pieces)]
        scenes.append({**_setting(heading, pieces, places or [_somewhere(pieces)]), "shots": shots})
    if not faithful:
        _be_unfaithful(scenes)
    return {"scenes": scenes}


def _setting(heading: str, pieces: str, places: list[str]) -> Story:
    """Where and when, as a heading says, or the words below it."""
    named = [place for words in (heading, pieces) for place in places if place in words]
    place = (named or places)[0]
    scene = ScriptScene(heading, place, (Element("action", pieces, 1),))
    return {
        "place": place,
        "inside": bool(re.search(r"内|\bINT\b", heading)) or kind_in(place) in INDOORS,
        "time": time_of(scene, Time.DAY).value,
        "weather": weather_of(scene, Weather.CLEAR).value,
        "flashback": "闪回" in heading or "flashback" in heading,
    }


def _shot(number: int, text: str, chance: Random) -> Story:
    caption, said = _CAPTION.match(text), _SAID.match(text)
    speaker, words = (said[1], said[3]) if said and not caption else ("", "")
    line = {
        "source": number,
        "speaker": "narrator" if speaker in _NARRATORS else speaker.strip("?"),
        "words": words,
        "feeling": chance.choice(("calm", "angry", "afraid", "surprised", "cold")),
        "mode": "narration" if speaker in _NARRATORS else "speech",
    }
    return {
        "shows": [] if speaker else [number],
        "size": chance.choice(_SIZES),
        "angle": "eye",
        "move": chance.choice(_MOVES),
        "seen": f"{speaker}抬起头，看着镜头。" if speaker.strip("?") else text,
        "moves": "雨丝斜斜地落下。",
        "people": [speaker] if speaker not in ("", "?", *_NARRATORS) else [],
        "seconds": chance.choice((2.5, 3, 4)),
        "caption": caption[1] if caption else "",
        "lines": [line] if speaker else [],
    }


def _be_unfaithful(scenes: list[Story]) -> None:
    """Of four spoken lines one is gone, one is another, one is said in other words; the last one is new."""
    spoken = 0
    for scene in scenes:
        for shot in scene["shots"]:
            for line in shot["lines"]:
                spoken += 1
                said = line["words"]
                line["words"] = (said, "", f"{said[:-1]}，对吧？", said[::-1])[spoken % 4]
                line["source"] = line["source"] if spoken % 4 == 0 else 0
            shot["lines"] = [line for line in shot["lines"] if line["words"]]
    scenes[-1]["shots"][-1]["lines"] = [{**_NEW, "speaker": (_speakers(scenes) or ["路人"])[0]}]


def _speakers(scenes: list[Story]) -> list[str]:
    return [name for scene in scenes for shot in scene["shots"] for name in shot["people"]]


def _reading(user: str) -> Story:
    pieces = _pieces(_script(user))
    text = "\n".join(words for _, words in pieces)
    found = [next(filter(None, groups)) for groups in _SPEAKERS.findall(text)]
    cues = [cue[1] for _, words in pieces if (cue := _CUE.match(words)) and cue[1] not in _NARRATORS]
    names = list(dict.fromkeys([*cues, *found]))[:12]
    known = {person.name: person for person in gather(parse(text))} if text else {}
    return {
        "happens": text[:60].replace("\n", " "),
        "people": [_person(name, known.get(name)) for name in names],
        "places": [
            {"name": name, "kind": str(kind_in(name) or "room"), "look": "灯光昏黄，雨声不断。"}
            for name in _places(user)
        ],
        "episodes": [
            {
                "begins": number,
                "title": dict(pieces)[number][:8],
                "hook": dict(pieces)[number][:20],
                "cliffhanger": "门开了。",
            }
            for number in _begins(user, [number for number, _ in pieces])
        ],
    }


def _places(user: str) -> list[str]:
    """As the headings call them: `# 1-1 夜 外 街口`, `# INT. DINER - NIGHT`."""
    headings = re.findall(r"^# (.+)$", _script(user), re.MULTILINE)
    places = [
        re.sub(r"^.*(?:[内外] |INT\. |EXT\. )| - .*$|（.*$", "", heading).strip() for heading in headings
    ]
    return list(dict.fromkeys(filter(None, places))) or [_somewhere(_script(user))]


def _somewhere(text: str) -> str:
    """The first place that a text without headings names."""
    place = _PLACE.search(text)
    return place[0] if place else "街口"


def _begins(user: str, numbers: list[int]) -> list[int]:
    """Where the episodes of a part begin, as the prompt wants it."""
    if listed := re.search(r"one for each of the paragraphs ([\d, ]+)", user):
        return [int(number) for number in listed[1].split(", ") if number.strip()]
    count = re.search(r"about (\d+) episode", user)
    episodes = min(int(count[1]) if count else 1, len(numbers))
    return [numbers[len(numbers) * index // episodes] for index in range(episodes)]


def _same(user: str) -> Story:
    """Those who share a family name, where one of them is only called by it: 老张, 张师傅 and 张建国."""
    names = re.findall(r"^- ([^(:\n]+)", _script(user), re.MULTILINE)
    families: dict[str, list[str]] = {}
    for name in map(str.strip, names):
        called = re.sub(r"^[老小阿]|(?:师傅|先生|医生|总|奶奶|叔|姐|哥)$", "", name)
        families.setdefault(called[0], []).append(name)
    found = [(max(all_, key=len), all_) for all_ in families.values() if len(all_) > 1]
    return {
        "same": [
            {"name": name, "others": [other for other in all_ if other != name], "why": f"都姓{name[0]}"}
            for name, all_ in found
        ]
    }


def _looks(user: str) -> Story:
    return {"people": [_person(name) for name in re.findall(r"^## (.+)$", user, re.MULTILINE)]}


def _series(user: str) -> Story:
    title = re.search(r"^It is called: (.+)$", user, re.MULTILINE)
    return {
        "title": title[1] if title else "雨夜",
        "logline": "一场雨，一个不该回来的人。",
        "era": "ancient" if re.search("王爷|公主|将军|殿下", user) else "modern",
    }


def _person(name: str, known: Character | None = None) -> Story:
    """Someone as the rules have read of them, and else by chance."""
    chance = _chance(name)
    sex = known.sex if known and known.sex != "unknown" else chance.choice(("female", "male"))
    return {
        "name": name,
        "other_names": [],
        "who": "故事里的人",
        "sex": sex,
        "age": known.age.value if known else chance.choice(("teen", "young", "middle", "old")),
        "era": None,
        "look": chance.choice(("短发，眼神锐利", "长发，面容清秀", "鬓角花白，身形瘦高")),
        "costume": chance.choice(("灰色风衣", "白色长裙" if sex == "female" else "白色衬衫", "深蓝工装")),
        "temper": chance.choice(("倔强", "温和", "多疑")),
        "voice": chance.choice(("低沉", "清亮", "沙哑")),
    }


_TELLERS: dict[frozenset[str], Callable[..., Story]] = {
    frozenset({"scenes"}): _episode,
    frozenset({"happens", "episodes"}): _reading,
    frozenset({"same"}): _same,
    frozenset({"logline"}): _series,
    frozenset({"people"}): _looks,
}
