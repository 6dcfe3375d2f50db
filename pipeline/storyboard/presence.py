"""Who is there in a text, beside those who are only spoken or written of."""

from __future__ import annotations

import re

from pipeline.script.mentions import Mentions

#: What is quoted, or stands after a colon: words that are read or heard, nobody who is there.
_WRITTEN = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|\"[^\"]*\"|[：:][^。！？!?\n]*")
#: What a name is the owner of without being there.
_OF_SOMEBODY = re.compile(
    r"(?:的)?(?:照片|相片|遗像|名字|来电|电话|号码|短信|声音|信|遗书|墓|头像|名下|死讯|葬礼)|"
    r"['’]s (?:name|photo|photograph|picture|portrait|voice|letter|message|number|grave|call|funeral)\b",
    re.IGNORECASE,
)
_FROM_SOMEBODY = re.compile(
    r"(?:photo|photograph|picture|portrait|name|voice|letter|message|call|grave) (?:of|from) $|"
    r"(?:属于|来自|署名|名叫|想起|梦见)$",
    re.IGNORECASE,
)


def present(text: str, mentions: Mentions) -> tuple[str, ...]:
    """
    Who of those named in *text* is there, in the order of the first mention.

    Not there is whose name is quoted or follows a colon (`two words on the screen: Lu Yan`), or
    only owns what is there (`the voice of Lu Yan`, `Lu Yan's photo`).
    """
    shown = _WRITTEN.sub(lambda match: " " * len(match[0]), text)
    here = (
        name
        for name, start, end in mentions.hits(shown)
        if not _OF_SOMEBODY.match(shown, end) and not _FROM_SOMEBODY.search(shown[max(0, start - 16) : start])
    )
    return tuple(dict.fromkeys(here))
