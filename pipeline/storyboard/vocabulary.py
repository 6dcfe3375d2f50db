"""
The words by which places, weather, time and era are known, Chinese and English.

Words are separated by `|`; Latin ones count as whole words only.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from pipeline.story import Era, PlaceKind, Time, Weather

Meaning = TypeVar("Meaning", bound=StrEnum)

KINDS: dict[PlaceKind, str] = {
    PlaceKind.BEDROOM: "卧室|卧房|闺房|寝室|寝宫|病榻|床边|bedroom|bedside|hotel room",
    PlaceKind.ROOM: "客厅|房间|书房|厨房|餐厅里|家中|家里|屋内|屋里|公寓|别墅|宅|包厢|包间|走廊|仓库|"
    "living room|room|house|home|apartment|flat|kitchen|study|corridor|hallway|cabin|warehouse|"
    "attic|basement",
    PlaceKind.OFFICE: "办公室|会议室|公司|总裁|工位|集团|大厦内|警局|派出所|法院|office|boardroom|meeting "
    "room|police station|precinct|court",
    PlaceKind.HOSPITAL: "医院|病房|手术室|急诊|诊所|hospital|ward|clinic|operating room|emergency room",
    PlaceKind.SCHOOL: "学校|中学|小学|大学|教室|操场|校园|图书馆|school|school yard|schoolyard|"
    "classroom|campus|playground|library",
    PlaceKind.SHOP: "商店|店铺|超市|商场|便利店|药铺|当铺|花店|书店|银行|shop|store|market|mall|"
    "pharmacy|bank|post office",
    PlaceKind.RESTAURANT: "餐厅|饭店|面馆|饭馆|火锅店|酒店|酒楼|咖啡馆|咖啡厅|酒吧|茶馆|茶楼|"
    "客栈|食堂|宴会厅|"
    "restaurant|cafe|café|coffee shop|diner|bar|tavern|inn|banquet",
    PlaceKind.PALACE: "皇宫|宫殿|大殿|殿|御书房|后宫|王府|宫门|宫|城楼|palace|throne room|castle|great hall",
    PlaceKind.TEMPLE: "寺|庙|道观|佛堂|祠堂|教堂|灵堂|墓|坟|temple|church|shrine|chapel|"
    "monastery|graveyard|cemetery",
    PlaceKind.COURTYARD: "院子|庭院|院中|后院|院落|花园|四合院|courtyard|garden|backyard|yard|patio",
    PlaceKind.VILLAGE: "村|农家|乡下|老家|茅屋|小镇|village|farm|cottage|hamlet",
    PlaceKind.FOREST: "森林|树林|林中|竹林|密林|丛林|公园|forest|woods|jungle|grove|park",
    PlaceKind.MOUNTAINS: "山|悬崖|崖|峰|峡谷|mountain|mountains|cliff|peak|valley|hill|canyon",
    PlaceKind.WATER: "海|湖|江|河|码头|桥|港|沙滩|池|船|sea|ocean|lake|river|harbor|harbour|"
    "dock|pier|beach|shore|boat|ship|bridge",
    PlaceKind.FIELD: "田|草原|荒野|沙漠|战场|草地|麦|field|desert|meadow|prairie|battlefield|plain",
    PlaceKind.VEHICLE: "车内|车里|车上|轿车|出租车|车厢|地铁|飞机|机舱|马车|驾驶|car|taxi|cab|bus|train|"
    "subway|plane|carriage|truck",
    PlaceKind.PRISON: "监狱|牢房|地牢|天牢|大牢|审讯室|看守所|prison|jail|cell|dungeon|interrogation room",
    PlaceKind.ROOFTOP: "天台|楼顶|屋顶|顶楼|rooftop|roof",
    PlaceKind.CITY: "城市|市中心|都市|夜景|高楼|车站|站台|广场|城|city|downtown|platform|station|"
    "skyline|plaza|square",
    PlaceKind.STREET: "街|巷|路口|路边|马路|胡同|公路|大道|路|street|road|alley|lane|avenue|"
    "sidewalk|highway|crossroads|bus stop",
    PlaceKind.VOID: "虚空|梦境|梦中|黑暗中|黑幕|void|dream|darkness|limbo",
}
INDOORS = {
    PlaceKind.ROOM, PlaceKind.BEDROOM, PlaceKind.OFFICE, PlaceKind.HOSPITAL, PlaceKind.SHOP,
    PlaceKind.RESTAURANT, PlaceKind.PRISON, PlaceKind.VEHICLE,
}  # fmt: skip
WEATHERS: dict[Weather, str] = {
    Weather.STORM: "暴风|雷雨|电闪|闪电|雷声|惊雷|台风|雷鸣|storm|thunder|thunderstorm|lightning|hurricane",
    Weather.RAIN: "雨|rain|raining|rainy|drizzle|downpour|rain-soaked",
    Weather.SNOW: "雪|snow|snowing|snowy|blizzard",
    Weather.FOG: "雾|fog|foggy|mist|misty|haze",
    Weather.DUST: "沙尘|黄沙|风沙|尘土|dust|dusty|sandstorm",
    Weather.CLOUDY: "阴天|乌云|多云|阴沉沉|狂风|cloudy|overcast|clouds|grey sky|gray sky|windy",
}
NO_WEATHER = re.compile(
    r"[雨雪雾]过天晴|[雨雪雾]后?(?:停|散|歇)|没有?下?[雨雪]|雪[白亮崩茄糕]|[雨雪](?:衣|鞋|刷)|"
    r"谷雨|no (?:rain|snow)|raincoat|"
    r"(?:rain|snow|storm) (?:has )?(?:stopped|stops)",
    re.IGNORECASE,
)
TIMES: dict[Time, str] = {
    Time.NIGHT: "深夜|夜里|夜晚|午夜|半夜|夜色|月光|月亮|霓虹|凌晨|晚上|夜|night|midnight|moonlight|moon",
    Time.DAWN: "清晨|黎明|破晓|日出|拂晓|天刚亮|天亮|dawn|sunrise|daybreak",
    Time.DUSK: "黄昏|傍晚|夕阳|日落|晚霞|dusk|sunset|twilight|evening",
    Time.DAY: "白天|上午|中午|下午|阳光|早上|day|noon|sunlight|afternoon|morning",
}
ERAS: dict[Era, str] = {
    Era.ANCIENT: "皇上|皇帝|皇后|太后|陛下|娘娘|王爷|太子|公主|将军|丫鬟|公子|殿下|江湖|侠|剑客|"
    "宫女|太监|大侠|本宫|朕|臣妾|侯爷|"
    "emperor|empress|your majesty|knight|sword|kingdom|your highness",
    Era.REPUBLICAN: "民国|军阀|少帅|旗袍|租界|黄包车|大帅|督军|洋行|留声机|百乐门|rickshaw|"
    "warlord|1920s|1930s",
    Era.MODERN: "手机|电话|公司|总裁|医院|汽车|电脑|微信|警察|地铁|咖啡|学校|电梯|霓虹|phone|car|"
    "computer|office|police|hospital|email",
    Era.FUTURE: "飞船|星际|机器人|机甲|太空|人工智能|全息|星球|spaceship|starship|robot|android|"
    "hologram|galaxy|space station",
}


def compiled(table: dict[Meaning, str]) -> re.Pattern[str]:
    """A pattern that finds any word of *table*; the group that matched is called as the meaning is."""
    groups = (f"(?P<{meaning.name}>{_whole(words)})" for meaning, words in table.items())
    return re.compile("|".join(groups), re.IGNORECASE)


def _whole(words: str) -> str:
    longest_first = sorted(words.split("|"), key=len, reverse=True)
    return "|".join(rf"\b{word}\b" if word.isascii() else word for word in longest_first)
