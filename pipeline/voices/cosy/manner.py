"""
How a line is said, in the words that each version of CosyVoice was taught.

Version 3 follows those of the list in its `cosyvoice/utils/common.py`, and others badly. Version 2 knows the
emotions and rates of its paper (arXiv 2412.10117, table 1), version 1 descriptions of a speaker (its
Instruct model; arXiv 2407.05407, table 4).
"""

from __future__ import annotations

from pipeline.story import Feeling, Mode, Sex
from pipeline.voices.cosy.calls import Version
from pipeline.voices.engine import VoiceRequest

#: What a note says, by words in it; the first that is found counts.
_NOTED = {
    "soft": ("whisper", "soft", "quiet", "breath", "低声", "小声", "轻声", "悄声", "耳语"),
    "loud": ("shout", "scream", "yell", "loud", "大声", "高声", "大喊", "喊道", "怒吼", "吼"),
    "fast": ("fast", "quick", "hurr", "rush", "飞快", "急促", "急忙", "快速", "匆"),
    "slow": ("slow", "drawl", "慢", "迟疑", "一字一顿"),
    "happy": ("happ", "laugh", "cheer", "smil", "笑", "高兴", "开心", "喜"),
    "sad": ("sad", "sob", "cry", "tear", "哭", "哽咽", "伤心", "悲", "泣"),
    "angry": ("angr", "furious", "rage", "怒", "生气", "愤", "气急"),
}  # fmt: skip
_FELT = {
    Feeling.HAPPY: "happy",
    Feeling.SAD: "sad",
    Feeling.ANGRY: "angry",
    Feeling.AFRAID: "afraid",
    Feeling.SURPRISED: "surprised",
    Feeling.TENDER: "soft",
    Feeling.COLD: "cold",
}
_VERSION_3 = {
    "happy": "请非常开心地说一句话。",
    "sad": "请非常伤心地说一句话。",
    "angry": "请非常生气地说一句话。",
    "loud": "Please say a sentence as loudly as possible.",
    "soft": "Please say a sentence in a very soft voice.",
    "fast": "请用尽可能快地语速说一句话。",
    "slow": "请用尽可能慢地语速说一句话。",
}
_VERSION_2 = {
    "calm": "用冷静的语气说这句话",
    "happy": "用高兴的语气说这句话",
    "sad": "用悲伤的语气说这句话",
    "angry": "用愤怒的语气说这句话",
    "afraid": "用恐惧的语气说这句话",
    "surprised": "用惊讶的语气说这句话",
    "cold": "用严肃的语气说这句话",
    "fast": "用快速的语速说这句话",
    "slow": "用慢速的语速说这句话",
}
_VERSION_1 = {
    "calm": "A calm {who} with normal tone and normal speaking speed.",
    "happy": "A happy {who} with high tone and quick speech.",
    "sad": "A sad {who} with normal tone and slow speaking speed.",
    "angry": "An angry {who} with high tone and quick speech.",
    "afraid": "A fearful {who} with high tone and quick speech.",
    "surprised": "A surprised {who} with high tone and normal speaking speed.",
    "cold": "A serious {who} with low tone and normal speaking speed.",
    "soft": "A gentle {who} with low tone and slow speaking speed.",
    "fast": "A calm {who} with normal tone and quick speech.",
    "slow": "A calm {who} with normal tone and slow speaking speed.",
}
_KNOWN: dict[Version, dict[str, str]] = {1: _VERSION_1, 2: _VERSION_2, 3: _VERSION_3}
_WHO: dict[Sex, str] = {"female": "woman", "male": "man", "unknown": "speaker"}


def manner(request: VoiceRequest) -> str:
    """How *request* is to be said: what its note says, else its feeling; thoughts are soft; or `calm`."""
    note = request.note.lower()
    noted = (name for name, words in _NOTED.items() if any(word in note for word in words))
    otherwise = "soft" if request.mode == Mode.INNER else "calm"
    return next(noted, _FELT.get(request.feeling, otherwise))


def instruction(version: Version, name: str, sex: Sex = "unknown") -> str:
    """The words for the manner *name*; empty where *version* has none and would speak calmly."""
    return _KNOWN[version].get(name, "").replace("{who}", _WHO[sex])
