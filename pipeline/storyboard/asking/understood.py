"""
The words of a storyboard as language models say them: in Chinese, in film jargon, in near-synonyms.

Each type here is one of `pipeline.words` that understands more than its own words. Where a model
says nothing ("", null, "none") the field keeps its default; a word that nobody knows is an error
that lists the possible ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

from pydantic import BeforeValidator
from pydantic_core import PydanticUseDefault

from pipeline.storyboard.vocabulary import ERAS, KINDS, TIMES, WEATHERS
from pipeline.words import Age, Angle, Era, Feeling, Mode, Move, PlaceKind, Sex, Size, Time, Weather

K = TypeVar("K", bound=str)

_NOTHING = {"", "null", "none", "n a", "无", "未知", "不详", "没有"}

_SIZES = {
    Size.WIDE: "远景|大远景|大全景|wide shot|ws|extreme wide|establishing|long shot|ls|els|aerial|航拍",
    Size.FULL: "全景|全身|中全景|full shot|fs|full body|medium long|mls|medium wide",
    Size.MEDIUM: "中景|半身|中近景|medium shot|ms|mid|mid shot|cowboy|two shot|medium close up|mcu|waist",
    Size.CLOSE: "近景|特写|面部特写|脸部特写|close up|closeup|cu|close shot|face",
    Size.DETAIL: "大特写|细节|局部特写|手部特写|物件特写|道具特写|extreme close up|ecu|xcu|insert|macro",
}
_ANGLES = {
    Angle.EYE: "平视|平拍|平角|水平|正面|侧面|背面|过肩|eye level|level|straight|neutral|front|side|"
    "over the shoulder|ots",
    Angle.LOW: "仰视|仰拍|仰角|低角度|低机位|low angle|from below|worm",
    Angle.HIGH: "俯视|俯拍|俯角|高角度|高机位|鸟瞰|顶拍|high angle|from above|overhead|birds eye|top down",
}
_MOVES = {
    Move.STILL: "静止|固定|定镜|不动|固定镜头|static|fixed|locked|locked off|hold|no movement|stable",
    Move.PUSH: "推|推近|推进|推镜|拉近|前推|push in|zoom in|dolly in|move in|zoom|track in|closer",
    Move.PULL: "拉|拉远|拉镜|后拉|拉开|pull back|pull out|zoom out|dolly out|dolly back|move out",
    Move.PAN_LEFT: "左摇|向左摇|左移|向左|摇左|左平移|pan left|truck left|move left",
    Move.PAN_RIGHT: "右摇|向右摇|右移|向右|摇右|右平移|摇|平移|横移|摇镜|pan right|move right|pan",
    Move.TILT_UP: "上摇|向上摇|上移|向上|摇上|升|上升|tilt up|pedestal up|crane up|move up",
    Move.TILT_DOWN: "下摇|向下摇|下移|向下|摇下|降|下降|tilt down|pedestal down|crane down|move down|tilt",
    Move.DRIFT: "跟|跟拍|跟随|手持|晃动|环绕|漂移|移动|移|handheld|hand held|follow|following|tracking|"
    "float|floating|orbit|arc|steadicam|shake",
}
_FEELINGS = {
    Feeling.CALM: "平静|冷静|淡定|淡然|平淡|中性|沉稳|镇定|正常|neutral|normal|composed|matter of fact|"
    "serious|严肃|thoughtful|沉思|curious|好奇|疑惑|困惑|confused|determined|坚定",
    Feeling.HAPPY: "开心|高兴|快乐|喜悦|兴奋|欣喜|得意|激动|欢快|微笑|joy|joyful|happiness|excited|"
    "cheerful|delighted|amused|proud|playful|hopeful|希望",
    Feeling.SAD: "悲伤|伤心|难过|悲痛|痛苦|绝望|哀伤|失落|委屈|哽咽|悲|忧伤|sadness|sorrow|sorrowful|"
    "grief|crying|depressed|hurt|despair|melancholy|lonely|孤独|疲惫|tired|guilty|愧疚|内疚",
    Feeling.ANGRY: "愤怒|生气|怒|恼怒|暴怒|气愤|愤恨|anger|furious|mad|rage|annoyed|irritated|frustrated",
    Feeling.AFRAID: "害怕|恐惧|惊恐|惊慌|恐慌|紧张|焦急|焦虑|担忧|担心|慌张|不安|fear|fearful|scared|"
    "terrified|nervous|anxious|worried|panic|tense|urgent|desperate",
    Feeling.SURPRISED: "惊讶|吃惊|震惊|惊|诧异|错愕|意外|难以置信|surprise|shock|shocked|astonished|stunned|"
    "amazed|disbelief",
    Feeling.TENDER: "温柔|柔和|深情|温情|怜爱|心疼|关切|慈爱|温暖|爱|gentle|loving|love|warm|soft|caring|"
    "affectionate|moved|感动|shy|害羞",
    Feeling.COLD: "冷漠|冷酷|冰冷|冷淡|冷笑|轻蔑|讽刺|嘲讽|不屑|阴冷|威胁|cold hearted|icy|indifferent|"
    "contempt|sarcastic|mocking|menacing|threatening|disgust|disgusted|厌恶|bitter",
}
_MODES = {
    Mode.SPEECH: "对白|台词|对话|说话|说|dialogue|dialog|spoken|speaking|speak|say|on screen|onscreen",
    Mode.OFFSCREEN: "画外音|画外|电话|电话音|off screen|voice over|voiceover|vo|phone|off|os voice",
    Mode.INNER: "内心|内心独白|独白|心声|心理活动|os|thought|thoughts|thinking|inner voice|monologue|"
    "inner monologue|internal",
    Mode.NARRATION: "旁白|解说|叙述|叙事|narrator|narrate|narrated|narrative",
}
_TIMES = {
    Time.DAWN: "凌晨|晨|早晨|清早|early morning|morning twilight",
    Time.DAY: "日|白昼|日间|正午|早|午|daytime|daylight|midday",
    Time.DUSK: "昏|暮|傍晚时分|late afternoon|golden hour",
    Time.NIGHT: "晚|夜间|nighttime|late night",
}
_WEATHERS = {
    Weather.CLEAR: "晴|晴朗|晴天|无雨|sunny|fine|fair|good|normal|indoor|室内",
    Weather.CLOUDY: "阴|多云转阴|grey|gray|wind|风",
    Weather.RAIN: "下雨|小雨|中雨|大雨|细雨",
    Weather.STORM: "暴雨|雷电|风暴|heavy rain|thunder storm|stormy",
    Weather.SNOW: "下雪|大雪",
    Weather.FOG: "霾|smog",
    Weather.DUST: "沙|尘|sand",
}
_AGES = {
    Age.CHILD: "儿童|孩子|小孩|幼儿|幼年|童年|kid|boy|girl|baby|toddler",
    Age.TEEN: "少年|少女|青少年|teenager|teenage|adolescent",
    Age.YOUNG: "青年|年轻|年轻人|成年|young adult|adult|twenties|thirties|20s|30s",
    Age.MIDDLE: "中年|中年人|壮年|middle aged|middle age|forties|fifties|40s|50s",
    Age.OLD: "老年|老人|老|年老|elderly|senior|aged|sixties|seventies|60s|70s|80s",
}
_ERAS = {
    Era.ANCIENT: "古代|古装|古风|仙侠|武侠|玄幻|唐|宋|明|清|medieval|historical|imperial|fantasy",
    Era.REPUBLICAN: "民国时期|近代|1920s|1930s|1940s|republic",
    Era.MODERN: "现代|当代|都市|今天|contemporary|present|present day|today|1990s|2000s|2020s",
    Era.FUTURE: "未来|科幻|末世|赛博朋克|futuristic|sci fi|science fiction|cyberpunk|space",
}
_SEXES: dict[Sex, str] = {
    "female": "女|女性|女人|女孩|女生|woman|girl|f|she|her",
    "male": "男|男性|男人|男孩|男生|man|boy|m|he|his",
    "unknown": "不明|中性|unclear|unspecified|other|neutral|either|n a",
}
#: Years at which a person begins to be played so old.
_AGE_FROM = ((60, Age.OLD), (40, Age.MIDDLE), (20, Age.YOUNG), (13, Age.TEEN), (0, Age.CHILD))


def _plain(word: str) -> str:
    """*word* without case, width, punctuation and doubled blanks."""
    folded = re.sub(r"['’.]", "", unicodedata.normalize("NFKC", word).casefold())
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def _said(value: object) -> object:
    """What a model means by *value*: of several words the first; `PydanticUseDefault` for nothing at all."""
    if isinstance(value, list) and value:
        value = value[0]
    if value is None or (isinstance(value, str) and _plain(value) in _NOTHING):
        raise PydanticUseDefault
    return value


def _understanding(*tables: Mapping[K, str]) -> Callable[[object], object]:
    """What turns a word into the one of the first table's keys that it stands for."""
    meanings: dict[str, K] = {_plain(key): key for key in tables[0]}
    for table in tables:
        for key, words in table.items():
            for word in words.split("|"):
                meanings.setdefault(_plain(word), key)

    def understand(value: object) -> object:
        value = _said(value)
        return _meaning(_plain(value), meanings) or value if isinstance(value, str) else value

    return understand


