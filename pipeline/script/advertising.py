"""
The words of web sites and their authors between the lines of a novel.

The patterns are for text in Unicode's NFKC form, with the half-width marks of that form.
"""

from __future__ import annotations

import re

_SITE = (
    "新?笔趣阁|顶点小说|起点(?:中文网|读书)?|纵横中文网|晋江文学城|飞卢小说|番茄小说|塔读|书旗|69书吧|"
    "看书[网神]|小说网|文学[网城]|读书网|中文网"
)
_URL = (
    r"(?:https?://[!-~]+|(?:w\s?){3}[.。·]\s?[a-z0-9\-.。·/ ]{2,60}|"
    r"(?<![a-z0-9])[a-z0-9][a-z0-9\-.]{1,40}\.(?:com|net|org|cc|la|info|xyz|cn|tw|hk|io)(?![a-z0-9])[!-~]*)"
)
_LINK = (
    "上一[章页]|下一[章页]|返回(?:目录|书页|首页)|章节(?:列表|报错)|加入书[签架]|投推荐票|"
    "previous chapter|next chapter"
)
_GIFT = "打赏|月票|推荐票|飘红|万赏|起点币|书币|成为(?:本书)?(?:盟主|舵主)"
_NEWS = (
    "更新|加更|[一二三四五两]更(?![天半时鼓后前])|断更|码字|存稿|订阅|月票|推荐票|上架|本章|下一?章|上一章|章节|"
    "打赏|求票|求收藏|求推荐|书友"
)
_READERS = "书友|读者|大家|各位|诸位|兄弟|亲们|老铁|大佬|本书|新书|作者|月底|双倍"
_BEGGED = (
    "求(?:月票|推荐票|评价票|订阅|首订|追订|追读|催更)|(?:投|砸).{0,6}(?:月票|推荐票)|"
    "(?:月票|推荐票).{0,8}(?:投|砸)"
)
_STORY = "(?:story|chapter|novel|book|fic|fanfic)"
_CALL = "review|vote|comment|follow|favou?rite|patreon|support|rate|share|subscribe|kudos|library|let me know"
_NOBODY_ACTS = "^(?!.*[他她我])"

#: Why a line is left out that as a whole is one of these.
WHOLE: dict[str, tuple[str, ...]] = {
    "thanks for gifts": (
        rf"(?:p\.?s\s*:?\s*)?(?:再次|非常|特别|最后)?(?:感谢|谢谢).{{0,140}}(?:{_GIFT}).{{0,60}}",
    ),
    "the author's note": (
        rf"p\.?s\s*\d?\s*[:.,。、\s].*(?:{_NEWS}).*",
        r"(?:作者(?:有话要?说|的话|留言)|题外话)\s*:.*",
        r"(?:author['’]?s? note|a/n|t/n|tl note|translator['’]?s? note)s?\s*:.*",
    ),
    "the end of a chapter": (
        r"(?:[本此][章回节]|第[0-9零一二三四五六七八九十百千两]{1,7}[章回节卷])\s*(?:完|终|结束|完结|未完)",
        r"(?:未完)?,?\s*待续|未完",
        r"to be continued|end of (?:the |this )?chapter(?: \w{1,10})?|chapter end",
    ),
    "the end": (
        r"全[书文剧]\s*(?:完结?|终)|(?:正文|本书)\s*(?:完结?|终|结束)|(?-i:THE END|The End)",
        r"[(【\[—\-~*]+\s*(?:完|终|end|fin)\s*[)】\]—\-~*]+",
    ),
    "a site's address": (
        (
            rf"(?:[\s\W]|{_SITE}|《[^《》]{{1,30}}》|小说|本站|网址|地址|首发|来源|by |from |"
            rf"source)*+{_URL}\W*"
        ),
    ),
    "a site's links": (rf"(?=.*(?:{_LINK}))(?:(?:{_LINK}|(?:章节|回)?目录)[\s|/→←<>\-\[\]【】]*+)++",),
    "who translated it": (
        (
            "(?:translat(?:or|ed by)|tl|tlc|editor|edited by|proofread(?:er| by)|qc|"
            r"raws?)\s*:\s*[^.!?,]{1,60}"
        ),
    ),
    "asks for likes": (
        (
            "(?:if you |did you )?(?:like|enjoy|love)(?:d|ed|ing)? (?:this|the|"
            rf"my) {_STORY}\b.{{0,60}}(?:{_CALL}).{{0,100}}"
        ),
        (
            rf"(?:please |don['’]t forget to |remember to )(?:(?:{_CALL}|and|or)\W*)+(?:(?:on |"
            rf"for )?(?:this|the|my) {_STORY}\b.{{0,80}})?"
        ),
        (
            "(?:please |don['’]t forget to |remember to )leave (?:a|your) (?:review|comment|vote|"
            "power ?stone).{0,120}"
        ),
        (
            "(?:support (?:me|us|the author|the translator)|join (?:me|us|our)|read (?:ahead|"
            "advanced?)).{0,60}"
            r"(?:patreon|ko-?fi|discord|paypal).{0,80}"
        ),
    ),
}

