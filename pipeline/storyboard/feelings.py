"""How a line is said: from the script's remark, else from the words and their punctuation."""

from __future__ import annotations

import re

from pipeline.story import Feeling

#: Words in remarks such as `（冷冷地）`, separated by `|`; Latin ones are whole words.
_REMARKS: dict[Feeling, str] = {
    Feeling.COLD: "冷冷|冷笑|冷漠|冷声|冷酷|冰冷|冷淡|嘲|讥|讽|不屑|轻蔑|阴森|阴沉|威胁|"
    "cold|coldly|icy|icily|flatly|sneering|mocking|contemptuous|menacing|threatening",
    Feeling.ANGRY: "怒|愤|生气|吼|咆哮|咬牙|厉声|骂|呵斥|质问|暴躁|狠|"
    "angry|angrily|furious|furiously|shouting|shouts|yelling|snapping|snaps",
    Feeling.AFRAID: "恐|怕|慌|颤|发抖|哆嗦|紧张|急切|急促|焦急|着急|求饶|"
    "afraid|scared|terrified|frightened|trembling|shaking|nervous|nervously|panicked|urgent|"
    "urgently|anxious",
    Feeling.SAD: "哭|泪|哽咽|悲|伤心|难过|痛苦|绝望|苦笑|失落|叹|沙哑|委屈|抽泣|"
    "sad|sadly|crying|cries|weeping|tearful|sobbing|broken|hoarse|sighs|grieving",
    Feeling.SURPRISED: "惊|震|诧异|愣|错愕|不敢相信|难以置信|surprised|shocked|stunned|"
    "astonished|startled|gasping",
    Feeling.TENDER: "温|轻声|柔|深情|宠溺|心疼|安慰|低声|慈|关切|"
    "tender|tenderly|gently|softly|soft|warm|warmly|whispering|whispers|loving",
    Feeling.HAPPY: "笑|开心|高兴|兴奋|激动|得意|喜|俏皮|调皮|"
    "happy|happily|laughing|laughs|smiling|smiles|excited|cheerful|grinning|delighted",
    Feeling.CALM: "平静|淡淡|冷静|沉稳|calm|calmly|quiet|quietly|evenly",
}
#: Words in the lines themselves.
_SPOKEN: dict[Feeling, str] = {
    Feeling.ANGRY: "滚|住口|闭嘴|混蛋|放肆|贱人|你敢|找死|大胆|该死|get out|shut up|how dare|damn you|liar",
    Feeling.AFRAID: "救命|别过来|不要过来|饶命|快跑|有鬼|help me|don't hurt|stay away|please don't",
    Feeling.SURPRISED: "不可能|怎么会|怎么可能|天哪|天啊|什么[？！]|居然|竟然|impossible|"
    "oh my god|no way|can't be",
    Feeling.SAD: "对不起|再也|永别|呜呜|i'm sorry|goodbye|i miss you|forgive me",
    Feeling.HAPPY: "哈哈|太好了|真棒|恭喜|haha|wonderful|thank god|congratulations",
    Feeling.TENDER: "我爱你|别怕|宝贝|i love you|my love|sweetheart|it's all right",
}
_STRONG = {Feeling.ANGRY, Feeling.AFRAID, Feeling.SURPRISED, Feeling.SAD}


def _compiled(table: dict[Feeling, str]) -> re.Pattern[str]:
    whole = {feeling: re.sub(r"[a-z][a-z' ]+", r"\\b\g<0>\\b", words) for feeling, words in table.items()}
    return re.compile(
        "|".join(f"(?P<{feeling.name}>{words})" for feeling, words in whole.items()), re.IGNORECASE
    )


_IN_REMARK = _compiled(_REMARKS)
_IN_SPEECH = _compiled(_SPOKEN)


def feeling_of(note: str, text: str) -> Feeling:
    """
    The feeling that *note* names (the first one, read from the left), else that of the words.

    Two exclamation marks are anger, and a question with an exclamation mark is surprise.
    """
    return _first(_IN_REMARK, note) or _first(_IN_SPEECH, text) or _by_punctuation(text)


def is_strong(feeling: Feeling, text: str) -> bool:
    """Whether the camera should come near: a strong feeling, or words that are called out."""
    return feeling in _STRONG or text.rstrip('”」"’ ').endswith(("！", "!"))


def _first(pattern: re.Pattern[str], text: str) -> Feeling | None:
    match = pattern.search(text)
    return Feeling[match.lastgroup] if match and match.lastgroup else None


def _by_punctuation(text: str) -> Feeling:
    if re.search(r"[？?][！!]|[！!][？?]", text):
        return Feeling.SURPRISED
    return Feeling.ANGRY if re.search(r"[！!]{2}", text) else Feeling.CALM