def _meaning(said: str, meanings: Mapping[str, K]) -> K | None:
    """What *said* means, else what the longest known word in it means, unless two as long disagree."""
    if said in meanings:
        return meanings[said]
    found = [word for word in meanings if _holds(said, word)]
    longest = max(map(len, found), default=0)
    possible = {meanings[word] for word in found if len(word) == longest}
    return possible.pop() if len(possible) == 1 else None


def _holds(said: str, word: str) -> bool:
    """Whether *word* is in *said*; Latin words count as whole ones only."""
    return f" {word} " in f" {said} " if word.isascii() else word in said


_age_in_words = _understanding(_AGES)


def _age(value: object) -> object:
    """An age as a word or in years."""
    years = re.search(r"\d+(?!\d*s)", str(value))
    if years and not isinstance(value, bool):
        return next(age for least, age in _AGE_FROM if int(years[0]) >= least)
    return _age_in_words(value)


SizeWord = Annotated[Size, BeforeValidator(_understanding(_SIZES))]
AngleWord = Annotated[Angle, BeforeValidator(_understanding(_ANGLES))]
MoveWord = Annotated[Move, BeforeValidator(_understanding(_MOVES))]
FeelingWord = Annotated[Feeling, BeforeValidator(_understanding(_FEELINGS))]
ModeWord = Annotated[Mode, BeforeValidator(_understanding(_MODES))]
TimeWord = Annotated[Time, BeforeValidator(_understanding(_TIMES, TIMES))]
WeatherWord = Annotated[Weather, BeforeValidator(_understanding(_WEATHERS, WEATHERS))]
KindWord = Annotated[PlaceKind, BeforeValidator(_understanding(KINDS))]
AgeWord = Annotated[Age, BeforeValidator(_age)]
EraWord = Annotated[Era, BeforeValidator(_understanding(_ERAS, ERAS))]
SexWord = Annotated[Sex, BeforeValidator(_understanding(_SEXES))]
