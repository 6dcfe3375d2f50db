"""Things that a close look at a detail can show, found by the words of the shot."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.images.drawing.things import papers, table, treasures
from pipeline.images.drawing.things.pieces import Piece
from pipeline.story import Era

Thing = tuple[Piece, ...]


class Named(NamedTuple):
    """A thing with the words it goes by, as a pattern; *old* is what it is in ancient times."""

    words: str
    thing: Thing
    old: Thing | None = None


#: The first whose words are found is drawn, so the telling ones stand first.
THINGS = (
    Named(r"戒指|钻戒|\bring\b", treasures.RING),
    Named(r"手机|电话|短信|来电|屏幕|phone|screen|\bcall|message", papers.PHONE, papers.LETTER),
    Named(r"圣旨|诏书|edict", papers.EDICT),
    Named(
        r"合同|协议|离婚证|证书|文件|报告|化验单|诊断|contract|document|report|certificate", papers.DOCUMENT
    ),
    Named(r"照片|相片|合影|寻人启事|photo|picture of", papers.PHOTO),
    Named(r"玉佩|玉坠|玉牌|玉镯|令牌|jade|locket|pendant|necklace|项链", treasures.JADE),
    Named(r"簪|发钗|步摇|hairpin", treasures.HAIRPIN),
    Named(r"剑|长刀|sword", treasures.SWORD),
    Named(r"枪|\bgun\b|pistol", treasures.GUN, treasures.SWORD),
    Named(r"刀|匕首|knife|dagger|blade", treasures.KNIFE),
    Named(r"钥匙|\bkey", treasures.KEY),
    Named(
        r"银票|遗书|(?<![相自迷微通])信(?![任心念号])|letter|envelope|[纸字]条|\bnote\b|\bpages?\b",
        papers.LETTER,
    ),
    Named(
        r"钱(?!人)|支票|钞票|纸币|金子|银子|元宝|银两|money|cash|coins?\b|gold", papers.MONEY, papers.INGOTS
    ),
    Named(r"(?<![分秒])钟(?!情)|手表|怀表|clock|\b(?:wrist)?watch\b", treasures.CLOCK, table.CANDLE),
    Named(r"酒(?![店吧楼馆])|wine|whisky", table.WINE, table.WINE_POT),
    Named(r"茶|咖啡|杯|\bcup|\btea\b|coffee|mug", table.CUP),
    Named(r"药碗|碗|汤|粥|bowl|soup", table.BOWL),
    Named(r"药|medicine|pills?\b|bottle", table.MEDICINE, table.BOWL),
    Named(r"伞|umbrella", table.UMBRELLA),
    Named(r"(?<![眼])花(?![钱园])|玫瑰|flower|rose|bouquet", table.FLOWER),
    Named(r"(?<!眼)镜(?!头)|mirror", treasures.MIRROR),
    Named(r"电脑|笔记本|computer|laptop", papers.COMPUTER, papers.BOOK),
    Named(r"(?<!秘)书(?![房记生院包])|日记|账本|book|diary", papers.BOOK),
    Named(r"铁盒|木盒|匣|\btin\b|casket|brass box", treasures.TIN),
    Named(r"盒|礼物|箱|\bbox|gift", treasures.BOX),
    Named(r"[书背钱皮提]包|行李|包包|\bbag|suitcase", table.BAG),
    Named(r"血|blood", table.BLOOD),
    Named(r"烛|灯|candle|lamp", table.CANDLE),
)


#: What is shown where the words name nothing else.
CLOSE_LAMP: Thing = table.CANDLE


def thing_in(seen: str, era: Era) -> Thing | None:
    """What *seen* speaks of, if it is something that we can draw."""
    named = next((named for named in THINGS if re.search(named.words, seen, re.IGNORECASE)), None)
    if named is None:
        return None
    return named.old if era is Era.ANCIENT and named.old else named.thing
