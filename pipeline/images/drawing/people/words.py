"""Which words of a description mean which clothes, hair and things, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.images.drawing.ink import darken, lighten

_Table = tuple[tuple[str, str], ...]

#: Garment and the words for it; the first that is found wins, so the particular stand before the general.
GARMENTS: _Table = (
    ("dragon", "龙袍 皇帝 帝王 天子 emperor"),
    ("bride", "嫁衣 凤冠霞帔 喜服 红盖头"),
    ("wedding", "婚纱 wedding_dress wedding_gown bridal_gown"),
    ("armour", "盔甲 铠甲 战甲 甲胄 将军 armour armor"),
    ("monk", "僧袍 袈裟 和尚 僧人 尼姑 monk nun"),
    ("official", "官服 官袍 官员 太监 公公 县令 知府 magistrate eunuch"),
    ("police", "警服 警官 警察 民警 刑警 police policeman policewoman"),
    ("army", "军装 军服 军官 少帅 司令 督军 士兵 soldier military army_uniform"),
    ("doctor", "白大褂 医生 doctor lab_coat white_coat"),
    ("nurse", "护士 nurse"),
    ("school", "校服 school_uniform student_uniform"),
    ("qipao", "旗袍 qipao cheongsam"),
    ("zhongshan", "中山装 zhongshan_suit tunic_suit"),
    ("gown", "长衫 马褂 changshan long_gown"),
    ("student", "学生装 文明新装"),
    ("ruqun", "襦裙 齐胸 ruqun"),
    ("cloak", "斗篷 披风 大氅 鹤氅 cloak cape"),
    ("robe", "汉服 长袍 锦袍 道袍 古装 布衣 粗布 hanfu robe"),
    ("tech", "机甲 战斗服 宇航服 太空服 机能 spacesuit techwear jumpsuit"),
    ("leather", "皮衣 皮夹克 leather_jacket biker_jacket"),
    ("apron", "围裙 厨师 apron cook chef"),
    ("hoodie", "卫衣 帽衫 连帽 hoodie hooded_sweatshirt"),
    ("padded", "棉袄 棉衣 对襟 唐装 小袄 padded_jacket quilted"),
    ("coat", "雨衣 raincoat rain_coat 风衣 大衣 呢子 羽绒服 trench_coat trench overcoat coat"),
    ("suit", "西装 西服 正装 职业装 套装 总裁 律师 suit blazer tuxedo"),
    ("dress", "连衣裙 裙子 长裙 礼服 晚礼服 裙 dress gown"),
    ("sweater", "毛衣 针织 开衫 sweater cardigan jumper pullover"),
    ("jacket", "夹克 外套 工装 jacket overalls"),
    ("blouse", "衬衣 blouse"),
    ("shirt", "衬衫 T恤 背心 shirt t-shirt tee vest"),
)

#: Things that are worn with anything.
EXTRAS: _Table = (
    ("glasses", "眼镜 墨镜 glasses spectacles"),
    ("hat", "帽子 礼帽 草帽 斗笠 毡帽 鸭舌帽 棒球帽 hat cap fedora"),
    ("scarf", "围巾 丝巾 scarf"),
    ("beard", "胡须 胡子 络腮 长须 山羊胡 白胡 beard bearded"),
    ("moustache", "八字胡 小胡子 moustache mustache"),
    ("earrings", "耳环 耳坠 耳钉 earring"),
    ("hairpin", "发簪 簪子 簪 发钗 步摇 珠钗 发卡 hairpin"),
    ("flower", "簪花 头花 戴花 flower"),
    ("tie", "领带 tie necktie"),
    ("necklace", "项链 necklace pendant"),
    ("mole", "泪痣 美人痣 beauty_mark mole"),
    ("scar", "疤 scar"),
)

#: How the hair is worn, whatever the era.
HAIRDOS: _Table = (
    ("bald", "光头 秃 和尚 袈裟 僧 bald shaved_head monk"),
    ("ponytail", "马尾 ponytail"),
    ("braids", "辫 braid braids plait pigtails"),
    ("bun", "丸子头 盘发 发髻 挽发 hair_bun in_a_bun chignon"),
    ("curls", "卷发 波浪 curly wavy_hair curls"),
    ("bob", "齐耳 波波头 bob"),
    ("short", "短发 寸头 平头 板寸 short_hair short-haired crew_cut"),
    ("long", "长发 披肩 long_hair long-haired"),
)

COLORS: dict[str, str] = {
    "红 朱 绯 赤 red crimson scarlet": "#b3322f",
    "粉 pink": "#dc93a6",
    "橙 橘 orange": "#cf7337",
    "黄 yellow": "#d9b048",
    "金 gold golden": "#c99a3c",
    "绿 翠 green": "#4b7f5e",
    "青 碧 teal cyan turquoise": "#3f8288",
    "蓝 blue": "#33608f",
    "藏青 navy": "#232f4d",
    "紫 purple violet": "#6d4a85",
    "棕 褐 咖啡 brown": "#6f4b38",
    "米(?!白) 杏 驼 beige cream camel": "#d8c6a5",
    "灰 grey gray": "#7c828b",
    "银 silver": "#b4bcc6",
    "黑 墨 black": "#25262e",
    "米白 象牙 off-white ivory": "#f2ead9",
    "(?<!米)白 素 (?<!off-)white": "#eceef0",
}

HAIR_COLORS: dict[str, str] = {
    "白 银 white silver": "#d9dce2",
    "花白 灰 grey gray": "#8b8d95",
    "金 blond blonde golden": "#c79a55",
    "红 red auburn": "#7c2f26",
    "棕 栗 褐 brown chestnut": "#4b2f24",
    "蓝 blue": "#3b5b93",
    "紫 purple": "#5b3f7a",
    "粉 pink": "#cf8aa3",
    "黑 乌 青丝 black": "#17151b",
}

_HAIR = "发|髮|辫|马尾|鬓|丝|hair|ponytail|braids?|curls|bob"
_CLOTH = (
    "衣|裙|袍|衫|装|服|袄|褂|甲|外套|夹克|恤|斗篷|披风|大氅|dress|gown|robes?|raincoat|coat|suit|shirt|blouse|jacket|hoodie"
    "|sweater|cardigan|uniform|hanfu|qipao|cheongsam|cloak|cape|armou?r|clothes|trench|skirt|blazer"
)
_NOT = "".join(
    f"(?<!{no})" for no in ("没", "无", "不", "没有", "不戴", "不穿", "no ", "without ", "without a ")
)


def _found(words: Iterable[str], text: str) -> bool:
    return any(re.search(_NOT + _exactly(word), text, re.IGNORECASE) for word in words)


def _exactly(word: str) -> str:
    """A pattern for *word*: an English one stands alone, a Chinese one anywhere."""
    written = re.escape(word.replace("_", " "))
    return rf"\b{written}(?:e?s)?\b" if word.isascii() else written


def first_of(table: _Table, text: str) -> str:
    """The first entry of *table* that *text* speaks of, or nothing."""
    return next((name for name, words in table if _found(words.split(), text)), "")


def all_of(table: _Table, text: str) -> frozenset[str]:
    """Every entry of *table* that *text* speaks of."""
    return frozenset(name for name, words in table if _found(words.split(), text))


def cloth_color(text: str) -> str:
    """The colour that *text* gives to the clothes ("a red dress", "青色长衫"), or nothing."""
    return _color_before(COLORS, _CLOTH, text)


def scarf_color(text: str) -> str:
    """The colour that *text* gives to a scarf, or nothing."""
    return _color_before(COLORS, "围巾|丝巾|scarf", text)


def hair_color(text: str) -> str:
    """The colour that *text* gives to the hair ("银白长发", "auburn hair"), or nothing."""
    return _color_before(HAIR_COLORS, _HAIR, text)


def _shaded(color: str, before: str) -> str:
    """*color* as the word that stands *before* it makes it: deep or pale."""
    if re.search(r"[深暗]$|\b(?:dark|deep)[ -]$", before, re.IGNORECASE):
        return darken(color, 0.28)
    return (
        lighten(color, 0.3) if re.search(r"[浅淡]$|\b(?:light|pale)[ -]$", before, re.IGNORECASE) else color
    )


def _color_before(colors: dict[str, str], thing: str, text: str) -> str:
    """The colour whose word stands nearest before a *thing*, at most a few characters or two words away."""
    best = (-1, "")
    for words, color in colors.items():
        for word in words.split():
            between = (
                r"(?:[ -][a-z]+){0,2}[ -]" if word.isascii() else "[^，。、；,.;\\s发衣裙袍衫装服]{0,4}?"
            )
            start = rf"\b{word}" if word.isascii() else word
            match = re.search(rf"{start}{between}(?:{thing})", text, re.IGNORECASE)
            if match and match.start() > best[0]:
                best = (match.start(), _shaded(color, text[: match.start()]))
    return best[1]