#: Why a line is left out that has one of these somewhere.
WITHIN: dict[str, tuple[str, ...]] = {
    "a site's advertisement": (
        "最新章节(?:请|尽在|免费|首发|全文)",
        "(?:天才|[,。]|^)(?:[一1壹]|只需要?.)秒钟?(?:就能|即可)?记住",
        "手机用户请|手机版?阅读(?:请|访问|网址)|无弹窗|正在手打中|首发(?:网站|网址|域名)",
        "请?记住本[站书](?:网址|域名|地址|首发)|请记住本[站书]",
        "本章未完.{0,8}(?:点击|翻页|下一页)|点击下一[页章]继续",
        "(?:内容|章节).{0,4}更新后.{0,20}刷新|章节(?:内容)?(?:加载|更新)中",
        "喜欢(?:本书|《[^》]{1,30}》).{0,4}请?(?:大家)?收藏|喜欢[^,。]{1,30}请大家收藏:",
        "欢迎广?大?(?:书友|读者)们?(?:光临|阅读)|小说.{0,12}更新(?:速度)?(?:最快|全网)",
        "更多(?:精彩|好看的)?(?:小说|章节|好书).{0,6}(?:尽在|请访问|请到|请上)",
        "txt(?:全集|全本)下载|请?支持正版[,。!]?请?(?:到|来|订阅)",
        rf"{_NOBODY_ACTS}.*(?:{_SITE}).{{0,8}}(?:首发|更新最快|最快更新|免费阅读|无广告|手打)",
        rf"{_NOBODY_ACTS}.*(?:首发|更新最快|最快更新|免费阅读|无广告|本书由|本文由).{{0,12}}(?:{_SITE})",
        (
            rf"{_NOBODY_ACTS}.*(?:最快更新|免费阅读|手机站|最新章节|最新小说|全文阅读|首发|更多好书|"
            rf"本书来自).{{0,30}}{_URL}"
        ),
        rf"{_NOBODY_ACTS}.*{_URL}.{{0,30}}(?:更新最快|首发|免费阅读|最新章节|全文阅读)",
        (
            r"^\W*(?:you can )?(?:read|find|get) (?:more|the (?:latest|newest|rest)|latest|this (?:novel|"
            "chapter|story)|"
            r"advanced?).{0,60}\b(?:at|on|in|from)\b.{0,20}"
            rf"(?:{_URL}|webnovel|wuxia ?world|royal ?road|wattpad|novelupdates|patreon|scribblehub)"
        ),
        rf"^\W*(?:latest|updated|new) (?:chapters?|novels?|content).{{0,40}}{_URL}",
        (
            rf"^(?:this|the) (?:{_STORY}|tale|narrative|content|text)\b.{{0,40}}(?:stolen|taken|lifted|"
            "purloined|"
            r"pilfered|misappropriated).{0,60}(?:amazon|author|royal ?road|report)"
        ),
    ),
    "begs for votes": (rf"(?:{_READERS}).{{0,24}}(?:{_BEGGED})", rf"(?:{_BEGGED}).{{0,24}}(?:{_READERS})"),
}

_VOTES = (
    "月票 推荐票 评价票 催更票 票 票票 推荐 收藏 订阅 首订 全订 追订 追读 打赏 鲜花 评论 好评 五星好评 "
    "书评 关注 支持 点赞 三连 书单 各种"
)
_PLEAS = (
    "求 跪求 拜求 厚颜 继续 日常 例行 弱弱 地 新书 新书期 期 上架 首日 爆更 加更 今天 今日 明天 明日 "
    "月底 月初 新的一周 新的一月 周一 最后 各位 大家 诸位 兄弟 兄弟们 姐妹们 书友 书友们 读者 读者们 "
    "大佬 大佬们 亲们 老铁 老铁们 第一更 第二更 第三更 第四更 第五更 一更 两更 二更 三更 四更 五更 手里 "
    "手中 手上 还有 有 的 都 投 砸 给 点 张 几 吧 了 啊 哦 呀 啦 哈 请 多多 一下 一波 万分 十分 非常 "
    "感谢 谢谢 拜托 拜谢 多谢 本书 这本书 作者 和 与 及 送上 奉上 到 完毕 后面 稍后 晚上 努力 加入书架 "
    "ps"
)
_TOKENS = "|".join(sorted({*_VOTES.split(), *_PLEAS.split()}, key=len, reverse=True))
_PLEA = re.compile(rf"(?:{_TOKENS}|[\W\d_])++", re.IGNORECASE)
_ASKED = re.compile(f"求(?:{'|'.join(_VOTES.split())})|(?:投|砸).{{0,6}}(?:月票|推荐票)")


def begs(text: str) -> bool:
    """Whether *text* has no other words than those in which authors ask for votes."""
    return _ASKED.search(text) is not None and _PLEA.fullmatch(text) is not None
