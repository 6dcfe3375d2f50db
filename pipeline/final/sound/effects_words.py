"""The sounds that a story tells of, in the words that it tells them with, Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.final.sound.library import pattern, says

Kind = Literal["once", "ambience"]


@dataclass(frozen=True)
class Sound:
    """
    A kind of sound: the names that files and cues have for it, and how a story tells that it is heard.

    A phone in somebody's hand makes no sound: *heard* asks for one that rings. At *places* so called it is
    always there. Both are regular expressions.
    """

    called: tuple[str, ...]
    heard: str
    kind: Kind = "once"
    places: str = ""

    def in_cue(self, text: str) -> bool:
        """Whether *text*, which tells of sounds alone, means it."""
        return self.in_story(text) is not None or any(says(text, name) for name in self.called)

    def at(self, place: str) -> bool:
        """Whether it lies under whatever happens at *place*."""
        return bool(self.places and re.search(self.places, place, re.IGNORECASE))

    def in_story(self, text: str) -> int | None:
        """Where in *text*, which tells what happens, it is heard; not where the text denies it."""
        for match in re.finditer(self.heard, text, re.IGNORECASE):
            if not _DENIED.search(text[: match.start()]):
                return match.start()
        return None


_DENIED = re.compile(
    r"(?:没有?|不再?|未|别|\b(?:no|not|never|without|nobody)(?: \w+)?|n't) ?$", re.IGNORECASE
)

#: In the order in which the names of files are read: a doorbell is no door, a phone's bell is a phone.
SOUNDS = {
    "phone": Sound(
        ("phone", "ringtone", "telephone", "电话", "手机", "来电"),
        r"\bphone\b(?:(?!\bnot\b|n't)[^.,;]){0,24}\b(?:rings?|rang|ringing|buzz\w*|vibrat\w*)|\bringing phone"
        r"|(?:电话|手机)[^，。；,.]{0,4}(?:响|震动)|(?:来电|电话|手机)铃",
    ),
    "doorbell": Sound(
        ("doorbell", "门铃"),
        r"\bdoorbell (?:rings?|rang)|\brings? the doorbell"
        r"|门铃[^，。；]{0,3}响|[按摁][^，。；]{0,3}门铃|门铃声",
    ),
    "knock": Sound(
        ("knock", "knocking", "敲门", "叩门"),
        r"\bknock(?:s|ed|ing)? (?:at|on)\b|\b(?:a|the|three|two) knocks?\b|\bknocking sound"
        r"|敲[^，。；窗]{0,4}门|叩门",
    ),
    "door": Sound(
        ("door", "关门", "开门", "门"),
        r"\bdoor (?:slams?|bangs?|creaks?|opens?|bursts?|closes?|shuts?|swings?)\b"
        r"|\b(?:slams?|opens?|closes?|shuts?|bangs?|pushes open) (?:the|a|his|her|their) (?:\w+ )?door"
        r"|[摔关推开踹撞踢][开上]?了?门|门[^，。；口外铃]{0,3}(?:响|开了|关上|撞开|推开)",
    ),
    "thunder": Sound(
        ("thunder", "thunderclap", "雷", "雷声"),
        r"\bthunder(?:s|ed|ing|clap\w*)?\b|打雷|雷声|惊雷|雷鸣|炸雷|闷雷|雷电|电闪",
    ),
    "footsteps": Sound(
        ("footstep", "footsteps", "steps", "脚步"),
        r"\bfootsteps?\b|脚步声|脚步[^，。；]{0,3}(?:响|传来)",
    ),
    "slap": Sound(
        ("slap", "耳光", "巴掌"),
        r"\bslap(?:s|ped)?\b(?! on the (?:back|shoulder))|耳光|一巴掌|一记巴掌",
    ),
    "glass": Sound(
        ("glass", "shatter", "玻璃", "碎"),
        r"\b(?:glass|cup|vase|bottle|bowl|plate|mirror)\b[^.,;]{0,16}\b(?:shatter|break|smash|broke)\w*"
        r"|\bshatter(?:s|ed|ing)\b|(?:玻璃|杯|瓶|碗|盘|镜)[^，。；]{0,6}(?:碎|砸)|[摔砸打]碎",
    ),
    "gun": Sound(
        ("gun", "gunshot", "shot", "枪"),
        r"\bgunshots?\b|\bgunfire\b|\bshots? rings? out|枪声|枪响|[开鸣]枪|扣动扳机",
    ),
    "siren": Sound(
        ("siren", "police", "ambulance", "警笛", "警报"),
        r"\bsirens?\b|警笛|警报[^，。；]{0,3}响|警报声|救护车[^，。；]{0,4}(?:声|驶|来)",
    ),
    "car": Sound(
        ("car", "engine", "brakes", "汽车", "车", "引擎", "刹车"),
        r"\bcar (?:pulls|stops|brakes|starts|speeds|horn|screeches)\b|\bengine (?:starts|roars|revs)"
        r"|刹车|引擎声|引擎[^，。；]{0,3}(?:响|轰)|喇叭声|鸣笛|车[^，。；]{0,4}(?:疾驰|驶来|驶过|停下|发动)",
    ),
    "clock": Sound(("clock", "钟", "时钟"), r"\bclock (?:strikes|chimes)|钟声|钟[^，。；]{0,3}敲响"),
    "dog": Sound(("dog", "bark", "狗", "犬"), r"\bbark(?:s|ed|ing)\b|狗叫|犬吠|狗吠"),
    "heartbeat": Sound(("heartbeat", "心跳"), r"\bheartbeat|\bheart (?:pounds|races|hammers)|心跳声"),
    "rain": Sound(
        ("rain", "雨"),
        r"\brain(?:s|ing|fall)?\b|\bdownpour|下[着起]?[大小]?雨|[大暴细骤]雨|雨[声滴水点幕]",
        "ambience",
    ),
    "storm": Sound(("storm", "暴风雨"), r"\bstorm\b|暴风雨|雷雨|狂风暴雨", "ambience"),
    "wind": Sound(
        ("wind", "风"),
        r"\b(?:wind|gale) (?:howls|blows|whistles|roars)|\bhowling wind|风声|[狂寒北大]风",
        "ambience",
    ),
    "crowd": Sound(
        ("crowd", "people", "party", "人群", "嘈杂", "喧闹"),
        r"\bcrowd(?:s|ed)?\b|人群|人声鼎沸|嘈杂|喧闹|熙熙攘攘|议论纷纷|座无虚席|人来人往",
        "ambience",
        r"\b(?:bar|market|party|restaurant|mall|station)\b|酒吧|集市|菜市|市场|宴会|商场|餐厅|车站",
    ),
    "street": Sound(
        ("street", "traffic", "city", "街", "车流"),
        r"\btraffic\b|\bbusy street|车流|车水马龙|闹市",
        "ambience",
        r"\b(?:street|road|avenue|crossing)\b|街|马路|路口",
    ),
    "birds": Sound(
        ("bird", "birds", "鸟"),
        r"\bbirds? (?:sing|chirp)\w*|\bbirdsong|鸟[鸣叫]|鸟语",
        "ambience",
        r"\bforest\b|森林|树林|竹林",
    ),
    "sea": Sound(
        ("sea", "waves", "ocean", "海", "浪"),
        r"\bwaves (?:crash|break|roll)\w*|\bsurf\b|海浪|浪[涛花]",
        "ambience",
        r"\b(?:sea|beach|seaside|coast)\b|海[边滩岸]|沙滩",
    ),
    "fire": Sound(
        ("fire", "火"),
        r"\bfire (?:crackles|burns|roars)|\bflames\b|火光|大火|篝火|炉火",
        "ambience",
    ),
}


def sound_of(words: tuple[str, ...], name: str) -> Sound:
    """What the user's own *words* ask for; without them, what a file's *name* says."""
    if not words:
        for sound in SOUNDS.values():
            if any(says(name, called) for called in sound.called) or sound.in_story(name) is not None:
                return sound
    words = words or tuple(name.split())
    either = "|".join(map(pattern, words))
    return Sound(words, either, places=either)
